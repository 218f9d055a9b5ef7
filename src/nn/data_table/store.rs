//! Tables that are read before they are needed: what asks for them later touches no file.

use super::{DataTable, TableFormat, TableReadError};
use crate::files::ReadError;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The table of a file, or why there is none.
pub type TableResult = Result<Arc<DataTable>, TableReadError>;

/// A file of data and its form. The path `-` is standard input.
pub type NamedTable = (PathBuf, TableFormat);

/// Tables by the paths and forms that they were asked for with.
#[derive(Clone, Debug, Default)]
pub struct TableStore {
    tables: BTreeMap<NamedTable, TableResult>,
    /// The files that the command line, the settings and the lessons name.
    named: BTreeSet<PathBuf>,
}

impl TableStore {
    /// Whether a file was read, or could not be.
    pub fn has(&self, path: &Path, format: TableFormat) -> bool {
        self.tables.contains_key(&(path.to_owned(), format))
    }

    /// Notes that the command line, the settings or the lessons name a file.
    pub fn name(&mut self, path: &Path) {
        self.named.insert(path.to_owned());
    }

    /// Whether the command line, the settings or the lessons name a file.
    pub fn is_named(&self, path: &Path) -> bool {
        self.named.contains(path)
    }

    /// Keeps what became of a file.
    pub fn keep(&mut self, path: &Path, format: TableFormat, table: TableResult) {
        self.tables.insert((path.to_owned(), format), table);
    }

    /// The table of a file.
    ///
    /// # Errors
    /// Why there is none; [`ReadError::Missing`] if it never was read.
    pub fn get(&self, path: &Path, format: TableFormat) -> TableResult {
        let found = self.tables.get(&(path.to_owned(), format)).cloned();
        found.unwrap_or(Err(TableReadError::Unreadable(ReadError::Missing)))
    }
}

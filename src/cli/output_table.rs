//! Tables for spreadsheets and data frames: comma-separated values in a file or on standard output.

use super::CliError;
use super::mistake::{CommandError, TableError, UsageError};
use crate::files::{self, Access, Lines, ReadError, Replaced, TemporaryFile};
use crate::text::visible;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The most bytes of a table's header.
const MOST_BYTES: u64 = 1 << 16;

/// A table that is written row by row. It replaces an earlier file when it is complete.
pub(super) struct OutputTable {
    path: PathBuf,
    /// `None` for standard output.
    file: Option<BufWriter<TemporaryFile>>,
}

impl OutputTable {
    /// Creates the file. Only an existing table may be replaced whose columns end with one of `ours`.
    pub(super) fn create(path: &Path, ours: &[&[&str]]) -> Result<Self, CliError> {
        if files::is_standard(path) {
            return Ok(Self { path: path.to_owned(), file: None });
        }
        if !is_ours(path, ours).map_err(|reason| fault(path, TableError::Unreadable { reason }))? {
            let reason = TableError::Foreign;
            return Err(CliError::usage(UsageError::Table { path: path.to_owned(), reason }));
        }
        let file = TemporaryFile::begin(path, Access::Usual).map_err(|error| system(path, &error))?;
        Ok(Self { path: path.to_owned(), file: Some(BufWriter::new(file)) })
    }

    /// Writes a row to the file, or to `out` if the table goes to standard output.
    pub(super) fn row(&mut self, fields: &[String], out: &mut dyn Write) -> Result<(), CliError> {
        match &mut self.file {
            Some(file) => writeln!(file, "{}", fields.join(",")).map_err(|error| system(&self.path, &error)),
            None => Ok(writeln!(out, "{}", fields.join(","))?),
        }
    }

    /// Moves the file into place. Returns whether there was one before.
    pub(super) fn end(self) -> Result<Replaced, CliError> {
        let Some(file) = self.file else { return Ok(Replaced::No) };
        let path = self.path;
        let draft = file.into_inner().map_err(|error| system(&path, error.error()))?;
        draft.finish().map_err(|error| system(&path, &error))
    }
}

fn fault(path: &Path, reason: TableError) -> CliError {
    CliError::failure(CommandError::Table { path: path.to_owned(), reason })
}

fn system(path: &Path, error: &std::io::Error) -> CliError {
    fault(path, TableError::System { reason: error.into() })
}

/// Whether a table may replace what is at a path: nothing, an empty file, or another table of this kind.
fn is_ours(path: &Path, ours: &[&[&str]]) -> Result<bool, ReadError> {
    let file = match files::open(path) {
        Ok(file) => file,
        Err(ReadError::Missing) => return Ok(true),
        Err(error) => return Err(error),
    };
    let mut lines = Lines::new(file, MOST_BYTES);
    Ok(match lines.next_line() {
        Ok(None) => true,
        Ok(Some(head)) => {
            let columns: Vec<&str> = head.trim_end().split(',').collect();
            head.ends_with('\n') && ours.iter().any(|ours| columns.ends_with(ours))
        }
        Err(ReadError::LongLine { .. } | ReadError::NotUtf8 { .. }) => false,
        Err(error) => return Err(error),
    })
}

/// A field on one line, in quotes if it contains a character that would end it.
pub(super) fn quoted(text: &str) -> String {
    let text = visible(text);
    let plain = !text.contains([',', '"']);
    if plain { text.into_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

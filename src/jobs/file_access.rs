//! What jobs ask of the file system. Jobs open no file themselves: the runtime does, for jobs that the gate has allowed.

use crate::files::ReadError;
use crate::functions::user_functions::{FormulaTexts, UserFunctionsError};
use crate::nn::data_table::TableSource;
use crate::nn::experiment::{SaveError, SaveLimits};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The file system, as far as jobs need it.
pub trait FileAccess: Debug + Send {
    /// The bytes of a regular file.
    ///
    /// # Errors
    /// [`ReadError`] if it can't be read, or has more than `most` bytes.
    fn bytes(&self, path: &Path, most: u64) -> Result<Vec<u8>, ReadError>;

    /// The bytes of a table; `-` is standard input, if that is not the keyboard. A stream that has nothing to give ends once
    /// `stop` is set.
    ///
    /// # Errors
    /// [`ReadError`] if it can't be opened.
    fn table(&self, path: &Path, stop: &Arc<AtomicBool>) -> Result<TableSource, ReadError>;

    /// The first `most` entries of a directory, in any order.
    ///
    /// # Errors
    /// [`ReadError`] if the directory can't be read.
    fn entries(&self, folder: &Path, most: usize) -> Result<Vec<FolderEntry>, ReadError>;

    /// Saves a function in the file of the reader's functions. Returns the functions that were in it before.
    ///
    /// # Errors
    /// [`UserFunctionsError`]. The file is then unchanged.
    fn save_function(&self, path: &Path, name: &str, text: &str) -> Result<FormulaTexts, UserFunctionsError>;

    /// Saves an experiment in the folder of the reader. Returns its file.
    ///
    /// # Errors
    /// [`SaveError`]. Nothing is then changed.
    fn save_experiment(
        &self,
        folder: &Path,
        name: &str,
        text: &str,
        limits: Option<SaveLimits>,
    ) -> Result<PathBuf, SaveError>;
}

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderEntry {
    /// The name. Names that are not UTF-8 are left out.
    pub name: String,
    /// Whether it is a directory, or a link to one.
    pub is_folder: bool,
}

/// A file system without files.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl FileAccess for NoFiles {
    fn bytes(&self, _: &Path, _: u64) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::Missing)
    }

    fn table(&self, _: &Path, _: &Arc<AtomicBool>) -> Result<TableSource, ReadError> {
        Err(ReadError::Missing)
    }

    fn entries(&self, _: &Path, _: usize) -> Result<Vec<FolderEntry>, ReadError> {
        Err(ReadError::Missing)
    }

    fn save_function(&self, path: &Path, _: &str, _: &str) -> Result<FormulaTexts, UserFunctionsError> {
        Err(UserFunctionsError::Unreadable { path: path.to_owned(), reason: ReadError::Missing })
    }

    fn save_experiment(&self, _: &Path, _: &str, _: &str, _: Option<SaveLimits>) -> Result<PathBuf, SaveError> {
        Err(SaveError::NoFolder)
    }
}

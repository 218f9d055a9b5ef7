//! The file system of the reader, for jobs.

use crate::files::{self, ReadError};
use crate::functions::user_functions::{self, FormulaTexts, UserFunctionsError};
use crate::jobs::{FileAccess, FolderEntry};
use crate::nn::data_table::TableSource;
use crate::nn::experiment::{self, SaveError, SaveLimits};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file system of the reader.
#[derive(Clone, Copy, Debug)]
pub struct ReaderFiles {
    /// How long to wait for another program that has locked a file.
    pub patience: Duration,
    /// Whether standard input may be read as a table. Otherwise the keys come from it.
    pub has_input: bool,
}

impl Default for ReaderFiles {
    fn default() -> Self {
        Self { patience: user_functions::PATIENCE, has_input: false }
    }
}

impl FileAccess for ReaderFiles {
    fn bytes(&self, path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
        files::bytes(path, most)
    }

    fn table(&self, path: &Path) -> Result<TableSource, ReadError> {
        if path == Path::new("-") && !self.has_input {
            return Err(ReadError::Missing);
        }
        experiment::table_source(path)
    }

    fn entries(&self, folder: &Path, most: usize) -> Result<Vec<FolderEntry>, ReadError> {
        let entry = |entry: std::fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            let kind = entry.file_type().ok();
            // Only a link needs another question.
            let is_folder = kind.is_some_and(|kind| kind.is_dir() || kind.is_symlink() && entry.path().is_dir());
            Some(FolderEntry { name, is_folder })
        };
        Ok(std::fs::read_dir(folder)?.take(most).filter_map(Result::ok).filter_map(entry).collect())
    }

    fn save_function(&self, path: &Path, name: &str, text: &str) -> Result<FormulaTexts, UserFunctionsError> {
        user_functions::keep(path, name, text, self.patience)
    }

    fn save_experiment(
        &self,
        folder: &Path,
        name: &str,
        text: &str,
        limits: Option<SaveLimits>,
    ) -> Result<PathBuf, SaveError> {
        experiment::save(folder, name, text, limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_listed_with_links_to_directories() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "").unwrap();
        std::fs::create_dir(folder.path().join("folder")).unwrap();
        std::os::unix::fs::symlink("folder", folder.path().join("link")).unwrap();
        std::os::unix::fs::symlink("file", folder.path().join("other")).unwrap();
        let files = ReaderFiles::default();
        let mut entries = files.entries(folder.path(), 10).unwrap();
        entries.sort();
        let entries: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.is_folder)).collect();
        assert_eq!(entries, [("file", false), ("folder", true), ("link", true), ("other", false)]);
        assert_eq!(files.entries(folder.path(), 2).unwrap().len(), 2);
        assert_eq!(files.entries(&folder.path().join("no"), 2), Err(ReadError::Missing));
    }
}

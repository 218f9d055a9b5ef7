//! The file system of the reader, for jobs.

use crate::files::{self, ReadError};
use crate::functions::user_functions::{self, FormulaTexts, UserFunctionsError};
use crate::jobs::{FileAccess, FolderEntry};
use crate::nn::data_table::TableSource;
use crate::nn::experiment::{self, SaveError, SaveLimits};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The bytes of standard input, which can be read only once. A picture is decoded again for another channel.
static INPUT: OnceLock<Result<Vec<u8>, ReadError>> = OnceLock::new();

/// The file system of the reader.
#[derive(Clone, Copy, Debug)]
pub struct ReaderFiles {
    /// How long to wait for another program that has locked a file.
    pub patience: Duration,
    /// Whether standard input may be read as a file. Otherwise the keys come from it.
    pub has_input: bool,
}

impl Default for ReaderFiles {
    fn default() -> Self {
        Self { patience: user_functions::PATIENCE, has_input: false }
    }
}

impl FileAccess for ReaderFiles {
    fn bytes(&self, path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
        match files::is_standard(path) {
            true if self.has_input => INPUT.get_or_init(|| files::bytes_or_input(path, most)).clone(),
            true => Err(ReadError::Missing),
            false => files::bytes(path, most),
        }
    }

    fn table(&self, path: &Path, stop: &Arc<AtomicBool>) -> Result<TableSource, ReadError> {
        match files::is_standard(path) {
            true if self.has_input => Ok(TableSource::Stream(Box::new(StoppableInput { stop: Arc::clone(stop) }))),
            true => Err(ReadError::Missing),
            false => experiment::table_source(path),
        }
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

/// Standard input, which seems to end when it is stopped while it has nothing to give.
struct StoppableInput {
    stop: Arc<AtomicBool>,
}

/// How often a stream that has nothing to give is asked whether it is stopped, in nanoseconds.
const ASKED: i64 = 50_000_000;

impl Read for StoppableInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let input = io::stdin();
        loop {
            let mut ends = [PollFd::new(&input, PollFlags::IN)];
            match poll(&mut ends, Some(&Timespec { tv_sec: 0, tv_nsec: ASKED })) {
                Ok(0) if self.stop.load(Ordering::Relaxed) => return Ok(0),
                Ok(0) | Err(Errno::INTR) => {}
                // The standard library's buffer is not used, so that nothing waits in it while the system has nothing.
                Ok(_) => return Ok(rustix::io::read(&input, buffer)?),
                Err(error) => return Err(error.into()),
            }
        }
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

//! The job that reads a file of data.

use super::file_access::FileAccess;
use crate::nn::data_table::{TableFormat, TableReadError, TableReader, TableResult};
use crate::nn::memory::Memory;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Read the table of a file.
#[derive(Clone, Debug)]
pub struct TableJob {
    /// The file; `-` is standard input.
    pub path: PathBuf,
    /// The form of the file.
    pub format: TableFormat,
    /// The most memory that reading may take.
    pub memory: Memory,
    /// Whoever asked for the table sets this when it is no longer wanted.
    pub stop: Arc<AtomicBool>,
}

/// What a job that reads a table reports.
#[derive(Clone, Debug)]
pub enum TableUpdate {
    /// The bytes that are read, and those of the file if that is known.
    Reading {
        /// The bytes that are read.
        done: u64,
        /// The bytes of the file, if that is known.
        size: Option<u64>,
    },
    /// Reading has ended with a table, or with the reason why there is none.
    Read(TableResult),
    /// Reading was stopped.
    Stopped,
}

/// Reads the table of a job. It reports how far it is whenever `more` returns false, and last what became of it.
pub(super) fn read(
    files: &dyn FileAccess,
    job: &TableJob,
    more: &mut dyn FnMut() -> bool,
    send: &mut dyn FnMut(TableUpdate),
) {
    let mut until_end = || {
        let source = files.table(&job.path).map_err(TableReadError::Unreadable)?;
        let mut reader = TableReader::new(source, job.format, job.memory)?;
        let progress = |reader: &TableReader| {
            let progress = reader.progress(Duration::ZERO);
            TableUpdate::Reading { done: progress.done, size: progress.size }
        };
        loop {
            if job.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            if !reader.advance()? {
                break;
            }
            if !more() {
                send(progress(&reader));
            }
        }
        Ok(Some(Arc::new(reader.table()?)))
    };
    let read = until_end();
    send(read.transpose().map_or(TableUpdate::Stopped, TableUpdate::Read));
}

#[cfg(test)]
mod tests {
    use super::super::file_access::FolderEntry;
    use super::*;
    use crate::files::ReadError;
    use crate::functions::user_functions::{FormulaTexts, UserFunctionsError};
    use crate::nn::data_table::{DataFileError, TableSource};
    use crate::nn::experiment::{SaveError, SaveLimits};
    use std::io::Cursor;
    use std::path::{Path, PathBuf};

    /// The same text under every path.
    #[derive(Debug)]
    struct OneText(String);

    impl FileAccess for OneText {
        fn bytes(&self, _: &Path, _: u64) -> Result<Vec<u8>, ReadError> {
            Err(ReadError::Missing)
        }

        fn table(&self, _: &Path) -> Result<TableSource, ReadError> {
            let bytes = self.0.clone().into_bytes();
            let size = bytes.len() as u64;
            Ok(TableSource::File(Box::new(Cursor::new(bytes)), size))
        }

        fn entries(&self, _: &Path, _: usize) -> Result<Vec<FolderEntry>, ReadError> {
            Ok(Vec::new())
        }

        fn save_function(&self, path: &Path, _: &str, _: &str) -> Result<FormulaTexts, UserFunctionsError> {
            Err(UserFunctionsError::Unreadable { path: path.to_owned(), reason: ReadError::Missing })
        }

        fn save_experiment(&self, _: &Path, _: &str, _: &str, _: Option<SaveLimits>) -> Result<PathBuf, SaveError> {
            Err(SaveError::NoFolder)
        }
    }

    fn job() -> TableJob {
        TableJob { path: "x.csv".into(), format: TableFormat::Csv, memory: Memory::UNLIMITED, stop: Arc::default() }
    }

    fn reports(text: &str, job: &TableJob, stop_after: usize) -> Vec<TableUpdate> {
        let mut reports = Vec::new();
        let mut asked = 0;
        let mut more = || {
            asked += 1;
            job.stop.fetch_or(asked >= stop_after, Ordering::Relaxed);
            false
        };
        read(&OneText(text.to_owned()), job, &mut more, &mut |report| reports.push(report));
        reports
    }

    #[test]
    fn progress_grows_and_the_last_report_is_the_table() {
        let rows = 100_000;
        let text = format!("x,y\n{}", format!("0.25{},1\n", "0".repeat(100)).repeat(rows));
        let all = reports(&text, &job(), usize::MAX);
        let done = |report: &TableUpdate| match report {
            TableUpdate::Reading { done, size } => (*size == Some(text.len() as u64)).then_some(*done),
            _ => None,
        };
        let steps: Vec<u64> = all[..all.len() - 1].iter().map(|report| done(report).unwrap()).collect();
        assert!(steps.len() > 1 && steps.is_sorted(), "{steps:?}");
        assert!(matches!(all.last(), Some(TableUpdate::Read(Ok(table))) if table.rows == rows), "{:?}", all.last());
    }

    #[test]
    fn a_stopped_job_ends_without_a_table() {
        let text = format!("x,y\n{}", "0.25,1\n".repeat(400_000));
        let all = reports(&text, &job(), 1);
        assert!(matches!(all[..], [TableUpdate::Reading { .. }, TableUpdate::Stopped]), "{all:?}");
        let stopped = job();
        stopped.stop.store(true, Ordering::Relaxed);
        assert!(matches!(reports(&text, &stopped, 9)[..], [TableUpdate::Stopped]), "it reads nothing");
    }

    #[test]
    fn a_mistake_and_a_limit_end_it() {
        let all = reports("x,y\n1,2\n1\n", &job(), usize::MAX);
        let ragged = |error: &TableReadError| matches!(error, TableReadError::Wrong(DataFileError::Ragged { .. }));
        assert!(matches!(all.last(), Some(TableUpdate::Read(Err(error))) if ragged(error)), "{all:?}");
        let small = TableJob { memory: Memory::mebibytes(1, "limits.memory"), ..job() };
        let all = reports(&format!("x,y\n{}", "0.25,1\n".repeat(400_000)), &small, usize::MAX);
        let memory = |error: &TableReadError| matches!(error, TableReadError::Wrong(DataFileError::Memory { .. }));
        assert!(matches!(all.last(), Some(TableUpdate::Read(Err(error))) if memory(error)), "{:?}", all.last());
    }
}

//! The job that reads a file of data.

use super::data_plan::{DataPlan, PreparedData};
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
    /// What is done with the table.
    pub plan: Option<Arc<DataPlan>>,
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
    /// Reading has ended with a table, or with the reason why there is none. The columns are chosen that the plan names.
    Read(TableResult, PreparedData),
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
        let source = files.table(&job.path, &job.stop).map_err(TableReadError::Unreadable)?;
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
    // A stopped stream seems to have ended.
    if job.stop.load(Ordering::Relaxed) {
        return send(TableUpdate::Stopped);
    }
    send(read.transpose().map_or(TableUpdate::Stopped, |table| {
        let plan = job.plan.as_ref().filter(|_| table.is_ok());
        let prepared = plan.map(|plan| plan.prepare((&job.path, job.format), &table, job.memory));
        TableUpdate::Read(table, prepared.unwrap_or_default())
    }));
}

#[cfg(test)]
mod tests {
    use super::super::file_access::FolderEntry;
    use super::*;
    use crate::files::ReadError;
    use crate::functions::user_functions::{FormulaTexts, UserFunctionsError};
    use crate::nn::data_table::{ColumnRef, DataFileError, Selection, TableSource};
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

        fn table(&self, _: &Path, _: &Arc<AtomicBool>) -> Result<TableSource, ReadError> {
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
        let (path, format, memory) = ("x.csv".into(), TableFormat::Csv, Memory::UNLIMITED);
        TableJob { path, format, memory, stop: Arc::default(), plan: None }
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
        assert!(matches!(all.last(), Some(TableUpdate::Read(Ok(table), _)) if table.rows == rows), "{:?}", all.last());
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
    fn the_columns_of_the_plan_are_chosen_before_the_report() {
        let options = [("target", "b"), ("data", "x.csv"), ("test", "0.5")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let plan = DataPlan { subject: None, options: options.into(), files: Arc::default(), tables: Arc::default() };
        let job = TableJob { plan: Some(Arc::new(plan)), ..job() };
        let all = reports(&format!("a,b,c\n{}", "1,2,3\n4,5,6\n".repeat(10)), &job, usize::MAX);
        let Some(TableUpdate::Read(Ok(table), _)) = all.last() else { panic!("{all:?}") };
        let selection = Selection { target: vec![ColumnRef::Name("b".to_owned())], ..Selection::default() };
        assert!(
            table.known_choice(&selection, None).is_some() && table.known_choice(&Selection::default(), None).is_none()
        );
        let held = table.clone();
        drop(all);
        assert!(held.known_choice(&selection, None).is_none(), "only the report holds them");
    }

    #[test]
    fn a_mistake_and_a_limit_end_it() {
        let all = reports("x,y\n1,2\n1\n", &job(), usize::MAX);
        let ragged = |error: &TableReadError| matches!(error, TableReadError::Wrong(DataFileError::Ragged { .. }));
        assert!(matches!(all.last(), Some(TableUpdate::Read(Err(error), _)) if ragged(error)), "{all:?}");
        let small = TableJob { memory: Memory::mebibytes(1, "limits.memory"), ..job() };
        let all = reports(&format!("x,y\n{}", "0.25,1\n".repeat(400_000)), &small, usize::MAX);
        let memory = |error: &TableReadError| matches!(error, TableReadError::Wrong(DataFileError::Memory { .. }));
        assert!(matches!(all.last(), Some(TableUpdate::Read(Err(error), _)) if memory(error)), "{:?}", all.last());
    }
}

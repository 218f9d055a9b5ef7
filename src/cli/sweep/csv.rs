//! A table of every run, for spreadsheets and data frames.

use crate::cli::CliError;
use crate::cli::mistake::{CommandError, TableError};
use crate::files::{self, Access, Lines, ReadError, Replaced, TemporaryFile};
use crate::nn::sweep::{FailureKind, Outcome, SweepSetup};
use crate::text::number::full;
use crate::text::visible;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The columns of every table. The columns of what is varied come before them.
const COLUMNS: [&str; 8] = ["seed", "contestant", "loss", "accuracy", "r2", "succeeded", "epochs_to_success", "cause"];
/// The same where a part of the data is kept for a test.
const TEST_COLUMNS: [&str; 10] = [
    "seed",
    "contestant",
    "test_loss",
    "test_accuracy",
    "test_r2",
    "succeeded",
    "epochs_to_success",
    "cause",
    "train_loss",
    "train_accuracy",
];
/// The most bytes of a table's header.
const MOST_BYTES: u64 = 1 << 16;

/// A file with a row for each seed and contestant. It replaces an earlier file when it is complete.
pub(super) struct Csv {
    path: PathBuf,
    file: BufWriter<TemporaryFile>,
}

impl Csv {
    /// Creates the file with its header. Only an existing table of a sweep may be replaced.
    pub(super) fn create(path: &Path, setup: &SweepSetup) -> Result<Self, CliError> {
        if !is_ours(path).map_err(|reason| fault(path, TableError::Unreadable { reason }))? {
            return Err(fault(path, TableError::Foreign));
        }
        let file = TemporaryFile::begin(path, Access::Usual).map_err(|error| system(path, &error))?;
        let mut csv = Self { path: path.to_owned(), file: BufWriter::new(file) };
        let varied = setup.vary().iter().map(|vary| vary.hyperparameter.name());
        let columns: &[&str] = if setup.experiment().data.has_test() { &TEST_COLUMNS } else { &COLUMNS };
        csv.row(&varied.chain(columns.iter().copied()).map(str::to_owned).collect::<Vec<_>>())?;
        Ok(csv)
    }

    /// The rows of a seed.
    pub(super) fn write(&mut self, setup: &SweepSetup, variant: usize, outcome: &Outcome) -> Result<(), CliError> {
        let variant = &setup.variants()[variant];
        for (contestant, end) in variant.experiment.contestants.iter().zip(&outcome.contestants) {
            let maybe = |x: Option<String>| x.unwrap_or_default();
            let own = [
                outcome.seed.to_string(),
                quoted(&contestant.name),
                full(end.loss),
                full(end.accuracy),
                maybe(end.r2.map(full)),
                maybe(end.succeeded.map(|x| x.to_string())),
                maybe(end.epochs_to_success.map(|x| x.to_string())),
                maybe(end.cause.map(|cause| FailureKind::id(cause).to_owned())),
            ];
            let training = end.training.iter().flat_map(|training| [full(training.loss), full(training.accuracy)]);
            let values = variant.values.iter().map(|value| quoted(value));
            self.row(&values.chain(own).chain(training).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Moves the file into place. Returns whether there was one before.
    pub(super) fn end(self) -> Result<Replaced, CliError> {
        let path = self.path;
        let draft = self.file.into_inner().map_err(|error| system(&path, error.error()))?;
        draft.finish().map_err(|error| system(&path, &error))
    }

    fn row(&mut self, fields: &[String]) -> Result<(), CliError> {
        writeln!(self.file, "{}", fields.join(",")).map_err(|error| system(&self.path, &error))
    }
}

fn fault(path: &Path, reason: TableError) -> CliError {
    CliError::failure(CommandError::Table { path: path.to_owned(), reason })
}

fn system(path: &Path, error: &std::io::Error) -> CliError {
    fault(path, TableError::System { reason: error.into() })
}

/// Whether a table may replace what is at a path: nothing, an empty file, or another table of a sweep.
fn is_ours(path: &Path) -> Result<bool, ReadError> {
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
            head.ends_with('\n') && (columns.ends_with(&COLUMNS) || columns.ends_with(&TEST_COLUMNS))
        }
        Err(ReadError::LongLine { .. } | ReadError::NotUtf8 { .. }) => false,
        Err(error) => return Err(error),
    })
}

/// A field on one line, in quotes if it contains a character that would end it.
fn quoted(text: &str) -> String {
    let text = visible(text);
    let plain = !text.contains([',', '"']);
    if plain { text.into_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

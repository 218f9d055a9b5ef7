//! A table of every run.

use crate::cli::CliError;
use crate::cli::output_table::{OutputTable, quoted};
use crate::files::Replaced;
use crate::nn::sweep::{FailureKind, Outcome, SweepSetup};
use crate::text::number::full;
use std::io::Write;
use std::path::Path;

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

/// A table with a row for each seed and contestant.
pub(super) struct Csv(OutputTable);

impl Csv {
    /// Creates the table with its header. Only an existing table of a sweep may be replaced.
    pub(super) fn create(path: &Path, setup: &SweepSetup, out: &mut dyn Write) -> Result<Self, CliError> {
        let mut table = OutputTable::create(path, &[&COLUMNS, &TEST_COLUMNS])?;
        let varied = setup.vary().iter().map(|vary| vary.hyperparameter.name());
        let columns: &[&str] = if setup.experiment().data.has_test() { &TEST_COLUMNS } else { &COLUMNS };
        table.row(&varied.chain(columns.iter().copied()).map(str::to_owned).collect::<Vec<_>>(), out)?;
        Ok(Self(table))
    }

    /// The rows of a seed.
    pub(super) fn write(
        &mut self,
        setup: &SweepSetup,
        variant: usize,
        outcome: &Outcome,
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
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
            self.0.row(&values.chain(own).chain(training).collect::<Vec<_>>(), out)?;
        }
        Ok(())
    }

    /// Completes the table. Returns whether it replaced another one.
    pub(super) fn end(self) -> Result<Replaced, CliError> {
        self.0.end()
    }
}

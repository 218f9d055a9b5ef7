//! A table with a row for each epoch and contestant. Its columns are those of the CSV logger of Keras, and the contestant.

use crate::cli::CliError;
use crate::cli::output_table::{OutputTable, quoted};
use crate::files::Replaced;
use crate::nn::experiment::Contestant;
use crate::nn::training_run::Epoch;
use crate::text::number::full;
use std::io::Write;
use std::path::Path;

const COLUMNS: [&str; 4] = ["epoch", "loss", "accuracy", "contestant"];
/// The same where a part of the data is kept for a test.
const TEST_COLUMNS: [&str; 6] = ["epoch", "loss", "accuracy", "val_loss", "val_accuracy", "contestant"];

/// The table of a run. Loss and accuracy are means over the batches of an epoch, as in Keras; those of the test data are
/// evaluated after it.
pub(super) struct EpochTable {
    table: OutputTable,
    has_test: bool,
}

impl EpochTable {
    /// Creates the table with its header. Only an existing table of this kind may be replaced.
    pub(super) fn create(path: &Path, has_test: bool, out: &mut dyn Write) -> Result<Self, CliError> {
        let mut table = OutputTable::create(path, &[&COLUMNS, &TEST_COLUMNS])?;
        let columns: &[&str] = if has_test { &TEST_COLUMNS } else { &COLUMNS };
        table.row(&columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), out)?;
        Ok(Self { table, has_test })
    }

    /// Writes the rows of epochs that are done, by contestant.
    pub(super) fn write(
        &mut self,
        contestants: &[Contestant],
        done: &[Vec<Epoch>],
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
        let longest = done.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..longest {
            for (contestant, epochs) in contestants.iter().zip(done) {
                let Some(epoch) = epochs.get(row) else { continue };
                let mut fields = vec![epoch.epoch.to_string(), full(epoch.batches.loss), full(epoch.batches.accuracy)];
                if self.has_test {
                    let number = |x: Option<f64>| x.map(full).unwrap_or_default();
                    fields.push(number(epoch.test.as_ref().map(|test| test.loss)));
                    fields.push(number(epoch.test.as_ref().map(|test| test.accuracy)));
                }
                fields.push(quoted(&contestant.name));
                self.table.row(&fields, out)?;
            }
        }
        Ok(())
    }

    /// Completes the table. Returns whether it replaced another one.
    pub(super) fn end(self) -> Result<Replaced, CliError> {
        self.table.end()
    }
}

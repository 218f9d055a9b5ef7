//! A table of every run, for spreadsheets and data frames.

use crate::cli::Fault;
use crate::lab::sweep::{Cause, Outcome, Setup};
use crate::text::visible;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file with a row for each seed and contestant.
pub(super) struct Csv {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Csv {
    /// The file with its head; one that is there is written over.
    pub(super) fn create(path: &Path, setup: &Setup) -> Result<Self, Fault> {
        let file = File::create(path)
            .map_err(|error| Fault::Failure(format!("the table {} can't be written: {error}", path.display())))?;
        let mut csv = Self { path: path.to_owned(), file: BufWriter::new(file) };
        let varied = setup.vary().iter().map(|vary| vary.knob.name());
        let own = ["seed", "contestant", "loss", "accuracy", "r2", "succeeded", "epochs_to_success", "cause"];
        csv.row(&varied.chain(own).map(str::to_owned).collect::<Vec<_>>())?;
        Ok(csv)
    }

    /// The rows of a seed.
    pub(super) fn write(&mut self, setup: &Setup, cell: usize, outcome: &Outcome) -> Result<(), Fault> {
        let cell = &setup.cells()[cell];
        for (contestant, end) in cell.experiment.contestants.iter().zip(&outcome.contestants) {
            let maybe = |x: Option<String>| x.unwrap_or_default();
            let own = [
                outcome.seed.to_string(),
                quoted(&contestant.name),
                end.loss.to_string(),
                end.accuracy.to_string(),
                maybe(end.explained.map(|x| x.to_string())),
                maybe(end.succeeded.map(|x| x.to_string())),
                maybe(end.epochs_to_success.map(|x| x.to_string())),
                maybe(end.cause.map(|cause| Cause::id(cause).to_owned())),
            ];
            self.row(&cell.values.iter().map(|value| quoted(value)).chain(own).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Everything is in the file.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        self.file.flush().map_err(|error| self.fault(&error))
    }

    fn row(&mut self, fields: &[String]) -> Result<(), Fault> {
        writeln!(self.file, "{}", fields.join(",")).map_err(|error| self.fault(&error))
    }

    fn fault(&self, error: &std::io::Error) -> Fault {
        Fault::Failure(format!("the table {} can't be written: {error}", self.path.display()))
    }
}

/// On one line, and in quotes if it holds what would end a field.
fn quoted(text: &str) -> String {
    let text = visible(text);
    let plain = !text.contains([',', '"']);
    if plain { text.into_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

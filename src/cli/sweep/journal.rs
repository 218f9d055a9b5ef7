//! The file of a sweep that may be broken off: every finished seed is in it, a line each.

use crate::cli::CliError;
use crate::files::{self, Lines};
use crate::nn::memory::Memory;
use crate::nn::sweep::journal_lines::{self, JournalLine};
use crate::nn::sweep::{Batch, Outcome, SweepSetup};
use std::fs::{File, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The most bytes of a line: an experiment with all its data may stand in the first.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// How the line of a seed begins.
const SEED: &str = "{\"seed\":";

/// A file that grows by a line a seed. Nobody else writes into it meanwhile.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    setup: SweepSetup,
    memory: Memory,
}

impl Journal {
    /// The file, made if it isn't there, and locked.
    pub(super) fn open(path: &Path, setup: &SweepSetup, memory: Memory) -> Result<Self, CliError> {
        let fault =
            |why: &dyn std::fmt::Display| CliError::Failure(format!("{} can't be opened: {why}", path.display()));
        let file = files::open_to_grow(path).map_err(|error| fault(&error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), file, setup: setup.clone(), memory }),
            Err(TryLockError::Error(error)) => Err(fault(&error)),
            Err(TryLockError::WouldBlock) => Err(CliError::Failure(format!(
                "another sweep is writing {}; right would be to wait for its end, or another file",
                path.display()
            ))),
        }
    }

    /// Hands over what is in the file, and makes it ready for more. A last line that was broken off is dropped; its seed
    /// is trained again. A file that this program did not make is refused and stays as it is.
    pub(super) fn replay(
        &mut self,
        mut take: impl FnMut(usize, Outcome) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let mut reader = Lines::new(&self.file, MOST_BYTES);
        let (mut number, mut whole) = (0_u64, 0_u64);
        while let Some(line) = reader.next_line().map_err(|error| self.fault(&error))? {
            number += 1;
            if !line.ends_with('\n') {
                self.check_end(number, line)?;
                break;
            }
            match read(&self.path, number, line, self.memory)? {
                JournalLine::Header(setup) if number == 1 => self.check(&setup)?,
                _ if number == 1 => return Err(self.foreign()),
                JournalLine::Seed(variant, outcome) => take(variant, outcome)?,
                JournalLine::Header(_) | JournalLine::Other => {}
            }
            whole = reader.bytes();
        }
        let fault = |error: std::io::Error| CliError::Failure(format!("{}: {error}", self.path.display()));
        self.file.set_len(whole).map_err(fault)?;
        self.file.seek(SeekFrom::Start(whole)).map_err(fault)?;
        if whole == 0 {
            writeln!(self.file, "{}", journal_lines::header(&self.setup)).map_err(fault)?;
        }
        Ok(())
    }

    /// Whether a last line without an end is one that this program was writing: only then may it be cut off.
    fn check_end(&self, number: u64, line: &str) -> Result<(), CliError> {
        let begins = |whole: &str| whole.starts_with(line) || line.starts_with(whole);
        match number {
            1 if journal_lines::header(&self.setup).starts_with(line) => Ok(()),
            1 => Err(self.foreign()),
            _ if begins(SEED) => Ok(()),
            n => Err(self.fault(&format!("line {n} was not written by a sweep; right would be to remove it"))),
        }
    }

    fn foreign(&self) -> CliError {
        self.fault(
            &"its first line does not say what was run; right would be a new file, or one that --resume has made",
        )
    }

    fn fault(&self, why: &dyn std::fmt::Display) -> CliError {
        CliError::Failure(format!("{}: {why}", self.path.display()))
    }

    /// Writes what was finished, in one go.
    pub(super) fn write(&mut self, batch: &Batch) -> Result<(), CliError> {
        let mut text = String::new();
        for outcome in &batch.outcomes {
            text.push_str(&journal_lines::seed(&self.setup, batch.variant, outcome));
            text.push('\n');
        }
        self.file
            .write_all(text.as_bytes())
            .map_err(|error| CliError::Failure(format!("{} can't be written: {error}", self.path.display())))
    }

    fn check(&self, there: &SweepSetup) -> Result<(), CliError> {
        match difference(there, &self.setup) {
            None => Ok(()),
            Some(what) => Err(CliError::Failure(format!(
                "{} is of another sweep, {what}; right would be another file, or the words it was begun with",
                self.path.display()
            ))),
        }
    }
}

/// Reads a line, with its place in the sentence if that fails.
pub(super) fn read(path: &Path, number: u64, line: &str, memory: Memory) -> Result<JournalLine, CliError> {
    journal_lines::read(line.trim_end(), memory)
        .map_err(|why| CliError::Failure(format!("{}, line {number}: {why}", path.display())))
}

/// What sets two sweeps apart, the part that is run aside.
pub(super) fn difference(there: &SweepSetup, here: &SweepSetup) -> Option<String> {
    let (a, b) = (there.experiment(), here.experiment());
    if a.id != b.id {
        return Some(format!("of {} and not of {}", a.id, b.id));
    }
    if a.epochs != b.epochs {
        return Some(format!("with {} epochs and not {}", a.epochs, b.epochs));
    }
    if a != b {
        return Some(format!("for {} has changed since", a.id));
    }
    if (there.from(), there.seeds()) != (here.from(), here.seeds()) {
        let seeds = |setup: &SweepSetup| format!("{} seeds from {}", setup.seeds(), setup.from());
        return Some(format!("of {} and not {}", seeds(there), seeds(here)));
    }
    (there.vary() != here.vary()).then(|| "with other things varied".to_owned())
}

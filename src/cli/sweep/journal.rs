//! The file of a sweep that may be interrupted. It has a line for every finished seed.

use crate::cli::CliError;
use crate::cli::mistake::{Difference, SweepJournalError};
use crate::files::{self, Lines};
use crate::nn::memory::Memory;
use crate::nn::sweep::journal_lines::{self, SweepJournalLine};
use crate::nn::sweep::{Batch, Outcome, SweepSetup};
use crate::text::{self, Form};
use crate::words::Message;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The most bytes of a line. The first line may hold an experiment with all its data.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// The start of the line of a seed.
const SEED: &str = "{\"seed\":";

/// Where the lines of seeds are kept.
enum Store {
    /// A file that grows. Its lock keeps other programs from writing to it.
    File(File),
    /// Lines come from standard input, and all of them go to standard output.
    Standard,
}

/// The lines of finished seeds, in a file or from standard input.
pub(super) struct SweepJournal {
    path: PathBuf,
    store: Store,
    setup: SweepSetup,
    memory: Memory,
}

impl SweepJournal {
    /// Opens the file, creates it if needed, and locks it. `-` is standard input and output.
    pub(super) fn open(path: &Path, setup: &SweepSetup, memory: Memory) -> Result<Self, CliError> {
        let journal = |store| Self { path: path.to_owned(), store, setup: setup.clone(), memory };
        if files::is_standard(path) {
            return Ok(journal(Store::Standard));
        }
        let unopened = |reason| failure(SweepJournalError::Unopened { path: path.to_owned(), reason });
        let file = files::open_to_grow(path).map_err(unopened)?;
        match file.try_lock() {
            Ok(()) => Ok(journal(Store::File(file))),
            Err(TryLockError::Error(error)) => {
                Err(failure(SweepJournalError::Unlocked { path: path.to_owned(), reason: error.into() }))
            }
            Err(TryLockError::WouldBlock) => Err(failure(SweepJournalError::Busy { path: path.to_owned() })),
        }
    }

    /// Passes on the results that are there and prepares for more. An incomplete last line is dropped and its seed is
    /// trained again. A file that this program did not write is refused and left unchanged.
    pub(super) fn replay(
        &mut self,
        mut take: impl FnMut(usize, Outcome) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        match &self.store {
            Store::File(file) => {
                let whole = self.read(Lines::new(file, MOST_BYTES), &mut take)?;
                self.cut(whole)
            }
            Store::Standard => {
                let mut before = Vec::new();
                self.read(Lines::new(io::stdin().lock(), MOST_BYTES), &mut |variant, outcome| {
                    before.push((variant, outcome.clone()));
                    take(variant, outcome)
                })?;
                self.write_text(&format!("{}\n", journal_lines::header(&self.setup)))?;
                before
                    .iter()
                    .try_for_each(|(variant, outcome)| self.write_outcomes(*variant, std::slice::from_ref(outcome)))
            }
        }
    }

    /// Passes on the results in whole lines, and returns how many bytes these lines have.
    fn read<R: Read>(
        &self,
        mut reader: Lines<R>,
        take: &mut dyn FnMut(usize, Outcome) -> Result<(), CliError>,
    ) -> Result<u64, CliError> {
        let (mut number, mut whole) = (0_u64, 0_u64);
        while let Some(line) =
            reader.next_line().map_err(|reason| failure(SweepJournalError::Read { path: self.path.clone(), reason }))?
        {
            number += 1;
            if !line.ends_with('\n') {
                self.check_end(number, line)?;
                break;
            }
            match read(&self.path, number, line, self.memory)? {
                SweepJournalLine::Header(setup) if number == 1 => self.check(&setup)?,
                _ if number == 1 => return Err(self.foreign()),
                SweepJournalLine::Seed(variant, outcome) => take(variant, outcome)?,
                SweepJournalLine::Header(_) | SweepJournalLine::Other => {}
            }
            whole = reader.bytes();
        }
        Ok(whole)
    }

    /// Leaves only whole lines in the file.
    fn cut(&mut self, whole: u64) -> Result<(), CliError> {
        let Store::File(file) = &mut self.store else { return Ok(()) };
        let fault =
            |error: io::Error| failure(SweepJournalError::System { path: self.path.clone(), reason: error.into() });
        file.set_len(whole).map_err(fault)?;
        file.seek(SeekFrom::Start(whole)).map_err(fault)?;
        if whole == 0 {
            writeln!(file, "{}", journal_lines::header(&self.setup)).map_err(fault)?;
        }
        Ok(())
    }

    /// Whether an incomplete last line was written by this program. Only then may it be removed.
    fn check_end(&self, number: u64, line: &str) -> Result<(), CliError> {
        let begins = |whole: &str| whole.starts_with(line) || line.starts_with(whole);
        match number {
            1 if journal_lines::header(&self.setup).starts_with(line) => Ok(()),
            1 => Err(self.foreign()),
            _ if begins(SEED) => Ok(()),
            line => Err(failure(SweepJournalError::ForeignLine { path: self.path.clone(), line })),
        }
    }

    fn foreign(&self) -> CliError {
        failure(SweepJournalError::Foreign { path: self.path.clone() })
    }

    /// Writes the finished results at once.
    pub(super) fn write(&mut self, batch: &Batch) -> Result<(), CliError> {
        self.write_outcomes(batch.variant, &batch.outcomes)
    }

    fn write_outcomes(&mut self, variant: usize, outcomes: &[Outcome]) -> Result<(), CliError> {
        let mut text = String::new();
        for outcome in outcomes {
            text.push_str(&journal_lines::seed(&self.setup, variant, outcome));
            text.push('\n');
        }
        self.write_text(&text)
    }

    fn write_text(&mut self, lines: &str) -> Result<(), CliError> {
        let path = &self.path;
        match &mut self.store {
            Store::File(file) => file
                .write_all(lines.as_bytes())
                .map_err(|error| failure(SweepJournalError::Unwritable { path: path.clone(), reason: error.into() })),
            Store::Standard => {
                let mut out = text::stdout(Form::Json);
                out.write_all(lines.as_bytes())?;
                Ok(out.flush()?)
            }
        }
    }

    fn check(&self, there: &SweepSetup) -> Result<(), CliError> {
        match difference(there, &self.setup) {
            None => Ok(()),
            Some(difference) => Err(failure(SweepJournalError::Other { path: self.path.clone(), difference })),
        }
    }
}

/// The error in a file of seeds. That another sweep is using it is a failure, like what the system reports; everything
/// else is wrong content.
pub(super) fn failure(error: SweepJournalError) -> CliError {
    if matches!(error, SweepJournalError::Busy { .. }) { CliError::failure(error) } else { CliError::usage(error) }
}

/// Parses a line. The error names the file and the line.
pub(super) fn read(path: &Path, number: u64, line: &str, memory: Memory) -> Result<SweepJournalLine, CliError> {
    journal_lines::read(line.trim_end(), memory).map_err(|why| {
        failure(SweepJournalError::Line { path: path.to_owned(), line: number, reason: Message::from(why) })
    })
}

/// The difference between two sweeps. The shard is ignored.
pub(super) fn difference(there: &SweepSetup, here: &SweepSetup) -> Option<Difference> {
    let (a, b) = (there.experiment(), here.experiment());
    if a.id != b.id {
        return Some(Difference::Experiment { there: a.id.clone(), here: b.id.clone() });
    }
    if a.epochs != b.epochs {
        return Some(Difference::Epochs { there: a.epochs.last(), here: b.epochs.last() });
    }
    if a != b {
        return Some(Difference::Changed { experiment: a.id.clone() });
    }
    if (there.from(), there.seeds()) != (here.from(), here.seeds()) {
        let (count, from, own, start) = (there.seeds(), there.from(), here.seeds(), here.from());
        return Some(Difference::Seeds { count, from, own, start });
    }
    (there.vary() != here.vary()).then_some(Difference::Varied)
}

//! The file of a sweep that may be broken off: every finished seed is in it, a line each.

use crate::cli::Fault;
use crate::lab::experiment::Memory;
use crate::lab::sweep::lines::{self, Line};
use crate::lab::sweep::{Batch, Outcome, Setup};
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that grows by a line a seed.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    setup: Setup,
    memory: Memory,
}

impl Journal {
    /// The file, made if it isn't there.
    pub(super) fn open(path: &Path, setup: &Setup, memory: Memory) -> Result<Self, Fault> {
        let fault = |error| Fault::Failure(format!("{} can't be opened: {error}", path.display()));
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(fault)?;
        Ok(Self { path: path.to_owned(), file, setup: setup.clone(), memory })
    }

    /// Hands over what is in the file, and makes it ready for more. A last line that was broken off is dropped; its seed
    /// is trained again.
    pub(super) fn replay(&mut self, mut take: impl FnMut(usize, Outcome) -> Result<(), Fault>) -> Result<(), Fault> {
        let fault = |error: std::io::Error| Fault::Failure(format!("{}: {error}", self.path.display()));
        let mut reader = BufReader::new(&self.file);
        let (mut line, mut number, mut whole) = (String::new(), 0_u64, 0_u64);
        loop {
            line.clear();
            let length = reader.read_line(&mut line).map_err(fault)?;
            if !line.ends_with('\n') {
                break;
            }
            number += 1;
            match read(&self.path, number, &line, self.memory)? {
                Line::Header(setup) if number == 1 => self.check(&setup)?,
                _ if number == 1 => {
                    let why = "its first line does not say what was run; right would be a file that --resume has made";
                    return Err(Fault::Failure(format!("{}: {why}", self.path.display())));
                }
                Line::Seed(cell, outcome) => take(cell, outcome)?,
                Line::Header(_) | Line::Other => {}
            }
            whole += length as u64;
        }
        self.file.set_len(whole).map_err(fault)?;
        self.file.seek(SeekFrom::Start(whole)).map_err(fault)?;
        if number == 0 {
            writeln!(self.file, "{}", lines::header(&self.setup)).map_err(fault)?;
        }
        Ok(())
    }

    /// Writes what was finished, in one go.
    pub(super) fn write(&mut self, batch: &Batch) -> Result<(), Fault> {
        let mut text = String::new();
        for outcome in &batch.outcomes {
            text.push_str(&lines::seed(&self.setup, batch.cell, outcome));
            text.push('\n');
        }
        self.file
            .write_all(text.as_bytes())
            .map_err(|error| Fault::Failure(format!("{} can't be written: {error}", self.path.display())))
    }

    fn check(&self, there: &Setup) -> Result<(), Fault> {
        match difference(there, &self.setup) {
            None => Ok(()),
            Some(what) => Err(Fault::Failure(format!(
                "{} is of another sweep, {what}; right would be another file, or the words it was begun with",
                self.path.display()
            ))),
        }
    }
}

/// Reads a line, with its place in the sentence if that fails.
pub(super) fn read(path: &Path, number: u64, line: &str, memory: Memory) -> Result<Line, Fault> {
    lines::read(line.trim_end(), memory)
        .map_err(|why| Fault::Failure(format!("{}, line {number}: {why}", path.display())))
}

/// What sets two sweeps apart, the part that is run aside.
pub(super) fn difference(there: &Setup, here: &Setup) -> Option<String> {
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
        let seeds = |setup: &Setup| format!("{} seeds from {}", setup.seeds(), setup.from());
        return Some(format!("of {} and not {}", seeds(there), seeds(here)));
    }
    (there.vary() != here.vary()).then(|| "with other things varied".to_owned())
}

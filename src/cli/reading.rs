//! Reading of tables for commands: within the memory that the settings allow, with a line on standard error if it takes long.

use crate::nn::data_table::{TableFormat, TableReader, TableResult};
use crate::nn::experiment;
use crate::nn::memory::Memory;
use crate::text;
use crate::words::Words;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};

/// The time before the line appears, and between two updates of it.
const BEGIN: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(100);

/// How commands read tables.
pub(super) struct TableReading<'a> {
    pub(super) memory: Memory,
    pub(super) words: &'a Words,
    is_watched: bool,
}

impl<'a> TableReading<'a> {
    /// Within a limit on memory. The line is on a terminal alone.
    pub(super) fn new(memory: Memory, words: &'a Words) -> Self {
        Self { memory, words, is_watched: io::stderr().is_terminal() }
    }

    /// Without a line if the command is to be quiet.
    pub(super) fn quiet(self, is_quiet: bool) -> Self {
        Self { is_watched: self.is_watched && !is_quiet, ..self }
    }

    /// The table of a file.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn table(&self, path: &Path, format: TableFormat) -> TableResult {
        let (start, mut shown) = (Instant::now(), None);
        let mut watch = |reader: &TableReader| {
            let elapsed = start.elapsed();
            if self.is_watched && shown.map_or(elapsed >= BEGIN, |last| elapsed >= last + PAUSE) {
                shown = Some(elapsed);
                // If standard error is closed, nobody sees the line.
                let _ = text::progress(&reader.progress(elapsed).line(path, self.words));
            }
        };
        let table = experiment::read_table(path, format, self.memory, &mut watch);
        if shown.is_some() {
            let _ = text::progress("");
        }
        table
    }
}

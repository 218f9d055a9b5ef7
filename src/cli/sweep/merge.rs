//! Merges the results of several machines.

use super::gather::Gather;
use super::journal::{MOST_BYTES, difference, failure, read};
use crate::cli::args::SweepArgs;
use crate::cli::mistake::{SweepJournalError, UsageError};
use crate::cli::{CliError, error};
use crate::files::{self, Lines, ReadError};
use crate::nn::memory::Memory;
use crate::nn::sweep::SweepSetup;
use crate::nn::sweep::journal_lines::{self, SweepJournalLine};
use crate::words::{Message, Words};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

/// The most bytes of standard input.
const MOST_INPUT: u64 = 1 << 30;

/// Reads all files and writes the summary. If seeds are missing, it says so and the exit code is 1.
pub(super) fn run(args: &SweepArgs, memory: Memory, words: &Words, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let path = args.merge.first().ok_or_else(|| CliError::usage(UsageError::NoMerge))?;
    let (setup, input) = match args.merge.as_slice() {
        // Standard input is read once, so it is kept for both readings.
        [path] if files::is_standard(path) => {
            let unreadable = |reason| failure(SweepJournalError::Unreadable { path: path.clone(), reason });
            let text = files::input_text(MOST_INPUT).map_err(unreadable)?;
            (first(path, Some(&text), memory)?, Some(text))
        }
        all if all.iter().any(|path| files::is_standard(path)) => return Err(CliError::usage(UsageError::MergeInput)),
        _ => (first(path, None, memory)?, None),
    };
    let input = input.as_deref();
    let mut gather = Gather::new(&setup, args, out)?;
    let mut twice = Twice::new(&setup);
    for path in &args.merge {
        for_lines(path, input, |number, line| {
            let (variant, outcome) = match read(path, number, line, memory)? {
                SweepJournalLine::Seed(..) | SweepJournalLine::Other if number == 1 => return Err(headless(path)),
                SweepJournalLine::Seed(variant, outcome) => (variant, outcome),
                SweepJournalLine::Header(own) => return same(&setup, &own, path, number).map(|()| true),
                SweepJournalLine::Other => return Ok(true),
            };
            if gather.take(variant, &outcome)? {
                twice.note(variant, outcome.seed, &journal_lines::seed(&setup, variant, &outcome));
            } else if gather.aggregators().get(variant).is_some_and(|aggregator| aggregator.has(outcome.seed)) {
                twice.check(path, number, variant, outcome.seed, &journal_lines::seed(&setup, variant, &outcome))?;
            } else {
                let seed = outcome.seed;
                return Err(failure(SweepJournalError::Seed { path: path.clone(), line: number, seed }));
            }
            Ok(true)
        })?;
    }
    let missing: Vec<Vec<[u64; 2]>> =
        gather.aggregators().iter().map(crate::nn::sweep::SweepAggregator::missing).collect();
    let complete = missing.iter().all(Vec::is_empty);
    let all: Vec<[u64; 2]> = missing.concat();
    gather.end(args, words, complete, &all)?;
    if !twice.seeds.is_empty() {
        let seeds: Vec<[u64; 2]> = ranges(&twice.seeds);
        error::say(words, &Message::new("cli.twice").with("seeds", &listed(&seeds)))?;
    }
    for (cell, missing) in missing.iter().enumerate().filter(|(_, missing)| !missing.is_empty()) {
        let values = setup.variants()[cell].values.join(", ");
        let count: u64 = missing.iter().map(|[low, high]| high - low + 1).sum();
        let key = if values.is_empty() { "cli.missing" } else { "cli.missing-at" };
        let said = Message::new(key).with("count", &count).with("all", &setup.seeds()).with("values", &values);
        error::say(words, &said.with("seeds", &listed(missing)))?;
    }
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The sweep that the first file describes.
fn first(path: &Path, input: Option<&str>, memory: Memory) -> Result<SweepSetup, CliError> {
    let mut first = None;
    for_lines(path, input, |number, line| {
        if let SweepJournalLine::Header(setup) = read(path, number, line, memory)? {
            first = Some(*setup);
        }
        Ok(false)
    })?;
    first.ok_or_else(|| headless(path))
}

fn headless(path: &Path) -> CliError {
    failure(SweepJournalError::Headless { path: path.to_owned() })
}

/// Checks that a part belongs to the same sweep. A file may hold several parts.
fn same(setup: &SweepSetup, own: &SweepSetup, path: &Path, number: u64) -> Result<(), CliError> {
    difference(own, setup).map_or(Ok(()), |difference| {
        Err(failure(SweepJournalError::OtherPart { path: path.to_owned(), line: number, difference }))
    })
}

/// Passes every line to `each` until that returns false. An incomplete last line is skipped.
fn for_lines(
    path: &Path,
    input: Option<&str>,
    mut each: impl FnMut(u64, &str) -> Result<bool, CliError>,
) -> Result<(), CliError> {
    let fault = |reason: ReadError| failure(SweepJournalError::Unreadable { path: path.to_owned(), reason });
    let source: Box<dyn Read> = match input {
        Some(text) => Box::new(text.as_bytes()),
        None => Box::new(files::open(path).map_err(fault)?),
    };
    let mut lines = Lines::new(source, MOST_BYTES);
    let mut number = 0;
    while let Some(line) = lines.next_line().map_err(fault)? {
        number += 1;
        if !line.ends_with('\n') || !each(number, line)? {
            return Ok(());
        }
    }
    Ok(())
}

/// A four-byte summary of each seed's result, and the seeds that have more than one.
struct Twice {
    from: u64,
    /// By variant and place.
    seen: Vec<Vec<u32>>,
    seeds: Vec<u64>,
}

impl Twice {
    fn new(setup: &SweepSetup) -> Self {
        let variant = |_| vec![0; setup.seeds() as usize];
        Self { from: setup.from(), seen: setup.variants().iter().map(variant).collect(), seeds: Vec::new() }
    }

    fn note(&mut self, variant: usize, seed: u64, line: &str) {
        self.seen[variant][(seed - self.from) as usize] = digest(line);
    }

    fn check(&mut self, path: &Path, number: u64, cell: usize, seed: u64, line: &str) -> Result<(), CliError> {
        if self.seen[cell][(seed - self.from) as usize] != digest(line) {
            return Err(failure(SweepJournalError::Twice { path: path.to_owned(), line: number, seed }));
        }
        self.seeds.push(seed);
        Ok(())
    }
}

fn digest(line: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    line.hash(&mut hasher);
    hasher.finish() as u32
}

/// Seeds as ranges with both ends.
fn ranges(seeds: &[u64]) -> Vec<[u64; 2]> {
    let mut sorted = seeds.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.chunk_by(|a, b| a + 1 == *b).map(|run| [run[0], run[run.len() - 1]]).collect()
}

/// The most ranges that are listed.
const LISTED: usize = 20;

fn listed(ranges: &[[u64; 2]]) -> Message {
    let one = |[low, high]: &[u64; 2]| if low == high { low.to_string() } else { format!("{low}-{high}") };
    let ranges: (Vec<String>, usize) = (ranges.iter().take(LISTED).map(one).collect(), ranges.len());
    let key = if ranges.1 > LISTED { "cli.ranges-more" } else { "cli.ranges" };
    Message::new(key).with("ranges", &ranges.0).with("more", &ranges.1.saturating_sub(LISTED))
}

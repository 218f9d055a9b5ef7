//! Putting together what several machines have trained.

use super::gather::Gather;
use super::journal::{difference, read};
use crate::cli::Fault;
use crate::cli::args::SweepArgs;
use crate::lab::sweep::Setup;
use crate::lab::sweep::lines::{self, Line};
use std::collections::BTreeMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Reads all files and says what they come to. Where seeds are missing, it says so and the exit code is 1.
pub(super) fn run(args: &SweepArgs, language: &str, out: &mut dyn Write) -> Result<ExitCode, Fault> {
    let setup = common(&args.merge)?;
    let mut gather = Gather::new(&setup, args, out)?;
    let mut twice = Twice::default();
    for path in &args.merge {
        for_lines(path, |number, line| {
            let Line::Seed(cell, outcome) = read(path, number, line)? else { return Ok(true) };
            if gather.take(cell, &outcome)? {
                twice.note(cell, outcome.seed, &lines::seed(&setup, cell, &outcome));
            } else if gather.tallies().get(cell).is_some_and(|tally| tally.has(outcome.seed)) {
                twice.check(path, number, cell, outcome.seed, &lines::seed(&setup, cell, &outcome))?;
            } else {
                let why = format!("seed {} is none of this sweep", outcome.seed);
                return Err(Fault::Failure(format!("{}, line {number}: {why}", path.display())));
            }
            Ok(true)
        })?;
    }
    let missing: Vec<Vec<[u64; 2]>> = gather.tallies().iter().map(crate::lab::sweep::Tally::missing).collect();
    let complete = missing.iter().all(Vec::is_empty);
    let all: Vec<[u64; 2]> = missing.concat();
    gather.end(args, language, complete, &all)?;
    let mut terminal = std::io::stderr();
    if !twice.seeds.is_empty() {
        let seeds: Vec<[u64; 2]> = ranges(&twice.seeds);
        writeln!(terminal, "actlab: twice, and counted once: {}", listed(&seeds))?;
    }
    for (cell, missing) in missing.iter().enumerate().filter(|(_, missing)| !missing.is_empty()) {
        let values = setup.cells()[cell].values.join(", ");
        let place = if values.is_empty() { String::new() } else { format!(" at {values}") };
        let count: u64 = missing.iter().map(|[low, high]| high - low + 1).sum();
        writeln!(terminal, "actlab: {count} of {} seeds are missing{place}: {}", setup.seeds(), listed(missing))?;
    }
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What all files say was run.
fn common(paths: &[PathBuf]) -> Result<Setup, Fault> {
    let mut common: Option<(&Path, Setup)> = None;
    for path in paths {
        let mut own = None;
        for_lines(path, |number, line| {
            if let Line::Header(setup) = read(path, number, line)? {
                own = Some(*setup);
            }
            Ok(false)
        })?;
        let own = own.ok_or_else(|| {
            let why = "its first line does not say what was run; right would be a file made with --each or --resume";
            Fault::Failure(format!("{}: {why}", path.display()))
        })?;
        match &common {
            None => common = Some((path, own)),
            Some((first, setup)) => {
                if let Some(what) = difference(&own, setup) {
                    let files = format!("{} and {}", first.display(), path.display());
                    return Err(Fault::Failure(format!("{files} are of different sweeps: the second is {what}")));
                }
            }
        }
    }
    common.map(|(_, setup)| setup).ok_or_else(|| Fault::Usage("--merge needs a file".to_owned()))
}

/// Gives every line to `each` until that has enough. A last line that was broken off is no line.
fn for_lines(path: &Path, mut each: impl FnMut(u64, &str) -> Result<bool, Fault>) -> Result<(), Fault> {
    let fault = |error| Fault::Failure(format!("{} can't be read: {error}", path.display()));
    let mut reader = BufReader::new(File::open(path).map_err(fault)?);
    let (mut line, mut number) = (String::new(), 0);
    loop {
        line.clear();
        reader.read_line(&mut line).map_err(fault)?;
        number += 1;
        if !line.ends_with('\n') || !each(number, &line)? {
            return Ok(());
        }
    }
}

/// Seeds that were seen, by what they came to.
#[derive(Default)]
struct Twice {
    seen: BTreeMap<(usize, u64), u64>,
    seeds: Vec<u64>,
}

impl Twice {
    fn note(&mut self, cell: usize, seed: u64, line: &str) {
        self.seen.insert((cell, seed), digest(line));
    }

    fn check(&mut self, path: &Path, number: u64, cell: usize, seed: u64, line: &str) -> Result<(), Fault> {
        if self.seen.get(&(cell, seed)) != Some(&digest(line)) {
            let why = format!("seed {seed} came to something else before, so the two were not trained alike");
            return Err(Fault::Failure(format!("{}, line {number}: {why}", path.display())));
        }
        self.seeds.push(seed);
        Ok(())
    }
}

fn digest(line: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    line.hash(&mut hasher);
    hasher.finish()
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

fn listed(ranges: &[[u64; 2]]) -> String {
    let one = |[low, high]: &[u64; 2]| if low == high { low.to_string() } else { format!("{low}-{high}") };
    let more = if ranges.len() > LISTED { format!(" and {} more", ranges.len() - LISTED) } else { String::new() };
    format!("{}{more}", ranges.iter().take(LISTED).map(one).collect::<Vec<_>>().join(", "))
}

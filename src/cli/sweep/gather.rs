//! Collects results for summaries, lines and tables.

use super::csv::Csv;
use super::{object, tables};
use crate::cli::args::SweepArgs;
use crate::cli::{CliError, error};
use crate::files::{self, Replaced};
use crate::nn::sweep::{Detail, Outcome, SweepAggregator, SweepSetup, SweepSummary, journal_lines};
use crate::words::{Message, Words};
use std::io::Write;

/// Results as they arrive.
pub(super) struct Gather<'a> {
    setup: &'a SweepSetup,
    aggregators: Vec<SweepAggregator>,
    done: u64,
    out: &'a mut dyn Write,
    each: bool,
    csv: Option<Csv>,
    /// Whether the table or the lines of seeds have the place of the report.
    is_quiet: bool,
}

impl<'a> Gather<'a> {
    /// Starts without results and writes the headers of the table and the lines.
    pub(super) fn new(setup: &'a SweepSetup, args: &SweepArgs, out: &'a mut dyn Write) -> Result<Self, CliError> {
        let csv = args.csv.as_deref().map(|path| Csv::create(path, setup, out)).transpose()?;
        let is_quiet =
            [&args.csv, &args.resume].into_iter().any(|path| path.as_deref().is_some_and(files::is_standard));
        if args.each {
            writeln!(out, "{}", journal_lines::header(setup))?;
        }
        let aggregators = (0..setup.variants().len()).map(|variant| SweepAggregator::new(setup, variant)).collect();
        Ok(Self { setup, aggregators, done: 0, out, each: args.each, csv, is_quiet })
    }

    /// The aggregator of each variant.
    pub(super) fn aggregators(&self) -> &[SweepAggregator] {
        &self.aggregators
    }

    /// The number of finished runs, out of those that this machine trains.
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    /// Takes an outcome. Returns whether it was new and belongs to this sweep.
    pub(super) fn take(&mut self, variant: usize, outcome: &Outcome) -> Result<bool, CliError> {
        if !self.aggregators.get_mut(variant).is_some_and(|aggregator| aggregator.add(outcome)) {
            return Ok(false);
        }
        self.done += u64::from(self.setup.owns(outcome.seed));
        if self.each {
            writeln!(self.out, "{}", journal_lines::seed(self.setup, variant, outcome))?;
        }
        if let Some(csv) = &mut self.csv {
            csv.write(self.setup, variant, outcome, self.out)?;
        }
        Ok(true)
    }

    /// Writes the summary. `missing` are ranges of seeds without a result.
    pub(super) fn end(
        &mut self,
        args: &SweepArgs,
        words: &Words,
        complete: bool,
        missing: &[[u64; 2]],
    ) -> Result<(), CliError> {
        if let (Some(csv), Some(path)) = (self.csv.take(), &args.csv)
            && csv.end()? == Replaced::Yes
        {
            error::say(words, &Message::new("cli.replaced").with("path", path))?;
        }
        let figures: Vec<SweepSummary> =
            self.aggregators.iter().map(|aggregator| aggregator.summary(Detail::Whole)).collect();
        if self.is_quiet {
            self.out.flush()?;
            return Ok(());
        }
        if args.json || args.each {
            writeln!(self.out, "{}", object::of(self.setup, &figures, complete, missing, words))?;
        } else {
            tables::write(self.setup, &figures, words, args.quiet, self.out)?;
        }
        self.out.flush()?;
        Ok(())
    }
}

//! How much memory a sweep needs, computed before anything is allocated.

use super::{EXACT_RUNS, MOST_RUNS, SweepSetup, most_recorded_epochs};
use crate::nn::experiment::Experiment;
use crate::nn::memory::{Memory, MemoryError, MemoryUser};
use crate::nn::sweep::lanes::is_small;
use crate::nn::sweep::outcome::{ContestantOutcome, Outcome};
use crate::nn::sweep::stats::BINS;
use std::num::NonZeroUsize;

/// Copies of a run's losses: in the aggregator, in the summary during computation, and in what a room shows.
const COPIES: u64 = 4;
/// Waiting outcomes per thread: those of its chunk, and those in the channel.
const WAITING: u64 = 6 * 64;
/// The bytes of a curve or a variant beside its numbers.
const FIXED: u64 = 1024;

fn times(factors: impl IntoIterator<Item = u64>) -> u64 {
    factors.into_iter().fold(1, u64::saturating_mul)
}

fn sum(terms: impl IntoIterator<Item = u64>) -> u64 {
    terms.into_iter().fold(0, u64::saturating_add)
}

/// Bytes of what is kept of this many seeds in this many variants, without the runs themselves.
pub(super) fn kept(experiment: &Experiment, seeds: u64, variants: u64) -> u64 {
    let contestants = experiment.contestants.len() as u64;
    let runs = times([seeds, variants]);
    let recorded_epochs = most_recorded_epochs(experiment, variants).min(experiment.epochs.last());
    let exact = runs <= EXACT_RUNS;
    let ranks = if exact { seeds } else { seeds.min(EXACT_RUNS / variants.max(1)) };
    let numbers = if exact {
        times([ranks, sum([8, times([4, recorded_epochs])])])
    } else {
        // Each number is in a bin. The first numbers wait in a list.
        times([recorded_epochs + 2, sum([4 * 1024, times([24, seeds.min(BINS)])])])
    };
    let curve = sum([times([COPIES, sum([times([16, ranks]), times([64, recorded_epochs])])]), numbers, FIXED]);
    let pairs = times([contestants, contestants, 32]);
    let variant = sum([times([contestants, curve]), pairs, experiment.description(), FIXED]);
    // Which seeds were added (one bit each, in three copies), a digest of each line, and ranges of missing seeds.
    let places = times([runs.min(MOST_RUNS), 24]);
    sum([times([variants, variant]), places])
}

impl SweepSetup {
    /// The memory of the whole sweep on this many threads, in bytes.
    pub fn memory(&self, threads: NonZeroUsize) -> u64 {
        let run = self.variants().iter().map(|variant| variant.experiment.memory()).max().unwrap_or(0);
        let is_small = self.variants().iter().any(|variant| is_small(&variant.experiment));
        let contestants = self.experiment().contestants.len() as u64;
        let last = size_of::<ContestantOutcome>() as u64 + 4 * self.recorded_epochs().len() as u64;
        let outcome = sum([size_of::<Outcome>() as u64, times([contestants, last])]);
        // Eight seeds in lanes have eight times the numbers of one.
        let lanes = if is_small { times([7, run]) } else { 0 };
        let thread = sum([run, lanes, times([WAITING, outcome])]);
        let kept = kept(self.experiment(), self.seeds(), self.variants().len() as u64);
        sum([kept, times([threads.get() as u64, thread])])
    }

    /// Checks that the sweep fits within a limit on this many threads.
    ///
    /// # Errors
    /// [`MemoryError`] with the need and the limit.
    pub fn fits(&self, memory: Memory, threads: NonZeroUsize) -> Result<(), MemoryError> {
        let id = || self.experiment().id.clone();
        let what = || match threads.get() {
            1 => MemoryUser::SweepOnOne { id: id() },
            threads => MemoryUser::SweepOn { id: id(), threads },
        };
        memory.allow(what, self.memory(threads))
    }

    /// The number of threads: as many as wanted, or as many as fit into the memory.
    ///
    /// # Errors
    /// [`MemoryError`] if even one thread needs too much.
    pub fn threads_within(&self, memory: Memory, wanted: NonZeroUsize) -> Result<NonZeroUsize, MemoryError> {
        self.fits(memory, NonZeroUsize::MIN)?;
        let fits = |threads: &NonZeroUsize| self.memory(*threads) <= memory.bytes;
        let fewer = (1..=wanted.get()).rev().filter_map(NonZeroUsize::new);
        Ok(fewer.into_iter().find(fits).unwrap_or(NonZeroUsize::MIN))
    }
}

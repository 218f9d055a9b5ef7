//! Was it luck? An experiment over many seeds, and what can be said of all of them.
//!
//! A [`SweepSetup`] says what is run; [`run`] trains its seeds on all cores and hands over [`Outcome`]s, which a [`SweepAggregator`]
//! takes in any order; [`SweepAggregator::figures`] says what they come to. Each seed is the very run that a
//! [`Trial`](super::training_run::Trial) of that seed is, to the last bit, whichever way it was trained. [`journal_lines`] writes
//! outcomes as text, so that a sweep can be spread over machines, broken off and gone on with.

mod aggregator;
mod driver;
mod failure_kind;
pub mod journal_lines;
mod lanes;
mod outcome;
mod setup;
mod stats;
mod summary;
pub mod verdict;

pub use aggregator::{Seeds, SweepAggregator};
pub use driver::{Batch, SweepError, run};
pub use failure_kind::FailureKind;
pub use outcome::{ContestantOutcome, Outcome, run_seed};
pub use setup::{EXACT_RUNS, MOST_RUNS, Shard, SweepSetup, Variant, Vary};
pub use stats::{QUANTILES, Quantiles};
pub use summary::{Bootstrap, ContestantSummary, Detail, PairwiseComparison, SeedLoss, Share, SweepSummary, Winner};

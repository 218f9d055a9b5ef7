//! Sweeps: an experiment over many seeds, and statistics over all of them. They show whether a result was luck.
//!
//! A [`SweepSetup`] describes a sweep. [`run`] trains its seeds on all cores and returns [`Outcome`]s, which a
//! [`SweepAggregator`] accepts in any order. [`SweepAggregator::summary`] computes the figures. Each seed has the bits
//! of a [`TrainingRun`](super::training_run::TrainingRun) with that seed, whichever way it was trained.
//! [`journal_lines`] writes outcomes as text, so that a sweep can be spread over machines, stopped and resumed.

mod aggregator;
mod driver;
mod error;
mod failure_kind;
pub mod journal_lines;
mod lanes;
mod outcome;
mod setup;
mod stats;
mod summary;
pub mod verdict;

pub use aggregator::{Seeds, SweepAggregator};
pub use driver::{Batch, run};
pub use error::{ShardError, SweepError, SweepJournalLineError, SweepSetupError, VaryError};
pub use failure_kind::FailureKind;
pub use outcome::{ContestantOutcome, Outcome, TrainingFigures, run_seed};
pub use setup::{EXACT_RUNS, MOST_RUNS, Shard, SweepSetup, Variant, Vary};
pub use stats::{QUANTILES, Quantiles};
pub use summary::{Bootstrap, ContestantSummary, Detail, PairwiseComparison, SeedLoss, Share, SweepSummary, Winner};

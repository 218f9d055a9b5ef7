//! Training runs as jobs: trained as far as a job requests or as time allows, and observed.
//!
//! A job has everything that it needs (experiment, seed, how far). Runs are kept between jobs to save time, which
//! changes no result: a run that is no longer kept is trained again, from the nearest checkpoint of the same experiment
//! and seed or from the beginning.

mod checkpoints;
mod histories;
#[cfg(test)]
mod jumps;
mod kept_runs;

pub use crate::nn::run_position::RunPosition;
pub use kept_runs::KeptRuns;

use super::id::RunId;
use crate::nn::dataset::Dataset;
use crate::nn::experiment::{Experiment, SetupError};
use crate::nn::history::History;
use crate::nn::memory::{Memory, MemoryError};
use crate::nn::training_run::Observation;
use crate::nn::weight_history::WeightHistory;
use crate::words::errors;
use std::sync::Arc;
use std::time::Duration;

errors! {
    /// Why a run can't be trained.
    pub enum TrainError: "train" {
        /// The experiment is invalid.
        Setup { reason: SetupError } = "setup",
        /// It needs too much memory.
        Memory { reason: MemoryError } = "memory",
    }
}

/// The run to train, and how far.
#[derive(Clone, Debug)]
pub struct TrainJob {
    /// The id of the run. All jobs that continue it have the same one.
    pub run: RunId,
    /// What is trained.
    pub experiment: Arc<Experiment>,
    /// The seed.
    pub seed: u64,
    /// The position to reach, unless time runs out before.
    pub to: RunPosition,
    /// Whether the run is at full speed, so that time decides how far it goes.
    pub is_full_speed: bool,
    /// The memory limit of the experiment, and of all kept runs together.
    pub memory: Memory,
}

/// Tells the time since some moment. Jobs have none of their own, so that what they report does not depend on it.
pub type JobClock = fn() -> Duration;

/// How long steps of training took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TrainingCost {
    /// The steps.
    pub steps: u64,
    /// The time of training alone, without that of observations.
    pub time: Duration,
}

/// The state of a run.
#[derive(Clone, Debug)]
pub struct RunStatus {
    /// The position.
    pub at: RunPosition,
    /// The experiment as the edits up to this position have made it.
    pub experiment: Arc<Experiment>,
    /// By how much the last edit moved the outputs, at the most.
    pub moved: Option<f64>,
    /// The number of steps in an epoch.
    pub per_epoch: u64,
    /// Whether nothing is left to do.
    pub is_over: bool,
    /// The training data.
    pub data: Arc<Dataset>,
    /// The test data, if there are any.
    pub test: Option<Arc<Dataset>>,
    /// The history of each contestant.
    pub histories: Vec<History>,
    /// The same over the test data. Empty if there are none.
    pub test_histories: Vec<History>,
    /// The history of all weights. Empty if there are too many.
    pub weights: Arc<WeightHistory>,
    /// How long the steps of this job took. `None` without a clock.
    pub cost: Option<TrainingCost>,
    /// An observation of each contestant.
    pub observations: Vec<Observation>,
}

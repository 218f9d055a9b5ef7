//! Training runs as jobs: trained as far as a job requests or as time allows, and observed.
//!
//! A job has everything that it needs (experiment, seed, how far). Runs are kept between jobs to save time, which
//! changes no result: a run that is no longer kept is trained again, from the nearest checkpoint of the same experiment
//! and seed or from the beginning.

mod checkpoints;
mod histories;
mod kept_runs;

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

/// A position in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunPosition {
    /// The number of epochs completed.
    pub epoch: u64,
    /// The number of steps completed in the next epoch.
    pub step: u64,
}

impl RunPosition {
    /// The beginning of an epoch.
    pub fn epoch(epoch: u64) -> Self {
        Self { epoch, step: 0 }
    }

    /// The position this many steps later, with `per_epoch` steps in an epoch.
    #[must_use]
    pub fn plus(self, steps: u64, per_epoch: u64) -> Self {
        let steps = self.step.saturating_add(steps);
        let per_epoch = per_epoch.max(1);
        Self { epoch: self.epoch.saturating_add(steps / per_epoch), step: steps % per_epoch }
    }

    /// The steps since the beginning of the run.
    pub fn steps(self, per_epoch: u64) -> u64 {
        self.epoch.saturating_mul(per_epoch).saturating_add(self.step)
    }
}

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
    pub free: bool,
    /// The memory limit of the experiment, and of all kept runs together.
    pub memory: Memory,
}

/// The state of a run.
#[derive(Clone, Debug)]
pub struct RunStatus {
    /// The position.
    pub at: RunPosition,
    /// The number of steps in an epoch.
    pub per_epoch: u64,
    /// Whether nothing is left to do.
    pub over: bool,
    /// The training data.
    pub data: Arc<Dataset>,
    /// The test data, if there are any.
    pub test: Option<Arc<Dataset>>,
    /// The history of each contestant.
    pub histories: Vec<History>,
    /// The same over the test data. Empty if there are none.
    pub tests: Vec<History>,
    /// The history of all weights. Empty if there are too many.
    pub weights: Arc<WeightHistory>,
    /// An observation of each contestant.
    pub seen: Vec<Observation>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_in_steps() {
        let at = RunPosition { epoch: 2, step: 60 };
        assert_eq!(at.plus(5, 63), RunPosition { epoch: 3, step: 2 });
        assert_eq!(at.steps(63), 186);
    }
}

//! Training runs as jobs: trained as far as a job requests or as time allows, and observed.
//!
//! A job has everything that it needs (experiment, seed, how far). Runs are kept between jobs to save time, which
//! changes no result: a run that is no longer kept is trained again from its beginning.

use super::id::RunId;
use crate::nn::dataset::Dataset;
use crate::nn::experiment::{Experiment, SetupError};
use crate::nn::history::History;
use crate::nn::memory::{Memory, MemoryError};
use crate::nn::training_run::{Observation, Schedule, TrainingRun};
use crate::words::errors;
use std::sync::Arc;

/// The number of runs that are kept.
const KEPT: usize = 4;
/// The steps between two checks of the time: at first, and at most.
const STEPS: (u64, u64) = (16, 1 << 10);
/// The most work between two checks, in samples times parameters, so that large networks are checked as often.
const WORK: u64 = 50_000_000;

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
    /// The data.
    pub data: Arc<Dataset>,
    /// The history of each contestant.
    pub histories: Vec<History>,
    /// The same over the test data. Empty if there are none.
    pub tests: Vec<History>,
    /// An observation of each contestant.
    pub seen: Vec<Observation>,
}

#[derive(Debug)]
struct KeptRun {
    id: RunId,
    /// The memory that it needs at most, in bytes.
    memory: u64,
    training_run: TrainingRun,
    histories: Vec<History>,
    tests: Vec<History>,
}

/// The kept runs, the most recently used last.
#[derive(Debug, Default)]
pub struct KeptRuns(Vec<KeptRun>);

impl KeptRuns {
    /// Trains as far as the job requests, while `more` returns true.
    ///
    /// # Errors
    /// [`TrainError`] if the experiment can't be run.
    pub fn train(&mut self, job: &TrainJob, more: &mut dyn FnMut() -> bool) -> Result<RunStatus, TrainError> {
        let mut run = self.take(job)?;
        let most = (WORK / job.experiment.work_per_step()).clamp(1, STEPS.1);
        let mut chunk = STEPS.0.min(most);
        while let Some(left) = run.left(job.to) {
            run.training_run.advance(left.min(chunk));
            run.record();
            if !more() {
                break;
            }
            chunk = (chunk * 2).min(most);
        }
        let status = run.status();
        self.0.push(run);
        Ok(status)
    }

    /// The position at which a run would continue. It is the beginning if the run is not kept.
    pub(super) fn at(&self, run: RunId) -> RunPosition {
        self.0.iter().find(|kept| kept.id == run).map(KeptRun::at).unwrap_or_default()
    }

    fn take(&mut self, job: &TrainJob) -> Result<KeptRun, TrainError> {
        if let Some(n) = self.0.iter().position(|run| run.id == job.run) {
            return Ok(self.0.remove(n));
        }
        job.experiment.fits(job.memory).map_err(|reason| TrainError::Memory { reason })?;
        let own = job.experiment.memory();
        let taken = |runs: &[KeptRun]| runs.iter().map(|run| run.memory).fold(own, u64::saturating_add);
        while self.0.len() >= KEPT || !self.0.is_empty() && taken(&self.0) > job.memory.bytes {
            self.0.remove(0);
        }
        let training_run =
            TrainingRun::new(&job.experiment, job.seed).map_err(|reason| TrainError::Setup { reason })?;
        let training_run = training_run.with_schedule(Schedule::Thinning);
        let mut histories = vec![History::default(); job.experiment.contestants.len()];
        histories.iter_mut().zip(training_run.evaluate()).for_each(|(history, start)| history.add(0, &start));
        let start = training_run.evaluate_test().unwrap_or_default();
        let mut tests = vec![History::default(); start.len()];
        tests.iter_mut().zip(start).for_each(|(history, start)| history.add(0, &start));
        Ok(KeptRun { id: job.run, memory: own, training_run, histories, tests })
    }
}

impl KeptRun {
    fn at(&self) -> RunPosition {
        RunPosition { epoch: self.training_run.epoch(), step: self.training_run.step() }
    }

    /// The steps up to a position. `None` if it is reached, or the run is over.
    fn left(&self, to: RunPosition) -> Option<u64> {
        let per_epoch = self.training_run.steps_per_epoch();
        let end = RunPosition::epoch(self.training_run.experiment().epochs);
        let (to, at) = (to.min(end).steps(per_epoch), self.at().steps(per_epoch));
        (to > at && !self.training_run.is_done()).then(|| to - at)
    }

    fn record(&mut self) {
        for (contestant, history) in self.histories.iter_mut().enumerate() {
            self.training_run.drain_epochs(contestant, |epoch| {
                if let Some(evaluated) = &epoch.evaluated {
                    history.add(epoch.epoch, evaluated);
                }
                if let (Some(test), Some(history)) = (&epoch.test, self.tests.get_mut(contestant)) {
                    history.add(epoch.epoch, test);
                }
            });
        }
    }

    fn status(&self) -> RunStatus {
        RunStatus {
            at: self.at(),
            per_epoch: self.training_run.steps_per_epoch(),
            over: self.training_run.is_done(),
            data: Arc::clone(self.training_run.data()),
            histories: self.histories.clone(),
            tests: self.tests.clone(),
            seen: self.training_run.observe(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::find;

    fn job(name: &str, run: u64, to: RunPosition) -> TrainJob {
        TrainJob {
            run: RunId(run),
            experiment: Arc::new(find(name).unwrap()),
            seed: 7879,
            to,
            free: false,
            memory: Memory::UNLIMITED,
        }
    }

    #[test]
    fn the_history_does_not_depend_on_how_the_run_was_cut() {
        let end = RunPosition::epoch(100);
        let whole = KeptRuns::default().train(&job("parabola", 1, end), &mut || true).unwrap();
        let mut runs = KeptRuns::default();
        let mut asked = 0;
        let status = loop {
            asked += 1;
            // Each call stops after three checks of the time, and another run is trained between the calls.
            let mut time = 3;
            let status = runs.train(&job("parabola", 1, end), &mut || {
                time -= 1;
                time > 0
            });
            let status = status.unwrap();
            if status.over {
                break status;
            }
            runs.train(&job("xor-two-sigmoids", 2, RunPosition { epoch: 3, step: 0 }), &mut || true).unwrap();
        };
        assert!(asked > 10);
        assert_eq!((status.at, &status.histories), (end, &whole.histories));
        assert_eq!(status.seen[1].layers, whole.seen[1].layers);
        assert_eq!(whole.histories[0].bins().len(), 101);
    }

    #[test]
    fn a_run_that_is_no_longer_kept_is_trained_again() {
        let mut runs = KeptRuns::default();
        let to = RunPosition { epoch: 5, step: 7 };
        let first = runs.train(&job("parabola", 1, to), &mut || true).unwrap();
        assert_eq!(first.at, to);
        for run in 2..8 {
            runs.train(&job("perceptron-or", run, RunPosition::epoch(1)), &mut || true).unwrap();
        }
        let again = runs.train(&job("parabola", 1, to), &mut || true).unwrap();
        assert_eq!(again.seen[0].layers, first.seen[0].layers);
        assert_eq!(runs.0.len(), KEPT);
    }

    #[test]
    fn positions_count_in_steps() {
        let at = RunPosition { epoch: 2, step: 60 };
        assert_eq!(at.plus(5, 63), RunPosition { epoch: 3, step: 2 });
        assert_eq!(at.steps(63), 186);
    }

    #[test]
    fn runs_are_kept_as_far_as_memory_goes() {
        let own = find("parabola").unwrap().memory();
        let mut runs = KeptRuns::default();
        for run in 1..=6 {
            let memory = Memory { bytes: 2 * own, setting: "limits.memory" };
            runs.train(&TrainJob { memory, ..job("parabola", run, RunPosition::epoch(1)) }, &mut || true).unwrap();
            assert!(runs.0.len() <= 2);
        }
        let memory = Memory { bytes: own - 1, setting: "kiosk.memory" };
        let refused =
            runs.train(&TrainJob { memory, ..job("parabola", 7, RunPosition::epoch(1)) }, &mut || true).unwrap_err();
        assert!(refused.to_string().contains("kiosk.memory"), "{refused}");
    }
}

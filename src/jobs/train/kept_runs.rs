//! The runs that are kept between jobs, and their checkpoints.

use super::checkpoints::{Checkpoints, Saved, most_bytes};
use super::histories::Histories;
use super::{JobClock, RunPosition, RunStatus, TrainError, TrainJob, TrainingCost};
use crate::jobs::id::RunId;
use crate::nn::experiment::Experiment;
use crate::nn::training_run::{Schedule, TrainingRun};
use std::sync::Arc;

/// The number of runs that are kept.
const KEPT: usize = 4;
/// The steps between two checks of the time: at first, and at most.
const STEPS: (u64, u64) = (16, 1 << 10);
/// The most work between two checks, in samples times parameters, so that large networks are checked as often.
const WORK: u64 = 50_000_000;

#[derive(Debug)]
struct KeptRun {
    id: RunId,
    /// The memory that it needs at most, in bytes.
    memory: u64,
    training_run: TrainingRun,
    histories: Histories,
}

/// The kept runs, the most recently used last, and their checkpoints.
#[derive(Debug, Default)]
pub struct KeptRuns {
    runs: Vec<KeptRun>,
    /// Runs of the same experiment and seed share their checkpoints, so that each replay has them.
    checkpoints: Vec<Checkpoints>,
    clock: Option<JobClock>,
}

impl KeptRuns {
    /// Runs whose time is taken.
    pub(in crate::jobs) fn with_clock(clock: JobClock) -> Self {
        Self { clock: Some(clock), ..Self::default() }
    }

    /// Trains as far as the job requests, while `more` returns true.
    ///
    /// # Errors
    /// [`TrainError`] if the experiment can't be run.
    pub fn train(&mut self, job: &TrainJob, more: &mut dyn FnMut() -> bool) -> Result<RunStatus, TrainError> {
        let mut run = self.take(job)?;
        let mut checkpoints = self.take_checkpoints(job);
        let room = self.room(&run, job);
        let most = most_steps(&job.experiment);
        let mut chunk = STEPS.0.min(most);
        let mut cost = self.clock.map(|_| TrainingCost::default());
        while let Some(left) = run.left(job.to) {
            let (from, start) = (run.steps(), self.clock.map(|clock| clock()));
            run.advance(left.min(chunk).min(checkpoints.ahead(run.steps())));
            if let (Some(cost), Some(start), Some(clock)) = (&mut cost, start, self.clock) {
                cost.steps += run.steps().saturating_sub(from);
                cost.time += clock().saturating_sub(start);
            }
            checkpoints.save(&run.training_run, &run.histories, room);
            self.make_room(checkpoints.bytes(), job);
            if !more() {
                break;
            }
            chunk = (chunk * 2).min(most);
        }
        let status = RunStatus { cost, ..run.status() };
        self.runs.push(run);
        self.checkpoints.push(checkpoints);
        Ok(status)
    }

    /// The position at which the run of a job would continue.
    pub(in crate::jobs) fn at(&self, job: &TrainJob) -> RunPosition {
        let kept = self.runs.iter().find(|kept| kept.id == job.run && kept.follows(job)).map(KeptRun::at);
        kept.or_else(|| Some(self.checkpoints_of(job)?.start(&job.experiment, job.to))).unwrap_or_default()
    }

    /// The memory for the checkpoints of a run, in bytes: their limit, or what the runs leave.
    fn room(&self, run: &KeptRun, job: &TrainJob) -> u64 {
        let others = self.checkpoints.iter().filter(|all| !all.are_of(&job.experiment, job.seed));
        let kept = self.runs.iter().map(|run| run.memory).chain(others.map(Checkpoints::bytes));
        let kept = kept.fold(run.memory.saturating_mul(2), u64::saturating_add);
        job.memory.bytes.saturating_sub(kept).min(most_bytes(job.memory))
    }

    /// Drops checkpoints of other experiments, the least recently used first, until those of this job, with so many bytes,
    /// are within the limit together with them.
    fn make_room(&mut self, bytes: u64, job: &TrainJob) {
        let most = most_bytes(job.memory);
        while !self.checkpoints.is_empty()
            && self.checkpoints.iter().map(Checkpoints::bytes).sum::<u64>() + bytes > most
        {
            self.checkpoints.remove(0);
        }
    }

    /// Saves a run before an edit at its position, so that it can be undone at once.
    fn save_before_edit(&mut self, run: &KeptRun, job: &TrainJob) {
        if Arc::ptr_eq(run.training_run.experiment(), &job.experiment) {
            return;
        }
        let room = self.room(run, job);
        if let Some(all) = self.checkpoints.iter_mut().find(|all| all.are_of(&job.experiment, job.seed)) {
            all.save_edit(&run.training_run, &run.histories, room);
        }
    }

    fn checkpoints_of(&self, job: &TrainJob) -> Option<&Checkpoints> {
        self.checkpoints.iter().find(|all| all.are_of(&job.experiment, job.seed))
    }

    fn take_checkpoints(&mut self, job: &TrainJob) -> Checkpoints {
        match self.checkpoints.iter().position(|all| all.are_of(&job.experiment, job.seed)) {
            Some(n) => self.checkpoints.remove(n),
            None => Checkpoints::new(&job.experiment, job.seed, most_steps(&job.experiment)),
        }
    }

    /// Begins with this many steps from one checkpoint of an experiment to the next.
    #[cfg(test)]
    pub(super) fn with_distance(experiment: &Arc<Experiment>, seed: u64, distance: u64) -> Self {
        Self { checkpoints: vec![Checkpoints::new(experiment, seed, distance)], ..Self::default() }
    }

    /// The memory of all checkpoints, in bytes.
    #[cfg(test)]
    pub(super) fn checkpoint_bytes(&self) -> u64 {
        self.checkpoints.iter().map(Checkpoints::bytes).sum()
    }

    /// The memory of all runs and checkpoints, in bytes.
    fn bytes(&self) -> u64 {
        let runs = self.runs.iter().map(|run| run.memory);
        runs.chain(self.checkpoints.iter().map(Checkpoints::bytes)).fold(0, u64::saturating_add)
    }

    fn take(&mut self, job: &TrainJob) -> Result<KeptRun, TrainError> {
        if let Some(n) = self.runs.iter().position(|run| run.id == job.run) {
            let mut run = self.runs.remove(n);
            if run.follows(job) {
                self.save_before_edit(&run, job);
                run.training_run.follow(&job.experiment);
                return Ok(run);
            }
        }
        job.experiment.fits(job.memory).map_err(|reason| TrainError::Memory { reason })?;
        let own = job.experiment.memory();
        self.free(job, own);
        let training_run =
            TrainingRun::new(&job.experiment, job.seed).map_err(|reason| TrainError::Setup { reason })?;
        let training_run = training_run.with_schedule(Schedule::Thinning);
        let mut run = KeptRun { id: job.run, memory: own, training_run, histories: Histories::default() };
        run.begin(self.checkpoints_of(job).and_then(|all| all.before(&job.experiment, job.to)));
        Ok(run)
    }

    /// Drops runs until there is room for one more, the least recently used first. The checkpoints of an experiment go
    /// with its last run.
    fn free(&mut self, job: &TrainJob, own: u64) {
        let full = |kept: &Self| kept.bytes().saturating_add(own) > job.memory.bytes;
        while self.runs.len() >= KEPT || !self.runs.is_empty() && full(self) {
            self.runs.remove(0);
            let Self { runs, checkpoints, clock: _ } = self;
            let is_of =
                |all: &Checkpoints, run: &KeptRun| all.are_of(run.training_run.experiment(), run.training_run.seed());
            checkpoints.retain(|all| all.are_of(&job.experiment, job.seed) || runs.iter().any(|run| is_of(all, run)));
        }
        if full(self) {
            self.checkpoints.clear();
        }
    }
}

/// The most steps between two checks of the time.
fn most_steps(experiment: &Experiment) -> u64 {
    (WORK / experiment.work_per_step()).clamp(1, STEPS.1)
}

impl KeptRun {
    fn at(&self) -> RunPosition {
        RunPosition { epoch: self.training_run.epoch(), step: self.training_run.step() }
    }

    /// Whether a job continues this run. If it has another journal, the run must not be past its position.
    fn follows(&self, job: &TrainJob) -> bool {
        let run = &self.training_run;
        let same = Arc::ptr_eq(run.experiment(), &job.experiment) || run.experiment() == &job.experiment;
        run.seed() == job.seed && (same || self.at() <= job.to && run.agrees_with(&job.experiment))
    }

    /// Begins at a checkpoint, or before training.
    fn begin(&mut self, saved: Option<&Saved>) {
        // A checkpoint of the same experiment and seed always fits.
        if let Some(saved) = saved.filter(|saved| self.training_run.restore(&saved.checkpoint).is_ok()) {
            self.histories.clone_from(&saved.histories);
            return;
        }
        self.histories = Histories::at_start(&self.training_run);
    }

    /// Trains this many steps, or up to the next edit, with a stop after each epoch whose weights are kept.
    fn advance(&mut self, mut steps: u64) {
        while steps > 0 {
            let per_epoch = self.training_run.steps_per_epoch();
            let ahead = self.histories.weights.ahead(self.steps(), per_epoch);
            // An edit may change how many steps an epoch has.
            let edit = self.training_run.next_edit().map_or(u64::MAX, |at| at.steps(per_epoch) - self.steps());
            let part = steps.min(ahead).min(edit.max(1));
            self.training_run.advance(part);
            self.histories.record(&mut self.training_run);
            steps -= part;
            if part == edit {
                return;
            }
        }
    }

    fn steps(&self) -> u64 {
        self.at().steps(self.training_run.steps_per_epoch())
    }

    /// The steps up to a position. `None` if it is reached, or the run is over.
    fn left(&self, to: RunPosition) -> Option<u64> {
        let per_epoch = self.training_run.steps_per_epoch();
        let end = RunPosition::epoch(self.training_run.experiment().epochs.last());
        let (to, at) = (to.min(end).steps(per_epoch), self.steps());
        (to > at && !self.training_run.is_done()).then(|| to - at)
    }

    fn status(&self) -> RunStatus {
        RunStatus {
            at: self.at(),
            experiment: Arc::clone(self.training_run.current()),
            moved: self.training_run.moved(),
            per_epoch: self.training_run.steps_per_epoch(),
            is_over: self.training_run.is_done(),
            data: Arc::clone(self.training_run.data()),
            test: self.training_run.test_data().cloned(),
            histories: self.histories.training.clone(),
            test_histories: self.histories.test.clone(),
            weights: Arc::clone(&self.histories.weights),
            cost: None,
            observations: self.training_run.observe(),
        }
    }
}

#[cfg(test)]
mod tests;

//! Jobs as ticks pass: which are done at once, how far long ones advance, and where scripts stop.

use super::HeadlessPlayer;
use crate::app::Event;
use crate::jobs::train::RunPosition;
use crate::jobs::{Job, JobKind, Queue, RunId};
use crate::nn::stop::Epochs;
use crate::screens::LongWork;
use crate::words::errors;
use std::sync::atomic::Ordering;

errors! {
    /// Why a script is not played to its end.
    #[derive(Eq)]
    pub(super) enum ScriptStop: "script-stop" {
        /// It waits, but nothing is running.
        Idle = "idle",
        /// It waits for the end of a run that has none.
        Endless = "endless",
        /// It waits too long.
        Ticks { most: u64 } = "ticks",
        /// It trains too much.
        Training { most: u64 } = "training",
    }
}

/// At full speed, a tick trains this fraction (one in 30) of a run, because there is no clock.
const SLICES: u64 = 30;
/// The epochs of a run without end, of which a tick trains the same fraction.
const ENDLESS: u64 = 3000;

impl HeadlessPlayer {
    /// Does the jobs that take no time of the script, until only long work is left.
    pub(super) fn work(&mut self, go: &mut dyn FnMut() -> bool) {
        while let Some(job) = Queue::ALL.into_iter().find_map(|queue| self.due(queue)) {
            self.run(job, None, go);
        }
    }

    /// The job of a queue that is due now.
    fn due(&self, queue: Queue) -> Option<Job> {
        let job = self.session.jobs.active(queue)?.clone();
        if !self.is_held(&job) {
            return Some(job);
        }
        // A run at full speed gives way to a run that must reach a certain step.
        let is_waited_for = self.session.jobs.waiting(queue).any(|waiting| !self.is_held(waiting));
        (queue == Queue::Training && is_waited_for).then(|| self.as_it_is(job))
    }

    /// Whether a job advances with time. In a stopped script, nothing is trained.
    fn is_held(&self, job: &Job) -> bool {
        job.is_timed() || self.stopped && job.queue() == Queue::Training
    }

    /// The job changed so that it reports without training further.
    fn as_it_is(&self, mut job: Job) -> Job {
        let at = self.runner.at(&job);
        if let JobKind::Train(job) = &mut job.kind {
            (job.to, job.is_full_speed) = (at, false);
        }
        job
    }

    /// The number of jobs in a queue.
    fn count(&self, queue: Queue) -> usize {
        usize::from(self.session.jobs.active(queue).is_some()) + self.session.jobs.waiting(queue).count()
    }

    /// Advances long work by one part: each run once, and the sweep that has the slot.
    pub(super) fn flow(&mut self, go: &mut dyn FnMut() -> bool) {
        for _ in 0..self.count(Queue::Training) {
            if let Some(job) = self.session.jobs.active(Queue::Training).filter(|_| !self.stopped).cloned() {
                let job = self.part_of_run(job);
                self.run(job, None, go);
            }
        }
        if let Some(job) = self.session.jobs.active(Queue::Sweeps).filter(|_| !self.stopped).cloned() {
            let part = self.part_of_sweep(&job);
            self.run(job, part, go);
        }
        self.work(go);
    }

    /// A key may have changed what long work should do, so the work reports its current state.
    pub(super) fn answer_keys(&mut self, go: &mut dyn FnMut() -> bool) {
        for _ in 0..self.count(Queue::Training) {
            if let Some(job) = self.session.jobs.active(Queue::Training).filter(|_| !self.stopped).cloned() {
                let job = self.as_it_is(job);
                self.run(job, None, go);
            }
        }
        let is_stopped = |job: &Job| matches!(&job.kind, JobKind::Sweep(job) if job.stop.load(Ordering::Relaxed));
        while let Some(job) = self.session.jobs.active(Queue::Sweeps).filter(|job| is_stopped(job)).cloned()
            && !self.stopped
        {
            self.run(job, None, go);
        }
        self.work(go);
    }

    /// Lets time pass until the long work of the current room reaches this position, and not a step further.
    pub(super) fn until(&mut self, target: RunPosition, go: &mut dyn FnMut() -> bool) {
        let mut ticks = self.limits.ticks;
        let is_to_end = target.epoch == u64::MAX;
        if is_to_end && !self.session.app.has_end() {
            self.failure = Some(ScriptStop::Endless.into());
            return;
        }
        while let Some(progress) = self.progress()
            && progress.at < target
            && !progress.is_over
            && !self.is_at_end(go)
        {
            let run = if let LongWork::Run(run) = self.session.app.long_work() { Some(run) } else { None };
            self.limit = run.map(|run| (run, target));
            if let Some(job) = run.and_then(|run| self.turn_of(run)) {
                self.run(job, None, go);
                self.work(go);
            } else if !self.session.app.is_moving() {
                self.failure = Some(ScriptStop::Idle.into());
                break;
            } else if ticks == 0 {
                self.failure = Some(ScriptStop::Ticks { most: self.limits.ticks }.into());
                self.stopped = true;
            } else {
                ticks -= 1;
                self.happen(Event::Tick, go);
            }
        }
        self.limit = None;
        // After its end, what the room shows of it may still move.
        while is_to_end && self.session.app.is_front_moving() && ticks > 0 && !self.is_at_end(go) {
            ticks -= 1;
            self.happen(Event::Tick, go);
        }
    }

    /// The job of a run if it has the slot of its queue, else the job that has to give way to it.
    fn turn_of(&self, run: RunId) -> Option<Job> {
        let jobs = &self.session.jobs;
        let has_run = |job: &&Job| job.run() == Some(run);
        if let Some(job) =
            [Queue::Training, Queue::Sweeps].into_iter().find_map(|queue| jobs.active(queue).filter(has_run))
        {
            let mut job = job.clone();
            if let JobKind::Train(job) = &mut job.kind {
                job.is_full_speed = false;
            }
            return Some(job);
        }
        jobs.waiting(Queue::Training).find(has_run)?;
        jobs.active(Queue::Training).map(|job| self.as_it_is(job.clone()))
    }

    /// The part of a run that one tick trains.
    fn part_of_run(&self, mut job: Job) -> Job {
        let at = self.runner.at(&job);
        if let JobKind::Train(job) = &mut job.kind {
            let epochs = match job.experiment.epochs {
                Epochs::Count(epochs) => epochs,
                Epochs::Endless => ENDLESS,
            };
            let part = (epochs / SLICES).max(1);
            job.to = job.to.min(RunPosition { epoch: at.epoch.saturating_add(part), ..at });
            job.is_full_speed = false;
        }
        job
    }

    /// How many runs of a sweep are to be done after a tick.
    fn part_of_sweep(&self, job: &Job) -> Option<u64> {
        let JobKind::Sweep(sweep) = &job.kind else { return None };
        let part = (sweep.setup.own_runs() / SLICES).max(1);
        Some(self.runner.at(job).epoch.saturating_add(part))
    }

    /// Limits a job to the awaited position and to the steps that the script may still train. Returns how far a sweep
    /// goes.
    pub(super) fn hold_to_limits(&mut self, job: &mut Job, part: Option<u64>) -> Option<u64> {
        let limit = self.limit.filter(|(run, _)| job.run() == Some(*run)).map(|(_, target)| target);
        if let JobKind::Train(job) = &mut job.kind {
            job.to = job.to.min(limit.unwrap_or(job.to));
        }
        let part = [part, limit.map(|target| target.epoch)].into_iter().flatten().min();
        let most = self.budget.most();
        if self.budget.cut(job, self.runner.at(job), part) {
            self.failure = Some(ScriptStop::Training { most }.into());
            self.stopped = true;
        }
        part
    }
}

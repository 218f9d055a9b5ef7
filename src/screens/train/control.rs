//! The run of the room: which jobs it submits, and what they reported.
//!
//! Training is pulled. One job runs at a time; after its report, the next one says how far to go. While the run is
//! paused, no job is submitted. The state of the run depends only on the steps that it has done.

use super::speed::Speed;
use crate::jobs::train::{RunPosition, RunStatus, TrainError, TrainJob, TrainingCost};
use crate::jobs::{JobKind, RunId};
use crate::nn::experiment::Experiment;
use crate::nn::training_run::Observation;
use crate::screens::Context;
use crate::screens::runs::work::{TICKS, Work};
use crate::words::{Message, ToMessage};
use std::sync::Arc;
use std::time::Duration;

/// The rate is measured over the last second.
const WINDOW: usize = 30;

/// After so much training, older steps count half of what they cost.
const FORGOTTEN: Duration = Duration::from_millis(500);

/// An earlier epoch that the reader went back to.
#[derive(Clone, Debug)]
pub(super) struct Replay {
    run: RunId,
    pub(super) to: RunPosition,
    pub(super) status: Option<Box<RunStatus>>,
}

/// The contestants where a run last stood still.
#[derive(Clone, Debug)]
pub(super) struct PausedState {
    pub(super) at: RunPosition,
    pub(super) observations: Vec<Observation>,
}

/// The experiment before training: the edits at the start have been made.
fn begun(experiment: Arc<Experiment>) -> Arc<Experiment> {
    if experiment.journal.is_empty() {
        return experiment;
    }
    experiment.folded_until(RunPosition::START).map_or(experiment, Arc::new)
}

/// A run, and what is asked of it.
#[derive(Debug)]
pub(super) struct TrainControl {
    /// The experiment that is trained, with its journal.
    trained: Arc<Experiment>,
    /// The experiment as the shown status has it: the edits up to its position have been made.
    pub(super) experiment: Arc<Experiment>,
    pub(super) seed: u64,
    pub(super) speed: Speed,
    pub(super) work: Work,
    /// The last report.
    pub(super) status: Option<Box<RunStatus>>,
    /// How long the last steps took, and of which experiment they were.
    cost: Option<(Arc<Experiment>, TrainingCost)>,
    /// Why the experiment is impossible.
    pub(super) fault: Option<Message>,
    pub(super) replay: Option<Replay>,
    /// A position to reach at full speed, whether the run is paused or not.
    target: Option<RunPosition>,
    /// Whether a job is running.
    asked: bool,
    /// Whether the status is of another journal, and must be asked for again.
    is_stale: bool,
    /// Whether an edit waits for the next report, which says at which position it is made.
    pub(super) waits: bool,
    /// The ticks that a run to a target takes; `None` for full speed.
    pace: Option<u32>,
    /// The run where it last began to move: at its start, or where it was paused.
    pub(super) paused: Option<PausedState>,
    /// Where the run to the target began.
    from: RunPosition,
    /// Steps that are due at this speed and have not been submitted.
    due: f64,
}

impl TrainControl {
    /// A run at its start. No job is submitted yet.
    pub(super) fn new(experiment: Arc<Experiment>, seed: u64) -> Self {
        Self {
            trained: Arc::clone(&experiment),
            experiment: begun(experiment),
            seed,
            speed: Speed::Whole,
            work: Work::with_window(WINDOW),
            status: None,
            cost: None,
            fault: None,
            replay: None,
            target: None,
            asked: false,
            is_stale: false,
            waits: false,
            pace: None,
            paused: None,
            from: RunPosition::default(),
            due: 0.0,
        }
    }

    /// The same run at its start, with no job submitted. It moves if this one does.
    pub(super) fn unbegun(&self) -> Self {
        let mut control = Self::new(Arc::clone(&self.trained), self.seed);
        (control.speed, control.pace) = (self.speed, self.pace);
        if self.work.is_running() {
            control.work.start();
        }
        control
    }

    /// The position of the run.
    pub(super) fn at(&self) -> RunPosition {
        self.status.as_ref().map_or(RunPosition::default(), |status| status.at)
    }

    /// Whether nothing is left to do.
    pub(super) fn is_over(&self) -> bool {
        self.fault.is_some() || self.status.as_ref().is_some_and(|status| status.is_over)
    }

    /// Whether the run continues, by itself or to a target.
    pub(super) fn is_moving(&self) -> bool {
        !self.is_over() && (self.work.is_running() || self.target.is_some())
    }

    /// The status that is shown: that of the run, or that of an earlier epoch.
    pub(super) fn shown(&self) -> Option<&RunStatus> {
        let replayed = self.replay.as_ref().and_then(|replay| replay.status.as_deref());
        replayed.or(self.status.as_deref())
    }

    /// Restarts with the same seed, and so with the same initial weights.
    pub(super) fn restart(&mut self) {
        (self.status, self.fault, self.replay, self.paused) = (None, None, None, None);
        (self.target, self.asked, self.due) = (None, false, 0.0);
        (self.is_stale, self.waits) = (false, false);
        self.experiment = begun(Arc::clone(&self.trained));
        self.work.forget();
    }

    /// Whether a job is running, so that the position of the run is not known.
    pub(super) fn is_asked(&self) -> bool {
        self.asked
    }

    /// Goes on with another journal. Nothing before the position of the run has changed, or the run is trained again to
    /// its position.
    pub(super) fn follow(&mut self, trained: Arc<Experiment>, cx: &mut Context) {
        (self.trained, self.is_stale, self.fault) = (trained, true, None);
        self.ask(cx);
    }

    /// Goes on from the earlier epoch that is shown, if there is one. Returns where the run was.
    pub(super) fn adopt(&mut self) -> Option<RunPosition> {
        let status = self.replay.as_mut()?.status.take()?;
        let before = self.at();
        (self.status, self.replay) = (Some(status), None);
        (self.target, self.asked, self.due) = (None, false, 0.0);
        // Reports of the run that went further are late.
        self.work.forget();
        Some(before)
    }

    /// Takes the experiment of what is shown.
    pub(super) fn sync(&mut self) {
        if let Some(shown) = self.shown() {
            self.experiment = Arc::clone(&shown.experiment);
        }
    }

    /// Sets another experiment or seed and restarts.
    pub(super) fn set(&mut self, experiment: Arc<Experiment>, seed: u64) {
        (self.trained, self.seed) = (experiment, seed);
        self.restart();
    }

    /// Starts or pauses; at the end, restarts.
    pub(super) fn toggle(&mut self, cx: &mut Context) {
        self.replay = None;
        if self.is_moving() {
            self.pause();
            return;
        }
        if self.is_over() {
            self.restart();
        }
        self.leave();
        self.work.start();
        self.ask(cx);
    }

    /// Keeps the contestants as they are before the run moves on.
    pub(super) fn leave(&mut self) {
        let here =
            self.status.as_ref().map(|status| PausedState { at: status.at, observations: status.observations.clone() });
        self.paused = here.or(self.paused.take());
    }

    pub(super) fn pause(&mut self) {
        (self.target, self.due) = (None, 0.0);
        self.work.pause();
    }

    /// Trains to a position at full speed and pauses there.
    pub(super) fn go(&mut self, to: RunPosition, cx: &mut Context) {
        self.pause();
        self.replay = None;
        self.leave();
        (self.target, self.from) = (Some(to), self.at());
        self.ask(cx);
    }

    /// The position where the run will pause: its target, else the current position.
    pub(super) fn aim(&self) -> RunPosition {
        self.target.unwrap_or(self.at())
    }

    /// Steps in an epoch; 1 until there is a report.
    pub(super) fn per_epoch(&self) -> u64 {
        self.status.as_ref().map_or(1, |status| status.per_epoch)
    }

    /// Submits the next job, unless one is running.
    pub(super) fn ask(&mut self, cx: &mut Context) {
        if self.asked || self.fault.is_some() {
            return;
        }
        let wanted = match self.target {
            _ if self.status.is_none() || self.is_stale => Some((self.at(), false)),
            Some(target) if !self.is_over() && self.pace.is_none() => Some((target, false)),
            Some(target) if !self.is_over() && self.due >= 1.0 => Some((self.due_steps().min(target), false)),
            _ if !self.work.is_running() || self.is_over() => None,
            _ if self.speed == Speed::Full => Some((RunPosition::epoch(self.experiment.epochs.last()), true)),
            _ if self.due >= 1.0 => Some((self.due_steps(), false)),
            _ => None,
        };
        let Some((to, is_full_speed)) = wanted else { return };
        let run = self.work.run_id(cx);
        (self.asked, self.is_stale) = (true, false);
        let (experiment, seed) = (Arc::clone(&self.trained), self.seed);
        let memory = cx.shared.memory();
        cx.submit(JobKind::Train(TrainJob { run, experiment, seed, to, is_full_speed, memory }));
    }

    /// The position after the steps that are due, which are then submitted.
    fn due_steps(&mut self) -> RunPosition {
        let steps = self.due as u64;
        self.due -= steps as f64;
        self.at().plus(steps, self.per_epoch())
    }

    /// Sets how many ticks a run to a target takes.
    pub(super) fn set_pace(&mut self, ticks: Option<u32>) {
        (self.pace, self.due) = (ticks, 0.0);
    }

    /// Takes a report. Returns whether it was for this run.
    pub(super) fn take(&mut self, run: RunId, answer: &Result<Box<RunStatus>, TrainError>, cx: &mut Context) -> bool {
        if let Some(replay) = self.replay.as_mut().filter(|replay| replay.run == run) {
            replay.status = answer.as_ref().ok().cloned();
            let short = replay.status.as_ref().is_some_and(|status| status.at < replay.to && !status.is_over);
            if short {
                self.ask_replay(cx);
            }
            return true;
        }
        if self.work.run() != Some(run) {
            return false;
        }
        self.asked = false;
        match answer {
            Ok(status) => {
                self.count(status);
                self.status = Some(status.clone());
            }
            Err(fault) => self.fault = Some(fault.message()),
        }
        if self.paused.is_none() {
            self.leave();
        }
        if self.target.is_some_and(|target| self.at() >= target) || self.is_over() {
            self.target = None;
            if !self.work.is_running() {
                // The rate was that of the way to the target.
                self.work.pause();
            }
        }
        if self.is_over() {
            self.work.pause();
        }
        if !self.waits {
            self.ask(cx);
        }
        true
    }

    /// Adds what steps cost. For another experiment, counting starts again.
    fn count(&mut self, status: &RunStatus) {
        let Some(new) = status.cost.filter(|cost| cost.steps > 0) else { return };
        let known = self.cost.take().filter(|(of, _)| Arc::ptr_eq(of, &status.experiment));
        let mut all = known.map(|(_, cost)| cost).unwrap_or_default();
        all = TrainingCost { steps: all.steps + new.steps, time: all.time + new.time };
        if all.time > FORGOTTEN {
            // What is older counts half.
            all = TrainingCost { steps: all.steps.div_ceil(2), time: all.time / 2 };
        }
        self.cost = Some((Arc::clone(&status.experiment), all));
    }

    /// The microseconds that training takes for an epoch, while the run moves. A run that stands still does not show
    /// them, so that its frame depends on its steps alone.
    pub(super) fn epoch_cost(&self) -> Option<f64> {
        let (_, cost) = self.cost.as_ref().filter(|_| self.is_moving())?;
        Some(cost.time.as_secs_f64() * 1e6 / cost.steps as f64 * self.per_epoch() as f64)
    }

    /// A tick of the program's own time.
    pub(super) fn tick(&mut self, cx: &mut Context) {
        if !self.is_moving() {
            return;
        }
        let per_epoch = self.per_epoch();
        self.work.tick(self.at().steps(per_epoch) as f64 / per_epoch as f64);
        let steps = match (self.target, self.pace) {
            (Some(target), Some(ticks)) => {
                let all = target.steps(per_epoch).saturating_sub(self.from.steps(per_epoch));
                Some(all as f64 / f64::from(ticks.max(1)))
            }
            (None, _) if self.work.is_running() => {
                self.speed.rate(self.experiment.epochs).map(|rate| rate * per_epoch as f64 / TICKS)
            }
            _ => None,
        };
        if let Some(steps) = steps {
            // If training cannot keep up, late steps are dropped. They do not add up.
            self.due = (self.due + steps).min(2.0 * steps + 1.0);
        }
        self.ask(cx);
    }

    /// Goes back to an epoch. A second run is trained from the start to that epoch, and shown when it is there.
    pub(super) fn replay(&mut self, epoch: u64, cx: &mut Context) {
        self.pause();
        let run = cx.shared.run_id();
        self.replay = Some(Replay { run, to: RunPosition::epoch(epoch), status: None });
        self.ask_replay(cx);
    }

    fn ask_replay(&self, cx: &mut Context) {
        let Some(replay) = &self.replay else { return };
        let (experiment, seed) = (Arc::clone(&self.trained), self.seed);
        let memory = cx.shared.memory();
        let job = TrainJob { run: replay.run, experiment, seed, to: replay.to, is_full_speed: false, memory };
        cx.submit(JobKind::Train(job));
    }
}

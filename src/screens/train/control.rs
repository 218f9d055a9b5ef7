//! The run of the room: which jobs it asks for, and what they reported.
//!
//! Training is pulled. One job is under way at a time; after its report, the next one says how far to go. While the run is
//! paused, none is asked for. The state of the run depends on the steps that it has done and on nothing else.

use super::speed::Speed;
use crate::jobs::train::{RunPosition, RunStatus, TrainError, TrainJob};
use crate::jobs::{JobKind, RunId};
use crate::nn::experiment::Experiment;
use crate::screens::Context;
use crate::screens::runs::work::{TICKS, Work};
use crate::words::{Message, ToMessage};
use std::sync::Arc;

/// The rate is that of the last second.
const WINDOW: usize = 30;

/// An epoch that was gone back to.
#[derive(Clone, Debug)]
pub(super) struct Replay {
    run: RunId,
    pub(super) to: RunPosition,
    pub(super) status: Option<Box<RunStatus>>,
}

/// A run, and what is to become of it.
#[derive(Debug)]
pub(super) struct TrainControl {
    pub(super) experiment: Arc<Experiment>,
    pub(super) seed: u64,
    pub(super) speed: Speed,
    pub(super) work: Work,
    /// The last report.
    pub(super) status: Option<Box<RunStatus>>,
    /// Why the experiment can't be.
    pub(super) fault: Option<Message>,
    pub(super) replay: Option<Replay>,
    /// Gone to as fast as it goes, whether it is running or not.
    target: Option<RunPosition>,
    /// A job is under way.
    asked: bool,
    /// Steps that are due at this speed and have not been asked for.
    due: f64,
}

impl TrainControl {
    /// A run at its beginning; nothing is asked yet.
    pub(super) fn new(experiment: Arc<Experiment>, seed: u64) -> Self {
        Self {
            experiment,
            seed,
            speed: Speed::Whole,
            work: Work::with_window(WINDOW),
            status: None,
            fault: None,
            replay: None,
            target: None,
            asked: false,
            due: 0.0,
        }
    }

    /// How far the run has come.
    pub(super) fn at(&self) -> RunPosition {
        self.status.as_ref().map_or(RunPosition::default(), |status| status.at)
    }

    /// Whether nothing is left to do.
    pub(super) fn is_over(&self) -> bool {
        self.fault.is_some() || self.status.as_ref().is_some_and(|status| status.over)
    }

    /// Whether it goes on, by itself or to where it was sent.
    pub(super) fn is_moving(&self) -> bool {
        !self.is_over() && (self.work.is_running() || self.target.is_some())
    }

    /// What is shown of the models: the run as it is, or the epoch that was gone back to.
    pub(super) fn shown(&self) -> Option<&RunStatus> {
        let replayed = self.replay.as_ref().and_then(|replay| replay.status.as_deref());
        replayed.or(self.status.as_deref())
    }

    /// From the beginning again: the same seed, and so the same first weights.
    pub(super) fn restart(&mut self) {
        (self.status, self.fault, self.replay) = (None, None, None);
        (self.target, self.asked, self.due) = (None, false, 0.0);
        self.work.forget();
    }

    /// Another experiment or another seed, from the beginning.
    pub(super) fn set(&mut self, experiment: Arc<Experiment>, seed: u64) {
        (self.experiment, self.seed) = (experiment, seed);
        self.restart();
    }

    /// Starts or pauses; at the end, starts over.
    pub(super) fn toggle(&mut self, cx: &mut Context) {
        self.replay = None;
        if self.is_moving() {
            self.pause();
            return;
        }
        if self.is_over() {
            self.restart();
        }
        self.work.start();
        self.ask(cx);
    }

    /// Stands still.
    pub(super) fn pause(&mut self) {
        (self.target, self.due) = (None, 0.0);
        self.work.pause();
    }

    /// Goes somewhere as fast as it goes, and stands still there.
    pub(super) fn go(&mut self, to: RunPosition, cx: &mut Context) {
        self.pause();
        self.replay = None;
        self.target = Some(to);
        self.ask(cx);
    }

    /// Where it will stand: where it was sent, else where it is.
    pub(super) fn aim(&self) -> RunPosition {
        self.target.unwrap_or(self.at())
    }

    /// Steps in an epoch; 1 until there is a report.
    pub(super) fn per_epoch(&self) -> u64 {
        self.status.as_ref().map_or(1, |status| status.per_epoch)
    }

    /// Asks for what is wanted next, unless a job is under way.
    pub(super) fn ask(&mut self, cx: &mut Context) {
        if self.asked || self.fault.is_some() {
            return;
        }
        let wanted = match self.target {
            _ if self.status.is_none() => Some((self.at(), false)),
            Some(target) if !self.is_over() => Some((target, false)),
            _ if !self.work.is_running() || self.is_over() => None,
            _ if self.speed == Speed::Full => Some((RunPosition::epoch(self.experiment.epochs), true)),
            _ if self.due >= 1.0 => {
                let steps = self.due as u64;
                self.due -= steps as f64;
                Some((self.at().plus(steps, self.per_epoch()), false))
            }
            _ => None,
        };
        let Some((to, free)) = wanted else { return };
        let run = self.work.run_id(cx);
        self.asked = true;
        let (experiment, seed) = (Arc::clone(&self.experiment), self.seed);
        let memory = cx.shared.memory();
        cx.submit(JobKind::Train(TrainJob { run, experiment, seed, to, free, memory }));
    }

    /// Takes an answer; whether it was for this run.
    pub(super) fn take(&mut self, run: RunId, answer: &Result<Box<RunStatus>, TrainError>, cx: &mut Context) -> bool {
        if let Some(replay) = self.replay.as_mut().filter(|replay| replay.run == run) {
            replay.status = answer.as_ref().ok().cloned();
            let short = replay.status.as_ref().is_some_and(|status| status.at < replay.to && !status.over);
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
            Ok(status) => self.status = Some(status.clone()),
            Err(fault) => self.fault = Some(fault.message()),
        }
        if self.target.is_some_and(|target| self.at() >= target) || self.is_over() {
            self.target = None;
        }
        if self.is_over() {
            self.work.pause();
        }
        self.ask(cx);
        true
    }

    /// A tick of the program's own time.
    pub(super) fn tick(&mut self, cx: &mut Context) {
        if !self.is_moving() {
            return;
        }
        let per_epoch = self.per_epoch();
        self.work.tick(self.at().steps(per_epoch) as f64 / per_epoch as f64);
        if let Some(rate) =
            self.speed.rate(self.experiment.epochs).filter(|_| self.work.is_running() && self.target.is_none())
        {
            let steps = rate * per_epoch as f64 / TICKS;
            // Steps that training can't keep up with are dropped. They do not add up.
            self.due = (self.due + steps).min(2.0 * steps + 1.0);
        }
        self.ask(cx);
    }

    /// Goes back to an epoch: a run of its own from the same beginning, looked at when it has come there.
    pub(super) fn replay(&mut self, epoch: u64, cx: &mut Context) {
        self.pause();
        let run = cx.shared.run_id();
        self.replay = Some(Replay { run, to: RunPosition::epoch(epoch), status: None });
        self.ask_replay(cx);
    }

    fn ask_replay(&self, cx: &mut Context) {
        let Some(replay) = &self.replay else { return };
        let (experiment, seed) = (Arc::clone(&self.experiment), self.seed);
        let memory = cx.shared.memory();
        let job = TrainJob { run: replay.run, experiment, seed, to: replay.to, free: false, memory };
        cx.submit(JobKind::Train(job));
    }
}

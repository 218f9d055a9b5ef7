//! Long work: held, moved on as time passes, and never further than a script may go.

use super::HeadlessPlayer;
use crate::app::Event;
use crate::jobs::bench::{Job, Queue};
use crate::jobs::sweep;
use crate::jobs::train::{self, Position};
use crate::words::errors;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// At full speed, a tick is this part of a run: there is no clock to say how far it goes.
const SLICES: u64 = 30;

errors! {
    /// Why a script is not played to its end.
    #[derive(Eq)]
    pub(super) enum HeldError: "held" {
        /// It waits for nothing.
        Idle = "idle",
        /// It waits too long.
        Ticks { most: u64 } = "ticks",
        /// It trains too much.
        Training { most: u64 } = "training",
    }
}

/// Whether time says how far this goes; where a script is `stopped`, nothing else is trained either.
pub(super) fn takes_time(request: &Job, stopped: bool) -> bool {
    match request {
        Job::Train(order) => order.free || stopped,
        Job::Sweep(_) => true,
        Job::Picture { .. } | Job::Keep { .. } | Job::Complete { .. } | Job::Survey { .. } => false,
    }
}

/// What stops a request that is being served.
pub(super) fn stop_of(request: &Job) -> Option<Arc<AtomicBool>> {
    if let Job::Sweep(order) = request { Some(Arc::clone(&order.stop)) } else { None }
}

/// What a request belongs to.
fn run_of(request: &Job) -> Option<u64> {
    match request {
        Job::Train(order) => Some(order.run),
        Job::Sweep(order) => Some(order.run),
        Job::Picture { .. } | Job::Keep { .. } | Job::Complete { .. } | Job::Survey { .. } => None,
    }
}

/// Steps of the longest run of a sweep.
fn steps_of_run(order: &sweep::SweepJob) -> u64 {
    order.setup.variants().iter().map(|cell| cell.experiment.steps()).max().unwrap_or(1).max(1)
}

impl HeadlessPlayer {
    /// Lets the work that is held go on by a part of it. A sweep waits for the one before it, as it does where threads
    /// serve them: the bench keeps one.
    pub(super) fn flow(&mut self, go: &mut dyn FnMut() -> bool) {
        let mut sweeps = 0;
        for request in std::mem::take(&mut self.held) {
            sweeps += usize::from(request.desk() == Queue::Sweeps);
            if self.stopped || (request.desk() == Queue::Sweeps && sweeps > 1) {
                self.held.push_back(request);
            } else {
                let part = self.part(request);
                self.ask(part, go);
            }
        }
    }

    /// A key may have changed what is wanted of work that is held: it answers that it has come no further.
    pub(super) fn answer_keys(&mut self, go: &mut dyn FnMut() -> bool) {
        let mut first = true;
        for request in std::mem::take(&mut self.held) {
            let answers = match &request {
                Job::Sweep(order) => std::mem::take(&mut first) && order.stop.load(Ordering::Relaxed),
                Job::Train(_) | Job::Picture { .. } | Job::Keep { .. } | Job::Complete { .. } | Job::Survey { .. } => {
                    true
                }
            };
            if self.stopped || !answers {
                self.held.push_back(request);
                continue;
            }
            let asked = match request {
                Job::Train(order) => {
                    let to = self.bench.trained(order.run);
                    Job::Train(train::TrainJob { to, free: false, ..order })
                }
                other => other,
            };
            self.ask(asked, go);
        }
    }

    /// Lets time pass until the long work of the room in front has come so far, and not a step further.
    pub(super) fn until(&mut self, target: Position, go: &mut dyn FnMut() -> bool) {
        let mut ticks = self.limits.ticks;
        while let Some((at, over)) = self.app.progress()
            && at < target
            && !over
            && !self.is_at_end(go)
        {
            self.limit = self.app.under_way().map(|run| (run, target));
            if let Some(request) = self.take_front() {
                self.ask(request, go);
            } else if !self.app.is_moving() {
                self.failure = Some(HeldError::Idle.into());
                break;
            } else if ticks == 0 {
                self.failure = Some(HeldError::Ticks { most: self.limits.ticks }.into());
                self.stopped = true;
            } else {
                ticks -= 1;
                self.happen(Event::Tick, go);
            }
        }
        self.limit = None;
    }

    /// The work of the room in front, if it is held and its turn has come.
    fn take_front(&mut self) -> Option<Job> {
        let run = self.app.under_way();
        let place = self.held.iter().position(|held| run.is_some() && run_of(held) == run)?;
        let waits = self.held.iter().take(place).any(|held| held.desk() == Queue::Sweeps);
        if self.held[place].desk() == Queue::Sweeps && waits {
            return None;
        }
        let mut request = self.held.remove(place)?;
        if let Job::Train(order) = &mut request {
            order.free = false;
        }
        Some(request)
    }

    /// As much of it as a tick lets go on.
    fn part(&self, mut request: Job) -> Job {
        match &mut request {
            Job::Train(order) => {
                let at = self.bench.trained(order.run);
                let part = (order.experiment.epochs / SLICES).max(1);
                order.to = order.to.min(Position { epoch: at.epoch.saturating_add(part), ..at });
                order.free = false;
            }
            Job::Sweep(order) => {
                let part = (order.setup.own_runs() / SLICES).max(1);
                order.to = order.to.min(self.bench.swept(order.run).saturating_add(part));
            }
            Job::Picture { .. } | Job::Keep { .. } | Job::Complete { .. } | Job::Survey { .. } => {}
        }
        request
    }

    /// Serves a request now, and what follows from its answers.
    fn ask(&mut self, request: Job, go: &mut dyn FnMut() -> bool) {
        let effects = self.answer(request, go);
        self.serve(effects, go);
    }

    /// Cuts off what goes past the place that is waited for, or past what the script may still train.
    pub(super) fn hold_to_limits(&mut self, request: &mut Job) {
        let limit = self.limit.filter(|(run, _)| run_of(request) == Some(*run)).map(|(_, target)| target);
        let cut = match request {
            Job::Train(order) => {
                order.to = order.to.min(limit.unwrap_or(order.to)).min(Position::epoch(order.experiment.epochs));
                let (per_epoch, at) = (order.experiment.steps_per_epoch(), self.bench.trained(order.run));
                let most = at.plus(self.left, per_epoch);
                let cut = order.to.steps(per_epoch) > most.steps(per_epoch);
                if cut {
                    order.to = most;
                }
                cut
            }
            Job::Sweep(order) => {
                order.to = order.to.min(limit.map_or(order.to, |target| target.epoch));
                let done = self.bench.swept(order.run);
                let most = done.saturating_add(self.left / steps_of_run(order));
                let cut = order.to > most && !order.stop.load(Ordering::Relaxed);
                if cut {
                    order.to = most;
                }
                cut
            }
            Job::Picture { .. } | Job::Keep { .. } | Job::Complete { .. } | Job::Survey { .. } => false,
        };
        if cut {
            self.failure = Some(HeldError::Training { most: self.limits.training }.into());
            self.stopped = true;
        }
    }

    /// Steps that were trained of what a request asks for.
    pub(super) fn trained(&self, request: &Job) -> u64 {
        match request {
            Job::Train(order) => self.bench.trained(order.run).steps(order.experiment.steps_per_epoch()),
            Job::Sweep(order) => self.bench.swept(order.run).saturating_mul(steps_of_run(order)),
            Job::Picture { .. } | Job::Keep { .. } | Job::Complete { .. } | Job::Survey { .. } => 0,
        }
    }
}

//! The sweep of the room: which job it submits, and what that reported.

use crate::jobs::sweep::{SweepJob, SweepStatus};
use crate::jobs::{JobKind, RunId};
use crate::nn::memory::Memory;
use crate::nn::sweep::{SweepError, SweepSetup};
use crate::screens::runs::work::Work;
use crate::screens::{Context, ExhibitError};
use crate::words::{Message, ToMessage};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The rate is measured over the last two seconds.
const WINDOW: usize = 60;

/// A sweep, and its progress.
#[derive(Debug)]
pub(super) struct SweepControl {
    /// The sweep, or why it is impossible.
    pub(super) setup: Result<Arc<SweepSetup>, Message>,
    pub(super) status: Option<Box<SweepStatus>>,
    pub(super) work: Work,
    threads: Option<NonZeroUsize>,
    memory: Memory,
    /// Stops the running job.
    out: Option<Arc<AtomicBool>>,
    /// The ticks that the whole sweep takes at least; `None` for full speed.
    pace: Option<u32>,
    /// Runs that are due at that pace.
    due: f64,
}

impl SweepControl {
    pub(super) fn new(threads: usize, memory: Memory) -> Self {
        Self {
            setup: Err(ExhibitError::NoExperiment.into()),
            status: None,
            work: Work::with_window(WINDOW),
            threads: NonZeroUsize::new(threads),
            memory,
            out: None,
            pace: None,
            due: 0.0,
        }
    }

    /// A control without a sweep, with the same settings.
    pub(super) fn unbegun(&self) -> Self {
        let mut control = Self::new(0, self.memory);
        (control.threads, control.pace) = (self.threads, self.pace);
        control
    }

    /// Sets another sweep.
    pub(super) fn set(&mut self, setup: Result<Arc<SweepSetup>, Message>) {
        self.restart();
        // If not even one run of a sweep fits, the sweep is refused now, not when it is started.
        let fits =
            |setup: &SweepSetup| setup.threads_within(self.memory, NonZeroUsize::MIN).map(drop).map_err(Message::from);
        self.setup = setup.and_then(|setup| fits(&setup).map(|()| setup));
    }

    /// Drops all results.
    pub(super) fn restart(&mut self) {
        self.pause();
        (self.status, self.out) = (None, None);
        self.work.forget();
    }

    /// Stops the running job. Results are kept.
    pub(super) fn pause(&mut self) {
        self.work.pause();
        if let Some(stop) = &self.out {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Starts, pauses or continues; at the end, restarts.
    pub(super) fn toggle(&mut self, cx: &mut Context) {
        if self.work.is_running() {
            self.pause();
            return;
        }
        if self.is_over() {
            self.restart();
        }
        self.work.start();
        self.ask(cx);
    }

    /// Asks for the rest of the sweep, unless a job is running.
    pub(super) fn ask(&mut self, cx: &mut Context) {
        let Ok(setup) = &self.setup else { return };
        if !self.work.is_running() || self.out.is_some() || self.is_over() {
            return;
        }
        let to = match self.pace {
            None => setup.own_runs(),
            Some(_) if self.due < 1.0 => return,
            Some(_) => (self.done() + self.due as u64).min(setup.own_runs()),
        };
        self.due = 0.0;
        let wanted = self.threads.or(std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
        let threads = setup.threads_within(self.memory, wanted).ok();
        let run = self.work.run_id(cx);
        let stop = Arc::new(AtomicBool::new(false));
        self.out = Some(Arc::clone(&stop));
        let job = SweepJob { run, setup: Arc::clone(setup), threads, to, stop };
        cx.submit(JobKind::Sweep(job));
    }

    /// Takes a report. Returns whether it was for this sweep.
    pub(super) fn take(&mut self, run: RunId, answer: &Result<Box<SweepStatus>, SweepError>, cx: &mut Context) -> bool {
        if self.work.run() != Some(run) {
            return false;
        }
        match answer {
            Ok(status) => {
                if status.at_rest {
                    self.out = None;
                }
                self.status = Some(status.clone());
            }
            Err(fault) => (self.out, self.setup) = (None, Err(fault.message())),
        }
        if self.is_over() {
            self.work.pause();
        }
        self.ask(cx);
        true
    }

    pub(super) fn tick(&mut self, cx: &mut Context) {
        if !self.work.is_running() {
            return;
        }
        self.work.tick(self.done() as f64);
        if let Some(ticks) = self.pace {
            self.due += self.all() as f64 / f64::from(ticks.max(1));
        }
        self.ask(cx);
    }

    /// Sets how many ticks the whole sweep takes at least.
    pub(super) fn set_pace(&mut self, ticks: Option<u32>) {
        (self.pace, self.due) = (ticks, 0.0);
    }

    /// The number of finished runs.
    pub(super) fn done(&self) -> u64 {
        self.status.as_ref().map_or(0, |status| status.done)
    }

    pub(super) fn all(&self) -> u64 {
        self.setup.as_ref().map_or(0, |setup| setup.own_runs())
    }

    /// Whether nothing is left to do.
    pub(super) fn is_over(&self) -> bool {
        self.setup.is_err() || self.status.as_ref().is_some_and(|status| status.is_over() && status.at_rest)
    }

    pub(super) fn is_moving(&self) -> bool {
        self.work.is_running() && !self.is_over()
    }
}

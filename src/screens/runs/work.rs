//! Long work of a room: whether it continues by itself, the id of its run, and its rate.

use crate::jobs::RunId;
use crate::screens::Context;
use std::collections::VecDeque;

/// Ticks per second.
pub(crate) const TICKS: f64 = 30.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongWork {
    /// The room has none.
    None,
    /// No job was submitted yet.
    NotStarted,
    Run(RunId),
}

#[derive(Debug)]
pub(crate) struct Work {
    running: bool,
    run: Option<RunId>,
    /// The amount done at each of the last ticks.
    done: VecDeque<f64>,
    /// The number of ticks over which the rate is measured.
    window: usize,
}

impl Work {
    /// Work that has not started, with a rate measured over `window` ticks.
    pub(crate) fn with_window(window: usize) -> Self {
        Self { running: false, run: None, done: VecDeque::new(), window }
    }

    /// Whether it continues by itself.
    pub(crate) fn is_running(&self) -> bool {
        self.running
    }

    pub(crate) fn start(&mut self) {
        self.running = true;
    }

    pub(crate) fn pause(&mut self) {
        self.running = false;
        self.done.clear();
    }

    /// The next work is another run. Late reports are ignored.
    pub(crate) fn forget(&mut self) {
        self.run = None;
        self.done.clear();
    }

    /// The id of its run if a job was submitted.
    pub(crate) fn run(&self) -> Option<RunId> {
        self.run
    }

    /// The id of its run. It is created if there is none yet.
    pub(crate) fn run_id(&mut self, cx: &mut Context) -> RunId {
        *self.run.get_or_insert_with(|| cx.shared.run_id())
    }

    pub(crate) fn long_work(&self) -> LongWork {
        self.run.map_or(LongWork::NotStarted, LongWork::Run)
    }

    /// Records the amount done in a tick.
    pub(crate) fn tick(&mut self, done: f64) {
        if self.done.len() > self.window {
            self.done.pop_front();
        }
        self.done.push_back(done);
    }

    /// The amount done per second, once a tenth of the window is known.
    pub(crate) fn rate(&self) -> Option<f64> {
        let (first, last) = (self.done.front()?, self.done.back()?);
        let ticks = self.done.len() - 1;
        (ticks >= self.window / 10 && last > first).then(|| (last - first) * TICKS / ticks as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_window() {
        let mut work = Work::with_window(30);
        (0..3_u32).for_each(|n| work.tick(f64::from(n)));
        assert_eq!(work.rate(), None, "too little is known");
        work.tick(3.0);
        assert_eq!(work.rate(), Some(30.0));
        (0..40_u32).for_each(|n| work.tick(3.0 + f64::from(n) * 2.0));
        assert_eq!(work.rate(), Some(60.0), "what is older is forgotten");
        work.pause();
        assert_eq!(work.rate(), None);
    }
}

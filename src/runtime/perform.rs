//! Performs what the application asks for. This is the only place where effects reach the world. There is a world with
//! a terminal and one without; the application and the table of jobs are the same for both.

use crate::app::{App, Event};
use crate::jobs::{Job, Jobs};
use crate::lessons::Progress;
use crate::screens::{PacingEffect, Requests, WorldEffect};
use std::collections::VecDeque;

/// The effects outside of the application. A method may return an event for the application.
pub(super) trait World {
    /// An error of the terminal.
    type Error;

    /// Starts a job that has the slot of its queue.
    fn start(&mut self, job: Job);
    fn quit(&mut self);
    /// Stops until the shell continues the program.
    fn suspend(&mut self);
    /// Draws every cell of the next frame again.
    fn redraw(&mut self);
    /// Puts a text into the clipboard.
    fn copy(&mut self, text: String) -> Result<Option<Event>, Self::Error>;
    /// Turns mouse reports of the terminal on or off.
    fn mouse(&mut self, on: bool) -> Result<(), Self::Error>;
    /// Writes the screen to a file.
    fn write_frame(&mut self, app: &App) -> Option<Event>;
    /// Saves the progress in the lessons.
    fn save_progress(&mut self, progress: Box<Progress>) -> Option<Event>;
}

/// An application, its jobs, and its world.
pub(super) struct Session<W> {
    pub(super) app: App,
    pub(super) jobs: Jobs,
    pub(super) world: W,
    /// The number of effects done.
    pub(super) count: usize,
}

impl<W: World> Session<W> {
    pub(super) fn new(app: App, world: W) -> Self {
        Self { app, jobs: Jobs::default(), world, count: 0 }
    }

    /// Passes an event to the application and does what it asks for. Returns the pacing effects.
    pub(super) fn update(&mut self, event: Event) -> Result<Vec<PacingEffect>, W::Error> {
        if let Event::Report(report) = &event
            && let Some(next) = self.jobs.note(report)
        {
            self.world.start(next);
        }
        let requests = self.app.update(event);
        self.perform(requests)
    }

    /// Brings derived values up to date before a frame is made.
    pub(super) fn settle(&mut self) -> Result<(), W::Error> {
        let requests = self.app.settle();
        self.perform(requests).map(drop)
    }

    pub(super) fn perform(&mut self, requests: Requests) -> Result<Vec<PacingEffect>, W::Error> {
        let mut effects = VecDeque::from(requests.world);
        while let Some(effect) = effects.pop_front() {
            if let Some(event) = self.do_effect(effect)? {
                effects.extend(self.app.update(event).world);
            }
        }
        Ok(requests.pacing)
    }

    fn do_effect(&mut self, effect: WorldEffect) -> Result<Option<Event>, W::Error> {
        self.count += 1;
        match effect {
            WorldEffect::Submit(job) => {
                if let Some(job) = self.jobs.submit(job) {
                    self.world.start(job);
                }
            }
            WorldEffect::Quit => self.world.quit(),
            WorldEffect::Suspend => self.world.suspend(),
            WorldEffect::Redraw => self.world.redraw(),
            WorldEffect::Copy(text) => return self.world.copy(text),
            WorldEffect::Mouse(on) => self.world.mouse(on)?,
            WorldEffect::WriteFrame => {
                self.settle()?;
                return Ok(self.world.write_frame(&self.app));
            }
            WorldEffect::SaveProgress(progress) => return Ok(self.world.save_progress(progress)),
        }
        Ok(None)
    }
}

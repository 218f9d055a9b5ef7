//! What the application asks for, done: the one place where effects reach the world. A terminal and a player without one
//! are two worlds; the application and the table of jobs are the same for both.

use crate::app::{App, Event};
use crate::jobs::{Job, Jobs};
use crate::lessons::Progress;
use crate::screens::{PacingEffect, Requests, WorldEffect};
use std::collections::VecDeque;

/// What can be done outside of the application. A method may return an event for the application.
pub(super) trait World {
    /// What can go wrong with the terminal.
    type Error;

    /// Starts a job that has the slot of its queue.
    fn start(&mut self, job: Job);
    /// Leaves the program.
    fn quit(&mut self);
    /// Stops until the shell brings the program back.
    fn suspend(&mut self);
    /// Draws every cell of the next frame anew.
    fn redraw(&mut self);
    /// Puts a text into the reader's clipboard.
    fn copy(&mut self, text: String) -> Result<Option<Event>, Self::Error>;
    /// Has the terminal report the mouse, or stops that.
    fn mouse(&mut self, on: bool) -> Result<(), Self::Error>;
    /// Writes what is on the screen into a file.
    fn write_frame(&mut self, app: &App) -> Option<Event>;
    /// Saves how far the reader has come in the lessons.
    fn save_progress(&mut self, progress: Box<Progress>) -> Option<Event>;
}

/// An application, its jobs, and the world that it runs in.
pub(super) struct Session<W> {
    pub(super) app: App,
    pub(super) jobs: Jobs,
    pub(super) world: W,
    /// How many effects were done.
    pub(super) count: usize,
}

impl<W: World> Session<W> {
    pub(super) fn new(app: App, world: W) -> Self {
        Self { app, jobs: Jobs::default(), world, count: 0 }
    }

    /// Gives the application an event and does what it asks for; returns what concerns the pacing of frames.
    pub(super) fn update(&mut self, event: Event) -> Result<Vec<PacingEffect>, W::Error> {
        if let Event::Report(report) = &event
            && let Some(next) = self.jobs.note(report)
        {
            self.world.start(next);
        }
        let requests = self.app.update(event);
        self.perform(requests)
    }

    /// Brings what is derived up to date, before a frame is made.
    pub(super) fn settle(&mut self) -> Result<(), W::Error> {
        let requests = self.app.settle();
        self.perform(requests).map(drop)
    }

    /// Does what the application asks for.
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

//! The same application without clock, terminal or threads: a job is done as soon as it is asked for.
//!
//! Long work (a run at full speed, a sweep) goes on as ticks pass instead. Each tick takes every run of the queue further by
//! a thirtieth, and the sweep that has the slot. `until:` takes the work of the room in front further and nothing else,
//! unless that work has to wait for others.

mod ticks;
mod world;

use super::at_home;
use super::perform::Session;
use super::progress_file::ProgressFile;
use crate::app::{App, Event};
use crate::input::{Script, ScriptLimits, ScriptStep};
use crate::jobs::train::RunPosition;
use crate::jobs::{Budget, Job, JobKind, JobReport, JobRunner, JobUpdate, PictureSource, RunId, RunProgress};
use crate::screens::{Exhibit, LongWork, Requests};
use crate::words::{Message, ToMessage};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;
use world::HeadlessWorld;

/// How long to wait for another program that has locked a file: nobody watches, and nothing is tried again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Plays scripts and makes frames.
pub struct HeadlessPlayer {
    session: Session<HeadlessWorld>,
    runner: JobRunner,
    failure: Option<Message>,
    /// This run goes no further than here.
    limit: Option<(RunId, RunPosition)>,
    /// What the script is held to, and how many steps it may still train.
    limits: ScriptLimits,
    budget: Budget,
    /// The script is not played any further: it has trained all that it may, or whoever plays it wants no more.
    stopped: bool,
}

impl HeadlessPlayer {
    /// Starts with an application of that size and what it asked for.
    pub fn new(app: App, requests: Requests, size: Size) -> Self {
        let mut player = Self {
            session: Session::new(app, HeadlessWorld::new(size)),
            runner: JobRunner::with_patience(PATIENCE),
            failure: None,
            limit: None,
            limits: ScriptLimits::OWN,
            budget: Budget::new(ScriptLimits::OWN.training),
            stopped: false,
        };
        player.perform(requests, &mut || true);
        player
    }

    /// Keeps progress in the lessons, too.
    pub fn keep_with(&mut self, keeper: ProgressFile) {
        self.session.world.progress = keeper;
    }

    /// Writes frames that are asked for into this folder.
    pub fn write_into(&mut self, folder: PathBuf) {
        self.session.world.folder = Some(folder);
    }

    /// What was copied since this was asked last.
    pub fn take_copied(&mut self) -> Option<String> {
        self.session.world.copied.take()
    }

    /// Why something that was asked for since this was asked last is not to be had.
    pub fn take_failure(&mut self) -> Option<Message> {
        self.failure.take()
    }

    /// What was copied last.
    pub fn copied(&self) -> Option<&str> {
        self.session.world.copied.as_deref()
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.session.app
    }

    /// Goes to an exhibit.
    ///
    /// # Errors
    /// The part of the line that makes no sense, in one sentence.
    pub fn open(&mut self, exhibit: &Exhibit) -> Result<(), Message> {
        self.renew(ScriptLimits::OWN);
        let requests = self.session.app.open(exhibit)?;
        self.perform(requests, &mut || true);
        Ok(())
    }

    /// Why the last thing that was asked for is not to be had, a picture for one.
    pub fn failure(&self) -> Option<&Message> {
        self.failure.as_ref()
    }

    /// Whether the application asked to be left.
    pub fn has_quit(&self) -> bool {
        self.session.world.has_quit
    }

    /// Lets one thing happen, and everything that follows from it; returns how many effects that had outside of the
    /// application.
    pub fn event(&mut self, event: Event) -> usize {
        self.renew(ScriptLimits::OWN);
        let before = self.session.count;
        self.happen(event, &mut || true);
        self.session.count - before
    }

    /// Plays a script, until its end, until the application is left, or until `go` says no. `go` is asked between steps:
    /// before each press and each tick, and now and then while something is trained.
    pub fn play(&mut self, script: &Script, go: &mut dyn FnMut() -> bool) {
        self.renew(script.limits);
        for step in &script.steps {
            let (event, count) = match step {
                ScriptStep::Press(key, count) => (Event::Key(*key), *count),
                ScriptStep::Ticks(count) => (Event::Tick, *count),
                ScriptStep::Size(columns, rows) => (Event::Resize(Size::new(*columns, *rows)), 1),
                ScriptStep::Until(epoch, step) => {
                    self.until(RunPosition { epoch: *epoch, step: *step }, go);
                    continue;
                }
            };
            for _ in 0..count {
                if self.is_at_end(go) {
                    return;
                }
                self.happen(event.clone(), go);
            }
        }
    }

    /// What comes now may do as much as a script may.
    fn renew(&mut self, limits: ScriptLimits) {
        (self.limits, self.budget, self.stopped) = (limits, Budget::new(limits.training), false);
    }

    fn is_at_end(&mut self, go: &mut dyn FnMut() -> bool) -> bool {
        self.stopped |= !go();
        self.session.world.has_quit || self.stopped
    }

    fn happen(&mut self, event: Event, go: &mut dyn FnMut() -> bool) {
        if let Event::Resize(size) = event {
            self.session.world.size = size;
        }
        let (is_key, is_tick) = (matches!(event, Event::Key(_)), matches!(event, Event::Tick));
        self.update(event);
        self.work(go);
        if is_key {
            self.answer_keys(go);
        } else if is_tick {
            self.flow(go);
        }
    }

    fn update(&mut self, event: Event) {
        let Ok(_) = self.session.update(event);
        let Ok(()) = self.session.settle();
    }

    fn perform(&mut self, requests: Requests, go: &mut dyn FnMut() -> bool) {
        let Ok(_) = self.session.perform(requests);
        self.work(go);
    }

    /// Tries again to save progress that could not be saved; returns a sentence if it still can't be.
    pub fn keep_again(&mut self) -> Option<String> {
        if let Some(event) = self.session.world.save_again() {
            self.session.app.update(event);
        }
        self.session.app.unkept()
    }

    /// How far the long work of the room in front has come; `None` if the room has none.
    pub fn progress(&self) -> Option<RunProgress> {
        match self.session.app.long_work() {
            LongWork::None => None,
            LongWork::NotStarted => Some(RunProgress::default()),
            LongWork::Run(run) => Some(self.session.jobs.progress(run)),
        }
    }

    /// Does a job that has the slot of its queue, or a part of it, and lets the application have its reports.
    fn run(&mut self, mut job: Job, part: Option<u64>, go: &mut dyn FnMut() -> bool) {
        let part = self.hold_to_limits(&mut job, part);
        let before = self.runner.at(&job);
        let stop = if let JobKind::Sweep(job) = &job.kind { Some(job.stop.clone()) } else { None };
        let mut stopped = false;
        let mut more = || {
            stopped |= !go();
            if let Some(stop) = stop.as_ref().filter(|_| stopped) {
                stop.store(true, Ordering::Relaxed);
            }
            !stopped
        };
        let mut reports: Vec<JobReport> = Vec::new();
        self.runner.run_to(at_home(job.clone()), part, &mut more, &mut |report| reports.push(report));
        self.stopped |= stopped;
        self.budget.spend(&job, before, self.runner.at(&job));
        for report in reports {
            // A path that was corrected is no failure any more. The picture that stands in for another corrects nothing.
            match &report.update {
                JobUpdate::Picture(Err(error)) => self.failure = Some(error.message()),
                JobUpdate::Picture(Ok(_)) if is_file(&job) => self.failure = None,
                _ => {}
            }
            self.update(Event::Report(report));
        }
    }

    /// What is on the screen.
    pub fn frame(&self) -> Buffer {
        let mut buf = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, self.session.world.size)));
        self.session.app.render(buf.area, &mut buf);
        buf
    }
}

/// Whether a picture of the reader's own was asked for.
fn is_file(job: &Job) -> bool {
    matches!(&job.kind, JobKind::LoadPicture { source: PictureSource::File(_), .. })
}

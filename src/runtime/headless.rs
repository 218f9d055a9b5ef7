//! The application without clock, terminal or threads. A job is done as soon as it is submitted.
//!
//! Long work (a run at full speed, a sweep) continues as ticks pass instead. Each tick trains every run of the queue by
//! a thirtieth, and the sweep that has the slot. `until:` advances only the work of the current room, unless that has
//! to wait for other work.

mod ticks;
mod world;

use super::at_home;
use super::perform::Session;
use super::progress_file::ProgressFile;
use super::reader_files::ReaderFiles;
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

/// How long to wait for another program that has locked a file. Nobody is watching, and nothing is tried again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Plays scripts and makes frames.
pub struct HeadlessPlayer {
    session: Session<HeadlessWorld>,
    runner: JobRunner,
    failure: Option<Message>,
    /// Why a room did not get the data that it waited for.
    fault: Option<Message>,
    /// The position at which this run stops.
    limit: Option<(RunId, RunPosition)>,
    /// The limits of the script, and the steps that it may still train.
    limits: ScriptLimits,
    budget: Budget,
    /// Whether the script ends here: it has used up its training steps, or the caller has stopped it.
    stopped: bool,
}

impl HeadlessPlayer {
    /// Starts with an application of that size and its first requests.
    pub fn new(app: App, requests: Requests, size: Size) -> Self {
        Self::reaching(ReaderFiles { patience: PATIENCE, has_input: false }, app, requests, size)
    }

    /// The same, if standard input may be read as a file, because no keys come from it.
    pub fn beside_input(app: App, requests: Requests, size: Size) -> Self {
        Self::reaching(ReaderFiles { patience: PATIENCE, has_input: true }, app, requests, size)
    }

    fn reaching(files: ReaderFiles, app: App, requests: Requests, size: Size) -> Self {
        let mut player = Self {
            session: Session::new(app, HeadlessWorld::new(size)),
            runner: JobRunner::new(Box::new(files)),
            failure: None,
            fault: None,
            limit: None,
            limits: ScriptLimits::OWN,
            budget: Budget::new(ScriptLimits::OWN.training),
            stopped: false,
        };
        player.perform(requests, &mut || true);
        player
    }

    /// Saves progress in the lessons to this file.
    pub fn keep_with(&mut self, keeper: ProgressFile) {
        self.session.world.progress = keeper;
    }

    /// Writes requested frames to this folder.
    pub fn write_into(&mut self, folder: PathBuf) {
        self.session.world.folder = Some(folder);
    }

    /// The text copied since the last call.
    pub fn take_copied(&mut self) -> Option<String> {
        self.session.world.copied.take()
    }

    /// The failure since the last call, if there was one.
    pub fn take_failure(&mut self) -> Option<Message> {
        self.failure.take()
    }

    /// The text copied last.
    pub fn copied(&self) -> Option<&str> {
        self.session.world.copied.as_deref()
    }

    pub fn app(&self) -> &App {
        &self.session.app
    }

    /// Goes to an exhibit. Files of data that it needs are read.
    ///
    /// # Errors
    /// A part of the line is invalid, or a file of data.
    pub fn open(&mut self, exhibit: &Exhibit) -> Result<(), Message> {
        self.renew(ScriptLimits::OWN);
        let requests = self.session.app.open(exhibit)?;
        self.fault = None;
        self.perform(requests, &mut || true);
        self.fault.take().map_or(Ok(()), Err)
    }

    /// Why the last request failed, for example to load a picture or a file of data.
    pub fn failure(&self) -> Option<&Message> {
        self.failure.as_ref().or(self.fault.as_ref())
    }

    /// Whether the application asked to quit.
    pub fn has_quit(&self) -> bool {
        self.session.world.has_quit
    }

    /// Handles one event and everything that follows from it. Returns the number of effects outside of the application.
    pub fn event(&mut self, event: Event) -> usize {
        self.renew(ScriptLimits::OWN);
        let before = self.session.count;
        self.happen(event, &mut || true);
        self.session.count - before
    }

    /// Plays a script until its end, until the application quits, or until `go` returns false. `go` is called between
    /// steps: before each press and each tick, and regularly during training.
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

    /// Lets ticks pass after a script, within what is left of its limits.
    pub fn pass(&mut self, ticks: u64) {
        for _ in 0..ticks {
            if self.is_at_end(&mut || true) {
                return;
            }
            self.happen(Event::Tick, &mut || true);
        }
    }

    /// Resets the limits, so that the next input may do as much as a whole script.
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
        if let Some(fault) = self.session.app.take_fault() {
            self.fault = Some(fault);
        }
    }

    fn perform(&mut self, requests: Requests, go: &mut dyn FnMut() -> bool) {
        let Ok(_) = self.session.perform(requests);
        self.work(go);
    }

    /// Tries again to save progress. Returns a sentence if that fails.
    pub fn keep_again(&mut self) -> Option<String> {
        if let Some(event) = self.session.world.save_again() {
            self.session.app.update(event);
        }
        self.session.app.unkept()
    }

    /// The progress of the long work in the current room; `None` if the room has none.
    pub fn progress(&self) -> Option<RunProgress> {
        match self.session.app.long_work() {
            LongWork::None => None,
            LongWork::NotStarted => Some(RunProgress::default()),
            LongWork::Run(run) => Some(self.session.jobs.progress(run)),
        }
    }

    /// Does a job that has the slot of its queue, or a part of it, and delivers its reports to the application.
    fn run(&mut self, mut job: Job, part: Option<u64>, go: &mut dyn FnMut() -> bool) {
        let part = self.hold_to_limits(&mut job, part);
        let before = self.runner.at(&job);
        let stop = match &job.kind {
            JobKind::Sweep(job) => Some(job.stop.clone()),
            JobKind::ReadTable(job) => Some(job.stop.clone()),
            _ => None,
        };
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
            // Loading a picture clears the failure of an earlier path. The built-in picture that replaces a missing one
            // does not.
            match &report.update {
                JobUpdate::Picture(Err(error)) => self.failure = Some(error.message()),
                JobUpdate::Picture(Ok(_)) if is_file(&job) => self.failure = None,
                _ => {}
            }
            self.update(Event::Report(report));
        }
    }

    /// The current screen.
    pub fn frame(&self) -> Buffer {
        let mut buf = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, self.session.world.size)));
        self.session.app.render(buf.area, &mut buf);
        buf
    }
}

/// Whether the job loads a picture of the reader.
fn is_file(job: &Job) -> bool {
    matches!(&job.kind, JobKind::LoadPicture { source: PictureSource::File(_), .. })
}

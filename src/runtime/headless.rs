//! The same application without clock, terminal or threads: every request is served at once.
//!
//! Long work (a run at full speed, a sweep) is held instead, in the order it was asked for, and goes on as ticks pass. Each
//! tick moves every run that is held by a thirtieth, and the sweep that was asked for first. `until:` moves the work of the
//! room in front alone; other rooms stand still meanwhile, unless that work has to wait for theirs.

mod held;

use super::at_home;
use super::progress_file::ProgressFile;
use super::screenshot;
use crate::app::{App, Event};
use crate::input::{Script, ScriptLimits, ScriptStep};
use crate::jobs::bench::{Job, JobReport, JobRunner, PictureSource};
use crate::jobs::train::Position;
use crate::lessons::Progress;
use crate::screens::{Effect, Exhibit};
use crate::words::{Message, untyped};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long another program is waited for that has a file: nobody watches, and nothing is tried again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Plays scripts and makes frames.
pub struct HeadlessPlayer {
    app: App,
    bench: JobRunner,
    size: Size,
    quit: bool,
    failure: Option<Message>,
    /// Work that goes as far as time allows; it stands still here until the script lets time pass.
    held: VecDeque<Job>,
    /// This run goes no further than here.
    limit: Option<(u64, Position)>,
    /// What the script is held to, and how many steps it may still train.
    limits: ScriptLimits,
    left: u64,
    /// The script is not played any further: it has trained all that it may, or whoever plays it wants no more.
    stopped: bool,
    /// Where progress in the lessons is kept: nowhere, unless asked for.
    keeper: ProgressFile,
    /// What could not be kept; it is tried again with the next line of keys and at the end.
    unkept: Option<Box<Progress>>,
    /// Where frames are written: nowhere, unless asked for.
    folder: Option<PathBuf>,
    /// What was copied last.
    copied: Option<String>,
}

impl HeadlessPlayer {
    /// Starts with an application of that size and what it asked for.
    pub fn new(app: App, effects: Vec<Effect>, size: Size) -> Self {
        let (bench, keeper) = (JobRunner::with_patience(PATIENCE), ProgressFile::default());
        let mut player = Self {
            app,
            bench,
            size,
            quit: false,
            failure: None,
            held: VecDeque::new(),
            limit: None,
            limits: ScriptLimits::OWN,
            left: ScriptLimits::OWN.training,
            stopped: false,
            keeper,
            unkept: None,
            folder: None,
            copied: None,
        };
        player.serve(effects, &mut || true);
        player
    }

    /// Keeps progress in the lessons, too.
    pub fn keep_with(&mut self, keeper: ProgressFile) {
        self.keeper = keeper;
    }

    /// Writes frames that are asked for into this folder.
    pub fn write_into(&mut self, folder: PathBuf) {
        self.folder = Some(folder);
    }

    /// What was copied since this was asked last.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Why something that was asked for since this was asked last is not to be had.
    pub fn take_failure(&mut self) -> Option<Message> {
        self.failure.take()
    }

    /// What was copied last.
    pub fn copied(&self) -> Option<&str> {
        self.copied.as_deref()
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Goes to an exhibit.
    ///
    /// # Errors
    /// The part of the line that makes no sense, in one sentence.
    pub fn open(&mut self, exhibit: &Exhibit) -> Result<(), Message> {
        self.renew(ScriptLimits::OWN);
        let effects = self.app.open(exhibit)?;
        self.serve(effects, &mut || true);
        Ok(())
    }

    /// Why the last thing that was asked for is not to be had, a picture for one.
    pub fn failure(&self) -> Option<&Message> {
        self.failure.as_ref()
    }

    /// Whether the application asked to be left.
    pub fn has_quit(&self) -> bool {
        self.quit
    }

    /// Lets one thing happen, and everything that follows from it; returns how many effects were asked for.
    pub fn event(&mut self, event: Event) -> usize {
        self.renew(ScriptLimits::OWN);
        self.happen(event, &mut || true)
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
                    self.until(Position { epoch: *epoch, step: *step }, go);
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
        (self.limits, self.left, self.stopped) = (limits, limits.training, false);
    }

    fn is_at_end(&mut self, go: &mut dyn FnMut() -> bool) -> bool {
        self.stopped |= !go();
        self.quit || self.stopped
    }

    fn happen(&mut self, event: Event, go: &mut dyn FnMut() -> bool) -> usize {
        if let Event::Resize(size) = event {
            self.size = size;
        }
        let (is_key, is_tick) = (matches!(event, Event::Key(_)), matches!(event, Event::Tick));
        let mut effects = self.app.update(event);
        effects.extend(self.app.settle());
        let asked = effects.len();
        self.serve(effects, go);
        if is_key {
            self.answer_keys(go);
        } else if is_tick {
            self.flow(go);
        }
        asked
    }

    fn serve(&mut self, effects: Vec<Effect>, go: &mut dyn FnMut() -> bool) {
        let mut waiting = effects;
        while let Some(effect) = waiting.pop() {
            match effect {
                Effect::Ask(request) if held::takes_time(&request, self.stopped) => self.held.push_back(request),
                Effect::Ask(request) => waiting.extend(self.answer(request, go)),
                Effect::Quit => self.quit = true,
                Effect::Keep(progress) => self.keep(progress),
                Effect::Copy(text) => self.copied = Some(text),
                Effect::Write => {
                    if let Some(folder) = &self.folder {
                        let said = screenshot::write(&self.app, self.size, folder);
                        self.app.update(said);
                    }
                }
                Effect::Suspend | Effect::Mouse(_) | Effect::Redraw | Effect::Go(_) | Effect::Glide => {}
            }
        }
    }

    /// Tries again to keep what could not be kept; returns a sentence if it can't be kept still.
    pub fn keep_again(&mut self) -> Option<String> {
        if let Some(progress) = self.unkept.take() {
            self.keep(progress);
        }
        self.app.unkept()
    }

    fn keep(&mut self, progress: Box<Progress>) {
        match self.keeper.keep(&progress) {
            Ok(()) => {
                self.unkept = None;
                self.app.update(Event::Kept);
            }
            Err(reason) => {
                self.unkept = Some(progress);
                self.app.update(Event::Unkept(reason.into()));
            }
        }
    }

    fn answer(&mut self, mut request: Job, go: &mut dyn FnMut() -> bool) -> Vec<Effect> {
        self.hold_to_limits(&mut request);
        let before = self.trained(&request);
        let stop = held::stop_of(&request);
        let mut stopped = false;
        let mut more = || {
            stopped |= !go();
            if let Some(stop) = stop.as_ref().filter(|_| stopped) {
                stop.store(true, Ordering::Relaxed);
            }
            !stopped
        };
        let mut reports: Vec<JobReport> = Vec::new();
        let asked = request.clone();
        self.bench.serve(at_home(request), &mut more, &mut |report| reports.push(report));
        self.stopped |= stopped;
        self.left = self.left.saturating_sub(self.trained(&asked).saturating_sub(before));
        let mut effects = Vec::new();
        for report in reports {
            // A path that was corrected is no failure any more; the picture that stands in for another mends nothing.
            match &report {
                JobReport::Picture { result: Err(error), .. } => self.failure = Some(untyped(error)),
                JobReport::Picture { .. } if is_file(&asked) => self.failure = None,
                _ => {}
            }
            effects.extend(self.app.update(Event::Report(report)));
        }
        effects.extend(self.app.settle());
        effects
    }

    /// What is on the screen.
    pub fn frame(&self) -> Buffer {
        let mut buf = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, self.size)));
        self.app.render(buf.area, &mut buf);
        buf
    }
}

/// Whether a picture of the reader's was asked for.
fn is_file(request: &Job) -> bool {
    matches!(request, Job::Picture { source: PictureSource::File(_), .. })
}

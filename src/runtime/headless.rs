//! The same application without clock, terminal or threads: every request is served at once.

use super::at_home;
use super::keepsake;
use super::progress::Keeper;
use crate::app::{App, Event};
use crate::input::{Script, Step};
use crate::lab::bench::{Bench, Report, Request};
use crate::lab::running::Position;
use crate::lessons::Progress;
use crate::screens::{Effect, Exhibit};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use std::path::PathBuf;

/// At full speed, a tick is this part of a run: there is no clock to say how far it goes.
const SLICES: u64 = 30;

/// Plays scripts and makes frames.
pub struct Player {
    app: App,
    bench: Bench,
    size: Size,
    quit: bool,
    failure: Option<String>,
    /// Work that goes as far as time allows; it stands still here until the script lets time pass.
    held: Option<Request>,
    /// No run goes past this.
    limit: Option<Position>,
    /// Where progress in the lessons is kept: nowhere, unless asked for.
    keeper: Keeper,
    /// What could not be kept; it is tried again with the next line of keys and at the end.
    unkept: Option<Box<Progress>>,
    /// Where frames are written: nowhere, unless asked for.
    folder: Option<PathBuf>,
    /// What was copied last.
    copied: Option<String>,
}

impl Player {
    /// Starts with an application of that size and what it asked for.
    pub fn new(app: App, effects: Vec<Effect>, size: Size) -> Self {
        let (bench, keeper) = (Bench::default(), Keeper::default());
        let mut player = Self {
            app,
            bench,
            size,
            quit: false,
            failure: None,
            held: None,
            limit: None,
            keeper,
            unkept: None,
            folder: None,
            copied: None,
        };
        player.serve(effects);
        player
    }

    /// Keeps progress in the lessons, too.
    pub fn keep_with(&mut self, keeper: Keeper) {
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
    pub fn take_failure(&mut self) -> Option<String> {
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
    pub fn open(&mut self, exhibit: &Exhibit) -> Result<(), String> {
        let effects = self.app.open(exhibit)?;
        self.serve(effects);
        Ok(())
    }

    /// Why the last thing that was asked for is not to be had, a picture for one.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Whether the application asked to be left.
    pub fn has_quit(&self) -> bool {
        self.quit
    }

    /// Lets one thing happen, and everything that follows from it; returns how many effects were asked for.
    pub fn event(&mut self, event: Event) -> usize {
        if let Event::Resize(size) = event {
            self.size = size;
        }
        let (is_key, is_tick) = (matches!(event, Event::Key(_)), matches!(event, Event::Tick));
        let mut effects = self.app.update(event);
        effects.extend(self.app.settle());
        let asked = effects.len();
        self.serve(effects);
        // A key may have changed what is wanted of the run that is held: it answers that it has come no further.
        if is_key {
            self.flow(0);
        } else if is_tick {
            self.flow(SLICES);
        }
        asked
    }

    /// Plays a script, until its end or until the application is left.
    pub fn play(&mut self, script: &Script) {
        for step in &script.0 {
            if self.quit {
                return;
            }
            match step {
                Step::Press(key) => {
                    self.event(Event::Key(*key));
                }
                Step::Ticks(count) => (0..*count).for_each(|_| {
                    self.event(Event::Tick);
                }),
                Step::Size(columns, rows) => {
                    self.event(Event::Resize(Size::new(*columns, *rows)));
                }
                Step::Until(epoch, step) => self.until(Position { epoch: *epoch, step: *step }),
            }
        }
    }

    /// Lets the work that is held go on by one of `slices` parts of it; not at all if that is 0.
    fn flow(&mut self, slices: u64) {
        let Some(((at, _), mut held)) = self.app.progress().zip(self.held.take()) else { return };
        let part = |all: u64| all.checked_div(slices).map_or(0, |part| part.max(1));
        match &mut held {
            Request::Train(order) => {
                order.to =
                    order.to.min(Position { epoch: at.epoch.saturating_add(part(order.experiment.epochs)), ..at });
                order.free = false;
            }
            Request::Sweep(order) => order.to = order.to.min(at.epoch.saturating_add(part(order.setup.own_runs()))),
            _ => {}
        }
        self.ask(held);
    }

    /// Lets time pass until the long work of the room in front has come so far, and not a step further.
    fn until(&mut self, target: Position) {
        self.limit = Some(target);
        while let Some((at, over)) = self.app.progress()
            && at < target
            && !over
        {
            if let Some(mut held) = self.held.take() {
                if let Request::Train(order) = &mut held {
                    order.free = false;
                }
                self.ask(held);
            } else if self.app.is_moving() {
                self.event(Event::Tick);
            } else {
                self.failure = Some("the script waits for something, but nothing is running".to_owned());
                break;
            }
        }
        self.limit = None;
    }

    fn serve(&mut self, effects: Vec<Effect>) {
        let mut waiting = effects;
        while let Some(effect) = waiting.pop() {
            match effect {
                Effect::Ask(request) if takes_time(&request) => self.held = Some(request),
                Effect::Ask(request) => waiting.extend(self.answer(request)),
                Effect::Quit => self.quit = true,
                Effect::Keep(progress) => self.keep(progress),
                Effect::Copy(text) => self.copied = Some(text),
                Effect::Write => {
                    if let Some(folder) = &self.folder {
                        let said = keepsake::write(&self.app, self.size, folder);
                        self.app.update(said);
                    }
                }
                Effect::Suspend | Effect::Mouse(_) | Effect::Redraw | Effect::Go(_) | Effect::Glide => {}
            }
        }
    }

    /// Tries again to keep what could not be kept.
    ///
    /// # Errors
    /// It can't be kept still: a sentence.
    pub fn keep_again(&mut self) -> Result<(), String> {
        if let Some(progress) = self.unkept.take() {
            self.keep(progress);
        }
        self.app.unkept().map_or(Ok(()), |sentence| Err(sentence.to_owned()))
    }

    fn keep(&mut self, progress: Box<Progress>) {
        match self.keeper.keep(&progress) {
            Ok(()) => {
                self.unkept = None;
                self.app.update(Event::Kept);
            }
            Err(reason) => {
                self.unkept = Some(progress);
                self.app.update(Event::Unkept(reason));
            }
        }
    }

    /// Serves a request now, and what follows from its answers.
    fn ask(&mut self, request: Request) {
        let effects = self.answer(request);
        self.serve(effects);
    }

    fn answer(&mut self, mut request: Request) -> Vec<Effect> {
        match (&mut request, self.limit) {
            (Request::Train(order), Some(limit)) => order.to = order.to.min(limit),
            (Request::Sweep(order), Some(limit)) => order.to = order.to.min(limit.epoch),
            _ => {}
        }
        let mut reports: Vec<Report> = Vec::new();
        self.bench.serve(at_home(request), &mut || true, &mut |report| reports.push(report));
        let mut effects = Vec::new();
        for report in reports {
            // A path that was corrected is no failure any more.
            if let Report::Picture { result, .. } = &report {
                self.failure = result.as_ref().err().map(ToString::to_string);
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

/// Whether time says how far this goes.
fn takes_time(request: &Request) -> bool {
    match request {
        Request::Train(order) => order.free,
        Request::Sweep(_) => true,
        _ => false,
    }
}

//! The same application without clock, terminal or threads: every request is served at once.

use super::at_home;
use crate::app::{App, Event};
use crate::input::{Script, Step};
use crate::lab::bench::{Bench, Report};
use crate::screens::{Effect, Exhibit};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;

/// Plays scripts and makes frames.
pub struct Player {
    app: App,
    bench: Bench,
    size: Size,
    quit: bool,
    failure: Option<String>,
}

impl Player {
    /// Starts with an application of that size and what it asked for.
    pub fn new(app: App, effects: Vec<Effect>, size: Size) -> Self {
        let mut player = Self { app, bench: Bench::default(), size, quit: false, failure: None };
        player.serve(effects);
        player
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

    /// Why the last picture that could not be had could not be had.
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
        let mut effects = self.app.update(event);
        effects.extend(self.app.settle());
        let asked = effects.len();
        self.serve(effects);
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
            }
        }
    }

    fn serve(&mut self, effects: Vec<Effect>) {
        let mut waiting = effects;
        while let Some(effect) = waiting.pop() {
            match effect {
                Effect::Ask(request) => {
                    let mut reports: Vec<Report> = Vec::new();
                    self.bench.serve(at_home(request), &mut |report| reports.push(report));
                    for report in reports {
                        if let Report::Picture { result: Err(error), .. } = &report {
                            self.failure = Some(error.to_string());
                        }
                        waiting.extend(self.app.update(Event::Report(report)));
                    }
                    waiting.extend(self.app.settle());
                }
                Effect::Quit => self.quit = true,
                Effect::Suspend | Effect::Redraw => {}
            }
        }
    }

    /// What is on the screen.
    pub fn frame(&self) -> Buffer {
        let mut buf = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, self.size)));
        self.app.render(buf.area, &mut buf);
        buf
    }
}

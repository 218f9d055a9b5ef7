//! A flood of events on all rooms. What takes long is cut short or never answered, as a bench may be that is busy: it is
//! the application that is tried here.
//!
//! `ACTLAB_EVENTS=1000000` sends about so many; without it as many as take a second or two.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use actlab::app::{App, Event};
use actlab::config;
use actlab::jobs::runner::{Job, JobReport, JobRunner, PictureSource};
use actlab::jobs::train::RunPosition as Place;
use actlab::picture::{Picture, PictureLimits};
use actlab::screens::{Effect, Options, SCREENS};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use std::sync::{Arc, OnceLock};
use support::storm::event;

/// Events of one sequence at most; half of that on average.
const LONGEST: usize = 400;
/// More samples than this are never answered.
const MOST_SAMPLES: usize = 2000;
/// No run goes further.
const FURTHEST: Place = Place { epoch: 2, step: 0 };

/// The picture of the program, unpacked once.
fn picture() -> Arc<Picture> {
    static PICTURE: OnceLock<Arc<Picture>> = OnceLock::new();
    let load = || {
        let mut picture = None;
        let channel = "luma".parse().expect("a channel");
        let request =
            Job::Picture { ticket: 0, source: PictureSource::BuiltIn, channel, limits: PictureLimits::default() };
        JobRunner::default().serve(request, &mut || true, &mut |report| {
            if let JobReport::Picture { result, .. } = report {
                picture = result.ok();
            }
        });
        picture.expect("a picture")
    };
    Arc::clone(PICTURE.get_or_init(load))
}

struct Flooded {
    app: App,
    bench: JobRunner,
    size: Size,
}

impl Flooded {
    fn open(room: &str) -> Self {
        let empty = tempfile::NamedTempFile::new().expect("a temporary file");
        let loaded = config::load(Some(empty.path()), &[]).expect("the defaults");
        let size = Size::new(120, 40);
        let (mut app, mut effects) = App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an app");
        effects.extend(app.open(&room.parse().expect("an exhibit")).expect("a room"));
        let mut flooded = Self { app, bench: JobRunner::default(), size };
        flooded.serve(effects);
        flooded
    }

    fn serve(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Ask(request) = effect else { continue };
            let mut reports = Vec::new();
            let request = match request {
                Job::Picture { ticket, source: PictureSource::BuiltIn, .. } => {
                    reports.push(JobReport::Picture { ticket, result: Ok(picture()) });
                    None
                }
                Job::Survey { ref setup, .. } => (setup.count <= MOST_SAMPLES).then_some(request),
                Job::Train(mut order) => {
                    (order.to, order.free) = (order.to.min(FURTHEST), false);
                    Some(Job::Train(order))
                }
                Job::Sweep(mut order) => {
                    order.to = order.to.min(1);
                    Some(Job::Sweep(order))
                }
                Job::Picture { .. } | Job::Keep { .. } | Job::Complete { .. } => None,
            };
            if let Some(request) = request {
                self.bench.serve(request, &mut || true, &mut |report| reports.push(report));
            }
            for report in reports {
                // What it asks for in turn is lost: a bench owes nothing.
                drop(self.app.update(Event::Report(report)));
            }
        }
    }

    fn take(&mut self, event: Event) {
        if let Event::Resize(size) = event {
            self.size = size;
        }
        let effects = self.app.update(event);
        self.serve(effects);
    }

    fn frame(&mut self) -> Buffer {
        let effects = self.app.settle();
        self.serve(effects);
        drop(self.app.settle());
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.width, self.size.height));
        self.app.render(buf.area, &mut buf);
        buf
    }
}

fn flood(room: &str, cases: usize) {
    let config =
        Config { cases: u32::try_from(cases).expect("a number"), failure_persistence: None, ..Config::default() };
    let sequence = (prop::collection::vec(event(), 1..LONGEST), 1..60_usize);
    let outcome = TestRunner::new(config).run(&sequence, |(events, burst)| {
        let mut flooded = Flooded::open(room);
        for burst in events.chunks(burst) {
            burst.iter().cloned().for_each(|event| flooded.take(event));
            flooded.frame();
        }
        prop_assert_eq!(flooded.frame(), flooded.frame(), "a frame depends on the state alone");
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{room}: {error}");
    }
}

#[test]
fn nothing_that_comes_in_breaks_any_room() {
    let events: usize = std::env::var("ACTLAB_EVENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let cases = (events / SCREENS.len() / (LONGEST / 2)).max(1);
    let done: Vec<_> = SCREENS.iter().map(|entry| std::thread::spawn(move || flood(entry.id, cases))).collect();
    for room in done {
        room.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    }
}

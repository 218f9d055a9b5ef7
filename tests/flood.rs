//! A flood of events on all rooms. Long jobs are shortened or never answered, as if a job thread were busy. The
//! application is what is tested here.
//!
//! `ACTLAB_EVENTS=1000000` sets the approximate number of events. Without it, the test takes a second or two.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use actlab::app::{App, Event};
use actlab::config;
use actlab::jobs::train::RunPosition;
use actlab::jobs::{Job, JobId, JobKind, JobReport, JobRunner, JobUpdate, PictureSource};
use actlab::lessons::{Course, Lesson};
use actlab::nn::experiment;
use actlab::picture::{Picture, PictureLimits};
use actlab::runtime::reader_files::ReaderFiles;
use actlab::screens::{Options, Requests, SCREENS, WorldEffect};
use actlab::words::Language;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use std::sync::{Arc, OnceLock};
use support::storm::event;

/// The most events of one sequence; half of that on average.
const LONGEST: usize = 400;
/// Jobs with more samples than this are never answered.
const MOST_SAMPLES: usize = 2000;
/// No run goes further than this.
const FURTHEST: RunPosition = RunPosition { epoch: 2, step: 0 };

/// The built-in picture, decoded once.
fn picture() -> Arc<Picture> {
    static PICTURE: OnceLock<Arc<Picture>> = OnceLock::new();
    let load = || {
        let mut picture = None;
        let channel = "luma".parse().expect("a channel");
        let kind = JobKind::LoadPicture { source: PictureSource::BuiltIn, channel, limits: PictureLimits::default() };
        JobRunner::new(Box::new(ReaderFiles::default())).run(Job { id: JobId(0), kind }, &mut || true, &mut |report| {
            if let JobUpdate::Picture(result) = report.update {
                picture = result.ok();
            }
        });
        picture.expect("a picture")
    };
    Arc::clone(PICTURE.get_or_init(load))
}

struct Flooded {
    app: App,
    runner: JobRunner,
    size: Size,
}

impl Flooded {
    fn open(exhibit: &str) -> Self {
        let empty = tempfile::NamedTempFile::new().expect("a temporary file");
        let loaded = config::load(Some(empty.path()), &[]).expect("the defaults");
        let size = Size::new(120, 40);
        let (mut app, mut effects) = App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an app");
        effects.extend(app.open(&exhibit.parse().expect("an exhibit")).expect("a room"));
        let mut flooded = Self { app, runner: JobRunner::new(Box::new(ReaderFiles::default())), size };
        flooded.serve(effects);
        flooded
    }

    fn serve(&mut self, requests: Requests) {
        for effect in requests.world {
            let WorldEffect::Submit(Job { id, kind }) = effect else { continue };
            let mut reports = Vec::new();
            let kind = match kind {
                JobKind::LoadPicture { source: PictureSource::BuiltIn, .. } => {
                    reports.push(JobReport { id, is_last: true, update: JobUpdate::Picture(Ok(picture())) });
                    None
                }
                JobKind::SampleStats(ref setup) => (setup.count <= MOST_SAMPLES).then_some(kind),
                JobKind::Train(mut job) => {
                    (job.to, job.is_full_speed) = (job.to.min(FURTHEST), false);
                    Some(JobKind::Train(job))
                }
                JobKind::Sweep(mut job) => {
                    job.to = job.to.min(1);
                    Some(JobKind::Sweep(job))
                }
                JobKind::LoadPicture { .. }
                | JobKind::SaveFunction { .. }
                | JobKind::SaveExperiment { .. }
                | JobKind::CompletePath { .. }
                | JobKind::ReadTable(_) => None,
            };
            if let Some(kind) = kind {
                self.runner.run(Job { id, kind }, &mut || true, &mut |report| reports.push(report));
            }
            for report in reports {
                // The resulting requests are dropped; nothing performs them here.
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

/// Where the events of a room begin: every step of every lesson, every experiment, or the room as it opens.
fn exhibits(room: &str) -> Vec<String> {
    let steps = |(lesson, n)| (1..=lesson_steps(lesson)).map(move |step| format!("walk {n} --step {step}"));
    match room {
        "walk" => Course::built_in().expect("the lessons").lessons.iter().zip(1..).flat_map(steps).collect(),
        "train" | "sweep" => experiment::names().map(|name| format!("{room} {name}")).collect(),
        room => vec![room.to_owned()],
    }
}

fn lesson_steps(lesson: &Lesson) -> usize {
    lesson.text(Language::English).steps.len()
}

fn flood(room: &str, cases: usize) {
    let config =
        Config { cases: u32::try_from(cases).expect("a number"), failure_persistence: None, ..Config::default() };
    let exhibit = prop::sample::select(exhibits(room));
    let sequence = (exhibit, prop::collection::vec(event(), 1..LONGEST), 1..60_usize);
    let outcome = TestRunner::new(config).run(&sequence, |(exhibit, events, burst)| {
        let mut flooded = Flooded::open(&exhibit);
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

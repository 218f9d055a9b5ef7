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
use std::path::Path;
use std::sync::{Arc, OnceLock};
use support::storm::event;

/// The most events of one sequence; half of that on average.
const LONGEST: usize = 400;
/// Jobs with more samples than this are never answered.
const MOST_SAMPLES: usize = 2000;
/// The rounds of requests and answers after an event.
const ROUNDS: usize = 3;
/// Tables of data: classes with missing values and long names, numbers, one input, and one without rows.
const TABLES: [(&str, &str); 4] = [
    (
        "classes.csv",
        "키,몸무게,종\n1.5,2,개\n,3,고양이\n2.5,4,a very long name of a class that does not fit\n3,,개\n4,1,고양이\n",
    ),
    ("numbers.csv", "a,b,c,target\n1,2,3,4.5\n2,3,4,-1e30\n3,5,1e-300,0\n4,5,6,2\n5,6,7,3\n"),
    ("curve.csv", "x,y\n-1,1\n0,0\n1,1\n2,4\n3,9\n"),
    ("empty.csv", "x,y\n"),
];
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

    /// Performs requests, those that the answers lead to, and so on for a few rounds.
    fn serve(&mut self, mut requests: Requests) {
        for _ in 0..ROUNDS {
            let reports: Vec<JobReport> = requests.world.into_iter().flat_map(|effect| self.perform(effect)).collect();
            requests = Requests::default();
            for report in reports {
                requests.extend(self.app.update(Event::Report(report)));
            }
        }
    }

    fn perform(&mut self, effect: WorldEffect) -> Vec<JobReport> {
        let WorldEffect::Submit(Job { id, kind }) = effect else { return Vec::new() };
        let kind = match kind {
            JobKind::LoadPicture { source: PictureSource::BuiltIn, .. } => {
                return vec![JobReport { id, is_last: true, update: JobUpdate::Picture(Ok(picture())) }];
            }
            JobKind::SampleStats(ref setup) if setup.count > MOST_SAMPLES => return Vec::new(),
            JobKind::Train(mut job) => {
                (job.to, job.is_full_speed) = (job.to.min(FURTHEST), false);
                JobKind::Train(job)
            }
            JobKind::Sweep(mut job) => {
                job.to = job.to.min(1);
                JobKind::Sweep(job)
            }
            JobKind::LoadPicture { .. } | JobKind::SaveFunction { .. } | JobKind::SaveExperiment { .. } => {
                return Vec::new();
            }
            JobKind::SampleStats(_) | JobKind::CompletePath { .. } | JobKind::ReadTable(_) => kind,
        };
        let mut reports = Vec::new();
        self.runner.run(Job { id, kind }, &mut || true, &mut |report| reports.push(report));
        reports
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

/// Writes the tables into a folder, and returns exhibit lines of them without the room.
fn tables(folder: &Path) -> Vec<String> {
    let write = |(name, text)| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a table");
        format!("{} --missing mean", path.display())
    };
    TABLES.into_iter().map(write).collect()
}

/// Where the events of a room begin: every step of every lesson, every experiment and table, or the room as it opens.
fn exhibits(room: &str, tables: &[String]) -> Vec<String> {
    let steps = |(lesson, n)| (1..=lesson_steps(lesson)).map(move |step| format!("walk {n} --step {step}"));
    match room {
        "walk" => Course::built_in().expect("the lessons").lessons.iter().zip(1..).flat_map(steps).collect(),
        "train" | "sweep" => {
            let named = experiment::names().map(str::to_owned).chain(tables.iter().cloned());
            named.map(|name| format!("{room} {name}")).collect()
        }
        room => vec![room.to_owned()],
    }
}

fn lesson_steps(lesson: &Lesson) -> usize {
    lesson.text(Language::English).steps.len()
}

fn flood(room: &str, tables: &[String], cases: usize) {
    let config =
        Config { cases: u32::try_from(cases).expect("a number"), failure_persistence: None, ..Config::default() };
    let exhibit = prop::sample::select(exhibits(room, tables));
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
    let folder = tempfile::tempdir().expect("a temporary folder");
    let tables = &tables(folder.path());
    std::thread::scope(|scope| {
        for entry in SCREENS {
            scope.spawn(move || flood(entry.id, tables, cases));
        }
    });
}

//! An application whose jobs are done when a test asks for it, in any order in which threads could do them.

use actlab::app::{App, Event};
use actlab::config;
use actlab::input::parse_key;
use actlab::jobs::{Job, JobReport, JobRunner, Jobs, Queue};
use actlab::runtime::reader_files::ReaderFiles;
use actlab::screens::{Options, Requests, WorldEffect};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use std::collections::VecDeque;

pub(crate) struct Interleaved {
    pub(crate) app: App,
    pub(crate) jobs: Jobs,
    /// One for each queue, as each has its own thread.
    runners: [JobRunner; Queue::ALL.len()],
    /// Jobs that have the slot of their queue and were not done yet.
    started: VecDeque<Job>,
    /// Reports that are on their way.
    reports: VecDeque<JobReport>,
    size: Size,
}

impl Interleaved {
    pub(crate) fn open(exhibit: &str, size: Size) -> Self {
        Self::open_with(exhibit, size, &Options::default(), &[])
    }

    /// The same with choices and settings.
    pub(crate) fn open_with(exhibit: &str, size: Size, choices: &Options, sets: &[String]) -> Self {
        let empty = tempfile::NamedTempFile::new().expect("a temporary file");
        let loaded = config::load(Some(empty.path()), sets).expect("the defaults");
        let (app, requests) = App::new(loaded.config, loaded.keymap, choices, size).expect("an application");
        let (started, reports) = (VecDeque::new(), VecDeque::new());
        let runners = std::array::from_fn(|_| JobRunner::new(Box::new(ReaderFiles::default())));
        let mut opened = Self { app, jobs: Jobs::default(), runners, started, reports, size };
        opened.perform(requests);
        let requests = opened.app.open(&exhibit.parse().expect("an exhibit")).expect("an exhibit that opens");
        opened.perform(requests);
        opened
    }

    fn perform(&mut self, requests: Requests) {
        for effect in requests.world {
            if let WorldEffect::Submit(job) = effect {
                self.started.extend(self.jobs.submit(job));
            }
        }
    }

    pub(crate) fn event(&mut self, event: Event) {
        match &event {
            Event::Resize(size) => self.size = *size,
            Event::Report(report) => self.started.extend(self.jobs.note(report)),
            _ => {}
        }
        let mut requests = self.app.update(event);
        requests.extend(self.app.settle());
        self.perform(requests);
    }

    pub(crate) fn press(&mut self, key: &str) {
        self.event(Event::Key(parse_key(key).expect("a key")));
    }

    /// The jobs that have started and were not done yet.
    pub(crate) fn started(&self) -> impl Iterator<Item = &Job> {
        self.started.iter()
    }

    /// Does the nth of the started jobs, for at most `chunks` chunks. Its reports are then on their way.
    pub(crate) fn serve(&mut self, n: usize, chunks: u32) {
        if self.started.is_empty() {
            return;
        }
        let Some(job) = self.started.remove(n % self.started.len()) else { return };
        let mut left = chunks;
        let mut more = || {
            left = left.saturating_sub(1);
            left > 0
        };
        let queue = Queue::ALL.iter().position(|queue| *queue == job.queue()).expect("a queue");
        let reports = &mut self.reports;
        self.runners[queue].run(job, &mut more, &mut |report| reports.push_back(report));
    }

    /// Delivers the oldest report on its way.
    pub(crate) fn deliver(&mut self) {
        if let Some(report) = self.reports.pop_front() {
            self.event(Event::Report(report));
        }
    }

    /// Runs all jobs to their end.
    pub(crate) fn drain(&mut self) {
        while !(self.started.is_empty() && self.reports.is_empty()) {
            self.serve(0, u32::MAX);
            self.deliver();
        }
    }

    pub(crate) fn frame(&self) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.width, self.size.height));
        self.app.render(buf.area, &mut buf);
        buf
    }
}

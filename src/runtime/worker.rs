//! The bench on threads: one thread a desk, so that a large picture does not hold up the numbers.

use super::at_home;
use super::event::RuntimeEvent;
use crate::app::Event;
use crate::jobs::runner::{Job, JobRunner, Queue};
use std::io;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// How often a sweep is told of, and how soon for the first time.
const NEWS: Duration = Duration::from_millis(100);
const FIRST_NEWS: Duration = Duration::from_millis(25);
/// How long a run is trained before it is looked at. A chunk under way is finished, which may take as long again.
const SLICE: Duration = Duration::from_millis(16);

/// Takes requests; reports come as happenings.
pub(super) struct Worker {
    pictures: Sender<Job>,
    numbers: Sender<Job>,
    files: Sender<Job>,
    training: Sender<Job>,
    sweeps: Sender<Job>,
}

impl Worker {
    /// Starts the threads.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub(super) fn start(happenings: &Sender<RuntimeEvent>) -> io::Result<Self> {
        let desk = |name, alarm| desk(name, alarm, happenings.clone());
        Ok(Self {
            pictures: desk("pictures", SLICE)?,
            numbers: desk("numbers", SLICE)?,
            files: super::shelf_desk::start(happenings.clone())?,
            training: desk("training", SLICE)?,
            sweeps: desk("sweeps", NEWS)?,
        })
    }

    /// Passes a request on; its answer will come, unless the program ends first.
    pub(super) fn ask(&self, request: Job) {
        let desk = match request.desk() {
            Queue::Pictures => &self.pictures,
            Queue::Numbers => &self.numbers,
            Queue::Files => &self.files,
            Queue::Training => &self.training,
            Queue::Sweeps => &self.sweeps,
        };
        // A desk is gone only when the program is about to end.
        drop(desk.send(request));
    }
}

/// Lets everyone else go first, the keyboard above all: a sweep takes every core it gets. Threads that this one starts
/// take after it.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        const LATER: i32 = 10;
        // Where this is not allowed, the sweep goes on as it is.
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), LATER);
    }
}

/// Requests in, reports out; `alarm` is how long a request may go on before it is told that time is up, each time anew.
fn desk(name: &str, alarm: Duration, happenings: Sender<RuntimeEvent>) -> io::Result<Sender<Job>> {
    let (requests, inbox) = channel::<Job>();
    std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        if alarm == NEWS {
            step_back();
        }
        let mut bench = JobRunner::default();
        for request in inbox {
            let mut start = Instant::now();
            let mut due = if alarm == NEWS { FIRST_NEWS } else { alarm };
            let mut more = || {
                let more = start.elapsed() < due;
                if !more {
                    (start, due) = (Instant::now(), alarm);
                }
                more
            };
            bench.serve(at_home(request), &mut more, &mut |report| {
                drop(happenings.send(RuntimeEvent::Event(Event::Report(report))));
            });
        }
    })?;
    Ok(requests)
}

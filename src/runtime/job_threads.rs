//! Runs jobs on threads, one per queue, so that a large picture does not delay numbers.

use super::event::RuntimeEvent;
use super::reader_files::ReaderFiles;
use super::{at_home, user_functions_thread};
use crate::app::Event;
use crate::jobs::{Job, JobRunner, Queue};
use std::io;
use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// When the time slice of a job ends. Training then returns a report; a sweep reports its progress.
struct Slices {
    first: Duration,
    next: Duration,
}

/// How long a run is trained before it reports. A chunk that has begun is finished, which may take as long again.
const SHORT: Slices = Slices { first: Duration::from_millis(16), next: Duration::from_millis(16) };
/// How often a sweep and the reading of a table report. The first report comes sooner.
const LONG: Slices = Slices { first: Duration::from_millis(25), next: Duration::from_millis(100) };

/// How the thread of a queue runs.
struct Service {
    queue: Queue,
    /// The name of the thread.
    name: &'static str,
    slices: Slices,
    /// Whether the thread has low priority, so that the keyboard and everything else come first.
    in_background: bool,
}

/// The queues that a [`JobRunner`] runs. The own functions file has another thread.
static SERVICES: [Service; 5] = [
    Service { queue: Queue::Pictures, name: "pictures", slices: SHORT, in_background: false },
    Service { queue: Queue::Numbers, name: "numbers", slices: SHORT, in_background: false },
    Service { queue: Queue::Tables, name: "tables", slices: LONG, in_background: false },
    Service { queue: Queue::Training, name: "training", slices: SHORT, in_background: false },
    // A sweep uses every core that it gets.
    Service { queue: Queue::Sweeps, name: "sweeps", slices: LONG, in_background: true },
];

/// Runs jobs. Their reports arrive as events.
pub(super) struct JobThreads {
    threads: Vec<(Queue, Sender<Job>)>,
}

impl JobThreads {
    /// Starts the threads. They reach these files.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(super) fn start(events: &Sender<RuntimeEvent>, files: ReaderFiles) -> io::Result<Self> {
        let mut threads = vec![(Queue::Files, user_functions_thread::start(events.clone())?)];
        for service in &SERVICES {
            threads.push((service.queue, serve(service, events.clone(), files)?));
        }
        Ok(Self { threads })
    }

    /// Starts a job. Its reports arrive unless the program ends first.
    pub(super) fn send(&self, job: Job) {
        if let Some((_, thread)) = self.threads.iter().find(|(queue, _)| *queue == job.queue()) {
            // A thread ends only when the program is about to end.
            drop(thread.send(job));
        }
    }
}

/// Lowers the priority of this thread and of those that it starts.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        const LATER: i32 = 10;
        // If this is not permitted, the priority stays as it is.
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), LATER);
    }
}

/// The time since the first look at it.
fn clock() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Starts the thread of a queue.
fn serve(service: &'static Service, events: Sender<RuntimeEvent>, files: ReaderFiles) -> io::Result<Sender<Job>> {
    let (jobs, inbox) = channel::<Job>();
    std::thread::Builder::new().name(service.name.to_owned()).spawn(move || {
        if service.in_background {
            step_back();
        }
        let mut runner = JobRunner::new(Box::new(files)).with_clock(clock);
        for job in inbox {
            let mut start = Instant::now();
            let mut slice = service.slices.first;
            let mut more = || {
                let more = start.elapsed() < slice;
                if !more {
                    (start, slice) = (Instant::now(), service.slices.next);
                }
                more
            };
            runner.run(at_home(job), &mut more, &mut |report| {
                drop(events.send(RuntimeEvent::Event(Event::Report(report))));
            });
        }
    })?;
    Ok(jobs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_queue_has_a_thread() {
        let served: Vec<Queue> = SERVICES.iter().map(|service| service.queue).collect();
        assert!(Queue::ALL.iter().all(|queue| *queue == Queue::Files || served.contains(queue)));
    }
}

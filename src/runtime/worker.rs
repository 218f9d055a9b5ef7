//! The bench on threads: one thread a desk, so that a large picture does not hold up the numbers.

use super::at_home;
use super::live::Happening;
use crate::app::Event;
use crate::lab::bench::{Bench, Desk, Request};
use std::io;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// How long a run is trained before it is looked at. A chunk under way is finished, which may take as long again.
const SLICE: Duration = Duration::from_millis(16);

/// Takes requests; reports come as happenings.
pub(super) struct Worker {
    pictures: Sender<Request>,
    numbers: Sender<Request>,
    training: Sender<Request>,
}

impl Worker {
    /// Starts the threads.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub(super) fn start(happenings: &Sender<Happening>) -> io::Result<Self> {
        let desk = |name| desk(name, happenings.clone());
        Ok(Self { pictures: desk("pictures")?, numbers: desk("numbers")?, training: desk("training")? })
    }

    /// Passes a request on; its answer will come, unless the program ends first.
    pub(super) fn ask(&self, request: Request) {
        let desk = match request.desk() {
            Desk::Pictures => &self.pictures,
            Desk::Numbers => &self.numbers,
            Desk::Training => &self.training,
        };
        // A desk is gone only when the program is about to end.
        drop(desk.send(request));
    }
}

fn desk(name: &str, happenings: Sender<Happening>) -> io::Result<Sender<Request>> {
    let (requests, inbox) = channel::<Request>();
    std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        let mut bench = Bench::default();
        for request in inbox {
            let start = Instant::now();
            bench.serve(at_home(request), &mut || start.elapsed() < SLICE, &mut |report| {
                drop(happenings.send(Happening::Event(Event::Report(report))));
            });
        }
    })?;
    Ok(requests)
}

//! The desk for the file of the reader's own functions: it may have to wait for another program, and it says when another
//! program has written the file after this one.

use super::event::RuntimeEvent;
use crate::app::Event;
use crate::functions::user_functions::{self, UserFunctionsError};
use crate::jobs::runner::{Job, JobReport, JobRunner};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime};

/// Between two looks at a file that this program has written into.
const LOOK: Duration = Duration::from_secs(1);

/// By this a file is known to have been written.
type Stamp = Option<(SystemTime, u64)>;

/// Starts the thread; requests in, reports out.
///
/// # Errors
/// The system has no thread to give.
pub(super) fn start(happenings: Sender<RuntimeEvent>) -> io::Result<Sender<Job>> {
    let (requests, inbox) = channel();
    let send = move |report| drop(happenings.send(RuntimeEvent::Event(Event::Report(report))));
    std::thread::Builder::new().name("files".to_owned()).spawn(move || work(&inbox, send))?;
    Ok(requests)
}

fn work(inbox: &Receiver<Job>, send: impl Fn(JobReport)) {
    let mut watched: Option<(PathBuf, Stamp)> = None;
    loop {
        let came = match &watched {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(_) => inbox.recv_timeout(LOOK),
        };
        match came {
            Ok(request) => {
                if let Job::Keep { path, .. } = &request {
                    let path = path.clone();
                    serve(&request, &send);
                    // The first look reads it in any case: it may have been written again already.
                    watched = Some((path, None));
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some((path, before)) = &mut watched {
                    look(path, before, &send);
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Serves a request until it is served: that another program has the file is said once.
fn serve(request: &Job, send: &impl Fn(JobReport)) {
    let (mut bench, mut said) = (JobRunner::default(), false);
    loop {
        let mut busy = false;
        bench.serve(request.clone(), &mut || true, &mut |report| {
            busy = matches!(report, JobReport::Kept { result: Err(UserFunctionsError::Busy { .. }), .. });
            if !(busy && std::mem::replace(&mut said, true)) {
                send(report);
            }
        });
        if !busy {
            return;
        }
    }
}

/// Says what is in a file that was written since the last look. What can't be read is looked at again later.
fn look(path: &Path, before: &mut Stamp, send: &impl Fn(JobReport)) {
    let now = stamp(path);
    if now != *before
        && let Ok(texts) = user_functions::texts(path)
    {
        *before = now;
        send(JobReport::Rewritten(texts));
    }
}

fn stamp(path: &Path) -> Stamp {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Lock;

    fn keep(path: &Path, text: &str) -> Job {
        Job::Keep { ticket: 1, path: path.to_owned(), name: "f".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_busy_file_is_waited_for_and_what_others_write_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("formulas.toml");
        let (requests, inbox) = channel();
        let (sender, reports) = channel();
        let worker = std::thread::spawn(move || work(&inbox, |report| drop(sender.send(report))));
        let lock = Lock::take(&path, Duration::ZERO).unwrap();
        requests.send(keep(&path, "x")).unwrap();
        let next = || reports.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(matches!(next(), JobReport::Kept { result: Err(UserFunctionsError::Busy { .. }), .. }));
        drop(lock);
        assert!(matches!(next(), JobReport::Kept { result: Ok(_), .. }));
        user_functions::keep(&path, "f", "x + 1", user_functions::PATIENCE).unwrap();
        let JobReport::Rewritten(texts) = next() else { panic!("no news") };
        assert_eq!(texts["f"], "x + 1");
        drop(requests);
        worker.join().unwrap();
    }
}

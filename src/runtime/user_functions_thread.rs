//! The thread for the file of own functions. It may have to wait for another program, and it notices when another
//! program has written the file after this one.

use super::event::RuntimeEvent;
use super::reader_files::ReaderFiles;
use crate::app::Event;
use crate::functions::user_functions::{self, UserFunctionsError};
use crate::jobs::{Job, JobKind, JobReport, JobRunner, JobUpdate};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime};

/// The time between two checks of a file that this program has written.
const LOOK: Duration = Duration::from_secs(1);

/// Modification time and size, which show that a file was written.
type Stamp = Option<(SystemTime, u64)>;

/// Starts the thread.
///
/// # Errors
/// The system cannot start a thread.
pub(super) fn start(events: Sender<RuntimeEvent>) -> io::Result<Sender<Job>> {
    let (jobs, inbox) = channel();
    let send = move |event| drop(events.send(RuntimeEvent::Event(event)));
    std::thread::Builder::new().name("files".to_owned()).spawn(move || work(&inbox, send))?;
    Ok(jobs)
}

fn work(inbox: &Receiver<Job>, send: impl Fn(Event)) {
    let mut watched: Option<(PathBuf, Stamp)> = None;
    loop {
        let received = match &watched {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(_) => inbox.recv_timeout(LOOK),
        };
        match received {
            Ok(job) => {
                save(&job, &send);
                if let JobKind::SaveFunction { path, .. } = job.kind {
                    // The first check reads the file in any case, because it may have been written again already.
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

/// Does a job. While another program has locked the file, it tries again. It reports that once; this is not the last
/// report.
fn save(job: &Job, send: &impl Fn(Event)) {
    let (mut runner, mut is_reported) = (JobRunner::new(Box::new(ReaderFiles::default())), false);
    loop {
        let mut is_busy = false;
        runner.run(job.clone(), &mut || true, &mut |report| {
            is_busy = matches!(report.update, JobUpdate::Saved(Err(UserFunctionsError::Busy { .. })));
            if !(is_busy && std::mem::replace(&mut is_reported, true)) {
                send(Event::Report(JobReport { is_last: !is_busy, ..report }));
            }
        });
        if !is_busy {
            return;
        }
    }
}

/// Sends the content of a file that was written since the last check. A file that cannot be read is checked again
/// later.
fn look(path: &Path, before: &mut Stamp, send: &impl Fn(Event)) {
    let now = stamp(path);
    if now != *before
        && let Ok(texts) = user_functions::texts(path)
    {
        *before = now;
        send(Event::FormulasChanged(texts));
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
    use crate::jobs::JobId;

    fn save(path: &Path, text: &str) -> Job {
        let kind = JobKind::SaveFunction { path: path.to_owned(), name: "f".to_owned(), text: text.to_owned() };
        Job { id: JobId(1), kind }
    }

    #[test]
    fn a_busy_file_is_waited_for_and_what_others_write_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("formulas.toml");
        let (jobs, inbox) = channel();
        let (sender, events) = channel();
        let thread = std::thread::spawn(move || work(&inbox, |event| drop(sender.send(event))));
        let lock = Lock::take(&path, Duration::ZERO).unwrap();
        jobs.send(save(&path, "x")).unwrap();
        let next = || events.recv_timeout(Duration::from_secs(20)).unwrap();
        let saved = || match next() {
            Event::Report(JobReport { is_last, update: JobUpdate::Saved(result), .. }) => (is_last, result),
            other => panic!("{other:?}"),
        };
        assert!(matches!(saved(), (false, Err(UserFunctionsError::Busy { .. }))));
        drop(lock);
        assert!(matches!(saved(), (true, Ok(_))));
        user_functions::keep(&path, "f", "x + 1", user_functions::PATIENCE).unwrap();
        let Event::FormulasChanged(texts) = next() else { panic!("no news") };
        assert_eq!(texts["f"], "x + 1");
        drop(jobs);
        thread.join().unwrap();
    }
}

//! Saves progress on a thread, because another window may have locked the file for a while, and the keyboard must not
//! wait.

use super::event::RuntimeEvent;
use super::progress_file::{KeepError, ProgressFile};
use crate::app::Event;
use crate::lessons::Progress;
use crate::words::ToMessage;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// The time between a failure and the next try.
const AGAIN: Duration = Duration::from_secs(3);
/// How long the end of the program waits for the last try. This is longer than the wait for a lock.
const LAST: Duration = Duration::from_secs(3);

/// Takes progress and saves it. It reports when saving fails and when it works again.
pub(super) struct ProgressWriter {
    progress: Sender<Progress>,
    over: Receiver<Result<(), KeepError>>,
}

impl ProgressWriter {
    /// Starts the thread.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(super) fn start(keeper: ProgressFile, happenings: Sender<RuntimeEvent>) -> io::Result<Self> {
        let (progress, inbox) = channel();
        let (end, over) = channel();
        std::thread::Builder::new().name("progress".to_owned()).spawn(move || {
            let say = |event| drop(happenings.send(RuntimeEvent::Event(event)));
            drop(end.send(work(keeper, &inbox, say)));
        })?;
        Ok(Self { progress, over })
    }

    /// Submits progress to be saved. It replaces progress that was not saved yet.
    pub(super) fn keep(&self, progress: Progress) {
        // The thread ends only after this value is dropped.
        drop(self.progress.send(progress));
    }

    /// Waits until the last progress is saved.
    ///
    /// # Errors
    /// The last progress could not be saved.
    pub(super) fn finish(self) -> Result<(), KeepError> {
        drop(self.progress);
        self.over.recv_timeout(LAST).unwrap_or(Err(KeepError::Silent))
    }
}

/// Saves what arrives until the channel is closed. Returns the error of the last progress.
fn work(mut keeper: ProgressFile, inbox: &Receiver<Progress>, say: impl Fn(Event)) -> Result<(), KeepError> {
    let (mut waiting, mut failed) = (None, None);
    loop {
        let came = match &waiting {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(_) => inbox.recv_timeout(AGAIN),
        };
        let is_last = matches!(came, Err(RecvTimeoutError::Disconnected));
        if let Ok(progress) = came {
            waiting = inbox.try_iter().last().or(Some(progress));
        }
        let kept = waiting.as_ref().map_or(Ok(()), |progress| keeper.keep(progress));
        if is_last {
            return kept;
        }
        match kept {
            Ok(()) => {
                waiting = None;
                if failed.take().is_some() {
                    say(Event::Kept);
                }
            }
            Err(reason) if failed.as_ref() == Some(&reason) => {}
            Err(reason) => {
                say(Event::Unkept(reason.message()));
                failed = Some(reason);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::RecvTimeoutError::Timeout;

    #[test]
    fn a_failure_is_said_once_and_so_is_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file/progress.toml");
        let (keeper, mut progress, _) = ProgressFile::open(Some(path.clone()));
        std::fs::write(dir.path().join("file"), "").unwrap();
        let (happenings, inbox) = channel();
        let keeping = ProgressWriter::start(keeper, happenings).unwrap();
        keeping.keep(progress.clone());
        let event = |patience| match inbox.recv_timeout(patience) {
            Ok(RuntimeEvent::Event(event)) => Some(event),
            Err(Timeout) => None,
            _ => panic!("something else"),
        };
        assert!(matches!(event(Duration::from_secs(9)), Some(Event::Unkept(_))));
        std::fs::remove_file(dir.path().join("file")).unwrap();
        progress.set_done("04-xor", "1");
        keeping.keep(progress.clone());
        assert!(matches!(event(Duration::from_secs(9)), Some(Event::Kept)));
        keeping.keep(progress.clone());
        assert_eq!(keeping.finish(), Ok(()));
        let (_, kept, _) = ProgressFile::open(Some(path));
        assert_eq!(kept, progress);
    }
}

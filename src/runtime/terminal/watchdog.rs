//! Ends the program when a write to the terminal blocks for too long.
//!
//! A client that was stopped or lost reads nothing, so a write to it never returns, and nobody is left to press a key.
//! While nothing is written, nothing runs here.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Is notified of every write.
pub(in crate::runtime) struct Watchdog(Option<Sender<Write>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Write {
    Begun,
    Done,
}

impl Watchdog {
    /// Calls `bite` after a write that takes longer than `patience`; never if that is zero.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(in crate::runtime) fn start(patience: Duration, bite: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        if patience.is_zero() {
            return Ok(Self(None));
        }
        let (writes, inbox) = channel();
        super::input::spawn("watchdog", move || {
            if watch(&inbox, patience) {
                bite();
            }
        })?;
        Ok(Self(Some(writes)))
    }

    /// Watches a write.
    pub(in crate::runtime) fn over<T>(&self, write: impl FnOnce() -> T) -> T {
        self.tell(Write::Begun);
        let outcome = write();
        self.tell(Write::Done);
        outcome
    }

    fn tell(&self, write: Write) {
        if let Some(writes) = &self.0 {
            let _ = writes.send(write);
        }
    }
}

/// Waits for a write that takes too long. Returns false when there are no more writes.
fn watch(inbox: &Receiver<Write>, patience: Duration) -> bool {
    while let Ok(write) = inbox.recv() {
        if write == Write::Begun && matches!(inbox.recv_timeout(patience), Err(RecvTimeoutError::Timeout)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_write_that_does_not_end_is_bitten() {
        let (bites, bitten) = channel();
        let dog = Watchdog::start(Duration::from_millis(20), move || bites.send(()).unwrap()).unwrap();
        for _ in 0..100 {
            dog.over(|| ());
        }
        assert!(bitten.recv_timeout(Duration::from_millis(60)).is_err(), "nothing is written");
        dog.over(|| assert!(bitten.recv_timeout(Duration::from_secs(20)).is_ok(), "it hangs"));
    }
}

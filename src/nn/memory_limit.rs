//! A limit on memory, which a setting holds.

use crate::words::errors;

/// A limit on memory, and the name of the setting that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Bytes.
    pub bytes: u64,
    /// The name of the setting in `config.toml`.
    pub setting: &'static str,
}

impl Memory {
    /// No limit, for experiments that come with the program and for tests.
    pub const UNLIMITED: Self = Self { bytes: u64::MAX, setting: "limits.memory" };

    /// A limit of this many MiB.
    pub fn mebibytes(count: u64, setting: &'static str) -> Self {
        Self { bytes: count.saturating_mul(1 << 20), setting }
    }

    /// Returns an error if `bytes` exceeds the limit. `what` names what needs the memory.
    ///
    /// # Errors
    /// [`MemoryError`] with the need, the limit and the setting.
    pub fn allow(self, what: impl FnOnce() -> MemoryUser, bytes: u64) -> Result<(), MemoryError> {
        if bytes <= self.bytes {
            return Ok(());
        }
        let (need, limit) = (bytes.div_ceil(1 << 20), self.bytes >> 20);
        Err(MemoryError::TooMuch { what: what(), need, limit, setting: self.setting })
    }
}

errors! {
    /// Why something is not started.
    #[derive(Eq)]
    pub enum MemoryError: "memory" {
        /// It needs more memory than a setting allows. Both are in MiB.
        TooMuch { what: MemoryUser, need: u64, limit: u64, setting: &'static str } = "too-much",
    }
}

errors! {
    /// What needs the memory.
    #[derive(Eq)]
    pub enum MemoryUser: "memory-user" {
        /// A run of an experiment.
        Experiment { id: String } = "experiment",
        /// A sweep on any number of threads.
        Sweep { id: String } = "sweep",
        /// A sweep on one thread.
        SweepOnOne { id: String } = "sweep-on-one",
        /// A sweep on several threads.
        SweepOn { id: String, threads: usize } = "sweep-on",
    }
}

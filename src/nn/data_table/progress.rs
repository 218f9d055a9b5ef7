//! How far the reading of a table is.

use crate::words::Words;
use std::path::Path;
use std::time::Duration;

/// How far the reading of a file is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReadProgress {
    /// The bytes that are read.
    pub done: u64,
    /// The bytes of the file, if that is known.
    pub size: Option<u64>,
    /// The time since the beginning.
    pub elapsed: Duration,
}

impl ReadProgress {
    /// The share that is done, in per cent, and the seconds that are left at this speed. `None` if the size is not known.
    pub fn estimate(self) -> Option<(u64, u64)> {
        let size = self.size.filter(|size| *size >= self.done)?;
        let share = self.done as f64 / size.max(1) as f64;
        let left = self.elapsed.as_secs_f64() * (1.0 - share) / share.max(1e-9);
        Some(((share * 100.0) as u64, left.ceil() as u64))
    }

    /// The line that says it.
    pub fn line(self, path: &Path, words: &Words) -> String {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let rate = format!("{:.0}", self.done as f64 / 1e6 / self.elapsed.as_secs_f64().max(1e-3));
        match self.estimate() {
            Some((percent, left)) => {
                let (percent, left) = (percent.to_string(), left.to_string());
                words.fill("reading.line", &[("file", &name), ("percent", &percent), ("rate", &rate), ("left", &left)])
            }
            None => {
                let done = format!("{:.0}", self.done as f64 / 1e6);
                words.fill("reading.stream", &[("file", &name), ("done", &done), ("rate", &rate)])
            }
        }
    }
}

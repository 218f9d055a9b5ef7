//! What can be asked for, and the queue it goes through.

use super::id::{JobId, RunId};
use super::sweep::SweepJob;
use super::train::TrainJob;
use crate::functions::sample_stats::SampleSetup;
use crate::picture::{Channel, PictureLimits};
use std::path::PathBuf;

/// Something that may take long. Its id comes back with each report, so that stale reports are recognised.
#[derive(Clone, Debug)]
pub struct Job {
    /// Comes back with the reports.
    pub id: JobId,
    /// What is to be done.
    pub kind: JobKind,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum JobKind {
    /// Load a picture.
    LoadPicture {
        /// Where it is.
        source: PictureSource,
        /// How its colours become gray.
        channel: Channel,
        /// What it may cost.
        limits: PictureLimits,
    },
    /// List the names that complete a path.
    CompletePath {
        /// The folder.
        folder: PathBuf,
        /// How the names begin.
        start: String,
    },
    /// Save a function of the reader's own in their file.
    SaveFunction {
        /// The file.
        path: PathBuf,
        /// The name of the function.
        name: String,
        /// Its formula.
        text: String,
    },
    /// Train a run further.
    Train(TrainJob),
    /// Train many seeds of an experiment.
    Sweep(SweepJob),
    /// Push samples through a function.
    SampleStats(Box<SampleSetup>),
}

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum PictureSource {
    /// The one that comes with the program.
    BuiltIn,
    /// A file.
    File(PathBuf),
}

/// Jobs of one queue are done one after another. Queues do not wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Pictures and names of files.
    Pictures,
    /// Statistics of samples.
    Numbers,
    /// The reader's own files.
    Files,
    /// Training.
    Training,
    /// Sweeps.
    Sweeps,
}

impl Queue {
    /// All queues.
    pub const ALL: [Self; 5] = [Self::Pictures, Self::Numbers, Self::Files, Self::Training, Self::Sweeps];
}

impl Job {
    /// The queue it goes through.
    pub fn queue(&self) -> Queue {
        match &self.kind {
            JobKind::LoadPicture { .. } | JobKind::CompletePath { .. } => Queue::Pictures,
            JobKind::SampleStats(_) => Queue::Numbers,
            JobKind::SaveFunction { .. } => Queue::Files,
            JobKind::Train(_) => Queue::Training,
            JobKind::Sweep(_) => Queue::Sweeps,
        }
    }

    /// The run that it takes further, if it does.
    pub fn run(&self) -> Option<RunId> {
        match &self.kind {
            JobKind::Train(job) => Some(job.run),
            JobKind::Sweep(job) => Some(job.run),
            JobKind::LoadPicture { .. }
            | JobKind::CompletePath { .. }
            | JobKind::SaveFunction { .. }
            | JobKind::SampleStats(_) => None,
        }
    }

    /// Whether time says how far it goes: a sweep, and a run at full speed.
    pub fn is_timed(&self) -> bool {
        match &self.kind {
            JobKind::Train(job) => job.free,
            JobKind::Sweep(_) => true,
            JobKind::LoadPicture { .. }
            | JobKind::CompletePath { .. }
            | JobKind::SaveFunction { .. }
            | JobKind::SampleStats(_) => false,
        }
    }
}

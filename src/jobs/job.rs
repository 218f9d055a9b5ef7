//! The kinds of jobs, and their queues.

use super::id::{JobId, RunId};
use super::sweep::SweepJob;
use super::table_job::TableJob;
use super::train::TrainJob;
use crate::functions::sample_stats::SampleSetup;
use crate::nn::experiment::SaveLimits;
use crate::picture::{Channel, PictureLimits};
use std::path::PathBuf;

/// Work that may take long. Its id comes back with each report, so that stale reports are recognised.
#[derive(Clone, Debug)]
pub struct Job {
    /// The id that comes back with the reports.
    pub id: JobId,
    /// The work.
    pub kind: JobKind,
}

/// The work of a job.
#[derive(Clone, Debug)]
pub enum JobKind {
    /// Load a picture.
    LoadPicture {
        /// The source of the picture.
        source: PictureSource,
        /// How colours become gray levels.
        channel: Channel,
        /// The limits for loading it.
        limits: PictureLimits,
    },
    /// List the names that complete a path.
    CompletePath {
        /// The directory.
        folder: PathBuf,
        /// The beginning of the names.
        start: String,
    },
    /// Save a function of the reader in their file.
    SaveFunction {
        /// The file.
        path: PathBuf,
        /// The name of the function.
        name: String,
        /// Its formula.
        text: String,
    },
    /// Save an experiment of the reader.
    SaveExperiment {
        /// The folder of saved experiments.
        folder: PathBuf,
        /// The name.
        name: String,
        /// Its file.
        text: String,
        /// Limits on what is saved, where readers share a machine.
        limits: Option<SaveLimits>,
    },
    /// Read a file of data.
    ReadTable(TableJob),
    /// Continue a training run.
    Train(TrainJob),
    /// Train many seeds of an experiment.
    Sweep(SweepJob),
    /// Push samples through a function.
    SampleStats(Box<SampleSetup>),
}

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum PictureSource {
    /// The picture that comes with the program.
    BuiltIn,
    /// A file.
    File(PathBuf),
}

/// The jobs of one queue are done one after another. Queues do not wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Pictures and file names.
    Pictures,
    /// Statistics of samples.
    Numbers,
    /// The file of the reader's functions.
    Files,
    /// Files of data.
    Tables,
    /// Training.
    Training,
    /// Sweeps.
    Sweeps,
}

impl Queue {
    /// All queues.
    pub const ALL: [Self; 6] = [Self::Pictures, Self::Numbers, Self::Files, Self::Tables, Self::Training, Self::Sweeps];
}

impl Job {
    /// The queue of this job.
    pub fn queue(&self) -> Queue {
        match &self.kind {
            JobKind::LoadPicture { .. } | JobKind::CompletePath { .. } => Queue::Pictures,
            JobKind::SampleStats(_) => Queue::Numbers,
            JobKind::SaveFunction { .. } | JobKind::SaveExperiment { .. } => Queue::Files,
            JobKind::ReadTable(_) => Queue::Tables,
            JobKind::Train(_) => Queue::Training,
            JobKind::Sweep(_) => Queue::Sweeps,
        }
    }

    /// The run that it continues, if it does.
    pub fn run(&self) -> Option<RunId> {
        match &self.kind {
            JobKind::Train(job) => Some(job.run),
            JobKind::Sweep(job) => Some(job.run),
            JobKind::LoadPicture { .. }
            | JobKind::CompletePath { .. }
            | JobKind::SaveFunction { .. }
            | JobKind::SaveExperiment { .. }
            | JobKind::ReadTable(_)
            | JobKind::SampleStats(_) => None,
        }
    }

    /// Whether time decides how far it goes: a sweep, or a run at full speed.
    pub fn is_timed(&self) -> bool {
        match &self.kind {
            JobKind::Train(job) => job.is_full_speed,
            JobKind::Sweep(_) => true,
            JobKind::LoadPicture { .. }
            | JobKind::CompletePath { .. }
            | JobKind::SaveFunction { .. }
            | JobKind::SaveExperiment { .. }
            | JobKind::ReadTable(_)
            | JobKind::SampleStats(_) => false,
        }
    }
}

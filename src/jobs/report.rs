//! What a job answers.

use super::id::{JobId, RunId};
use super::path_completion::Completion;
use super::sweep::SweepStatus;
use super::train::{RunStatus, TrainError};
use crate::files::ReadError;
use crate::functions::sample_stats::SampleStats;
use crate::functions::user_functions::{FormulaTexts, UserFunctionsError};
use crate::nn::sweep::SweepError;
use crate::picture::{LoadStage, Picture, PictureError};
use std::sync::Arc;

/// A report of a job. Each job has exactly one last report, and its queue is free after that.
#[derive(Clone, Debug)]
pub struct JobReport {
    /// Of the job.
    pub id: JobId,
    /// Whether the job is done.
    pub is_last: bool,
    /// What there is to say.
    pub update: JobUpdate,
}

/// What a job has to say.
#[derive(Clone, Debug)]
pub enum JobUpdate {
    /// How far loading a picture has come.
    Loading(LoadStage),
    /// A picture, or why it can't be loaded.
    Picture(Result<Arc<Picture>, PictureError>),
    /// The names that complete a path, or why they can't be listed.
    Completed(Result<Completion, ReadError>),
    /// What the file of the reader's functions held before, or why the function can't be saved.
    Saved(Result<FormulaTexts, UserFunctionsError>),
    /// A run went as far as was asked, or as far as time allowed.
    Trained {
        /// Of the run.
        run: RunId,
        /// The state of the run, or why it can't be trained.
        status: Result<Box<RunStatus>, TrainError>,
    },
    /// Seeds of a sweep are done.
    Swept {
        /// Of the sweep.
        run: RunId,
        /// The state of the sweep, or why it can't be trained.
        status: Result<Box<SweepStatus>, SweepError>,
    },
    /// The statistics of samples.
    SampleStats(Box<SampleStats>),
}

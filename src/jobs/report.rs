//! The reports of jobs.

use super::id::{JobId, RunId};
use super::path_completion::Completion;
use super::sweep::SweepStatus;
use super::table_job::TableUpdate;
use super::train::{RunStatus, TrainError};
use crate::files::ReadError;
use crate::functions::sample_stats::SampleStats;
use crate::functions::user_functions::{FormulaTexts, UserFunctionsError};
use crate::nn::data_table::NamedTable;
use crate::nn::experiment::SaveError;
use crate::nn::sweep::SweepError;
use crate::picture::{LoadStage, Picture, PictureError};
use std::path::PathBuf;
use std::sync::Arc;

/// A report of a job. Each job has exactly one last report, and its queue is free after that.
#[derive(Clone, Debug)]
pub struct JobReport {
    /// The id of the job.
    pub id: JobId,
    /// Whether the job is done.
    pub is_last: bool,
    /// The content of the report.
    pub update: JobUpdate,
}

/// The content of a report.
#[derive(Clone, Debug)]
pub enum JobUpdate {
    /// The stage of loading a picture.
    Loading(LoadStage),
    /// A picture, or why it can't be loaded.
    Picture(Result<Arc<Picture>, PictureError>),
    /// The names that complete a path, or why they can't be listed.
    Completed(Result<Completion, ReadError>),
    /// The functions that were in the reader's file before, or why the function can't be saved.
    Saved(Result<FormulaTexts, UserFunctionsError>),
    /// The file of an experiment, or why it can't be saved.
    SavedExperiment(Result<PathBuf, SaveError>),
    /// A file of data is being read, was read, or could not be.
    Table {
        /// The file and its form.
        named: NamedTable,
        /// How far it is, or what became of it.
        update: TableUpdate,
    },
    /// A run was trained as far as requested, or as far as time allowed.
    Trained {
        /// The id of the run.
        run: RunId,
        /// The state of the run, or why it can't be trained.
        status: Result<Box<RunStatus>, TrainError>,
    },
    /// Seeds of a sweep are done.
    Swept {
        /// The id of the sweep.
        run: RunId,
        /// The state of the sweep, or why it can't be trained.
        status: Result<Box<SweepStatus>, SweepError>,
    },
    /// The statistics of samples.
    SampleStats(Box<SampleStats>),
}

//! Runs jobs. It knows no threads. The runtime decides how much time it gets, which does not change the results.

use super::file_access::{FileAccess, NoFiles};
use super::id::JobId;
use super::job::{Job, JobKind, PictureSource};
use super::path_completion;
use super::report::{JobReport, JobUpdate};
use super::sweep::KeptSweep;
use super::table_job::{self, TableUpdate};
use super::train::{JobClock, KeptRuns, RunPosition};
use crate::functions::sample_stats::SampleCache;
use crate::picture::{Channel, LoadStage, Picture, PictureError, PictureLimits};
use std::sync::Arc;

/// The picture that comes with the program.
const DOG: &[u8] = include_bytes!("../../assets/images/jindo.png");

/// Runs jobs, and keeps what the next job may need.
#[derive(Debug)]
pub struct JobRunner {
    files: Box<dyn FileAccess>,
    samples: SampleCache,
    runs: KeptRuns,
    sweep: KeptSweep,
}

impl Default for JobRunner {
    /// A runner that reaches no file.
    fn default() -> Self {
        Self::new(Box::new(NoFiles))
    }
}

impl JobRunner {
    /// A runner that reaches these files.
    pub fn new(files: Box<dyn FileAccess>) -> Self {
        Self { files, samples: SampleCache::default(), runs: KeptRuns::default(), sweep: KeptSweep::default() }
    }

    /// The same with a clock, which says what steps of training cost.
    #[must_use]
    pub fn with_clock(self, clock: JobClock) -> Self {
        Self { runs: KeptRuns::with_clock(clock), ..self }
    }

    /// The position at which a job's run continues: where it is, or if it is not kept, its nearest checkpoint or the
    /// beginning. It is the beginning if the job has no run.
    pub fn at(&self, job: &Job) -> RunPosition {
        match &job.kind {
            JobKind::Train(job) => self.runs.at(job),
            JobKind::Sweep(job) => RunPosition::epoch(self.sweep.done_of(job.run)),
            JobKind::LoadPicture { .. }
            | JobKind::CompletePath { .. }
            | JobKind::SaveFunction { .. }
            | JobKind::SaveExperiment { .. }
            | JobKind::ReadTable(_)
            | JobKind::SampleStats(_) => RunPosition::default(),
        }
    }

    /// Runs a job. Training continues while `more` returns true. A sweep, and the reading of a table, run to
    /// their end, and report whenever `more` returns false. Only the last report has `is_last`.
    pub fn run(&mut self, job: Job, more: &mut dyn FnMut() -> bool, send: &mut dyn FnMut(JobReport)) {
        self.run_to(job, None, more, send);
    }

    /// The same, but a sweep stops after `part` completed runs. If its job requests more, none of its reports is the
    /// last one.
    pub fn run_to(
        &mut self,
        Job { id, kind }: Job,
        part: Option<u64>,
        more: &mut dyn FnMut() -> bool,
        send: &mut dyn FnMut(JobReport),
    ) {
        let mut last = |update| send(JobReport { id, is_last: true, update });
        match kind {
            JobKind::LoadPicture { source, channel, limits } => {
                let picture = load(&*self.files, id, &source, channel, &limits, send);
                send(JobReport { id, is_last: true, update: JobUpdate::Picture(picture.map(Arc::new)) });
            }
            JobKind::CompletePath { folder, start } => {
                last(JobUpdate::Completed(path_completion::complete(&*self.files, &folder, &start)));
            }
            JobKind::SaveFunction { path, name, text } => {
                last(JobUpdate::Saved(self.files.save_function(&path, &name, &text)));
            }
            JobKind::SaveExperiment { folder, name, text, limits } => {
                last(JobUpdate::SavedExperiment(self.files.save_experiment(&folder, &name, &text, limits)));
            }
            JobKind::ReadTable(job) => table_job::read(&*self.files, &job, more, &mut |update| {
                let is_last = !matches!(update, TableUpdate::Reading { .. });
                let named = (job.path.clone(), job.format);
                send(JobReport { id, is_last, update: JobUpdate::Table { named, update } });
            }),
            JobKind::Train(job) => {
                let status = self.runs.train(&job, more).map(Box::new);
                last(JobUpdate::Trained { run: job.run, status });
            }
            JobKind::Sweep(job) => self.sweep.train(&job, part.unwrap_or(u64::MAX), more, &mut |status| {
                let is_last = status.as_ref().map_or(true, |status| status.at_rest);
                send(JobReport { id, is_last, update: JobUpdate::Swept { run: job.run, status } });
            }),
            JobKind::SampleStats(setup) => {
                last(JobUpdate::SampleStats(Box::new(self.samples.sample_stats(&setup))));
            }
        }
    }
}

fn load(
    files: &dyn FileAccess,
    id: JobId,
    source: &PictureSource,
    channel: Channel,
    limits: &PictureLimits,
    send: &mut dyn FnMut(JobReport),
) -> Result<Picture, PictureError> {
    let mut stage = |stage: LoadStage| send(JobReport { id, is_last: false, update: JobUpdate::Loading(stage) });
    match source {
        PictureSource::BuiltIn => Picture::decode(DOG, channel, limits, &mut stage),
        PictureSource::File(path) => {
            Picture::open(path, channel, limits, &|path, most| files.bytes(path, most), &mut stage)
        }
    }
}

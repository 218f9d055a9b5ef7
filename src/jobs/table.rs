//! The table of jobs: the active job of each queue, the waiting jobs, and the progress of each run.

use super::id::RunId;
use super::job::{Job, Queue};
use super::report::{JobReport, JobUpdate};
use super::train::RunPosition;
use std::collections::{BTreeMap, VecDeque};

/// The most runs whose progress is kept. The oldest are dropped first, because no room needs them any more.
const MOST_RUNS: usize = 64;

/// The progress of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunProgress {
    /// The position. For a sweep, completed runs count as epochs.
    pub at: RunPosition,
    /// Whether nothing is left to do.
    pub is_over: bool,
}

/// The jobs that are active or waiting. A pure table: its owner does the work.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    active: Vec<Job>,
    waiting: VecDeque<Job>,
    runs: BTreeMap<RunId, RunProgress>,
}

impl Jobs {
    /// Adds a job. Returns it if it can start now. Otherwise it waits for the slot of its queue.
    pub fn submit(&mut self, job: Job) -> Option<Job> {
        if self.active(job.queue()).is_some() {
            self.waiting.push_back(job);
            return None;
        }
        self.active.push(job.clone());
        Some(job)
    }

    /// Records a report. Returns the job that can start because this one is done. A report of a job that is not active
    /// is ignored.
    pub fn note(&mut self, report: &JobReport) -> Option<Job> {
        let place = self.active.iter().position(|job| job.id == report.id)?;
        self.note_progress(&report.update);
        if !report.is_last {
            return None;
        }
        let queue = self.active.swap_remove(place).queue();
        let next = self.waiting.iter().position(|job| job.queue() == queue)?;
        let next = self.waiting.remove(next)?;
        self.active.push(next.clone());
        Some(next)
    }

    fn note_progress(&mut self, update: &JobUpdate) {
        let (run, progress) = match update {
            JobUpdate::Trained { run, status } => {
                (*run, status.as_ref().ok().map(|status| RunProgress { at: status.at, is_over: status.is_over }))
            }
            JobUpdate::Swept { run, status } => {
                let progress = |done, is_over| RunProgress { at: RunPosition::epoch(done), is_over };
                (*run, status.as_ref().ok().map(|status| progress(status.done, status.is_over() && status.at_rest)))
            }
            JobUpdate::Loading(_)
            | JobUpdate::Picture(_)
            | JobUpdate::Completed(_)
            | JobUpdate::Saved(_)
            | JobUpdate::SavedExperiment(_)
            | JobUpdate::Table { .. }
            | JobUpdate::SampleStats(_) => return,
        };
        let before = self.progress(run);
        // A run that can't be trained is over at its current position.
        self.runs.insert(run, progress.unwrap_or(RunProgress { is_over: true, ..before }));
        while self.runs.len() > MOST_RUNS {
            self.runs.pop_first();
        }
    }

    /// The job that has the slot of a queue.
    pub fn active(&self, queue: Queue) -> Option<&Job> {
        self.active.iter().find(|job| job.queue() == queue)
    }

    /// The jobs that wait for the slot of a queue, in order.
    pub fn waiting(&self, queue: Queue) -> impl Iterator<Item = &Job> {
        self.waiting.iter().filter(move |job| job.queue() == queue)
    }

    /// The progress of a run. It is the beginning if nothing was reported.
    pub fn progress(&self, run: RunId) -> RunProgress {
        self.runs.get(&run).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::id::JobId;
    use super::super::job::{JobKind, PictureSource};
    use super::*;
    use crate::picture::{Channel, LoadStage, PictureLimits};

    fn picture(id: u64) -> Job {
        let (source, channel, limits) = (PictureSource::BuiltIn, Channel::Luma, PictureLimits::default());
        Job { id: JobId(id), kind: JobKind::LoadPicture { source, channel, limits } }
    }

    fn report(id: u64, is_last: bool) -> JobReport {
        JobReport { id: JobId(id), is_last, update: JobUpdate::Loading(LoadStage::Reading) }
    }

    #[test]
    fn a_queue_has_one_slot() {
        let mut jobs = Jobs::default();
        assert!(jobs.submit(picture(1)).is_some());
        assert!(jobs.submit(picture(2)).is_none() && jobs.submit(picture(3)).is_none());
        assert!(jobs.note(&report(1, false)).is_none(), "it goes on");
        assert_eq!(jobs.note(&report(1, true)).unwrap().id, JobId(2));
        assert!(jobs.note(&report(1, true)).is_none(), "a second answer changes nothing");
        assert_eq!(jobs.active(Queue::Pictures).unwrap().id, JobId(2));
        assert_eq!(jobs.waiting(Queue::Pictures).map(|job| job.id).collect::<Vec<_>>(), [JobId(3)]);
        assert_eq!(jobs.note(&report(2, true)).unwrap().id, JobId(3));
        assert!(jobs.note(&report(3, true)).is_none() && jobs.active(Queue::Pictures).is_none());
    }
}

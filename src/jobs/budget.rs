//! A limit on how much may be trained.

use super::job::{Job, JobKind};
use super::sweep::SweepJob;
use super::train::RunPosition;
use std::sync::atomic::Ordering;

/// The training steps that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    most: u64,
    left: u64,
}

impl Budget {
    /// A budget of this many steps.
    pub fn new(most: u64) -> Self {
        Self { most, left: most }
    }

    /// The number of steps at the beginning.
    pub fn most(&self) -> u64 {
        self.most
    }

    /// Shortens a job of a run at this position to what the budget allows. Returns whether it was shortened.
    /// `part` is the number of runs that are wanted of a sweep, if not all.
    pub fn cut(&self, job: &mut Job, at: RunPosition, part: Option<u64>) -> bool {
        match &mut job.kind {
            JobKind::Train(job) => {
                let per_epoch = job.experiment.steps_per_epoch();
                job.to = job.to.min(RunPosition::epoch(job.experiment.epochs.last()));
                let most = at.plus(self.left, per_epoch);
                let cut = job.to.steps(per_epoch) > most.steps(per_epoch);
                if cut {
                    job.to = most;
                }
                cut
            }
            JobKind::Sweep(job) => {
                let most = at.epoch.saturating_add(self.left / steps_of_run(job));
                let cut = job.to.min(part.unwrap_or(u64::MAX)) > most && !job.stop.load(Ordering::Relaxed);
                if cut {
                    job.to = most;
                }
                cut
            }
            JobKind::LoadPicture { .. }
            | JobKind::CompletePath { .. }
            | JobKind::SaveFunction { .. }
            | JobKind::SaveExperiment { .. }
            | JobKind::ReadTable(_)
            | JobKind::SampleStats(_) => false,
        }
    }

    /// Subtracts the steps that a job trained between two positions of its run.
    pub fn spend(&mut self, job: &Job, from: RunPosition, to: RunPosition) {
        let steps = |at: RunPosition| match &job.kind {
            JobKind::Train(job) => at.steps(job.experiment.steps_per_epoch()),
            JobKind::Sweep(job) => at.epoch.saturating_mul(steps_of_run(job)),
            JobKind::LoadPicture { .. }
            | JobKind::CompletePath { .. }
            | JobKind::SaveFunction { .. }
            | JobKind::SaveExperiment { .. }
            | JobKind::ReadTable(_)
            | JobKind::SampleStats(_) => 0,
        };
        self.left = self.left.saturating_sub(steps(to).saturating_sub(steps(from)));
    }
}

/// The steps of the longest run of a sweep.
fn steps_of_run(job: &SweepJob) -> u64 {
    job.setup.variants().iter().map(|variant| variant.experiment.steps()).max().unwrap_or(1).max(1)
}

//! Sweeps as jobs: they report during training, can be stopped at any time, and can be continued.

use super::id::RunId;
use crate::nn::sweep::{Batch, Detail, SweepAggregator, SweepError, SweepSetup, SweepSummary, run};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The sweep to train, and how far.
#[derive(Clone, Debug)]
pub struct SweepJob {
    /// The id of the sweep. All jobs that continue it have the same one.
    pub run: RunId,
    /// What is trained.
    pub setup: Arc<SweepSetup>,
    /// The number of threads. One for each core if absent.
    pub threads: Option<NonZeroUsize>,
    /// The total number of runs to complete, including those of earlier jobs.
    pub to: u64,
    /// Stops the job. There is no other way to change a job that has started.
    pub stop: Arc<AtomicBool>,
}

/// The state of a sweep.
#[derive(Clone, Debug)]
pub struct SweepStatus {
    /// The number of completed runs.
    pub done: u64,
    /// The total number of runs.
    pub all: u64,
    /// Whether the job is done, so that nothing is being trained.
    pub at_rest: bool,
    /// The summary of each variant.
    pub summaries: Vec<SweepSummary>,
    /// Final losses with their seeds, ascending, by variant and contestant. For a grid, only at the end of a job.
    pub ranked: Vec<Vec<Vec<(f64, u64)>>>,
}

impl SweepStatus {
    /// Whether nothing is left to do.
    pub fn is_over(&self) -> bool {
        self.done >= self.all
    }
}

/// The sweep that is kept.
#[derive(Debug, Default)]
pub struct KeptSweep {
    run: Option<RunId>,
    aggregators: Vec<SweepAggregator>,
    /// Fans cost more than everything else together. They are computed again only after many more runs.
    fans: Vec<SweepSummary>,
    fanned: u64,
}

/// Fans are computed again when the number of completed runs has grown by this factor.
const WORTH: f64 = 1.25;

impl KeptSweep {
    /// Continues a sweep to what the job requests, or to `part` completed runs if that is less. Reports whenever `more`
    /// returns false, and at the end.
    pub fn train(
        &mut self,
        job: &SweepJob,
        part: u64,
        more: &mut dyn FnMut() -> bool,
        report: &mut dyn FnMut(Result<Box<SweepStatus>, SweepError>),
    ) {
        if self.run != Some(job.run) || self.aggregators.is_empty() {
            let variants = 0..job.setup.variants().len();
            let aggregators = variants.map(|variant| SweepAggregator::new(&job.setup, variant)).collect();
            *self = Self { run: Some(job.run), aggregators, ..Self::default() };
        }
        let to = job.to.min(part);
        if self.done() < to
            && !job.stop.load(Ordering::Relaxed)
            && let Err(error) = self.run(job, to, more, report)
        {
            report(Err(error));
            return;
        }
        let at_rest = self.done() >= job.to || job.stop.load(Ordering::Relaxed);
        report(Ok(Box::new(self.status(job, Detail::Whole, at_rest))));
    }

    fn run(
        &mut self,
        job: &SweepJob,
        to: u64,
        more: &mut dyn FnMut() -> bool,
        report: &mut dyn FnMut(Result<Box<SweepStatus>, SweepError>),
    ) -> Result<(), SweepError> {
        let before: Vec<_> = self.aggregators.iter().map(|aggregator| aggregator.seeds().clone()).collect();
        let done = |variant: usize, seed: u64| before.get(variant).is_some_and(|seeds| seeds.has(seed));
        let threads = job.threads.or(std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
        // The end of a part does not stop the job.
        let end_of_part = AtomicBool::new(false);
        let stop = if to < job.to { &end_of_part } else { &*job.stop };
        let take = |batch: Batch| {
            self.take(&batch, to);
            if self.done() >= to || job.stop.load(Ordering::Relaxed) {
                stop.store(true, Ordering::Relaxed);
            }
            if !more() {
                let is_due = self.done() as f64 >= self.fanned as f64 * WORTH;
                let detail = if is_due { Detail::Fans } else { Detail::Glance };
                report(Ok(Box::new(self.status(job, detail, false))));
            }
        };
        run(&job.setup, threads, stop, &done, take)
    }

    /// The number of completed runs of a sweep. 0 if it is not kept.
    pub(super) fn done_of(&self, run: RunId) -> u64 {
        if self.run == Some(run) { self.done() } else { 0 }
    }

    fn done(&self) -> u64 {
        self.aggregators.iter().map(SweepAggregator::count).sum()
    }

    /// Batches come in the order of seeds, so that the set of completed runs does not depend on the threads.
    fn take(&mut self, batch: &Batch, to: u64) {
        for outcome in &batch.outcomes {
            if self.done() >= to {
                break;
            }
            if let Some(aggregator) = self.aggregators.get_mut(batch.variant) {
                aggregator.add(outcome);
            }
        }
    }

    fn status(&mut self, job: &SweepJob, detail: Detail, at_rest: bool) -> SweepStatus {
        let mut summaries: Vec<SweepSummary> = self.aggregators.iter().map(|kept| kept.summary(detail)).collect();
        if detail == Detail::Glance {
            for (new, old) in summaries.iter_mut().zip(&self.fans) {
                let contestants = new.contestants.iter_mut().zip(&old.contestants);
                contestants.for_each(|(new, old)| new.fan.clone_from(&old.fan));
            }
        } else {
            (self.fanned, self.fans) = (self.done(), summaries.clone());
        }
        let is_ranked = detail == Detail::Whole || self.aggregators.len() == 1;
        let ranked =
            if is_ranked { self.aggregators.iter().map(SweepAggregator::ranked).collect() } else { Vec::new() };
        SweepStatus { done: self.done(), all: job.setup.own_runs(), at_rest, summaries, ranked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::find;

    fn order(to: u64) -> SweepJob {
        let experiment = Arc::new(find("xor-two-sigmoids").unwrap());
        let setup = Arc::new(SweepSetup::new(&experiment, 1, 100, Vec::new()).unwrap());
        SweepJob { run: RunId(1), setup, threads: NonZeroUsize::new(2), to, stop: Arc::default() }
    }

    fn last(sweep: &mut KeptSweep, order: &SweepJob) -> SweepStatus {
        let mut all = Vec::new();
        sweep.train(order, u64::MAX, &mut || true, &mut |status| all.push(*status.unwrap()));
        all.pop().unwrap()
    }

    #[test]
    fn a_sweep_that_was_stopped_goes_on_and_comes_to_the_same() {
        let whole = last(&mut KeptSweep::default(), &order(100));
        let mut sweeps = KeptSweep::default();
        let part = last(&mut sweeps, &order(37));
        assert_eq!((part.done, part.is_over()), (37, false));
        assert_eq!(part.ranked[0][0].len(), 37);
        let rest = last(&mut sweeps, &order(100));
        assert!(rest.is_over() && rest.at_rest);
        assert_eq!((rest.summaries, rest.ranked), (whole.summaries, whole.ranked));
    }

    #[test]
    fn what_is_told_on_the_way_grows() {
        let mut told = Vec::new();
        KeptSweep::default().train(&order(100), u64::MAX, &mut || false, &mut |status| told.push(status.unwrap()));
        assert!(told.len() > 2, "{}", told.len());
        assert!(told.windows(2).all(|pair| pair[0].done <= pair[1].done));
        assert!(!told[0].at_rest && told[0].summaries[0].contestants[0].fan.len() > 1);
    }
}

//! A sweep under way at the bench: told of as its seeds come in, stopped at any time, gone on with later.

use crate::nn::sweep::{Batch, Detail, SweepAggregator, SweepSetup, SweepSummary, run};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is to be swept, and how far.
#[derive(Clone, Debug)]
pub struct SweepJob {
    /// Comes back with the answers; orders of one sweep have the same.
    pub run: u64,
    /// What is swept.
    pub setup: Arc<SweepSetup>,
    /// On so many threads; on all cores if absent.
    pub threads: Option<NonZeroUsize>,
    /// Until so many runs are in, those of earlier orders among them.
    pub to: u64,
    /// Stops it: the one thing that reaches work under way from outside.
    pub stop: Arc<AtomicBool>,
}

/// A sweep as it is.
#[derive(Clone, Debug)]
pub struct SweepStatus {
    /// Runs that are in.
    pub done: u64,
    /// Runs that there are.
    pub all: u64,
    /// Whether the order is served, and nothing is under way.
    pub at_rest: bool,
    /// Figures of each cell.
    pub figures: Vec<SweepSummary>,
    /// Final losses with their seeds, ascending, by cell and contestant; of a grid only when at rest.
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
    run: u64,
    aggregators: Vec<SweepAggregator>,
    /// Fans cost more than all else together: they are drawn anew when there is a good deal to add.
    fans: Vec<SweepSummary>,
    fanned: u64,
}

/// So much more must be in before fans are worked out anew.
const WORTH: f64 = 1.25;

impl KeptSweep {
    /// Serves an order; tells how it stands whenever `more` says that it is time, and at the end.
    pub fn serve(
        &mut self,
        order: &SweepJob,
        more: &mut dyn FnMut() -> bool,
        tell: &mut dyn FnMut(Result<Box<SweepStatus>, String>),
    ) {
        if self.run != order.run || self.aggregators.is_empty() {
            let aggregators =
                (0..order.setup.variants().len()).map(|cell| SweepAggregator::new(&order.setup, cell)).collect();
            *self = Self { run: order.run, aggregators, ..Self::default() };
        }
        let before: Vec<_> = self.aggregators.iter().map(|aggregator| aggregator.seeds().clone()).collect();
        let done = |cell: usize, seed: u64| before.get(cell).is_some_and(|seeds| seeds.has(seed));
        let threads = order.threads.or(std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
        if self.done() < order.to && !order.stop.load(Ordering::Relaxed) {
            let take = |batch: Batch| {
                self.take(&batch, order);
                if !more() {
                    tell(Ok(Box::new(self.status(order, false))));
                }
            };
            if let Err(error) = run(&order.setup, threads, &order.stop, &done, take) {
                tell(Err(error.to_string()));
                return;
            }
        }
        tell(Ok(Box::new(self.status(order, true))));
    }

    /// How many runs of a sweep are in: none if it is not kept.
    pub(super) fn done_of(&self, run: u64) -> u64 {
        if self.run == run { self.done() } else { 0 }
    }

    fn done(&self) -> u64 {
        self.aggregators.iter().map(SweepAggregator::count).sum()
    }

    /// Batches come in the order of seeds, so that where it ends does not depend on the threads.
    fn take(&mut self, batch: &Batch, order: &SweepJob) {
        for outcome in &batch.outcomes {
            if self.done() >= order.to {
                break;
            }
            if let Some(aggregator) = self.aggregators.get_mut(batch.variant) {
                aggregator.add(outcome);
            }
        }
        if self.done() >= order.to {
            order.stop.store(true, Ordering::Relaxed);
        }
    }

    fn status(&mut self, order: &SweepJob, at_rest: bool) -> SweepStatus {
        let done = self.done();
        let fan = at_rest || done as f64 >= self.fanned as f64 * WORTH;
        let depth = match () {
            () if at_rest => Detail::Whole,
            () if fan => Detail::Fans,
            () => Detail::Glance,
        };
        let mut figures: Vec<SweepSummary> =
            self.aggregators.iter().map(|aggregator| aggregator.summary(depth)).collect();
        if fan {
            (self.fanned, self.fans) = (done, figures.clone());
        } else {
            for (new, old) in figures.iter_mut().zip(&self.fans) {
                let standings = new.contestants.iter_mut().zip(&old.contestants);
                standings.for_each(|(new, old)| new.fan.clone_from(&old.fan));
            }
        }
        let told = at_rest || self.aggregators.len() == 1;
        let ranked = if told { self.aggregators.iter().map(SweepAggregator::ranked).collect() } else { Vec::new() };
        SweepStatus { done, all: order.setup.own_runs(), at_rest, figures, ranked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::find;

    fn order(to: u64) -> SweepJob {
        let experiment = Arc::new(find("xor-two-sigmoids").unwrap());
        let setup = Arc::new(SweepSetup::new(&experiment, 1, 100, Vec::new()).unwrap());
        SweepJob { run: 1, setup, threads: NonZeroUsize::new(2), to, stop: Arc::default() }
    }

    fn last(sweeps: &mut KeptSweep, order: &SweepJob) -> SweepStatus {
        let mut all = Vec::new();
        sweeps.serve(order, &mut || true, &mut |status| all.push(*status.unwrap()));
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
        assert_eq!((rest.figures, rest.ranked), (whole.figures, whole.ranked));
    }

    #[test]
    fn what_is_told_on_the_way_grows() {
        let mut told = Vec::new();
        KeptSweep::default().serve(&order(100), &mut || false, &mut |status| told.push(status.unwrap()));
        assert!(told.len() > 2, "{}", told.len());
        assert!(told.windows(2).all(|pair| pair[0].done <= pair[1].done));
        assert!(!told[0].at_rest && told[0].figures[0].contestants[0].fan.len() > 1);
    }
}

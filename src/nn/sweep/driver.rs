//! Trains seeds on all cores.
//!
//! Workers take chunks of seeds when they are free and send the outcomes to the calling thread, which passes them on in
//! the order of the seeds. The result does not depend on which worker trained which seed.

use super::error::SweepError;
use super::lanes;
use super::outcome::{Outcome, run_seed};
use super::setup::SweepSetup;
use crate::files::SystemError;
use crate::nn::experiment::{Experiment, SetupError};
use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;

/// Outcomes of some seeds of one variant, ascending.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The index of the variant in [`SweepSetup::variants`].
    pub variant: usize,
    /// One for each seed. There are fewer than planned if the sweep was stopped, or if some seeds were done before.
    pub outcomes: Vec<Outcome>,
}

/// Why the pool has no threads: the system's error, which rayon passes on.
fn threads_refused(error: &rayon::ThreadPoolBuildError) -> SystemError {
    let system = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    system.map_or_else(|| SystemError::Other { reason: error.to_string() }, SystemError::from)
}

/// Trains the seeds of this part of a sweep on this many threads. `on_batch` gets the outcomes on the calling thread,
/// about one batch every millisecond where runs are short. Seeds ascend, with all variants together. A seed for which
/// `done(variant, seed)` holds is left out.
///
/// After `stop` is set, unfinished runs are dropped within some milliseconds and the function returns.
///
/// # Errors
/// [`SweepError`] if the threads can't be started, or an experiment can't be run.
pub fn run(
    setup: &SweepSetup,
    threads: NonZeroUsize,
    stop: &AtomicBool,
    done: &(dyn Fn(usize, u64) -> bool + Sync),
    mut on_batch: impl FnMut(Batch),
) -> Result<(), SweepError> {
    let plan = Plan::new(setup);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.get())
        .build()
        .map_err(|error| SweepError::Threads { reason: threads_refused(&error) })?;
    let next = AtomicU64::new(0);
    let mut failed = None;
    pool.in_place_scope(|scope| {
        // The bound keeps memory small if the outcomes are taken slowly.
        let (sender, results) = mpsc::sync_channel(4 * threads.get());
        for _ in 0..threads.get() {
            let (sender, plan, next) = (sender.clone(), &plan, &next);
            scope.spawn(move |_| work(plan, next, stop, done, &sender));
        }
        drop(sender);
        let (mut waiting, mut due) = (BTreeMap::new(), 0);
        for (chunk, result) in results {
            waiting.insert(chunk, result);
            while let Some(result) = waiting.remove(&due) {
                due += 1;
                match result {
                    Ok(batch) => on_batch(batch),
                    Err(error) => failed = failed.take().or(Some(error)),
                }
            }
        }
    });
    failed.map_or(Ok(()), |reason| Err(SweepError::Setup { reason }))
}

/// How seeds are divided into chunks.
struct Plan<'a> {
    setup: &'a SweepSetup,
    /// Whether each variant is trained in lanes.
    lanes: Vec<bool>,
    /// The number of seeds in a chunk.
    size: u64,
    chunks: u64,
}

/// The work in a chunk, in epochs times samples times parameters. It is about half a millisecond, so that no core is
/// idle for long while the last chunks are trained.
const CHUNK: u64 = 500_000;

impl<'a> Plan<'a> {
    fn new(setup: &'a SweepSetup) -> Self {
        let lanes: Vec<bool> = setup.variants().iter().map(|variant| lanes::fit(&variant.experiment)).collect();
        let most = setup.variants().iter().map(|variant| variant.experiment.work()).max().unwrap_or(1).max(1);
        let mut size = (CHUNK / most).clamp(1, 64);
        if lanes.contains(&true) {
            size = size.next_multiple_of(lanes::SEEDS as u64);
        }
        let chunks = setup.own_seeds().div_ceil(size) * setup.variants().len() as u64;
        Self { setup, lanes, size, chunks }
    }

    fn run(
        &self,
        chunk: u64,
        stop: &AtomicBool,
        done: &(dyn Fn(usize, u64) -> bool + Sync),
    ) -> Result<Batch, SetupError> {
        let variants = self.setup.variants().len() as u64;
        let variant = (chunk % variants) as usize;
        let first = chunk / variants * self.size;
        let places = first..(first + self.size).min(self.setup.own_seeds());
        let seeds: Vec<u64> =
            places.map(|place| self.setup.own_seed(place)).filter(|seed| !done(variant, *seed)).collect();
        let outcomes = train(
            &self.setup.variants()[variant].experiment,
            &seeds,
            self.setup.recorded_epochs(),
            self.lanes[variant],
            stop,
        )?;
        Ok(Batch { variant, outcomes })
    }
}

fn train(
    experiment: &Arc<Experiment>,
    seeds: &[u64],
    recorded_epochs: &[u64],
    in_lanes: bool,
    stop: &AtomicBool,
) -> Result<Vec<Outcome>, SetupError> {
    let mut outcomes = Vec::with_capacity(seeds.len());
    if in_lanes {
        for seeds in seeds.chunks(lanes::SEEDS) {
            outcomes.extend(lanes::run_eight(experiment, seeds, recorded_epochs, stop)?);
        }
    } else {
        for &seed in seeds {
            outcomes.extend(run_seed(experiment, seed, recorded_epochs, stop)?);
        }
    }
    Ok(outcomes)
}

fn work(
    plan: &Plan<'_>,
    next: &AtomicU64,
    stop: &AtomicBool,
    done: &(dyn Fn(usize, u64) -> bool + Sync),
    sender: &mpsc::SyncSender<(u64, Result<Batch, SetupError>)>,
) {
    while !stop.load(Ordering::Relaxed) {
        let chunk = next.fetch_add(1, Ordering::Relaxed);
        if chunk >= plan.chunks || sender.send((chunk, plan.run(chunk, stop, done))).is_err() {
            return;
        }
    }
}

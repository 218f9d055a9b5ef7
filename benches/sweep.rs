//! Many seeds of one experiment: `cargo bench --bench sweep`.
#![expect(clippy::expect_used, reason = "a bench that can't run its experiment has nothing to measure")]

use actlab::nn::experiment::find;
use actlab::nn::sweep::{Detail, SweepAggregator, SweepSetup, SweepSummary, run};
use actlab::nn::training_run::{Schedule, TrainingRun};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn main() {
    divan::main();
}

fn setup(name: &str, seeds: u64) -> SweepSetup {
    SweepSetup::new(&Arc::new(find(name).expect("it is built in")), 1, seeds, vec![]).expect("it is sound")
}

fn tally(setup: &SweepSetup, threads: usize) -> SweepAggregator {
    let mut tally = SweepAggregator::new(setup, 0);
    let threads = NonZeroUsize::new(threads).expect("at least one");
    run(setup, threads, &AtomicBool::new(false), &|_, _| false, |batch| {
        for outcome in &batch.outcomes {
            tally.add(outcome);
        }
    })
    .expect("threads");
    tally
}

/// A thousand seeds, aggregated, with all figures.
#[divan::bench(args = [
    ("xor-two-sigmoids", 1), ("xor-two-sigmoids", 2), ("perceptron-xor", 2), ("parabola", 1), ("parabola", 2),
], sample_count = 5)]
fn thousand(bencher: divan::Bencher<'_, '_>, (name, threads): (&str, usize)) {
    let setup = setup(name, 1000);
    bencher.bench_local(|| tally(&setup, threads).summary(Detail::Whole));
}

/// The same seeds as single runs, one after the other, evaluated after the same epochs: what `thousand` with one thread
/// is compared to.
#[divan::bench(args = ["parabola", "xor-two-sigmoids"], sample_count = 5)]
fn thousand_single_runs(bencher: divan::Bencher<'_, '_>, name: &str) {
    let setup = setup(name, 1000);
    let experiment = Arc::new(setup.experiment().clone());
    let schedule = Schedule::At(Arc::clone(setup.recorded_epochs()));
    bencher.bench_local(|| {
        for seed in 1..=1000 {
            let mut run = TrainingRun::new(&experiment, seed).expect("it is sound").with_schedule(schedule.clone());
            while !run.is_done() {
                run.advance_epochs(experiment.epochs.last());
            }
            divan::black_box(run);
        }
    });
}

/// The summary that a room requests during a sweep, at ten thousand seeds.
#[divan::bench(args = [Detail::Glance, Detail::Fans, Detail::Whole], sample_count = 10)]
fn figures(bencher: divan::Bencher<'_, '_>, depth: Detail) {
    let mut setup = find("zero-centred").expect("it is built in");
    setup.epochs = 200.into();
    let setup = SweepSetup::new(&Arc::new(setup), 1, 10_000, vec![]).expect("it is sound");
    let tally = tally(&setup, 2);
    let figures: SweepSummary = tally.summary(Detail::Whole);
    assert_eq!(figures.done, 10_000);
    bencher.bench_local(|| tally.summary(depth));
}

//! Whole runs from initial weights, on one thread: `cargo bench --bench training`.
#![expect(clippy::expect_used, reason = "a bench that can't run its experiment has nothing to measure")]

use actlab::nn::experiment::{Experiment, NOTEBOOK, find};
use actlab::nn::training_run::{Schedule, TrainingRun};
use actlab::numeric::vector::Width;
use divan::counter::ItemsCount;
use std::sync::Arc;

fn main() {
    divan::main();
}

fn built_in(name: &str) -> Experiment {
    find(name).expect("it is built in")
}

fn whole(experiment: &Arc<Experiment>, width: Width) -> TrainingRun {
    let mut training_run = TrainingRun::new(experiment, 7879).expect("it is sound").with_width(width);
    training_run.finish();
    training_run
}

/// One contestant of an experiment.
#[divan::bench(args = [
    ("parabola", 0), ("parabola", 1), ("xor-two-sigmoids", 0),
    ("perceptron-or", 0), ("perceptron-and", 0), ("perceptron-xor", 0),
    ("linear-or", 0), ("linear-and", 0), ("linear-xor", 0),
    ("sigmoid-or", 0), ("sigmoid-and", 0), ("sigmoid-xor", 0),
])]
fn training(bencher: divan::Bencher<'_, '_>, (name, contestant): (&str, usize)) {
    let mut experiment = built_in(name);
    experiment.contestants = vec![experiment.contestants.swap_remove(contestant)];
    let experiment = Arc::new(experiment);
    bencher.bench_local(|| whole(&experiment, Width::Widest));
}

/// The parallel network at each vector width.
#[divan::bench(args = Width::ALL)]
fn parallel(bencher: divan::Bencher<'_, '_>, width: Width) {
    let mut experiment = built_in("parabola");
    experiment.contestants.truncate(1);
    let experiment = Arc::new(experiment);
    bencher.bench_local(|| whole(&experiment, width));
}

/// Epochs of 250 points in batches of ten: training alone, and with both losses after every epoch.
#[divan::bench(args = [("playground", false), ("playground", true), ("spiral", false), ("spiral", true)])]
fn small_batches(bencher: divan::Bencher<'_, '_>, (name, evaluated): (&str, bool)) {
    let experiment = Arc::new(built_in(name));
    let schedule = if evaluated { Schedule::Always } else { Schedule::Never };
    let fresh = || TrainingRun::new(&experiment, 3).expect("it is sound").with_schedule(schedule.clone());
    let epochs: u64 = 100;
    bencher.counter(ItemsCount::new(epochs)).with_inputs(fresh).bench_local_values(|mut training_run| {
        training_run.advance_epochs(epochs);
        training_run
    });
}

/// All twelve trainings of the notebook.
#[divan::bench]
fn notebook(bencher: divan::Bencher<'_, '_>) {
    let experiments: Vec<_> = NOTEBOOK.iter().map(|name| Arc::new(built_in(name))).collect();
    bencher.bench_local(|| experiments.iter().map(|each| whole(each, Width::Widest)).collect::<Vec<_>>());
}

/// A run at its beginning, without a step.
#[divan::bench(args = ["parabola", "xor-two-sigmoids"])]
fn fresh(bencher: divan::Bencher<'_, '_>, name: &str) {
    let experiment = Arc::new(built_in(name));
    bencher.bench_local(|| TrainingRun::new(&experiment, 7879).expect("it is sound"));
}

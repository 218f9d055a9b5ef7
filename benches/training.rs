//! Whole runs from initial weights, on one thread: `cargo bench --bench training`.
#![expect(clippy::expect_used, reason = "a bench that can't run its experiment has nothing to measure")]

use actlab::nn::experiment::{Experiment, NOTEBOOK, find};
use actlab::nn::training_run::TrainingRun;
use actlab::numeric::vector::Width;
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

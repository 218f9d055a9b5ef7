//! Whole runs from fresh weights, on one thread. `cargo bench --bench training`.

use actlab::lab::experiment::{Experiment, NOTEBOOK, find};
use actlab::lab::trial::Trial;
use std::sync::Arc;

fn main() {
    divan::main();
}

fn experiment(name: &str, contestant: usize) -> Arc<Experiment> {
    let mut experiment = find(name).expect("built in");
    experiment.contestants = vec![experiment.contestants.swap_remove(contestant)];
    Arc::new(experiment)
}

fn whole(experiment: &Arc<Experiment>) -> Trial {
    let mut trial = Trial::new(experiment, 7879).expect("sound");
    trial.finish();
    trial
}

/// One training: the name of the experiment and which contestant.
#[divan::bench(args = [
    ("parabola", 0), ("parabola", 1), ("xor-two-sigmoids", 0),
    ("perceptron-or", 0), ("perceptron-and", 0), ("perceptron-xor", 0),
    ("linear-or", 0), ("linear-and", 0), ("linear-xor", 0),
    ("sigmoid-or", 0), ("sigmoid-and", 0), ("sigmoid-xor", 0),
])]
fn training(bencher: divan::Bencher<'_, '_>, (name, contestant): (&str, usize)) {
    let experiment = experiment(name, contestant);
    bencher.bench_local(|| whole(&experiment));
}

/// All twelve trainings of the notebook.
#[divan::bench]
fn notebook(bencher: divan::Bencher<'_, '_>) {
    let experiments: Vec<_> = NOTEBOOK.iter().map(|name| Arc::new(find(name).expect("built in"))).collect();
    bencher.bench_local(|| experiments.iter().map(whole).collect::<Vec<_>>());
}

//! Small experiments for tests.

use actlab::nn::dataset::{DatasetSpec, Inline};
use actlab::nn::experiment::{Contestant, Experiment, LocalizedText, Model, NetworkSetup, RunJournal, find};
use actlab::nn::training_run::TrainingRun;
use std::sync::Arc;

/// An experiment with one network on listed samples.
pub(crate) fn on_table(setup: NetworkSetup, inputs: Vec<Vec<f64>>, targets: Vec<Vec<f64>>) -> Experiment {
    Experiment {
        id: "test".to_owned(),
        title: LocalizedText::default(),
        question: LocalizedText::default(),
        notes: LocalizedText::default(),
        epochs: 10.into(),
        stop: Vec::new(),
        seed: 1,
        loss_limit: 1e12,
        data: DatasetSpec::Inline(Inline { inputs, targets, tolerance: None, test_rows: 0 }).into(),
        success: None,
        journal: RunJournal::default(),
        contestants: vec![Contestant::new("network", Model::Network(setup))],
    }
}

/// A run of a built-in experiment at its beginning.
pub(crate) fn training_run(name: &str, seed: u64) -> TrainingRun {
    TrainingRun::new(&Arc::new(find(name).unwrap()), seed).unwrap()
}

/// The bits of every parameter of every contestant.
pub(crate) fn bits(run: &TrainingRun) -> Vec<u64> {
    let layers = run.observe().into_iter().flat_map(|contestant| contestant.layers);
    let numbers = layers.flat_map(|layer| {
        let alpha: Vec<f64> = layer.parameters.iter().map(|parameter| parameter.1).collect();
        layer.weights.into_iter().chain(layer.biases).chain(alpha).collect::<Vec<f64>>()
    });
    numbers.map(f64::to_bits).collect()
}

//! The training of a perceptron: sample after sample, epoch after epoch.

use super::bits;
use super::record::{Divergence, Epoch, Metrics, Overflow, Schedule};
use crate::nn::dataset::Dataset;
use crate::nn::experiment::RunEdit;
use crate::nn::perceptron::{Perceptron, PerceptronSetup};
use crate::numeric::stream::{Purpose, Stream};
use serde::{Deserialize, Serialize};

/// A run of one perceptron.
#[derive(Clone, Debug)]
pub(crate) struct PerceptronTrainer {
    perceptron: Perceptron,
    /// Inputs and label of each sample.
    rows: Vec<Vec<f64>>,
    /// The same of each test sample.
    test: Option<Vec<Vec<f64>>>,
    progress: PerceptronProgress,
}

/// How far the run is.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct PerceptronProgress {
    pub(crate) epoch: u64,
    pub(crate) sample: usize,
    pub(crate) divergence: Option<Divergence>,
}

/// What a checkpoint saves.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct PerceptronState {
    #[serde(with = "bits::row")]
    weights: Vec<f64>,
    #[serde(with = "bits::one")]
    bias: f64,
    progress: PerceptronProgress,
}

impl PerceptronState {
    /// Its memory, in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        (size_of::<Self>() + size_of_val(self.weights.as_slice())) as u64
    }
}

/// Inputs and label of each sample.
fn rows(data: &Dataset) -> Vec<Vec<f64>> {
    let row =
        |sample: usize| data.inputs.column(sample).into_iter().chain(data.targets.column(sample)).copied().collect();
    (0..data.samples()).map(row).collect()
}

impl PerceptronTrainer {
    pub(crate) fn new(
        setup: &PerceptronSetup,
        data: &Dataset,
        test: Option<&Dataset>,
        seed: u64,
        contestant: u64,
    ) -> Self {
        let mut stream = Stream::new(seed, Purpose::Weights, contestant, 0);
        let perceptron = Perceptron::new(setup, data.inputs.nrows(), &mut stream);
        Self { perceptron, rows: rows(data), test: test.map(rows), progress: PerceptronProgress::default() }
    }

    pub(crate) fn samples(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn perceptron(&self) -> &Perceptron {
        &self.perceptron
    }

    pub(crate) fn progress(&self) -> &PerceptronProgress {
        &self.progress
    }

    pub(crate) fn run(&mut self, epoch: u64, sample: usize, schedule: &Schedule, records: &mut Vec<Epoch>) {
        while self.progress.divergence.is_none() && (self.progress.epoch, self.progress.sample) < (epoch, sample) {
            let to = if self.progress.epoch < epoch { self.rows.len() } else { sample };
            self.perceptron.learn(&self.rows[self.progress.sample..to]);
            self.progress.sample = to;
            if to == self.rows.len() {
                self.progress.sample = 0;
                self.progress.epoch += 1;
                let (epoch, metrics) = (self.progress.epoch, self.evaluate());
                if metrics.loss.is_finite() {
                    let due = schedule.includes(epoch);
                    let (evaluated, test) = (due.then_some(metrics), if due { self.evaluate_test() } else { None });
                    records.push(Epoch { epoch, batches: metrics, evaluated, test });
                } else {
                    let overflow = if metrics.loss.is_nan() { Overflow::NotANumber } else { Overflow::Infinite };
                    self.progress.divergence = Some(Divergence { epoch, layer: 1, overflow });
                }
            }
        }
    }

    pub(crate) fn has_test(&self) -> bool {
        self.test.is_some()
    }

    /// The mean squared error and the accuracy.
    pub(crate) fn evaluate(&self) -> Metrics {
        self.evaluate_over(&self.rows)
    }

    /// The same over the test samples, if there are any.
    pub(crate) fn evaluate_test(&self) -> Option<Metrics> {
        self.test.as_ref().map(|rows| self.evaluate_over(rows))
    }

    fn evaluate_over(&self, rows: &[Vec<f64>]) -> Metrics {
        let plain = self.perceptron.is_plain();
        let (mut wrong, mut right) = (0.0, 0.0);
        for row in rows {
            let Some((label, inputs)) = row.split_last() else { continue };
            let sum = self.perceptron.sum(inputs);
            let said = if plain { crate::nn::perceptron::step(sum) } else { self.perceptron.function().value(sum) };
            let error = label - said;
            wrong += error * error;
            right += if said == *label { 1.0 } else { 0.0 };
        }
        let count = rows.len() as f64;
        Metrics { loss: wrong / count, accuracy: right / count, r2: None }
    }

    /// Changes its setup, or one of its parameters.
    pub(crate) fn edit(&mut self, setup: &PerceptronSetup, edit: &RunEdit) {
        self.perceptron.set_up(setup);
        if let RunEdit::Value { place, value } = edit {
            match place.input {
                Some(input) => self.perceptron.weights[input] = *value,
                None => self.perceptron.bias = *value,
            }
        }
    }

    pub(crate) fn save(&self) -> PerceptronState {
        let perceptron = &self.perceptron;
        PerceptronState { weights: perceptron.weights.clone(), bias: perceptron.bias, progress: self.progress }
    }

    /// Restores a saved state. Returns whether it had the shape of this perceptron.
    pub(crate) fn restore(&mut self, state: &PerceptronState) -> bool {
        if state.weights.len() != self.perceptron.weights.len() {
            return false;
        }
        self.perceptron.weights.copy_from_slice(&state.weights);
        self.perceptron.bias = state.bias;
        self.progress = state.progress;
        true
    }
}

//! The perceptron and its rule (F. Rosenblatt, 1958, "The perceptron: a probabilistic model for information storage and
//! organization in the brain"): sample by sample, the weights change by rate · (label − prediction) · input.
#![expect(clippy::inline_always, reason = "a run of few numbers stays in registers only if it is one function")]

use crate::functions::activation::ActivationKernel;
use crate::functions::function::Function;
use crate::numeric::stream::Stream;

/// The configuration of a perceptron.
#[derive(Clone, Debug, PartialEq)]
pub struct PerceptronSetup {
    /// Its activation, applied to the pre-activation minus the threshold.
    pub function: Function,
    /// The pre-activation that the activation takes as zero.
    pub threshold: f64,
    /// The learning rate.
    pub learning_rate: f64,
    /// Initial weights. They are drawn from a standard normal distribution if absent.
    pub weights: Option<Vec<f64>>,
    /// Initial bias. It is drawn likewise if absent.
    pub bias: Option<f64>,
}

/// A perceptron: weights, a bias and an activation.
#[derive(Clone, Debug, PartialEq)]
pub struct Perceptron {
    pub(crate) weights: Vec<f64>,
    pub(crate) bias: f64,
    setup: PerceptronSetup,
}

impl Perceptron {
    /// A perceptron with this many inputs. The weights are drawn in order, then the bias.
    pub fn new(setup: &PerceptronSetup, inputs: usize, stream: &mut Stream) -> Self {
        let drawn: Vec<f64> = (0..inputs).map(|_| stream.normal()).collect();
        let bias = stream.normal();
        let weights = setup.weights.clone().unwrap_or(drawn);
        Self { weights, bias: setup.bias.unwrap_or(bias), setup: setup.clone() }
    }

    /// Takes another setup and keeps weights and bias.
    pub(crate) fn set_up(&mut self, setup: &PerceptronSetup) {
        self.setup = setup.clone();
    }

    /// The weights, one per input.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Its bias.
    pub fn bias(&self) -> f64 {
        self.bias
    }

    /// Its activation.
    pub fn function(&self) -> &Function {
        &self.setup.function
    }

    /// The pre-activation for inputs `[input]`.
    pub fn sum(&self, inputs: &[f64]) -> f64 {
        weigh(&self.weights, self.bias, inputs) - self.setup.threshold
    }

    /// The prediction for inputs `[input]`.
    pub fn predict(&self, inputs: &[f64]) -> f64 {
        self.setup.function.value(self.sum(inputs))
    }

    /// Trains on samples in order. Each is a row of inputs followed by the label.
    pub(crate) fn learn(&mut self, samples: &[Vec<f64>]) {
        let rate = self.setup.learning_rate;
        let plain = self.is_plain();
        for row in samples {
            let Some((label, inputs)) = row.split_last() else { continue };
            let sum = self.sum(inputs);
            let error = label - if plain { step(sum) } else { self.setup.function.value(sum) };
            for (weight, input) in self.weights.iter_mut().zip(inputs) {
                *weight += rate * error * input;
            }
            self.bias += rate * error;
        }
    }

    /// Whether the activation is a step whose parameter is zero.
    pub(crate) fn is_plain(&self) -> bool {
        self.setup.function.kernel() == ActivationKernel::Step
            && self.setup.function.parameter("threshold") == Some(0.0)
    }
}

/// The step activation with its threshold at zero.
#[inline(always)]
pub(crate) fn step(x: f64) -> f64 {
    if x.is_nan() {
        x
    } else if x < 0.0 {
        0.0
    } else {
        1.0
    }
}

#[inline(always)]
fn weigh(weights: &[f64], bias: f64, inputs: &[f64]) -> f64 {
    weights.iter().zip(inputs).map(|(w, x)| w * x).fold(0.0, |sum, term| sum + term) + bias
}

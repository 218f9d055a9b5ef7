//! How much work an experiment is, computed from its description. Sums that would overflow saturate.

use super::{Contestant, Experiment, Model, NetworkSetup};
use crate::nn::network::LayerSetup;
use crate::nn::perceptron::PerceptronSetup;

impl Experiment {
    /// Whether evaluating loss and accuracy after an epoch costs nothing extra. With a single batch, the next step
    /// computes them anyway.
    pub(crate) fn is_evaluation_free(&self) -> bool {
        let samples = self.data.samples();
        // A test is a pass of its own.
        !self.data.has_test()
            && self.contestants.iter().all(|contestant| match &contestant.model {
                Model::Perceptron(_) => true,
                Model::Network(setup) => setup.batch_size >= samples,
            })
    }

    /// The number of steps in an epoch, of the contestant with the most steps.
    pub fn steps_per_epoch(&self) -> u64 {
        let samples = self.data.samples();
        self.contestants.iter().map(|contestant| contestant.model.steps(samples)).max().unwrap_or(1).max(1) as u64
    }

    /// The number of steps in a whole run.
    pub fn steps(&self) -> u64 {
        self.epochs.last().saturating_mul(self.steps_per_epoch())
    }

    /// The number of trained parameters of all contestants.
    pub fn parameters(&self) -> u64 {
        let inputs = self.widths().0;
        self.contestants.iter().fold(0, |sum, contestant| sum.saturating_add(contestant.parameters(inputs)))
    }

    /// The work of one step of all contestants, in samples times parameters.
    pub(crate) fn work_per_step(&self) -> u64 {
        let (samples, inputs) = (self.data.samples(), self.widths().0);
        let work = |contestant: &Contestant| {
            let batch = match &contestant.model {
                Model::Perceptron(_) => 1,
                Model::Network(setup) => setup.batch_size.min(samples) as u64,
            };
            batch.saturating_mul(contestant.parameters(inputs))
        };
        self.contestants.iter().map(work).fold(0, u64::saturating_add).max(1)
    }

    /// The work of a whole run, in epochs times samples times parameters.
    pub(crate) fn work(&self) -> u64 {
        self.epochs.last().saturating_mul(self.data.samples() as u64).saturating_mul(self.parameters())
    }
}

impl Model {
    /// The number of this contestant's steps in an epoch.
    fn steps(&self, samples: usize) -> usize {
        match self {
            Self::Perceptron(_) => samples,
            Self::Network(setup) => samples.div_ceil(setup.batch_size.clamp(1, samples.max(1))),
        }
    }
}

impl Contestant {
    /// The number of its trained parameters.
    pub(in crate::nn) fn parameters(&self, inputs: usize) -> u64 {
        match &self.model {
            Model::Perceptron(PerceptronSetup { .. }) => inputs as u64 + 1,
            Model::Network(NetworkSetup { layers, .. }) => {
                let mut below = inputs;
                let count = |layer: &LayerSetup| layer.parameters(std::mem::replace(&mut below, layer.units));
                layers.iter().map(count).fold(0, u64::saturating_add)
            }
        }
    }
}

impl LayerSetup {
    /// The number of trained parameters of a layer with this many inputs.
    pub(crate) fn parameters(&self, inputs: usize) -> u64 {
        let weights = (inputs as u64).saturating_add(1).saturating_mul(self.units as u64);
        weights.saturating_add(u64::from(self.train_alpha))
    }
}

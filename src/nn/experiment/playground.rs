//! The rules of TensorFlow Playground in an experiment: one generator for data, their order and weights.

use super::{Experiment, LastBatch, Model, NetworkSetup};
use crate::nn::data_setup::DataSplit;
use crate::nn::dataset::DatasetError;
use crate::nn::init::PlaygroundInit;
use crate::nn::regularizer::Regularizer;
use crate::numeric::arc4::Arc4;

/// The samples of a run, and what the weights are drawn from after them.
#[derive(Clone, Debug)]
pub struct DrawnData {
    /// The samples for training and for the test.
    pub split: DataSplit,
    /// The generator of TensorFlow Playground after the data, if a network of the experiment draws from it.
    pub generator: Option<Arc4>,
}

impl Experiment {
    /// The samples for a seed.
    ///
    /// # Errors
    /// [`DatasetError`] if a target or a feature is not finite.
    pub fn generate(&self, seed: u64) -> Result<DrawnData, DatasetError> {
        match self.playground_inits().next() {
            None => Ok(DrawnData { split: self.data.generate(seed)?, generator: None }),
            Some(init) => {
                let mut generator = init.generator(seed, self.seed);
                let split = self.data.generate_from(&mut generator, seed)?;
                Ok(DrawnData { split, generator: Some(generator) })
            }
        }
    }

    /// The initialisers of TensorFlow Playground, one for each network that has it.
    pub(super) fn playground_inits(&self) -> impl Iterator<Item = &PlaygroundInit> {
        self.contestants.iter().filter_map(|contestant| contestant.model.network()?.init.playground())
    }

    /// Whether a network is trained by rules that only TensorFlow Playground has.
    pub fn has_playground_rules(&self) -> bool {
        self.contestants.iter().filter_map(|contestant| contestant.model.network()).any(NetworkSetup::is_playground)
    }

    /// Sets the seed, so that the experiment's own run is the one of this seed.
    pub fn set_seed(&mut self, seed: u64) {
        if seed == self.seed {
            return;
        }
        for contestant in &mut self.contestants {
            let Model::Network(setup) = &mut contestant.model else { continue };
            if let Some(init) = setup.init.playground() {
                // The text of the file belongs to the seed of the file.
                setup.init = PlaygroundInit { seed: None, zero: init.zero }.into();
            }
        }
        self.seed = seed;
    }

    /// The seed of a run as readers see it: the text that seeds the playground's generator, or the number.
    pub fn seed_text(&self, seed: u64) -> String {
        self.playground_inits().next().map_or_else(|| seed.to_string(), |init| init.text(seed, self.seed))
    }
}

impl Model {
    /// The network, if it is one.
    pub(super) fn network(&self) -> Option<&NetworkSetup> {
        match self {
            Self::Network(setup) => Some(setup),
            Self::Perceptron(_) => None,
        }
    }
}

impl NetworkSetup {
    fn is_playground(&self) -> bool {
        let cuts = self.regularizers.iter().any(Regularizer::cuts);
        self.init.playground().is_some() || self.last_batch == LastBatch::Carry || cuts
    }

    /// Whether it never takes a step, because there is no full batch.
    pub fn never_steps(&self, samples: usize) -> bool {
        self.last_batch == LastBatch::Carry && self.batch_size > samples
    }
}

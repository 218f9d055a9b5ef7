//! Experiments: what to train, on what, for how long. A plain value, read from TOML and written back to it.

use super::accuracy_rule::AccuracyRule;
use super::dataset::{DatasetSpec, TaskKind};
use super::init::{GlorotUniform, Init};
use super::loss::{Loss, Mse};
use super::network::LayerSetup;
use super::optimizer::{Adam, Optimizer};
use super::perceptron::PerceptronSetup;
use super::regularizer::Regularizer;
use std::collections::BTreeMap;

mod builtin;
mod check;
mod edit;
mod error;
mod read;
mod schema;
mod work;

pub use builtin::{NOTEBOOK, all, find, names};
pub use edit::{EditError, Hyperparameter};
pub use error::{SetupError, SetupProblem, Subject};
pub use read::{ExperimentError, LoadError, MOST_BYTES, is_path, load, of_file, parse};

/// Some data and one or more contestants that learn them.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// The name on the command line: of a built-in experiment, or of the file without its ending.
    pub id: String,
    /// What it is called.
    pub title: LocalizedText,
    /// What it asks.
    pub question: LocalizedText,
    /// What else is worth saying.
    pub notes: LocalizedText,
    /// How many epochs a run has.
    pub epochs: u64,
    /// The seed of a run that is given no other.
    pub seed: u64,
    /// A loss past this ends a contestant.
    pub loss_limit: f64,
    /// The data.
    pub data: DatasetSpec,
    /// What counts as success at the end of a run.
    pub success: Option<Success>,
    /// What learns them, side by side.
    pub contestants: Vec<Contestant>,
}

impl Experiment {
    /// Whether the seed makes a difference: whether any number that is drawn has a say in the data, the first weights or
    /// the order of samples.
    pub fn has_chance(&self) -> bool {
        let samples = self.data.samples();
        self.data.is_random() || self.contestants.iter().any(|contestant| contestant.model.has_chance(samples))
    }
}

impl Model {
    /// What makes its outputs right, for targets of this kind.
    pub fn accuracy_rule(&self, answer: TaskKind) -> AccuracyRule {
        match self {
            Self::Perceptron(_) => AccuracyRule::Equal,
            Self::Network(setup) => AccuracyRule::of_network(answer, &setup.loss),
        }
    }

    fn has_chance(&self, samples: usize) -> bool {
        match self {
            Self::Perceptron(setup) => setup.weights.is_none() || setup.bias.is_none(),
            Self::Network(setup) => {
                // One batch that holds everything is the same in any order.
                let ordered = setup.shuffle && setup.batch_size < samples;
                ordered || setup.init.is_drawn() && setup.layers.iter().any(|layer| layer.weights.is_none())
            }
        }
    }
}

/// A text, for one language or several; the key is a language's code, or empty if the text is for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalizedText(pub BTreeMap<String, String>);

impl LocalizedText {
    /// The text in this language, or else in English, or else in any.
    pub fn get(&self, language: &str) -> &str {
        let texts = &self.0;
        texts
            .get(language)
            .or_else(|| texts.get(""))
            .or_else(|| texts.get("en"))
            .or_else(|| texts.values().next())
            .map_or("", |text| text)
    }
}

/// When a run has succeeded, judged over all data after the last step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Success {
    /// The accuracy is at least this.
    Accuracy(f64),
    /// The loss is below this.
    Loss(f64),
}

/// One of those that learn the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Contestant {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub model: Model,
}

/// What a contestant is.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// A perceptron with Rosenblatt's rule.
    Perceptron(PerceptronSetup),
    /// A network with gradient descent.
    Network(NetworkSetup),
}

/// A network to be, and how it is trained.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkSetup {
    /// Its layers, the one that gives the outputs last.
    pub layers: Vec<LayerSetup>,
    /// What weights are drawn from where a layer has none written out.
    pub init: Init,
    /// What is made small.
    pub loss: Loss,
    /// How.
    pub optimizer: Optimizer,
    /// Samples in a batch.
    pub batch_size: usize,
    /// Whether each epoch has the samples in a new order.
    pub shuffle: bool,
    /// What holds the weights down.
    pub regularizers: Vec<Regularizer>,
}

impl NetworkSetup {
    /// Layers with what Keras has by default: Glorot's weights, mean squared error, Adam, shuffled batches of 32.
    pub fn new(layers: Vec<LayerSetup>) -> Self {
        Self {
            layers,
            init: Init::GlorotUniform(GlorotUniform::default()),
            loss: Loss::Mse(Mse::default()),
            optimizer: Optimizer::Adam(Adam::default()),
            batch_size: 32,
            shuffle: true,
            regularizers: Vec::new(),
        }
    }
}

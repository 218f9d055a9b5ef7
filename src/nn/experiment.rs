//! Experiments: the data, the models and the number of epochs. A plain value that is read from TOML and written back to
//! it.

use super::accuracy_rule::AccuracyRule;
use super::data_setup::DataSetup;
use super::dataset::TaskKind;
use super::init::{GlorotUniform, Init};
use super::loss::{Loss, Mse};
use super::network::LayerSetup;
use super::optimizer::{Adam, Optimizer};
use super::perceptron::PerceptronSetup;
use super::regularizer::Regularizer;
use super::stop::{Epochs, StopRule};
use serde::Serialize;
use std::collections::BTreeMap;

mod builtin;
mod check;
mod edit;
mod error;
mod hand_points;
mod journal;
mod link;
mod naming;
mod on_data;
mod playground;
mod read;
mod saved;
mod schema;
mod work;

pub use builtin::{NOTEBOOK, all, find, names, source};
pub(crate) use edit::each_hyperparameter;
pub use edit::{EditError, Hyperparameter};
pub use error::{SetupError, SetupProblem, Subject};
pub use hand_points::{HandPoints, MOST_POINTS, PointEdit, PointEditError, PointTable};
pub(crate) use journal::Shift;
pub use journal::{JournalEntry, ParameterPlace, RunEdit, RunEditError, RunJournal};
pub use link::{LinkError, LinkGap, LinkedExperiment, MOST_LINK_BYTES, WrittenLink, is_link};
pub use on_data::{DataOptionError, DataOptions, is_data_path, is_table, stands_for_data};
pub use playground::DrawnData;
pub use read::{
    ExperimentError, LoadError, MOST_BYTES, data_files, is_path, load, load_with, named, of_file, parse, parse_with,
    read_table, table_of, table_source, text_of,
};
pub use saved::{KIOSK, SaveError, SaveLimits, check_name, file_of, names as saved_names, read as read_saved, save};

/// Data, and one or more contestants that learn them.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// The name on the command line: the name of a built-in experiment, or of the file without its extension.
    pub id: String,
    /// The title that readers see.
    pub title: LocalizedText,
    /// The question that the experiment answers.
    pub question: LocalizedText,
    /// Further remarks.
    pub notes: LocalizedText,
    /// The number of epochs of a run.
    pub epochs: Epochs,
    /// The rules by which contestants stop earlier. The first that is met counts.
    pub stop: Vec<StopRule>,
    /// The seed of a run if no other is given.
    pub seed: u64,
    /// A contestant whose loss exceeds this has diverged.
    pub loss_limit: f64,
    /// The samples that all contestants see, with their features, scale and test.
    pub data: DataSetup,
    /// What counts as success at the end of a run.
    pub success: Option<Success>,
    /// One or more models, trained side by side. A seed gives each of them its own random stream.
    pub contestants: Vec<Contestant>,
    /// What is changed while a run goes on.
    pub journal: RunJournal,
}

impl Experiment {
    /// Whether everything but the journal is the same.
    pub fn has_setup_of(&self, other: &Self) -> bool {
        let Self { id, title, question, notes, epochs, stop, seed, loss_limit, data, success, contestants, journal: _ } =
            self;
        (id, title, question, notes) == (&other.id, &other.title, &other.question, &other.notes)
            && (epochs, stop, seed, loss_limit) == (&other.epochs, &other.stop, &other.seed, &other.loss_limit)
            && (data, success, contestants) == (&other.data, &other.success, &other.contestants)
    }

    /// Whether a run need not end by itself: it has neither a last epoch nor a rule by which it stops.
    pub fn is_endless(&self) -> bool {
        self.epochs == Epochs::Endless && self.stop.is_empty()
    }

    /// Whether the seed makes a difference: whether the data, the initial weights or the order of samples depend on any
    /// random number.
    pub fn has_chance(&self) -> bool {
        let samples = self.data.samples();
        self.data.is_random() || self.contestants.iter().any(|contestant| contestant.model.has_chance(samples))
    }
}

impl Model {
    /// The rule for right predictions of a contestant, for tasks of this kind.
    pub fn accuracy_rule(&self, task: TaskKind) -> AccuracyRule {
        match self {
            Self::Perceptron(_) => AccuracyRule::Equal,
            Self::Network(setup) => AccuracyRule::of_network(task, &setup.loss),
        }
    }

    /// The number of units in each layer.
    pub fn units(&self) -> Vec<usize> {
        match self {
            Self::Perceptron(_) => vec![1],
            Self::Network(setup) => setup.layers.iter().map(|layer| layer.units).collect(),
        }
    }

    /// The hidden layers of a network in short, as in `4-2 tanh` or `4 relu-2 tanh`. `None` for a perceptron.
    pub fn structure(&self) -> Option<String> {
        let Self::Network(NetworkSetup { layers, .. }) = self else { return None };
        let name = |layer: &LayerSetup| layer.function.text().unwrap_or(layer.function.id()).to_owned();
        let hidden = &layers[..layers.len().saturating_sub(1)];
        let Some(first) = hidden.first() else { return layers.last().map(name) };
        let is_even = hidden.iter().all(|layer| name(layer) == name(first));
        let one = |layer: &LayerSetup| {
            if is_even { layer.units.to_string() } else { format!("{} {}", layer.units, name(layer)) }
        };
        let sizes = hidden.iter().map(one).collect::<Vec<_>>().join("-");
        Some(if is_even { format!("{sizes} {}", name(first)) } else { sizes })
    }

    fn has_chance(&self, samples: usize) -> bool {
        match self {
            Self::Perceptron(setup) => setup.weights.is_none() || setup.bias.is_none(),
            Self::Network(setup) => {
                // A batch that holds all samples gives the same step in any order.
                let ordered = setup.shuffle && setup.batch_size < samples;
                ordered || setup.init.is_drawn() && setup.layers.iter().any(|layer| layer.weights.is_none())
            }
        }
    }
}

/// A text in one or more languages. The key is the language's code, or empty if the text is for all languages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalizedText(pub BTreeMap<String, String>);

impl LocalizedText {
    /// The text in this language, or else in English, or else in any language.
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

/// When a run has succeeded, evaluated after the last step over the test data, or over all data if there is no test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Success {
    /// The accuracy is at least this.
    Accuracy(f64),
    /// The loss is below this.
    Loss(f64),
}

/// A model with a name that is trained on the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Contestant {
    /// The name that readers see.
    pub name: String,
    /// What is trained, with its hyperparameters.
    pub model: Model,
    /// The number of its random stream, if it is not its place. Contestants with the same stream begin with the same
    /// weights, where their layers have the same shape, and see the samples in the same order.
    pub stream: Option<u64>,
}

impl Contestant {
    /// A contestant with a random stream of its own.
    pub fn new(name: impl Into<String>, model: Model) -> Self {
        Self { name: name.into(), model, stream: None }
    }

    /// The number of its random stream, if it has this place, from 0.
    pub fn stream_at(&self, place: usize) -> u64 {
        self.stream.unwrap_or(place as u64)
    }
}

/// The model of a contestant.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// A perceptron, trained with Rosenblatt's rule.
    Perceptron(PerceptronSetup),
    /// A network, trained with gradient descent.
    Network(NetworkSetup),
}

/// What becomes of the samples after the last full batch of an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum LastBatch {
    /// They are a batch of their own.
    #[default]
    Short,
    /// Their gradients carry into the first step of the next epoch, which averages over them and its batch, as in
    /// TensorFlow Playground. Without a full batch there is no step at all.
    Carry,
}

/// The structure of a network, and how it is trained.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkSetup {
    /// The layers. The last one gives the outputs.
    pub layers: Vec<LayerSetup>,
    /// The initialiser of each layer whose weights are not written out.
    pub init: Init,
    /// The initial bias of each unit whose biases are not written out.
    pub bias_init: f64,
    /// The loss that training minimises.
    pub loss: Loss,
    /// The rule of a step, with its learning rate.
    pub optimizer: Optimizer,
    /// The number of samples in a batch, from 1.
    pub batch_size: usize,
    /// Whether the samples are shuffled in each epoch.
    pub shuffle: bool,
    /// What becomes of the samples after the last full batch of an epoch.
    pub last_batch: LastBatch,
    /// Penalties and constraints on all weights. Several act together.
    pub regularizers: Vec<Regularizer>,
}

impl NetworkSetup {
    /// Layers with the defaults of Keras: Glorot uniform weights, mean squared error, Adam, shuffled batches of 32.
    pub fn new(layers: Vec<LayerSetup>) -> Self {
        Self {
            layers,
            init: Init::GlorotUniform(GlorotUniform::default()),
            bias_init: 0.0,
            loss: Loss::Mse(Mse::default()),
            optimizer: Optimizer::Adam(Adam::default()),
            batch_size: 32,
            shuffle: true,
            last_batch: LastBatch::Short,
            regularizers: Vec::new(),
        }
    }
}

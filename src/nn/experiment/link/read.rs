//! From a link to an experiment.

use super::number::number;
use super::{ACTIVATIONS, CLASSIFICATION, FEATURES, LinkError, MOST_LINK_BYTES, REGRESSION, SHOWN, fragment};
use crate::functions::function::Function;
use crate::nn::data_setup::DataSetup;
use crate::nn::dataset::{Circle, DatasetSpec};
use crate::nn::experiment::{Contestant, Experiment, LastBatch, LocalizedText, Model, NetworkSetup, RunJournal};
use crate::nn::init::PlaygroundInit;
use crate::nn::loss::HalfMse;
use crate::nn::network::LayerSetup;
use crate::nn::optimizer::Sgd;
use crate::nn::regularizer::{L1, L1Rule, L2, Regularizer};
use crate::nn::stop::Epochs;
use crate::text::document::ValueRange;
use crate::words::{Arg, Message};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The number of epochs of a link, which says nothing of it.
const EPOCHS: u64 = 300;
/// A loss above this has diverged.
const LOSS_LIMIT: f64 = 1e12;

/// Keys without effect on the data and the network.
const SILENT: [&str; 8] =
    ["showTestData", "discretize", "cosX", "cosY", "collectStats", "tutorial", "hideText", "regDataset"];
/// Keys that are read.
const READ: [&str; 13] = [
    "activation",
    "regularization",
    "batchSize",
    "dataset",
    "learningRate",
    "regularizationRate",
    "noise",
    "networkShape",
    "seed",
    "percTrainData",
    "problem",
    "initZero",
    "regDataset",
];
/// Controls that a link can hide, and that have no key of their own.
const CONTROLS: [&str; 4] = ["playButton", "stepButton", "resetButton", "numHiddenLayers"];
const HIDE: &str = "_hide";

/// The experiment of a link.
#[derive(Clone, Debug)]
pub struct LinkedExperiment {
    /// The experiment.
    pub experiment: Experiment,
    /// The parts of the link that the page does not know.
    pub ignored: Vec<String>,
}

impl LinkedExperiment {
    /// Reads a link.
    ///
    /// # Errors
    /// [`LinkError`]: a value makes no experiment.
    pub fn read(link: &str) -> Result<Self, LinkError> {
        if link.len() > MOST_LINK_BYTES {
            return Err(LinkError::Long { most: MOST_LINK_BYTES });
        }
        let mut keys = Keys::of(fragment(link).unwrap_or(link));
        let experiment = keys.experiment()?;
        experiment.check().map_err(|reason| LinkError::Setup { reason })?;
        Ok(Self { experiment, ignored: keys.ignored })
    }

    /// The parts that the page does not know, in one sentence. `None` if there are none.
    pub fn notice(&self) -> Option<Message> {
        let parts = self.ignored.iter().cloned().map(Arg::Text).collect();
        (!self.ignored.is_empty()).then(|| Message::new("link.ignored").with("parts", &Arg::List(parts)))
    }
}

/// The pairs of a link.
struct Keys<'a> {
    values: BTreeMap<&'a str, Option<&'a str>>,
    ignored: Vec<String>,
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

impl<'a> Keys<'a> {
    fn of(text: &'a str) -> Self {
        let mut keys = Self { values: BTreeMap::new(), ignored: Vec::new() };
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let mut parts = pair.split('=');
            let name = parts.next().unwrap_or_default();
            if keys.values.insert(name, parts.next()).is_none() && !is_known(name) {
                keys.ignored.push(shown(name));
            }
        }
        keys
    }

    /// The value of a key. An empty one counts as absent.
    fn get(&self, name: &str) -> Option<&'a str> {
        self.values.get(name).copied().flatten().filter(|value| !value.trim().is_empty())
    }

    fn flag(&self, name: &str, default: bool) -> bool {
        self.get(name).map_or(default, |value| value != "false")
    }

    fn is_hidden(&self, name: &str) -> bool {
        self.values.get(format!("{name}{HIDE}").as_str()).copied().flatten() == Some("true")
    }

    /// A number of any size, but no NaN.
    fn number(&self, key: &'static str, default: f64) -> Result<f64, LinkError> {
        let Some(text) = self.get(key) else { return Ok(default) };
        let found = number(text);
        if found.is_nan() { Err(LinkError::NoNumber { key, value: shown(text) }) } else { Ok(found) }
    }

    fn out_of_range(&self, key: &'static str, wanted: ValueRange) -> LinkError {
        LinkError::Range { key, value: shown(self.get(key).unwrap_or_default()), wanted }
    }

    /// One of a few words. Others count as absent.
    fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)], default: T) -> T {
        let Some(value) = self.get(key) else { return default };
        let found = words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning);
        found.unwrap_or_else(|| {
            self.ignored.push(shown(&format!("{key}={value}")));
            default
        })
    }

    fn experiment(&mut self) -> Result<Experiment, LinkError> {
        let is_regression = self.word("problem", &[("classification", false), ("regression", true)], false);
        let classes = self.word("dataset", &CLASSIFICATION, "circle");
        let regression = self.word("regDataset", &REGRESSION, "reg-plane");
        let kind = if is_regression { regression } else { classes };
        let (text, seed) = self.seed();
        let network = self.network(is_regression, text)?;
        let shape: Vec<String> = network.layers.iter().map(|layer| layer.units.to_string()).collect();
        let (_, hidden) = shape.split_last().unwrap_or((&shape[0], &[]));
        let name = if hidden.is_empty() { "0".to_owned() } else { hidden.join("-") };
        let title = |language: &str, playground: &str| (language.to_owned(), format!("{playground}: {kind}"));
        Ok(Experiment {
            id: "playground-link".to_owned(),
            title: LocalizedText([title("en", "Playground"), title("ko", "플레이그라운드")].into()),
            question: LocalizedText::default(),
            notes: LocalizedText::default(),
            epochs: Epochs::Count(EPOCHS),
            stop: Vec::new(),
            seed,
            loss_limit: LOSS_LIMIT,
            data: self.data(kind)?,
            success: None,
            contestants: vec![Contestant::new(name, Model::Network(network))],
            journal: RunJournal::default(),
        })
    }

    /// The text that seeds the generator, and the seed of the run that it belongs to. A number needs no text beside it.
    fn seed(&self) -> (Option<String>, u64) {
        let Some(text) = self.get("seed") else { return (None, 1) };
        let text = encoded(text);
        match text.parse::<u32>() {
            Ok(number) if number.to_string() == text => (None, u64::from(number)),
            _ => (Some(text), 0),
        }
    }

    fn data(&self, kind: &str) -> Result<DataSetup, LinkError> {
        // The names in the tables of data sets are those of kinds with defaults, which a test holds.
        let source = DatasetSpec::named(kind).unwrap_or_else(|| Circle::default().into());
        let mut data = DataSetup::from(source);
        let noise = self.number("noise", 0.0)?;
        data.set_noise(if noise > 80.0 { 50.0 } else { noise.max(0.0) } / 100.0);
        let features = FEATURES.into_iter().filter(|(key, _, _)| {
            let is_default = matches!(*key, "x" | "y");
            self.flag(key, is_default) && !self.is_hidden(key)
        });
        let features: Vec<String> = features.map(|(_, formula, _)| formula.to_owned()).collect();
        data.features = Some(features).filter(|features| *features != ["x", "y"]);
        let percent = self.number("percTrainData", 50.0)?;
        if percent <= 0.0 {
            return Err(LinkError::NoTraining { value: shown(self.get("percTrainData").unwrap_or_default()) });
        }
        data.test = Some(1.0 - percent / 100.0).filter(|share| *share > 0.0);
        Ok(data)
    }

    fn network(&mut self, is_regression: bool, seed: Option<String>) -> Result<NetworkSetup, LinkError> {
        let words = ACTIVATIONS.map(|name| (name, name));
        let hidden = self.word("activation", &words, "tanh");
        let output = if is_regression { "linear" } else { "tanh" };
        let units = self.shape()?.into_iter().map(|units| (units, hidden)).chain([(1, output)]);
        // These names are those of built-in functions, which a test holds.
        let layers = units.filter_map(|(units, id)| Some(LayerSetup::new(units, Function::named(id).ok()?)));
        let zero = self.flag("initZero", false);
        let mut setup = NetworkSetup::new(layers.collect());
        setup.init = PlaygroundInit { seed, zero }.into();
        setup.bias_init = if zero { 0.0 } else { BIAS };
        setup.loss = HalfMse {}.into();
        let learning_rate = self.number("learningRate", 0.03)?;
        if !ValueRange::Positive.holds(learning_rate) {
            return Err(self.out_of_range("learningRate", ValueRange::Positive));
        }
        setup.optimizer = Sgd { learning_rate, ..Sgd::default() }.into();
        setup.batch_size = self.batch()?;
        setup.shuffle = false;
        setup.last_batch = LastBatch::Carry;
        setup.regularizers = self.regularizer()?.into_iter().collect();
        Ok(setup)
    }

    /// The units of the hidden layers. A value without numbers means none. Of a fraction the page makes the next whole
    /// number.
    fn shape(&self) -> Result<Vec<usize>, LinkError> {
        let key = "networkShape";
        let text = match self.values.get(key).copied() {
            None => return Ok(vec![4, 2]),
            Some(text) => text.unwrap_or_default(),
        };
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let units = |text: &str| match number(text) {
            units if units.is_nan() => Err(LinkError::NoNumber { key, value: shown(text) }),
            units => Ok(units.ceil() as usize),
        };
        text.split(',').map(units).collect()
    }

    fn batch(&self) -> Result<usize, LinkError> {
        let key = "batchSize";
        let Some(text) = self.get(key) else { return Ok(10) };
        // The page asks whether the remainder by it is 0, so that its sign makes no difference.
        let size = number(text).abs();
        if size.is_nan() || size == 0.0 || size.is_infinite() {
            return Err(LinkError::NeverUpdates { value: shown(text) });
        }
        if size != size.trunc() {
            return Err(self.out_of_range(key, ValueRange::PositiveWhole));
        }
        Ok(size as usize)
    }

    fn regularizer(&mut self) -> Result<Option<Regularizer>, LinkError> {
        let kinds = [("none", None), ("L1", Some(true)), ("L2", Some(false))];
        let Some(is_l1) = self.word("regularization", &kinds, None) else { return Ok(None) };
        let key = "regularizationRate";
        let rate = self.number(key, 0.0)?;
        if !ValueRange::AtLeastZero.holds(rate) {
            return Err(self.out_of_range(key, ValueRange::AtLeastZero));
        }
        // The penalty of the page is ½w², and that of L2 here is w².
        let one: Regularizer =
            if is_l1 { L1 { strength: rate, rule: L1Rule::Cut }.into() } else { L2 { strength: rate / 2.0 }.into() };
        Ok((rate != 0.0).then_some(one))
    }
}

/// The initial bias of every unit of the page.
const BIAS: f64 = 0.1;

fn is_known(name: &str) -> bool {
    let is_key =
        |name: &str| SILENT.contains(&name) || READ.contains(&name) || FEATURES.iter().any(|(key, _, _)| *key == name);
    match name.strip_suffix(HIDE) {
        Some(control) => is_key(control) || CONTROLS.contains(&control),
        None => is_key(name),
    }
}

/// A text as a browser gives it to the page: characters that an address can't have are percent signs with bytes.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`') {
            encoded.push(c);
        } else if !matches!(c, '\t' | '\n' | '\r') {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

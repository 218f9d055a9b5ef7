//! The file format of experiments: what serde reads, and how it becomes an experiment.

mod contestant;
mod layer;

use super::error::{SetupError, SetupProblem};
use super::{Contestant, Experiment, LocalizedText, Model, NetworkSetup, RunJournal, Success};
use crate::nn::data_setup::DataSetup;
use crate::nn::loss::Loss;
use crate::nn::regularizer::{L1, L2, Regularizer};
use crate::nn::stop::{Epochs, StopMeasure, StopRule};
use crate::text::document::{self, PathStep, RangeError, ValueRange, ValueType, custom, expecting, positive};
use crate::words::errors;
use contestant::{Fields, NetworkFields};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use toml::{Table, Value};

/// The version of the schema that is written. Files without a version have version 1.
const SCHEMA: u32 = 1;

/// The loss limit of files that give none: a contestant whose loss exceeds it has diverged.
const LOSS_LIMIT: f64 = 1e12;

errors! {
    /// A mistake in a value of a file that is not one of type or range.
    enum SchemaError: "schema" {
        /// The file has a version that this program does not read.
        Version { version: u32, known: u32 } = "version",
        /// A fraction is out of its range and looks like a percentage.
        Percentage { reason: RangeError, share: f64 } = "percentage",
        /// The batch size is zero.
        EmptyBatch = "empty-batch",
    }
}

/// A file as serde reads it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "an experiment")]
pub(super) struct ExperimentFile {
    #[serde(default = "first", deserialize_with = "known", rename = "schema")]
    _schema: u32,
    #[serde(default)]
    title: LocalizedText,
    #[serde(default)]
    question: LocalizedText,
    #[serde(default)]
    notes: LocalizedText,
    epochs: Epochs,
    #[serde(default = "one")]
    seed: u64,
    #[serde(default = "limit", deserialize_with = "positive")]
    loss_limit: f64,
    data: DataSetup,
    success: Option<SuccessFields>,
    stop: Option<StopFields>,
    contestant: Vec<Fields>,
    /// The journal.
    #[serde(default)]
    edits: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "[success]")]
struct SuccessFields {
    #[serde(default, deserialize_with = "accuracy")]
    accuracy: Option<f64>,
    #[serde(default, deserialize_with = "loss")]
    loss: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "stop")]
struct StopFields {
    loss: Option<f64>,
    accuracy: Option<f64>,
    test_loss: Option<f64>,
    test_accuracy: Option<f64>,
    patience: Option<u64>,
}

fn first() -> u32 {
    1
}

fn one() -> u64 {
    1
}

fn limit() -> f64 {
    LOSS_LIMIT
}

fn known<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let version = u32::deserialize(from)?;
    if version == SCHEMA { Ok(version) } else { Err(custom(&SchemaError::Version { version, known: SCHEMA })) }
}

/// An accuracy, from 0 to 1.
fn accuracy<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let value = f64::deserialize(from)?;
    if (0.0..=1.0).contains(&value) {
        return Ok(Some(value));
    }
    let wanted = ValueRange::FromTo { low: 0, high: 1 };
    let (_, reason) = RangeError::keyed("accuracy", &value, wanted);
    let is_percentage = (1.0..=100.0).contains(&value);
    Err(if is_percentage { custom(&SchemaError::Percentage { reason, share: value / 100.0 }) } else { custom(&reason) })
}

fn loss<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    positive(from).map(Some)
}

impl ExperimentFile {
    /// The experiment that this file describes.
    pub(super) fn experiment(self, id: String) -> Result<Experiment, SetupError> {
        let success = self.success.map(SuccessFields::measure).transpose()?;
        let contestants = self.contestant.into_iter().enumerate();
        let contestants = contestants.map(|(n, fields)| fields.contestant(n)).collect::<Result<_, _>>()?;
        let mut journal = RunJournal::default();
        for text in &self.edits {
            let wrong = |reason| SetupError::keyed(("edits", SetupProblem::Journal { reason: Box::new(reason) }));
            journal.add_written(text).map_err(wrong)?;
        }
        Ok(Experiment {
            id,
            title: self.title,
            question: self.question,
            notes: self.notes,
            epochs: self.epochs,
            stop: self.stop.map(StopFields::rules).unwrap_or_default(),
            seed: self.seed,
            loss_limit: self.loss_limit,
            data: self.data,
            success,
            contestants,
            journal,
        })
    }
}

impl SuccessFields {
    fn measure(self) -> Result<Success, SetupError> {
        match (self.accuracy, self.loss) {
            (Some(accuracy), None) => Ok(Success::Accuracy(accuracy)),
            (None, Some(loss)) => Ok(Success::Loss(loss)),
            _ => Err(SetupError::keyed(("success", SetupProblem::SuccessMeasure))),
        }
    }
}

impl StopFields {
    fn rules(self) -> Vec<StopRule> {
        let Self { loss, accuracy, test_loss, test_accuracy, patience } = self;
        let bounds = [
            (StopMeasure::Loss, loss),
            (StopMeasure::Accuracy, accuracy),
            (StopMeasure::TestLoss, test_loss),
            (StopMeasure::TestAccuracy, test_accuracy),
            (StopMeasure::Patience, patience.map(|epochs| epochs as f64)),
        ];
        bounds.into_iter().filter_map(|(measure, bound)| Some(StopRule { measure, bound: bound? })).collect()
    }
}

/// The bound of a rule. Epochs are a whole number.
fn bound(rule: &StopRule) -> Value {
    match rule.measure {
        StopMeasure::Patience => whole(rule.bound as u64),
        _ => Value::Float(rule.bound),
    }
}

impl NetworkFields {
    /// The network that these fields describe. `n` is its index in the file.
    fn setup(self, n: usize) -> Result<NetworkSetup, SetupError> {
        let mut setup = NetworkSetup::new(self.layers);
        setup.init = self.init.unwrap_or(setup.init);
        setup.bias_init = self.bias_init;
        setup.loss = self.loss.unwrap_or(setup.loss);
        setup.optimizer = self.optimizer.unwrap_or(setup.optimizer);
        setup.batch_size = self.batch_size.unwrap_or(setup.batch_size);
        setup.shuffle = self.shuffle.unwrap_or(setup.shuffle);
        setup.last_batch = self.last_batch;
        match (&mut setup.loss, self.delta) {
            (Loss::Huber(huber), Some(delta)) => huber.delta = delta,
            (_, Some(_)) => {
                let inside = [PathStep::Key("contestant"), PathStep::Item(n)];
                return Err(SetupError::keyed(("delta", SetupProblem::OnlyHuber)).inside(&inside));
            }
            (_, None) => {}
        }
        // L1 and L2 are used most often and have keys of their own.
        let rule = self.l1_rule;
        let l1 = self.l1.filter(|x| *x != 0.0).map(|strength| Regularizer::L1(L1 { strength, rule }));
        let l2 = self.l2.filter(|x| *x != 0.0).map(|strength| Regularizer::L2(L2 { strength }));
        setup.regularizers = l1.into_iter().chain(l2).chain(self.regularizers).collect();
        Ok(setup)
    }
}

impl<'de> Deserialize<'de> for LocalizedText {
    /// A text, or a table of texts by language.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Texts;

        impl<'de> Visitor<'de> for Texts {
            type Value = LocalizedText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(&ValueType::Texts, f)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<LocalizedText, E> {
                Ok(LocalizedText([(String::new(), text.to_owned())].into()))
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<LocalizedText, M::Error> {
                let mut texts = LocalizedText::default();
                while let Some((language, text)) = map.next_entry::<String, String>()? {
                    texts.0.insert(language, text);
                }
                Ok(texts)
            }
        }

        from.deserialize_any(Texts)
    }
}

impl Serialize for LocalizedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.get("") {
            Some(only) if self.0.len() == 1 => serializer.serialize_str(only),
            _ => self.0.serialize(serializer),
        }
    }
}

/// A whole number that is not zero.
fn at_least_one<'de, D: Deserializer<'de>>(from: D) -> Result<Option<usize>, D::Error> {
    match u64::deserialize(from)? {
        0 => Err(custom(&SchemaError::EmptyBatch)),
        count => Ok(Some(usize::try_from(count).unwrap_or(usize::MAX))),
    }
}

fn at_least_zero<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    document::at_least_zero(from).map(Some)
}

/// The TOML value of a number or a text. Serialising these can't fail.
fn value(of: &impl Serialize) -> Value {
    Value::try_from(of).unwrap_or(Value::Boolean(false))
}

fn whole(count: u64) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

impl Experiment {
    /// The experiment as a TOML file, with all its settings.
    pub fn to_toml(&self) -> String {
        let Self { id: _, title, question, notes, epochs, stop, seed, loss_limit, data, success, contestants, journal } =
            self;
        let mut table = Table::new();
        let mut put = |key: &str, value: Value| table.insert(key.to_owned(), value);
        put("schema", whole(u64::from(SCHEMA)));
        for (key, text) in [("title", title), ("question", question), ("notes", notes)] {
            if !text.0.is_empty() {
                put(key, value(text));
            }
        }
        put("epochs", value(epochs));
        put("seed", whole(*seed));
        put("loss_limit", Value::Float(*loss_limit));
        if !journal.is_empty() {
            put("edits", value(&journal.written()));
        }
        if !stop.is_empty() {
            put("stop", Value::Table(stop.iter().map(|rule| (rule.measure.name().to_owned(), bound(rule))).collect()));
        }
        put("data", value(&data.table().unwrap_or_default()));
        if let Some(success) = success {
            let (key, x) = match success {
                Success::Accuracy(accuracy) => ("accuracy", accuracy),
                Success::Loss(loss) => ("loss", loss),
            };
            put("success", Value::Table([(key.to_owned(), Value::Float(*x))].into_iter().collect()));
        }
        put("contestant", Value::Array(contestants.iter().map(Contestant::value).collect()));
        toml::to_string(&table).unwrap_or_default()
    }
}

impl Contestant {
    fn value(&self) -> Value {
        let mut table = Table::new();
        table.insert("name".to_owned(), Value::String(self.name.clone()));
        if let Some(stream) = self.stream {
            table.insert("stream".to_owned(), whole(stream));
        }
        match &self.model {
            Model::Perceptron(setup) => contestant::write_perceptron(setup, &mut table),
            Model::Network(setup) => contestant::write_network(setup, &mut table),
        }
        Value::Table(table)
    }
}

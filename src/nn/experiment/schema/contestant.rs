//! Contestants in files: networks and perceptrons.

use super::layer::{Beside, activation, parameters};
use super::{at_least_one, at_least_zero, value, whole};
use crate::functions::function::Function;
use crate::nn::experiment::{Contestant, LastBatch, Model, NetworkSetup, SetupError};
use crate::nn::init::Init;
use crate::nn::kinds::{self, KindError, Registry};
use crate::nn::loss::Loss;
use crate::nn::network::LayerSetup;
use crate::nn::optimizer::Optimizer;
use crate::nn::perceptron::PerceptronSetup;
use crate::nn::regularizer::{self, L1Rule, Regularizer};
use crate::text::document::{CONTESTANTS, RangeError, TableName, ValueRange, custom, expecting};
use crate::text::right_word;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use std::fmt;
use toml::{Table, Value};

/// A contestant as serde reads it.
pub(super) struct Fields {
    name: Option<String>,
    stream: Option<u64>,
    model: ModelFields,
}

enum ModelFields {
    Network(Box<NetworkFields>),
    Perceptron(PerceptronSetup),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "a contestant")]
pub(super) struct NetworkFields {
    name: Option<String>,
    stream: Option<u64>,
    pub(super) layers: Vec<LayerSetup>,
    pub(super) init: Option<Init>,
    #[serde(default)]
    pub(super) bias_init: f64,
    pub(super) loss: Option<Loss>,
    #[serde(default, deserialize_with = "delta")]
    pub(super) delta: Option<f64>,
    pub(super) optimizer: Option<Optimizer>,
    #[serde(default, deserialize_with = "at_least_one")]
    pub(super) batch_size: Option<usize>,
    pub(super) shuffle: Option<bool>,
    #[serde(default, deserialize_with = "last_batch")]
    pub(super) last_batch: LastBatch,
    #[serde(default, deserialize_with = "at_least_zero")]
    pub(super) l1: Option<f64>,
    #[serde(default, deserialize_with = "at_least_zero")]
    pub(super) l2: Option<f64>,
    #[serde(default, deserialize_with = "regularizer::rule")]
    pub(super) l1_rule: L1Rule,
    #[serde(default)]
    pub(super) regularizers: Vec<Regularizer>,
}

fn delta<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    crate::text::document::positive(from).map(Some)
}

fn last_batch<'de, D: Deserializer<'de>>(from: D) -> Result<LastBatch, D::Error> {
    kinds::word(from, Registry::LastBatch)
}

impl Fields {
    /// The contestant that these fields describe. `n` is its index in the file.
    pub(super) fn contestant(self, n: usize) -> Result<Contestant, SetupError> {
        let name = self.name.unwrap_or_else(|| format!("contestant {}", n + 1));
        let model = match self.model {
            ModelFields::Network(fields) => Model::Network(fields.setup(n)?),
            ModelFields::Perceptron(setup) => Model::Perceptron(setup),
        };
        Ok(Contestant { name, model, stream: self.stream })
    }
}

/// The kinds of contestants.
const KINDS: [&str; 2] = ["network", "perceptron"];

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(&CONTESTANTS, f)
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields, M::Error> {
                let mut first = map.next_key::<String>()?;
                let kind = match &first {
                    Some(key) if key == "kind" => map.next_value::<String>()?,
                    _ => "network".to_owned(),
                };
                first = first.filter(|key| key != "kind");
                let rest = Peeked { first, map };
                match kind.as_str() {
                    "network" => {
                        let mut fields = NetworkFields::deserialize(MapAccessDeserializer::new(rest))?;
                        let (name, stream) = (fields.name.take(), fields.stream);
                        Ok(Fields { name, stream, model: ModelFields::Network(Box::new(fields)) })
                    }
                    "perceptron" => {
                        let (name, stream, setup) = perceptron(rest)?;
                        Ok(Fields { name, stream, model: ModelFields::Perceptron(setup) })
                    }
                    _ => {
                        let hint = right_word(&kind, &KINDS);
                        Err(custom(&KindError::Unknown { what: Registry::Contestant, name: kind, hint }))
                    }
                }
            }
        }

        from.deserialize_map(Read)
    }
}

/// The entries of a table whose first key has been read already.
struct Peeked<M> {
    first: Option<String>,
    map: M,
}

impl<'de, M: MapAccess<'de>> MapAccess<'de> for Peeked<M> {
    type Error = M::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, M::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, M::Error> {
        self.map.next_value_seed(seed)
    }
}

const PERCEPTRON: [&str; 8] = ["name", "stream", "kind", "activation", "threshold", "learning_rate", "weights", "bias"];

/// A perceptron and its name. The key `threshold` is that of the perceptron, not a parameter of an activation.
fn perceptron<'de, M: MapAccess<'de>>(mut map: M) -> Result<(Option<String>, Option<u64>, PerceptronSetup), M::Error> {
    let (mut name, mut stream) = (None, None);
    let function = Function::named("step").map_err(|error| custom(&error))?;
    let mut setup = PerceptronSetup { function, threshold: 0.0, learning_rate: 0.01, weights: None, bias: None };
    while let Some(key) = map.next_key::<String>()? {
        match key.as_str() {
            "name" => name = Some(map.next_value()?),
            "stream" => stream = Some(map.next_value()?),
            "activation" => setup.function = map.next_value::<Beside>()?.0,
            "threshold" => setup.threshold = map.next_value()?,
            "learning_rate" => {
                setup.learning_rate = map.next_value()?;
                if setup.learning_rate <= 0.0 {
                    let (_, error) = RangeError::keyed("learning_rate", &setup.learning_rate, ValueRange::Positive);
                    return Err(custom(&error));
                }
            }
            "weights" => setup.weights = Some(map.next_value()?),
            "bias" => setup.bias = Some(map.next_value()?),
            _ => parameters::read(&key, &mut map, &mut setup.function, TableName::Contestant, &PERCEPTRON)?,
        }
    }
    Ok((name, stream, setup))
}

pub(super) fn write_perceptron(setup: &PerceptronSetup, table: &mut Table) {
    let PerceptronSetup { function, threshold, learning_rate, weights, bias } = setup;
    let mut put = |key: &str, value: Value| table.insert(key.to_owned(), value);
    put("kind", Value::String("perceptron".to_owned()));
    put("activation", activation(function));
    for (parameter, x) in parameters::beside(function).filter(|(parameter, _)| *parameter != "threshold") {
        put(parameter, Value::Float(x));
    }
    put("threshold", Value::Float(*threshold));
    put("learning_rate", Value::Float(*learning_rate));
    if let Some(weights) = weights {
        put("weights", value(weights));
    }
    if let Some(bias) = bias {
        put("bias", Value::Float(*bias));
    }
}

pub(super) fn write_network(setup: &NetworkSetup, table: &mut Table) {
    let NetworkSetup { layers, init, bias_init, loss, optimizer, batch_size, shuffle, last_batch, regularizers } =
        setup;
    let mut put = |key: &str, value: Value| table.insert(key.to_owned(), value);
    put("kind", Value::String("network".to_owned()));
    put("init", value(init));
    if *bias_init != 0.0 {
        put("bias_init", Value::Float(*bias_init));
    }
    put("loss", value(loss));
    put("optimizer", value(optimizer));
    put("batch_size", whole(*batch_size as u64));
    put("shuffle", Value::Boolean(*shuffle));
    if *last_batch != LastBatch::Short {
        put("last_batch", value(last_batch));
    }
    put("regularizers", value(regularizers));
    put("layers", Value::Array(layers.iter().map(super::layer::write).collect()));
}

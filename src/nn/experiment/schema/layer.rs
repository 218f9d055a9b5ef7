//! Layers in files, and activations with their parameters.

use super::{value, whole};
use crate::functions::activation::{self, Unknown};
use crate::functions::function::Function;
use crate::nn::kinds::{KindError, Registry};
use crate::nn::network::LayerSetup;
use crate::text::document::{FieldError, LAYERS, TableName, ValueType, custom, expecting};
use crate::text::right_word;
use crate::words::{ToMessage, WordHint};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;
use toml::{Table, Value};

/// An activation: a name, or a table with a formula and its parameters. The parameters of a named activation are keys
/// beside the name.
pub(super) struct Beside(pub(super) Function);

impl<'de> Deserialize<'de> for Beside {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Beside;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(&ValueType::Text, f)
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Beside, E> {
                Function::named(name).map(Beside).map_err(|unknown| {
                    let known: Vec<&str> = activation::all().map(|activation| activation.id).collect();
                    let hint = match &unknown {
                        Unknown::Softmax { .. } => return custom(&unknown),
                        Unknown::Near { nearest, .. } => WordHint::new(Some(nearest), []).message(),
                        Unknown::Far { .. } => right_word(name, &known),
                    };
                    custom(&KindError::Unknown { what: Registry::Activation, name: name.to_owned(), hint })
                })
            }

            /// `{ formula = "max(a*x, x); a = 0.1 in 0..1", a = 0.5 }`.
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Beside, M::Error> {
                let text = match map.next_key::<String>()? {
                    Some(key) if key == "formula" => map.next_value::<String>()?,
                    _ => return Err(M::Error::missing_field("formula")),
                };
                let mut function = Function::parse(&text).map_err(|error| custom(&error))?;
                while let Some(key) = map.next_key::<String>()? {
                    if function.parameter(&key).is_none() {
                        let names = function.parameters().iter().map(|parameter| &*parameter.name);
                        let known: Vec<&str> = ["formula"].into_iter().chain(names).collect();
                        let hint = right_word(&key, &known);
                        return Err(custom(&FieldError::Unknown { table: TableName::Activation, key, hint }));
                    }
                    parameters::set(&key, map.next_value()?, &mut function)?;
                }
                Ok(Beside(function))
            }
        }

        from.deserialize_any(Read)
    }
}

/// Parameters that are keys beside the name of an activation.
pub(super) mod parameters {
    use super::{Error, FieldError, Function, MapAccess, TableName, custom, right_word};

    /// The parameters of a named activation. Those of a formula are in the formula's own table.
    pub(crate) fn beside(function: &Function) -> impl Iterator<Item = (&str, f64)> {
        let all = function.parameters().iter().zip(function.parameter_values());
        all.filter(|_| function.text().is_none()).map(|(parameter, x)| (&*parameter.name, *x))
    }

    pub(crate) fn set<E: Error>(parameter: &str, x: f64, function: &mut Function) -> Result<(), E> {
        function.set_parameter(parameter, x).map_err(|error| custom(&error))
    }

    /// Reads the value of a key that is not in `keys`: a parameter, or an unknown key.
    pub(crate) fn read<'de, M: MapAccess<'de>>(
        key: &str,
        map: &mut M,
        function: &mut Function,
        table: TableName,
        keys: &[&str],
    ) -> Result<(), M::Error> {
        if beside(function).any(|(parameter, _)| parameter == key) {
            return set(key, map.next_value()?, function);
        }
        let known: Vec<&str> = keys.iter().copied().chain(beside(function).map(|(parameter, _)| parameter)).collect();
        let hint = right_word(key, &known);
        Err(custom(&FieldError::Unknown { table, key: key.to_owned(), hint }))
    }
}

const LAYER: [&str; 7] = ["units", "activation", "train_alpha", "weights", "biases", "cut", "frozen"];

impl<'de> Deserialize<'de> for LayerSetup {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = LayerSetup;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(&LAYERS, f)
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<LayerSetup, M::Error> {
                let linear = Function::named("linear").map_err(|error| custom(&error))?;
                let mut layer = LayerSetup::new(0, linear);
                let (mut has_activation, mut units) = (false, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "activation" => {
                            layer = LayerSetup::new(0, map.next_value::<Beside>()?.0);
                            has_activation = true;
                        }
                        "units" => units = Some(map.next_value::<usize>()?),
                        "train_alpha" => layer.train_alpha = map.next_value()?,
                        "weights" => layer.weights = Some(map.next_value()?),
                        "biases" => layer.biases = Some(map.next_value()?),
                        "cut" => layer.cut = cut(map.next_value()?),
                        "frozen" => layer.frozen = sorted(map.next_value::<Vec<usize>>()?.into_iter().map(from_zero)),
                        _ => parameters::read(&key, &mut map, &mut layer.function, TableName::Layer, &LAYER)?,
                    }
                }
                if !has_activation {
                    return Err(M::Error::missing_field("activation"));
                }
                layer.units = units.ok_or_else(|| M::Error::missing_field("units"))?;
                Ok(layer)
            }
        }

        from.deserialize_map(Read)
    }
}

/// Files count from 1. A 0 becomes an index that no layer has, which the check of the experiment reports.
fn from_zero(n: usize) -> usize {
    n.wrapping_sub(1)
}

fn sorted<T: Ord>(marks: impl Iterator<Item = T>) -> Vec<T> {
    marks.collect::<BTreeSet<T>>().into_iter().collect()
}

fn cut(edges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    sorted(edges.into_iter().map(|(unit, input)| (from_zero(unit), from_zero(input))))
}

/// The name of an activation, or a formula with its parameters.
pub(super) fn activation(function: &Function) -> Value {
    let Some(text) = function.text() else { return Value::String(function.id().to_owned()) };
    let mut table = Table::new();
    table.insert("formula".to_owned(), Value::String(text.to_owned()));
    for (parameter, x) in function.parameters().iter().zip(function.parameter_values()) {
        table.insert(parameter.name.to_string(), Value::Float(*x));
    }
    Value::Table(table)
}

/// A layer as a table.
pub(super) fn write(layer: &LayerSetup) -> Value {
    let LayerSetup { units, function, train_alpha, weights, biases, cut, frozen } = layer;
    let mut table = Table::new();
    let mut put = |key: &str, value: Value| table.insert(key.to_owned(), value);
    put("units", whole(*units as u64));
    put("activation", activation(function));
    for (parameter, x) in parameters::beside(function) {
        put(parameter, Value::Float(x));
    }
    if function.trainable().is_some() {
        put("train_alpha", Value::Boolean(*train_alpha));
    }
    if let Some(weights) = weights {
        put("weights", value(weights));
    }
    if let Some(biases) = biases {
        put("biases", value(biases));
    }
    if !cut.is_empty() {
        put("cut", value(&cut.iter().map(|(unit, input)| (unit + 1, input + 1)).collect::<Vec<_>>()));
    }
    if !frozen.is_empty() {
        put("frozen", value(&frozen.iter().map(|unit| unit + 1).collect::<Vec<_>>()));
    }
    Value::Table(table)
}

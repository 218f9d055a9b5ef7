//! The table `[data]` of a file. Some keys are the same for every kind of data; the others belong to the kind.

use super::{DataSetup, Scaling};
use crate::nn::dataset::DatasetSpec;
use crate::nn::kinds::{self, KindError, Registry};
use crate::text::document::{self, ValueType, expecting};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use toml::{Table, Value};

impl DataSetup {
    /// The configuration as a table, with the name of the kind first.
    pub(crate) fn table(&self) -> Result<Table, toml::ser::Error> {
        let Self { source, features, scale, test, test_file, split_seed } = self;
        let mut table = source.table()?;
        match features {
            None => {}
            Some(none) if none.is_empty() => {
                table.insert("features".to_owned(), Value::String(NO_FEATURES.to_owned()));
            }
            Some(features) => {
                table.insert("features".to_owned(), Value::try_from(features)?);
            }
        }
        if *scale != Scaling::None {
            table.insert("scale".to_owned(), Value::try_from(scale)?);
        }
        if let Some(file) = test_file {
            table.insert("test".to_owned(), Value::String(file.clone()));
        } else if let Some(test) = test {
            table.insert("test".to_owned(), Value::Float(*test));
        }
        if let Some(seed) = split_seed {
            table.insert("split_seed".to_owned(), Value::Integer(i64::try_from(*seed).unwrap_or(i64::MAX)));
        }
        Ok(table)
    }
}

impl Serialize for DataSetup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table().map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DataSetup {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = DataSetup;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(&KindError::NameOrTable { what: Registry::Dataset }, f)
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<DataSetup, E> {
                DatasetSpec::deserialize(StrDeserializer::new(name)).map(DataSetup::from)
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<DataSetup, M::Error> {
                let mut shared = SharedKeys::default();
                let source = DatasetSpec::deserialize(MapAccessDeserializer::new(Others { map, shared: &mut shared }))?;
                let SharedKeys { features, scale, test, test_file, split_seed } = shared;
                let test = test.filter(|share| *share > 0.0);
                Ok(DataSetup { source, features, scale, test, test_file, split_seed })
            }
        }

        from.deserialize_any(Read)
    }
}

/// The values of the shared keys.
#[derive(Default)]
struct SharedKeys {
    features: Option<Vec<String>>,
    scale: Scaling,
    test: Option<f64>,
    test_file: Option<String>,
    split_seed: Option<u64>,
}

impl SharedKeys {
    /// Reads the value of a key. Returns whether the key is shared.
    fn take<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<bool, M::Error> {
        match key {
            "features" => self.features = map.next_value::<FeatureList>()?.0,
            "scale" => self.scale = map.next_value::<ScalingName>()?.0,
            "test" => match map.next_value()? {
                TestRows::Share(share) => self.test = Some(share),
                TestRows::File(path) => self.test_file = Some(path),
            },
            "split_seed" => self.split_seed = Some(map.next_value()?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The entries of the table that belong to the kind. Shared keys are read on the way.
struct Others<'a, M> {
    map: M,
    shared: &'a mut SharedKeys,
}

impl<'de, M: MapAccess<'de>> MapAccess<'de> for Others<'_, M> {
    type Error = M::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, M::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if !self.shared.take(&key, &mut self.map)? {
                return seed.deserialize(StrDeserializer::new(&key)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, M::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A share from 0 to below 1, or the path of a file.
enum TestRows {
    Share(f64),
    File(String),
}

impl<'de> Deserialize<'de> for TestRows {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;

        impl Visitor<'_> for Read {
            type Value = TestRows;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(&ValueType::TestRows, f)
            }

            fn visit_u64<E: serde::de::Error>(self, share: u64) -> Result<TestRows, E> {
                self.visit_f64(share as f64)
            }

            fn visit_f64<E: serde::de::Error>(self, share: f64) -> Result<TestRows, E> {
                document::share(share.into_deserializer()).map(TestRows::Share)
            }

            fn visit_str<E: serde::de::Error>(self, path: &str) -> Result<TestRows, E> {
                Ok(TestRows::File(path.to_owned()))
            }
        }

        from.deserialize_any(Read)
    }
}

/// The text in place of a list of features, for models without inputs.
const NO_FEATURES: &str = "none";

/// A list of formulas, which may be empty if the columns are the inputs, or `none`.
struct FeatureList(Option<Vec<String>>);

impl<'de> Deserialize<'de> for FeatureList {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = FeatureList;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(&ValueType::Features, f)
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<FeatureList, E> {
                let wrong = || E::invalid_type(serde::de::Unexpected::Str(text), &self);
                if text == NO_FEATURES { Ok(FeatureList(Some(Vec::new()))) } else { Err(wrong()) }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<FeatureList, A::Error> {
                let list = Vec::<String>::deserialize(SeqAccessDeserializer::new(items))?;
                Ok(FeatureList(Some(list).filter(|list| !list.is_empty())))
            }
        }

        from.deserialize_any(Read)
    }
}

/// The name of a scale.
struct ScalingName(Scaling);

impl<'de> Deserialize<'de> for ScalingName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        kinds::word(from, Registry::Scaling).map(Self)
    }
}

//! Registries: an enum whose variants are the kinds of one thing, each in its own file.

use crate::words::{Message, errors};
use serde::de::{DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize};

errors! {
    /// The registries, and other things that a name in a file can stand for.
    #[derive(Copy, Eq)]
    pub enum Registry: "registry" {
        /// Data sets.
        Dataset = "dataset",
        /// Ways to scale inputs.
        Scaling = "scaling",
        /// What targets are taken as.
        Task = "task",
        /// What is done about missing cells.
        Missing = "missing",
        /// Initialisers.
        Init = "init",
        /// Losses.
        Loss = "loss",
        /// Optimisers.
        Optimizer = "optimizer",
        /// Regularisers.
        Regularizer = "regularizer",
        /// What an L1 penalty does to a weight at 0.
        L1Rule = "l1-rule",
        /// What becomes of the last batch.
        LastBatch = "last-batch",
        /// Contestants.
        Contestant = "contestant",
        /// Activations.
        Activation = "activation",
    }
}

errors! {
    /// Why a text or a value does not name a kind.
    pub enum KindError: "kind" {
        /// No kind has this name.
        Unknown { what: Registry, name: String, hint: Message } = "unknown",
        /// The value has a wrong type. A name or a table is expected.
        NameOrTable { what: Registry } = "name-or-table",
    }
}

/// Reads one of a few words, for `#[serde(deserialize_with)]`.
pub(crate) fn word<'de, D, T>(from: D, what: Registry) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: strum::VariantArray + Copy + 'static,
    &'static str: From<T>,
{
    named_word(&String::deserialize(from)?, what).map_err(|error| crate::text::document::custom(&error))
}

/// The value of one of a few words.
///
/// # Errors
/// [`KindError::Unknown`] with the most similar word.
pub(crate) fn named_word<T>(name: &str, what: Registry) -> Result<T, KindError>
where
    T: strum::VariantArray + Copy + 'static,
    &'static str: From<T>,
{
    let names: Vec<&'static str> = T::VARIANTS.iter().map(|value| (*value).into()).collect();
    let found = T::VARIANTS.iter().zip(&names).find(|(_, known)| **known == name);
    found.map(|(value, _)| *value).ok_or_else(|| {
        let hint = crate::text::right_word(name, &names);
        KindError::Unknown { what, name: name.to_owned(), hint }
    })
}

/// What every kind has: names in files, and a configuration with defaults that is read and written.
pub trait Kind: Clone + DeserializeOwned + PartialEq + Serialize {
    /// Its names in files. Most kinds have one.
    const NAMES: &'static [&'static str];

    /// The kind with this name and its defaults. `None` if there is no such kind, or if it has no defaults.
    fn named(name: &str) -> Option<Self>;

    /// The name that is written and shown.
    fn name(&self) -> &'static str {
        Self::NAMES[0]
    }

    /// The same kind under another of its names.
    #[must_use]
    fn called(self, _name: &str) -> Self {
        self
    }
}

/// Declares the modules of the kinds, the enum over them, its names, how it is read and written, and a macro that runs
/// an expression for the kind at hand.
///
/// In a file, a kind is its name, or a table with the name as `kind` beside its configuration.
macro_rules! kinds {
    (
        $d:tt
        $(#[$doc:meta])*
        pub enum $Enum:ident, $registry:ident, $table:ident, $each:ident {
            $($(#[$row:meta])* $module:ident::$Kind:ident,)*
        }
    ) => {
        $(mod $module;)*
        $(pub use $module::$Kind;)*

        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $Enum {
            $($(#[$row])* $Kind($Kind),)*
        }

        #[allow(unused_macros, reason = "not every registry dispatches")]
        macro_rules! $each {
            ($d on:expr, $d kind:ident => $d then:expr) => {
                match $d on { $($Enum::$Kind($d kind) => $d then,)* }
            };
        }

        impl $Enum {
            /// The names in files.
            pub fn names() -> Vec<&'static str> {
                let all: &[&[&'static str]] = &[$(<$Kind as $crate::nn::kinds::Kind>::NAMES),*];
                all.concat()
            }

            /// The kind of this name, with its defaults.
            pub fn named(name: &str) -> Option<Self> {
                None$(.or_else(|| <$Kind as $crate::nn::kinds::Kind>::named(name).map(Self::$Kind)))*
            }

            /// The name in files.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$Kind(kind) => $crate::nn::kinds::Kind::name(kind),)* }
            }

            /// The error for a name that no kind has.
            pub fn unknown(name: &str) -> $crate::nn::kinds::KindError {
                let hint = $crate::text::right_word(name, &Self::names());
                let what = $crate::nn::kinds::Registry::$registry;
                $crate::nn::kinds::KindError::Unknown { what, name: name.to_owned(), hint }
            }

            /// The configuration as a table, with the name first.
            pub(crate) fn table(&self) -> Result<toml::Table, toml::ser::Error> {
                let own = match self { $(Self::$Kind(kind) => toml::Table::try_from(kind)?,)* };
                let mut table = toml::Table::new();
                table.insert("kind".to_owned(), toml::Value::String(self.name().to_owned()));
                table.extend(own);
                Ok(table)
            }
        }

        $(impl From<$Kind> for $Enum {
            fn from(kind: $Kind) -> Self {
                Self::$Kind(kind)
            }
        })*

        impl serde::Serialize for $Enum {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let table = self.table().map_err(serde::ser::Error::custom)?;
                // A kind without settings is written as its name alone.
                if table.len() == 1 { serializer.serialize_str(self.name()) } else { table.serialize(serializer) }
            }
        }

        impl<'de> serde::Deserialize<'de> for $Enum {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Read;

                impl<'de> serde::de::Visitor<'de> for Read {
                    type Value = $Enum;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        let what = $crate::nn::kinds::Registry::$registry;
                        $crate::text::document::expecting(&$crate::nn::kinds::KindError::NameOrTable { what }, f)
                    }

                    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<$Enum, E> {
                        $Enum::named(name).ok_or_else(|| $crate::text::document::custom(&$Enum::unknown(name)))
                    }

                    fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<$Enum, M::Error> {
                        // In the documents that this reads, `kind` is the first key.
                        let name = match map.next_key::<String>()? {
                            Some(key) if key == "kind" => map.next_value::<String>()?,
                            _ => {
                                use $crate::text::document::{TableName, custom, needs};
                                let example = toml::Value::String($Enum::names()[0].to_owned()).to_string();
                                return Err(custom(&needs(TableName::$table, "kind", &example)));
                            }
                        };
                        let rest = serde::de::value::MapAccessDeserializer::new(map);
                        $(if <$Kind as $crate::nn::kinds::Kind>::NAMES.contains(&name.as_str()) {
                            let read = <$Kind as serde::Deserialize>::deserialize(rest)?;
                            return Ok($Enum::$Kind($crate::nn::kinds::Kind::called(read, &name)));
                        })*
                        Err($crate::text::document::custom(&$Enum::unknown(&name)))
                    }
                }

                from.deserialize_any(Read)
            }
        }
    };
}

pub(crate) use kinds;

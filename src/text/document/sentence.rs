//! What can be wrong with a value, in words.

use crate::text::right_word;
use serde::de::{self, Deserialize, Deserializer, Unexpected};
use std::fmt;

/// A mistake in a file: what is wrong, and where as soon as that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// Bytes from the beginning of the text.
    at: Option<usize>,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Sentence(String),
    /// A key that a table does not have.
    Unknown {
        key: String,
        known: &'static [&'static str],
    },
    /// A key that a table needs.
    Missing(&'static str),
    /// A value of another type.
    Type {
        wanted: String,
        got: &'static str,
    },
    /// A value out of its range.
    Range {
        value: String,
        wanted: String,
    },
}

/// What stands in sentences for a key that is missing.
const EXAMPLES: [(&str, &str); 11] = [
    ("epochs", "1000"),
    ("data", "{ kind = \"xor\" }"),
    ("kind", "\"xor\""),
    ("inputs", "[[0, 0], [1, 1]]"),
    ("targets", "[[0], [1]]"),
    ("units", "2"),
    ("activation", "\"relu\""),
    ("formula", "\"x * tanh(x)\""),
    ("max_value", "2.0"),
    ("contestant", "[[contestant]]"),
    ("layers", "[{ units = 1, activation = \"sigmoid\" }]"),
];

impl Mistake {
    /// A sentence about the value at a place.
    pub(super) fn at(at: usize, why: String) -> Self {
        Self { at: Some(at), what: What::Sentence(why) }
    }

    pub(super) fn place(&self) -> Option<usize> {
        self.at
    }

    /// The same, at this place unless one is known that is nearer to it.
    pub(super) fn or_at(mut self, at: usize) -> Self {
        self.at = self.at.or(Some(at));
        self
    }

    /// The same about the value of a key.
    pub(super) fn under(mut self, key: &str) -> Self {
        match &self.what {
            What::Range { value, wanted } => {
                self.what = What::Sentence(format!("{key} is {value}, and must be {wanted}"));
            }
            What::Type { wanted, got } => {
                self.what = What::Sentence(format!("\"{key}\" takes {wanted}, not {got}"));
            }
            What::Sentence(_) | What::Unknown { .. } | What::Missing(_) => {}
        }
        self
    }

    /// The same about a table that is called so; its `kind` is a key that its type does not see.
    pub(super) fn within(mut self, table: &str, has_kind: bool) -> Self {
        match &self.what {
            What::Unknown { key, known } => {
                let kind = ["kind"].into_iter().filter(|_| has_kind);
                let known: Vec<&str> = kind.chain(known.iter().copied()).collect();
                self.what = What::Sentence(format!("{table} has no \"{key}\"; {}", right_word(key, &known)));
            }
            What::Missing(key) => {
                let example = EXAMPLES.iter().find(|(known, _)| known == key).map_or("…", |(_, example)| example);
                // A table of several has a head instead of a value.
                let written =
                    if example.starts_with("[[c") { (*example).to_owned() } else { format!("{key} = {example}") };
                self.what = What::Sentence(format!("{table} needs \"{key}\", as in {written}"));
            }
            What::Sentence(_) | What::Type { .. } | What::Range { .. } => {}
        }
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Sentence(why) => f.write_str(why),
            What::Unknown { key, known } => write!(f, "there is no \"{key}\" here; {}", right_word(key, known)),
            What::Missing(key) => write!(f, "\"{key}\" is missing"),
            What::Type { wanted, got } => write!(f, "{got} must be {wanted}"),
            What::Range { value, wanted } => write!(f, "{value} must be {wanted}"),
        }
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Self { at: None, what: What::Sentence(why.to_string()) }
    }

    fn invalid_type(got: Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        let got = match got {
            Unexpected::Bool(_) => "true or false",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
            Unexpected::Str(_) => "text",
            Unexpected::Seq => "a list",
            Unexpected::Map => "a table",
            _ => "this",
        };
        Self { at: None, what: What::Type { wanted: wanted.to_string(), got } }
    }

    fn invalid_value(value: Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        let value = match value {
            Unexpected::Float(x) => x.to_string(),
            Unexpected::Unsigned(x) => x.to_string(),
            Unexpected::Signed(x) => x.to_string(),
            Unexpected::Str(text) => format!("\"{text}\""),
            other => other.to_string(),
        };
        Self { at: None, what: What::Range { value, wanted: wanted.to_string() } }
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self { at: None, what: What::Unknown { key: key.to_owned(), known } }
    }

    fn missing_field(key: &'static str) -> Self {
        Self { at: None, what: What::Missing(key) }
    }
}

fn held<'de, D: Deserializer<'de>>(from: D, fits: fn(f64) -> bool, wanted: &str) -> Result<f64, D::Error> {
    let x = f64::deserialize(from)?;
    if fits(x) { Ok(x) } else { Err(de::Error::invalid_value(Unexpected::Float(x), &wanted)) }
}

/// For `#[serde(deserialize_with)]`: a number above zero.
///
/// # Errors
/// It is none.
pub fn positive<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    held(from, |x| x > 0.0, "positive")
}

/// For `#[serde(deserialize_with)]`: a number from zero.
///
/// # Errors
/// It is none.
pub fn at_least_zero<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    held(from, |x| x >= 0.0, "zero or positive")
}

/// For `#[serde(deserialize_with)]`: a number from zero to below one.
///
/// # Errors
/// It is none.
pub fn share<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    held(from, |x| (0.0..1.0).contains(&x), "from 0 to below 1")
}

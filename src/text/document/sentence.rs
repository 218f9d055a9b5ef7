//! Mistakes in a value, and how they become messages.

use super::error::{FieldError, RangeError, TableName, ValueRange, ValueType};
use crate::text::right_word;
use crate::words::{Arg, Message, ToArg, ToMessage, in_english};
use serde::de::{self, Deserialize, Deserializer, Unexpected};
use std::fmt;

/// A mistake in a file: what is wrong, and where it is if that is known.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", in_english(self))]
pub struct Mistake {
    /// The position in bytes from the beginning of the text.
    at: Option<usize>,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    /// The message is complete.
    Said(Message),
    /// A key that a table does not have.
    Unknown { key: String, known: &'static [&'static str] },
    /// A key that a table needs.
    Missing(&'static str),
    /// A value of a wrong type.
    Type { wanted: Arg, got: Arg },
    /// A value that is out of its range.
    Range { value: Arg, wanted: Arg },
}

/// The examples in messages about a missing key.
const EXAMPLES: [(&str, &str); 12] = [
    ("path", "\"flowers.csv\""),
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

/// The keys that `[data]` has with every kind.
const DATA_KEYS: [&str; 4] = ["features", "scale", "test", "split_seed"];

impl Mistake {
    /// A mistake in the value at a position.
    pub(super) fn at(at: usize, why: &FieldError) -> Self {
        Self { at: Some(at), what: What::Said(why.message()) }
    }

    pub(super) fn place(&self) -> Option<usize> {
        self.at
    }

    /// The same mistake at this position, unless a more precise one is known.
    pub(super) fn or_at(mut self, at: usize) -> Self {
        self.at = self.at.or(Some(at));
        self
    }

    /// The same mistake in the value of a key.
    pub(super) fn under(mut self, key: &str) -> Self {
        let key = key.to_owned();
        self.what = match self.what {
            What::Range { value, wanted } => What::Said(RangeError::Key { key, value, wanted }.message()),
            What::Type { wanted, got } => What::Said(FieldError::Takes { key, wanted, got }.message()),
            other => other,
        };
        self
    }

    /// The same mistake in a table with this name. The type of the table does not see its key `kind`.
    pub(super) fn within(mut self, table: TableName, has_kind: bool) -> Self {
        self.what = match self.what {
            What::Unknown { key, known } => {
                let kind = ["kind"].into_iter().filter(|_| has_kind);
                let shared = DATA_KEYS.into_iter().filter(|_| table == TableName::Data);
                let known: Vec<&str> = kind.chain(known.iter().copied()).chain(shared).collect();
                let hint = right_word(&key, &known);
                What::Said(FieldError::Unknown { table, key, hint }.message())
            }
            What::Missing(key) => {
                let example = EXAMPLES.iter().find(|(known, _)| *known == key).map_or("…", |(_, example)| example);
                What::Said(needs(table, key, example).message())
            }
            other => other,
        };
        self
    }
}

/// The error for a table without a key, with an example of the value. An array of tables has a header in place of a
/// value.
pub fn needs(table: TableName, key: &str, example: &str) -> FieldError {
    let example = if example.starts_with("[[c") { example.to_owned() } else { [key, " = ", example].concat() };
    FieldError::Needs { table, key: key.to_owned(), example }
}

impl ToMessage for Mistake {
    fn message(&self) -> Message {
        match self.what.clone() {
            What::Said(message) => message,
            What::Unknown { key, known } => {
                let hint = right_word(&key, known);
                FieldError::UnknownHere { key, hint }.message()
            }
            What::Missing(key) => FieldError::Missing { key: key.to_owned() }.message(),
            What::Type { wanted, got } => FieldError::Type { got, wanted }.message(),
            What::Range { value, wanted } => RangeError::Value { value, wanted }.message(),
        }
    }
}

/// The value of a text that came through serde: the message that it carries, if there is one.
fn arg(text: String) -> Arg {
    match &*text {
        // The names that serde gives to the ranges of whole numbers.
        "u32" => ValueRange::FromTo { low: 0, high: u32::MAX }.to_arg(),
        _ => Message::carried(&text).map_or(Arg::Text(text), |message| message.to_arg()),
    }
}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(why: T) -> Self {
        let reason = why.to_string();
        let message = Message::carried(&reason).unwrap_or_else(|| FieldError::Other { reason }.message());
        Self { at: None, what: What::Said(message) }
    }

    fn invalid_type(got: Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        let got = match got {
            Unexpected::Bool(_) => ValueType::Boolean,
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => ValueType::Number,
            Unexpected::Str(_) => ValueType::Text,
            Unexpected::Seq => ValueType::List,
            Unexpected::Map => ValueType::Table,
            _ => ValueType::Value,
        };
        Self { at: None, what: What::Type { wanted: arg(wanted.to_string()), got: got.to_arg() } }
    }

    fn invalid_value(value: Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        let value = match value {
            Unexpected::Float(x) => x.to_arg(),
            Unexpected::Unsigned(x) => x.to_arg(),
            Unexpected::Signed(x) => x.to_arg(),
            Unexpected::Str(text) => Arg::Text(["\"", text, "\""].concat()),
            other => Arg::Text(other.to_string()),
        };
        Self { at: None, what: What::Range { value, wanted: arg(wanted.to_string()) } }
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self { at: None, what: What::Unknown { key: key.to_owned(), known } }
    }

    fn missing_field(key: &'static str) -> Self {
        Self { at: None, what: What::Missing(key) }
    }
}

/// A message as an error of serde, which can hold only text.
pub fn custom<E: de::Error>(why: &impl ToMessage) -> E {
    E::custom(why.message().carry())
}

/// For `Visitor::expecting`: what a reader of values expects.
///
/// # Errors
/// An error of the formatter.
pub fn expecting(wanted: &impl ToMessage, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&wanted.message().carry())
}

/// An error of serde about a number out of its range.
pub fn out_of_range<E: de::Error>(value: Unexpected<'_>, wanted: ValueRange) -> E {
    E::invalid_value(value, &wanted.message().carry().as_str())
}

fn held<'de, D: Deserializer<'de>>(from: D, fits: fn(f64) -> bool, wanted: ValueRange) -> Result<f64, D::Error> {
    let x = f64::deserialize(from)?;
    if fits(x) { Ok(x) } else { Err(out_of_range(Unexpected::Float(x), wanted)) }
}

/// For `#[serde(deserialize_with)]`: a number above zero.
///
/// # Errors
/// The value is not such a number.
pub fn positive<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    held(from, |x| x > 0.0, ValueRange::Positive)
}

/// For `#[serde(deserialize_with)]`: a number that is zero or above.
///
/// # Errors
/// The value is not such a number.
pub fn at_least_zero<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    held(from, |x| x >= 0.0, ValueRange::AtLeastZero)
}

/// For `#[serde(deserialize_with)]`: a number from zero to below one.
///
/// # Errors
/// The value is not such a number.
pub fn share<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    held(from, |x| (0.0..1.0).contains(&x), ValueRange::Share)
}

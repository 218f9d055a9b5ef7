//! TOML that is read by serde, with a position in the file and a plain sentence for every mistake.
//!
//! A type is read by its `Deserialize`. Its name in messages is its serde name, as in
//! `#[serde(rename = "a layer", deny_unknown_fields)]`. The keys `kind` and `activation` are passed first, whatever
//! their order in the file, so that a type knows which other keys to expect.

mod error;
mod sentence;
mod value;

pub use error::{CONTESTANTS, DocumentError, FieldError, LAYERS, RangeError, TableName, ValueRange, ValueType};
pub use sentence::{Mistake, at_least_zero, custom, expecting, needs, out_of_range, positive, share};

use crate::words::{Arg, Message, ToArg, ToMessage};
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use value::DocumentValue;

/// A parsed file.
pub struct Document<'a> {
    name: &'a str,
    text: &'a str,
    root: Spanned<DeValue<'a>>,
}

/// A step from a table or a list to one of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// A key.
    Key(&'static str),
    /// The index in a list, from 0.
    Item(usize),
}

impl ToArg for PathStep {
    fn to_arg(&self) -> Arg {
        match self {
            Self::Key(key) => key.to_arg(),
            Self::Item(place) => place.to_arg(),
        }
    }
}

impl<'a> Document<'a> {
    /// Parses a text. `name` is the name of its file in messages.
    ///
    /// # Errors
    /// [`DocumentError`] with file and line, if it is not TOML.
    pub fn parse(name: &'a str, text: &'a str) -> Result<Self, DocumentError> {
        let parsed = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            line(name, text, at, &syntax(&error))
        })?;
        let span = parsed.span();
        Ok(Self { name, text, root: Spanned::new(span, DeValue::Table(parsed.into_inner())) })
    }

    /// Reads the document as a value of a type.
    ///
    /// # Errors
    /// [`DocumentError`] with file, line, what is wrong, and what would be valid.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DocumentError> {
        T::deserialize(DocumentValue::root(&self.root)).map_err(|mistake| {
            let at = mistake.place().unwrap_or(0);
            line(self.name, self.text, at, &mistake)
        })
    }

    /// A mistake in the value at the end of a path, or at the last step of the path that exists.
    pub fn mistake(&self, path: &[PathStep], why: &impl ToMessage) -> DocumentError {
        line(self.name, self.text, self.span(path).start, why)
    }

    /// Where the value at the end of a path is in the text, or the last one of the path that exists.
    pub fn span(&self, path: &[PathStep]) -> Range<usize> {
        let mut here = &self.root;
        for step in path {
            let next = match (here.get_ref(), step) {
                (DeValue::Table(table), PathStep::Key(key)) => table.get(*key),
                (DeValue::Array(items), PathStep::Item(n)) => items.get(*n),
                _ => None,
            };
            let Some(next) = next else { break };
            here = next;
        }
        here.span()
    }
}

/// Reads a text as a value of a type.
///
/// # Errors
/// The line of the mistake, which counts from 1, and what is wrong.
pub fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T, (usize, Message)> {
    let read = Document::parse("", text).and_then(|document| document.read());
    read.map_err(|DocumentError::Line { line, reason, .. }| (line, reason))
}

/// The error for a text that is not TOML.
pub fn syntax(error: &toml::de::Error) -> FieldError {
    FieldError::Syntax { reason: error.message().trim().replace('\n', "; ") }
}

/// A mistake with its file and line.
fn line(name: &str, text: &str, at: usize, why: &impl ToMessage) -> DocumentError {
    let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
    DocumentError::Line { file: name.to_owned(), line, reason: why.message() }
}

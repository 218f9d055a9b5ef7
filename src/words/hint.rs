//! The end of a sentence about a word that is not known.

use super::errors;

errors! {
    /// What would be right instead.
    pub enum WordHint: "word-hint" {
        /// One known word looks like it.
        Nearest { word: String } = "nearest",
        /// None does: all of them are said.
        OneOf { words: Vec<String> } = "one-of",
    }
}

impl WordHint {
    /// What is said of a word where `nearest` looks most like it among `known`.
    pub fn new<'a>(nearest: Option<&str>, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest {
            Some(word) => Self::Nearest { word: word.to_owned() },
            None => Self::OneOf { words: known.into_iter().map(str::to_owned).collect() },
        }
    }
}

//! The end of a sentence about an unknown word.

use super::errors;

errors! {
    /// A suggestion in place of an unknown word.
    pub enum WordHint: "word-hint" {
        /// One known word is similar.
        Nearest { word: String } = "nearest",
        /// No known word is similar, so all are listed.
        OneOf { words: Vec<String> } = "one-of",
        /// The word is of a kind of network that this program does not train.
        Outside = "outside",
    }
}

impl WordHint {
    /// The hint for an unknown word. `nearest` is the most similar word of `known`, if there is one.
    pub fn new<'a>(nearest: Option<&str>, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest {
            Some(word) => Self::Nearest { word: word.to_owned() },
            None => Self::OneOf { words: known.into_iter().map(str::to_owned).collect() },
        }
    }
}

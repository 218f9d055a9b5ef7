//! Taking a TOML table apart, with a sentence for everything that is not as it should be: which file, which line, what is
//! wrong, and what would be right.

use std::fmt;
use toml::Spanned;
use toml::de::{DeArray, DeFloat, DeInteger, DeTable, DeValue};

/// Why a file is no experiment: one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExperimentError(pub(super) String);

impl fmt::Display for ExperimentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ExperimentError {}

pub(super) type Read<T> = Result<T, ExperimentError>;

/// A file: its name and its text, for lines.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl Origin<'_> {
    /// A mistake at a place in the text.
    pub(super) fn error(&self, at: usize, why: impl fmt::Display) -> ExperimentError {
        let line = self.text.get(..at).unwrap_or(self.text).matches('\n').count() + 1;
        ExperimentError(format!("{}, line {line}: {why}", self.name))
    }
}

/// A table, and what it is called in sentences, as in `a layer`.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) origin: Origin<'a>,
    table: &'a DeTable<'a>,
    what: &'a str,
    /// Where it begins.
    pub(super) at: usize,
}

impl<'a> Fields<'a> {
    pub(super) fn new(origin: Origin<'a>, table: &'a DeTable<'a>, what: &'a str, at: usize) -> Self {
        Self { origin, table, what, at }
    }

    /// Refuses keys that are not known.
    pub(super) fn only(&self, known: &[&str]) -> Read<()> {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let why = format!("{} has no \"{name}\"; {}", self.what, right_word(name, known));
                return Err(self.origin.error(key.span().start, why));
            }
        }
        Ok(())
    }

    /// Where a key's value is, or the table if there is none.
    pub(super) fn place(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.at, |value| value.span().start)
    }

    pub(super) fn error(&self, key: &str, why: impl fmt::Display) -> ExperimentError {
        self.origin.error(self.place(key), why)
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a Spanned<DeValue<'a>>)> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), value))
    }

    fn wrong(&self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) -> ExperimentError {
        self.origin.error(value.span().start, format!("\"{key}\" takes {wanted}, not {}", kind(value.get_ref())))
    }

    /// The missing key's sentence.
    pub(super) fn missing(&self, key: &str, example: &str) -> ExperimentError {
        self.origin.error(self.at, format!("{} needs \"{key}\", as in {key} = {example}", self.what))
    }

    pub(super) fn text(&self, key: &str) -> Read<Option<&'a str>> {
        self.get(key).map_or(Ok(None), |value| match value.get_ref() {
            DeValue::String(text) => Ok(Some(text.as_ref())),
            _ => Err(self.wrong(key, "text", value)),
        })
    }

    pub(super) fn number(&self, key: &str) -> Read<Option<f64>> {
        self.get(key).map_or(Ok(None), |value| self.finite(key, "a number", value).map(Some))
    }

    /// A whole number from 0.
    pub(super) fn count(&self, key: &str) -> Read<Option<u64>> {
        self.get(key).map_or(Ok(None), |value| match value.get_ref() {
            DeValue::Integer(digits) => match whole(digits) {
                Some(count) => Ok(Some(count)),
                None => Err(self.error(key, format!("\"{key}\" takes a whole number from 0, not {}", digits.as_str()))),
            },
            _ => Err(self.wrong(key, "a whole number", value)),
        })
    }

    pub(super) fn flag(&self, key: &str) -> Read<Option<bool>> {
        self.get(key).map_or(Ok(None), |value| match value.get_ref() {
            DeValue::Boolean(flag) => Ok(Some(*flag)),
            _ => Err(self.wrong(key, "true or false", value)),
        })
    }

    pub(super) fn table(&self, key: &str, what: &'a str) -> Read<Option<Fields<'a>>> {
        self.get(key).map_or(Ok(None), |value| match value.get_ref() {
            DeValue::Table(table) => Ok(Some(Fields::new(self.origin, table, what, value.span().start))),
            _ => Err(self.wrong(key, &format!("a table, written [{key}]"), value)),
        })
    }

    pub(super) fn tables(&self, key: &str, what: &'a str, example: &str) -> Read<Vec<Fields<'a>>> {
        let Some(value) = self.get(key) else { return Err(self.missing(key, example)) };
        let wrong = |value| self.wrong(key, &format!("tables, as in {example}"), value);
        let DeValue::Array(items) = value.get_ref() else { return Err(wrong(value)) };
        items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::Table(table) => Ok(Fields::new(self.origin, table, what, item.span().start)),
                _ => Err(wrong(item)),
            })
            .collect()
    }

    /// A list of numbers.
    pub(super) fn row(&self, key: &str) -> Read<Option<Vec<f64>>> {
        self.get(key).map_or(Ok(None), |value| match value.get_ref() {
            DeValue::Array(items) => self.numbers(key, items).map(Some),
            _ => Err(self.wrong(key, "a list of numbers, as in [0.5, -1.0]", value)),
        })
    }

    /// A list of lists of numbers.
    pub(super) fn rows(&self, key: &str) -> Read<Option<Vec<Vec<f64>>>> {
        let wrong =
            |value: &Spanned<DeValue<'_>>| self.wrong(key, "a list of lists of numbers, as in [[0.5, -1.0]]", value);
        let Some(value) = self.get(key) else { return Ok(None) };
        let DeValue::Array(items) = value.get_ref() else { return Err(wrong(value)) };
        let row = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::Array(items) => self.numbers(key, items),
            _ => Err(wrong(item)),
        };
        items.iter().map(row).collect::<Read<_>>().map(Some)
    }

    fn numbers(&self, key: &str, items: &DeArray<'_>) -> Read<Vec<f64>> {
        items.iter().map(|item| self.finite(key, "numbers", item)).collect()
    }

    /// A number. NaN and infinity are none that anything can be computed with, nor is one past what a double can hold.
    fn finite(&self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) -> Read<f64> {
        let number = number(value.get_ref()).ok_or_else(|| self.wrong(key, wanted, value))?;
        if number.is_finite() {
            return Ok(number);
        }
        Err(self.origin.error(value.span().start, format!("\"{key}\" takes {wanted}, and {number} is not finite")))
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(digits) => float(digits),
        DeValue::Integer(digits) => {
            i128::from_str_radix(digits.as_str(), digits.radix()).ok().map(|whole| whole as f64)
        }
        _ => None,
    }
}

fn float(digits: &DeFloat<'_>) -> Option<f64> {
    digits.as_str().parse().ok()
}

fn whole(digits: &DeInteger<'_>) -> Option<u64> {
    u64::from_str_radix(digits.as_str(), digits.radix()).ok()
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
        DeValue::Datetime(_) => "a date",
    }
}

/// The end of a sentence about a word that is not known.
pub(super) fn right_word(word: &str, known: &[&str]) -> String {
    let plain = |word: &str| word.trim().to_lowercase().replace(['_', ' '], "-");
    // The one is kind to long words that begin alike, the other to short ones with two letters exchanged.
    let like = |known: &&&str| {
        let (word, known) = (plain(word), plain(known));
        strsim::jaro_winkler(&word, &known).max(strsim::normalized_damerau_levenshtein(&word, &known) + 0.1)
    };
    match known.iter().max_by(|a, b| like(a).total_cmp(&like(b))).filter(|known| like(known) > 0.7) {
        Some(nearest) => format!("did you mean \"{nearest}\"?"),
        None => format!("right would be one of {}", known.join(", ")),
    }
}

//! Checks a layer of settings against the defaults: every key must be known and every value of the right kind. Errors
//! give the line and what would be right.

use super::range::out_of_range;
use super::{ConfigError, SettingPlace, ValueKind};
use crate::text::document::syntax;
use crate::text::{self, visible};
use crate::words::{ToMessage, WordHint};
use std::ops::Range;
use toml::de::{DeArray, DeTable, DeValue};
use toml::{Table, Value};

/// Settings by name, each with the place where it was set.
pub(super) type Places = Vec<(String, SettingPlace)>;

/// Parses the text of a file whose name is `origin`.
///
/// # Errors
/// [`ConfigError`] with the line.
pub(super) fn parse(text: &str, origin: &str, defaults: &Table) -> Result<(Table, Places), ConfigError> {
    read(&Layer { text, origin, set: false }, defaults)
}

fn read(layer: &Layer<'_>, defaults: &Table) -> Result<(Table, Places), ConfigError> {
    let parsed = DeTable::parse(layer.text).map_err(|error| layer.broken(&error))?;
    let mut places = Places::new();
    check(parsed.get_ref(), defaults, "", layer, &mut places)?;
    let table = layer.text.parse().map_err(|error| layer.broken(&error))?;
    Ok((table, places))
}

/// The most characters of a value that a message repeats.
const MOST_SHOWN: usize = 40;

/// A text with its name.
struct Layer<'a> {
    text: &'a str,
    origin: &'a str,
    /// Whether it is the value of a `--set` option.
    set: bool,
}

impl Layer<'_> {
    fn at(&self, offset: usize) -> SettingPlace {
        if self.set {
            return SettingPlace::Option { option: self.origin.to_owned() };
        }
        let line = self.text.get(..offset).unwrap_or(self.text).matches('\n').count() + 1;
        SettingPlace::Line { file: self.origin.to_owned(), line }
    }

    /// The error for text that is not valid TOML.
    fn broken(&self, error: &toml::de::Error) -> ConfigError {
        let place = error
            .span()
            .map_or_else(|| SettingPlace::File { file: self.origin.to_owned() }, |span| self.at(span.start));
        ConfigError::Toml { place, reason: syntax(error).message() }
    }

    /// A value as it was written, on one line, shortened if it is long.
    fn written(&self, span: Range<usize>) -> String {
        let words = self.text.get(span).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = words.chars().take(MOST_SHOWN).collect();
        let rest = if shown.len() < words.len() { "…" } else { "" };
        format!("{}{rest}", visible(&shown))
    }
}

/// Parses `key=value`. A value that is not valid TOML is taken as text.
///
/// # Errors
/// [`ConfigError`].
pub(super) fn parse_set(set: &str, defaults: &Table) -> Result<(Table, Places), ConfigError> {
    let origin = format!("--set {set}");
    let place = || SettingPlace::Option { option: origin.clone() };
    let (key, value) = set.split_once('=').ok_or_else(|| ConfigError::Set { place: place() })?;
    let (key, value) = (key.trim(), value.trim());
    let mut line = format!("{key} = {value}");
    let is_choice = |word: &str| word == "auto" && matches!(value, "true" | "false");
    let is_text = matches!(known(key, defaults), Some(Value::String(word)) if !is_choice(word));
    if DeTable::parse(&line).is_err() || is_text {
        line = format!("{key} = {}", Value::String(value.trim_matches('"').to_owned()));
    }
    read(&Layer { text: &line, origin: &origin, set: true }, defaults)
}

fn known<'a>(key: &str, defaults: &'a Table) -> Option<&'a Value> {
    let mut parts = key.split('.');
    let mut value = defaults.get(parts.next()?)?;
    for part in parts {
        value = value.as_table()?.get(part)?;
    }
    Some(value)
}

fn check(
    table: &DeTable,
    defaults: &Table,
    prefix: &str,
    layer: &Layer<'_>,
    places: &mut Places,
) -> Result<(), ConfigError> {
    for (key, value) in table {
        let path = format!("{prefix}{}", key.get_ref());
        let Some(default) = defaults.get(key.get_ref().as_ref()) else {
            // Verbs are checked where keys are read, against all verbs, because a room may be given keys for other
            // verbs.
            if prefix.starts_with("keys.")
                && let DeValue::Array(keys) = value.get_ref()
            {
                only(keys, &Value::Array(vec!["j".into()]), &path, layer)?;
                places.push((path, layer.at(key.span().start)));
                continue;
            }
            let place = layer.at(key.span().start);
            return Err(ConfigError::Unknown { place, hint: nearest(prefix, key.get_ref(), defaults), path });
        };
        match (value.get_ref(), default) {
            (DeValue::Table(inner), Value::Table(known)) => check(inner, known, &format!("{path}."), layer, places)?,
            (DeValue::Array(items), Value::Array(_)) => only(items, default, &path, layer)?,
            (given, wanted) if fits(given, wanted) => {}
            (given, wanted) => return Err(wrong_kind(layer.at(value.span().start), path, given, wanted)),
        }
        if matches!(default, Value::Table(_)) {
            continue;
        }
        if let Some(right) = out_of_range(&path, value.get_ref(), default) {
            let (place, value) = (layer.at(value.span().start), layer.written(value.span()));
            return Err(ConfigError::Range { place, path, value, right: Box::new(right) });
        }
        places.push((path, layer.at(key.span().start)));
    }
    Ok(())
}

/// Checks that every item of a list has the kind of the default's first item.
fn only(items: &DeArray<'_>, wanted: &Value, path: &str, layer: &Layer<'_>) -> Result<(), ConfigError> {
    let Some(kind) = wanted.as_array().and_then(|list| list.first()) else { return Ok(()) };
    let Some(item) = items.iter().find(|item| !fits(item.get_ref(), kind)) else { return Ok(()) };
    let (place, value) = (layer.at(item.span().start), layer.written(item.span()));
    let kinds = if matches!(kind, Value::String(_)) { ValueKind::Texts } else { ValueKind::Numbers };
    let (example, got) = (wanted.to_string(), kind_of(item.get_ref()));
    Err(ConfigError::Item { place, path: path.to_owned(), kinds, example, value, got })
}

fn nearest(prefix: &str, key: &str, defaults: &Table) -> WordHint {
    let near = text::nearest(key, defaults.keys().map(String::as_str)).map(|known| format!("{prefix}{known}"));
    WordHint::new(near.as_deref(), defaults.keys().map(String::as_str))
}

/// Whether a value has the kind of its default. A whole number is allowed for any number, and where `auto` is a choice,
/// so are true and false.
fn fits(given: &DeValue, wanted: &Value) -> bool {
    match (given, wanted) {
        (DeValue::String(_), Value::String(_))
        | (DeValue::Boolean(_), Value::Boolean(_))
        | (DeValue::Integer(_), Value::Integer(_) | Value::Float(_))
        | (DeValue::Float(_), Value::Float(_)) => true,
        (DeValue::Boolean(_), Value::String(word)) => word == "auto",
        _ => false,
    }
}

fn wrong_kind(place: SettingPlace, path: String, given: &DeValue, wanted: &Value) -> ConfigError {
    let got = kind_of(given);
    let kind = match wanted {
        Value::String(_) => ValueKind::Text,
        Value::Integer(_) => ValueKind::Whole,
        Value::Float(_) => ValueKind::Number,
        Value::Boolean(_) => ValueKind::Boolean,
        Value::Array(_) => ValueKind::List,
        Value::Table(_) => return ConfigError::NoTable { place, path, got },
        Value::Datetime(_) => ValueKind::Date,
    };
    ConfigError::Kind { place, path, kind, example: wanted.to_string().trim().to_owned(), got }
}

fn kind_of(given: &DeValue) -> ValueKind {
    match given {
        DeValue::String(_) => ValueKind::Text,
        DeValue::Integer(_) => ValueKind::Whole,
        DeValue::Float(_) => ValueKind::Number,
        DeValue::Boolean(_) => ValueKind::Boolean,
        DeValue::Array(_) => ValueKind::List,
        DeValue::Table(_) => ValueKind::Table,
        DeValue::Datetime(_) => ValueKind::Date,
    }
}

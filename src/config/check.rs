//! Holds a layer of settings against the defaults: every key known, every value of the right kind, every mistake with its
//! line and what would be right.

use super::range::out_of_range;
use crate::text::{self, visible};
use std::ops::Range;
use toml::de::{DeArray, DeTable, DeValue};
use toml::{Table, Value};

/// Settings by name, each with the place where it was set.
pub(super) type Places = Vec<(String, String)>;

/// Reads the text of a file whose name is `origin`.
///
/// # Errors
/// One sentence that says where and what.
pub(super) fn parse(text: &str, origin: &str, defaults: &Table) -> Result<(Table, Places), String> {
    let layer = Layer { text, origin };
    let parsed = DeTable::parse(text).map_err(|error| {
        let place = error.span().map_or_else(|| origin.to_owned(), |span| layer.at(span.start));
        format!("{place}: {}", error.message().replace('\n', "; "))
    })?;
    let mut places = Places::new();
    check(parsed.get_ref(), defaults, "", &layer, &mut places)?;
    let table = text.parse().map_err(|error: toml::de::Error| {
        let place = error.span().map_or_else(|| origin.to_owned(), |span| layer.at(span.start));
        format!("{place}: {}", error.message().replace('\n', "; "))
    })?;
    Ok((table, places))
}

/// The most characters of a value that a sentence repeats.
const MOST_SHOWN: usize = 40;

/// A text with its name.
struct Layer<'a> {
    text: &'a str,
    origin: &'a str,
}

impl Layer<'_> {
    fn at(&self, offset: usize) -> String {
        let line = self.text.get(..offset).unwrap_or(self.text).matches('\n').count() + 1;
        format!("{}, line {line}", self.origin)
    }

    /// A value as it was written, on one line and not too much of it.
    fn written(&self, span: Range<usize>) -> String {
        let words = self.text.get(span).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = words.chars().take(MOST_SHOWN).collect();
        let rest = if shown.len() < words.len() { "…" } else { "" };
        format!("{}{rest}", visible(&shown))
    }
}

/// Reads `key=value`; a value that is no TOML is text.
///
/// # Errors
/// One sentence that says what.
pub(super) fn parse_set(set: &str, defaults: &Table) -> Result<(Table, Places), String> {
    let origin = format!("--set {set}");
    let (key, value) =
        set.split_once('=').ok_or_else(|| format!("{origin}: right would be key=value, as in seed=7879"))?;
    let (key, value) = (key.trim(), value.trim());
    let mut line = format!("{key} = {value}");
    let is_choice = |word: &str| word == "auto" && matches!(value, "true" | "false");
    let is_text = matches!(known(key, defaults), Some(Value::String(word)) if !is_choice(word));
    if DeTable::parse(&line).is_err() || is_text {
        line = format!("{key} = {}", Value::String(value.trim_matches('"').to_owned()));
    }
    let (table, mut places) = parse(&line, &origin, defaults).map_err(|error| error.replacen(", line 1", "", 1))?;
    for (_, place) in &mut places {
        place.clone_from(&origin);
    }
    Ok((table, places))
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
) -> Result<(), String> {
    for (key, value) in table {
        let path = format!("{prefix}{}", key.get_ref());
        let Some(default) = defaults.get(key.get_ref().as_ref()) else {
            // Verbs are checked where keys are read, against all verbs: a room may be given keys for more of them.
            if prefix.starts_with("keys.")
                && let DeValue::Array(keys) = value.get_ref()
            {
                only(keys, &Value::Array(vec!["j".into()]), &path, layer)?;
                places.push((path, layer.at(key.span().start)));
                continue;
            }
            let place = layer.at(key.span().start);
            return Err(format!(
                "{place}: there is no setting \"{path}\"; {}",
                nearest(prefix, key.get_ref(), defaults)
            ));
        };
        match (value.get_ref(), default) {
            (DeValue::Table(inner), Value::Table(known)) => check(inner, known, &format!("{path}."), layer, places)?,
            (DeValue::Array(items), Value::Array(_)) => only(items, default, &path, layer)?,
            (given, wanted) if fits(given, wanted) => {}
            (given, wanted) => return Err(wrong_kind(&layer.at(value.span().start), &path, given, wanted)),
        }
        if matches!(default, Value::Table(_)) {
            continue;
        }
        if let Some(right) = out_of_range(&path, value.get_ref(), default) {
            let (place, written) = (layer.at(value.span().start), layer.written(value.span()));
            return Err(format!("{place}: \"{path}\" is {written}; right would be {right}"));
        }
        places.push((path, layer.at(key.span().start)));
    }
    Ok(())
}

/// Every item of a list must be of the kind of the default's first.
fn only(items: &DeArray<'_>, wanted: &Value, path: &str, layer: &Layer<'_>) -> Result<(), String> {
    let Some(kind) = wanted.as_array().and_then(|list| list.first()) else { return Ok(()) };
    let Some(item) = items.iter().find(|item| !fits(item.get_ref(), kind)) else { return Ok(()) };
    let (place, written) = (layer.at(item.span().start), layer.written(item.span()));
    let kinds = if matches!(kind, Value::String(_)) { "texts" } else { "numbers" };
    let got = kind_of(item.get_ref());
    Err(format!("{place}: \"{path}\" takes a list of {kinds}, such as {wanted}, and {written} is {got}"))
}

fn nearest(prefix: &str, key: &str, defaults: &Table) -> String {
    match text::nearest(key, defaults.keys().map(String::as_str)) {
        Some(known) => format!("did you mean \"{prefix}{known}\"?"),
        None => format!("right would be one of {}", defaults.keys().cloned().collect::<Vec<_>>().join(", ")),
    }
}

/// Whether a value is of the kind of its default; a whole number may stand for any number, and where `auto` is a choice,
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

fn wrong_kind(place: &str, path: &str, given: &DeValue, wanted: &Value) -> String {
    let kind = match wanted {
        Value::String(_) => "text",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
        Value::Datetime(_) => "a date",
    };
    let got = kind_of(given);
    match wanted {
        Value::Table(_) => format!("{place}: \"{path}\" takes {kind}, written [{path}], not {got}"),
        _ => format!("{place}: \"{path}\" takes {kind}, such as {}, not {got}", wanted.to_string().trim()),
    }
}

fn kind_of(given: &DeValue) -> &'static str {
    match given {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
        DeValue::Datetime(_) => "a date",
    }
}

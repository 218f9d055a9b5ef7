//! Holds a layer of settings against the defaults: every key known, every value of the right kind, every mistake with its
//! line and what would be right.

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// Settings by name, each with the place where it was set.
pub(super) type Places = Vec<(String, String)>;

/// Reads the text of a file whose name is `origin`.
///
/// # Errors
/// One sentence that says where and what.
pub(super) fn parse(text: &str, origin: &str, defaults: &Table) -> Result<(Table, Places), String> {
    let at = |offset: usize| {
        let line = text.get(..offset).unwrap_or(text).matches('\n').count() + 1;
        format!("{origin}, line {line}")
    };
    let parsed = DeTable::parse(text).map_err(|error| {
        let place = error.span().map_or_else(|| origin.to_owned(), |span| at(span.start));
        format!("{place}: {}", error.message().replace('\n', "; "))
    })?;
    let mut places = Places::new();
    check(parsed.get_ref(), defaults, "", &at, &mut places)?;
    Ok((text.parse().map_err(|error| format!("{origin}: {error}"))?, places))
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
    let is_text = matches!(known(key, defaults), Some(Value::String(word)) if word != "auto");
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
    at: &impl Fn(usize) -> String,
    places: &mut Places,
) -> Result<(), String> {
    for (key, value) in table {
        let path = format!("{prefix}{}", key.get_ref());
        let Some(default) = defaults.get(key.get_ref().as_ref()) else {
            // Verbs are checked where keys are read, against all verbs: a room may be given keys for more of them.
            if prefix.starts_with("keys.") && matches!(value.get_ref(), DeValue::Array(_)) {
                continue;
            }
            let place = at(key.span().start);
            return Err(format!(
                "{place}: there is no setting \"{path}\"; {}",
                nearest(prefix, key.get_ref(), defaults)
            ));
        };
        match (value.get_ref(), default) {
            (DeValue::Table(inner), Value::Table(known)) => check(inner, known, &format!("{path}."), at, places)?,
            (given, wanted) if fits(given, wanted) => places.push((path, at(key.span().start))),
            (given, wanted) => return Err(wrong_kind(&at(value.span().start), &path, given, wanted)),
        }
    }
    Ok(())
}

fn nearest(prefix: &str, key: &str, defaults: &Table) -> String {
    let like = |known: &String| strsim::jaro_winkler(known, key);
    match defaults.keys().max_by(|a, b| like(a).total_cmp(&like(b))).filter(|known| like(known) > 0.7) {
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
        (DeValue::Array(given), Value::Array(wanted)) => {
            wanted.first().is_none_or(|kind| given.iter().all(|item| fits(item.get_ref(), kind)))
        }
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
    let got = match given {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
        DeValue::Datetime(_) => "a date",
    };
    match wanted {
        Value::Table(_) => format!("{place}: \"{path}\" takes {kind}, written [{path}], not {got}"),
        _ => format!("{place}: \"{path}\" takes {kind}, such as {}, not {got}", wanted.to_string().trim()),
    }
}

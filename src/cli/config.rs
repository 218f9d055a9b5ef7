//! `actlab config`: the settings in force, and where they come from.

use super::CliError;
use super::args::{Globals, JsonArgs};
use super::environment::{self, Target};
use super::json::{self, of_toml};
use crate::config::LoadedConfig;
use crate::text::{is_hidden, visible};
use ratatui::layout::Size;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// Writes the files that were looked for as comments, then every setting as TOML.
pub(super) fn run(globals: &Globals, args: JsonArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let loaded = checked(globals)?;
    if args.json {
        let file = |(path, found): &(PathBuf, bool)| json!({"path": path.to_string_lossy(), "found": found});
        let own = environment::own_path(&loaded.config).map(|path| (path.clone(), path.exists()));
        let object = json!({
            "settings": of_toml(&toml::Value::Table(loaded.effective.clone())),
            "files": loaded.looked_for.iter().map(file).collect::<Vec<_>>(),
            "functions": own.as_ref().map(file),
        });
        writeln!(out, "{}", json::object("config", object))?;
        return Ok(());
    }
    writeln!(out, "# 1. the defaults of the program")?;
    for (path, found) in &loaded.looked_for {
        writeln!(out, "# 2. {} ({})", visible(&path.to_string_lossy()), if *found { "read" } else { "not there" })?;
    }
    writeln!(out, "# 3. flags and --set")?;
    if let Some(path) = environment::own_path(&loaded.config) {
        let found = if path.exists() { "there" } else { "not there" };
        writeln!(out, "# your own functions: {} ({found})", visible(&path.to_string_lossy()))?;
    }
    writeln!(out)?;
    table("", &loaded.effective, out)
}

/// Writes every setting with its value, by its whole name as `--set` takes it.
pub(super) fn list(globals: &Globals, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let loaded = checked(globals)?;
    for (name, value) in names(&loaded.effective) {
        if as_json {
            writeln!(out, "{}", json::object("setting", json!({"name": name, "value": of_toml(value)})))?;
        } else {
            writeln!(out, "{name} = {}", spelled(value))?;
        }
    }
    Ok(())
}

/// The values of a table by their whole names.
pub(super) fn names(table: &toml::Table) -> Vec<(String, &toml::Value)> {
    let mut all = Vec::new();
    for (name, value) in table {
        match value.as_table() {
            Some(inner) => {
                all.extend(names(inner).into_iter().map(|(rest, value)| (format!("{}.{rest}", key(name)), value)));
            }
            None => all.push((key(name), value)),
        }
    }
    all
}

/// The settings in force, options included, all of which are valid.
fn checked(globals: &Globals) -> Result<LoadedConfig, CliError> {
    let mut loaded = environment::load(globals)?;
    let choices = environment::choices(&loaded, Target::Anywhere)?;
    environment::app(&loaded, &choices, Size::new(80, 24))?;
    let config = &loaded.config;
    let flags: [(&str, toml::Value); 6] = [
        ("theme", config.theme.clone().into()),
        ("image", config.image.clone().into()),
        ("language", config.language.clone().into()),
        ("color", config.color.clone().into()),
        ("glyphs", config.glyphs.clone().into()),
        ("seed", i64::try_from(config.seed).unwrap_or(i64::MAX).into()),
    ];
    for (key, value) in flags {
        loaded.effective.insert(key.to_owned(), value);
    }
    if globals.ascii {
        loaded.effective.insert("ascii".to_owned(), true.into());
    }
    Ok(loaded)
}

/// Writes a table as the library would, but escapes every control character that a terminal would obey.
fn table(path: &str, table: &toml::Table, out: &mut dyn Write) -> Result<(), CliError> {
    let (tables, values): (Vec<_>, Vec<_>) = table.iter().partition(|(_, value)| value.is_table());
    for (name, value) in values {
        writeln!(out, "{} = {}", key(name), spelled(value))?;
    }
    for (name, value) in tables {
        let path = if path.is_empty() { key(name) } else { format!("{path}.{}", key(name)) };
        writeln!(out, "\n[{path}]")?;
        value.as_table().map_or(Ok(()), |inner| self::table(&path, inner, out))?;
    }
    Ok(())
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'));
    if bare { name.to_owned() } else { basic(name) }
}

fn spelled(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) if text.contains(is_hidden) => basic(text),
        toml::Value::Array(values) => format!("[{}]", values.iter().map(spelled).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A basic string of TOML, on one line.
fn basic(text: &str) -> String {
    let spell = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if is_hidden(c) => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(spell).collect::<String>())
}

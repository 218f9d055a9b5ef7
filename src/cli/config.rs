//! `actlab config`: the settings in force, and where they come from.

use super::CliError;
use super::args::Globals;
use super::environment::{self, Target};
use crate::text::{is_hidden, visible};
use ratatui::layout::Size;
use std::io::Write;

/// Writes the files that were looked for as comments, then every setting as TOML.
pub(super) fn run(globals: &Globals, out: &mut dyn Write) -> Result<(), CliError> {
    let mut loaded = environment::load(globals)?;
    let choices = environment::choices(&loaded, Target::Anywhere)?;
    environment::app(&loaded, &choices, Size::new(80, 24))?;
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
    table("", &loaded.effective, out)
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

//! `actlab config`: the settings in force, and where they come from.

use super::Fault;
use super::args::Globals;
use super::surface::{self, Target};
use ratatui::layout::Size;
use std::io::Write;

/// Writes the files that were looked for as comments, then every setting as TOML.
pub(super) fn run(globals: &Globals, out: &mut dyn Write) -> Result<(), Fault> {
    let mut loaded = surface::load(globals)?;
    let choices = surface::choices(&loaded, Target::Anywhere)?;
    surface::app(&loaded, &choices, Size::new(80, 24))?;
    writeln!(out, "# 1. the defaults of the program")?;
    for (path, found) in &loaded.looked_for {
        writeln!(out, "# 2. {} ({})", path.display(), if *found { "read" } else { "not there" })?;
    }
    writeln!(out, "# 3. flags and --set")?;
    if let Some(path) = surface::own_path(&loaded.config) {
        let found = if path.exists() { "there" } else { "not there" };
        writeln!(out, "# your own functions: {} ({found})", path.display())?;
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
    write!(out, "{}", loaded.effective)?;
    Ok(())
}

//! `actlab list`: what there is.

mod activations;
mod kinds;

use super::args::{Globals, ListArgs, Listed};
use super::environment::{self, Target};
use super::mistake::UsageError;
use super::{CliError, config, json, keys, lessons, train};
use crate::nn::experiment;
use crate::screens::SCREENS;
use crate::text::{right_word, visible};
use crate::theme::{self, Theme};
use crate::tile::ColorDepth;
use crate::widgets::text;
use crate::words::Message;
use clap::ValueEnum;
use serde_json::json;
use std::io::Write;
use std::path::Path;

pub(super) fn run(globals: &Globals, args: &ListArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let Some(what) = args.what else {
        return Ok(super::help::show(&["list".to_owned()])?);
    };
    if let Some(name) = &args.name {
        return file(what, name, out);
    }
    match what {
        Listed::Activations => activations::write(globals, args.json, out),
        Listed::Experiments => experiments(globals, args.json, out),
        Listed::Lessons => lessons::list(globals, args.json, out),
        Listed::Themes => themes(args.json, out),
        Listed::Rooms => rooms(globals, args.json, out),
        Listed::Settings => config::list(globals, args.json, out),
        Listed::Keys => keys::run(globals, args.json, out),
        Listed::Data | Listed::Optimisers | Listed::Losses | Listed::Initialisers | Listed::Regularisers => {
            kinds::write(what, args.json, out)
        }
    }
}

/// Writes the file of an experiment or a theme of the program.
fn file(what: Listed, name: &str, out: &mut dyn Write) -> Result<(), CliError> {
    let text = match what {
        Listed::Experiments => match train::saved(name) {
            Some(path) => return write_saved(&path, out),
            None => experiment::source(name).map_err(CliError::usage)?,
        },
        Listed::Themes => {
            let names = theme::BUILT_IN.map(|(known, _)| known);
            let found = theme::BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
            let hint = || right_word(name, &names);
            found.ok_or_else(|| CliError::usage(UsageError::NoTheme { name: name.to_owned(), hint: hint() }))?
        }
        _ => {
            let what = what.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
            return Err(CliError::usage(UsageError::ListName { what }));
        }
    };
    Ok(out.write_all(text.as_bytes())?)
}

/// Writes the file of a saved experiment.
fn write_saved(path: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let text = experiment::text_of(path).map_err(CliError::failure)?;
    Ok(out.write_all(text.as_bytes())?)
}

fn experiments(globals: &Globals, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let choices = environment::choices(&environment::load(globals)?, Target::Terminal)?;
    let words = environment::shell_words(&choices);
    let language = words.language().code();
    let saved = crate::config::own_experiments().map_or_else(Vec::new, |folder| experiment::read_saved(&folder, None));
    // Those that need files of data can't be read without them.
    let (read, unread): (Vec<_>, Vec<_>) = saved
        .iter()
        .map(|(name, text)| experiment::parse(text, name).map_err(|_| (name, text)))
        .partition(Result::is_ok);
    let all = experiment::all().map_err(|e| CliError::Failure(Message::from(e)))?;
    for e in all.into_iter().chain(read.into_iter().flatten()) {
        let contestants: Vec<&str> = e.contestants.iter().map(|c| c.name.as_str()).collect();
        if as_json {
            let line = json!({
                "id": e.id,
                "title": e.title.get("en"),
                "question": e.question.get("en"),
                "epochs": e.epochs,
                "seed": e.seed,
                "contestants": contestants,
            });
            writeln!(out, "{}", json::object("experiment", line))?;
        } else {
            let (id, epochs) = (text::left(&e.id, 19), text::right(&e.epochs.to_string(), 5));
            let contestants: Vec<&str> = contestants.iter().map(|name| words.contestant(name)).collect();
            writeln!(out, "{id} {epochs} epochs  {}  ({})", e.title.get(language), contestants.join(", "))?;
        }
    }
    let is_on_file = |(name, text): &(&String, &String)| !experiment::data_files(text, name).is_empty();
    for (name, _) in unread.into_iter().filter_map(Result::err).filter(is_on_file) {
        if as_json {
            writeln!(
                out,
                "{}",
                json::object(
                    "experiment",
                    json!({"id": name, "title": null, "question": null, "epochs": null, "seed": null, "contestants": []})
                )
            )?;
        } else {
            writeln!(out, "{} {}", text::left(name, 19), words.fill("app.saved-on-file", &[("name", name)]))?;
        }
    }
    Ok(())
}

fn themes(as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    for (name, _) in theme::BUILT_IN {
        let theme = Theme::load(name, ColorDepth::TrueColor).map_err(CliError::failure)?;
        let background = if theme.light { "light" } else { "dark" };
        if as_json {
            writeln!(out, "{}", json::object("theme", json!({"name": name, "background": background})))?;
        } else {
            writeln!(out, "{name:<12} for a {background} background")?;
        }
    }
    Ok(())
}

fn rooms(globals: &Globals, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let words = environment::shell_words(&environment::choices(&environment::load(globals)?, Target::Terminal)?);
    for room in SCREENS {
        let title = words.find_in("room", room.id).unwrap_or(room.id);
        let command = (room.options)();
        let options: Vec<&str> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
        if as_json {
            writeln!(out, "{}", json::object("room", json!({"id": room.id, "title": title, "options": options})))?;
        } else {
            let options: Vec<String> = options.iter().map(|name| format!("--{name}")).collect();
            writeln!(out, "{}", visible(&format!("{:<8} {title}: {}", room.id, options.join(" "))))?;
        }
    }
    Ok(())
}

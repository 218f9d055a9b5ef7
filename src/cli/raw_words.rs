//! The options that decide how errors are reported, read from the raw arguments before they are parsed. This works even
//! if parsing fails.

use super::args::Cli;
use crate::config;
use crate::runtime::terminal;
use crate::words::Language;
use clap::{Arg, Command, CommandFactory};
use std::ffi::OsString;
use std::path::PathBuf;

/// The options that matter, as far as they can be recognised.
#[derive(Debug, Default, PartialEq)]
pub(super) struct RawWords {
    lang: Option<String>,
    config: Option<PathBuf>,
    sets: Vec<String>,
    /// Whether the command can write JSON and was asked to.
    pub(super) json: bool,
}

impl RawWords {
    /// Reads the raw arguments.
    pub(super) fn read(words: &[OsString]) -> Self {
        let cli = Cli::command();
        let (mut raw, mut command) = (Self::default(), None);
        let mut rest = words.iter().skip(1);
        while let Some(word) = rest.next() {
            let word = word.to_string_lossy();
            if word == "--" {
                break;
            }
            let Some(option) = word.strip_prefix("--") else {
                if command.is_none() && !word.starts_with('-') {
                    command = cli.find_subcommand(&*word);
                }
                continue;
            };
            let (name, attached) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
            let known = argument(&cli, command, name);
            let value = match attached {
                Some(value) => Some(OsString::from(value)),
                None if takes_value(known, command) => rest.next().cloned(),
                None => None,
            };
            raw.take(name, value, command);
        }
        raw
    }

    fn take(&mut self, name: &str, value: Option<OsString>, command: Option<&Command>) {
        let text = || value.as_ref().map(|value| value.to_string_lossy().into_owned());
        let has = |name: &str| command.is_some_and(|command| long(command, name).is_some());
        match name {
            "lang" => self.lang = text(),
            "config" => self.config = value.map(PathBuf::from),
            "set" => self.sets.extend(text()),
            // The lines of every seed are JSON as well.
            "json" | "each" if has(name) => self.json = true,
            _ => {}
        }
    }

    /// The language of the option, else of the settings, else of the locale.
    pub(super) fn language(&self) -> Language {
        let said = self.lang.clone().filter(|said| said != "auto");
        let said = said.and_then(|code| code.parse().ok());
        let set = || config::said_language(self.config.as_deref(), &self.sets)?.parse().ok();
        said.or_else(set).unwrap_or_else(|| Language::of_locale(&terminal::message_locale()))
    }
}

fn long<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|arg| arg.get_long() == Some(name))
}

fn argument<'a>(cli: &'a Command, command: Option<&'a Command>, name: &str) -> Option<&'a Arg> {
    command.and_then(|command| long(command, name)).or_else(|| long(cli, name))
}

/// An unknown option may be one of an exhibit; those take values.
fn takes_value(known: Option<&Arg>, command: Option<&Command>) -> bool {
    let of_exhibit = command.is_some_and(|command| matches!(command.get_name(), "open" | "render"));
    known.map_or(of_exhibit, |arg| arg.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> RawWords {
        RawWords::read(&line.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_language_is_known_whatever_else_is_wrong() {
        for line in [
            "actlab --lang ko trian",
            "actlab train --lang=ko --nope",
            "actlab --nope --lang ko",
            "actlab open lab --cursor --x --lang ko",
            "actlab --set language=en --set language=ko eval",
        ] {
            assert_eq!(read(line).language(), Language::Korean, "{line}");
        }
        for line in ["actlab open lab -- --lang ko", "actlab eval --formula --lang ko", "actlab --lang fr eval"] {
            assert_eq!(read(line).lang.as_deref().unwrap_or("fr"), "fr", "{line}");
        }
    }

    #[test]
    fn json_is_told_where_a_command_has_it() {
        for (line, json) in [
            ("actlab train xor --json", true),
            ("actlab --seed 3 train nope.toml --json --nope", true),
            ("actlab sweep xor --each", true),
            ("actlab train --each", false),
            ("actlab plot relu --json", false),
            ("actlab trian --json", false),
            ("actlab eval --formula --json", false),
            ("actlab eval relu -- --json", false),
        ] {
            assert_eq!(read(line).json, json, "{line}");
        }
    }
}

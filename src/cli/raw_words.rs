//! The options that decide how errors are reported, read from the raw arguments before they are parsed. This works even
//! if parsing fails.

use super::args::Cli;
use crate::config;
use crate::runtime::terminal;
use crate::screens::RoomEntry;
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
    ascii: bool,
    /// Whether the command can write JSON and was asked to.
    pub(super) json: bool,
    /// The words of the command, without `actlab`; after `open` and `render`, the room as well.
    pub(super) path: Vec<String>,
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
                if !word.starts_with('-') {
                    command = raw.word(&word, &cli, command);
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

    /// Takes a word that is neither an option nor a value of one: a command, or a room. Returns the command so far.
    fn word<'a>(&mut self, word: &str, cli: &'a Command, command: Option<&'a Command>) -> Option<&'a Command> {
        if let Some(inner) = command.unwrap_or(cli).find_subcommand(word) {
            self.path.push(word.to_owned());
            return Some(inner);
        }
        let takes_room = command.is_some_and(|command| names_room(command.get_name()));
        let takes_room = takes_room && self.path.len() == 1;
        if takes_room && RoomEntry::find(word).is_some() {
            self.path.push(word.to_owned());
        }
        command
    }

    fn take(&mut self, name: &str, value: Option<OsString>, command: Option<&Command>) {
        let text = || value.as_ref().map(|value| value.to_string_lossy().into_owned());
        let has = |name: &str| command.is_some_and(|command| long(command, name).is_some());
        match name {
            "lang" => self.lang = text(),
            "config" => self.config = value.map(PathBuf::from),
            "set" => self.sets.extend(text()),
            "ascii" => self.ascii = true,
            // The lines of every seed are JSON as well.
            "json" | "each" if has(name) => self.json = true,
            _ => {}
        }
    }

    /// The language of the option, else of the settings, else of the locale. ASCII has English only.
    pub(super) fn language(&self) -> Language {
        if self.is_ascii() {
            return Language::English;
        }
        let said = self.lang.clone().filter(|said| said != "auto");
        let said = said.and_then(|code| code.parse().ok());
        let set = || self.setting("language")?.parse().ok();
        said.or_else(set).unwrap_or_else(|| Language::of_locale(&terminal::message_locale()))
    }

    /// Whether the output is ASCII: by the option, else by the settings, else by the locale. Frames of `render` are the same
    /// in every locale.
    pub(super) fn is_ascii(&self) -> bool {
        let is_anywhere = self.path.first().is_some_and(|command| command == "render");
        let by_locale = || !is_anywhere && terminal::is_ascii(&terminal::locale());
        self.ascii || self.setting("ascii").and_then(|said| said.parse().ok()).unwrap_or_else(by_locale)
    }

    fn setting(&self, name: &str) -> Option<String> {
        config::said(name, self.config.as_deref(), &self.sets)
    }
}

fn long<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|arg| is_called(arg, name))
}

/// Whether an option has this long name, or this one as another.
pub(super) fn is_called(arg: &Arg, name: &str) -> bool {
    arg.get_long() == Some(name) || arg.get_all_aliases().is_some_and(|others| others.contains(&name))
}

fn argument<'a>(cli: &'a Command, command: Option<&'a Command>, name: &str) -> Option<&'a Arg> {
    command.and_then(|command| long(command, name)).or_else(|| long(cli, name))
}

/// An unknown option may be one of an exhibit; those take values.
fn takes_value(known: Option<&Arg>, command: Option<&Command>) -> bool {
    known.map_or(command.is_some_and(is_of_exhibits), |arg| arg.get_action().takes_values())
}

fn is_of_exhibits(command: &Command) -> bool {
    takes_exhibit(command.get_name())
}

/// Whether the first word after a command is a room.
pub(super) fn names_room(command: &str) -> bool {
    matches!(command, "open" | "render")
}

/// Whether an exhibit line follows a command.
pub(super) fn takes_exhibit(command: &str) -> bool {
    names_room(command) || command == "play"
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
    fn the_command_is_known_with_its_room() {
        for (line, path) in [
            ("actlab --seed 3 train xor --epochs 5", &["train"][..]),
            ("actlab lessons show 4", &["lessons", "show"]),
            ("actlab open train xor --view lab", &["open", "train"]),
            ("actlab render --size 80x24 lab sweep", &["render", "lab"]),
            ("actlab --learner list eval", &["eval"]),
            ("actlab -- train", &[]),
        ] {
            assert_eq!(read(line).path, path, "{line}");
        }
    }

    #[test]
    fn json_is_told_where_a_command_has_it() {
        for (line, json) in [
            ("actlab train xor --json", true),
            ("actlab --seed 3 train nope.toml --json --nope", true),
            ("actlab sweep xor --each", true),
            ("actlab train --each", false),
            ("actlab picture relu --json", false),
            ("actlab trian --json", false),
            ("actlab eval --formula --json", false),
            ("actlab eval relu -- --json", false),
        ] {
            assert_eq!(read(line).json, json, "{line}");
        }
    }
}

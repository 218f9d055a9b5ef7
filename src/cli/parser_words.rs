//! Converts errors of the command-line parser into messages.

use super::args::Cli;
use super::help::has_effect;
use super::mistake::UsageError;
use super::parse_error::{ParseError, ParseHint, ParseReason};
use crate::functions::function::Function;
use crate::nn::experiment;
use crate::runtime::progress_file::LearnerNameError;
use crate::screens::RoomEntry;
use crate::text::nearest;
use crate::words::{Message, ToMessage};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};
use std::error::Error as _;

/// The message of an error. `path` has the words of the command that it is about, as far as they were recognised.
pub(super) fn read(error: &clap::Error, path: &[String]) -> Message {
    let cli = Cli::command();
    let reason = Context { error, cli: &cli, path }.read();
    let command = std::iter::once("actlab").chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
    UsageError::Parse { reason, command }.into()
}

struct Context<'a> {
    error: &'a clap::Error,
    cli: &'a Command,
    path: &'a [String],
}

impl Context<'_> {
    fn all(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(all)) => all.clone(),
            _ => Vec::new(),
        }
    }

    fn one(&self, kind: ContextKind) -> String {
        self.all(kind).into_iter().next().unwrap_or_default()
    }

    fn read(&self) -> ParseError {
        let argument = || self.one(ContextKind::InvalidArg);
        let value = || self.one(ContextKind::InvalidValue);
        match self.error.kind() {
            ErrorKind::UnknownArgument => self.unknown_argument(argument()),
            ErrorKind::InvalidSubcommand => self.unknown_command(),
            ErrorKind::MissingRequiredArgument => ParseError::Missing { arguments: self.all(ContextKind::InvalidArg) },
            ErrorKind::InvalidValue => self.unknown_value(argument(), value()),
            ErrorKind::ValueValidation => {
                ParseError::WrongValue { value: value(), argument: argument(), reason: self.reason() }
            }
            ErrorKind::TooManyValues => ParseError::UnexpectedValue { value: value(), argument: argument() },
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => ParseError::NoValue { argument: argument() },
            ErrorKind::ArgumentConflict => self.conflict(argument()),
            ErrorKind::InvalidUtf8 => ParseError::NotUtf8,
            _ => ParseError::Other { reason: one_line(&self.error.render().to_string()) },
        }
    }

    /// The command that the arguments are for.
    fn command(&self) -> &Command {
        self.path.iter().fold(self.cli, |here, word| here.find_subcommand(word).unwrap_or(here))
    }

    fn unknown_argument(&self, argument: String) -> ParseError {
        let hint = argument.strip_prefix("--").and_then(|name| self.option(name));
        ParseError::UnknownArgument { argument }.hinted(hint)
    }

    /// What an option without this name may mean: one of another command if it has exactly this name there, else the most
    /// similar one of this command.
    fn option(&self, name: &str) -> Option<ParseHint> {
        let has = |command: &&Command| longs(command).any(|long| long == name);
        let others = self.cli.get_subcommands().filter(|command| !command.is_hide_set()).filter(has);
        let commands: Vec<String> = others.map(|command| format!("actlab {}", command.get_name())).collect();
        if !commands.is_empty() {
            return Some(ParseHint::Elsewhere { argument: format!("--{name}"), commands });
        }
        let first = self.path.first().map(String::as_str);
        let globals =
            self.cli.get_arguments().filter(|arg| arg.is_global_set() && has_effect(first, arg.get_id().as_str()));
        let known = longs(self.command()).chain(globals.filter_map(clap::Arg::get_long));
        nearest(name, known).map(|near| ParseHint::Argument { similar: format!("--{near}") })
    }

    fn unknown_command(&self) -> ParseError {
        let word = self.one(ContextKind::InvalidSubcommand);
        let known = self.command().get_subcommands().filter(|command| !command.is_hide_set()).map(Command::get_name);
        let hint = match nearest(&word, known) {
            Some(near) => Some(ParseHint::Command { similar: near.to_owned() }),
            None if self.path.is_empty() => line(&word).map(|line| ParseHint::Line { line }),
            None => None,
        };
        ParseError::UnknownCommand { word }.hinted(hint)
    }

    fn unknown_value(&self, argument: String, value: String) -> ParseError {
        let values = self.all(ContextKind::ValidValue);
        if value.is_empty() {
            return ParseError::NoValue { argument };
        }
        let near = nearest(&value, values.iter().map(String::as_str)).map(str::to_owned);
        let hint = near.map(|similar| ParseHint::Value { similar });
        ParseError::UnknownValue { value, argument, values }.hinted(hint)
    }

    fn conflict(&self, argument: String) -> ParseError {
        let mut others = self.all(ContextKind::PriorArg);
        match others.as_slice() {
            [other] if *other == argument => ParseError::Repeated { argument },
            [_] => ParseError::Conflict { argument, other: others.swap_remove(0) },
            _ => ParseError::Conflicts { argument, others },
        }
    }

    /// Why a value is wrong. Errors of our own value parsers are data.
    fn reason(&self) -> Message {
        let Some(source) = self.error.source() else { return ParseReason::Unknown.into() };
        let own = source.downcast_ref::<UsageError>().map(ToMessage::message);
        let own = own.or_else(|| source.downcast_ref::<LearnerNameError>().map(ToMessage::message));
        own.unwrap_or_else(|| ParseReason::Other { reason: source.to_string() }.into())
    }
}

fn longs(command: &Command) -> impl Iterator<Item = &str> {
    command.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(clap::Arg::get_long)
}

/// The command line for a word that is the name of a room, an experiment or an activation.
fn line(word: &str) -> Option<String> {
    if RoomEntry::find(word).is_some() {
        Some(format!("actlab open {word}"))
    } else if experiment::find(word).is_ok() || experiment::is_path(word) || experiment::is_table(word) {
        Some(format!("actlab train {word}"))
    } else {
        Function::named(word).is_ok().then(|| format!("actlab eval {word} 1"))
    }
}

/// The parser's message on one line, without its advice on where to find help.
fn one_line(said: &str) -> String {
    let paragraphs = said.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    let parts: Vec<String> = paragraphs
        .filter(|p| !p.is_empty() && !p.starts_with("Usage:") && !p.starts_with("For more"))
        .map(|p| p.trim_start_matches("error: ").trim_start_matches("tip: ").to_owned())
        .collect();
    parts.join("; ")
}

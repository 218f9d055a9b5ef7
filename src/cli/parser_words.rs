//! Converts errors of the command-line parser into messages.

use super::args::Cli;
use super::mistake::UsageError;
use super::parse_error::{ParseError, ParseHint, ParseReason};
use crate::runtime::progress_file::LearnerNameError;
use crate::words::{Message, ToMessage};
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

pub(super) fn read(error: &clap::Error) -> Message {
    let reason = Context(error).read();
    UsageError::Parse { reason }.into()
}

struct Context<'a>(&'a clap::Error);

impl Context<'_> {
    fn all(&self, kind: ContextKind) -> Vec<String> {
        match self.0.get(kind) {
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
        match self.0.kind() {
            ErrorKind::UnknownArgument => self.unknown_argument(argument()),
            ErrorKind::InvalidSubcommand => self.unknown_command(),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => no_command(),
            ErrorKind::MissingRequiredArgument => ParseError::Missing { arguments: self.all(ContextKind::InvalidArg) },
            ErrorKind::InvalidValue => self.unknown_value(argument(), value()),
            ErrorKind::ValueValidation => {
                ParseError::WrongValue { value: value(), argument: argument(), reason: self.reason() }
            }
            ErrorKind::TooManyValues => ParseError::UnexpectedValue { value: value(), argument: argument() },
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => ParseError::NoValue { argument: argument() },
            ErrorKind::ArgumentConflict => self.conflict(argument()),
            ErrorKind::InvalidUtf8 => ParseError::NotUtf8,
            _ => ParseError::Other { reason: one_line(&self.0.render().to_string()) },
        }
    }

    fn unknown_argument(&self, argument: String) -> ParseError {
        let similar = self.one(ContextKind::SuggestedArg);
        // The parser gives one of two hints, but has no data for the second.
        let is_value = self.0.get(ContextKind::Suggested).is_some() && argument.starts_with('-');
        let hint = match (similar.is_empty(), is_value) {
            (false, _) => Some(ParseHint::Argument { similar }),
            (true, true) => Some(ParseHint::AsValue { argument: argument.clone() }),
            (true, false) => None,
        };
        hinted(ParseError::UnknownArgument { argument }, hint)
    }

    fn unknown_command(&self) -> ParseError {
        let mut similar = self.all(ContextKind::SuggestedSubcommand);
        let hint = match similar.len() {
            0 => None,
            1 => Some(ParseHint::Command { similar: similar.swap_remove(0) }),
            _ => Some(ParseHint::Commands { similar }),
        };
        hinted(ParseError::UnknownCommand { word: self.one(ContextKind::InvalidSubcommand) }, hint)
    }

    fn unknown_value(&self, argument: String, value: String) -> ParseError {
        let values = self.all(ContextKind::ValidValue);
        if value.is_empty() {
            return ParseError::NoValue { argument };
        }
        let similar = self.one(ContextKind::SuggestedValue);
        let hint = (!similar.is_empty()).then_some(ParseHint::Value { similar });
        hinted(ParseError::UnknownValue { value, argument, values }, hint)
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
        let Some(source) = self.0.source() else { return ParseReason::Unknown.into() };
        let own = source.downcast_ref::<UsageError>().map(ToMessage::message);
        let own = own.or_else(|| source.downcast_ref::<LearnerNameError>().map(ToMessage::message));
        own.unwrap_or_else(|| ParseReason::Other { reason: source.to_string() }.into())
    }
}

fn hinted(reason: ParseError, hint: Option<ParseHint>) -> ParseError {
    match hint {
        Some(hint) => ParseError::Hinted { reason: Box::new(reason), hint },
        None => reason,
    }
}

/// The only command that has subcommands.
const WITH_COMMANDS: &str = "lessons";

fn no_command() -> ParseError {
    let cli = Cli::command();
    let inner = cli.find_subcommand(WITH_COMMANDS).into_iter().flat_map(clap::Command::get_subcommands);
    let commands = inner.map(|command| command.get_name().to_owned()).collect();
    ParseError::NoCommand { command: format!("actlab {WITH_COMMANDS}"), commands }
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

//! Errors of commands: one sentence on standard error, with exit code 2 for a wrong request and 1 for a failure.

use super::mistake::CommandError;
use super::raw_words::RawWords;
use super::{help, json, parser_words};
use crate::files::SystemError;
use crate::runtime::terminal::TerminalError;
use crate::text::{self, Form};
use crate::words::{Arg, Message, ToMessage, Words};
use clap::error::ErrorKind;
use serde_json::json;
use std::io::{self, Write};
use std::process::ExitCode;

/// Why a command failed.
#[derive(Debug)]
pub enum CliError {
    /// The parser rejected the command line.
    Clap(clap::Error),
    /// A value does not exist or is out of range.
    Usage(Message),
    /// The command failed.
    Failure(Message),
    /// The reader of the output has closed it.
    Closed,
}

impl CliError {
    /// A usage error.
    pub(super) fn usage(error: impl Into<Message>) -> Self {
        Self::Usage(error.into())
    }

    /// A failure.
    pub(super) fn failure(error: impl Into<Message>) -> Self {
        Self::Failure(error.into())
    }

    /// Reports the error, in the language and the form that the command line asks for, and returns the exit code.
    pub(super) fn report(self, raw: &RawWords) -> ExitCode {
        let (code, message) = match self {
            Self::Clap(error) => match asked(error.kind(), &raw.path) {
                Some(written) => return written.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS),
                None => (WRONG, parser_words::read(&error, &raw.path)),
            },
            Self::Usage(message) => (code(&message), message),
            Self::Failure(message) => (FAILED, message),
            Self::Closed => return ExitCode::SUCCESS,
        };
        let words = Words::of(raw.language());
        // If standard error is closed, the exit code still reports the failure.
        let _ = if raw.json { say_object(&words, &message) } else { say(&words, &message) };
        ExitCode::from(code)
    }
}

/// Writes help or the version, if an option asked for one of them, or if a command was left out.
fn asked(kind: ErrorKind, path: &[String]) -> Option<io::Result<()>> {
    match kind {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            Some(help::show(path))
        }
        ErrorKind::DisplayVersion => Some(version(&mut text::stdout(Form::Text))),
        _ => None,
    }
}

/// Writes the name and the version.
pub(super) fn version(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "actlab {}", env!("CARGO_PKG_VERSION"))
}

/// The exit codes of a failure, and of options or content that are wrong.
const FAILED: u8 = 1;
const WRONG: u8 = 2;

/// The exit code of an error in options, or in what a file says.
pub(super) fn code(message: &Message) -> u8 {
    if is_unreadable(message) { FAILED } else { WRONG }
}

/// Whether an error is that a file can't be read, which is a failure whatever the kind of file. A file that can be read
/// and has the wrong content is not.
fn is_unreadable(message: &Message) -> bool {
    const READING: [&str; 4] =
        ["error.read.missing", "error.read.forbidden", "error.read.not-regular", "error.read.system"];
    fn carries(arg: &Arg) -> bool {
        match arg {
            Arg::Message(inner) => is_unreadable(inner),
            Arg::List(items) => items.iter().any(carries),
            _ => false,
        }
    }
    let key = &*message.key;
    READING.contains(&key)
        || key.starts_with("error.system.")
        || ["error.picture.missing", "error.picture.directory", "error.picture.forbidden"].contains(&key)
        || message.args.iter().any(|(_, arg)| carries(arg))
}

/// Writes a message to standard error, on one line even if names in it contain line breaks.
///
/// # Errors
/// Writing failed.
pub(super) fn say(words: &Words, message: &impl ToMessage) -> io::Result<()> {
    writeln!(text::stderr(), "actlab: {}", text::visible(&words.say(message)))
}

/// Writes an error to standard error as a JSON object on one line, for programs.
fn say_object(words: &Words, message: &Message) -> io::Result<()> {
    writeln!(text::stderr_in(Form::Json), "{}", json::object("error", json!({ "error": message.to_json(words) })))
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        // Errors of taking the terminal are wrapped in an `io::Error`.
        match error.get_ref().and_then(|inner| inner.downcast_ref::<TerminalError>()) {
            Some(reason) => Self::failure(*reason),
            None => Self::failure(CommandError::System { reason: SystemError::from(error) }),
        }
    }
}

//! Errors of commands: one sentence on standard error, with exit code 2 for a wrong request and 1 for a failure.

use super::mistake::CommandError;
use super::parser_words;
use super::raw_words::RawWords;
use crate::files::SystemError;
use crate::runtime::terminal::TerminalError;
use crate::text::{self, Form};
use crate::words::{Message, ToMessage, Words};
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
            // Help and version are reported here as well, and go to standard output.
            Self::Clap(error) if !error.use_stderr() => {
                let written = write!(text::stdout(Form::Text), "{}", error.render());
                return written.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
            }
            Self::Clap(error) => (2, parser_words::read(&error)),
            Self::Usage(message) => (2, message),
            Self::Failure(message) => (1, message),
            Self::Closed => return ExitCode::SUCCESS,
        };
        let words = Words::of(raw.language());
        // If standard error is closed, the exit code still reports the failure.
        let _ = if raw.json { say_object(&words, &message) } else { say(&words, &message) };
        ExitCode::from(code)
    }
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
    writeln!(text::stderr_in(Form::Json), "{}", json!({ "error": message.to_json(words) }))
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

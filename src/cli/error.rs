//! What can go wrong, and how it is said: one sentence on standard error, exit code 2 for a mistake in what was asked,
//! 1 for a failure in doing it.

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

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum CliError {
    /// The words of the command line make no sense.
    Clap(clap::Error),
    /// Something asked for does not exist or is out of range.
    Usage(Message),
    /// It could not be done.
    Failure(Message),
    /// Nobody reads the output any more.
    Closed,
}

impl CliError {
    /// Something asked for makes no sense.
    pub(super) fn usage(error: impl Into<Message>) -> Self {
        Self::Usage(error.into())
    }

    /// Something could not be done.
    pub(super) fn failure(error: impl Into<Message>) -> Self {
        Self::Failure(error.into())
    }

    /// Says what went wrong, in the language and the form that the words ask for; returns the exit code.
    pub(super) fn report(self, raw: &RawWords) -> ExitCode {
        let (code, message) = match self {
            // Help and version come this way too, and go to standard output.
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
        // Where even standard error is gone, the code still tells.
        let _ = if raw.json { say_object(&words, &message) } else { say(&words, &message) };
        ExitCode::from(code)
    }
}

/// Says a sentence on standard error, on one line whatever names it holds.
///
/// # Errors
/// What the system says.
pub(super) fn say(words: &Words, message: &impl ToMessage) -> io::Result<()> {
    writeln!(text::stderr(), "actlab: {}", text::visible(&words.say(message)))
}

/// Says an error on standard error as an object on one line, for programs.
fn say_object(words: &Words, message: &Message) -> io::Result<()> {
    writeln!(text::stderr_in(Form::Json), "{}", json!({ "error": message.to_json(words) }))
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        // Whoever takes the terminal says why not through the system's own kind of error.
        match error.get_ref().and_then(|inner| inner.downcast_ref::<TerminalError>()) {
            Some(reason) => Self::failure(*reason),
            None => Self::failure(CommandError::System { reason: SystemError::from(error) }),
        }
    }
}

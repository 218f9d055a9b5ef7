//! What can go wrong, and how it is said: one sentence on standard error, exit code 2 for a mistake in what was asked,
//! 1 for a failure in doing it.

use crate::text::{self, Form};
use std::io::{self, Write};
use std::process::ExitCode;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum CliError {
    /// The words of the command line make no sense.
    Clap(clap::Error),
    /// Something asked for does not exist or is out of range.
    Usage(String),
    /// It could not be done.
    Failure(String),
    /// Nobody reads the output any more.
    Closed,
}

impl CliError {
    /// Says what went wrong; returns the exit code.
    pub(super) fn report(self) -> ExitCode {
        let (code, sentence) = match self {
            // Help and version come this way too, and go to standard output.
            Self::Clap(error) => {
                if !error.use_stderr() {
                    let written = write!(text::stdout(Form::Text), "{}", error.render());
                    return written.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
                }
                (2, one_sentence(&error.render().to_string()))
            }
            Self::Usage(sentence) => (2, sentence),
            Self::Failure(sentence) => (1, sentence),
            Self::Closed => return ExitCode::SUCCESS,
        };
        // Where even standard error is gone, the code still tells.
        let _ = say(&sentence);
        ExitCode::from(code)
    }
}

/// Says a sentence on standard error, on one line whatever names it holds.
///
/// # Errors
/// What the system says.
pub(super) fn say(sentence: &str) -> io::Result<()> {
    writeln!(text::stderr(), "actlab: {}", text::visible(sentence))
}

/// What the parser says over several paragraphs, in one line: the mistake, its tip, and where to read on.
fn one_sentence(said: &str) -> String {
    let paragraphs = said.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    let parts: Vec<String> = paragraphs
        .filter(|p| !p.is_empty() && !p.starts_with("Usage:") && !p.starts_with("For more"))
        .map(|p| p.trim_start_matches("error: ").trim_start_matches("tip: ").to_owned())
        .collect();
    format!("{}; see actlab --help", parts.join("; "))
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Failure(error.to_string()) }
    }
}

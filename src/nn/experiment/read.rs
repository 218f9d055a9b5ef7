//! Reading an experiment from TOML.

use super::Experiment;
use super::schema::ExperimentFile;
use crate::files::{self, ReadError};
use crate::text::document::{Document, DocumentError};
use crate::words::{Message, errors};
use std::path::Path;

/// A file larger than this, in bytes, is refused: decoded it takes many times as much.
pub const MOST_BYTES: u64 = 16 << 20;

errors! {
    /// Why a text is not an experiment, or a name is not that of one.
    pub enum ExperimentError: "experiment" {
        /// There is a mistake in the text.
        Document { reason: DocumentError } = "document",
        /// No built-in experiment has this name.
        Unknown { name: String, hint: Message } = "unknown",
    }
}

impl From<DocumentError> for ExperimentError {
    fn from(reason: DocumentError) -> Self {
        Self::Document { reason }
    }
}

errors! {
    /// Why an experiment can't be read from a file.
    pub enum LoadError: "load" {
        /// The file can't be read.
        Unreadable { name: String, reason: ReadError } = "unreadable",
        /// The file is not a valid experiment.
        Wrong { reason: ExperimentError } = "wrong",
    }
}

/// Reads an experiment from a file; `-` is standard input.
///
/// # Errors
/// [`LoadError`] with the name of the file.
pub fn load(path: &Path) -> Result<Experiment, LoadError> {
    let is_input = path == Path::new("-");
    let text = if is_input { files::input_text(MOST_BYTES) } else { files::text(path, MOST_BYTES) };
    let name = if is_input { "standard input".to_owned() } else { path.display().to_string() };
    of_file(text.as_deref().map_err(Clone::clone), &name)
}

/// Reads an experiment from the text of a file, or says why that could not be read.
///
/// # Errors
/// [`LoadError`] with the name of the file.
pub fn of_file(text: Result<&str, ReadError>, name: &str) -> Result<Experiment, LoadError> {
    let text = text.map_err(|reason| LoadError::Unreadable { name: name.to_owned(), reason })?;
    parse(text, name).map_err(|reason| LoadError::Wrong { reason })
}

/// Whether a name is the path of a file: it ends in .toml or has a slash in it.
pub fn is_path(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) || name.contains('/')
}

/// Reads an experiment from a text. `origin` is the name of the file for messages. The id of the experiment is that
/// name without directories and extension.
///
/// # Errors
/// [`ExperimentError`] with the file, the line, what is wrong and the most similar valid word.
pub fn parse(text: &str, origin: &str) -> Result<Experiment, ExperimentError> {
    let document = Document::parse(origin, text)?;
    let file: ExperimentFile = document.read()?;
    let wrong = |error: super::SetupError| {
        let (path, why) = error.place();
        document.mistake(path, why)
    };
    let experiment = file.experiment(stem(origin)).map_err(wrong)?;
    experiment.check().map_err(wrong)?;
    Ok(experiment)
}

fn stem(origin: &str) -> String {
    Path::new(origin).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

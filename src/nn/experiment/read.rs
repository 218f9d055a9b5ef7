//! Reading an experiment from TOML.

use super::Experiment;
use super::schema::ExperimentFile;
use crate::files::{self, ReadError};
use crate::text::document::Document;
use std::fmt;
use std::path::Path;

/// A file larger than this, in bytes, is refused: decoded it takes many times as much.
const MOST_BYTES: u64 = 16 << 20;

/// Why a file is no experiment: one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExperimentError(pub(super) String);

impl fmt::Display for ExperimentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ExperimentError {}

/// Why a file is no experiment.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadError {
    /// It is not to be had.
    Unreadable {
        /// Which.
        name: String,
        /// Why.
        reason: ReadError,
    },
    /// It makes no sense.
    Wrong(ExperimentError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { name, reason } => write!(f, "the experiment {name} can't be read: {reason}"),
            Self::Wrong(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}

/// Reads an experiment from a file; `-` is standard input.
///
/// # Errors
/// [`LoadError`], in one sentence with the name of the file.
pub fn load(path: &Path) -> Result<Experiment, LoadError> {
    let is_input = path == Path::new("-");
    let text = if is_input { files::input_text(MOST_BYTES) } else { files::text(path, MOST_BYTES) };
    let name = if is_input { "standard input".to_owned() } else { path.display().to_string() };
    let text = text.map_err(|reason| LoadError::Unreadable { name: name.clone(), reason })?;
    parse(&text, &name).map_err(LoadError::Wrong)
}

/// Reads an experiment. `origin` is the name of the file, for sentences; the experiment's id is that name without folders
/// and ending.
///
/// # Errors
/// [`ExperimentError`]: one sentence with file, line, what is wrong and the nearest right word.
pub fn parse(text: &str, origin: &str) -> Result<Experiment, ExperimentError> {
    let document = Document::parse(origin, text).map_err(ExperimentError)?;
    let file: ExperimentFile = document.read().map_err(ExperimentError)?;
    let wrong = |error: super::SetupError| ExperimentError(document.sentence(&error.path, &error.why));
    let experiment = file.experiment(stem(origin)).map_err(wrong)?;
    experiment.check().map_err(wrong)?;
    Ok(experiment)
}

fn stem(origin: &str) -> String {
    Path::new(origin).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

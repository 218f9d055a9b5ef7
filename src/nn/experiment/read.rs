//! Reading an experiment from TOML.

use super::link::{LinkError, LinkedExperiment, is_link};
use super::schema::ExperimentFile;
use super::{Experiment, SetupError, find, names, stands_for_data};
use crate::files::{self, ReadError};
use crate::nn::data_table::{NamedTable, TableFormat, TableReadError, TableReader, TableResult, TableSource};
use crate::nn::dataset::{DataReader, DatasetSpec};
use crate::nn::memory_limit::Memory;
use crate::text::document::{Document, DocumentError};
use crate::text::right_word;
use crate::words::{Message, errors};
use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// A file larger than this, in bytes, is refused: decoded it takes many times as much.
pub const MOST_BYTES: u64 = 16 << 20;

errors! {
    /// Why a text is not an experiment, or a name is not that of one.
    pub enum ExperimentError: "experiment" {
        /// There is a mistake in the text.
        Document { reason: DocumentError } = "document",
        /// No built-in experiment has this name.
        Unknown { name: String, hint: Message } = "unknown",
        /// The name is that of data. They stand for an experiment where no other data are named.
        Data { name: String } = "data",
        /// The name is that of a kind of data that needs more than a name.
        DataFile { name: String } = "data-file",
        /// A link to TensorFlow Playground makes no experiment.
        Link { reason: LinkError } = "link",
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

/// The text of the file of an experiment.
///
/// # Errors
/// [`LoadError::Unreadable`] with the path.
pub fn text_of(path: &Path) -> Result<String, LoadError> {
    files::text(path, MOST_BYTES).map_err(|reason| LoadError::Unreadable { name: path.display().to_string(), reason })
}

/// Reads an experiment from a file; `-` is standard input. Files of data may take any memory.
///
/// # Errors
/// [`LoadError`] with the name of the file.
pub fn load(path: &Path) -> Result<Experiment, LoadError> {
    load_with(path, DataReader { table: &table_of, memory: Memory::UNLIMITED })
}

/// The same with the files of data that a reader reads.
///
/// # Errors
/// [`LoadError`] with the name of the file.
pub fn load_with(path: &Path, read: DataReader) -> Result<Experiment, LoadError> {
    let text = files::text_or_input(path, MOST_BYTES);
    of_file(text.as_deref().map_err(Clone::clone), &path.display().to_string(), read)
}

/// The table of a file, whatever memory it takes; `-` is standard input.
///
/// # Errors
/// [`TableReadError`].
pub fn table_of(path: &Path, format: TableFormat) -> TableResult {
    read_table(path, format, Memory::UNLIMITED, &mut |_| ())
}

/// The table of a file within a limit on memory; `-` is standard input. `watch` sees how far it is.
///
/// # Errors
/// [`TableReadError`].
pub fn read_table(
    path: &Path,
    format: TableFormat,
    memory: Memory,
    watch: &mut dyn FnMut(&TableReader),
) -> TableResult {
    let source = table_source(path).map_err(TableReadError::Unreadable)?;
    let mut reader = TableReader::new(source, format, memory)?;
    while reader.advance()? {
        watch(&reader);
    }
    Ok(Arc::new(reader.table()?))
}

/// The bytes of a table; `-` is standard input.
///
/// # Errors
/// [`ReadError`] if there is no such regular file that can be opened.
pub fn table_source(path: &Path) -> Result<TableSource, ReadError> {
    if path == Path::new("-") {
        return Ok(TableSource::Stream(Box::new(io::stdin())));
    }
    let (file, size) = files::open_sized(path)?;
    Ok(TableSource::File(Box::new(file), size))
}

/// Reads an experiment from the text of a file, or says why that could not be read. Files of data that it names are read
/// as well.
///
/// # Errors
/// [`LoadError`] with the name of the file.
pub fn of_file(text: Result<&str, ReadError>, name: &str, read: DataReader) -> Result<Experiment, LoadError> {
    let name = if name == "-" { "standard input" } else { name };
    let text = text.map_err(|reason| LoadError::Unreadable { name: name.to_owned(), reason })?;
    parse_with(text, name, Some(read)).map_err(|reason| LoadError::Wrong { reason })
}

/// The built-in experiment with this name, or that of a link to TensorFlow Playground.
///
/// # Errors
/// [`ExperimentError`].
pub fn named(name: &str) -> Result<(Experiment, Option<Message>), ExperimentError> {
    if !is_link(name) {
        return find(name).map(|experiment| (experiment, None)).map_err(|error| with_data(name, error));
    }
    let linked = LinkedExperiment::read(name).map_err(|reason| ExperimentError::Link { reason })?;
    let notice = linked.notice();
    Ok((linked.experiment, notice))
}

/// The error for an unknown name. It says if the name is that of data, and data sets are among the names that would be
/// right.
fn with_data(name: &str, error: ExperimentError) -> ExperimentError {
    match error {
        ExperimentError::Unknown { .. } if stands_for_data(name) => ExperimentError::Data { name: name.to_owned() },
        ExperimentError::Unknown { .. } if DatasetSpec::names().contains(&name) => {
            ExperimentError::DataFile { name: name.to_owned() }
        }
        ExperimentError::Unknown { .. } => {
            let sets = DatasetSpec::names().into_iter().filter(|set| stands_for_data(set));
            let known: Vec<&str> = names().chain(sets).collect();
            ExperimentError::Unknown { name: name.to_owned(), hint: right_word(name, &known) }
        }
        other => other,
    }
}

/// Whether a name is the path of a file: it ends in .toml or has a slash in it, and is no link. `-` is standard input.
pub fn is_path(name: &str) -> bool {
    if is_link(name) {
        return false;
    }
    if name == "-" {
        return true;
    }
    Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) || name.contains('/')
}

/// The files of data that the text of an experiment names, with their forms. `origin` is the path of the experiment.
pub fn data_files(text: &str, origin: &str) -> Vec<NamedTable> {
    let named = RefCell::new(Vec::new());
    let note = |path: &Path, format| {
        named.borrow_mut().push((path.to_owned(), format));
        Ok(Arc::default())
    };
    // The experiment can't be complete without its data; only the paths are wanted.
    drop(parse_with(text, origin, Some(DataReader { table: &note, memory: Memory::UNLIMITED })));
    named.into_inner()
}

/// Reads an experiment from a text. An experiment on a file of data is refused. `origin` is the name of the file for messages. The id of the experiment is that
/// name without directories and extension.
///
/// # Errors
/// [`ExperimentError`] with the file, the line, what is wrong and the most similar valid word.
pub fn parse(text: &str, origin: &str) -> Result<Experiment, ExperimentError> {
    parse_with(text, origin, None)
}

/// The same, and the files of data that it names, with paths relative to that of the experiment.
///
/// # Errors
/// [`ExperimentError`], which a file of data can cause as well.
pub fn parse_with(text: &str, origin: &str, read: Option<DataReader>) -> Result<Experiment, ExperimentError> {
    let document = Document::parse(origin, text)?;
    let file: ExperimentFile = document.read()?;
    let wrong = |error: SetupError| {
        let (path, why) = error.place();
        document.mistake(path, why)
    };
    let mut experiment = file.experiment(stem(origin)).map_err(wrong)?;
    if let Some(read) = read {
        let folder = Path::new(origin).parent().unwrap_or(Path::new(""));
        experiment.data.load(folder, read).map_err(|error| wrong(SetupError::in_data(error)))?;
    }
    experiment.check().map_err(wrong)?;
    Ok(experiment)
}

fn stem(origin: &str) -> String {
    Path::new(origin).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

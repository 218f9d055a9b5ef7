//! The files that exhibit lines name, read before the application needs them.

use crate::files::TextFiles;
use crate::nn::data_table::{TableFormat, TableResult};
use crate::nn::experiment;
use crate::screens::{Exhibit, Options};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of data and its form.
pub type NamedTable = (PathBuf, TableFormat);

/// Reads the file of an experiment, if that is one, and returns the files of data that it names.
pub fn read_experiment(files: &mut TextFiles, subject: Option<&str>) -> Vec<NamedTable> {
    match subject.filter(|subject| experiment::is_path(subject) && !experiment::is_table(subject)) {
        Some(path) => {
            files.read(path, experiment::MOST_BYTES);
            files.get(path).map(|text| experiment::data_files(text, path)).unwrap_or_default()
        }
        None => Vec::new(),
    }
}

/// Reads the file of the experiment that an exhibit line names, and returns the files of data that it needs.
pub fn read_exhibit(files: &mut TextFiles, exhibit: &Exhibit) -> Vec<NamedTable> {
    // The rooms that take experiments.
    if !matches!(exhibit.room.as_str(), "train" | "sweep") {
        return Vec::new();
    }
    let mut named = read_experiment(files, exhibit.subject.as_deref());
    let data = exhibit.options.iter().filter(|(name, _)| name == "data" || name == "test").map(|(_, value)| value);
    let paths = data.chain(&exhibit.subject).filter(|name| experiment::is_data_path(name));
    named.extend(paths.map(|path| (PathBuf::from(path), TableFormat::of_path(path))));
    named
}

/// Keeps the tables of files that are not read yet.
pub fn read_tables(
    choices: &mut Options,
    named: Vec<NamedTable>,
    table: &mut dyn FnMut(&Path, TableFormat) -> TableResult,
) {
    let tables = Arc::make_mut(&mut choices.tables);
    for (path, format) in named {
        if !tables.has(&path, format) {
            tables.keep(&path, format, table(&path, format));
        }
    }
}

/// Reads all files that an exhibit line names.
pub fn read_all(choices: &mut Options, exhibit: &Exhibit, table: &mut dyn FnMut(&Path, TableFormat) -> TableResult) {
    let named = read_exhibit(Arc::make_mut(&mut choices.files), exhibit);
    read_tables(choices, named, table);
}

//! The files that exhibit lines name, read or opened before the application needs them.

use crate::files::{ReadError, TextFiles};
use crate::nn::data_table::{NamedTable, TableFormat, TableReadError, TableResult};
use crate::nn::experiment;
use crate::screens::{Exhibit, Options, RoomEntry, data_files};
use std::path::Path;
use std::sync::Arc;

/// Reads the file of an experiment of the settings, if that is one, and returns the files of data that it names. Settings name
/// no standard input.
pub fn read_experiment(files: &mut TextFiles, subject: Option<&str>) -> Vec<NamedTable> {
    let subject = subject.filter(|subject| *subject != "-");
    let exhibit = Exhibit { room: "train".to_owned(), subject: subject.map(str::to_owned), options: Vec::new() };
    read_exhibit(files, &exhibit)
}

/// Reads the file of the experiment that an exhibit line names, and returns the files of data that it needs.
pub fn read_exhibit(files: &mut TextFiles, exhibit: &Exhibit) -> Vec<NamedTable> {
    let subject = exhibit.subject.as_deref().filter(|_| RoomEntry::takes_experiments(&exhibit.room));
    if let Some(path) = subject.filter(|subject| experiment::is_path(subject) && !experiment::is_table(subject)) {
        files.read(path, experiment::MOST_BYTES);
    }
    data_files(files, exhibit)
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

/// Notes that files may be read by jobs. A file that can't be opened is noted as such, so that the error is there at once.
/// Standard input is a file if `has_input`.
pub fn name_tables(choices: &mut Options, named: Vec<NamedTable>, has_input: bool) {
    let tables = Arc::make_mut(&mut choices.tables);
    for (path, format) in named {
        tables.name(&path);
        let opened = match path == Path::new("-") {
            true if has_input => Ok(()),
            true => Err(ReadError::Missing),
            false => experiment::table_source(&path).map(drop),
        };
        if let Err(error) = opened {
            tables.keep(&path, format, Err(TableReadError::Unreadable(error)));
        }
    }
}

/// Reads all files that an exhibit line names.
pub fn read_all(choices: &mut Options, exhibit: &Exhibit, table: &mut dyn FnMut(&Path, TableFormat) -> TableResult) {
    let named = read_exhibit(Arc::make_mut(&mut choices.files), exhibit);
    read_tables(choices, named, table);
}

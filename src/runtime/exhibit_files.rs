//! The files that exhibit lines name, read before the application needs them.

use crate::files::TextFiles;
use crate::nn::experiment;
use crate::screens::Exhibit;
use std::path::Path;

/// Reads the file of an experiment, if that is one, and the files of data that it names.
pub fn read_experiment(files: &mut TextFiles, subject: Option<&str>) {
    if let Some(path) = subject.filter(|subject| experiment::is_path(subject) && !experiment::is_table(subject)) {
        files.read(path, experiment::MOST_BYTES);
        let named = files.get(path).map(|text| experiment::data_files(text, path)).unwrap_or_default();
        for data in &named {
            files.read_data(data, experiment::MOST_DATA_BYTES);
        }
    }
}

/// Reads the file that an exhibit line names, if it names one.
pub fn read_exhibit(files: &mut TextFiles, exhibit: &Exhibit) {
    // The rooms that take experiments.
    if matches!(exhibit.room.as_str(), "train" | "sweep") {
        read_experiment(files, exhibit.subject.as_deref());
        let data = exhibit.options.iter().filter(|(name, _)| name == "data" || name == "test").map(|(_, value)| value);
        for path in data.chain(&exhibit.subject).filter(|name| experiment::is_data_path(name)) {
            files.read_data(Path::new(path), experiment::MOST_DATA_BYTES);
        }
    }
}

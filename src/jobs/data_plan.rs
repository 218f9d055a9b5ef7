//! What an exhibit line does with a table once it is read: it chooses columns, which takes long for a long table.

use crate::files::TextFiles;
use crate::nn::data_table::{TableFormat, TableResult, TableStore};
use crate::nn::dataset::DataReader;
use crate::nn::experiment::{self, DataOptions, Experiment};
use crate::nn::memory::Memory;
use std::path::Path;
use std::sync::Arc;

/// The part of an exhibit line that is about data, and what it can refer to.
#[derive(Clone, Debug)]
pub struct DataPlan {
    /// The experiment or the table.
    pub subject: Option<String>,
    /// The options in their order, as the room takes them.
    pub options: Vec<(String, String)>,
    /// The files of experiments.
    pub files: Arc<TextFiles>,
    /// The tables that are read already.
    pub tables: Arc<TableStore>,
}

/// Experiments with the chosen columns. As long as they are held, nobody has to choose again.
#[derive(Clone, Debug, Default)]
pub struct PreparedData(#[allow(dead_code, reason = "holding them is what they are for")] Arc<Vec<Experiment>>);

impl DataPlan {
    /// Chooses the columns, as the room will do with each option, after one more table was read. What is wrong is said by
    /// the room.
    pub(super) fn prepare(
        &self,
        (path, format): (&Path, TableFormat),
        table: &TableResult,
        memory: Memory,
    ) -> PreparedData {
        let mut tables = TableStore::clone(&self.tables);
        tables.keep(path, format, table.clone());
        let table = |path: &Path, format| tables.get(path, format);
        let read = DataReader { table: &table, memory };
        let subject = self.subject.as_deref().and_then(|subject| self.named(subject, read));
        let mut prepared: Vec<Experiment> = subject.iter().cloned().collect();
        let mut options = DataOptions::default();
        for (name, value) in &self.options {
            let Some(option) = of_data(&mut options, name) else { continue };
            *option = Some(value.clone());
            prepared.extend(options.experiment(subject.clone(), read).ok());
        }
        PreparedData(Arc::new(prepared))
    }

    fn named(&self, subject: &str, read: DataReader) -> Option<Experiment> {
        if experiment::stands_for_data(subject) {
            let options = DataOptions { data: Some(subject.to_owned()), ..DataOptions::default() };
            return options.experiment(None, read).ok();
        }
        if experiment::is_path(subject) {
            return experiment::of_file(self.files.get(subject), subject, read).ok();
        }
        experiment::named(subject).ok().map(|(experiment, _)| experiment)
    }
}

/// The option of a name, if it is about data.
fn of_data<'a>(options: &'a mut DataOptions, name: &str) -> Option<&'a mut Option<String>> {
    let DataOptions { data, target, inputs, test } = options;
    match name {
        "data" => Some(data),
        "target" => Some(target),
        "inputs" => Some(inputs),
        "test" => Some(test),
        _ => None,
    }
}

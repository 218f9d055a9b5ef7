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
        let options = DataOptions::of_line(&self.options);
        let stated =
            self.subject.as_deref().filter(|subject| options.data.is_none() && experiment::stands_for_data(subject));
        let prepared = match stated {
            Some(data) => vec![DataOptions { data: Some(data.to_owned()), ..options }.experiment(None, read).ok()],
            None => {
                let subject = self.subject.as_deref().and_then(|subject| self.named(subject, read));
                let with_data = options.experiment(subject.clone(), read).ok();
                vec![subject.map(|subject| (subject, None)), with_data]
            }
        };
        PreparedData(Arc::new(prepared.into_iter().flatten().map(|(experiment, _)| experiment).collect()))
    }

    fn named(&self, subject: &str, read: DataReader) -> Option<Experiment> {
        if experiment::is_path(subject) {
            return experiment::of_file(self.files.get(subject), subject, read).ok();
        }
        experiment::named(subject).ok().map(|(experiment, _)| experiment)
    }
}

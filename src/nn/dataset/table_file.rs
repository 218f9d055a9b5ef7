//! A file of comma-separated values, or of arrays that NumPy has saved.

use super::loaded::LoadedTable;
use super::{DataReader, Dataset, DatasetError, DatasetKind, TaskKind};
use crate::nn::data_table::{ColumnRef, DataTable, MissingRule, Selection, TableFormat, TargetRule};
use crate::nn::kinds::{self, Kind, Registry};
use crate::nn::loss::Targets;
use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// A path from a folder, unless it is that of standard input.
pub(crate) fn path_from(folder: &Path, path: &str) -> String {
    if path == "-" { path.to_owned() } else { folder.join(path).display().to_string() }
}

/// What is asked for beside the path of a table. `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TableChoice {
    pub(crate) target: Option<Vec<ColumnRef>>,
    pub(crate) inputs: Option<Vec<ColumnRef>>,
    pub(crate) missing: Option<MissingRule>,
}

/// Columns of a table that the reader has. What the file is like inside is detected.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "[data]")]
pub struct TableFile {
    /// The path, relative to the file of the experiment, or `-` for standard input.
    pub path: String,
    /// The targets, by name or number from 1. The last column if empty.
    #[serde(default, deserialize_with = "columns", skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<ColumnRef>,
    /// The inputs. All other columns of numbers if empty.
    #[serde(default, deserialize_with = "columns", skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<ColumnRef>,
    /// What targets are taken as.
    #[serde(default, deserialize_with = "task", skip_serializing_if = "is_default")]
    pub task: TargetRule,
    /// What is done about missing cells.
    #[serde(default, deserialize_with = "missing", skip_serializing_if = "is_default")]
    pub missing: MissingRule,
    /// The form of the file.
    #[serde(skip)]
    format: TableFormat,
    /// The table, once it is read.
    #[serde(skip)]
    loaded: LoadedTable,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn task<'de, D: Deserializer<'de>>(from: D) -> Result<TargetRule, D::Error> {
    kinds::word(from, Registry::Task)
}

fn missing<'de, D: Deserializer<'de>>(from: D) -> Result<MissingRule, D::Error> {
    kinds::word(from, Registry::Missing)
}

/// A column, or several.
fn columns<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ColumnRef>, D::Error> {
    super::column_names::read(from)
}

impl TableFile {
    /// The table of a path, with its last column as the target.
    pub fn at(path: &str) -> Self {
        let Selection { target, inputs, task, missing } = Selection::default();
        Self { path: path.to_owned(), target, inputs, task, missing, format: TableFormat::of_path(path), loaded: LoadedTable::default() }
    }

    fn selection(&self) -> Selection {
        let Self { path: _, target, inputs, task, missing, format: _, loaded: _ } = self;
        Selection { target: target.clone(), inputs: inputs.clone(), task: *task, missing: *missing }
    }
}

impl Kind for TableFile {
    const NAMES: &'static [&'static str] = &TableFormat::NAMES;

    /// There is no default, because the path has none.
    fn named(_: &str) -> Option<Self> {
        None
    }

    fn name(&self) -> &'static str {
        TableFormat::NAMES[self.format as usize]
    }

    fn called(self, name: &str) -> Self {
        let named = TableFormat::ALL.into_iter().zip(TableFormat::NAMES).find(|(_, known)| *known == name);
        Self { format: named.map_or(self.format, |(format, _)| format), ..self }
    }
}

impl DatasetKind for TableFile {
    fn load(
        &mut self,
        folder: &Path,
        test: Option<&mut String>,
        read: DataReader,
    ) -> Result<(), (&'static str, DatasetError)> {
        let place = |path: &str| path_from(folder, path);
        let wrong = |key: &'static str, file: &str| {
            let file = file.to_owned();
            move |reason| (key, DatasetError::File { file, reason })
        };
        let table = |key: &'static str, file: &str, format| {
            (read.table)(Path::new(file), format).map_err(|error| (key, DatasetError::unread(file, error)))
        };
        let (file, test_file) = (place(&self.path), test.as_ref().map(|path| place(path)));
        let mut own = table("path", &file, self.format)?;
        let rows = test_file.as_ref().map(|test| table("test", test, TableFormat::of_path(test))).transpose()?;
        let selection = self.selection();
        let chosen = match own.known_choice(&selection, rows.as_ref()) {
            Some(chosen) => chosen,
            None => {
                // A table that nobody else has is not copied.
                let kept = (Arc::strong_count(&own) > 1).then(|| Arc::clone(&own));
                if let (Some(test), Some(rows)) = (&test_file, &rows) {
                    let rows = DataTable::clone(rows);
                    own = Arc::new(Arc::unwrap_or_clone(own).followed_by(rows).map_err(wrong("test", test))?);
                }
                let chosen = Arc::new(own.select_within(&selection, read.memory).map_err(wrong("path", &file))?);
                if let Some(kept) = kept {
                    kept.note_chosen(selection, rows.as_ref(), &chosen);
                }
                chosen
            }
        };
        (self.path, self.loaded) = (file, LoadedTable::of(chosen));
        if let (Some(path), Some(file)) = (test, test_file) {
            *path = file;
        }
        Ok(())
    }

    fn test_rows(&self) -> usize {
        self.loaded.test_rows()
    }

    fn file(&self) -> Option<&str> {
        Some(&self.path)
    }

    fn rebase(&mut self, folder: &Path) {
        self.path = path_from(folder, &self.path);
    }

    fn choose(&mut self, TableChoice { target, inputs, missing }: TableChoice) -> bool {
        self.target = target.unwrap_or_else(|| std::mem::take(&mut self.target));
        self.inputs = inputs.unwrap_or_else(|| std::mem::take(&mut self.inputs));
        self.missing = missing.unwrap_or(self.missing);
        true
    }

    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        self.loaded.shape().ok_or_else(|| ("path", DatasetError::NotLoaded { file: self.path.clone() }))
    }

    fn samples(&self) -> usize {
        self.loaded.samples()
    }

    fn is_random(&self) -> bool {
        false
    }

    fn task(&self) -> TaskKind {
        self.loaded.task()
    }

    fn fits(&self, targets: Targets) -> bool {
        self.loaded.fits(targets)
    }

    fn generate(&self, _: u64) -> Dataset {
        self.loaded.dataset()
    }

    fn written(&self) -> usize {
        self.loaded.numbers()
    }

    fn columns(&self) -> Vec<String> {
        self.loaded.names()
    }

    fn titles(&self) -> Vec<String> {
        self.loaded.titles()
    }

    fn classes(&self) -> Vec<String> {
        self.loaded.classes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::data_table::parse_csv;
    use crate::nn::memory_limit::Memory;

    #[test]
    fn columns_that_somebody_has_are_not_chosen_again() {
        let table = Arc::new(parse_csv(b"a,b,c\n1,2,3\n4,5,6\n").unwrap());
        let read = DataReader { table: &|_, _| Ok(Arc::clone(&table)), memory: Memory::UNLIMITED };
        let loaded = |target: Vec<ColumnRef>, test: Option<&str>| {
            let mut file = TableFile { target, ..TableFile::at("x.csv") };
            file.load(Path::new(""), test.map(str::to_owned).as_mut(), read).unwrap();
            file.loaded
        };
        let [usual, again, other] = [vec![], vec![], vec![ColumnRef::Number(1)]].map(|target| loaded(target, None));
        assert!(usual.is_that_of(&again) && !usual.is_that_of(&other));
        let [tested, again] = [(); 2].map(|()| loaded(vec![], Some("y.csv")));
        assert!(tested.is_that_of(&again) && !tested.is_that_of(&usual));
        assert_eq!((tested.samples(), tested.test_rows(), usual.samples()), (4, 2, 2));
    }
}

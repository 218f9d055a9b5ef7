//! Tables of the reader: a text of comma-separated values becomes columns, and columns become inputs and targets.

mod cell;
mod chosen;
mod csv;
mod csv_rows;
mod error;
mod npy;
mod progress;
mod reading;
mod rows;
mod select;
mod store;
mod texts;

pub use chosen::ChosenColumns;
pub use csv::CsvReading;
pub use csv_rows::parse_csv;
pub use error::{DataFileError, MissingCells};
pub use progress::ReadProgress;
pub use reading::{SeekableRead, TableReadError, TableReader, TableSource};
pub use select::{ColumnRef, MissingRule, Selection, TableData, TargetRule};

pub use store::{NamedTable, TableResult, TableStore};

use super::memory_limit::Memory;
use std::path::Path;
use texts::TextColumn;

/// The most inputs of a model.
pub const MOST_INPUTS: usize = 4096;

/// A table with named columns of equal length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// The columns, in their order.
    pub columns: Vec<TableColumn>,
    /// The number of rows.
    pub rows: usize,
    /// The number of rows at the end that are for the test.
    pub test: usize,
    /// The columns that are targets unless others are chosen.
    pub targets: Vec<usize>,
    /// How the text was read. `None` if the table was not read from a text.
    pub reading: Option<CsvReading>,
    /// What was chosen of it.
    pub choices: ChosenColumns,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// Its name in the header, or `column 1`, … without one.
    pub name: String,
    /// Its cells.
    pub cells: Cells,
}

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Numbers. A missing one is NaN.
    Numbers(Vec<f64>),
    /// Texts: the different ones, sorted, and the index of each row's text. A missing one has the index [`MISSING`].
    Texts {
        /// The different texts.
        values: Vec<String>,
        /// One for each row.
        rows: Vec<u32>,
    },
}

/// The forms of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFormat {
    /// Comma-separated values.
    #[default]
    Csv,
    /// An array of NumPy.
    Npy,
    /// The arrays `x` and `y` of NumPy.
    Npz,
}

impl TableFormat {
    /// Every form, in the order of its names.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Npy, Self::Npz];
    /// The names of the forms.
    pub const NAMES: [&'static str; 3] = ["csv", "npy", "npz"];

    /// The form of a file, by the end of its name. Other files hold comma-separated values.
    pub fn of_path(path: &str) -> Self {
        let end = Path::new(path).extension().unwrap_or_default();
        let named = Self::ALL.into_iter().zip(Self::NAMES).find(|(_, name)| end.eq_ignore_ascii_case(name));
        named.map_or(Self::Csv, |(format, _)| format)
    }

    /// Reads a table in this form.
    ///
    /// # Errors
    /// [`DataFileError`] with the place in the file.
    pub fn parse(self, bytes: &[u8]) -> Result<DataTable, DataFileError> {
        match self {
            Self::Csv => parse_csv(bytes),
            Self::Npy => npy::parse_npy(bytes, Memory::UNLIMITED),
            Self::Npz => npy::parse_npz(bytes, Memory::UNLIMITED),
        }
    }
}

/// The index of a missing text.
pub const MISSING: u32 = u32::MAX;

impl Cells {
    /// The number of cells.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Texts { rows, .. } => rows.len(),
        }
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of missing cells.
    pub fn missing(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.iter().filter(|x| x.is_nan()).count(),
            Self::Texts { rows, .. } => rows.iter().filter(|index| **index == MISSING).count(),
        }
    }

    /// Whether the cell of a row is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            Self::Numbers(numbers) => numbers.get(row).is_none_or(|x| x.is_nan()),
            Self::Texts { rows, .. } => rows.get(row).is_none_or(|index| *index == MISSING),
        }
    }
}

impl Cells {
    /// These cells, and then those of another column.
    fn followed_by(self, other: Self) -> Self {
        match (self, other) {
            (Self::Numbers(mut numbers), Self::Numbers(others)) => {
                numbers.extend(others);
                Self::Numbers(numbers)
            }
            (first, second) => {
                let mut texts = TextColumn::default();
                texts.append_cells(&first);
                texts.append_cells(&second);
                texts.cells()
            }
        }
    }
}

impl DataTable {
    /// The bytes of its cells.
    pub fn memory(&self) -> u64 {
        let of_text = |text: &String| (size_of::<String>() + text.len()) as u64;
        let of_cells = |column: &TableColumn| match &column.cells {
            Cells::Numbers(numbers) => 8 * numbers.len() as u64,
            Cells::Texts { values, rows } => 4 * rows.len() as u64 + values.iter().map(of_text).sum::<u64>(),
        };
        self.columns.iter().map(of_cells).sum()
    }

    /// This table, and then the rows of another one as test rows.
    ///
    /// # Errors
    /// [`DataFileError::TestColumns`] if the columns differ.
    pub fn followed_by(mut self, test: Self) -> Result<Self, DataFileError> {
        let names = |table: &Self| table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
        let (training, others) = (names(&self), names(&test));
        if training != others {
            let [training, test] = [training, others].map(|names| error::short(&names.join(", ")));
            return Err(DataFileError::TestColumns { training, test });
        }
        self.test = test.rows;
        self.rows += test.rows;
        let pairs = self.columns.into_iter().zip(test.columns);
        let join = |(own, other): (TableColumn, TableColumn)| TableColumn {
            name: own.name,
            cells: own.cells.followed_by(other.cells),
        };
        self.columns = pairs.map(join).collect();
        Ok(self)
    }

    /// The index of a column by its name, or by its number from 1.
    ///
    /// # Errors
    /// [`DataFileError::NoColumn`] with the most similar name.
    pub fn find(&self, column: &ColumnRef) -> Result<usize, DataFileError> {
        let found = match column {
            ColumnRef::Name(name) => self.columns.iter().position(|column| column.name == *name),
            ColumnRef::Number(number) => number.checked_sub(1).filter(|n| *n < self.columns.len()),
        };
        found.ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
            let name = column.to_string();
            let hint = crate::text::right_word(&name, &names);
            DataFileError::NoColumn { name: error::short(&name), hint }
        })
    }
}

//! Why a table can't be read or used.

use crate::nn::memory_limit::Memory;
use crate::words::{Message, errors};

errors! {
    /// Why a data file can't be used. Lines and columns count from 1.
    pub enum DataFileError: "data-file" {
        /// Reading it takes more memory than a setting allows, in MiB.
        Memory { limit: u64, setting: &'static str } = "memory",
        /// There is nothing in the file.
        Empty = "empty",
        /// The file has bytes that no text has.
        Binary { line: usize } = "binary",
        /// There is a header, but no rows.
        NoRows = "no-rows",
        /// A row has more or fewer cells than the first one.
        Ragged { line: usize, cells: usize, first: usize } = "ragged",
        /// A cell is infinite, or larger than the largest `f64`.
        Infinite { line: usize, column: usize, cell: String } = "infinite",
        /// Two columns have the same name.
        Twice { name: String, first: usize, second: usize } = "twice",
        /// No column has this name or number.
        NoColumn { name: String, hint: Message } = "no-column",
        /// There are more inputs than a model may have.
        Inputs { inputs: usize, most: usize } = "inputs",
        /// No column is left for the inputs.
        NoInputs = "no-inputs",
        /// A column is both an input and a target, or an input twice.
        Overlap { name: String } = "overlap",
        /// A column of texts has too many different ones for an input.
        Texts { name: String, values: usize, most: usize } = "texts",
        /// A target has too many classes.
        Classes { name: String, classes: usize, most: usize } = "classes",
        /// All rows have the same class.
        OneClass { name: String, class: String } = "one-class",
        /// All rows have the same target.
        Constant { name: String, value: f64 } = "constant",
        /// Several targets, of which one is a column of texts.
        TextTargets { name: String } = "text-targets",
        /// Cells are missing.
        Missing { counts: String } = "missing",
        /// The file is not one that NumPy has saved.
        NoArray = "no-array",
        /// The file ends before the array does.
        ArrayShort { rows: usize, columns: usize } = "array-short",
        /// An array is compressed in a way that NumPy does not use.
        Compressed { name: String } = "compressed",
        /// The bytes of an array are not those that were written.
        Damaged { name: String } = "damaged",
        /// The elements of an array are no numbers that can be read.
        ArrayType = "array-type",
        /// An array has neither one nor two dimensions.
        Dimensions { dimensions: usize } = "dimensions",
        /// The arrays `x` and `y` are not in the file.
        Arrays { names: String } = "arrays",
        /// The arrays `x` and `y` have different numbers of rows.
        ArrayRows { x: usize, y: usize } = "array-rows",
        /// The columns of the training rows and of the test rows differ.
        TestColumns { training: String, test: String } = "test-columns",
        /// Every row has a missing cell.
        AllDropped = "all-dropped",
        /// A target is missing, which no mean can replace.
        MissingTarget { name: String, count: usize } = "missing-target",
    }
}

impl DataFileError {
    /// Returns an error if reading takes more bytes than a limit.
    pub(super) fn allow(memory: Memory, bytes: u64) -> Result<(), Self> {
        let Memory { bytes: most, setting } = memory;
        if bytes <= most { Ok(()) } else { Err(Self::Memory { limit: most >> 20, setting }) }
    }
}

/// The most characters of a cell in a message.
const QUOTED: usize = 20;

/// The beginning of a cell.
pub(super) fn short(cell: &str) -> String {
    let mut letters = cell.chars();
    let start: String = letters.by_ref().take(QUOTED).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}

/// The number of missing cells of some columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingCells(pub Vec<(String, usize)>);

impl std::fmt::Display for MissingCells {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts: Vec<String> = self.0.iter().map(|(name, count)| format!("{} {count}", short(name))).collect();
        f.write_str(&counts.join(", "))
    }
}

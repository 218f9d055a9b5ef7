//! What can be wrong with data.

use crate::text::document::RangeError;
use crate::words::errors;

errors! {
    /// Why data can't be made.
    pub enum DatasetError: "dataset" {
        /// A number is out of its range.
        Range { reason: Box<RangeError> } = "range",
        /// There is nothing to learn.
        NoSamples = "no-samples",
        /// Inputs and targets are not of the same number of samples.
        RowCounts { inputs: usize, targets: usize } = "row-counts",
        /// A row has no numbers.
        EmptyRow { table: &'static str } = "empty-row",
        /// A row is not as long as the first; rows count from 1.
        UnevenRow { table: &'static str, row: usize, numbers: usize, first: usize } = "uneven-row",
        /// A number is NaN or infinite.
        NotFinite { table: &'static str, row: usize } = "not-finite",
    }
}

impl DatasetError {
    /// A number out of its range.
    pub(super) fn range((key, reason): (&'static str, RangeError)) -> (&'static str, Self) {
        (key, Self::Range { reason: Box::new(reason) })
    }
}

//! Errors in the description of data.

use crate::files::ReadError;
use crate::nn::data_table::{DataFileError, TableReadError};
use crate::nn::preprocessing::FeatureError;
use crate::text::document::RangeError;
use crate::words::{Message, errors};

errors! {
    /// Why a data set can't be generated.
    pub enum DatasetError: "dataset" {
        /// A number is out of its range.
        Range { reason: Box<RangeError> } = "range",
        /// There are no samples.
        NoSamples = "no-samples",
        /// The numbers of input rows and target rows differ.
        RowCounts { inputs: usize, targets: usize } = "row-counts",
        /// A row has no numbers.
        EmptyRow { table: &'static str } = "empty-row",
        /// A row does not have the length of the first row. Rows count from 1.
        UnevenRow { table: &'static str, row: usize, numbers: usize, first: usize } = "uneven-row",
        /// A number is NaN or infinite.
        NotFinite { table: &'static str, row: usize } = "not-finite",
        /// Data by a formula have neither `label` nor `target`, or both.
        OneFormula = "one-formula",
        /// A text is not a formula.
        Formula { key: &'static str, reason: Message } = "formula",
        /// The formula of a label is not a condition.
        NoCondition = "no-condition",
        /// The ends of a range are not in order.
        Ends { low: f64, high: f64 } = "ends",
        /// A file of data can't be read.
        Unreadable { file: String, reason: ReadError } = "unreadable",
        /// A file of data can't be used.
        File { file: String, reason: DataFileError } = "file",
        /// A file of test rows belongs to a file of data.
        NoTestFile = "no-test-file",
        /// The data are in a file, which is not read in this place.
        NotLoaded { file: String } = "not-loaded",
        /// A feature can't be computed.
        Feature { reason: FeatureError } = "feature",
        /// A split leaves no rows for training or for the test.
        EmptyPart { rows: usize, test: usize } = "empty-part",
        /// Samples that are listed have test rows and a share for the test.
        TwoTests = "two-tests",
        /// A formula gives no finite target at a point.
        NoTarget { row: usize } = "no-target",
    }
}

impl DatasetError {
    /// The error for a file of data of which there is no table.
    pub fn unread(file: &str, error: TableReadError) -> Self {
        let file = file.to_owned();
        match error {
            TableReadError::Unreadable(reason) => Self::Unreadable { file, reason },
            TableReadError::Wrong(reason) => Self::File { file, reason },
        }
    }

    /// The error for a number that is out of its range.
    pub(super) fn range((key, reason): (&'static str, RangeError)) -> (&'static str, Self) {
        (key, Self::Range { reason: Box::new(reason) })
    }
}

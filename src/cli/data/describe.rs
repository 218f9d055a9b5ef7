//! What can be said of columns.

use crate::nn::correlation::{self, MOST_GROUPS};
use crate::nn::data_table::{Cells, DataTable, MISSING, TableColumn};
use crate::numeric::sum;

/// What is said of a column.
pub(super) struct ColumnSummary {
    pub(super) name: String,
    pub(super) is_number: bool,
    /// Minimum, maximum and mean of the numbers, if there are any.
    pub(super) range: Option<[f64; 3]>,
    pub(super) missing: usize,
    /// The number of different cells.
    pub(super) values: usize,
    /// The different cells with their counts, if they are few.
    pub(super) classes: Vec<(String, usize)>,
}

pub(super) fn summary(column: &TableColumn) -> ColumnSummary {
    let missing = column.cells.missing();
    let (is_number, range, classes): (bool, Option<[f64; 3]>, Vec<(String, usize)>) = match &column.cells {
        Cells::Numbers(numbers) => {
            let mut known: Vec<f64> = numbers.iter().copied().filter(|x| !x.is_nan()).collect();
            let mean = sum::mean(&known);
            known.sort_unstable_by(f64::total_cmp);
            let range = known.first().zip(known.last()).map(|(low, high)| [*low, *high, mean]);
            let runs = known.chunk_by(|a, b| a == b);
            (true, range, runs.map(|run| (run[0].to_string(), run.len())).collect())
        }
        Cells::Texts { values, rows } => {
            let mut counts = vec![0; values.len()];
            rows.iter().filter(|row| **row != MISSING).for_each(|row| counts[*row as usize] += 1);
            (false, None, values.iter().cloned().zip(counts).collect())
        }
    };
    let values = classes.len();
    let classes = if values <= MOST_GROUPS { classes } else { Vec::new() };
    ColumnSummary { name: column.name.clone(), is_number, range, missing, values, classes }
}

/// The two columns of numbers with the largest correlation ratio to the target, in the order of the table: the share of
/// their variance that lies between the groups of the target.
pub(super) fn correlated(table: &DataTable, target: usize) -> Option<[usize; 2]> {
    let groups = match &table.columns[target].cells {
        Cells::Texts { rows, .. } => rows.iter().map(|row| (*row != MISSING).then_some(*row as usize)).collect(),
        Cells::Numbers(numbers) => correlation::groups(numbers),
    };
    let ratio = |(n, column): (usize, &TableColumn)| match &column.cells {
        Cells::Numbers(numbers) if n != target => Some((correlation::ratio(numbers, &groups), n)),
        _ => None,
    };
    correlation::best_pair(table.columns.iter().enumerate().filter_map(ratio))
}

//! What can be said of columns.

use crate::nn::correlation::{self, MOST_GROUPS, few, known};
use crate::nn::data_table::{Cells, DataTable, MISSING, TableColumn};
use crate::numeric::{cores, sum};
use std::borrow::Cow;

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

/// What is said of each column. The different numbers of a column are counted only if that is asked for, because it takes
/// a sort.
pub(super) fn summaries(table: &DataTable, counts_values: bool) -> Vec<ColumnSummary> {
    let columns: Vec<&TableColumn> = table.columns.iter().collect();
    cores::map(cores_for(table), columns, |column| summary(column, counts_values))
}

/// The cores that are worth it.
fn cores_for(table: &DataTable) -> usize {
    if table.rows < 10_000 { 1 } else { cores::count() }
}

fn summary(column: &TableColumn, counts_values: bool) -> ColumnSummary {
    let missing = column.cells.missing();
    let (range, classes): (_, Option<Vec<(String, usize)>>) = match &column.cells {
        Cells::Numbers(numbers) => {
            let known = known(numbers, missing);
            let range = (!known.is_empty()).then(|| {
                let [low, high] = range(&known);
                [low, high, sum::mean(&known)]
            });
            let classes = few(&known);
            let named = |classes: Vec<(f64, usize)>| {
                classes.into_iter().map(|(value, count)| (value.to_string(), count)).collect()
            };
            (range, classes.map(named))
        }
        Cells::Texts { values, rows } => {
            let mut counts = vec![0; values.len()];
            rows.iter().filter(|row| **row != MISSING).for_each(|row| counts[*row as usize] += 1);
            let is_few = values.len() <= MOST_GROUPS;
            (None, is_few.then(|| values.iter().cloned().zip(counts).collect()))
        }
    };
    let is_number = matches!(column.cells, Cells::Numbers(_));
    let values = match (&classes, &column.cells) {
        (Some(classes), _) => classes.len(),
        (None, Cells::Texts { values, .. }) => values.len(),
        (None, Cells::Numbers(numbers)) if counts_values => different(numbers),
        (None, Cells::Numbers(_)) => 0,
    };
    ColumnSummary { name: column.name.clone(), is_number, range, missing, values, classes: classes.unwrap_or_default() }
}

/// The smallest and the largest number.
fn range(numbers: &[f64]) -> [f64; 2] {
    let (mut low, mut high) = ([f64::INFINITY; sum::LANES], [f64::NEG_INFINITY; sum::LANES]);
    for chunk in numbers.chunks(sum::LANES) {
        for ((low, high), x) in low.iter_mut().zip(&mut high).zip(chunk) {
            *low = if x < low { *x } else { *low };
            *high = if x > high { *x } else { *high };
        }
    }
    [low.into_iter().fold(f64::INFINITY, f64::min), high.into_iter().fold(f64::NEG_INFINITY, f64::max)]
}

/// How many different numbers there are.
fn different(numbers: &[f64]) -> usize {
    let mut known: Vec<f64> = numbers.iter().copied().filter(|x| !x.is_nan()).collect();
    known.sort_unstable_by(f64::total_cmp);
    known.chunk_by(|a, b| a == b).count()
}

/// The two columns of numbers with the largest correlation ratio to the target, in the order of the table: the share of
/// their variance that lies between the groups of the target. Few different targets are a group each; other numbers are
/// ten groups of equal size.
pub(super) fn correlated(table: &DataTable, target: usize) -> Option<[usize; 2]> {
    let groups = match &table.columns[target].cells {
        Cells::Texts { rows, .. } => Cow::Borrowed(rows.as_slice()),
        Cells::Numbers(numbers) => Cow::Owned(correlation::groups(numbers)),
    };
    let numbers = |n: &usize| *n != target && matches!(table.columns[*n].cells, Cells::Numbers(_));
    let numbers: Vec<usize> = (0..table.columns.len()).filter(numbers).collect();
    let of_column = |n: usize| match &table.columns[n].cells {
        Cells::Numbers(numbers) => (correlation::ratio(numbers, &groups), n),
        Cells::Texts { .. } => (0.0, n),
    };
    correlation::best_pair(cores::map(cores_for(table), numbers, of_column).into_iter())
}

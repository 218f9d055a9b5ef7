//! What can be said of columns.

use crate::nn::data_table::{Cells, DataTable, MISSING, TableColumn};
use crate::numeric::sum;

/// The most different targets that are listed as classes.
const CLASSES: usize = 20;

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
    let classes = if values <= CLASSES { classes } else { Vec::new() };
    ColumnSummary { name: column.name.clone(), is_number, range, missing, values, classes }
}

/// The two columns of numbers with the largest correlation ratio to the target, in the order of the table: the share of
/// their variance that lies between the groups of the target. Few different targets are a group each; other numbers are
/// ten groups of equal size.
pub(super) fn correlated(table: &DataTable, target: usize) -> Option<[usize; 2]> {
    let groups = groups(&table.columns[target].cells);
    let numbers = |n: &usize| *n != target && matches!(table.columns[*n].cells, Cells::Numbers(_));
    let mut ratios: Vec<(f64, usize)> =
        (0..table.columns.len()).filter(numbers).map(|n| (ratio(&table.columns[n].cells, &groups), n)).collect();
    // Of equal ratios, the first column comes first.
    ratios.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let [first, second] = [ratios.first()?.1, ratios.get(1)?.1];
    Some([first.min(second), first.max(second)])
}

/// The group of each row. `None` where the target is missing.
fn groups(target: &Cells) -> Vec<Option<usize>> {
    match target {
        Cells::Texts { rows, .. } => rows.iter().map(|row| (*row != MISSING).then_some(*row as usize)).collect(),
        Cells::Numbers(numbers) => {
            let mut sorted: Vec<f64> = numbers.iter().copied().filter(|x| !x.is_nan()).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            let mut values = sorted.clone();
            values.dedup();
            let place = |x: &f64| {
                if values.len() <= CLASSES {
                    values.partition_point(|v| v < x)
                } else {
                    sorted.partition_point(|v| v < x) * 10 / sorted.len()
                }
            };
            numbers.iter().map(|x| (!x.is_nan()).then(|| place(x))).collect()
        }
    }
}

/// The correlation ratio η² of a column: 0 if the groups tell nothing, 1 if they tell everything.
fn ratio(cells: &Cells, groups: &[Option<usize>]) -> f64 {
    let Cells::Numbers(numbers) = cells else { return 0.0 };
    let pairs =
        || numbers.iter().zip(groups).filter_map(|(x, group)| Some((*x, (*group)?))).filter(|(x, _)| !x.is_nan());
    let mut sums: Vec<(f64, f64)> = Vec::new();
    let (mut count, mut total) = (0.0, 0.0);
    for (x, group) in pairs() {
        if sums.len() <= group {
            sums.resize(group + 1, (0.0, 0.0));
        }
        sums[group] = (sums[group].0 + 1.0, sums[group].1 + x);
        (count, total) = (count + 1.0, total + x);
    }
    let mean = total / count;
    let around = |x: f64| (x - mean) * (x - mean);
    let whole: f64 = pairs().map(|(x, _)| around(x)).sum();
    let between: f64 = sums.iter().filter(|(n, _)| *n > 0.0).map(|(n, sum)| n * around(sum / n)).sum();
    if whole > 0.0 { between / whole } else { 0.0 }
}

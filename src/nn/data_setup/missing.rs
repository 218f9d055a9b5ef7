//! Missing inputs, which become the mean of their column over the training rows.

use crate::nn::dataset::Dataset;
use crate::numeric::sum;

/// Replaces NaN in inputs `[column, sample]`. The mean of a column without a number is taken as 0.
pub(super) fn fill(train: &mut Dataset, test: Option<&mut Dataset>) {
    let mut test = test;
    for column in 0..train.inputs.nrows() {
        let test_row = test.as_deref_mut().map(|test| test.inputs.row_mut(column));
        let train_row = train.inputs.row_mut(column);
        if !train_row.iter().chain(test_row.iter().flatten()).any(|x| x.is_nan()) {
            continue;
        }
        let known: Vec<f64> = train_row.iter().copied().filter(|x| !x.is_nan()).collect();
        let mean = if known.is_empty() { 0.0 } else { sum::mean(&known) };
        for mut row in [Some(train_row), test_row].into_iter().flatten() {
            row.mapv_inplace(|x| if x.is_nan() { mean } else { x });
        }
    }
}

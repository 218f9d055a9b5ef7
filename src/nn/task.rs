//! The kind of task: what the targets are.

use crate::numeric::sum;
use ndarray::{Array2, ArrayView1};

/// The kind of task: what the targets are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TaskKind {
    /// Targets are 0 and 1.
    Labels,
    /// Targets are -1 and +1.
    Signs,
    /// One target of each sample is 1, the others 0.
    Classes,
    /// Targets are any numbers.
    Numbers {
        /// The largest distance between a prediction and its target that counts as right.
        tolerance: f64,
    },
}

impl TaskKind {
    /// The kind of targets `[output, sample]`. Without a tolerance, targets that are all 0 or 1 are labels, or classes if
    /// each sample has one 1 among several targets, and targets that are all -1 or +1 are signs. Other targets are
    /// numbers, with a tenth of their standard deviation as the tolerance.
    pub(crate) fn of(targets: &Array2<f64>, tolerance: Option<f64>) -> Self {
        match tolerance {
            None if targets.iter().all(|t| *t == 0.0 || *t == 1.0) => labels_or_classes(targets),
            None if targets.iter().all(|t| t.abs() == 1.0) => Self::Signs,
            _ => Self::Numbers { tolerance: tolerance.unwrap_or_else(|| tenth(targets)) },
        }
    }
}

/// A tenth of the standard deviation of all targets, each about the mean of its column.
pub(crate) fn tenth(targets: &Array2<f64>) -> f64 {
    0.1 * (total_sum_of_squares(targets) / targets.len() as f64).sqrt()
}

fn labels_or_classes(targets: &Array2<f64>) -> TaskKind {
    let one_of_many = |sample: ArrayView1<f64>| sample.iter().filter(|t| **t == 1.0).count() == 1;
    let is_several = targets.nrows() > 1 && targets.columns().into_iter().all(one_of_many);
    if is_several { TaskKind::Classes } else { TaskKind::Labels }
}

/// The sum of squared distances of targets from the mean of their column.
pub(crate) fn total_sum_of_squares(targets: &Array2<f64>) -> f64 {
    targets.rows().into_iter().map(|column| sum_of_squares(&column.to_vec())).sum()
}

fn sum_of_squares(column: &[f64]) -> f64 {
    let mean = sum::mean(column);
    sum::sum_of(column, |x| (x - mean) * (x - mean))
}

//! What there is to learn: samples with what is wanted of each. A kind of data is a file here and a row below.

use super::kinds::{Kind, kinds};
use super::loss::Targets;
use crate::numeric::sum;
use ndarray::{Array2, ArrayView1};

mod error;

pub use error::DatasetError;

kinds! { $
    /// What data to make, or the data themselves.
    pub enum DatasetSpec, Dataset, Data, each_dataset {
        /// The four rows of a truth table.
        gate::LogicGate,
        /// A noisy parabola.
        parabola::Parabola,
        /// Samples that are written out.
        inline::Inline,
        /// Two half circles.
        moons::Moons,
    }
}

/// What a kind of data says of itself.
pub(crate) trait DatasetKind: Kind {
    /// How many inputs and outputs there are.
    ///
    /// # Errors
    /// The key that is not as it must be, and what is wrong with it.
    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)>;

    /// How many samples there are, whatever the seed.
    fn samples(&self) -> usize;

    /// Whether the seed has a say in the data.
    fn is_random(&self) -> bool;

    /// What kind of answer is right.
    fn task(&self) -> TaskKind;

    /// Whether a loss can be taken of every target.
    fn fits(&self, targets: Targets) -> bool;

    /// The samples for a seed.
    fn generate(&self, seed: u64) -> Dataset;

    /// How many numbers are written out in it.
    fn written(&self) -> usize {
        0
    }
}

impl DatasetSpec {
    /// How many inputs and outputs there are.
    ///
    /// # Errors
    /// The key that is not as it must be, and what is wrong with it.
    pub fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        each_dataset!(self, data => data.shape())
    }

    /// How many samples there are, whatever the seed.
    pub fn samples(&self) -> usize {
        each_dataset!(self, data => data.samples())
    }

    /// Whether the seed has a say in the data.
    pub fn is_random(&self) -> bool {
        each_dataset!(self, data => data.is_random())
    }

    /// What kind of answer is right.
    pub fn task(&self) -> TaskKind {
        each_dataset!(self, data => data.task())
    }

    /// The samples for a seed.
    pub fn generate(&self, seed: u64) -> Dataset {
        each_dataset!(self, data => data.generate(seed))
    }

    pub(crate) fn fits(&self, targets: Targets) -> bool {
        each_dataset!(self, data => data.fits(targets))
    }

    pub(crate) fn written(&self) -> usize {
        each_dataset!(self, data => data.written())
    }
}

/// What kind of answer is right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TaskKind {
    /// Targets are 0 and 1.
    Labels,
    /// One target of each sample is 1, the others 0.
    Classes,
    /// Targets are any numbers.
    Numbers {
        /// How close a prediction must come.
        tolerance: f64,
    },
}

/// Samples, column by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// `[input, sample]`, in standard layout.
    pub inputs: Array2<f64>,
    /// `[output, sample]`, in standard layout.
    pub targets: Array2<f64>,
    /// What kind of answer is right.
    pub task: TaskKind,
    /// The sum of squared distances of targets from the mean of their column.
    pub total_sum_of_squares: f64,
}

impl Dataset {
    /// Inputs and targets, `[column, sample]`. Without a tolerance, targets that are all 0 or 1 are labels, or classes if each sample
    /// has one 1 among several; other targets are numbers, and a tenth of their deviation is near enough.
    pub(crate) fn of(inputs: Array2<f64>, targets: Array2<f64>, tolerance: Option<f64>) -> Self {
        let total_sum_of_squares: f64 = targets.rows().into_iter().map(|column| sum_of_squares(&column.to_vec())).sum();
        let answer = match tolerance {
            None if targets.iter().all(|t| *t == 0.0 || *t == 1.0) => labels_or_classes(&targets),
            _ => {
                let count = targets.len() as f64;
                TaskKind::Numbers { tolerance: tolerance.unwrap_or(0.1 * (total_sum_of_squares / count).sqrt()) }
            }
        };
        Self { inputs, targets, task: answer, total_sum_of_squares }
    }

    /// How many samples.
    pub fn samples(&self) -> usize {
        self.targets.ncols()
    }
}

fn labels_or_classes(targets: &Array2<f64>) -> TaskKind {
    let one_of_many = |sample: ArrayView1<f64>| sample.iter().filter(|t| **t == 1.0).count() == 1;
    let is_several = targets.nrows() > 1 && targets.columns().into_iter().all(one_of_many);
    if is_several { TaskKind::Classes } else { TaskKind::Labels }
}

fn sum_of_squares(column: &[f64]) -> f64 {
    let mean = sum::mean(column);
    sum::sum_of(column, |x| (x - mean) * (x - mean))
}

/// A table of one column to a slice.
fn table<const COLUMNS: usize>(columns: &[Vec<f64>; COLUMNS]) -> Array2<f64> {
    let samples = columns.first().map_or(0, Vec::len);
    Array2::from_shape_fn((COLUMNS, samples), |(column, sample)| columns[column][sample])
}

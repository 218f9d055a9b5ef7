//! Data sets: samples and their targets. Each kind of data is a file in this directory and a row in the table below.

use super::kinds::{Kind, kinds};
use super::loss::Targets;
use crate::numeric::sum;
use ndarray::{Array2, ArrayView1};

mod error;
mod generated;
mod noise;

pub use error::DatasetError;
pub use noise::NoiseMeaning;

kinds! { $
    /// Which data to generate, or the data themselves.
    pub enum DatasetSpec, Dataset, Data, each_dataset {
        /// The four rows of a truth table.
        gate::LogicGate,
        /// A noisy parabola.
        parabola::Parabola,
        /// Samples that are listed in the experiment.
        inline::Inline,
        /// Two half circles.
        moons::Moons,
        /// A disc and a ring around it.
        circle::Circle,
        /// Four clouds in the quarters of the plane.
        xor_cloud::XorCloud,
        /// Two normal clouds.
        gauss::Gauss,
        /// Two arms of a spiral.
        spiral::Spiral,
        /// A plane over two inputs.
        reg_plane::RegPlane,
        /// Hills and valleys over two inputs.
        reg_gauss::RegGauss,
        /// Three rings.
        rings::Rings,
        /// The fields of a checkerboard.
        checkerboard::Checkerboard,
        /// Clouds around centres on a circle.
        blobs::Blobs,
        /// A sine.
        sine::Sine,
        /// A staircase.
        steps::Steps,
        /// A straight line.
        line::Line,
        /// Labels or targets by a formula.
        formula::FormulaSet,
    }
}

/// What each kind of data implements.
pub(crate) trait DatasetKind: Kind {
    /// The number of inputs and the number of outputs.
    ///
    /// # Errors
    /// The key with the mistake, and what is wrong with it.
    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)>;

    /// The number of samples, which is the same for every seed.
    fn samples(&self) -> usize;

    /// Whether the data depend on the seed.
    fn is_random(&self) -> bool;

    /// The kind of task.
    fn task(&self) -> TaskKind;

    /// Whether every target is valid for a loss that needs such targets.
    fn fits(&self, targets: Targets) -> bool;

    /// The samples for a seed.
    fn generate(&self, seed: u64) -> Dataset;

    /// The number of numbers that are listed in the experiment.
    fn written(&self) -> usize {
        0
    }

    /// The noise and its meaning. `None` for data without noise.
    fn noise(&self) -> Option<(f64, NoiseMeaning)> {
        None
    }

    /// Sets the noise of data that have some.
    fn set_noise(&mut self, _: f64) {}
}

impl DatasetSpec {
    /// The number of inputs and the number of outputs.
    ///
    /// # Errors
    /// The key with the mistake, and what is wrong with it.
    pub fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        each_dataset!(self, data => data.shape())
    }

    /// The number of samples, which is the same for every seed.
    pub fn samples(&self) -> usize {
        each_dataset!(self, data => data.samples())
    }

    /// Whether the data depend on the seed.
    pub fn is_random(&self) -> bool {
        each_dataset!(self, data => data.is_random())
    }

    /// The kind of task.
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

    /// The noise and its meaning. `None` for data without noise.
    pub fn noise(&self) -> Option<(f64, NoiseMeaning)> {
        each_dataset!(self, data => DatasetKind::noise(data))
    }

    /// Sets the noise of data that have some.
    pub fn set_noise(&mut self, noise: f64) {
        each_dataset!(self, data => DatasetKind::set_noise(data, noise));
    }
}

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

/// Inputs and targets of all samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// `[input, sample]`, in standard layout.
    pub inputs: Array2<f64>,
    /// `[output, sample]`, in standard layout.
    pub targets: Array2<f64>,
    /// The kind of task.
    pub task: TaskKind,
    /// The sum of squared distances of targets from the mean of their column.
    pub total_sum_of_squares: f64,
}

impl Dataset {
    /// A data set from inputs and targets, `[column, sample]`. Without a tolerance, targets that are all 0 or 1 are
    /// labels, or classes if each sample has one 1 among several targets, and targets that are all -1 or +1 are signs.
    /// Other targets are numbers, with a tenth of their standard deviation as the tolerance.
    pub(crate) fn of(inputs: Array2<f64>, targets: Array2<f64>, tolerance: Option<f64>) -> Self {
        let total_sum_of_squares = total_sum_of_squares(&targets);
        let task = match tolerance {
            None if targets.iter().all(|t| *t == 0.0 || *t == 1.0) => labels_or_classes(&targets),
            None if targets.iter().all(|t| t.abs() == 1.0) => TaskKind::Signs,
            _ => {
                let count = targets.len() as f64;
                TaskKind::Numbers { tolerance: tolerance.unwrap_or(0.1 * (total_sum_of_squares / count).sqrt()) }
            }
        };
        Self { inputs, targets, task, total_sum_of_squares }
    }

    /// A data set from inputs and targets, `[column, sample]`, for a task of this kind.
    pub(crate) fn for_task(inputs: Array2<f64>, targets: Array2<f64>, task: TaskKind) -> Self {
        Self { total_sum_of_squares: total_sum_of_squares(&targets), inputs, targets, task }
    }

    /// The number of samples.
    pub fn samples(&self) -> usize {
        self.targets.ncols()
    }

    /// Checks that every target is finite, which a formula cannot promise.
    pub(crate) fn check_targets(&self) -> Result<(), DatasetError> {
        let wrong = self.targets.columns().into_iter().position(|sample| sample.iter().any(|t| !t.is_finite()));
        wrong.map_or(Ok(()), |at| Err(DatasetError::NoTarget { row: at + 1 }))
    }
}

fn labels_or_classes(targets: &Array2<f64>) -> TaskKind {
    let one_of_many = |sample: ArrayView1<f64>| sample.iter().filter(|t| **t == 1.0).count() == 1;
    let is_several = targets.nrows() > 1 && targets.columns().into_iter().all(one_of_many);
    if is_several { TaskKind::Classes } else { TaskKind::Labels }
}

fn total_sum_of_squares(targets: &Array2<f64>) -> f64 {
    targets.rows().into_iter().map(|column| sum_of_squares(&column.to_vec())).sum()
}

fn sum_of_squares(column: &[f64]) -> f64 {
    let mean = sum::mean(column);
    sum::sum_of(column, |x| (x - mean) * (x - mean))
}

/// A table with one slice for each column.
fn table<const COLUMNS: usize>(columns: &[Vec<f64>; COLUMNS]) -> Array2<f64> {
    let samples = columns.first().map_or(0, Vec::len);
    Array2::from_shape_fn((COLUMNS, samples), |(column, sample)| columns[column][sample])
}

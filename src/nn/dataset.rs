//! Data sets: samples and their targets. Each kind of data is a file in this directory and a row in the table below.

use super::data_table::{TableFormat, TableResult};
use super::kinds::{Kind, kinds};
use super::loss::Targets;
use super::memory_limit::Memory;
use super::preprocessing::Preprocessing;
use super::task::total_sum_of_squares;
use crate::numeric::stream::RandomSource;
use ndarray::{Array2, ArrayView2, Axis, CowArray, Ix2};
use std::path::Path;
use std::sync::Arc;

mod column_names;
mod error;
mod generated;
mod loaded;
mod noise;

pub use super::task::TaskKind;
pub use error::DatasetError;
pub use noise::NoiseMeaning;
pub(crate) use table_file::{TableChoice, path_from};

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
        /// A file of comma-separated values or of arrays.
        table_file::TableFile,
        /// Measurements of iris flowers.
        iris::Iris,
    }
}

/// What reads tables, and the most memory for what is chosen of them.
#[derive(Clone, Copy)]
pub struct DataReader<'a> {
    /// Reads a file in a form. `-` is standard input.
    pub table: &'a dyn Fn(&Path, TableFormat) -> TableResult,
    /// The limit.
    pub memory: Memory,
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

    /// The samples as TensorFlow Playground draws and orders them, from its generator. `None` for data that are not drawn
    /// point by point.
    fn draw_from(&self, _generator: &mut dyn RandomSource) -> Option<Dataset> {
        None
    }

    /// The number of numbers that are listed in the experiment.
    fn written(&self) -> usize {
        0
    }

    /// Reads the data file, if the data are in a file, and a file of test rows. Relative paths become paths that include the
    /// folder.
    fn load(
        &mut self,
        _folder: &Path,
        test: Option<&mut String>,
        _read: DataReader,
    ) -> Result<(), (&'static str, DatasetError)> {
        if test.is_some() { Err(("test", DatasetError::NoTestFile)) } else { Ok(()) }
    }

    /// The number of samples at the end that come from a file of test rows.
    fn test_rows(&self) -> usize {
        0
    }

    /// The path of the data file. `None` for other data.
    fn file(&self) -> Option<&str> {
        None
    }

    /// Puts the folder in front of a relative path of the data file.
    fn rebase(&mut self, _folder: &Path) {}

    /// Chooses targets, inputs and the rule for missing cells of data that are a table. Returns whether they are.
    fn choose(&mut self, _choice: TableChoice) -> bool {
        false
    }

    /// The names of the classes, or of both labels, if they have names.
    fn classes(&self) -> Vec<String> {
        Vec::new()
    }

    /// The names of the inputs, as formulas write them.
    fn columns(&self) -> Vec<String> {
        match self.shape().map_or(0, |(inputs, _)| inputs) {
            inputs @ ..=2 => ["x", "y"][..inputs].iter().map(|name| (*name).to_owned()).collect(),
            inputs => (1..=inputs).map(|n| format!("x{n}")).collect(),
        }
    }

    /// The names of the inputs as a table has them. Empty for data that are no table.
    fn titles(&self) -> Vec<String> {
        Vec::new()
    }

    /// The noise and its meaning. `None` for data without noise.
    fn noise(&self) -> Option<(f64, NoiseMeaning)> {
        None
    }

    /// Sets the noise of data that have some.
    fn set_noise(&mut self, _: f64) {}

    /// The number of points, with the smallest and the largest. `None` if it can't be set.
    fn points(&self) -> Option<(usize, (u32, u32))> {
        None
    }

    /// Sets the number of points, of data in which it can be set.
    fn set_points(&mut self, _: usize) {}
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

    /// The samples as TensorFlow Playground draws and orders them, from its generator. `None` for data that are not drawn
    /// point by point, which leave the generator as it is.
    pub fn draw_from(&self, generator: &mut dyn RandomSource) -> Option<Dataset> {
        each_dataset!(self, data => data.draw_from(generator))
    }

    pub(crate) fn fits(&self, targets: Targets) -> bool {
        each_dataset!(self, data => data.fits(targets))
    }

    pub(crate) fn written(&self) -> usize {
        each_dataset!(self, data => data.written())
    }

    /// Reads the data file, if the data are in a file. A relative path becomes a path that includes the folder.
    pub(crate) fn load(
        &mut self,
        folder: &Path,
        test: Option<&mut String>,
        read: DataReader,
    ) -> Result<(), (&'static str, DatasetError)> {
        each_dataset!(self, data => data.load(folder, test, read))
    }

    /// The number of samples at the end that come from a file of test rows.
    pub(crate) fn test_rows(&self) -> usize {
        each_dataset!(self, data => data.test_rows())
    }

    /// The path of the data file. `None` for other data.
    pub fn file(&self) -> Option<&str> {
        each_dataset!(self, data => data.file())
    }

    /// Puts the folder in front of a relative path of the data file.
    pub(crate) fn rebase(&mut self, folder: &Path) {
        each_dataset!(self, data => data.rebase(folder));
    }

    /// Chooses targets and inputs of data that are a table, before it is read. Returns whether they are.
    pub(crate) fn choose(&mut self, choice: TableChoice) -> bool {
        each_dataset!(self, data => data.choose(choice))
    }

    /// The names of the classes, or of both labels, if they have names.
    pub fn classes(&self) -> Vec<String> {
        each_dataset!(self, data => data.classes())
    }

    /// The names of the inputs, as formulas write them: x and y, or x1, x2, … where there are more than two.
    pub fn columns(&self) -> Vec<String> {
        each_dataset!(self, data => data.columns())
    }

    /// The names of the inputs as a table has them. Empty for data that are no table.
    pub fn titles(&self) -> Vec<String> {
        each_dataset!(self, data => data.titles())
    }

    /// The noise and its meaning. `None` for data without noise.
    pub fn noise(&self) -> Option<(f64, NoiseMeaning)> {
        each_dataset!(self, data => DatasetKind::noise(data))
    }

    /// Sets the noise of data that have some.
    pub fn set_noise(&mut self, noise: f64) {
        each_dataset!(self, data => DatasetKind::set_noise(data, noise));
    }

    /// The number of points, with the smallest and the largest. `None` if it can't be set.
    pub fn points(&self) -> Option<(usize, (u32, u32))> {
        each_dataset!(self, data => DatasetKind::points(data))
    }

    /// Sets the number of points, of data in which it can be set.
    pub fn set_points(&mut self, points: usize) {
        each_dataset!(self, data => DatasetKind::set_points(data, points));
    }
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
    /// What the inputs were made of, unless they are the columns of the table themselves.
    made_of: Option<(Array2<f64>, Arc<Preprocessing>)>,
}

impl Dataset {
    /// A data set from inputs and targets, `[column, sample]`. Without a tolerance, targets that are all 0 or 1 are
    /// labels, or classes if each sample has one 1 among several targets, and targets that are all -1 or +1 are signs.
    /// Other targets are numbers, with a tenth of their standard deviation as the tolerance.
    pub(crate) fn of(inputs: Array2<f64>, targets: Array2<f64>, tolerance: Option<f64>) -> Self {
        let task = TaskKind::of(&targets, tolerance);
        Self::for_task(inputs, targets, task)
    }

    /// A data set from inputs and targets, `[column, sample]`, for a task of this kind.
    pub(crate) fn for_task(inputs: Array2<f64>, targets: Array2<f64>, task: TaskKind) -> Self {
        Self { total_sum_of_squares: total_sum_of_squares(&targets), inputs, targets, task, made_of: None }
    }

    /// The number of samples.
    pub fn samples(&self) -> usize {
        self.targets.ncols()
    }

    /// Some of the samples, in this order.
    pub(crate) fn rows(&self, rows: &[usize]) -> Self {
        let part = |table: &Array2<f64>| table.select(Axis(1), rows).as_standard_layout().into_owned();
        Self::for_task(part(&self.inputs), part(&self.targets), self.task)
    }

    /// The same samples with other inputs, which preprocessing has made of the present ones.
    pub(crate) fn with_inputs(self, inputs: Array2<f64>, preprocessing: &Arc<Preprocessing>) -> Self {
        Self { made_of: Some((self.inputs, Arc::clone(preprocessing))), inputs, ..self }
    }

    /// The columns of the table, `[column, sample]`, before features and scale.
    pub fn columns(&self) -> ArrayView2<'_, f64> {
        self.made_of.as_ref().map_or(self.inputs.view(), |(columns, _)| columns.view())
    }

    /// What the models see of columns `[column, sample]`.
    #[expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]
    pub fn inputs_of<'a>(&self, columns: ArrayView2<'a, f64>) -> CowArray<'a, f64, Ix2> {
        match &self.made_of {
            Some((_, preprocessing)) => preprocessing.inputs(columns).into(),
            None => columns.into(),
        }
    }

    /// Checks that every target is finite, which a formula cannot promise.
    pub(crate) fn check_targets(&self) -> Result<(), DatasetError> {
        let wrong = self.targets.columns().into_iter().position(|sample| sample.iter().any(|t| !t.is_finite()));
        wrong.map_or(Ok(()), |at| Err(DatasetError::NoTarget { row: at + 1 }))
    }
}

/// A table with one slice for each column.
fn table<const COLUMNS: usize>(columns: &[Vec<f64>; COLUMNS]) -> Array2<f64> {
    let samples = columns.first().map_or(0, Vec::len);
    Array2::from_shape_fn((COLUMNS, samples), |(column, sample)| columns[column][sample])
}

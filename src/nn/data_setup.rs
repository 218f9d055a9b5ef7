//! The data of an experiment: a data set, the features made of its columns, their scale, and the rows kept for a test.

mod missing;
mod read;
mod split;

pub use super::preprocessing::{Preprocessing, Scaling};
pub use split::DataSplit;

use super::dataset::{DataReader, Dataset, DatasetError, DatasetSpec, NoiseMeaning, TaskKind, path_from};
use super::loss::Targets;
use super::preprocessing;
use crate::functions::formula::ColumnFormula;
use crate::numeric::stream::RandomSource;
use std::path::Path;
use std::sync::Arc;

/// The table `[data]` of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct DataSetup {
    /// The data set, whose columns and targets everything else is made of.
    pub source: DatasetSpec,
    /// Formulas over the columns, one for each input. `None` if the columns themselves are the inputs. With an empty list,
    /// models have no inputs.
    pub features: Option<Vec<String>>,
    /// How inputs are scaled.
    pub scale: Scaling,
    /// The share of rows that are kept for the test. `None` if all rows are for training.
    pub test: Option<f64>,
    /// The path of a file of test rows, in place of a share.
    pub test_file: Option<String>,
    /// The seed of the split, if it is not that of the run.
    pub split_seed: Option<u64>,
}

impl From<DatasetSpec> for DataSetup {
    /// The data set as it is.
    fn from(source: DatasetSpec) -> Self {
        Self { source, features: None, scale: Scaling::None, test: None, test_file: None, split_seed: None }
    }
}

impl DataSetup {
    /// The number of inputs of the models, and the number of outputs.
    ///
    /// # Errors
    /// The key with the mistake, and what is wrong with it.
    pub fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        let (columns, outputs) = self.source.shape()?;
        self.formulas().map_err(|error| ("features", error))?;
        let (rows, test) = (self.source.samples(), self.test_samples());
        if self.source.file().is_none() && self.source.test_rows() > 0 && self.test.is_some() {
            return Err(("test", DatasetError::TwoTests));
        }
        if self.has_test() && (test == 0 || test >= rows) {
            return Err(("test", DatasetError::EmptyPart { rows, test }));
        }
        Ok((self.features.as_ref().map_or(columns, Vec::len), outputs))
    }

    /// The names of the columns, as formulas write them.
    pub fn columns(&self) -> Vec<String> {
        self.source.columns()
    }

    /// The names of the columns for readers: those of the table, or x1, x2, … A single column, and those from which
    /// features are made, are called as in formulas, so that a column has one name on the screen.
    pub fn titles(&self) -> Vec<String> {
        let (titles, columns) = (self.source.titles(), self.columns());
        match columns.len() {
            _ if !titles.is_empty() => titles,
            1 => columns,
            _ if self.features.is_some() => columns,
            count => (1..=count).map(|n| format!("x{n}")).collect(),
        }
    }

    /// The names of the inputs for readers: the texts of the features, or the names of the columns.
    pub fn inputs(&self) -> Vec<String> {
        self.features.clone().unwrap_or_else(|| self.titles())
    }

    fn formulas(&self) -> Result<Vec<ColumnFormula>, DatasetError> {
        let texts = self.features.as_deref().unwrap_or_default();
        let formulas = preprocessing::formulas(texts, &self.columns());
        formulas.map_err(|reason| DatasetError::Feature { reason })
    }

    /// The number of samples to train on, which is the same for every seed.
    pub fn samples(&self) -> usize {
        self.source.samples() - self.test_samples().min(self.source.samples())
    }

    /// The number of samples that are kept for the test.
    pub fn test_samples(&self) -> usize {
        match (&self.test_file, self.test) {
            (None, Some(share)) => split::test_rows(self.source.samples(), share),
            _ => self.source.test_rows(),
        }
    }

    /// Whether some rows are for a test.
    pub fn has_test(&self) -> bool {
        self.test.is_some() || self.test_file.is_some() || self.source.test_rows() > 0
    }

    /// Puts the folder in front of relative paths of data files.
    pub(crate) fn rebase(&mut self, folder: &Path) {
        self.source.rebase(folder);
        self.test_file = self.test_file.take().map(|path| path_from(folder, &path));
    }

    /// Reads the data files. Relative paths become paths that include the folder.
    pub(crate) fn load(&mut self, folder: &Path, read: DataReader) -> Result<(), (&'static str, DatasetError)> {
        self.source.load(folder, self.test_file.as_mut(), read)
    }

    /// Whether the data depend on the seed.
    pub fn is_random(&self) -> bool {
        self.source.is_random() || self.test.is_some() && self.test_file.is_none() && self.split_seed.is_none()
    }

    /// Whether the data are those of the data set, all for training.
    pub fn is_plain(&self) -> bool {
        let Self { source: _, features, scale, test: _, test_file: _, split_seed: _ } = self;
        features.is_none() && *scale == Scaling::None && !self.has_test()
    }

    /// The kind of task.
    pub fn task(&self) -> TaskKind {
        self.source.task()
    }

    /// The name of the data set.
    pub fn name(&self) -> &'static str {
        self.source.name()
    }

    /// The noise and its meaning. `None` for data without noise.
    pub fn noise(&self) -> Option<(f64, NoiseMeaning)> {
        self.source.noise()
    }

    /// The names of the classes, or of both labels, if they have names.
    pub fn classes(&self) -> Vec<String> {
        self.source.classes()
    }

    /// Sets the noise of data that have some.
    pub fn set_noise(&mut self, noise: f64) {
        self.source.set_noise(noise);
    }

    /// The number of points of a generated data set, with the smallest and the largest.
    pub fn points(&self) -> Option<(usize, (u32, u32))> {
        self.source.points()
    }

    /// Sets the number of points of a generated data set.
    pub fn set_points(&mut self, points: usize) {
        self.source.set_points(points);
    }

    pub(crate) fn fits(&self, targets: Targets) -> bool {
        self.source.fits(targets)
    }

    pub(crate) fn written(&self) -> usize {
        self.source.written()
    }

    /// The samples for a seed.
    ///
    /// # Errors
    /// [`DatasetError`] if a target or a feature is not finite.
    pub fn generate(&self, seed: u64) -> Result<DataSplit, DatasetError> {
        let split_seed = self.split_seed.unwrap_or(seed);
        self.divide(self.source.generate(seed), |whole, share| split::rows(whole, share, split_seed))
    }

    /// The samples as TensorFlow Playground draws them from its generator. The first rows are for training and the others
    /// for the test. Data that are not drawn point by point are those of the seed.
    pub(crate) fn generate_from(&self, generator: &mut dyn RandomSource, seed: u64) -> Result<DataSplit, DatasetError> {
        let whole = self.source.draw_from(generator).unwrap_or_else(|| self.source.generate(seed));
        self.divide(whole, |whole, share| split::first_rows(whole.samples(), share))
    }

    /// Divides the samples into their parts and makes the inputs of both.
    fn divide(
        &self,
        mut whole: Dataset,
        rows: impl FnOnce(&Dataset, f64) -> (Vec<usize>, Vec<usize>),
    ) -> Result<DataSplit, DatasetError> {
        whole.check_targets()?;
        if self.is_plain() {
            missing::fill(&mut whole, None);
            return Ok(DataSplit { train: Arc::new(whole), test: None });
        }
        let formulas = self.formulas()?;
        let (all, training) = (whole.samples(), self.samples());
        let (train, test) = match self.test {
            Some(share) if self.test_file.is_none() => rows(&whole, share),
            _ => ((0..training).collect(), (training..all).collect()),
        };
        let parts = [train, test].map(|rows| whole.rows(&rows));
        let [mut train, mut test] = parts;
        missing::fill(&mut train, Some(&mut test));
        let wrong = |reason| DatasetError::Feature { reason };
        let fitted = Preprocessing::fitted(self.features.as_deref(), formulas, self.scale, train.inputs.view());
        let preprocessing = Arc::new(fitted.map_err(wrong)?);
        let prepare = |part: Dataset| {
            let inputs = preprocessing.inputs(part.inputs.view());
            preprocessing.check(&inputs).map_err(wrong)?;
            Ok(Arc::new(part.with_inputs(inputs, &preprocessing)))
        };
        let has_test = self.has_test();
        Ok(DataSplit { train: prepare(train)?, test: has_test.then(|| prepare(test)).transpose()? })
    }
}

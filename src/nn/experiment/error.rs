//! Why an experiment can't be run.

use super::journal::RunEditError;
use crate::nn::dataset::DatasetError;
use crate::nn::loss::Targets;
use crate::text::document::{PathStep, RangeError};
use crate::words::errors;

errors! {
    /// Why an experiment can't be run, with the place in the file that the error is about.
    pub enum SetupError: "setup" {
        /// The reason itself says what it is about.
        At { path: Vec<PathStep>, reason: SetupProblem } = "at",
        /// The reason does not say what it is about. In a file, the line shows it.
        About { path: Vec<PathStep>, about: Subject, reason: SetupProblem } = "about",
    }
}

errors! {
    /// A part of an experiment.
    #[derive(Eq)]
    pub enum Subject: "subject" {
        /// A contestant by its name.
        Contestant { name: String } = "contestant",
        /// A layer of a contestant, counted from 1.
        Layer { layer: usize, name: String } = "layer",
    }
}

errors! {
    /// What is wrong with an experiment.
    pub enum SetupProblem: "setup-problem" {
        /// A number is out of its range.
        Range { reason: Box<RangeError> } = "range",
        /// The data can't be made.
        Dataset { reason: Box<DatasetError> } = "dataset",
        /// There is no contestant.
        NoContestant = "no-contestant",
        /// Two contestants have the same name.
        Twice { name: String } = "twice",
        /// Success is measured by the loss, but the limit is not positive.
        SuccessLoss { loss: f64 } = "success-loss",
        /// Success has no measure, or two.
        SuccessMeasure = "success-measure",
        /// The run must end, but has no end.
        Endless = "endless",
        /// A rule looks at test data, but there are none.
        StopTest { measure: &'static str } = "stop-test",
        /// The targets are invalid for the loss.
        Targets { loss: &'static str, name: String, wanted: Targets } = "targets",
        /// A perceptron has one output, but the data have another number.
        PerceptronOutputs { name: String, outputs: usize } = "perceptron-outputs",
        /// The learning rate of a perceptron is not positive.
        PerceptronRate { name: String, rate: f64 } = "perceptron-rate",
        /// A number of a perceptron is NaN or infinite.
        PerceptronNumber { name: String, number: f64 } = "perceptron-number",
        /// A perceptron needs one weight for each input.
        PerceptronWeights { name: String, inputs: usize } = "perceptron-weights",
        /// The last layer must have as many units as the data have outputs.
        LastLayer { name: String, units: usize, outputs: usize } = "last-layer",
        /// The batch size is zero.
        EmptyBatch { name: String } = "empty-batch",
        /// The number of an initialiser is NaN or infinite.
        InitNotFinite { name: String } = "init-not-finite",
        /// Networks with the generator of TensorFlow Playground have different texts for it.
        PlaygroundSeeds = "playground-seeds",
        /// The initial bias is NaN or infinite.
        BiasInitNotFinite { name: String } = "bias-init-not-finite",
        /// A loss other than Huber's has a delta.
        OnlyHuber = "only-huber",
        /// A layer has too few or too many units.
        Units { most: usize, units: usize } = "units",
        /// The weights must have a row for each unit and a number for each input.
        WeightShape { units: usize, inputs: usize } = "weight-shape",
        /// The number of biases differs from the number of units.
        BiasCount { units: usize, biases: usize } = "bias-count",
        /// A weight is NaN or infinite.
        WeightNotFinite = "weight-not-finite",
        /// A bias is NaN or infinite.
        BiasNotFinite = "bias-not-finite",
        /// A mark is on a unit or an input that the layer does not have.
        Mark { unit: usize, units: usize } = "mark",
        /// An entry of the journal can't be made.
        Journal { reason: Box<RunEditError> } = "journal",
        /// An activation other than prelu has an alpha to train.
        NoAlpha = "no-alpha",
    }
}

impl SetupError {
    /// A mistake in the value of a key.
    pub(super) fn keyed((key, reason): (&'static str, SetupProblem)) -> Self {
        Self::At { path: vec![PathStep::Key(key)], reason }
    }

    /// A mistake in the table of the data.
    pub(super) fn in_data((key, reason): (&'static str, DatasetError)) -> Self {
        Self::keyed((key, SetupProblem::Dataset { reason: Box::new(reason) })).inside(&[PathStep::Key("data")])
    }

    /// A mistake that shows only when the data are generated.
    pub(crate) fn of_data(reason: DatasetError) -> Self {
        Self::keyed(("data", SetupProblem::Dataset { reason: Box::new(reason) }))
    }

    /// The path of the mistake, and what is wrong there.
    pub(super) fn place(&self) -> (&[PathStep], &SetupProblem) {
        match self {
            Self::At { path, reason } | Self::About { path, reason, .. } => (path, reason),
        }
    }

    /// The same error with these steps in front of its path.
    pub(super) fn inside(mut self, steps: &[PathStep]) -> Self {
        let (Self::At { path, .. } | Self::About { path, .. }) = &mut self;
        path.splice(0..0, steps.iter().copied());
        self
    }

    /// The same error with the part that it is about.
    pub(super) fn about(self, about: Subject) -> Self {
        let (Self::At { path, reason } | Self::About { path, reason, .. }) = self;
        Self::About { path, about, reason }
    }
}

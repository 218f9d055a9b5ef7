//! Why an experiment can't be run.

use crate::nn::dataset::DatasetError;
use crate::nn::loss::Targets;
use crate::text::document::{PathStep, RangeError};
use crate::words::errors;

errors! {
    /// Why an experiment can't be run, and where in a file what it is about would stand.
    pub enum SetupError: "setup" {
        /// The reason says what it is about.
        At { path: Vec<PathStep>, reason: SetupProblem } = "at",
        /// The reason needs to be told what it is about; a file has its line for that.
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
        Dataset { reason: DatasetError } = "dataset",
        /// Nothing learns.
        NoContestant = "no-contestant",
        /// Two contestants have one name.
        Twice { name: String } = "twice",
        /// Success is measured by the loss, and not by a positive one.
        SuccessLoss { loss: f64 } = "success-loss",
        /// Success has no measure or two.
        SuccessMeasure = "success-measure",
        /// The targets are not such as the loss can be taken of.
        Targets { loss: &'static str, name: String, wanted: Targets } = "targets",
        /// A perceptron has one output.
        PerceptronOutputs { name: String, outputs: usize } = "perceptron-outputs",
        /// The learning rate of a perceptron is not positive.
        PerceptronRate { name: String, rate: f64 } = "perceptron-rate",
        /// A number of a perceptron is NaN or infinite.
        PerceptronNumber { name: String, number: f64 } = "perceptron-number",
        /// A perceptron has a weight for each input.
        PerceptronWeights { name: String, inputs: usize } = "perceptron-weights",
        /// The last layer gives the outputs.
        LastLayer { name: String, units: usize, outputs: usize } = "last-layer",
        /// A batch holds nothing.
        EmptyBatch { name: String } = "empty-batch",
        /// The number of an initialiser is NaN or infinite.
        InitNotFinite { name: String } = "init-not-finite",
        /// Another loss than Huber's has a delta.
        OnlyHuber = "only-huber",
        /// A layer has too few or too many units.
        Units { most: usize, units: usize } = "units",
        /// Weights are not a row for each unit and a number for each input.
        WeightShape { units: usize, inputs: usize } = "weight-shape",
        /// There is not one bias for each unit.
        BiasCount { units: usize, biases: usize } = "bias-count",
        /// A weight is NaN or infinite.
        WeightNotFinite = "weight-not-finite",
        /// A bias is NaN or infinite.
        BiasNotFinite = "bias-not-finite",
        /// Another activation than a prelu has an alpha to train.
        NoAlpha = "no-alpha",
    }
}

impl SetupError {
    /// What is wrong with the value of a key.
    pub(super) fn keyed((key, reason): (&'static str, SetupProblem)) -> Self {
        Self::At { path: vec![PathStep::Key(key)], reason }
    }

    /// Where it is, and what is wrong there.
    pub(super) fn place(&self) -> (&[PathStep], &SetupProblem) {
        match self {
            Self::At { path, reason } | Self::About { path, reason, .. } => (path, reason),
        }
    }

    /// The same inside something.
    pub(super) fn inside(mut self, steps: &[PathStep]) -> Self {
        let (Self::At { path, .. } | Self::About { path, .. }) = &mut self;
        path.splice(0..0, steps.iter().copied());
        self
    }

    /// The same, and what it is about.
    pub(super) fn about(self, about: Subject) -> Self {
        let (Self::At { path, reason } | Self::About { path, reason, .. }) = self;
        Self::About { path, about, reason }
    }
}

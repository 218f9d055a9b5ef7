//! Why a hyperparameter of an experiment can't be changed.

use crate::nn::experiment::SetupError;
use crate::nn::kinds::KindError;
use crate::words::{Message, errors};

errors! {
    /// Why an experiment can't be changed in this way.
    pub enum EditError: "edit" {
        /// No hyperparameter has this name.
        Unknown { name: String, hint: Message } = "unknown",
        /// The text is not a positive number.
        NotPositive { hyperparameter: &'static str, text: String } = "not-positive",
        /// The text is not a whole number from 1.
        NotCount { hyperparameter: &'static str, text: String } = "not-count",
        /// The text is neither the name of an activation nor a formula.
        Function { hyperparameter: &'static str, text: String, reason: Message } = "function",
        /// No initialiser has this name.
        Init { reason: KindError } = "init",
        /// The initialiser takes no number.
        NoInitNumber { text: String, name: String } = "no-init-number",
        /// The text after the colon is not a number that the initialiser takes.
        InitNumber { text: String, name: String } = "init-number",
        /// A perceptron does not have this hyperparameter.
        Perceptron { name: String, hyperparameter: &'static str, right: &'static str } = "perceptron",
        /// The network has only one layer.
        NoHiddenLayer { name: String } = "no-hidden-layer",
        /// The number of units can't be varied where weights are written out.
        WrittenOut { name: String } = "written-out",
        /// The text is not zero or a positive number.
        NotNoise { text: String } = "not-noise",
        /// The data have no noise.
        NoNoise { kind: &'static str } = "no-noise",
        /// The text is not a number of points that a data set can have.
        NotPoints { text: String, low: u32, high: u32 } = "not-points",
        /// The data have no number of points that can be set.
        NoPoints { kind: &'static str } = "no-points",
        /// No optimiser has this name.
        Optimizer { reason: KindError } = "optimizer",
        /// No loss has this name.
        Loss { reason: KindError } = "loss",
        /// The text is not zero or a positive number.
        NotStrength { hyperparameter: &'static str, text: String } = "not-strength",
        /// The text is not a list of units.
        NotLayers { text: String } = "not-layers",
        /// The changed experiment can't be run.
        Setup { reason: Box<SetupError> } = "setup",
    }
}

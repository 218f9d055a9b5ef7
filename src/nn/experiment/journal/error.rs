//! Why a run can't be edited.

use crate::nn::experiment::{EditError, SetupError};
use crate::words::{Message, errors};

errors! {
    /// Why an edit can't be made, or why a text is no edit.
    pub enum RunEditError: "run-edit" {
        /// The text is not an entry of a journal.
        Syntax { text: String } = "syntax",
        /// An entry is before the one in front of it.
        Order { text: String } = "order",
        /// There are too many entries.
        TooMany { most: usize } = "too-many",
        /// The entry with this text can't be made.
        Entry { text: String, reason: Box<RunEditError> } = "entry",
        /// There is no such contestant.
        NoContestant { contestant: usize, contestants: usize } = "no-contestant",
        /// A perceptron has a fixed structure.
        Perceptron { name: String } = "perceptron",
        /// There is no such layer.
        NoLayer { layer: usize, layers: usize } = "no-layer",
        /// There is no such unit.
        NoUnit { layer: usize, unit: usize, units: usize } = "no-unit",
        /// There is no such input.
        NoInput { layer: usize, input: usize, inputs: usize } = "no-input",
        /// The units of the last layer are those of the targets.
        LastLayer { units: usize } = "last-layer",
        /// A layer keeps one unit.
        LastUnit { layer: usize } = "last-unit",
        /// The value is not finite.
        NotFinite = "not-finite",
        /// The weight is cut.
        IsCut = "is-cut",
        /// The activation is unknown, or the formula is wrong.
        Function { text: String, reason: Message } = "function",
        /// The hyperparameter or its value is wrong.
        Hyperparameter { reason: EditError } = "hyperparameter",
        /// The hyperparameter belongs to the data or to the start, so the run would start over.
        StartsOver { name: &'static str } = "starts-over",
        /// The changed network can't be trained.
        Setup { reason: Box<SetupError> } = "setup",
    }
}

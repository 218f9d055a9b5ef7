//! The edits of a journal.

use crate::functions::function::Function;
use crate::nn::experiment::Hyperparameter;

/// Where a parameter of a network is. All numbers count from 0. A perceptron has one layer of one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterPlace {
    /// The layer; the first hidden layer is 0.
    pub layer: usize,
    /// The unit of the layer.
    pub unit: usize,
    /// The input that the weight is of. `None` for the bias.
    pub input: Option<usize>,
}

/// A change of one contestant, or of all.
#[derive(Clone, Debug, PartialEq)]
pub enum RunEdit {
    /// Adds a unit at the end of a layer. Its incoming weights are drawn, its outgoing ones are 0, so that the outputs
    /// stay the same.
    AddUnit {
        /// The layer, from 0.
        layer: usize,
    },
    /// Removes a unit. The next layer gets what the unit gave on average as a bias.
    RemoveUnit {
        /// The layer, from 0.
        layer: usize,
        /// The unit, from 0.
        unit: usize,
    },
    /// Adds a hidden layer with as many units as it has inputs, as close to the identity as its activation allows.
    AddLayer {
        /// The layer that the new one comes before, from 0.
        before: usize,
    },
    /// Removes a hidden layer. The next layer gets the best linear substitute.
    RemoveLayer {
        /// The layer, from 0.
        layer: usize,
    },
    /// Changes the activation of a layer.
    Activation {
        /// The layer, from 0.
        layer: usize,
        /// The activation.
        function: Function,
    },
    /// Changes a weight or a bias.
    Value {
        /// Which one.
        place: ParameterPlace,
        /// Its value.
        value: f64,
    },
    /// Holds a weight at 0, or releases it.
    Cut {
        /// The layer, from 0.
        layer: usize,
        /// The unit, from 0.
        unit: usize,
        /// The input, from 0.
        input: usize,
        /// Whether it is cut from here on.
        is_cut: bool,
    },
    /// Holds the weights and the bias of a unit, or releases them.
    Freeze {
        /// The layer, from 0.
        layer: usize,
        /// The unit, from 0.
        unit: usize,
        /// Whether it is frozen from here on.
        is_frozen: bool,
    },
    /// Changes a hyperparameter.
    Set {
        /// Which one.
        hyperparameter: Hyperparameter,
        /// Its value as [`Experiment::with`](crate::nn::experiment::Experiment::with) takes it.
        value: String,
    },
}

impl RunEdit {
    /// Whether the edit changes units, layers or activations.
    pub fn changes_structure(&self) -> bool {
        match self {
            Self::AddUnit { .. }
            | Self::RemoveUnit { .. }
            | Self::AddLayer { .. }
            | Self::RemoveLayer { .. }
            | Self::Activation { .. } => true,
            Self::Value { .. } | Self::Cut { .. } | Self::Freeze { .. } | Self::Set { .. } => false,
        }
    }

    /// Whether the edit is made at the beginning of an epoch only, because it changes the number of batches.
    pub fn waits_for_epoch(&self) -> bool {
        matches!(self, Self::Set { hyperparameter: Hyperparameter::BatchSize, .. })
    }
}

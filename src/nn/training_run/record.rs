//! The records of a run: metrics, epochs and divergence.

use crate::words::{Message, ToMessage, in_english};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Loss and accuracy over all samples for training or for the test, evaluated under one set of parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// The mean loss, without penalties.
    pub loss: f64,
    /// The accuracy, from 0 to 1.
    pub accuracy: f64,
    /// R², the fraction of variance explained, for regression tasks.
    pub r2: Option<f64>,
}

/// A completed epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// The number of the epoch, from 1.
    pub epoch: u64,
    /// The mean over the batches of the epoch, each under the parameters before its update, as Keras prints it. A
    /// perceptron has no batches, so this is its evaluation after the epoch.
    pub batches: Metrics,
    /// Over all training samples, under the parameters after the epoch. `None` if the [`Schedule`] leaves this epoch out.
    pub evaluated: Option<Metrics>,
    /// The same over all test samples. `None` as well if there are none.
    pub test: Option<Metrics>,
}

/// After which epochs a run is evaluated over all samples. Where one batch holds them all, the next step evaluates them
/// before its update, and the evaluation costs nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Schedule {
    /// After no epoch.
    #[default]
    Never,
    /// After every epoch.
    Always,
    /// After each epoch up to 1000, then after every second one up to 2000, every fourth one up to 4000, and so on. A
    /// history of bounded length keeps these epochs.
    Thinning,
    /// After every `period`th epoch, and after the last one.
    Every {
        /// The number of epochs from one evaluation to the next.
        period: u64,
        /// The last epoch of the experiment.
        last: u64,
    },
    /// After these epochs, which ascend.
    At(Arc<[u64]>),
}

/// Up to this epoch [`Schedule::Thinning`] leaves none out, however long the run.
const ALL_UP_TO: u64 = 1000;

impl Schedule {
    /// Whether a run is evaluated after this epoch. The length of the run makes no difference.
    pub fn includes(&self, epoch: u64) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::Thinning => epoch.is_multiple_of(epoch.div_ceil(ALL_UP_TO).next_power_of_two()),
            Self::Every { period, last } => epoch == *last || epoch.is_multiple_of((*period).max(1)),
            Self::At(epochs) => epochs.binary_search(&epoch).is_ok(),
        }
    }
}

/// How the loss left the valid range.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum Overflow {
    /// The loss is NaN.
    NotANumber,
    /// The loss is infinite.
    Infinite,
    /// The loss exceeds the limit.
    PastLimit,
}

/// How a run diverged. Its weights are those of the last step whose loss was within the limit.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Divergence {
    /// The epoch in which it happened, from 1.
    pub epoch: u64,
    /// The first layer that shows it, from 1.
    pub layer: usize,
    /// What happened to the loss.
    pub overflow: Overflow,
}

impl ToMessage for Divergence {
    fn message(&self) -> Message {
        let key = match self.overflow {
            Overflow::NotANumber => "train.diverged-nan",
            Overflow::Infinite => "train.diverged-infinite",
            Overflow::PastLimit => "train.diverged-limit",
        };
        Message::new(key).with("epoch", &self.epoch).with("layer", &self.layer)
    }
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&in_english(self))
    }
}

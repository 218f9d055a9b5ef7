//! What is told of a run.

use crate::words::{Message, ToMessage, in_english};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Loss and accuracy over all training samples, under one set of parameters: the evaluated ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// The mean loss, without penalties.
    pub loss: f64,
    /// The share of right answers.
    pub accuracy: f64,
    /// R², the share of variance explained, where targets are any numbers.
    pub r2: Option<f64>,
}

/// A completed epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// Counts from 1.
    pub epoch: u64,
    /// The mean over the batches of the epoch, each under the parameters it met, as Keras prints it. A perceptron has no
    /// batches: here is what it was evaluated to after the epoch.
    pub batches: Metrics,
    /// Over all samples, under the parameters after the epoch; `None` if the [`Schedule`] leaves this epoch out.
    pub evaluated: Option<Metrics>,
}

/// After which epochs a run is evaluated over all samples. Where one batch holds them all, the next step does it before
/// its update, and the evaluation costs nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Schedule {
    /// After none.
    #[default]
    Never,
    /// After each.
    Always,
    /// After each up to 1000, then after every second up to 2000, every fourth up to 4000, and so on: what a history of
    /// bounded length keeps.
    Thinning,
    /// After every so-manyth, and after the last.
    Every {
        /// How many epochs lie between two.
        period: u64,
        /// The last epoch of the experiment.
        last: u64,
    },
    /// After these, which ascend.
    At(Arc<[u64]>),
}

/// The last epoch of a run of any length after which [`Schedule::Thinning`] leaves none out.
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

/// How a run left the numbers.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum Overflow {
    /// The loss is NaN.
    NotANumber,
    /// The loss is infinite.
    Infinite,
    /// The loss is past the limit.
    PastLimit,
}

/// How a run diverged. Its weights are those of the last step whose loss was within the limit.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Divergence {
    /// The epoch in which it happened, from 1.
    pub epoch: u64,
    /// The first layer it shows in, from 1.
    pub layer: usize,
    /// How it shows.
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

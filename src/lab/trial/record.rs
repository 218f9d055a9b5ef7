//! What is told of a run.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One epoch, or all data seen once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// Counts from 1; 0 is before the first.
    pub epoch: u64,
    /// The mean loss, without penalties. In the course of an epoch it is the running mean over batches, each under the
    /// weights of its time.
    pub loss: f64,
    /// The share of right answers.
    pub accuracy: f64,
    /// R², the share of variance explained, where targets are any numbers.
    pub explained: Option<f64>,
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

/// A run that came to grief. Its weights are those of the last step that gave a sound loss.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Divergence {
    /// The epoch in which it happened, from 1.
    pub epoch: u64,
    /// The first layer it shows in, from 1.
    pub layer: usize,
    /// How it shows.
    pub overflow: Overflow,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.overflow {
            Overflow::NotANumber => "the loss is no number any more",
            Overflow::Infinite => "the loss is infinite",
            Overflow::PastLimit => "the loss is past the limit",
        };
        write!(f, "diverged in epoch {}: {how}, first seen in layer {}", self.epoch, self.layer)
    }
}

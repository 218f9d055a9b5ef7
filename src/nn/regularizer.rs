//! What holds weights down. A regulariser is a file here and a row below. All of them act on weights and leave biases alone.

use super::kinds::{Kind, kinds};
use crate::text::document::{RangeError, ValueRange};

kinds! { $
    /// A way to hold the weights of a network down.
    pub enum Regularizer, Regularizer, Regularizer, each_regularizer {
        /// A penalty on the sizes of weights.
        l1::L1,
        /// A penalty on their squares.
        l2::L2,
        /// A bound on the weights into a unit.
        max_norm::MaxNorm,
    }
}

/// What a regulariser does to the weights of a layer, which lie unit by unit.
pub(crate) trait RegularizerKind: Kind {
    /// The slope of its penalty by a weight, which is added to the gradient of the loss.
    fn slope(&self, _weight: f64) -> f64 {
        0.0
    }

    /// Mends the weights after a step; `inputs` of them are those of one unit.
    fn constrain(&self, _inputs: usize, _weights: &mut [f64]) {}

    /// Whether it does anything.
    fn is_active(&self) -> bool {
        true
    }

    /// Checks that the constants are in their ranges.
    ///
    /// # Errors
    /// The key of the one that is not, and what is wrong with it.
    fn check(&self) -> Result<(), (&'static str, RangeError)>;
}

impl Regularizer {
    pub(crate) fn slope(&self, weight: f64) -> f64 {
        each_regularizer!(self, kind => kind.slope(weight))
    }

    pub(crate) fn constrain(&self, inputs: usize, weights: &mut [f64]) {
        each_regularizer!(self, kind => kind.constrain(inputs, weights));
    }

    /// Whether it does anything.
    pub(crate) fn is_active(&self) -> bool {
        each_regularizer!(self, kind => kind.is_active())
    }

    /// Checks that the constants are in their ranges.
    ///
    /// # Errors
    /// The key of the one that is not, and what is wrong with it.
    pub fn check(&self) -> Result<(), (&'static str, RangeError)> {
        each_regularizer!(self, kind => kind.check())
    }
}

/// Whether a strength is a number from 0.
fn at_least_zero(key: &'static str, strength: f64) -> Result<(), (&'static str, RangeError)> {
    let fits = strength.is_finite() && strength >= 0.0;
    if fits { Ok(()) } else { Err(RangeError::keyed(key, &strength, ValueRange::AtLeastZero)) }
}

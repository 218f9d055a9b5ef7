//! Regularisers. Each one is a file in this directory and a row in the table below. All of them act on weights, not on
//! biases.

use super::kinds::{Kind, kinds};
use crate::text::document::{RangeError, ValueRange};

kinds! { $
    /// A penalty or a constraint on the weights of a network.
    pub enum Regularizer, Regularizer, Regularizer, each_regularizer {
        /// A penalty on the absolute values of weights.
        l1::L1,
        /// A penalty on the squares of weights.
        l2::L2,
        /// A limit on the norm of each unit's weights.
        max_norm::MaxNorm,
    }
}

/// The weights of a layer, unit by unit, of one network or of several side by side.
pub(crate) struct ConstrainedWeights<'a> {
    /// For each weight, a number of each network.
    pub(crate) weights: &'a mut [f64],
    /// The number of weights of a unit.
    pub(crate) inputs: usize,
    /// The number of networks.
    pub(crate) lanes: usize,
}

/// What each regulariser implements.
pub(crate) trait RegularizerKind: Kind {
    /// The slope of its penalty with respect to a weight. It is added to the gradient of the loss.
    fn slope(&self, _weight: f64) -> f64 {
        0.0
    }

    /// Whether a weight that the penalty pushes across 0 is cut. Its slope is then no part of the gradient.
    fn cuts(&self) -> bool {
        false
    }

    /// Applies the constraint to the weights of a layer after a step.
    fn constrain(&self, _layer: &mut ConstrainedWeights<'_>) {}

    /// Whether it has any effect.
    fn is_active(&self) -> bool {
        true
    }

    /// Checks that the constants are in their ranges.
    ///
    /// # Errors
    /// The key of the constant that is out of range, and what is wrong with it.
    fn check(&self) -> Result<(), (&'static str, RangeError)>;
}

impl Regularizer {
    pub(crate) fn slope(&self, weight: f64) -> f64 {
        each_regularizer!(self, kind => kind.slope(weight))
    }

    /// Adds the slope of each weight to its gradient.
    pub(crate) fn add_slopes(&self, weights: &[f64], grads: &mut [f64]) {
        each_regularizer!(self, kind => grads.iter_mut().zip(weights).for_each(|(grad, &w)| *grad += kind.slope(w)));
    }

    /// Whether a weight that the penalty pushes across 0 is cut.
    pub(crate) fn cuts(&self) -> bool {
        each_regularizer!(self, kind => kind.cuts())
    }

    pub(crate) fn constrain(&self, layer: &mut ConstrainedWeights<'_>) {
        each_regularizer!(self, kind => kind.constrain(layer));
    }

    /// Whether it has any effect.
    pub(crate) fn is_active(&self) -> bool {
        each_regularizer!(self, kind => kind.is_active())
    }

    /// Checks that the constants are in their ranges.
    ///
    /// # Errors
    /// The key of the constant that is out of range, and what is wrong with it.
    pub fn check(&self) -> Result<(), (&'static str, RangeError)> {
        each_regularizer!(self, kind => kind.check())
    }
}

pub use l1::L1Rule;
pub(crate) use l1::rule;

/// Checks that a strength is not negative.
fn at_least_zero(key: &'static str, strength: f64) -> Result<(), (&'static str, RangeError)> {
    let fits = strength.is_finite() && strength >= 0.0;
    if fits { Ok(()) } else { Err(RangeError::keyed(key, &strength, ValueRange::AtLeastZero)) }
}

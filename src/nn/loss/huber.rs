//! Half the square of small errors, linear for larger ones.

use super::{LossKind, sign};
use crate::nn::kinds::Kind;
use crate::text::document::{RangeError, ValueRange, positive};
use serde::{Deserialize, Serialize};

/// `½ e²` up to `delta`, then `delta (|e| − ½ delta)` (P. Huber, 1964, "Robust estimation of a location parameter").
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct Huber {
    /// The error from which on the loss is linear.
    #[serde(deserialize_with = "positive")]
    pub delta: f64,
}

impl Default for Huber {
    fn default() -> Self {
        Self { delta: 1.0 }
    }
}

impl Kind for Huber {
    const NAMES: &'static [&'static str] = &["huber"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl LossKind for Huber {
    #[inline]
    fn each(&self, output: f64, target: f64) -> (f64, f64) {
        let (error, delta) = (output - target, self.delta);
        if error.abs() <= delta {
            (0.5 * error * error, error)
        } else {
            (delta * (error.abs() - 0.5 * delta), delta * sign(error))
        }
    }

    fn check(&self) -> Result<(), (&'static str, RangeError)> {
        let Self { delta } = self;
        let fits = delta.is_finite() && *delta > 0.0;
        if fits { Ok(()) } else { Err(RangeError::keyed("delta", delta, ValueRange::Positive)) }
    }
}

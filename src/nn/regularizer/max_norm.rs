//! A limit on the norm of each unit's weights.

use super::{ConstrainedWeights, RegularizerKind};
use crate::nn::kinds::Kind;
use crate::text::document::{RangeError, ValueRange, positive};
use serde::{Deserialize, Serialize};

/// After each step the weights of a unit become `w · min(‖w‖, max_value) / (ε + ‖w‖)` with ε = 1e-7, as in Keras (N.
/// Srivastava and others, 2014, "Dropout: a simple way to prevent neural networks from overfitting").
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a regularizer")]
pub struct MaxNorm {
    /// The largest Euclidean norm of a unit's weights.
    #[serde(deserialize_with = "positive")]
    pub max_value: f64,
}

/// Prevents a division by zero.
const EPSILON: f64 = 1e-7;

impl Default for MaxNorm {
    fn default() -> Self {
        Self { max_value: 2.0 }
    }
}

impl Kind for MaxNorm {
    const NAMES: &'static [&'static str] = &["max-norm"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl RegularizerKind for MaxNorm {
    fn constrain(&self, layer: &mut ConstrainedWeights<'_>) {
        let ConstrainedWeights { weights, inputs, lanes } = layer;
        for unit in weights.chunks_exact_mut((*inputs * *lanes).max(1)) {
            for lane in 0..*lanes {
                let norm = unit.iter().skip(lane).step_by(*lanes).map(|w| w * w).sum::<f64>().sqrt();
                let share = norm.min(self.max_value) / (EPSILON + norm);
                unit.iter_mut().skip(lane).step_by(*lanes).for_each(|w| *w *= share);
            }
        }
    }

    fn check(&self) -> Result<(), (&'static str, RangeError)> {
        let Self { max_value } = self;
        let fits = max_value.is_finite() && *max_value > 0.0;
        if fits { Ok(()) } else { Err(RangeError::keyed("max_value", max_value, ValueRange::Positive)) }
    }
}

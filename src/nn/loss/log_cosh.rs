//! Quadratic near zero and linear for large errors, with a smooth transition.

use super::LossKind;
use crate::nn::kinds::Kind;
use crate::numeric::maths;
use serde::{Deserialize, Serialize};

/// `ln cosh(y − t)`, the mean over outputs and samples, as in Keras. It is computed as `|e| + ln(1 + e⁻²ᵃ) − ln 2` with
/// a = |e|, which does not overflow. Its slope is tanh(e).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct LogCosh {}

impl Kind for LogCosh {
    const NAMES: &'static [&'static str] = &["log-cosh"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl LossKind for LogCosh {
    #[inline]
    fn each(&self, output: f64, target: f64) -> (f64, f64) {
        let error = output - target;
        let size = error.abs();
        // Near zero, the difference of the logarithms would be mostly rounding error.
        let loss = if size < 1e-2 {
            let square = error * error;
            square * (0.5 - square * (1.0 / 12.0 - square * (1.0 / 45.0)))
        } else {
            size + maths::log1p(maths::exp(-2.0 * size)) - std::f64::consts::LN_2
        };
        (loss, maths::tanh(error))
    }
}

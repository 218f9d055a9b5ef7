//! Activations in the training loop: value and slope of a whole layer at once. The activation is chosen once per layer
//! and batch.
#![expect(clippy::inline_always, reason = "a call left standing in a loop keeps the loop from being vectorised")]

use super::logistic;
use crate::functions::activation::ActivationKernel;
use crate::functions::function::Function;

impl ActivationKernel {
    /// Values and slopes at the pre-activations `zs`. `alpha` is the slope of a leaky rectifier for negative inputs.
    #[inline(always)]
    pub(crate) fn fill(self, function: &Function, alpha: f64, zs: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        match self {
            Self::Linear => each(zs, values, slopes, |z| (z, 1.0)),
            Self::Relu => each(zs, values, slopes, |z| if z > 0.0 { (z, 1.0) } else { (0.0, 0.0) }),
            Self::Leaky => each(zs, values, slopes, |z| if z > 0.0 { (z, 1.0) } else { (alpha * z, alpha) }),
            Self::Sigmoid => each(zs, values, slopes, logistic::sigmoid),
            Self::Tanh => each(zs, values, slopes, logistic::tanh),
            Self::Step | Self::Record => {
                function.values_and_slopes(zs, values, slopes);
            }
        }
    }
}

#[inline(always)]
fn each(zs: &[f64], values: &mut [f64], slopes: &mut [f64], both: impl Fn(f64) -> (f64, f64)) {
    for ((&z, value), slope) in zs.iter().zip(values).zip(slopes) {
        (*value, *slope) = both(z);
    }
}

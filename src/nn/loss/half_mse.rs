//! Half the mean of squared errors.

use super::{LossKernel, LossKind};
use crate::functions::activation::ActivationKernel;
use crate::nn::kinds::Kind;
use serde::{Deserialize, Serialize};

/// `½ (y − t)²`, the mean over outputs and samples. It is the loss of TensorFlow Playground.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct HalfMse {}

impl Kind for HalfMse {
    const NAMES: &'static [&'static str] = &["half-mse"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl LossKind for HalfMse {
    #[inline]
    fn each(&self, output: f64, target: f64) -> (f64, f64) {
        let error = output - target;
        (0.5 * error * error, error)
    }

    fn kernel(&self, _: ActivationKernel) -> LossKernel {
        LossKernel::HalfSquares
    }
}

//! The mean of squared errors.

use super::{LossKernel, LossKind};
use crate::nn::kinds::Kind;
use serde::{Deserialize, Serialize};
use crate::functions::activation::ActivationKernel;

/// `(y − t)²`, the mean over outputs and samples.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct Mse {}

impl Kind for Mse {
    const NAMES: &'static [&'static str] = &["mse"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl LossKind for Mse {
    #[inline]
    fn each(&self, output: f64, target: f64) -> (f64, f64) {
        let error = output - target;
        (error * error, 2.0 * error)
    }

    fn kernel(&self, _: ActivationKernel) -> LossKernel {
        LossKernel::Squares
    }
}

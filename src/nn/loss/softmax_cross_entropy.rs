//! The cross-entropy of classes.

use super::{LossKernel, LossKind};
use crate::nn::kinds::Kind;
use crate::functions::activation::ActivationKernel;
use serde::{Deserialize, Serialize};

/// `Σ t (ln Σ eᶻ − z)` over the outputs z, which are logits. The mean over samples.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct SoftmaxCrossEntropy {}

impl Kind for SoftmaxCrossEntropy {
    const NAMES: &'static [&'static str] = &["softmax-cross-entropy"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl LossKind for SoftmaxCrossEntropy {
    /// A single output always has the probability 1, so its loss is zero. Several outputs are computed together.
    fn each(&self, _: f64, _: f64) -> (f64, f64) {
        (0.0, 0.0)
    }

    fn kernel(&self, _: ActivationKernel) -> LossKernel {
        LossKernel::Softmax
    }

    fn is_joint(&self) -> bool {
        true
    }
}

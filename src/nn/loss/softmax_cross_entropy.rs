//! The cross-entropy of classes.

use super::{LossKernel, LossKind};
use crate::nn::kinds::Kind;
use crate::functions::activation::ActivationKernel;
use crate::numeric::maths::exp;
use serde::{Deserialize, Serialize};

/// `Σ t (ln Σ eᶻ − z)` over the outputs z, which are logits. The mean over samples.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct SoftmaxCrossEntropy {}

/// The loss of a sample and its slope, from as many outputs and targets by their index. It is stable for large outputs. `put`
/// gets the index of an output, what it adds to the loss, and the slope.
pub(crate) fn sample(
    outputs: usize,
    value: impl Fn(usize) -> f64,
    target: impl Fn(usize) -> f64,
    mut put: impl FnMut(usize, f64, f64),
) {
    let top = (0..outputs).map(&value).fold(f64::NEG_INFINITY, |top, z| if z > top { z } else { top });
    let sum: f64 = (0..outputs).map(|k| exp(value(k) - top)).sum();
    let whole: f64 = (0..outputs).map(&target).sum();
    let log = libm::log(sum);
    for k in 0..outputs {
        let (z, target) = (value(k) - top, target(k));
        put(k, target * (log - z), exp(z) / sum * whole - target);
    }
}

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

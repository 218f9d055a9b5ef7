//! The cross-entropy of probabilities of the label 1.

use super::{LossKernel, LossKind, Targets};
use crate::nn::kinds::Kind;
use crate::numeric::maths;
use crate::functions::activation::ActivationKernel;
use serde::{Deserialize, Serialize};

/// `−t ln p − (1 − t) ln(1 − p)`. After a sigmoid it is computed from the pre-activations, which stays accurate where
/// the sigmoid saturates. Other outputs are clipped to 1e-7 and 1 − 1e-7, as in Keras.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct BinaryCrossEntropy {}

/// The smallest distance of a clipped probability from 0 and 1.
const CLIP: f64 = 1e-7;

impl Kind for BinaryCrossEntropy {
    const NAMES: &'static [&'static str] = &["binary-cross-entropy"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl LossKind for BinaryCrossEntropy {
    #[inline]
    fn each(&self, output: f64, target: f64) -> (f64, f64) {
        let p = maths::clamp(output, CLIP, 1.0 - CLIP);
        let loss = -(target * libm::log(p) + (1.0 - target) * libm::log1p(-p));
        let slope = if p == output { (p - target) / (p * (1.0 - p)) } else { 0.0 };
        (loss, slope)
    }

    fn kernel(&self, last: ActivationKernel) -> LossKernel {
        if last == ActivationKernel::Sigmoid { LossKernel::Logit } else { LossKernel::Each }
    }

    fn targets(&self) -> Targets {
        Targets::Shares
    }
}

/// The same, computed from the pre-activation of a sigmoid with the value `output`. The slope is with respect to that
/// pre-activation.
#[inline]
pub(crate) fn from_logit(logit: f64, output: f64, target: f64) -> (f64, f64) {
    let positive = if logit < 0.0 { 0.0 } else { logit };
    let loss = positive - logit * target + libm::log1p(maths::exp(-logit.abs()));
    (loss, output - target)
}

//! What training makes small. A loss is a file here and a row below.

use super::kinds::{Kind, kinds};
use crate::functions::activation::ActivationKernel;
use crate::text::document::RangeError;
use crate::words::errors;

kinds! { $
    /// A measure of how far outputs are from targets.
    pub enum Loss, Loss, Loss, each_loss {
        /// The mean of squared errors.
        mse::Mse,
        /// The mean of absolute errors.
        mae::Mae,
        /// Half the square of small errors, a line beyond.
        huber::Huber,
        /// For targets 0 and 1, of probabilities.
        binary_cross_entropy::BinaryCrossEntropy,
        /// For classes, of logits.
        softmax_cross_entropy::SoftmaxCrossEntropy,
        /// For targets 0 and 1, of outputs on either side of 0.
        hinge::Hinge,
        /// A square near zero, the size far out.
        log_cosh::LogCosh,
    }
}

/// What a loss is.
pub(crate) trait LossKind: Kind {
    /// What one output adds to the loss of a sample, and the slope of that, before means are taken over outputs and samples.
    fn each(&self, output: f64, target: f64) -> (f64, f64);

    /// Which loop takes it, above this activation.
    fn kernel(&self, _last: ActivationKernel) -> LossKernel {
        LossKernel::Each
    }

    /// Which targets it can be taken of.
    fn targets(&self) -> Targets {
        Targets::Any
    }

    /// Above this an output says 1 where targets are 0 and 1.
    fn border(&self) -> f64 {
        0.5
    }

    /// Whether the outputs of a sample belong together, so that the largest of them is the answer.
    fn is_joint(&self) -> bool {
        false
    }

    /// Checks that the constants are in their ranges.
    ///
    /// # Errors
    /// The key of the one that is not, and what is wrong with it.
    fn check(&self) -> Result<(), (&'static str, RangeError)> {
        Ok(())
    }
}

/// The loops that take a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LossKernel {
    /// Squares, eight at a time.
    Squares,
    /// One output after another.
    Each,
    /// From the pre-activations of a sigmoid, which no saturation spoils.
    Logit,
    /// All outputs of a sample together.
    Softmax,
}

errors! {
    /// The targets that a loss can be taken of.
    #[derive(Copy, Eq)]
    pub enum Targets: "targets" {
        /// Any numbers.
        Any = "any",
        /// 0 and 1.
        Labels = "labels",
        /// From 0 to 1.
        Shares = "shares",
    }
}

impl Targets {
    /// Whether a target is such.
    pub(crate) fn take(self, target: f64) -> bool {
        match self {
            Self::Any => true,
            Self::Labels => target == 0.0 || target == 1.0,
            Self::Shares => (0.0..=1.0).contains(&target),
        }
    }
}

impl Loss {
    #[inline]
    pub(crate) fn each(&self, output: f64, target: f64) -> (f64, f64) {
        each_loss!(self, loss => loss.each(output, target))
    }

    pub(crate) fn kernel(&self, last: ActivationKernel) -> LossKernel {
        each_loss!(self, loss => loss.kernel(last))
    }

    pub(crate) fn targets(&self) -> Targets {
        each_loss!(self, loss => loss.targets())
    }

    pub(crate) fn border(&self) -> f64 {
        each_loss!(self, loss => loss.border())
    }

    pub(crate) fn is_joint(&self) -> bool {
        each_loss!(self, loss => loss.is_joint())
    }

    /// Checks that the constants are in their ranges.
    ///
    /// # Errors
    /// The key of the one that is not, and what is wrong with it.
    pub fn check(&self) -> Result<(), (&'static str, RangeError)> {
        each_loss!(self, loss => loss.check())
    }
}

pub(crate) use binary_cross_entropy::from_logit;

/// -1, 0 or 1; NaN for NaN.
fn sign(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() { x } else { x.signum() }
}

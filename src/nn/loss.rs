//! Losses. Each loss is a file in this directory and a row in the table below.

use super::kinds::{Kind, kinds};
use crate::functions::activation::ActivationKernel;
use crate::text::document::RangeError;
use crate::words::errors;

kinds! { $
    /// A measure of the distance between outputs and targets.
    pub enum Loss, Loss, Loss, each_loss {
        /// The mean of squared errors.
        mse::Mse,
        /// Half the mean of squared errors.
        half_mse::HalfMse,
        /// The mean of absolute errors.
        mae::Mae,
        /// Half the square of small errors, linear for larger ones.
        huber::Huber,
        /// The cross-entropy of probabilities, for targets 0 and 1.
        binary_cross_entropy::BinaryCrossEntropy,
        /// The cross-entropy of logits, for classes.
        softmax_cross_entropy::SoftmaxCrossEntropy,
        /// The hinge loss, for targets 0 and 1. The sign of an output is the prediction.
        hinge::Hinge,
        /// Quadratic near zero, linear for large errors.
        log_cosh::LogCosh,
    }
}

/// What each loss implements.
pub(crate) trait LossKind: Kind {
    /// The contribution of one output to the loss of a sample, and its slope, before the mean over outputs and samples.
    fn each(&self, output: f64, target: f64) -> (f64, f64);

    /// The loop that computes the loss above a last layer with this activation.
    fn kernel(&self, _last: ActivationKernel) -> LossKernel {
        LossKernel::Each
    }

    /// The targets for which the loss is defined.
    fn targets(&self) -> Targets {
        Targets::Any
    }

    /// Where targets are 0 and 1: an output above this means 1.
    fn border(&self) -> f64 {
        0.5
    }

    /// Whether the outputs of a sample are scores of classes, so that the largest is the prediction.
    fn is_joint(&self) -> bool {
        false
    }

    /// Checks that the constants are in their ranges.
    ///
    /// # Errors
    /// The key of the constant that is out of range, and what is wrong with it.
    fn check(&self) -> Result<(), (&'static str, RangeError)> {
        Ok(())
    }
}

/// The loops that compute a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LossKernel {
    /// Squared errors, eight at a time.
    Squares,
    /// Half the squared errors, eight at a time.
    HalfSquares,
    /// One output after another.
    Each,
    /// Computed from the pre-activations of a sigmoid, which stays accurate where the sigmoid saturates.
    Logit,
    /// All outputs of a sample together.
    Softmax,
}

errors! {
    /// The targets for which a loss is defined.
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
    /// Whether a target is valid.
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
    /// The key of the constant that is out of range, and what is wrong with it.
    pub fn check(&self) -> Result<(), (&'static str, RangeError)> {
        each_loss!(self, loss => loss.check())
    }
}

pub(crate) use binary_cross_entropy::from_logit;
pub(crate) use softmax_cross_entropy::sample as softmax_sample;

/// -1, 0 or 1; NaN for NaN.
fn sign(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() { x } else { x.signum() }
}

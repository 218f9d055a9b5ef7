//! What training makes small.

/// A measure of how far outputs are from targets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// The mean of squared errors over outputs and samples.
    Mse,
    /// The mean of absolute errors over outputs and samples; its slope at zero is zero.
    Mae,
    /// Half the square of errors up to `delta`, a line beyond (P. Huber, 1964, "Robust estimation of a location parameter").
    Huber {
        /// Where the line begins.
        delta: f64,
    },
    /// `−t ln p − (1 − t) ln(1 − p)`. After a sigmoid it is taken from the sums, which no saturation spoils; other outputs
    /// are held between 1e-7 and 1 − 1e-7, as Keras holds them.
    BinaryCrossEntropy,
    /// `Σ t (ln Σ eᶻ − z)`, over the outputs z as they are; the mean over samples.
    SoftmaxCrossEntropy,
    /// `max(0, 1 − (2t − 1) y)` for targets 0 and 1.
    Hinge,
}

/// How close to 0 and 1 a probability may come.
const CLIP: f64 = 1e-7;

impl Loss {
    /// Every loss with its name in files.
    pub const ALL: [(&'static str, Self); 6] = [
        ("mse", Self::Mse),
        ("mae", Self::Mae),
        ("huber", Self::Huber { delta: 1.0 }),
        ("binary-cross-entropy", Self::BinaryCrossEntropy),
        ("softmax-cross-entropy", Self::SoftmaxCrossEntropy),
        ("hinge", Self::Hinge),
    ];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mse => "mse",
            Self::Mae => "mae",
            Self::Huber { .. } => "huber",
            Self::BinaryCrossEntropy => "binary-cross-entropy",
            Self::SoftmaxCrossEntropy => "softmax-cross-entropy",
            Self::Hinge => "hinge",
        }
    }

    /// What one output adds to the loss of a sample, and the slope of that, before means are taken. The softmax is not
    /// of this kind: its outputs belong together.
    #[inline]
    pub(crate) fn each(self, output: f64, target: f64) -> (f64, f64) {
        let error = output - target;
        match self {
            Self::Mse | Self::SoftmaxCrossEntropy => (error * error, 2.0 * error),
            Self::Mae => (error.abs(), sign(error)),
            Self::Huber { delta } if error.abs() <= delta => (0.5 * error * error, error),
            Self::Huber { delta } => (delta * (error.abs() - 0.5 * delta), delta * sign(error)),
            Self::BinaryCrossEntropy => clipped(output, target),
            Self::Hinge => {
                let side = 2.0 * target - 1.0;
                let margin = 1.0 - side * output;
                if margin > 0.0 { (margin, -side) } else { (if margin.is_nan() { margin } else { 0.0 }, 0.0) }
            }
        }
    }

    /// Binary cross-entropy from the sum before a sigmoid of value `output`, and its slope by that sum.
    #[inline]
    pub(crate) fn from_logit(logit: f64, output: f64, target: f64) -> (f64, f64) {
        let positive = if logit < 0.0 { 0.0 } else { logit };
        let loss = positive - logit * target + libm::log1p(super::maths::exp(-logit.abs()));
        (loss, output - target)
    }
}

fn clipped(output: f64, target: f64) -> (f64, f64) {
    let p = super::maths::clamp(output, CLIP, 1.0 - CLIP);
    let loss = -(target * libm::log(p) + (1.0 - target) * libm::log1p(-p));
    let slope = if p == output { (p - target) / (p * (1.0 - p)) } else { 0.0 };
    (loss, slope)
}

/// -1, 0 or 1; NaN for NaN.
fn sign(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() { x } else { x.signum() }
}

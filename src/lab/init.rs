//! What weights start from.

use super::stream::Stream;

/// A way to draw the first weights of a layer with so many inputs (fan-in) and units (fan-out).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Init {
    /// ±√(6 / (in + out)) (X. Glorot and Y. Bengio, 2010, "Understanding the difficulty of training deep feedforward neural
    /// networks").
    GlorotUniform,
    /// Variance 2 / (in + out), truncated at two deviations.
    GlorotNormal,
    /// ±√(6 / in) (K. He, X. Zhang, S. Ren, J. Sun, 2015, "Delving deep into rectifiers").
    HeUniform,
    /// Variance 2 / in, truncated at two deviations.
    HeNormal,
    /// ±√(3 / in) (Y. `LeCun` and others, 1998, "Efficient backprop").
    LecunUniform,
    /// Variance 1 / in, truncated at two deviations.
    LecunNormal,
    /// ±scale.
    Uniform {
        /// The largest weight.
        scale: f64,
    },
    /// Normal with this deviation.
    Normal {
        /// The standard deviation.
        scale: f64,
    },
    /// All zero.
    Zeros,
    /// All the same.
    Constant {
        /// Every weight.
        value: f64,
    },
}

/// The deviation of a standard normal that is drawn again beyond two; Keras divides by it.
#[expect(clippy::unreadable_literal, reason = "a constant is read by the compiler, not by people")]
const TRUNCATED_DEVIATION: f64 = 0.8796256610342398;

impl Init {
    /// Every way with its name in files, constants at their defaults.
    pub const ALL: [(&'static str, Self); 10] = [
        ("glorot-uniform", Self::GlorotUniform),
        ("glorot-normal", Self::GlorotNormal),
        ("he-uniform", Self::HeUniform),
        ("he-normal", Self::HeNormal),
        ("lecun-uniform", Self::LecunUniform),
        ("lecun-normal", Self::LecunNormal),
        ("uniform", Self::Uniform { scale: 0.05 }),
        ("normal", Self::Normal { scale: 0.05 }),
        ("zeros", Self::Zeros),
        ("constant", Self::Constant { value: 0.0 }),
    ];

    /// The name in files.
    pub fn name(self) -> &'static str {
        let same = |other: &Self| std::mem::discriminant(other) == std::mem::discriminant(&self);
        Self::ALL.iter().find(|(_, init)| same(init)).map_or("", |(name, _)| name)
    }

    /// Whether weights are drawn, so that they differ from seed to seed.
    pub fn is_drawn(self) -> bool {
        match self {
            Self::Uniform { scale } | Self::Normal { scale } => scale != 0.0,
            Self::Zeros | Self::Constant { .. } => false,
            _ => true,
        }
    }

    /// Fills the weights of a layer.
    pub(crate) fn fill(self, inputs: usize, units: usize, stream: &mut Stream, weights: &mut [f64]) {
        let (fan_in, fan_both) = (inputs as f64, (inputs + units) as f64);
        match self {
            Self::GlorotUniform => uniform((6.0 / fan_both).sqrt(), stream, weights),
            Self::HeUniform => uniform((6.0 / fan_in).sqrt(), stream, weights),
            Self::LecunUniform => uniform((3.0 / fan_in).sqrt(), stream, weights),
            Self::Uniform { scale } => uniform(scale, stream, weights),
            Self::GlorotNormal => truncated((2.0 / fan_both).sqrt(), stream, weights),
            Self::HeNormal => truncated((2.0 / fan_in).sqrt(), stream, weights),
            Self::LecunNormal => truncated((1.0 / fan_in).sqrt(), stream, weights),
            Self::Normal { scale } => {
                for weight in weights {
                    *weight = scale * stream.normal();
                }
            }
            Self::Zeros => weights.fill(0.0),
            Self::Constant { value } => weights.fill(value),
        }
    }
}

fn uniform(limit: f64, stream: &mut Stream, weights: &mut [f64]) {
    for weight in weights {
        *weight = limit * (2.0 * stream.uniform() - 1.0);
    }
}

fn truncated(deviation: f64, stream: &mut Stream, weights: &mut [f64]) {
    let scale = deviation / TRUNCATED_DEVIATION;
    for weight in weights {
        *weight = scale * stream.truncated_normal();
    }
}

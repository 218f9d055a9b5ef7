//! Initialisers: how the initial weights are drawn. Each is a file in this directory and a row in the table below.

use super::kinds::{Kind, kinds};
use crate::numeric::stream::RandomSource;

kinds! { $
    /// How to draw the initial weights of a layer with `in` inputs (fan-in) and `out` units (fan-out).
    pub enum Init, Init, Init, each_init {
        /// Uniform in ±√(6 / (in + out)).
        glorot_uniform::GlorotUniform,
        /// Normal with variance 2 / (in + out), truncated.
        glorot_normal::GlorotNormal,
        /// Uniform in ±√(6 / in).
        he_uniform::HeUniform,
        /// Normal with variance 2 / in, truncated.
        he_normal::HeNormal,
        /// Uniform in ±√(3 / in).
        lecun_uniform::LecunUniform,
        /// Normal with variance 1 / in, truncated.
        lecun_normal::LecunNormal,
        /// Uniform in ±scale.
        uniform::Uniform,
        /// Normal with a given standard deviation.
        normal::Normal,
        /// All zero.
        zeros::Zeros,
        /// All the same number.
        constant::ConstantInit,
        /// Uniform in ±½, from the generator of TensorFlow Playground.
        playground::PlaygroundInit,
    }
}

/// What each initialiser implements.
pub(crate) trait InitKind: Kind {
    /// Whether the initialiser draws random numbers.
    const IS_DRAWN: bool = true;

    /// Whether weights differ from seed to seed.
    fn is_drawn(&self) -> bool {
        Self::IS_DRAWN
    }

    /// The number that the initialiser takes, such as the 0.5 of `normal:0.5`.
    fn number(&mut self) -> Option<&mut f64> {
        None
    }

    /// Whether the initialiser accepts this number.
    fn takes(&self, number: f64) -> bool {
        number >= 0.0
    }

    /// The rules by which TensorFlow Playground draws data and weights, if it has them.
    fn playground(&self) -> Option<&PlaygroundInit> {
        None
    }

    /// Fills the weights of a layer.
    fn fill(&self, fan_in: f64, fan_out: f64, stream: &mut dyn RandomSource, weights: &mut [f64]);
}

/// The standard deviation of a standard normal truncated at ±2. Keras divides by it.
#[expect(clippy::unreadable_literal, reason = "a constant is read by the compiler, not by people")]
const TRUNCATED_DEVIATION: f64 = 0.8796256610342398;

impl Init {
    /// Whether weights are drawn, so that they differ from seed to seed.
    pub fn is_drawn(&self) -> bool {
        each_init!(self, init => init.is_drawn())
    }

    /// The number that the initialiser takes, such as the 0.5 of `normal:0.5`.
    pub fn number(&self) -> Option<f64> {
        each_init!(&mut self.clone(), init => init.number().copied())
    }

    /// The same initialiser with another number. `None` if it takes no number, or not this one.
    pub fn with_number(mut self, number: f64) -> Option<Self> {
        let fits = number.is_finite() && each_init!(&self, init => init.takes(number));
        *each_init!(&mut self, init => init.number())? = number;
        fits.then_some(self)
    }

    /// The rules by which TensorFlow Playground draws data and weights, if it has them.
    pub fn playground(&self) -> Option<&PlaygroundInit> {
        each_init!(self, init => init.playground())
    }

    /// Fills the weights of a layer.
    pub(crate) fn fill(&self, inputs: usize, units: usize, stream: &mut dyn RandomSource, weights: &mut [f64]) {
        each_init!(self, init => init.fill(inputs as f64, units as f64, stream, weights));
    }
}

fn uniform(limit: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
    for weight in weights {
        *weight = limit * (2.0 * stream.uniform() - 1.0);
    }
}

fn truncated(deviation: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
    let scale = deviation / TRUNCATED_DEVIATION;
    for weight in weights {
        *weight = scale * stream.truncated_normal();
    }
}

//! Adam with Nesterov momentum.
#![expect(clippy::inline_always, reason = "compiled for the width of the machine, inside its function")]

use super::{Adam, NamedConstant, OptimizerKind, OptimizerMemory};
use crate::nn::kinds::Kind;
use crate::numeric::vector::Eight;
use crate::text::document::{positive, share};
use serde::{Deserialize, Serialize};

/// `p −= rate · (uₜ₊₁ m / (1 − Πuₜ₊₁) + (1 − uₜ) g / (1 − Πuₜ)) / (√(v / (1 − β₂ᵗ)) + ε)` with
/// `uₜ = β₁ (1 − ½ · 0.96ᵗ)` and Π the product of all u up to then (T. Dozat, 2016, "Incorporating Nesterov momentum
/// into Adam"), as in Keras.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an optimizer")]
pub struct Nadam {
    /// The learning rate.
    #[serde(deserialize_with = "positive")]
    pub learning_rate: f64,
    /// The decay of the running mean of gradients.
    #[serde(deserialize_with = "share")]
    pub beta_1: f64,
    /// The decay of the running mean of squares.
    #[serde(deserialize_with = "share")]
    pub beta_2: f64,
    /// Prevents a division by zero.
    #[serde(deserialize_with = "positive")]
    pub epsilon: f64,
}

/// How fast the momentum grows to its full size.
const DECAY: f64 = 0.96;

impl Default for Nadam {
    fn default() -> Self {
        let Adam { learning_rate, beta_1, beta_2, epsilon } = Adam::default();
        Self { learning_rate, beta_1, beta_2, epsilon }
    }
}

impl Kind for Nadam {
    const NAMES: &'static [&'static str] = &["nadam"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl OptimizerKind for Nadam {
    const MEMORY: usize = 2;
    /// 0.96ᵗ, β₂ᵗ and the product of the u.
    const SCALARS: &'static [f64] = &[1.0, 1.0, 1.0];

    fn learning_rate(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }

    fn constants(&self) -> Vec<NamedConstant> {
        let Self { learning_rate, beta_1, beta_2, epsilon } = *self;
        Adam { learning_rate, beta_1, beta_2, epsilon }.constants()
    }

    #[inline(always)]
    fn step<E: Eight>(&self, e: E, state: &mut OptimizerMemory, params: &mut [[f64; 8]], grads: &[[f64; 8]]) {
        let [decay, two, product] = &mut state.scalars[..] else { return };
        let [firsts, seconds] = &mut state.memory[..] else { return };
        (*decay, *two) = (*decay * DECAY, *two * self.beta_2);
        let here = self.beta_1 * (1.0 - 0.5 * *decay);
        let next = self.beta_1 * (1.0 - 0.5 * (*decay * DECAY));
        *product *= here;
        let (by_mean, by_gradient) = (next / (1.0 - *product * next), (1.0 - here) / (1.0 - *product));
        let (by_mean, by_gradient) = (e.splat8(by_mean), e.splat8(by_gradient));
        let (rate, epsilon) = (e.splat8(self.learning_rate), e.splat8(self.epsilon));
        let (new_one, new_two) = (e.splat8(1.0 - self.beta_1), e.splat8(1.0 - self.beta_2));
        let unbias = e.splat8(1.0 - *two);
        let memory = firsts.all_mut().iter_mut().zip(seconds.all_mut());
        for ((p, g), (m, v)) in params.iter_mut().zip(grads).zip(memory) {
            let (g, old_first, old_second) = (e.load8(g), e.load8(m), e.load8(v));
            let first = e.add8(old_first, e.mul8(new_one, e.sub8(g, old_first)));
            let second = e.add8(old_second, e.mul8(new_two, e.sub8(e.mul8(g, g), old_second)));
            e.store8(m, first);
            e.store8(v, second);
            let ahead = e.add8(e.mul8(by_mean, first), e.mul8(by_gradient, g));
            let root = e.add8(e.sqrt8(e.div8(second, unbias)), epsilon);
            e.store8(p, e.sub8(e.load8(p), e.div8(e.mul8(rate, ahead), root)));
        }
    }
}

//! Running means of gradients and of their squares.
#![expect(clippy::inline_always, reason = "compiled for the width of the machine, inside its function")]

use super::{ValueRange, NamedConstant, FEW, OptimizerKind, OptimizerMemory};
use crate::nn::kinds::Kind;
use crate::numeric::vector::Eight;
use crate::text::document::{positive, share};
use serde::{Deserialize, Serialize};

/// `p −= rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)` (D. Kingma and J. Ba, 2015, "Adam: a method for stochastic
/// optimization").
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an optimizer")]
pub struct Adam {
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

impl Default for Adam {
    fn default() -> Self {
        Self { learning_rate: 0.001, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 }
    }
}

impl Kind for Adam {
    const NAMES: &'static [&'static str] = &["adam"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl OptimizerKind for Adam {
    const MEMORY: usize = 2;
    /// β₁ᵗ and β₂ᵗ.
    const SCALARS: &'static [f64] = &[1.0, 1.0];

    fn learning_rate(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }

    fn constants(&self) -> Vec<NamedConstant> {
        let Self { learning_rate: _, beta_1, beta_2, epsilon } = self;
        vec![
            NamedConstant("beta_1", *beta_1, ValueRange::Share),
            NamedConstant("beta_2", *beta_2, ValueRange::Share),
            NamedConstant("epsilon", *epsilon, ValueRange::Positive),
        ]
    }

    #[inline(always)]
    fn step<E: Eight>(&self, e: E, state: &mut OptimizerMemory, params: &mut [[f64; 8]], grads: &[[f64; 8]]) {
        let [one, two] = &mut state.scalars[..] else { return };
        (*one, *two) = (*one * self.beta_1, *two * self.beta_2);
        let rate = self.learning_rate * (1.0 - *two).sqrt() / (1.0 - *one);
        if state.count <= FEW {
            self.step_few(state, params, grads, rate);
            return;
        }
        let [firsts, seconds] = &mut state.memory[..] else { return };
        let (rate, epsilon) = (e.splat8(rate), e.splat8(self.epsilon));
        let (one, new_one) = (e.splat8(self.beta_1), e.splat8(1.0 - self.beta_1));
        let (two, new_two) = (e.splat8(self.beta_2), e.splat8(1.0 - self.beta_2));
        let memory = firsts.all_mut().iter_mut().zip(seconds.all_mut());
        for ((p, g), (m, v)) in params.iter_mut().zip(grads).zip(memory) {
            let g = e.load8(g);
            let first = e.add8(e.mul8(one, e.load8(m)), e.mul8(new_one, g));
            let second = e.add8(e.mul8(two, e.load8(v)), e.mul8(new_two, e.mul8(g, g)));
            e.store8(m, first);
            e.store8(v, second);
            let step = e.div8(e.mul8(rate, first), e.add8(e.sqrt8(second), epsilon));
            e.store8(p, e.sub8(e.load8(p), step));
        }
    }
}

impl Adam {
    /// The same, one parameter at a time. Loading a few gradients that have just been stored as single numbers is
    /// faster that way.
    #[inline(always)]
    fn step_few(&self, state: &mut OptimizerMemory, params: &mut [[f64; 8]], grads: &[[f64; 8]], rate: f64) {
        let [firsts, seconds] = &mut state.memory[..] else { return };
        let (new_one, new_two) = (1.0 - self.beta_1, 1.0 - self.beta_2);
        let memory = firsts.flat_mut().iter_mut().zip(seconds.flat_mut());
        let params = params.as_flattened_mut().iter_mut().zip(grads.as_flattened());
        for ((p, g), (m, v)) in params.zip(memory).take(state.count) {
            *m = self.beta_1 * *m + new_one * g;
            *v = self.beta_2 * *v + new_two * (g * g);
            *p -= rate * *m / (v.sqrt() + self.epsilon);
        }
    }
}

//! The gradient divided by the root of a running mean of its squares.
#![expect(clippy::inline_always, reason = "compiled for the width of the machine, inside its function")]

use super::{ValueRange, NamedConstant, OptimizerKind, OptimizerMemory};
use crate::nn::kinds::Kind;
use crate::numeric::vector::Eight;
use crate::text::document::{positive, share};
use serde::{Deserialize, Serialize};

/// `v = ρ v + (1 − ρ) g²; p −= rate · g / √(v + ε)` (T. Tieleman and G. Hinton, 2012, "Lecture 6.5: rmsprop").
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an optimizer")]
pub struct RmsProp {
    /// The learning rate.
    #[serde(deserialize_with = "positive")]
    pub learning_rate: f64,
    /// The decay of the running mean of squares.
    #[serde(deserialize_with = "share")]
    pub rho: f64,
    /// Prevents a division by zero.
    #[serde(deserialize_with = "positive")]
    pub epsilon: f64,
}

impl Default for RmsProp {
    fn default() -> Self {
        Self { learning_rate: 0.001, rho: 0.9, epsilon: 1e-7 }
    }
}

impl Kind for RmsProp {
    const NAMES: &'static [&'static str] = &["rmsprop"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl OptimizerKind for RmsProp {
    const MEMORY: usize = 1;

    fn learning_rate(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }

    fn constants(&self) -> Vec<NamedConstant> {
        let Self { learning_rate: _, rho, epsilon } = self;
        vec![NamedConstant("rho", *rho, ValueRange::Share), NamedConstant("epsilon", *epsilon, ValueRange::Positive)]
    }

    #[inline(always)]
    fn step<E: Eight>(&self, e: E, state: &mut OptimizerMemory, params: &mut [[f64; 8]], grads: &[[f64; 8]]) {
        let [squares] = &mut state.memory[..] else { return };
        let rate = e.splat8(self.learning_rate);
        let (old, new, epsilon) = (e.splat8(self.rho), e.splat8(1.0 - self.rho), e.splat8(self.epsilon));
        for ((p, g), v) in params.iter_mut().zip(grads).zip(squares.all_mut()) {
            let g = e.load8(g);
            let square = e.add8(e.mul8(old, e.load8(v)), e.mul8(new, e.mul8(g, g)));
            e.store8(v, square);
            let step = e.div8(e.mul8(rate, g), e.sqrt8(e.add8(square, epsilon)));
            e.store8(p, e.sub8(e.load8(p), step));
        }
    }
}

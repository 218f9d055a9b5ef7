//! Gradient descent.
#![expect(clippy::inline_always, reason = "compiled for the width of the machine, inside its function")]

use super::{ValueRange, NamedConstant, OptimizerKind, OptimizerMemory};
use crate::nn::kinds::Kind;
use crate::numeric::vector::Eight;
use crate::text::document::{positive, share};
use serde::{Deserialize, Serialize};

/// `p −= rate · g`, or with momentum `v = m v − rate · g; p += v`, or with Nesterov momentum `p += m v − rate · g` (Y.
/// Nesterov, 1983, "A method of solving a convex programming problem with convergence rate O(1/k²)").
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an optimizer")]
pub struct Sgd {
    /// The learning rate.
    #[serde(deserialize_with = "positive")]
    pub learning_rate: f64,
    /// The fraction of the last step that is added to the next one.
    #[serde(deserialize_with = "share")]
    pub momentum: f64,
    /// Whether to use Nesterov momentum.
    pub nesterov: bool,
}

impl Default for Sgd {
    fn default() -> Self {
        Self { learning_rate: 0.01, momentum: 0.0, nesterov: false }
    }
}

impl Kind for Sgd {
    const NAMES: &'static [&'static str] = &["sgd"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl OptimizerKind for Sgd {
    const MEMORY: usize = 1;

    fn learning_rate(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }

    fn constants(&self) -> Vec<NamedConstant> {
        let Self { learning_rate: _, momentum, nesterov: _ } = self;
        vec![NamedConstant("momentum", *momentum, ValueRange::Share)]
    }

    #[inline(always)]
    fn step<E: Eight>(&self, e: E, state: &mut OptimizerMemory, params: &mut [[f64; 8]], grads: &[[f64; 8]]) {
        let rate = e.splat8(self.learning_rate);
        if self.momentum == 0.0 {
            for (p, g) in params.iter_mut().zip(grads) {
                e.store8(p, e.sub8(e.load8(p), e.mul8(rate, e.load8(g))));
            }
            return;
        }
        let [velocities] = &mut state.memory[..] else { return };
        let keep = e.splat8(self.momentum);
        for ((p, g), v) in params.iter_mut().zip(grads).zip(velocities.all_mut()) {
            let down = e.mul8(rate, e.load8(g));
            let velocity = e.sub8(e.mul8(keep, e.load8(v)), down);
            e.store8(v, velocity);
            let step = if self.nesterov { e.sub8(e.mul8(keep, velocity), down) } else { velocity };
            e.store8(p, e.add8(e.load8(p), step));
        }
    }
}

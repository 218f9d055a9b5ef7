//! Adam with weight decay that is separate from the gradient.
#![expect(clippy::inline_always, reason = "compiled for the width of the machine, inside its function")]

use super::{Adam, ValueRange, NamedConstant, OptimizerKind, OptimizerMemory};
use crate::nn::kinds::Kind;
use crate::numeric::vector::Eight;
use crate::text::document::{at_least_zero, positive, share};
use serde::{Deserialize, Serialize};

/// First `p −= rate · decay · p`, for biases too, then a step of [`Adam`] (I. Loshchilov and F. Hutter, 2019,
/// "Decoupled weight decay regularization").
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an optimizer")]
pub struct AdamW {
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
    /// The fraction of each parameter that a step removes, before it is multiplied by the learning rate.
    #[serde(deserialize_with = "at_least_zero")]
    pub weight_decay: f64,
}

impl Default for AdamW {
    fn default() -> Self {
        let Adam { learning_rate, beta_1, beta_2, epsilon } = Adam::default();
        Self { learning_rate, beta_1, beta_2, epsilon, weight_decay: 0.004 }
    }
}

impl Kind for AdamW {
    const NAMES: &'static [&'static str] = &["adamw"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl AdamW {
    fn adam(&self) -> Adam {
        let Self { learning_rate, beta_1, beta_2, epsilon, weight_decay: _ } = *self;
        Adam { learning_rate, beta_1, beta_2, epsilon }
    }
}

impl OptimizerKind for AdamW {
    const MEMORY: usize = Adam::MEMORY;
    const SCALARS: &'static [f64] = Adam::SCALARS;

    fn learning_rate(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }

    fn constants(&self) -> Vec<NamedConstant> {
        let mut all = self.adam().constants();
        all.push(NamedConstant("weight_decay", self.weight_decay, ValueRange::AtLeastZero));
        all
    }

    #[inline(always)]
    fn step<E: Eight>(&self, e: E, state: &mut OptimizerMemory, params: &mut [[f64; 8]], grads: &[[f64; 8]]) {
        let share = e.splat8(self.learning_rate * self.weight_decay);
        for p in params.iter_mut() {
            let value = e.load8(p);
            e.store8(p, e.sub8(value, e.mul8(share, value)));
        }
        self.adam().step(e, state, params, grads);
    }
}

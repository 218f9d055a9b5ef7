//! How weights follow gradients: the rules of Keras, with its defaults and its places for ε.
#![expect(clippy::inline_always, reason = "the rules are compiled for the width of the machine, inside its function")]

use super::vector::{Blocks, Eight};

/// A rule with its constants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Optimizer {
    /// How far a step goes.
    pub learning_rate: f64,
    /// Which way it goes.
    pub rule: Rule,
}

/// Which way a step goes, given the gradient g.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// `p −= rate · g`, or with momentum `v = m v − rate · g; p += v`, or with Nesterov's look ahead `p += m v − rate · g`
    /// (Y. Nesterov, 1983, "A method of solving a convex programming problem with convergence rate O(1/k²)").
    Sgd {
        /// The share of the last step that is taken again.
        momentum: f64,
        /// Whether to look ahead.
        nesterov: bool,
    },
    /// `v = ρ v + (1 − ρ) g²; p −= rate · g / √(v + ε)` (T. Tieleman and G. Hinton, 2012, "Lecture 6.5: rmsprop").
    RmsProp {
        /// The memory of squares.
        rho: f64,
        /// Keeps the quotient finite.
        epsilon: f64,
    },
    /// `p −= rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)` (D. Kingma and J. Ba, 2015, "Adam: a method for stochastic
    /// optimization"); with a decay, first `p −= rate · decay · p`, biases too (I. Loshchilov and F. Hutter, 2019,
    /// "Decoupled weight decay regularization").
    Adam {
        /// The memory of gradients.
        beta_1: f64,
        /// The memory of squares.
        beta_2: f64,
        /// Keeps the quotient finite.
        epsilon: f64,
        /// `AdamW`'s decay; plain Adam has none.
        weight_decay: Option<f64>,
    },
}

impl Rule {
    /// The names in files.
    pub const NAMES: [&'static str; 4] = ["sgd", "rmsprop", "adam", "adamw"];

    /// The rule of this name with the constants Keras gives it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "sgd" => Some(Self::Sgd { momentum: 0.0, nesterov: false }),
            "rmsprop" => Some(Self::RmsProp { rho: 0.9, epsilon: 1e-7 }),
            "adam" => Some(Self::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, weight_decay: None }),
            "adamw" => Some(Self::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, weight_decay: Some(0.004) }),
            _ => None,
        }
    }

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sgd { .. } => "sgd",
            Self::RmsProp { .. } => "rmsprop",
            Self::Adam { weight_decay: None, .. } => "adam",
            Self::Adam { weight_decay: Some(_), .. } => "adamw",
        }
    }

    /// The learning rate Keras gives it.
    pub fn default_rate(self) -> f64 {
        if matches!(self, Self::Sgd { .. }) { 0.01 } else { 0.001 }
    }
}

/// An optimizer at work: its constants and what it remembers of earlier steps.
#[derive(Clone, Debug)]
pub(crate) struct Update {
    pub(crate) optimizer: Optimizer,
    /// Adam's m, or the velocity.
    pub(crate) first: Blocks,
    /// Adam's v, or the mean of squares.
    pub(crate) second: Blocks,
    /// β₁ᵗ and β₂ᵗ.
    pub(crate) powers: [f64; 2],
    /// How many parameters there are.
    count: usize,
}

/// Up to this many parameters are updated one by one.
const FEW: usize = 4;

impl Update {
    pub(crate) fn new(optimizer: Optimizer, count: usize) -> Self {
        let zeros = || Blocks::zeros(count.div_ceil(8));
        Self { optimizer, first: zeros(), second: zeros(), powers: [1.0; 2], count }
    }

    /// One step of the parameters along their gradients.
    #[inline(always)]
    pub(crate) fn step<E: Eight>(&mut self, e: E, params: &mut [[f64; 8]], grads: &[[f64; 8]]) {
        match self.optimizer.rule {
            Rule::Adam { beta_1, beta_2, epsilon, weight_decay } => {
                if let Some(decay) = weight_decay {
                    shrink(e, params, self.optimizer.learning_rate * decay);
                }
                self.adam(e, params, grads, [beta_1, beta_2, epsilon]);
            }
            Rule::RmsProp { rho, epsilon } => self.rmsprop(e, params, grads, rho, epsilon),
            Rule::Sgd { momentum: 0.0, .. } => {
                let rate = e.splat8(self.optimizer.learning_rate);
                for (p, g) in params.iter_mut().zip(grads) {
                    e.store8(p, e.sub8(e.load8(p), e.mul8(rate, e.load8(g))));
                }
            }
            Rule::Sgd { momentum, nesterov } => self.momentum(e, params, grads, momentum, nesterov),
        }
    }

    #[inline(always)]
    fn adam<E: Eight>(&mut self, e: E, params: &mut [[f64; 8]], grads: &[[f64; 8]], [one, two, epsilon]: [f64; 3]) {
        self.powers = [self.powers[0] * one, self.powers[1] * two];
        let rate = self.optimizer.learning_rate * (1.0 - self.powers[1]).sqrt() / (1.0 - self.powers[0]);
        if self.count <= FEW {
            self.adam_few(params, grads, rate, [one, two, epsilon]);
            return;
        }
        let (rate, epsilon) = (e.splat8(rate), e.splat8(epsilon));
        let (one, new_one) = (e.splat8(one), e.splat8(1.0 - one));
        let (two, new_two) = (e.splat8(two), e.splat8(1.0 - two));
        let memory = self.first.all_mut().iter_mut().zip(self.second.all_mut());
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

    /// The same, one by one: a handful of gradients that have just been written as single numbers is sooner read as such.
    #[inline(always)]
    fn adam_few(&mut self, params: &mut [[f64; 8]], grads: &[[f64; 8]], rate: f64, [one, two, epsilon]: [f64; 3]) {
        let (new_one, new_two) = (1.0 - one, 1.0 - two);
        let memory = self.first.flat_mut().iter_mut().zip(self.second.flat_mut());
        let params = params.as_flattened_mut().iter_mut().zip(grads.as_flattened());
        for ((p, g), (m, v)) in params.zip(memory).take(self.count) {
            *m = one * *m + new_one * g;
            *v = two * *v + new_two * (g * g);
            *p -= rate * *m / (v.sqrt() + epsilon);
        }
    }

    #[inline(always)]
    fn rmsprop<E: Eight>(&mut self, e: E, params: &mut [[f64; 8]], grads: &[[f64; 8]], rho: f64, epsilon: f64) {
        let rate = e.splat8(self.optimizer.learning_rate);
        let (old, new, epsilon) = (e.splat8(rho), e.splat8(1.0 - rho), e.splat8(epsilon));
        for ((p, g), v) in params.iter_mut().zip(grads).zip(self.second.all_mut()) {
            let g = e.load8(g);
            let square = e.add8(e.mul8(old, e.load8(v)), e.mul8(new, e.mul8(g, g)));
            e.store8(v, square);
            let step = e.div8(e.mul8(rate, g), e.sqrt8(e.add8(square, epsilon)));
            e.store8(p, e.sub8(e.load8(p), step));
        }
    }

    #[inline(always)]
    fn momentum<E: Eight>(&mut self, e: E, params: &mut [[f64; 8]], grads: &[[f64; 8]], keep: f64, nesterov: bool) {
        let (rate, keep) = (e.splat8(self.optimizer.learning_rate), e.splat8(keep));
        for ((p, g), v) in params.iter_mut().zip(grads).zip(self.first.all_mut()) {
            let down = e.mul8(rate, e.load8(g));
            let velocity = e.sub8(e.mul8(keep, e.load8(v)), down);
            e.store8(v, velocity);
            let step = if nesterov { e.sub8(e.mul8(keep, velocity), down) } else { velocity };
            e.store8(p, e.add8(e.load8(p), step));
        }
    }
}

#[inline(always)]
fn shrink<E: Eight>(e: E, params: &mut [[f64; 8]], share: f64) {
    let share = e.splat8(share);
    for p in params {
        let value = e.load8(p);
        e.store8(p, e.sub8(value, e.mul8(share, value)));
    }
}

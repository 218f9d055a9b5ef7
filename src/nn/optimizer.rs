//! How weights follow gradients: the rules of Keras, with its defaults and its places for ε. A rule is a file here and a row
//! below.
#![expect(clippy::inline_always, reason = "the rules are compiled for the width of the machine, inside its function")]

use super::kinds::{Kind, kinds};
use crate::numeric::vector::{Blocks, Eight};
use crate::text::document::{RangeError, ValueRange};

kinds! { $
    /// A rule with its constants.
    pub enum Optimizer, Optimizer, Optimizer, each_rule {
        /// Gradient descent, with or without momentum.
        sgd::Sgd,
        /// Steps divided by the root of a running mean of squares.
        rmsprop::RmsProp,
        /// Running means of gradients and of their squares.
        adam::Adam,
        /// Adam with decay of the weights apart from the gradient.
        adamw::AdamW,
        /// Adam with Nesterov's look ahead.
        nadam::Nadam,
    }
}

/// What a rule does.
pub(crate) trait OptimizerKind: Kind {
    /// How many numbers it remembers of each parameter.
    const MEMORY: usize;
    /// The numbers it remembers of all parameters together, as they begin.
    const SCALARS: &'static [f64] = &[];

    /// How far a step goes.
    fn learning_rate(&mut self) -> &mut f64;

    /// The constants with their names, each with whether it is in its range and what that is.
    fn constants(&self) -> Vec<NamedConstant>;

    /// One step of the parameters along their gradients.
    fn step<E: Eight>(&self, e: E, state: &mut OptimizerMemory, params: &mut [[f64; 8]], grads: &[[f64; 8]]);
}

/// A constant of a rule: its name, its value, and its range.
pub(crate) struct NamedConstant(pub(crate) &'static str, pub(crate) f64, pub(crate) ValueRange);

fn holds(range: ValueRange, x: f64) -> bool {
    x.is_finite()
        && match range {
            ValueRange::Positive => x > 0.0,
            ValueRange::AtLeastZero => x >= 0.0,
            ValueRange::Share => (0.0..1.0).contains(&x),
            ValueRange::FromTo { low, high } => (f64::from(low)..=f64::from(high)).contains(&x),
        }
}

impl Optimizer {
    /// How far a step goes.
    pub fn learning_rate(&self) -> f64 {
        *self.clone().learning_rate_mut()
    }

    /// How far a step goes, to be changed.
    pub fn learning_rate_mut(&mut self) -> &mut f64 {
        each_rule!(self, rule => rule.learning_rate())
    }

    /// Checks that every constant is in its range.
    ///
    /// # Errors
    /// The key of the one that is not, and what is wrong with it.
    pub fn check(&self) -> Result<(), (&'static str, RangeError)> {
        let mut all = each_rule!(self, rule => rule.constants());
        all.insert(0, NamedConstant("learning_rate", self.learning_rate(), ValueRange::Positive));
        let wrong = all.into_iter().find(|NamedConstant(_, value, bounds)| !holds(*bounds, *value));
        wrong.map_or(Ok(()), |NamedConstant(name, value, bounds)| Err(RangeError::keyed(name, &value, bounds)))
    }
}

/// What an optimizer remembers of earlier steps.
#[derive(Clone, Debug)]
pub(crate) struct OptimizerMemory {
    /// For each parameter, as many numbers as the rule remembers.
    pub(crate) memory: Vec<Blocks>,
    /// For all parameters together.
    pub(crate) scalars: Vec<f64>,
    /// How many parameters there are.
    count: usize,
}

/// An optimizer at work: its constants and what it remembers of earlier steps.
#[derive(Clone, Debug)]
pub(crate) struct OptimizerState {
    optimizer: Optimizer,
    pub(crate) state: OptimizerMemory,
}

/// Parameters are updated one by one if there are no more than this.
const FEW: usize = 4;

impl OptimizerState {
    pub(crate) fn new(optimizer: &Optimizer, count: usize) -> Self {
        fn sizes<R: OptimizerKind>(_: &R) -> (usize, &'static [f64]) {
            (R::MEMORY, R::SCALARS)
        }
        let (memory, scalars) = each_rule!(optimizer, rule => sizes(rule));
        let memory = (0..memory).map(|_| Blocks::zeros(count.div_ceil(8))).collect();
        Self { optimizer: optimizer.clone(), state: OptimizerMemory { memory, scalars: scalars.to_vec(), count } }
    }

    /// One step of the parameters along their gradients.
    #[inline(always)]
    pub(crate) fn step<E: Eight>(&mut self, e: E, params: &mut [[f64; 8]], grads: &[[f64; 8]]) {
        let state = &mut self.state;
        each_rule!(&self.optimizer, rule => rule.step(e, state, params, grads));
    }
}

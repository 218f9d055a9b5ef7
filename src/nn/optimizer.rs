//! Optimisers: the rules of Keras, with its defaults and its placement of ε. Each optimiser is a file in this directory
//! and a row in the table below.
#![expect(clippy::inline_always, reason = "the rules are compiled for the width of the machine, inside its function")]

use super::kinds::{Kind, kinds};
use crate::numeric::vector::{Blocks, Eight, Task};
use crate::text::document::{RangeError, ValueRange};

kinds! { $
    /// An optimiser with its constants.
    pub enum Optimizer, Optimizer, Optimizer, each_rule {
        /// Gradient descent, with or without momentum.
        sgd::Sgd,
        /// The gradient divided by the root of a running mean of its squares.
        rmsprop::RmsProp,
        /// Running means of gradients and of their squares.
        adam::Adam,
        /// Adam with weight decay that is separate from the gradient.
        adamw::AdamW,
        /// Adam with Nesterov momentum.
        nadam::Nadam,
    }
}

/// What each optimiser implements.
pub(crate) trait OptimizerKind: Kind {
    /// How many numbers it stores for each parameter.
    const MEMORY: usize;
    /// The initial values of the numbers that it stores once for all parameters.
    const SCALARS: &'static [f64] = &[];

    /// The learning rate.
    fn learning_rate(&mut self) -> &mut f64;

    /// The constants with their names, values and ranges.
    fn constants(&self) -> Vec<NamedConstant>;

    /// One update of the parameters from their gradients.
    fn step<E: Eight>(&self, e: E, state: &mut OptimizerMemory, params: &mut [[f64; 8]], grads: &[[f64; 8]]);
}

/// A constant of an optimiser: its name, its value and its range.
pub(crate) struct NamedConstant(pub(crate) &'static str, pub(crate) f64, pub(crate) ValueRange);

/// How many numbers a rule stores for each parameter, and those that it stores once.
fn memory_of<R: OptimizerKind>(_: &R) -> (usize, &'static [f64]) {
    (R::MEMORY, R::SCALARS)
}

impl Optimizer {
    /// The learning rate.
    pub fn learning_rate(&self) -> f64 {
        *self.clone().learning_rate_mut()
    }

    /// The most numbers that any optimiser stores for each parameter.
    pub(crate) fn most_memory() -> usize {
        let all = Self::names().into_iter().filter_map(Self::named);
        all.map(|optimizer| each_rule!(&optimizer, rule => memory_of(rule).0)).max().unwrap_or(0)
    }

    /// The learning rate, to be changed.
    pub fn learning_rate_mut(&mut self) -> &mut f64 {
        each_rule!(self, rule => rule.learning_rate())
    }

    /// Checks that every constant is in its range.
    ///
    /// # Errors
    /// The key of the constant that is out of range, and what is wrong with it.
    pub fn check(&self) -> Result<(), (&'static str, RangeError)> {
        let mut all = each_rule!(self, rule => rule.constants());
        all.insert(0, NamedConstant("learning_rate", self.learning_rate(), ValueRange::Positive));
        let wrong = all.into_iter().find(|NamedConstant(_, value, bounds)| !bounds.holds(*value));
        wrong.map_or(Ok(()), |NamedConstant(name, value, bounds)| Err(RangeError::keyed(name, &value, bounds)))
    }
}

/// What an optimiser stores of earlier steps.
#[derive(Clone, Debug)]
pub(crate) struct OptimizerMemory {
    /// For each parameter, as many numbers as the optimiser stores.
    pub(crate) memory: Vec<Blocks>,
    /// The numbers stored once for all parameters.
    pub(crate) scalars: Vec<f64>,
    /// The number of parameters.
    count: usize,
}

/// An optimiser in use: its constants and what it stores of earlier steps.
#[derive(Clone, Debug)]
pub(crate) struct OptimizerState {
    optimizer: Optimizer,
    pub(crate) state: OptimizerMemory,
}

/// Up to this many parameters are updated one by one.
const FEW: usize = 4;

impl OptimizerState {
    pub(crate) fn new(optimizer: &Optimizer, count: usize) -> Self {
        let (memory, scalars) = each_rule!(optimizer, rule => memory_of(rule));
        let memory = (0..memory).map(|_| Blocks::zeros(count.div_ceil(8))).collect();
        Self { optimizer: optimizer.clone(), state: OptimizerMemory { memory, scalars: scalars.to_vec(), count } }
    }

    /// The same optimiser after as many steps for another number of parameters. What it stores for each of them is 0.
    pub(crate) fn for_lanes(&self, count: usize) -> Self {
        let mut lanes = Self::new(&self.optimizer, count);
        lanes.state.scalars.clone_from(&self.state.scalars);
        lanes
    }

    /// Takes what an earlier one stored, if it is of the same kind. `carry` copies the numbers of one row.
    pub(crate) fn remember(&mut self, before: &Self, carry: impl Fn(&mut Blocks, &Blocks)) {
        if std::mem::discriminant(&self.optimizer) != std::mem::discriminant(&before.optimizer) {
            return;
        }
        self.state.scalars.clone_from(&before.state.scalars);
        for (to, from) in self.state.memory.iter_mut().zip(&before.state.memory) {
            carry(to, from);
        }
    }

    /// One update of the parameters from their gradients.
    #[inline(always)]
    pub(crate) fn step<E: Eight>(&mut self, e: E, params: &mut [[f64; 8]], grads: &[[f64; 8]]) {
        let state = &mut self.state;
        each_rule!(&self.optimizer, rule => rule.step(e, state, params, grads));
    }
}

/// A step of the optimiser as a task, since it is as much code as the passes and the same for all sizes of batches.
pub(crate) struct OptimizerStep<'a> {
    pub(crate) update: &'a mut OptimizerState,
    pub(crate) params: &'a mut Blocks,
    pub(crate) grads: &'a Blocks,
}

impl Task for OptimizerStep<'_> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        self.update.step(e, self.params.all_mut(), self.grads.all());
    }
}

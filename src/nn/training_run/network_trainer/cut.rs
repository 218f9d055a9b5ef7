//! L1 penalties that cut links, as in TensorFlow Playground.
//!
//! The slope of such a penalty is no part of the gradient. After the step of the optimiser, each weight moves by
//! learning rate × strength towards the other sign of what it was before the step. A weight that this pushes across 0
//! becomes 0 and stays out of training.

use super::interleave::{interleaved, take_lane};
use crate::nn::experiment::NetworkSetup;
use crate::nn::network::{Dense, Network};
use crate::nn::regularizer::Regularizer;

/// The penalties of one network or of several side by side, and the weights that they have cut.
#[derive(Clone, Debug)]
pub(super) struct CutLinks {
    /// The penalties.
    regularizers: Vec<Regularizer>,
    learning_rate: f64,
    /// Whether each parameter is a weight that is cut. As many as there are parameters of all networks.
    pub(super) cut: Vec<bool>,
    /// The parameters before the current step.
    before: Vec<f64>,
}

impl CutLinks {
    /// `None` if no regulariser cuts.
    pub(super) fn new(setup: &NetworkSetup, network: &Network) -> Option<Self> {
        let regularizers: Vec<Regularizer> =
            setup.regularizers.iter().filter(|each| each.is_active() && each.cuts()).cloned().collect();
        let count = network.parameters();
        (!regularizers.is_empty()).then(|| Self {
            regularizers,
            learning_rate: setup.optimizer.learning_rate(),
            cut: vec![false; count],
            before: vec![0.0; count],
        })
    }

    /// The links of several networks side by side.
    pub(super) fn side_by_side(networks: &[&Self]) -> Option<Self> {
        let first = networks.first()?;
        let cut: Vec<&[bool]> = networks.iter().map(|one| one.cut.as_slice()).collect();
        let before = vec![0.0; first.before.len() * networks.len()];
        Some(Self { cut: interleaved(&cut), before, ..(*first).clone() })
    }

    /// Gives one of several networks its cut links.
    pub(super) fn put_back(&self, lane: usize, lanes: usize, one: &mut Self) {
        take_lane(&mut one.cut, &self.cut, lane, lanes);
    }

    /// Takes the cut links of a network that was edited. `former` has the place of each parameter before the edit.
    pub(super) fn remember(&mut self, before: &Self, former: &[Option<usize>]) {
        for (cut, former) in self.cut.iter_mut().zip(former) {
            *cut = former.is_some_and(|at| before.cut.get(at) == Some(&true));
        }
    }

    /// Takes cut links out of the gradient, and notes the parameters before a step.
    pub(super) fn prepare(&mut self, params: &[f64], grads: &mut [f64]) {
        let count = self.before.len();
        self.before.copy_from_slice(&params[..count]);
        self.clear(grads);
    }

    /// A cut link has no gradient.
    pub(super) fn clear(&self, grads: &mut [f64]) {
        for (grad, _) in grads.iter_mut().zip(&self.cut).filter(|(_, cut)| **cut) {
            *grad = 0.0;
        }
    }

    /// Adds the slopes of the penalties to a gradient that is only looked at.
    pub(super) fn penalise(&self, network: &Network, grads: &mut [f64]) {
        for layer in &network.layers {
            for at in (layer.at..layer.biases()).filter(|at| !self.cut[*at]) {
                grads[at] += self.slope(network.params.flat()[at]);
            }
        }
    }

    /// The places of the cut links among the parameters.
    pub(super) fn places(&self) -> Vec<u32> {
        (0..).zip(&self.cut).filter(|(_, cut)| **cut).map(|(place, _)| place).collect()
    }

    /// Restores the cut links. Returns whether all of them are parameters.
    pub(super) fn restore(&mut self, places: &[u32]) -> bool {
        if places.iter().any(|place| *place as usize >= self.cut.len()) {
            return false;
        }
        self.cut.fill(false);
        for place in places {
            self.cut[*place as usize] = true;
        }
        true
    }

    fn slope(&self, weight: f64) -> f64 {
        self.regularizers.iter().map(|each| each.slope(weight)).sum()
    }

    /// The part of the step that the penalties take, after that of the optimiser, in networks with these layers.
    pub(super) fn finish(&mut self, layers: &[Dense], lanes: usize, params: &mut [f64]) {
        for at in layers.iter().flat_map(|layer| layer.at * lanes..layer.biases() * lanes) {
            let (before, stepped) = (self.before[at], params[at]);
            if self.cut[at] {
                // An optimiser with momentum would move it without a gradient.
                params[at] = before;
                continue;
            }
            let moved = stepped - self.learning_rate * self.slope(before);
            self.cut[at] = stepped * moved < 0.0;
            params[at] = if self.cut[at] { 0.0 } else { moved };
        }
    }
}

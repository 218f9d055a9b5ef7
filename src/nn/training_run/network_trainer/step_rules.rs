//! What a step does besides the optimiser: samples that wait for a full batch, penalties, constraints, and parameters that are
//! not trained.

use super::carry::CarriedBatch;
use super::cut::CutLinks;
use super::held::{self, HeldParameter};
use crate::nn::experiment::NetworkSetup;
use crate::nn::network::{Dense, Network};
use crate::nn::regularizer::{ConstrainedWeights, Regularizer};

/// The rules of one network, or of several networks of the same shape side by side. Then there is a number for each of them
/// wherever one network has a number: first those of the first parameter.
#[derive(Clone, Debug)]
pub(super) struct StepRules {
    /// The number of networks.
    lanes: usize,
    pub(super) carried: Option<CarriedBatch>,
    /// The regularisers that have an effect, but for those that cut.
    regularizers: Vec<Regularizer>,
    pub(super) cut: Option<CutLinks>,
    /// The parameters that are not trained.
    held: Vec<HeldParameter>,
    /// Whether there are none, so that a step is that of the optimiser.
    is_empty: bool,
}

impl StepRules {
    pub(super) fn new(setup: &NetworkSetup, network: &Network) -> Self {
        let mut rules = Self {
            lanes: 1,
            carried: CarriedBatch::new(setup, network.parameters()),
            regularizers: setup.regularizers.iter().filter(|each| each.is_active() && !each.cuts()).cloned().collect(),
            cut: CutLinks::new(setup, network),
            held: held::of(network, &setup.layers),
            is_empty: false,
        };
        let Self { lanes: _, carried, regularizers, cut, held, is_empty: _ } = &rules;
        rules.is_empty = carried.is_none() && regularizers.is_empty() && cut.is_none() && held.is_empty();
        rules
    }

    /// The rules of several networks that differ in their numbers only.
    pub(super) fn side_by_side<const LANES: usize>(networks: &[&Self; LANES]) -> Self {
        let carried: Vec<&CarriedBatch> = networks.iter().filter_map(|rules| rules.carried.as_ref()).collect();
        let cut: Vec<&CutLinks> = networks.iter().filter_map(|rules| rules.cut.as_ref()).collect();
        Self {
            lanes: LANES,
            carried: CarriedBatch::side_by_side(&carried),
            regularizers: networks[0].regularizers.clone(),
            cut: CutLinks::side_by_side(&cut),
            held: held::side_by_side(&networks.map(|rules| rules.held.as_slice())),
            is_empty: networks[0].is_empty,
        }
    }

    /// Gives the rules of one network the numbers that it has here.
    pub(super) fn put_back(&self, lane: usize, one: &mut Self) {
        if let (Some(from), Some(to)) = (&self.carried, &mut one.carried) {
            from.put_back(lane, self.lanes, to);
        }
        if let (Some(from), Some(to)) = (&self.cut, &mut one.cut) {
            from.put_back(lane, self.lanes, to);
        }
    }

    /// Takes what the rules of a network before an edit remember. `former` has the place of each parameter before the edit.
    pub(super) fn remember(&mut self, before: &Self, former: &[Option<usize>]) {
        if let (Some(to), Some(from)) = (&mut self.cut, &before.cut) {
            to.remember(from, former);
        }
        if let (Some(to), Some(from)) = (&mut self.carried, &before.carried) {
            to.remember(from, former);
        }
    }

    /// Sets cut weights to 0, and takes the values that other held parameters keep.
    pub(super) fn hold(&mut self, params: &mut [f64]) {
        held::hold(&mut self.held, params);
    }

    /// Turns the gradients of a batch with this many samples into those that the optimiser takes. Returns whether there is a
    /// step.
    #[inline]
    pub(super) fn prepare(&mut self, layers: &[Dense], params: &[f64], grads: &mut [f64], live: usize) -> bool {
        self.is_empty || self.change_gradients(layers, params, grads, live)
    }

    #[inline(never)]
    fn change_gradients(&mut self, layers: &[Dense], params: &[f64], grads: &mut [f64], live: usize) -> bool {
        if let Some(carried) = &mut self.carried
            && !carried.take(live, grads)
        {
            return false;
        }
        self.penalise(layers, params, grads);
        if let Some(links) = &mut self.cut {
            links.prepare(params, grads);
        }
        // The optimiser must not see the gradients of what is held.
        held::clear(&self.held, grads);
        true
    }

    /// Adds the slopes of the penalties to the gradients of the weights.
    pub(super) fn penalise(&self, layers: &[Dense], params: &[f64], grads: &mut [f64]) {
        if self.regularizers.is_empty() {
            return;
        }
        for weights in layers.iter().map(|layer| layer.at * self.lanes..layer.biases() * self.lanes) {
            let (grads, weights) = (&mut grads[weights.clone()], &params[weights]);
            match self.regularizers.as_slice() {
                [one] => one.add_slopes(weights, grads),
                all => {
                    for (grad, &w) in grads.iter_mut().zip(weights) {
                        *grad += all.iter().map(|each| each.slope(w)).sum::<f64>();
                    }
                }
            }
        }
    }

    /// Changes the parameters after the step of the optimiser.
    #[inline]
    pub(super) fn finish(&mut self, layers: &[Dense], params: &mut [f64]) {
        if !self.is_empty {
            self.change_parameters(layers, params);
        }
    }

    #[inline(never)]
    fn change_parameters(&mut self, layers: &[Dense], params: &mut [f64]) {
        if let Some(links) = &mut self.cut {
            links.finish(layers, self.lanes, params);
        }
        for layer in layers.iter().filter(|_| !self.regularizers.is_empty()) {
            let weights = &mut params[layer.at * self.lanes..layer.biases() * self.lanes];
            let mut layer = ConstrainedWeights { weights, inputs: layer.inputs, lanes: self.lanes };
            self.regularizers.iter().for_each(|each| each.constrain(&mut layer));
        }
        // What an optimiser remembers, or a constraint, may have moved them all the same.
        held::keep(&self.held, params);
    }
}

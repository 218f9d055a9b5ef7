//! Parameters that training leaves as they are: cut weights, which are 0, and those of frozen units.

use super::Core;
use crate::nn::network::{LayerSetup, Network};

/// A parameter that is not trained.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeldParameter {
    at: usize,
    value: f64,
    is_cut: bool,
}

/// The parameters that the marks of these layers hold.
pub(super) fn of(network: &Network, setups: &[LayerSetup]) -> Vec<HeldParameter> {
    let mut held = Vec::new();
    for (layer, setup) in network.layers.iter().zip(setups) {
        let row = |unit: usize| layer.at + unit * layer.inputs;
        for unit in &setup.frozen {
            held.extend((row(*unit)..row(unit + 1)).chain([layer.biases() + unit]).map(|at| (at, false)));
        }
        // After the frozen ones, since a cut weight of a frozen unit is 0.
        held.extend(setup.cut.iter().map(|(unit, input)| (row(*unit) + input, true)));
    }
    held.into_iter().map(|(at, is_cut)| HeldParameter { at, value: 0.0, is_cut }).collect()
}

impl Core {
    /// Sets cut weights to 0, and takes the values that the others keep.
    pub(super) fn hold(&mut self) {
        let params = self.network.params.flat_mut();
        for held in self.held.iter().filter(|held| held.is_cut) {
            params[held.at] = 0.0;
        }
        for held in &mut self.held {
            held.value = params[held.at];
        }
    }

    /// The optimiser must not see the gradients of what is held.
    #[cold]
    pub(super) fn clear_held_gradients(&mut self) {
        let grads = self.grads.flat_mut();
        self.held.iter().for_each(|held| grads[held.at] = 0.0);
    }

    /// What an optimiser remembers, or a constraint, may have moved them all the same.
    #[cold]
    pub(super) fn keep_held(&mut self) {
        let params = self.network.params.flat_mut();
        self.held.iter().for_each(|held| params[held.at] = held.value);
    }
}

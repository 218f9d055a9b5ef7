//! Parameters that training leaves as they are: cut weights, which are 0, and those of frozen units.

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

/// The parameters that several networks side by side hold.
pub(super) fn side_by_side(networks: &[&[HeldParameter]]) -> Vec<HeldParameter> {
    let mut all = Vec::new();
    for (lane, held) in networks.iter().enumerate() {
        all.extend(held.iter().map(|one| HeldParameter { at: one.at * networks.len() + lane, ..*one }));
    }
    all
}

/// Sets cut weights to 0, and takes the values that the others keep.
pub(super) fn hold(held: &mut [HeldParameter], params: &mut [f64]) {
    for held in held.iter().filter(|held| held.is_cut) {
        params[held.at] = 0.0;
    }
    for held in held {
        held.value = params[held.at];
    }
}

/// Sets the gradients of what is held to 0.
pub(super) fn clear(held: &[HeldParameter], grads: &mut [f64]) {
    for held in held {
        grads[held.at] = 0.0;
    }
}

/// Gives what is held its values.
pub(super) fn keep(held: &[HeldParameter], params: &mut [f64]) {
    for held in held {
        params[held.at] = held.value;
    }
}

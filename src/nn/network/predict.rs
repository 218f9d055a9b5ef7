//! What a network makes of any inputs, apart from training.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::Network;
use super::tile::Tile;
use crate::numeric::vector::{Eight, Task, Width, dispatch};

/// What goes on inside a network for a set of samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Sums that go into the activations, `[layer][unit][sample]`.
    pub sums: Vec<Vec<Vec<f64>>>,
    /// Values that come out, `[layer][unit][sample]`.
    pub values: Vec<Vec<Vec<f64>>>,
}

struct Predict<'a> {
    network: &'a Network,
    inputs: &'a [Vec<f64>],
    outputs: &'a mut [Vec<f64>],
}

impl Task for Predict<'_> {
    type Output = ();
    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        let samples = self.inputs.first().map_or(0, Vec::len);
        let mut tile = Tile::<4>::new(self.network);
        for from in (0..samples).step_by(Tile::<4>::SAMPLES) {
            let live = (samples - from).min(Tile::<4>::SAMPLES);
            tile.take(self.inputs, &[], from, live);
            tile.forward(e, self.network);
            for (to, row) in self.outputs.iter_mut().zip(tile.outputs(self.network)) {
                to.extend_from_slice(row);
            }
        }
    }
}

impl Network {
    /// The outputs, `[output][sample]`, for inputs `[input][sample]`; a missing input makes them empty.
    pub fn predict(&self, inputs: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let samples = inputs.first().map_or(0, Vec::len);
        let mut outputs = vec![Vec::with_capacity(samples); self.outputs()];
        if inputs.len() == self.inputs && inputs.iter().all(|column| column.len() == samples) {
            dispatch(Width::Widest, Predict { network: self, inputs, outputs: &mut outputs });
        }
        outputs
    }

    /// Sums and values of every unit for inputs `[input][sample]`, as [`Network::predict`] computes them.
    pub fn trace(&self, inputs: &[Vec<f64>]) -> Trace {
        let params = self.params.flat();
        let mut trace = Trace { sums: Vec::new(), values: Vec::new() };
        let mut below = inputs.to_vec();
        for layer in &self.layers {
            let weights = params[layer.at..layer.biases()].chunks_exact(layer.inputs);
            let biases = &params[layer.biases()..][..layer.units];
            let sums: Vec<Vec<f64>> = weights.zip(biases).map(|(row, &bias)| weigh(row, bias, &below)).collect();
            below = sums
                .iter()
                .map(|zs| {
                    let (mut values, mut slopes) = (vec![0.0; zs.len()], vec![0.0; zs.len()]);
                    layer.curve.fill(&layer.function, layer.left_slope(params), zs, &mut values, &mut slopes);
                    values
                })
                .collect();
            trace.sums.push(sums);
            trace.values.push(below.clone());
        }
        trace
    }

    /// The slopes of a layer's activation at its sums.
    pub(crate) fn slopes(&self, layer: usize, zs: &[f64]) -> Vec<f64> {
        let layer = &self.layers[layer];
        let (mut values, mut slopes) = (vec![0.0; zs.len()], vec![0.0; zs.len()]);
        let alpha = layer.left_slope(self.params.flat());
        layer.curve.fill(&layer.function, alpha, zs, &mut values, &mut slopes);
        slopes
    }
}

fn weigh(weights: &[f64], bias: f64, inputs: &[Vec<f64>]) -> Vec<f64> {
    let mut sums = vec![bias; inputs.first().map_or(0, Vec::len)];
    for (weight, input) in weights.iter().zip(inputs) {
        for (sum, x) in sums.iter_mut().zip(input) {
            *sum += weight * x;
        }
    }
    sums
}

//! The forward pass.

use super::{BatchTile, Row, rows, rows_mut};
use crate::functions::activation::ActivationKernel;
use crate::nn::network::{Dense, Network};
use crate::numeric::vector::Lanes;

impl<const N: usize, const T: usize> BatchTile<N, T> {
    /// Computes values and slopes of every unit.
    #[inline(always)]
    pub(crate) fn forward<E: Lanes<N>>(&mut self, e: E, network: &Network) {
        let params = network.params.flat();
        for layer in &network.layers {
            match layer.kernel {
                ActivationKernel::Linear => self.straight::<E, false>(e, layer, params),
                ActivationKernel::Relu => self.straight::<E, true>(e, layer, params),
                kernel => self.curved(e, layer, params, kernel),
            }
        }
    }

    /// A layer whose slope follows from its values.
    #[inline(always)]
    fn straight<E: Lanes<N>, const RELU: bool>(&mut self, e: E, layer: &Dense, params: &[f64]) {
        let (below, here) = rows_mut::<N, T>(&mut self.values).split_at_mut(layer.row);
        let inputs = &below[layer.row - layer.inputs..];
        weigh::<E, N, T, RELU>(e, layer, params, inputs, &mut here[..layer.units]);
    }

    #[inline(always)]
    fn curved<E: Lanes<N>>(&mut self, e: E, layer: &Dense, params: &[f64], kernel: ActivationKernel) {
        let inputs = &rows::<N, T>(&self.values)[layer.row - layer.inputs..layer.row];
        weigh::<E, N, T, false>(
            e,
            layer,
            params,
            inputs,
            &mut rows_mut(&mut self.pre_activations)[layer.row..][..layer.units],
        );
        // The padding of the last row is left unchanged, because it does not count.
        let padding = Self::SAMPLES - self.live.next_multiple_of(4);
        let place = layer.row * Self::SAMPLES..(layer.row + layer.units) * Self::SAMPLES - padding;
        let zs = &self.pre_activations.flat()[place.clone()];
        let (values, slopes) = (&mut self.values.flat_mut()[place.clone()], &mut self.slopes.flat_mut()[place]);
        kernel.fill(&layer.function, layer.left_slope(params), zs, values, slopes);
    }
}

/// Computes `bias + Σ weight · input` for each unit, rectified if `RELU`. The terms are added in the order of the
/// inputs.
#[inline(always)]
fn weigh<E: Lanes<N>, const N: usize, const T: usize, const RELU: bool>(
    e: E,
    layer: &Dense,
    params: &[f64],
    inputs: &[Row<N, T>],
    outputs: &mut [Row<N, T>],
) {
    let (mut weights, biases) = params[layer.at..].split_at(layer.inputs * layer.units);
    let zero = e.splat(0.0);
    for (&bias, output) in biases.iter().zip(outputs) {
        let (own, others) = weights.split_at(layer.inputs);
        weights = others;
        let mut sums = [e.splat(bias); T];
        for (&weight, input) in own.iter().zip(inputs) {
            let weight = e.splat(weight);
            for (sum, x) in sums.iter_mut().zip(input) {
                *sum = e.add(*sum, e.mul(weight, e.load(x)));
            }
        }
        for (output, sum) in output.iter_mut().zip(sums) {
            e.store(output, if RELU { e.above(sum, zero, sum, zero) } else { sum });
        }
    }
}

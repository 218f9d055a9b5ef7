//! The inner loop: forward pass, backward pass and step, for eight seeds at once.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::SEEDS;
use super::state::{SeedLanes, SeedRow, rows, rows_mut};
use crate::functions::activation::ActivationKernel;
use crate::nn::network::Dense;
use crate::nn::network::batch_tile::{Chain, Gate, Plain, Slope};
use crate::nn::optimizer::OptimizerStep;
use crate::numeric::vector::{Eight, apart};

impl<const S: usize, const C: usize> SeedLanes<S, C> {
    #[inline(always)]
    pub(super) fn forward<E: Eight>(&mut self, e: E) {
        let params = self.params.all();
        for layer in &self.network.layers {
            let (below, here) = rows_mut::<S>(&mut self.values).split_at_mut(layer.row);
            let inputs = &below[layer.row - layer.inputs..];
            let place = layer.row..layer.row + layer.units;
            match layer.kernel {
                ActivationKernel::Linear => weigh::<E, S, C, false>(e, layer, params, inputs, here),
                ActivationKernel::Relu => weigh::<E, S, C, true>(e, layer, params, inputs, here),
                kernel => {
                    let zs = &mut rows_mut::<S>(&mut self.pre_activations)[place.clone()];
                    weigh::<E, S, C, false>(e, layer, params, inputs, zs);
                    let values = here[..layer.units].as_flattened_mut().as_flattened_mut();
                    let slopes = rows_mut::<S>(&mut self.slopes)[place].as_flattened_mut().as_flattened_mut();
                    let zs = zs.as_flattened().as_flattened();
                    kernel.fill(&layer.function, layer.left_slope(&[]), zs, values, slopes);
                }
            }
        }
    }

    #[inline(always)]
    pub(super) fn backward<E: Eight>(&mut self, e: E) {
        let params = self.params.all();
        let by_sums = self.objective.by_sums();
        let last = self.network.layers.len() - 1;
        for (index, layer) in self.network.layers.iter().enumerate().rev() {
            let (below, here) = rows::<S>(&self.values).split_at(layer.row);
            let inputs = &below[layer.row - layer.inputs..];
            let slopes = &rows::<S>(&self.slopes)[layer.row..][..layer.units];
            let (lower, deltas) = rows_mut::<S>(&mut self.deltas).split_at_mut(layer.row);
            let deltas = &mut deltas[..layer.units];
            let grads = &mut self.grads.all_mut()[layer.at..][..layer.count()];
            match layer.kernel {
                ActivationKernel::Linear => gradient(e, layer, (deltas, here, slopes), inputs, grads, &Plain),
                _ if by_sums && index == last => gradient(e, layer, (deltas, here, slopes), inputs, grads, &Plain),
                ActivationKernel::Relu => gradient(e, layer, (deltas, here, slopes), inputs, grads, &Gate),
                _ => gradient(e, layer, (deltas, here, slopes), inputs, grads, &Slope),
            }
            if index > 0 {
                let weights = &params[layer.at..layer.biases()];
                pass_down::<E, S, C>(e, layer, weights, deltas, &mut lower[layer.row - layer.inputs..]);
            }
        }
    }

    /// A step from the gradients of batches with this many samples.
    #[inline(always)]
    pub(super) fn step<E: Eight>(&mut self, e: E, live: usize) {
        let Self { rules, network, params, grads, update, .. } = self;
        if rules.prepare(&network.layers, params.flat(), grads.flat_mut(), live) {
            apart(e, OptimizerStep { update, params, grads });
            rules.finish(&network.layers, params.flat_mut());
        }
    }
}

/// Turns deltas of outputs into deltas of pre-activations with `chain`, and multiplies them with the layer's inputs. The three
/// tables are deltas, values and slopes of the layer's units.
#[inline(always)]
fn gradient<E: Eight, const S: usize>(
    e: E,
    layer: &Dense,
    (deltas, values, slopes): (&mut [SeedRow<S>], &[SeedRow<S>], &[SeedRow<S>]),
    inputs: &[SeedRow<S>],
    grads: &mut [[f64; SEEDS]],
    chain: &impl Chain,
) {
    let (weights, biases) = grads.split_at_mut(layer.inputs * layer.units);
    for (unit, ((delta, value), slope)) in deltas.iter_mut().zip(values).zip(slopes).enumerate() {
        let mut chained = [e.splat8(0.0); S];
        for sample in 0..S {
            chained[sample] = chain.chain::<E, 8>(e, e.load8(&delta[sample]), &value[sample], &slope[sample]);
            e.store8(&mut delta[sample], chained[sample]);
        }
        e.store8(&mut biases[unit], total(e, &Sum::<E, S>(&chained)));
        for (weight, input) in weights[unit * layer.inputs..][..layer.inputs].iter_mut().zip(inputs) {
            e.store8(weight, total(e, &Product::<E, S>(&chained, input)));
        }
    }
}

/// A block for each sample. This is a trait, because closures can't be marked `#[inline(always)]`.
pub(super) trait Terms<E: Eight, const S: usize> {
    fn at(&self, e: E, sample: usize) -> E::Block;
}

struct Sum<'a, E: Eight, const S: usize>(&'a [E::Block; S]);

impl<E: Eight, const S: usize> Terms<E, S> for Sum<'_, E, S> {
    #[inline(always)]
    fn at(&self, _: E, sample: usize) -> E::Block {
        self.0[sample]
    }
}

/// Blocks that are loaded when they are needed.
pub(super) struct Loaded<'a, const S: usize>(pub(super) &'a SeedRow<S>);

impl<E: Eight, const S: usize> Terms<E, S> for Loaded<'_, S> {
    #[inline(always)]
    fn at(&self, e: E, sample: usize) -> E::Block {
        e.load8(&self.0[sample])
    }
}

struct Product<'a, E: Eight, const S: usize>(&'a [E::Block; S], &'a SeedRow<S>);

impl<E: Eight, const S: usize> Terms<E, S> for Product<'_, E, S> {
    #[inline(always)]
    fn at(&self, e: E, sample: usize) -> E::Block {
        e.mul8(self.0[sample], e.load8(&self.1[sample]))
    }
}

/// The sum over samples, as [`sum::tree`](crate::numeric::sum::tree) adds it where lanes without a sample are zero.
#[inline(always)]
pub(super) fn total<E: Eight, const S: usize>(e: E, terms: &impl Terms<E, S>) -> E::Block {
    let even = e.add8(pair(e, terms, 0), pair(e, terms, 2));
    e.add8(even, e.add8(pair(e, terms, 1), pair(e, terms, 3)))
}

/// Partial sums `k` and `k + 4`.
#[inline(always)]
fn pair<E: Eight, const S: usize>(e: E, terms: &impl Terms<E, S>, k: usize) -> E::Block {
    let low = partial(e, terms, k);
    if k + 4 < S { e.add8(low, partial(e, terms, k + 4)) } else { low }
}

/// Partial sum `k`: samples `k` and `k + 8`.
#[inline(always)]
fn partial<E: Eight, const S: usize>(e: E, terms: &impl Terms<E, S>, k: usize) -> E::Block {
    let first = terms.at(e, k);
    if k + 8 < S { e.add8(first, terms.at(e, k + 8)) } else { first }
}

/// Computes `bias + Σ weight · input` for each unit, rectified if `RELU`. The terms are added in the order of the inputs.
#[inline(always)]
fn weigh<E: Eight, const S: usize, const C: usize, const RELU: bool>(
    e: E,
    layer: &Dense,
    params: &[[f64; SEEDS]],
    inputs: &[SeedRow<S>],
    outputs: &mut [SeedRow<S>],
) {
    let (weights, biases) = params[layer.at..].split_at(layer.inputs * layer.units);
    let zero = e.splat8(0.0);
    for (unit, output) in outputs[..layer.units].iter_mut().enumerate() {
        let own = &weights[unit * layer.inputs..][..layer.inputs];
        for (part, output) in output.as_chunks_mut::<C>().0.iter_mut().enumerate() {
            let mut sums = [e.load8(&biases[unit]); C];
            for (weight, input) in own.iter().zip(inputs) {
                let weight = e.load8(weight);
                for (sum, x) in sums.iter_mut().zip(&input.as_chunks::<C>().0[part]) {
                    *sum = e.add8(*sum, e.mul8(weight, e.load8(x)));
                }
            }
            for (output, sum) in output.iter_mut().zip(sums) {
                e.store8(output, if RELU { e.above8(sum, zero, sum, zero) } else { sum });
            }
        }
    }
}

/// Computes the deltas of the outputs below from the deltas of the pre-activations here.
#[inline(always)]
fn pass_down<E: Eight, const S: usize, const C: usize>(
    e: E,
    layer: &Dense,
    weights: &[[f64; SEEDS]],
    here: &[SeedRow<S>],
    below: &mut [SeedRow<S>],
) {
    for (index, below) in below.iter_mut().enumerate() {
        for (part, below) in below.as_chunks_mut::<C>().0.iter_mut().enumerate() {
            let mut sums = [e.splat8(0.0); C];
            for (unit, delta) in here.iter().enumerate() {
                let weight = e.load8(&weights[unit * layer.inputs + index]);
                for (sum, delta) in sums.iter_mut().zip(&delta.as_chunks::<C>().0[part]) {
                    let term = e.mul8(weight, e.load8(delta));
                    *sum = if unit == 0 { term } else { e.add8(*sum, term) };
                }
            }
            for (below, sum) in below.iter_mut().zip(sums) {
                e.store8(below, sum);
            }
        }
    }
}

//! The backward pass: from the slope of the loss with respect to the outputs to the gradient (D. Rumelhart, G. Hinton,
//! R. Williams, 1986, "Learning representations by back-propagating errors").

use super::{BatchTile, Row, rows, rows_mut};
use crate::functions::activation::ActivationKernel;
use crate::nn::network::{Dense, Network};
use crate::numeric::vector::Eight;

/// Computes the delta of a pre-activation from the delta of its output, the output's value and the activation's slope.
trait Chain {
    fn chain<E: Eight>(&self, e: E, delta: E::Block, value: &[f64; 8], slope: &[f64; 8]) -> E::Block;
}

/// The identity: both deltas are the same.
struct Plain;

impl Chain for Plain {
    #[inline(always)]
    fn chain<E: Eight>(&self, _: E, delta: E::Block, _: &[f64; 8], _: &[f64; 8]) -> E::Block {
        delta
    }
}

/// ReLU: the delta is kept where the value is above zero. The slope at zero is 0.
struct Gate;

impl Chain for Gate {
    #[inline(always)]
    fn chain<E: Eight>(&self, e: E, delta: E::Block, value: &[f64; 8], _: &[f64; 8]) -> E::Block {
        let zero = e.splat8(0.0);
        e.above8(e.load8(value), zero, delta, zero)
    }
}

/// The delta times the slope.
struct Slope;

impl Chain for Slope {
    #[inline(always)]
    fn chain<E: Eight>(&self, e: E, delta: E::Block, _: &[f64; 8], slope: &[f64; 8]) -> E::Block {
        e.mul8(delta, e.load8(slope))
    }
}

/// Where gradients are written. Each parameter has eight lanes of partial sums.
pub(crate) enum GradientSink<'a> {
    /// The tile is the whole batch, so the lanes are added at once.
    Whole(&'a mut [f64]),
    /// The first of several tiles.
    First(&'a mut [[f64; 8]]),
    /// A later tile.
    Later(&'a mut [[f64; 8]]),
}

impl GradientSink<'_> {
    #[inline(always)]
    fn put<E: Eight>(&mut self, e: E, at: usize, lanes: E::Block) {
        match self {
            Self::Whole(grads) => grads[at] = e.total(lanes),
            Self::First(partial) => e.store8(&mut partial[at], lanes),
            Self::Later(partial) => {
                let sum = e.add8(e.load8(&partial[at]), lanes);
                e.store8(&mut partial[at], sum);
            }
        }
    }
}

impl<const T: usize> BatchTile<T> {
    /// The gradient of every parameter, from the deltas of the last layer's outputs, or of its pre-activations if
    /// `by_sums`.
    #[inline(always)]
    pub(crate) fn backward<E: Eight>(&mut self, e: E, network: &Network, by_sums: bool, mut sink: GradientSink<'_>) {
        let params = network.params.flat();
        let last = network.layers.len() - 1;
        for (index, layer) in network.layers.iter().enumerate().rev() {
            if let Some(at) = layer.alpha {
                self.alpha_gradient(e, layer, at, &mut sink);
            }
            match layer.kernel {
                ActivationKernel::Linear => self.gradient(e, layer, &mut sink, &Plain),
                _ if by_sums && index == last => self.gradient(e, layer, &mut sink, &Plain),
                ActivationKernel::Relu => self.gradient(e, layer, &mut sink, &Gate),
                _ => self.gradient(e, layer, &mut sink, &Slope),
            }
            if index > 0 {
                self.pass_down(e, layer, params);
            }
        }
    }

    /// Turns deltas of outputs into deltas of pre-activations with `chain`, and multiplies them with the layer's
    /// inputs.
    #[inline(always)]
    fn gradient<E: Eight>(&mut self, e: E, layer: &Dense, sink: &mut GradientSink<'_>, chain: &impl Chain) {
        let (below, here) = rows::<T>(&self.values).split_at(layer.row);
        let inputs = &below[layer.row - layer.inputs..];
        let slopes = &rows::<T>(&self.slopes)[layer.row..];
        let deltas = &mut rows_mut::<T>(&mut self.deltas)[layer.row..][..layer.units];
        let (mut weight, mut bias) = (layer.at, layer.biases());
        for ((delta, value), slope) in deltas.iter_mut().zip(here).zip(slopes) {
            let mut chained = [e.splat8(0.0); T];
            for t in 0..T {
                chained[t] = chain.chain(e, e.load8(&delta[t]), &value[t], &slope[t]);
                e.store8(&mut delta[t], chained[t]);
            }
            let sum = chained.iter().skip(1).fold(chained[0], |sum, &delta| e.add8(sum, delta));
            sink.put(e, bias, sum);
            bias += 1;
            for input in inputs {
                sink.put(e, weight, product(e, &chained, input));
                weight += 1;
            }
        }
    }

    /// Computes the deltas of the outputs below from the deltas of the pre-activations here.
    #[inline(always)]
    fn pass_down<E: Eight>(&mut self, e: E, layer: &Dense, params: &[f64]) {
        let weights = &params[layer.at..layer.biases()];
        let (below, here) = rows_mut::<T>(&mut self.deltas).split_at_mut(layer.row);
        let here = &here[..layer.units];
        for (index, below) in below[layer.row - layer.inputs..].iter_mut().enumerate() {
            let mut sums = [e.splat8(0.0); T];
            for (unit, delta) in here.iter().enumerate() {
                let weight = e.splat8(weights[unit * layer.inputs + index]);
                for (sum, delta) in sums.iter_mut().zip(delta) {
                    let term = e.mul8(weight, e.load8(delta));
                    *sum = if unit == 0 { term } else { e.add8(*sum, term) };
                }
            }
            for (below, sum) in below.iter_mut().zip(sums) {
                e.store8(below, sum);
            }
        }
    }

    /// `Σ delta · min(z, 0)` over the units that share the alpha.
    #[inline(always)]
    fn alpha_gradient<E: Eight>(&self, e: E, layer: &Dense, at: usize, sink: &mut GradientSink<'_>) {
        let zero = e.splat8(0.0);
        let mut sum = zero;
        let place = layer.row..layer.row + layer.units;
        let deltas = rows::<T>(&self.deltas)[place.clone()].as_flattened();
        for (delta, z) in deltas.iter().zip(rows::<T>(&self.pre_activations)[place].as_flattened()) {
            let z = e.load8(z);
            sum = e.add8(sum, e.mul8(e.load8(delta), e.above8(z, zero, zero, z)));
        }
        sink.put(e, at, sum);
    }
}

/// The sum of products in each lane.
#[inline(always)]
fn product<E: Eight, const T: usize>(e: E, a: &[E::Block; T], b: &Row<T>) -> E::Block {
    let mut sum = e.mul8(a[0], e.load8(&b[0]));
    for t in 1..T {
        sum = e.add8(sum, e.mul8(a[t], e.load8(&b[t])));
    }
    sum
}

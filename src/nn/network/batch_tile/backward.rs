//! The backward pass: from the slope of the loss with respect to the outputs to the gradient (D. Rumelhart, G. Hinton,
//! R. Williams, 1986, "Learning representations by back-propagating errors").

use super::{BatchTile, Row, rows, rows_mut};
use crate::functions::activation::ActivationKernel;
use crate::nn::network::{Dense, Network};
use crate::numeric::vector::Lanes;

/// Computes the delta of a pre-activation from the delta of its output, the output's value and the activation's slope.
pub(crate) trait Chain {
    fn chain<E: Lanes<N>, const N: usize>(&self, e: E, delta: E::Of, value: &[f64; N], slope: &[f64; N]) -> E::Of;
}

/// The identity: both deltas are the same.
pub(crate) struct Plain;

impl Chain for Plain {
    #[inline(always)]
    fn chain<E: Lanes<N>, const N: usize>(&self, _: E, delta: E::Of, _: &[f64; N], _: &[f64; N]) -> E::Of {
        delta
    }
}

/// ReLU: the delta is kept where the value is above zero. The slope at zero is 0.
pub(crate) struct Gate;

impl Chain for Gate {
    #[inline(always)]
    fn chain<E: Lanes<N>, const N: usize>(&self, e: E, delta: E::Of, value: &[f64; N], _: &[f64; N]) -> E::Of {
        let zero = e.splat(0.0);
        e.above(e.load(value), zero, delta, zero)
    }
}

/// The delta times the slope.
pub(crate) struct Slope;

impl Chain for Slope {
    #[inline(always)]
    fn chain<E: Lanes<N>, const N: usize>(&self, e: E, delta: E::Of, _: &[f64; N], slope: &[f64; N]) -> E::Of {
        e.mul(delta, e.load(slope))
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
    fn put<E: Lanes<N>, const N: usize, const T: usize>(&mut self, e: E, at: usize, row: [E::Of; T]) {
        match self {
            Self::Whole(grads) => grads[at] = e.total_of(row),
            Self::First(partial) => partial[at] = e.partial(row),
            Self::Later(partial) => e.accumulate(&mut partial[at], row),
        }
    }

    /// The gradients of the weights of a unit: the products of its deltas with each input.
    #[inline(always)]
    fn put_products<E: Lanes<N>, const N: usize, const T: usize>(
        &mut self,
        e: E,
        at: usize,
        deltas: &[E::Of; T],
        inputs: &[Row<N, T>],
    ) {
        let mut done = 0;
        if let Self::Whole(grads) = self {
            let (fours, _) = grads[at..at + inputs.len()].as_chunks_mut();
            for (grads, inputs) in fours.iter_mut().zip(inputs.as_chunks::<4>().0) {
                *grads = e.totals([
                    product(e, deltas, &inputs[0]),
                    product(e, deltas, &inputs[1]),
                    product(e, deltas, &inputs[2]),
                    product(e, deltas, &inputs[3]),
                ]);
            }
            done = inputs.len() / 4 * 4;
        }
        for (index, input) in inputs[done..].iter().enumerate() {
            self.put(e, at + done + index, product(e, deltas, input));
        }
    }

    /// The gradients of all weights of a layer with few inputs, where four sums that are made together are of several units.
    #[inline(always)]
    fn put_grid<E: Lanes<N>, const N: usize, const T: usize>(
        &mut self,
        e: E,
        at: usize,
        deltas: &[Row<N, T>],
        inputs: &[Row<N, T>],
    ) {
        let count = deltas.len() * inputs.len();
        let (mut unit, mut input, mut done) = (0, 0, 0);
        if let Self::Whole(grads) = self {
            for grads in grads[at..at + count].as_chunks_mut::<4>().0 {
                let mut rows = [[e.splat(0.0); T]; 4];
                for row in &mut rows {
                    *row = product(e, &load(e, &deltas[unit]), &inputs[input]);
                    (unit, input) = if input + 1 == inputs.len() { (unit + 1, 0) } else { (unit, input + 1) };
                }
                *grads = e.totals(rows);
                done += 4;
            }
        }
        for index in done..count {
            self.put(e, at + index, product(e, &load(e, &deltas[unit]), &inputs[input]));
            (unit, input) = if input + 1 == inputs.len() { (unit + 1, 0) } else { (unit, input + 1) };
        }
    }

    /// The gradients of biases: the sums of the deltas of each unit.
    #[inline(always)]
    fn put_sums<E: Lanes<N>, const N: usize, const T: usize>(&mut self, e: E, at: usize, deltas: &[Row<N, T>]) {
        let mut done = 0;
        if let Self::Whole(grads) = self {
            let (fours, _) = grads[at..at + deltas.len()].as_chunks_mut();
            for (grads, rows) in fours.iter_mut().zip(deltas.as_chunks::<4>().0) {
                *grads = e.totals([load(e, &rows[0]), load(e, &rows[1]), load(e, &rows[2]), load(e, &rows[3])]);
            }
            done = deltas.len() / 4 * 4;
        }
        for (index, row) in deltas[done..].iter().enumerate() {
            self.put(e, at + done + index, load(e, row));
        }
    }
}

impl<const N: usize, const T: usize> BatchTile<N, T> {
    /// The gradient of every parameter, from the deltas of the last layer's outputs, or of its pre-activations if
    /// `by_sums`.
    #[inline(always)]
    pub(crate) fn backward<E: Lanes<N>>(&mut self, e: E, network: &Network, by_sums: bool, mut sink: GradientSink<'_>) {
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
    fn gradient<E: Lanes<N>>(&mut self, e: E, layer: &Dense, sink: &mut GradientSink<'_>, chain: &impl Chain) {
        let (below, here) = rows::<N, T>(&self.values).split_at(layer.row);
        let inputs = &below[layer.row - layer.inputs..];
        let slopes = &rows::<N, T>(&self.slopes)[layer.row..];
        let deltas = &mut rows_mut::<N, T>(&mut self.deltas)[layer.row..][..layer.units];
        let mut weight = layer.at;
        for ((delta, value), slope) in deltas.iter_mut().zip(here).zip(slopes) {
            let mut chained = [e.splat(0.0); T];
            for t in 0..T {
                chained[t] = chain.chain(e, e.load(&delta[t]), &value[t], &slope[t]);
                e.store(&mut delta[t], chained[t]);
            }
            if layer.inputs >= 4 {
                sink.put_products(e, weight, &chained, inputs);
                weight += layer.inputs;
            }
        }
        if layer.inputs < 4 {
            sink.put_grid(e, layer.at, deltas, inputs);
        }
        sink.put_sums(e, layer.biases(), deltas);
    }

    /// Computes the deltas of the outputs below from the deltas of the pre-activations here.
    #[inline(always)]
    fn pass_down<E: Lanes<N>>(&mut self, e: E, layer: &Dense, params: &[f64]) {
        let weights = &params[layer.at..layer.biases()];
        let (below, here) = rows_mut::<N, T>(&mut self.deltas).split_at_mut(layer.row);
        let here = &here[..layer.units];
        for (index, below) in below[layer.row - layer.inputs..].iter_mut().enumerate() {
            let mut sums = [e.splat(0.0); T];
            for (unit, delta) in here.iter().enumerate() {
                let weight = e.splat(weights[unit * layer.inputs + index]);
                for (sum, delta) in sums.iter_mut().zip(delta) {
                    let term = e.mul(weight, e.load(delta));
                    *sum = if unit == 0 { term } else { e.add(*sum, term) };
                }
            }
            for (below, sum) in below.iter_mut().zip(sums) {
                e.store(below, sum);
            }
        }
    }

    /// `Σ delta · min(z, 0)` over the units that share the alpha.
    #[inline(always)]
    fn alpha_gradient<E: Lanes<N>>(&self, e: E, layer: &Dense, at: usize, sink: &mut GradientSink<'_>) {
        let zero = e.splat(0.0);
        let mut sums = [zero; T];
        let place = layer.row..layer.row + layer.units;
        let deltas = &rows::<N, T>(&self.deltas)[place.clone()];
        for (delta, z) in deltas.iter().zip(&rows::<N, T>(&self.pre_activations)[place]) {
            for ((sum, delta), z) in sums.iter_mut().zip(delta).zip(z) {
                let z = e.load(z);
                *sum = e.add(*sum, e.mul(e.load(delta), e.above(z, zero, zero, z)));
            }
        }
        sink.put(e, at, sums);
    }
}

/// The products in each lane.
#[inline(always)]
fn product<E: Lanes<N>, const N: usize, const T: usize>(e: E, a: &[E::Of; T], b: &Row<N, T>) -> [E::Of; T] {
    let mut row = *a;
    for (x, b) in row.iter_mut().zip(b) {
        *x = e.mul(*x, e.load(b));
    }
    row
}

#[inline(always)]
fn load<E: Lanes<N>, const N: usize, const T: usize>(e: E, row: &Row<N, T>) -> [E::Of; T] {
    let mut loaded = [e.splat(0.0); T];
    for (to, block) in loaded.iter_mut().zip(row) {
        *to = e.load(block);
    }
    loaded
}

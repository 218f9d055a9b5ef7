//! The inner loop: full batches of four samples, forward pass, backward pass and step, for eight seeds at once.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::{SAMPLES, SEEDS};
use crate::functions::activation::ActivationKernel;
use crate::nn::dataset::Dataset;
use crate::nn::experiment::NetworkSetup;
use crate::nn::network::{Dense, Network, WeightSource};
use crate::nn::optimizer::OptimizerState;
use crate::nn::training_run::Metrics;
use crate::numeric::vector::{Blocks, Eight, Task, Width, dispatch};
use ndarray::ArrayView1;

/// The numbers of a unit: a block of eight seeds for each sample.
type Row = [[f64; SEEDS]; SAMPLES];

/// One contestant for eight seeds.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    /// The layers, which all eight seeds share. The parameters in it are those of the first seed.
    network: Network,
    /// One block per parameter.
    params: Blocks,
    grads: Blocks,
    update: OptimizerState,
    /// Rows are numbered as in [`Dense::row`].
    values: Blocks,
    pre_activations: Blocks,
    slopes: Blocks,
    deltas: Blocks,
    /// `[output][sample]`.
    targets: Vec<[f64; SAMPLES]>,
    limit: f64,
    epoch: u64,
    diverged: [bool; SEEDS],
}

impl Lanes {
    pub(super) fn new(setup: &NetworkSetup, data: &Dataset, seeds: &[u64; SEEDS], contestant: u64, limit: f64) -> Self {
        let draw = |seed: u64| {
            let source = WeightSource::streams(seed, contestant);
            Network::new(data.inputs.nrows(), &setup.layers, &setup.init, setup.bias_init, source)
        };
        let network = draw(seeds[0]);
        let count = network.parameters();
        let mut params = Blocks::zeros(count);
        for (lane, &seed) in seeds.iter().enumerate() {
            for (block, param) in params.all_mut().iter_mut().zip(draw(seed).params.flat()) {
                block[lane] = *param;
            }
        }
        let rows = || Blocks::zeros(network.rows() * SAMPLES);
        let mut values = rows();
        for (row, column) in rows_mut(&mut values).iter_mut().zip(data.inputs.rows()) {
            for (block, x) in row.iter_mut().zip(column) {
                *block = [*x; SEEDS];
            }
        }
        let target = |column: ArrayView1<f64>| std::array::from_fn(|sample| column[sample]);
        Self {
            params,
            grads: Blocks::zeros(count),
            update: OptimizerState::new(&setup.optimizer, count * SEEDS),
            values,
            pre_activations: rows(),
            slopes: rows(),
            deltas: rows(),
            targets: data.targets.rows().into_iter().map(target).collect(),
            network,
            limit,
            epoch: 0,
            diverged: [false; SEEDS],
        }
    }

    /// The number of epochs completed.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Whether the run of this lane diverged, so that its numbers are invalid.
    pub(super) fn diverged(&self, lane: usize) -> bool {
        self.diverged[lane]
    }

    /// The parameters of a lane as one array.
    pub(super) fn params(&self, lane: usize) -> Vec<f64> {
        self.params.all().iter().map(|block| block[lane]).collect()
    }

    /// Trains until this many epochs are completed. Before each step, `each` is called with the number of completed
    /// epochs, and with the loss and the accuracy of every lane over all samples under the parameters at that moment.
    pub(super) fn run(&mut self, epoch: u64, each: impl FnMut(u64, &[f64; SEEDS], &[f64; SEEDS])) {
        dispatch(Width::Widest, Run { lanes: self, epoch, each });
    }

    /// Loss and accuracy over all data, under the current parameters.
    pub(super) fn evaluate(&mut self) -> [Metrics; SEEDS] {
        let (losses, rights) = dispatch(Width::Widest, Look(self));
        let terms = self.terms();
        std::array::from_fn(|lane| Metrics { loss: losses[lane] / terms, accuracy: rights[lane] / terms, r2: None })
    }

    /// The number of samples times outputs.
    #[inline(always)]
    fn terms(&self) -> f64 {
        (SAMPLES * self.targets.len()) as f64
    }
}

struct Run<'a, F> {
    lanes: &'a mut Lanes,
    epoch: u64,
    each: F,
}

impl<F: FnMut(u64, &[f64; SEEDS], &[f64; SEEDS])> Task for Run<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        let Self { lanes, epoch, mut each } = self;
        let terms = e.splat8(lanes.terms());
        let limit = lanes.limit * lanes.terms();
        let (mut losses, mut rights) = ([0.0; SEEDS], [0.0; SEEDS]);
        while lanes.epoch < epoch {
            lanes.forward(e);
            let (loss, right) = lanes.measure(e);
            e.store8(&mut losses, loss);
            for (diverged, loss) in lanes.diverged.iter_mut().zip(losses) {
                *diverged |= loss.is_nan() || loss > limit;
            }
            e.store8(&mut losses, e.div8(loss, terms));
            e.store8(&mut rights, e.div8(right, terms));
            if lanes.epoch > 0 {
                each(lanes.epoch, &losses, &rights);
            }
            lanes.backward(e);
            lanes.update.step(e, lanes.params.all_mut(), lanes.grads.all());
            lanes.epoch += 1;
        }
    }
}

struct Look<'a>(&'a mut Lanes);

impl Task for Look<'_> {
    type Output = ([f64; SEEDS], [f64; SEEDS]);

    #[inline(always)]
    fn run<E: Eight>(self, e: E) -> Self::Output {
        self.0.forward(e);
        let (loss, right) = self.0.measure(e);
        let (mut losses, mut rights) = ([0.0; SEEDS], [0.0; SEEDS]);
        e.store8(&mut losses, loss);
        e.store8(&mut rights, right);
        (losses, rights)
    }
}

#[inline(always)]
fn rows(blocks: &Blocks) -> &[Row] {
    blocks.all().as_chunks().0
}

#[inline(always)]
fn rows_mut(blocks: &mut Blocks) -> &mut [Row] {
    blocks.all_mut().as_chunks_mut().0
}

/// The sum over samples, as [`sum::tree`](crate::numeric::sum::tree) adds it where the other lanes are zero.
#[inline(always)]
fn total<E: Eight>(e: E, [a, b, c, d]: [E::Block; SAMPLES]) -> E::Block {
    e.add8(e.add8(a, c), e.add8(b, d))
}

impl Lanes {
    #[inline(always)]
    fn forward<E: Eight>(&mut self, e: E) {
        let params = self.params.all();
        let zero = e.splat8(0.0);
        for layer in &self.network.layers {
            let (below, here) = rows_mut(&mut self.values).split_at_mut(layer.row);
            let inputs = &below[layer.row - layer.inputs..];
            let place = layer.row..layer.row + layer.units;
            match layer.kernel {
                ActivationKernel::Linear => weigh(e, layer, params, inputs, here, |_, z| z),
                ActivationKernel::Relu => weigh(e, layer, params, inputs, here, |e, z| e.above8(z, zero, z, zero)),
                kernel => {
                    let zs = &mut rows_mut(&mut self.pre_activations)[place.clone()];
                    weigh(e, layer, params, inputs, zs, |_, z| z);
                    let values = here[..layer.units].as_flattened_mut().as_flattened_mut();
                    let slopes = rows_mut(&mut self.slopes)[place].as_flattened_mut().as_flattened_mut();
                    let zs = zs.as_flattened().as_flattened();
                    kernel.fill(&layer.function, layer.left_slope(&[]), zs, values, slopes);
                }
            }
        }
    }

    /// The sum of squared errors and the number of right outputs. `deltas` become the slopes of the mean.
    #[inline(always)]
    fn measure<E: Eight>(&mut self, e: E) -> (E::Block, E::Block) {
        let scale = e.splat8(2.0 / self.terms());
        let (half, one, zero) = (e.splat8(0.5), e.splat8(1.0), e.splat8(0.0));
        let first = self.network.rows() - self.targets.len();
        let outputs = &rows(&self.values)[first..];
        let deltas = &mut rows_mut(&mut self.deltas)[first..];
        let (mut squares, mut right) = ([zero; SAMPLES], zero);
        for ((output, targets), delta) in outputs.iter().zip(&self.targets).zip(deltas) {
            for sample in 0..SAMPLES {
                let (output, target) = (e.load8(&output[sample]), targets[sample]);
                let error = e.sub8(output, e.splat8(target));
                squares[sample] = e.add8(squares[sample], e.mul8(error, error));
                e.store8(&mut delta[sample], e.mul8(scale, error));
                let (yes, no) = if target > 0.5 { (one, zero) } else { (zero, one) };
                right = e.add8(right, e.above8(output, half, yes, no));
            }
        }
        (total(e, squares), right)
    }

    #[inline(always)]
    fn backward<E: Eight>(&mut self, e: E) {
        let params = self.params.all();
        let zero = e.splat8(0.0);
        for (index, layer) in self.network.layers.iter().enumerate().rev() {
            let (below, here) = rows(&self.values).split_at(layer.row);
            let inputs = &below[layer.row - layer.inputs..];
            let slopes = &rows(&self.slopes)[layer.row..];
            let (lower, deltas) = rows_mut(&mut self.deltas).split_at_mut(layer.row);
            let grads = &mut self.grads.all_mut()[layer.at..][..layer.count()];
            let (weights, biases) = grads.split_at_mut(layer.inputs * layer.units);
            for unit in 0..layer.units {
                let (value, slope, delta) = (&here[unit], &slopes[unit], &mut deltas[unit]);
                let mut chained = [zero; SAMPLES];
                for sample in 0..SAMPLES {
                    let raw = e.load8(&delta[sample]);
                    chained[sample] = match layer.kernel {
                        ActivationKernel::Linear => raw,
                        ActivationKernel::Relu => e.above8(e.load8(&value[sample]), zero, raw, zero),
                        _ => e.mul8(raw, e.load8(&slope[sample])),
                    };
                    e.store8(&mut delta[sample], chained[sample]);
                }
                e.store8(&mut biases[unit], total(e, chained));
                for (weight, input) in weights[unit * layer.inputs..][..layer.inputs].iter_mut().zip(inputs) {
                    let mut products = [zero; SAMPLES];
                    for sample in 0..SAMPLES {
                        products[sample] = e.mul8(chained[sample], e.load8(&input[sample]));
                    }
                    e.store8(weight, total(e, products));
                }
            }
            if index > 0 {
                let weights = &params[layer.at..layer.biases()];
                pass_down(e, layer, weights, &deltas[..layer.units], &mut lower[layer.row - layer.inputs..]);
            }
        }
    }
}

/// Computes `bias + Σ weight · input` for each unit. The terms are added in the order of the inputs.
#[inline(always)]
fn weigh<E: Eight>(
    e: E,
    layer: &Dense,
    params: &[[f64; SEEDS]],
    inputs: &[Row],
    outputs: &mut [Row],
    shape: impl Fn(E, E::Block) -> E::Block,
) {
    let (weights, biases) = params[layer.at..].split_at(layer.inputs * layer.units);
    for (unit, output) in outputs[..layer.units].iter_mut().enumerate() {
        let mut sums = [e.load8(&biases[unit]); SAMPLES];
        for (weight, input) in weights[unit * layer.inputs..][..layer.inputs].iter().zip(inputs) {
            let weight = e.load8(weight);
            for (sum, x) in sums.iter_mut().zip(input) {
                *sum = e.add8(*sum, e.mul8(weight, e.load8(x)));
            }
        }
        for (output, sum) in output.iter_mut().zip(sums) {
            e.store8(output, shape(e, sum));
        }
    }
}

/// Computes the deltas of the outputs below from the deltas of the pre-activations here.
#[inline(always)]
fn pass_down<E: Eight>(e: E, layer: &Dense, weights: &[[f64; SEEDS]], here: &[Row], below: &mut [Row]) {
    for (index, below) in below.iter_mut().enumerate() {
        let mut sums = [e.splat8(0.0); SAMPLES];
        for (unit, delta) in here.iter().enumerate() {
            let weight = e.load8(&weights[unit * layer.inputs + index]);
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

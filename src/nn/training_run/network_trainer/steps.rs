//! The inner loop of training: batches and epochs, compiled once for each vector width.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::Core;
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::dataset::Dataset;
use crate::nn::network::Network;
use crate::nn::network::batch_tile::{BatchTile, GradientSink};
use crate::nn::optimizer::OptimizerStep;
use crate::nn::training_run::record::{Divergence, Epoch, Metrics, Overflow, Schedule};
use crate::numeric::stream::{Purpose, Stream};
use crate::numeric::vector::{Eight, Lanes, Task, Width, apart, dispatch, dispatch_short};
use ndarray::{Axis, Slice};

/// The step of the optimiser is inlined for tiles of at most this many samples, whose other work is as short as a call.
const FEW: usize = 8;

/// How far a network is to be trained.
pub(super) struct StepRequest<'a> {
    pub(super) core: &'a mut Core,
    pub(super) evaluation: &'a mut Evaluation,
    pub(super) epoch: u64,
    pub(super) batch: usize,
    pub(super) width: Width,
    pub(super) schedule: &'a Schedule,
    pub(super) records: &'a mut Vec<Epoch>,
}

pub(super) struct EpochSteps<'a, const N: usize, const T: usize, const SINGLE: bool> {
    pub(super) request: StepRequest<'a>,
    pub(super) tile: &'a mut BatchTile<N, T>,
}

impl<const T: usize, const SINGLE: bool> Task for EpochSteps<'_, 8, T, SINGLE> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        self.steps(e);
    }
}

impl<const T: usize> Task for EpochSteps<'_, 4, T, true> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        self.steps(e);
    }
}

impl<'a, const N: usize, const T: usize> EpochSteps<'a, N, T, true>
where
    Self: Task<Output = ()>,
{
    /// Returns the request if the machine has no short vectors, or if they are not allowed.
    pub(super) fn on_short_vectors(self) -> Option<StepRequest<'a>> {
        dispatch_short(self.request.width, self).err().map(|steps| steps.request)
    }
}

impl<const N: usize, const T: usize, const SINGLE: bool> EpochSteps<'_, N, T, SINGLE> {
    #[inline(always)]
    fn steps<E: Eight + Lanes<N>>(self, e: E) {
        let Self { request, tile } = self;
        let StepRequest { core, evaluation, epoch, batch, width, schedule, records } = request;
        let samples = core.data.samples();
        core.arrange();
        let mut taken = false;
        // Whether the evaluation of the last record is left to the next step, which sees all samples before its update.
        let mut waits = false;
        while (core.progress.epoch, core.progress.batch) < (epoch, batch) {
            let from = core.progress.batch * core.batch;
            let live = (samples - from).min(core.batch);
            if !(taken && SINGLE && live == samples) {
                if core.progress.batch == 0 {
                    core.arrange();
                }
                taken = true;
                core.take(tile, from, live.min(BatchTile::<N, T>::SAMPLES));
            }
            let loss = core.pass::<E, N, T, SINGLE>(e, tile, from, live);
            if waits && let Some(last) = records.last_mut() {
                last.evaluated = Some(core.metrics(core.progress.loss + loss, samples));
            }
            waits = false;
            if loss.is_nan() || loss > core.limit * core.objective.terms(live) {
                core.progress.divergence = Some(core.locate_divergence(from, live, loss));
                return;
            }
            core.progress.loss += loss;
            core.step(e, live, N * T <= FEW);
            core.progress.seen += live;
            core.progress.batch += 1;
            if core.progress.seen == samples {
                core.progress.batch = 0;
                core.progress.epoch += 1;
                let (epoch, batches) = (core.progress.epoch, core.metrics(core.progress.loss, samples));
                let due = schedule.includes(epoch);
                waits = due && live == samples;
                let evaluated = (due && !waits).then(|| evaluation.metrics(core, &core.data, width));
                let test = core.test.as_ref().filter(|_| due).map(|data| evaluation.metrics(core, data, width));
                records.push(Epoch { epoch, batches, evaluated, test });
                core.progress.seen = 0;
                core.progress.loss = 0.0;
                core.progress.right = [0.0; 8];
                core.progress.squares = 0.0;
            }
        }
        if waits && let Some(last) = records.last_mut() {
            last.evaluated = Some(evaluation.metrics(core, &core.data, width));
        }
    }
}

/// A tile for the evaluation over all samples of some data, whose order of sums is that of a batch with all samples.
#[derive(Clone, Debug)]
pub(super) enum Evaluation {
    /// For batches of at most eight samples.
    Narrow(BatchTile<8, 1>),
    /// For larger batches.
    Wide(BatchTile<8, 4>),
}

impl Evaluation {
    pub(super) fn new(network: &Network, batch: usize) -> Self {
        if batch <= BatchTile::<8, 1>::SAMPLES {
            Self::Narrow(BatchTile::new(network))
        } else {
            Self::Wide(BatchTile::new(network))
        }
    }

    /// Loss and accuracy under the current parameters.
    pub(super) fn metrics(&mut self, core: &Core, data: &Dataset, width: Width) -> Metrics {
        // It is a function of its own for each width, because it is as much code as the step and runs seldom.
        match self {
            Self::Narrow(tile) => dispatch(width, Evaluate { core, data, tile }),
            Self::Wide(tile) => dispatch(width, Evaluate { core, data, tile }),
        }
    }
}

struct Evaluate<'a, const T: usize> {
    core: &'a Core,
    data: &'a Dataset,
    tile: &'a mut BatchTile<8, T>,
}

impl<const T: usize> Task for Evaluate<'_, T> {
    type Output = Metrics;

    #[inline(always)]
    fn run<E: Eight>(self, e: E) -> Metrics {
        self.core.evaluate(e, self.data, self.tile)
    }
}

pub(super) struct BatchGradient<'a> {
    pub(super) core: &'a mut Core,
    pub(super) tile: &'a mut BatchTile<8, 4>,
}

impl Task for BatchGradient<'_> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        let samples = self.core.data.samples();
        self.core.take(self.tile, 0, samples.min(BatchTile::<8, 4>::SAMPLES));
        self.core.pass::<E, 8, 4, false>(e, self.tile, 0, samples);
        let Core { rules, network, grads, .. } = self.core;
        rules.penalise(&network.layers, network.params.flat(), grads.flat_mut());
    }
}

impl Core {
    /// Puts the samples in the order of the current epoch.
    #[inline(always)]
    pub(super) fn arrange(&mut self) {
        let Some((seed, contestant)) = self.shuffle else { return };
        let epoch = self.progress.epoch;
        if self.arranged == Some(epoch) {
            return;
        }
        self.arranged = Some(epoch);
        Stream::new(seed, Purpose::Order, contestant, epoch).permutation(&mut self.order);
        let tables = [(&mut self.inputs, &self.data.inputs), (&mut self.targets, &self.data.targets)];
        for (to, from) in tables {
            let samples = from.ncols().max(1);
            let (to, from) = (to.as_slice_mut().unwrap_or_default(), from.as_slice().unwrap_or_default());
            for (to, from) in to.chunks_exact_mut(samples).zip(from.chunks_exact(samples)) {
                for (to, &index) in to.iter_mut().zip(&self.order) {
                    *to = from[index as usize];
                }
            }
        }
    }

    #[inline(always)]
    fn take<const N: usize, const T: usize>(&self, tile: &mut BatchTile<N, T>, from: usize, live: usize) {
        if self.shuffle.is_some() {
            tile.take(self.inputs.view(), self.targets.view(), from, live);
        } else {
            tile.take(self.data.inputs.view(), self.data.targets.view(), from, live);
        }
    }

    /// The forward and backward pass of a batch whose first tile is already loaded. It leaves the gradients in `grads`
    /// and returns the sum of losses. Penalties are not added yet.
    #[inline(always)]
    fn pass<E: Eight + Lanes<N>, const N: usize, const T: usize, const SINGLE: bool>(
        &mut self,
        e: E,
        tile: &mut BatchTile<N, T>,
        from: usize,
        live: usize,
    ) -> f64 {
        let terms = self.objective.terms(live);
        let mut losses = e.splat8(0.0);
        let mut done = 0;
        loop {
            if done > 0 {
                self.take(tile, from + done, (live - done).min(BatchTile::<N, T>::SAMPLES));
            }
            tile.forward(e, &self.network);
            let loss = e.load8(&tile.measure(e, &self.network, &self.objective, terms));
            losses = if done == 0 { loss } else { e.add8(losses, loss) };
            self.count(e, tile);
            let sink = match done {
                _ if SINGLE => GradientSink::Whole(self.grads.flat_mut()),
                0 => GradientSink::First(self.partial.all_mut()),
                _ => GradientSink::Later(self.partial.all_mut()),
            };
            tile.backward(e, &self.network, self.objective.by_sums(), sink);
            done += BatchTile::<N, T>::SAMPLES;
            if SINGLE || done >= live {
                break;
            }
        }
        if !SINGLE {
            for (grad, partial) in self.grads.flat_mut().iter_mut().zip(self.partial.all()) {
                *grad = e.total(e.load8(partial));
            }
        }
        let sum = e.total(losses);
        if self.objective.is_squares() {
            self.progress.squares += sum;
        }
        sum
    }

    #[inline(always)]
    fn count<E: Eight + Lanes<N>, const N: usize, const T: usize>(&mut self, e: E, tile: &BatchTile<N, T>) {
        let right = e.load8(&tile.right(e, &self.network, self.accuracy_rule));
        let right = e.add8(e.load8(&self.progress.right), right);
        e.store8(&mut self.progress.right, right);
        if !self.objective.is_squares() && matches!(self.accuracy_rule, AccuracyRule::Within(_)) {
            self.progress.squares += e.total(e.load8(&tile.squared_errors(e, &self.network)));
        }
    }

    /// A step from the gradients of a batch with this many samples.
    #[inline(always)]
    fn step<E: Eight>(&mut self, e: E, live: usize, inlined: bool) {
        let Self { rules, network: Network { layers, params, .. }, grads, update, .. } = self;
        if !rules.prepare(layers, params.flat(), grads.flat_mut(), live) {
            return;
        }
        let step = OptimizerStep { update, params, grads };
        if inlined {
            step.run(e);
        } else {
            apart(e, step);
        }
        rules.finish(layers, params.flat_mut());
    }

    /// The metrics of the current epoch over this many samples, with this sum of losses.
    #[inline(always)]
    fn metrics(&self, loss: f64, samples: usize) -> Metrics {
        self.means(loss, self.progress.right, self.progress.squares, &self.data, samples)
    }

    #[inline(always)]
    fn means(&self, loss: f64, right: [f64; 8], squares: f64, data: &Dataset, samples: usize) -> Metrics {
        let answers = self.accuracy_rule.answers(self.network.outputs());
        Metrics {
            loss: loss / self.objective.terms(samples),
            accuracy: crate::numeric::sum::tree(right) / (samples * answers) as f64,
            r2: matches!(self.accuracy_rule, AccuracyRule::Within(_))
                .then(|| 1.0 - squares / data.total_sum_of_squares),
        }
    }

    /// Loss and accuracy over all samples under the current parameters. The sums are added in the same order as in a
    /// batch that holds all samples, so the bits are the same.
    #[inline(always)]
    fn evaluate<E: Eight, const T: usize>(&self, e: E, data: &Dataset, tile: &mut BatchTile<8, T>) -> Metrics {
        let samples = data.samples();
        let terms = self.objective.terms(samples);
        let (mut losses, mut right, mut squares) = (e.splat8(0.0), e.splat8(0.0), 0.0);
        for from in (0..samples).step_by(BatchTile::<8, T>::SAMPLES) {
            tile.take(data.inputs.view(), data.targets.view(), from, (samples - from).min(BatchTile::<8, T>::SAMPLES));
            tile.forward(e, &self.network);
            let loss = e.load8(&tile.measure(e, &self.network, &self.objective, terms));
            losses = if from == 0 { loss } else { e.add8(losses, loss) };
            right = e.add8(right, e.load8(&tile.right(e, &self.network, self.accuracy_rule)));
            if !self.objective.is_squares() && matches!(self.accuracy_rule, AccuracyRule::Within(_)) {
                squares += e.total(e.load8(&tile.squared_errors(e, &self.network)));
            }
        }
        let (sum, mut rights) = (e.total(losses), [0.0; 8]);
        e.store8(&mut rights, right);
        self.means(sum, rights, if self.objective.is_squares() { sum } else { squares }, data, samples)
    }

    /// Where divergence began: the first layer with an output that is not finite on any sample of the batch, or else
    /// the first layer with an output beyond the square root of the limit.
    #[cold]
    fn locate_divergence(&self, from: usize, live: usize, loss: f64) -> Divergence {
        let over = self.limit.sqrt();
        let inputs = if self.shuffle.is_some() { &self.inputs } else { &self.data.inputs };
        let (mut odd, mut far): (Option<usize>, Option<usize>) = (None, None);
        // As in training, a few samples at a time, so that memory stays small.
        for start in (from..from + live).step_by(BatchTile::<8, 4>::SAMPLES) {
            let end = (start + BatchTile::<8, 4>::SAMPLES).min(from + live);
            for (layer, units) in
                self.network.trace(inputs.slice_axis(Axis(1), Slice::from(start..end))).values.iter().enumerate()
            {
                let earlier = |known: Option<usize>| Some(known.map_or(layer, |known| known.min(layer)));
                if units.iter().any(|x| !x.is_finite()) {
                    odd = earlier(odd);
                }
                if units.iter().any(|x| x.abs() > over) {
                    far = earlier(far);
                }
            }
        }
        let layer = odd.or(far);
        Divergence {
            epoch: self.progress.epoch + 1,
            layer: layer.unwrap_or(self.network.layers.len() - 1) + 1,
            overflow: if loss.is_nan() {
                Overflow::NotANumber
            } else if loss.is_infinite() {
                Overflow::Infinite
            } else {
                Overflow::PastLimit
            },
        }
    }
}

//! Between the two passes: the loss, its slope, and the count of right predictions.

use super::{BatchTile, rows, rows_mut};
use crate::functions::activation::ActivationKernel;
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::loss::{Loss, LossKernel, from_logit, softmax_sample};
use crate::nn::network::Network;
use crate::numeric::vector::Lanes;

/// A loss, and how it is computed above the last layer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OutputLoss {
    loss: Loss,
    kernel: LossKernel,
    /// The number of outputs over which a mean is taken.
    outputs: usize,
}

impl OutputLoss {
    pub(crate) fn new(loss: &Loss, network: &Network) -> Self {
        let last = network.layers.last().map_or(ActivationKernel::Linear, |layer| layer.kernel);
        let outputs = if loss.is_joint() { 1 } else { network.outputs() };
        Self { loss: loss.clone(), kernel: loss.kernel(last), outputs }
    }

    /// The loss of an output and its slope, from its pre-activation where that is more accurate.
    #[inline]
    pub(crate) fn each(&self, output: f64, z: f64, target: f64) -> (f64, f64) {
        match self.kernel {
            LossKernel::Logit => from_logit(z, output, target),
            _ => self.loss.each(output, target),
        }
    }

    pub(crate) fn kernel(&self) -> LossKernel {
        self.kernel
    }

    /// Whether deltas are with respect to the pre-activations of the last layer instead of its outputs.
    pub(crate) fn by_sums(&self) -> bool {
        self.kernel == LossKernel::Logit
    }

    /// The number that divides the sum over samples and outputs, to give the mean over this many samples.
    pub(crate) fn terms(&self, samples: usize) -> f64 {
        (samples * self.outputs) as f64
    }

    /// Whether the sum of the loss is the sum of the squared errors.
    pub(crate) fn is_squares(&self) -> bool {
        self.kernel == LossKernel::Squares
    }
}

impl<const N: usize, const T: usize> BatchTile<N, T> {
    /// The loss, summed over samples and outputs. `deltas` become the slopes of the mean over `terms` of these.
    #[inline(always)]
    pub(crate) fn measure<E: Lanes<N>>(
        &mut self,
        e: E,
        network: &Network,
        objective: &OutputLoss,
        terms: f64,
    ) -> [f64; 8] {
        match objective.kernel {
            LossKernel::Squares => self.squares(e, network, terms, 1.0),
            LossKernel::HalfSquares => self.squares(e, network, terms, 0.5),
            LossKernel::Softmax => self.softmax(network, terms),
            LossKernel::Each | LossKernel::Logit => self.by_output(network, objective, terms),
        }
    }

    /// A multiple of the squared errors. One of 1 changes no bit.
    #[inline(always)]
    fn squares<E: Lanes<N>>(&mut self, e: E, network: &Network, terms: f64, times: f64) -> [f64; 8] {
        let scale = e.splat(2.0 * times / terms);
        let first = network.rows() - network.outputs();
        let mut sums = [e.splat(0.0); 2];
        let outputs = &rows::<N, T>(&self.values)[first..];
        let deltas = &mut rows_mut::<N, T>(&mut self.deltas)[first..];
        for ((output, target), delta) in outputs.iter().zip(rows::<N, T>(&self.targets)).zip(deltas) {
            for t in 0..T {
                let error = e.sub(e.load(&output[t]), e.load(&target[t]));
                let mut square = e.mul(error, error);
                let mut scale = scale;
                if self.live < Self::SAMPLES {
                    square = only(e, square, t, self.live);
                    scale = only(e, scale, t, self.live);
                }
                let sum = &mut sums[t % (8 / N)];
                *sum = e.add(*sum, square);
                e.store(&mut delta[t], e.mul(scale, error));
            }
        }
        let times = e.splat(times);
        e.partial([e.mul(times, sums[0]), e.mul(times, sums[1])])
    }

    /// Not inlined, because one number after another is computed at every width.
    #[inline(never)]
    fn by_output(&mut self, network: &Network, objective: &OutputLoss, terms: f64) -> [f64; 8] {
        let first = (network.rows() - network.outputs()) * Self::SAMPLES;
        let mut lanes = [0.0; 8];
        for (row, targets) in self.targets.flat().chunks_exact(Self::SAMPLES).enumerate() {
            let from = first + row * Self::SAMPLES;
            for (sample, &target) in targets[..self.live].iter().enumerate() {
                let at = from + sample;
                let (output, z) = (self.values.flat()[at], self.pre_activations.flat()[at]);
                let (loss, slope) = objective.each(output, z, target);
                lanes[sample % 8] += loss;
                self.deltas.flat_mut()[at] = slope / terms;
            }
            self.deltas.flat_mut()[from + self.live..from + Self::SAMPLES].fill(0.0);
        }
        lanes
    }

    /// The cross-entropy of a softmax over the outputs. It is stable for large outputs.
    #[inline(never)]
    fn softmax(&mut self, network: &Network, terms: f64) -> [f64; 8] {
        let (width, outputs) = (Self::SAMPLES, network.outputs());
        let first = (network.rows() - outputs) * width;
        let mut lanes = [0.0; 8];
        let (values, targets) = (&self.values.flat()[first..], self.targets.flat());
        let deltas = &mut self.deltas.flat_mut()[first..];
        for sample in 0..self.live {
            let at = |k: usize| k * width + sample;
            softmax_sample(
                outputs,
                |k| values[at(k)],
                |k| targets[at(k)],
                |k, loss, slope| {
                    lanes[sample % 8] += loss;
                    deltas[at(k)] = slope / terms;
                },
            );
        }
        for row in deltas.chunks_exact_mut(width) {
            row[self.live..].fill(0.0);
        }
        lanes
    }

    /// The number of right outputs in each lane, or of right samples if the rule compares all outputs of a sample.
    #[inline(always)]
    pub(crate) fn right<E: Lanes<N>>(&self, e: E, network: &Network, rule: AccuracyRule) -> [f64; 8] {
        match rule {
            AccuracyRule::Argmax => self.largest_right(network),
            AccuracyRule::Equal => self.count(e, network, &Within(0.0)),
            AccuracyRule::Above(threshold) => self.count(e, network, &Above(threshold)),
            AccuracyRule::Within(tolerance) => self.count(e, network, &Within(tolerance)),
        }
    }

    #[inline(always)]
    fn count<E: Lanes<N>>(&self, e: E, network: &Network, score: &impl Score) -> [f64; 8] {
        let first = network.rows() - network.outputs();
        let mut sums = [e.splat(0.0); 2];
        for (output, target) in rows::<N, T>(&self.values)[first..].iter().zip(rows::<N, T>(&self.targets)) {
            for t in 0..T {
                let mut scored = score.score(e, e.load(&output[t]), e.load(&target[t]));
                if self.live < Self::SAMPLES {
                    scored = only(e, scored, t, self.live);
                }
                let sum = &mut sums[t % (8 / N)];
                *sum = e.add(*sum, scored);
            }
        }
        e.partial(sums)
    }

    fn largest_right(&self, network: &Network) -> [f64; 8] {
        let (width, outputs) = (Self::SAMPLES, network.outputs());
        let values = &self.values.flat()[(network.rows() - outputs) * width..];
        let targets = self.targets.flat();
        let mut lanes = [0.0; 8];
        for sample in 0..self.live {
            let of = |rows: &[f64], k: usize| rows[k * width + sample];
            let right = AccuracyRule::is_largest_right(outputs, |k| of(values, k), |k| of(targets, k));
            lanes[sample % 8] += f64::from(u8::from(right));
        }
        lanes
    }

    /// The squared errors, summed over samples and outputs.
    #[inline(always)]
    pub(crate) fn squared_errors<E: Lanes<N>>(&self, e: E, network: &Network) -> [f64; 8] {
        self.count(e, network, &SquaredError)
    }
}

/// A number for each output and its target. This is a trait, because closures can't be scored `#[inline(always)]`.
pub(crate) trait Score {
    fn score<E: Lanes<N>, const N: usize>(&self, e: E, output: E::Of, target: E::Of) -> E::Of;
}

/// 1 if the output is above the threshold exactly when the target is above one half.
pub(crate) struct Above(pub(crate) f64);

impl Score for Above {
    #[inline(always)]
    fn score<E: Lanes<N>, const N: usize>(&self, e: E, output: E::Of, target: E::Of) -> E::Of {
        let (one, zero) = (e.splat(1.0), e.splat(0.0));
        let wanted = e.above(target, e.splat(0.5), one, zero);
        e.above(output, e.splat(self.0), wanted, e.sub(one, wanted))
    }
}

/// 1 if the output differs from the target by at most this much.
pub(crate) struct Within(pub(crate) f64);

impl Score for Within {
    #[inline(always)]
    fn score<E: Lanes<N>, const N: usize>(&self, e: E, output: E::Of, target: E::Of) -> E::Of {
        let (one, zero) = (e.splat(1.0), e.splat(0.0));
        let far = e.abs(e.sub(output, target));
        // A NaN must not count as close, so the test is not simply "not far".
        let number = e.above(e.splat(f64::INFINITY), far, one, zero);
        e.above(far, e.splat(self.0), zero, number)
    }
}

/// The squared error.
pub(crate) struct SquaredError;

impl Score for SquaredError {
    #[inline(always)]
    fn score<E: Lanes<N>, const N: usize>(&self, e: E, output: E::Of, target: E::Of) -> E::Of {
        let error = e.sub(output, target);
        e.mul(error, error)
    }
}

/// The lanes of block `t` that are among the first `live` samples. The others are zero.
#[inline(always)]
fn only<E: Lanes<N>, const N: usize>(e: E, x: E::Of, t: usize, live: usize) -> E::Of {
    let mut place = [0.0; N];
    for (lane, place) in place.iter_mut().enumerate() {
        *place = (t * N + lane) as f64;
    }
    e.above(e.splat(live as f64), e.load(&place), x, e.splat(0.0))
}

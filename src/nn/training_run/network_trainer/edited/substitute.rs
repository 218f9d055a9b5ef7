//! What stands in for a unit or a layer that is gone, and the identity that a new layer begins as.

use super::weight;
use crate::functions::function::Function;
use crate::nn::network::Network;
use ndarray::{Array2, ArrayView1};

fn mean(of: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = of.len().max(1) as f64;
    of.sum::<f64>() / count
}

/// The line `slope · x + start` nearest to `y`, by least squares.
fn fitted(x: &[f64], y: &[f64]) -> (f64, f64) {
    let (mean_x, mean_y) = (mean(x.iter().copied()), mean(y.iter().copied()));
    let (mut together, mut alone) = (0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        together += (x - mean_x) * (y - mean_y);
        alone += (x - mean_x) * (x - mean_x);
    }
    let slope = if alone > 0.0 { together / alone } else { 0.0 };
    (slope, mean_y - slope * mean_x)
}

/// The next layer gets what a removed unit gave it on average as a bias.
pub(super) fn constant(new: &mut Network, old: &Network, (layer, unit): (usize, usize), inputs: &Array2<f64>) {
    let trace = old.trace(inputs.view());
    let average = mean(trace.values[layer].row(unit).iter().copied());
    let (before, next) = (old.layers[layer + 1].clone(), new.layers[layer + 1].clone());
    for other in 0..next.units {
        let gave = old.params.flat()[weight(&before, other, unit)] * average;
        new.params.flat_mut()[next.biases() + other] += gave;
    }
}

/// The layer after a removed one gets the composition of both, with a line in place of each removed activation.
pub(super) fn line(new: &mut Network, old: &Network, removed: usize, inputs: &Array2<f64>) {
    let trace = old.trace(inputs.view());
    let (gone, after) = (old.layers[removed].clone(), old.layers[removed + 1].clone());
    let row = |row: ArrayView1<f64>| row.to_vec();
    let units = trace.pre_activations[removed].rows().into_iter().zip(trace.values[removed].rows());
    let lines: Vec<(f64, f64)> = units.map(|(z, a)| fitted(&row(z), &row(a))).collect();
    let (from, layer) = (old.params.flat(), new.layers[removed].clone());
    let to = new.params.flat_mut();
    for unit in 0..layer.units {
        let outer = |middle: usize| from[weight(&after, unit, middle)];
        let start = |middle: usize| lines[middle].0 * from[gone.biases() + middle] + lines[middle].1;
        let bias: f64 = (0..gone.units).map(|middle| outer(middle) * start(middle)).sum();
        to[layer.biases() + unit] = from[after.biases() + unit] + bias;
        for input in 0..layer.inputs {
            let through = |middle: usize| outer(middle) * lines[middle].0 * from[weight(&gone, middle, input)];
            to[weight(&layer, unit, input)] = (0..gone.units).map(through).sum();
        }
    }
    if let (Some(alpha), Some(before)) = (layer.alpha, after.alpha) {
        to[alpha] = from[before];
    }
}

/// A unit that passes its input on: `slope · f(scale · x + bias) + start` is nearly x.
struct Passing {
    scale: f64,
    bias: f64,
    slope: f64,
    start: f64,
    /// The largest error over the samples, in parts of the range of x.
    error: f64,
}

/// Smaller scales are nearer to the identity where an activation bends, but need larger outgoing weights.
const SCALES: [f64; 5] = [1.0, 0.5, 0.25, 0.125, 0.0625];
/// An error below this cannot be seen.
const SMALL: f64 = 1e-9;

/// The best way to pass these values on through an activation.
fn passing(function: &Function, x: &[f64]) -> Passing {
    let (low, high) = x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
    let range = (high - low).max(f64::MIN_POSITIVE);
    let mut best = Passing { scale: 1.0, bias: 0.0, slope: 1.0, start: 0.0, error: f64::INFINITY };
    for scale in SCALES {
        // With a bias at a bound of the values, the kink of a rectifier is outside the samples.
        for bias in [0.0, -scale * low, -scale * high, 1.0, -1.0] {
            let mut values: Vec<f64> = x.iter().map(|x| scale * x + bias).collect();
            for z in &mut values {
                *z = function.value(*z);
            }
            let (slope, start) = if high > low { fitted(&values, x) } else { (1.0, low - values[0]) };
            let errors = x.iter().zip(&values).map(|(x, value)| (slope * value + start - x).abs());
            let error = errors.fold(0.0, f64::max) / range;
            if error < best.error && slope.is_finite() && slope.abs() * scale <= 16.0 {
                best = Passing { scale, bias, slope, start, error };
            }
            if best.error < SMALL {
                return best;
            }
        }
    }
    best
}

/// A new layer begins as the identity, as nearly as its activation allows, and the next layer makes up for its scale.
pub(super) fn identity(new: &mut Network, old: &Network, before: usize, inputs: &Array2<f64>) {
    let trace = old.trace(inputs.view());
    let below = before.checked_sub(1).map_or(inputs, |below| &trace.values[below]);
    let (layer, next) = (new.layers[before].clone(), new.layers[before + 1].clone());
    let function = new.function(before).unwrap_or_else(|| layer.function.clone());
    for (unit, x) in below.rows().into_iter().enumerate() {
        let Passing { scale, bias, slope, start, error: _ } = passing(&function, &x.to_vec());
        let params = new.params.flat_mut();
        for input in 0..layer.inputs {
            params[weight(&layer, unit, input)] = if input == unit { scale } else { 0.0 };
        }
        params[layer.biases() + unit] = bias;
        for other in 0..next.units {
            let at = weight(&next, other, unit);
            params[next.biases() + other] += params[at] * start;
            params[at] *= slope;
        }
    }
}

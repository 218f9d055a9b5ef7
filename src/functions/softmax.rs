//! Softmax: probabilities from scores, and the slopes that training needs.
//!
//! With logits `z` and temperature `T`, `pᵢ = e^(zᵢ/T) / Σⱼ e^(zⱼ/T)` (J. S. Bridle, 1990, "Probabilistic
//! Interpretation of Feedforward Classification Network Outputs"). Everything is computed from distances to the largest
//! logit, so that no exponential overflows. `1 − pᵢ` is summed from the other classes and not subtracted, so that it
//! stays accurate where one probability is almost 1. Slopes are with respect to the raw logits and contain the factor
//! `1/T`.

use crate::numeric::maths::{exp, finite, log1p};
use crate::numeric::sum::{LANES, tree};
use ndarray::Array2;

/// The softmax of some logits, and the quantities derived from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Softmax {
    temperature: f64,
    /// `(zᵢ − max z) / T`, never above 0.
    distances: Vec<f64>,
    /// The exponentials of the distances. The largest is 1.
    weights: Vec<f64>,
    /// The sum of all weights, at least 1.
    total: f64,
}

impl Softmax {
    /// The softmax of at least one finite logit at a temperature above 0.
    pub fn of(logits: &[f64], temperature: f64) -> Self {
        let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // The difference between the extremes of `f64` exceeds the largest number.
        let distances: Vec<f64> = logits.iter().map(|z| finite((z - largest) / temperature)).collect();
        let weights: Vec<f64> = distances.iter().map(|d| exp(*d)).collect();
        let total = sum(weights.iter().copied());
        Self { temperature, distances, weights, total }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.weights.len()
    }

    /// `pᵢ`.
    pub fn probability(&self, i: usize) -> f64 {
        self.weights[i] / self.total
    }

    /// All `pᵢ`.
    pub fn probabilities(&self) -> Vec<f64> {
        self.weights.iter().map(|w| w / self.total).collect()
    }

    /// The sum of the probabilities: 1 up to rounding.
    pub fn sum(&self) -> f64 {
        sum(self.probabilities())
    }

    /// `1 − pᵢ`, from the other classes.
    pub fn rest(&self, i: usize) -> f64 {
        self.weight_besides(i) / self.total
    }

    /// `ln pᵢ`, finite however small the probability is.
    pub fn log(&self, i: usize) -> f64 {
        // One of the weights that equal 1 is the 1 in ln(1 + …).
        let top = self.weights.iter().position(|w| *w == 1.0).unwrap_or(0);
        finite(self.distances[i] - log1p(self.weight_besides(top)))
    }

    /// `∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)/T`.
    pub fn slope(&self, i: usize, j: usize) -> f64 {
        let other = if i == j { self.rest(j) } else { -self.probability(j) };
        self.probability(i) * other / self.temperature
    }

    /// All `∂pᵢ/∂zⱼ`, `[i, j]`.
    pub fn jacobian(&self) -> Array2<f64> {
        Array2::from_shape_fn((self.classes(), self.classes()), |(i, j)| self.slope(i, j))
    }

    /// `∂ln pᵢ/∂zⱼ = (δᵢⱼ − pⱼ)/T`.
    pub fn log_slope(&self, i: usize, j: usize) -> f64 {
        let other = if i == j { self.rest(j) } else { -self.probability(j) };
        other / self.temperature
    }

    /// The cross-entropy `−ln p` of the true class, in nats.
    pub fn loss(&self, class: usize) -> f64 {
        -self.log(class)
    }

    /// The slope of the cross-entropy with respect to each logit: `(pⱼ − yⱼ)/T`, where `y` is 1 for the true class.
    pub fn loss_gradient(&self, class: usize) -> Vec<f64> {
        (0..self.classes()).map(|j| -self.log_slope(class, j)).collect()
    }

    /// The entropy `−Σ p ln p`, in nats: 0 if one probability is 1, `ln n` if all are equal.
    pub fn entropy(&self) -> f64 {
        let part = |i| if self.weights[i] == 0.0 { 0.0 } else { -self.probability(i) * self.log(i) };
        sum((0..self.classes()).map(part))
    }

    fn weight_besides(&self, i: usize) -> f64 {
        sum(self.weights.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, w)| *w))
    }
}

/// A sum in a fixed order.
fn sum(items: impl IntoIterator<Item = f64>) -> f64 {
    let mut partial = [0.0; LANES];
    items.into_iter().enumerate().for_each(|(i, item)| partial[i % LANES] += item);
    tree(partial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_numbers_stay_finite() {
        for logits in [[1e308, 0.0, -1e308], [-1e308; 3], [1e308; 3], [f64::MAX, f64::MIN, 0.0]] {
            for temperature in [0.05, 1.0, 20.0] {
                let s = Softmax::of(&logits, temperature);
                let slopes = (0..9).flat_map(|n| [s.slope(n / 3, n % 3), s.log_slope(n / 3, n % 3)]);
                let all =
                    slopes.chain((0..3).flat_map(|i| [s.probability(i), s.log(i), s.loss(i)])).chain([s.entropy()]);
                assert!(all.into_iter().all(f64::is_finite), "{logits:?} at {temperature}");
                assert!((s.sum() - 1.0).abs() <= f64::EPSILON, "{logits:?}: {}", s.sum());
            }
        }
    }

    #[test]
    fn a_constant_added_to_all_changes_nothing() {
        let logits = [0.5, -1.25, 2.0, 0.0];
        let moved = logits.map(|z| z + 64.0);
        assert_eq!(Softmax::of(&logits, 0.5), Softmax::of(&moved, 0.5));
    }

    #[test]
    fn the_gradient_is_that_of_the_loss() {
        let (logits, temperature, h) = ([0.3, -0.7, 1.1], 0.8, 1e-5);
        for class in 0..3 {
            for (j, slope) in Softmax::of(&logits, temperature).loss_gradient(class).into_iter().enumerate() {
                let at = |by: f64| {
                    let mut z = logits;
                    z[j] += by;
                    Softmax::of(&z, temperature).loss(class)
                };
                let found = (at(h) - at(-h)) / (2.0 * h);
                assert!((found - slope).abs() < 1e-9, "class {class}, logit {j}: {slope}, not {found}");
            }
        }
    }

    #[test]
    fn entropy_lies_between_none_and_all_alike() {
        assert!((Softmax::of(&[3.0; 5], 2.0).entropy() - libm::log(5.0)).abs() < 1e-15);
        assert_eq!(Softmax::of(&[1e308, 0.0], 1.0).entropy(), 0.0);
    }
}

//! The knobs of an experiment: what keys turn, and by which steps.

use super::SelectedExperiment;
use crate::functions::activation;
use crate::nn::experiment::Hyperparameter;
use crate::nn::loss::Loss;
use crate::nn::optimizer::Optimizer;
use crate::screens::nice_steps::turn;
use crate::words::Message;

/// The knobs that keys turn.
pub(crate) const KNOBS: [Hyperparameter; 8] = [
    Hyperparameter::LearningRate,
    Hyperparameter::HiddenActivation,
    Hyperparameter::BatchSize,
    Hyperparameter::Optimizer,
    Hyperparameter::Loss,
    Hyperparameter::L1,
    Hyperparameter::L2,
    Hyperparameter::Noise,
];
/// The knobs that are shown whether they are turned or not.
pub(crate) const SHOWN_KNOBS: [Hyperparameter; 3] =
    [Hyperparameter::LearningRate, Hyperparameter::HiddenActivation, Hyperparameter::BatchSize];
/// The bounds of the learning rate for keys.
const RATES: (f64, f64) = (1e-6, 100.0);

impl SelectedExperiment {
    /// The hyperparameters that this experiment has.
    pub(crate) fn hyperparameters(&self) -> Vec<Hyperparameter> {
        let probe = |hyperparameter: &Hyperparameter| match hyperparameter {
            Hyperparameter::LearningRate => true,
            // Points by hand have no noise of their own.
            Hyperparameter::Noise if self.has_points() => false,
            Hyperparameter::HiddenActivation => self.base.with(*hyperparameter, "relu").is_ok(),
            Hyperparameter::Optimizer => self.base.with(*hyperparameter, "sgd").is_ok(),
            Hyperparameter::Loss => self.base.with(*hyperparameter, "mse").is_ok(),
            _ => self.base.with(*hyperparameter, "1").is_ok(),
        };
        KNOBS.into_iter().filter(probe).collect()
    }

    /// The value of a knob after a step up or down.
    pub(crate) fn next_value(&self, hyperparameter: Hyperparameter, up: bool, samples: usize) -> String {
        let value = self.value(hyperparameter);
        match hyperparameter {
            Hyperparameter::LearningRate => {
                let rate = value.and_then(|v| v.parse().ok()).unwrap_or(0.01);
                turn(rate, up, RATES).to_string()
            }
            Hyperparameter::BatchSize => {
                let size = value.and_then(|v| v.parse().ok()).unwrap_or(32);
                batch(size, up, samples).to_string()
            }
            Hyperparameter::Noise => {
                let noise = value.and_then(|v| v.parse().ok()).unwrap_or(0.0);
                louder(noise, up).to_string()
            }
            Hyperparameter::L1 | Hyperparameter::L2 => {
                let strength = value.and_then(|v| v.parse().ok()).unwrap_or(0.0);
                stronger(strength, up).to_string()
            }
            Hyperparameter::Optimizer => neighbour(&Optimizer::names(), value.as_deref(), up).to_owned(),
            Hyperparameter::Loss => {
                let fits = |name: &&'static str| self.folded.with(Hyperparameter::Loss, name).is_ok();
                let fitting: Vec<&str> = Loss::names().into_iter().filter(fits).collect();
                neighbour(&fitting, value.as_deref(), up).to_owned()
            }
            _ => self.activation(value.as_deref(), up),
        }
    }

    /// Changes a hyperparameter by one step up or down.
    pub(crate) fn turn(&mut self, hyperparameter: Hyperparameter, up: bool, samples: usize) -> Result<(), Message> {
        let next = self.next_value(hyperparameter, up, samples);
        if self.value(hyperparameter).as_ref() == Some(&next) { Ok(()) } else { self.edit(hyperparameter, &next) }
    }

    /// The next or previous activation: first all built-in ones, then the reader's own.
    fn activation(&self, now: Option<&str>, up: bool) -> String {
        let all: Vec<&str> = activation::all().map(|a| a.id).chain(self.own.iter().map(String::as_str)).collect();
        neighbour(&all, now, up).to_owned()
    }
}

/// The name after this one, or before it, around the end of the list.
fn neighbour<'a>(all: &[&'a str], now: Option<&str>, up: bool) -> &'a str {
    let next = match all.iter().position(|one| Some(*one) == now) {
        None => 0,
        Some(n) => (n + if up { 1 } else { all.len() - 1 }) % all.len(),
    };
    all.get(next).copied().unwrap_or_default()
}

/// The strengths of a penalty that keys choose.
const STRENGTHS: [f64; 11] = [0.0, 1e-5, 1e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0];

/// The next strength of a penalty up or down.
fn stronger(strength: f64, up: bool) -> f64 {
    let next = if up {
        STRENGTHS.iter().find(|one| **one > strength)
    } else {
        STRENGTHS.iter().rev().find(|one| **one < strength)
    };
    next.copied().unwrap_or(strength)
}

/// The next noise up or down: steps of 0.05 below 1, of 0.5 below 10, and of 5 beyond.
fn louder(noise: f64, up: bool) -> f64 {
    let within = |end: f64| if up { noise < end } else { noise <= end };
    let step = [(1.0, 0.05), (10.0, 0.5)].into_iter().find(|(end, _)| within(*end)).map_or(5.0, |(_, step)| step);
    let steps = noise / step;
    let steps = if up { (steps + 1e-9).floor() + 1.0 } else { (steps - 1e-9).ceil() - 1.0 };
    // Rounded to the decimals of the steps, so that 0.15 is not 0.15000000000000002.
    ((steps * step).max(0.0) * 100.0).round() / 100.0
}

/// The next batch size up or down: powers of two, and all samples at once.
fn batch(size: usize, up: bool, samples: usize) -> usize {
    let samples = samples.max(1);
    let powers = (0..usize::BITS - 1).map(|power| 1 << power).take_while(|size| *size < samples);
    let sizes: Vec<usize> = powers.chain([samples]).collect();
    let size = size.min(samples);
    let next = if up { sizes.iter().find(|s| **s > size) } else { sizes.iter().rev().find(|s| **s < size) };
    next.copied().unwrap_or(size)
}

#[cfg(test)]
mod tests {
    use super::{batch, louder};

    #[test]
    fn noise_goes_up_and_down_the_same_steps() {
        let mut noise = 0.0;
        let mut up = vec![noise];
        while noise < 20.0 {
            noise = louder(noise, true);
            up.push(noise);
        }
        assert_eq!((up[..5].to_vec(), up.len()), (vec![0.0, 0.05, 0.1, 0.15, 0.2], 41));
        let mut down = vec![noise];
        while noise > 0.0 {
            noise = louder(noise, false);
            down.push(noise);
        }
        down.reverse();
        assert_eq!(up, down);
        assert_eq!((louder(0.07, true), louder(0.07, false), louder(0.0, false)), (0.1, 0.05, 0.0));
    }

    #[test]
    fn batches_go_from_one_sample_to_all() {
        let mut size = 1;
        let sizes: Vec<usize> = (0..12)
            .map(|_| {
                size = batch(size, true, 2001);
                size
            })
            .collect();
        assert_eq!(sizes, [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2001, 2001]);
        // With four samples, a batch of 32 has four.
        assert_eq!((batch(32, false, 4), batch(32, true, 4), batch(1, false, 4)), (2, 4, 1));
    }
}

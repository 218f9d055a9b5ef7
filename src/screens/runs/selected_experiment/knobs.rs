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

/// The values that keys step through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KnobSteps {
    Rates,
    BatchSizes,
    Noises,
    Strengths,
    Optimizers,
    Losses,
    Activations,
}

/// The values of a hyperparameter that keys step through. `None` if keys do not change it. One with values is in [`KNOBS`].
const fn steps(hyperparameter: Hyperparameter) -> Option<KnobSteps> {
    match hyperparameter {
        Hyperparameter::LearningRate => Some(KnobSteps::Rates),
        Hyperparameter::HiddenActivation => Some(KnobSteps::Activations),
        Hyperparameter::BatchSize => Some(KnobSteps::BatchSizes),
        Hyperparameter::Optimizer => Some(KnobSteps::Optimizers),
        Hyperparameter::Loss => Some(KnobSteps::Losses),
        Hyperparameter::L1 | Hyperparameter::L2 => Some(KnobSteps::Strengths),
        Hyperparameter::Noise => Some(KnobSteps::Noises),
        Hyperparameter::Layers
        | Hyperparameter::Units
        | Hyperparameter::Init
        | Hyperparameter::Features
        | Hyperparameter::Points => None,
    }
}

impl SelectedExperiment {
    /// The hyperparameters that this experiment has and keys change.
    pub(crate) fn hyperparameters(&self) -> Vec<Hyperparameter> {
        let takes = |hyperparameter: Hyperparameter, value: &str| self.base.with(hyperparameter, value).is_ok();
        let probe = |hyperparameter: &Hyperparameter| match steps(*hyperparameter) {
            None => false,
            Some(KnobSteps::Rates) => true,
            // Points by hand have no noise of their own.
            Some(KnobSteps::Noises) => !self.has_points() && takes(*hyperparameter, "1"),
            Some(KnobSteps::Activations) => takes(*hyperparameter, "relu"),
            Some(KnobSteps::Optimizers) => takes(*hyperparameter, "sgd"),
            Some(KnobSteps::Losses) => takes(*hyperparameter, "mse"),
            Some(KnobSteps::BatchSizes | KnobSteps::Strengths) => takes(*hyperparameter, "1"),
        };
        KNOBS.into_iter().filter(probe).collect()
    }

    /// The value of a knob after a step up or down. `None` if keys do not change it.
    pub(crate) fn next_value(&self, hyperparameter: Hyperparameter, up: bool, samples: usize) -> Option<String> {
        let value = self.value(hyperparameter);
        let number = |usual: f64| value.as_deref().and_then(|value| value.parse().ok()).unwrap_or(usual);
        Some(match steps(hyperparameter)? {
            KnobSteps::Rates => turn(number(0.01), up, RATES).to_string(),
            KnobSteps::BatchSizes => {
                let size = value.and_then(|v| v.parse().ok()).unwrap_or(32);
                batch(size, up, samples).to_string()
            }
            KnobSteps::Noises => next_noise(number(0.0), up).to_string(),
            KnobSteps::Strengths => next_strength(number(0.0), up).to_string(),
            KnobSteps::Optimizers => neighbour(&Optimizer::names(), value.as_deref(), up).to_owned(),
            KnobSteps::Losses => {
                let fits = |name: &&'static str| self.folded.with(Hyperparameter::Loss, name).is_ok();
                let fitting: Vec<&str> = Loss::names().into_iter().filter(fits).collect();
                neighbour(&fitting, value.as_deref(), up).to_owned()
            }
            KnobSteps::Activations => self.activation(value.as_deref(), up),
        })
    }

    /// Changes a hyperparameter by one step up or down.
    pub(crate) fn turn(&mut self, hyperparameter: Hyperparameter, up: bool, samples: usize) -> Result<(), Message> {
        match self.next_value(hyperparameter, up, samples) {
            Some(next) if self.value(hyperparameter).as_ref() != Some(&next) => self.edit(hyperparameter, &next),
            _ => Ok(()),
        }
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
fn next_strength(strength: f64, up: bool) -> f64 {
    let next = if up {
        STRENGTHS.iter().find(|one| **one > strength)
    } else {
        STRENGTHS.iter().rev().find(|one| **one < strength)
    };
    next.copied().unwrap_or(strength)
}

/// The next noise up or down: steps of 0.05 below 1, of 0.5 below 10, and of 5 beyond.
fn next_noise(noise: f64, up: bool) -> f64 {
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
    use super::{KNOBS, batch, next_noise, steps};
    use crate::nn::experiment::Hyperparameter;

    #[test]
    fn keys_turn_every_hyperparameter_that_has_steps() {
        let mut turned: Vec<Hyperparameter> = KNOBS.to_vec();
        turned.sort();
        let with_steps = Hyperparameter::ALL.iter().copied().filter(|hyperparameter| steps(*hyperparameter).is_some());
        assert_eq!(turned, with_steps.collect::<Vec<_>>());
    }

    #[test]
    fn noise_goes_up_and_down_the_same_steps() {
        let mut noise = 0.0;
        let mut up = vec![noise];
        while noise < 20.0 {
            noise = next_noise(noise, true);
            up.push(noise);
        }
        assert_eq!((up[..5].to_vec(), up.len()), (vec![0.0, 0.05, 0.1, 0.15, 0.2], 41));
        let mut down = vec![noise];
        while noise > 0.0 {
            noise = next_noise(noise, false);
            down.push(noise);
        }
        down.reverse();
        assert_eq!(up, down);
        assert_eq!((next_noise(0.07, true), next_noise(0.07, false), next_noise(0.0, false)), (0.1, 0.05, 0.0));
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

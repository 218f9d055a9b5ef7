//! What a function does to many samples: two histograms, their moments, and how many samples it leaves without a slope.

use super::function::Function;
use super::sample::{self, Distribution};
use super::sum;

/// What is to be surveyed.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// What the samples go through.
    pub function: Function,
    /// Where they come from.
    pub distribution: Distribution,
    /// What they are multiplied by.
    pub scale: f64,
    /// How many.
    pub count: usize,
    /// Of the generator.
    pub seed: u64,
    /// Of each histogram.
    pub bins: usize,
}

/// Counts over equal bins from the least to the greatest number, and the moments.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Histogram {
    /// By bin.
    pub counts: Vec<u64>,
    /// The lower edge of the first bin.
    pub low: f64,
    /// The upper edge of the last bin.
    pub high: f64,
    /// The least number.
    pub min: f64,
    /// The greatest number.
    pub max: f64,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
}

/// The result.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Survey {
    /// Of the samples.
    pub inputs: Histogram,
    /// Of the function's values there.
    pub outputs: Histogram,
    /// Samples whose slope is smaller than [`SATURATED`].
    pub saturated: usize,
    /// Samples whose slope is exactly 0.
    pub dead: usize,
    /// How many samples.
    pub count: usize,
}

/// A slope smaller than this lets hardly any gradient through.
pub const SATURATED: f64 = 1e-3;

/// Samples that are not drawn again while only the function changes.
#[derive(Debug, Default)]
pub struct Samples {
    drawn: Option<(Distribution, u64, usize, u64)>,
    values: Vec<f64>,
}

impl Samples {
    /// The samples of a setup.
    fn of(&mut self, setup: &Setup) -> &[f64] {
        let wanted = (setup.distribution, setup.scale.to_bits(), setup.count, setup.seed);
        if self.drawn != Some(wanted) {
            self.values = sample::draw(setup.distribution, setup.scale, setup.count, setup.seed);
            self.drawn = Some(wanted);
        }
        &self.values
    }

    /// Draws the samples, if they are not at hand, and pushes them through the function.
    pub fn survey(&mut self, setup: &Setup) -> Survey {
        let inputs = self.of(setup);
        let mut out = vec![0.0; inputs.len()];
        setup.function.slopes(inputs, &mut out);
        let saturated = out.iter().filter(|slope| slope.abs() < SATURATED).count();
        let dead = out.iter().filter(|slope| **slope == 0.0).count();
        setup.function.values(inputs, &mut out);
        Survey {
            inputs: Histogram::of(inputs, setup.bins),
            outputs: Histogram::of(&out, setup.bins),
            saturated,
            dead,
            count: inputs.len(),
        }
    }
}

impl Histogram {
    /// Counts numbers into `bins` bins; numbers that are not finite are left out.
    pub fn of(numbers: &[f64], bins: usize) -> Self {
        let finite: Vec<f64>;
        let numbers = if numbers.iter().all(|x| x.is_finite()) {
            numbers
        } else {
            finite = numbers.iter().copied().filter(|x| x.is_finite()).collect();
            &finite
        };
        let min = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let max = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if numbers.is_empty() || bins == 0 {
            return Self { counts: vec![0; bins], ..Self::default() };
        }
        // One value only still needs bins of some width, as in the notebook's figure.
        let (low, high) = if max > min { (min, max) } else { (min - 0.5, max + 0.5) };
        let mut counts = vec![0; bins];
        // Halves, since the difference of two huge numbers may overflow.
        let per_bin = bins as f64 / (high / 2.0 - low / 2.0) / 2.0;
        for x in numbers {
            let bin = (x - low) * per_bin;
            counts[(bin as usize).min(bins - 1)] += 1;
        }
        let mean = sum::mean(numbers);
        Self { counts, low, high, min, max, mean, deviation: sum::deviation(numbers, mean) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(id: &str) -> Setup {
        Setup {
            function: Function::named(id).unwrap(),
            distribution: Distribution::Notebook,
            scale: 1.0,
            count: 1000,
            seed: 7879,
            bins: 100,
        }
    }

    #[test]
    fn the_notebooks_samples_never_saturate_a_sigmoid() {
        let survey = Samples::default().survey(&setup("sigmoid"));
        assert_eq!((survey.saturated, survey.dead), (0, 0));
        assert!(survey.outputs.min > 0.36 && survey.outputs.max < 0.64, "{survey:?}");
        assert_eq!(survey.inputs.counts.iter().sum::<u64>(), 1000);
    }

    #[test]
    fn half_of_relus_samples_are_dead() {
        let survey = Samples::default().survey(&setup("relu"));
        assert!((450..550).contains(&survey.dead), "{}", survey.dead);
        assert_eq!(survey.outputs.counts[0], survey.dead as u64 + near_zero(&survey));
    }

    /// Samples that lie in the first bin without being 0.
    fn near_zero(survey: &Survey) -> u64 {
        let samples = sample::draw(Distribution::Notebook, 1.0, 1000, 7879);
        let width = survey.outputs.max / 100.0;
        samples.iter().filter(|x| **x > 0.0 && **x < width).count() as u64
    }

    #[test]
    fn what_is_cached_is_what_would_be_drawn() {
        let mut samples = Samples::default();
        samples.survey(&setup("sigmoid"));
        let mut other = setup("tanh");
        assert_eq!(samples.survey(&other), Samples::default().survey(&other));
        other.scale = 7.0;
        assert_eq!(samples.survey(&other), Samples::default().survey(&other));
    }

    #[test]
    fn odd_numbers_are_counted_without_a_panic() {
        let h = Histogram::of(&[f64::NAN, 1.0, f64::INFINITY, 3.0], 4);
        assert_eq!((h.counts, h.min, h.max), (vec![1, 0, 0, 1], 1.0, 3.0));
        assert_eq!(Histogram::of(&[], 3).counts, [0, 0, 0]);
        assert_eq!(Histogram::of(&[2.0; 5], 4).counts.iter().sum::<u64>(), 5);
        let h = Histogram::of(&[-1.7e308, 1.7e308, 0.0], 3);
        assert_eq!(h.counts.iter().sum::<u64>(), 3);
    }
}

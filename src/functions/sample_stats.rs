//! Statistics of samples pushed through a function: two histograms, their moments, and how many samples have no slope.

use super::function::Function;
use super::sample::{self, Distribution};
use crate::numeric::sum;

/// The samples and the function.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleSetup {
    /// The function that is applied to the samples.
    pub function: Function,
    /// The distribution of the samples.
    pub distribution: Distribution,
    /// The factor that the samples are multiplied by.
    pub scale: f64,
    /// The number of samples.
    pub count: usize,
    /// The seed of the generator.
    pub seed: u64,
    /// The number of bins of each histogram.
    pub bins: usize,
}

/// Counts over equal bins from the smallest to the largest number, and the moments.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Histogram {
    /// The count of each bin.
    pub counts: Vec<u64>,
    /// The lower edge of the first bin.
    pub low: f64,
    /// The upper edge of the last bin.
    pub high: f64,
    /// The smallest number.
    pub min: f64,
    /// The largest number.
    pub max: f64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
}

/// The statistics of the samples.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SampleStats {
    /// The histogram of the samples.
    pub inputs: Histogram,
    /// The histogram of the function's values.
    pub outputs: Histogram,
    /// The number of samples with a finite value whose absolute slope is smaller than [`SATURATED`].
    pub saturated: usize,
    /// The number of samples with a finite value whose slope is exactly 0.
    pub dead: usize,
    /// The number of samples without a finite value. They are in no bin and no moment.
    pub lost: usize,
    /// The number of samples.
    pub count: usize,
}

/// Through a smaller slope, hardly any gradient passes.
pub const SATURATED: f64 = 1e-3;

/// Samples that are kept while only the function changes.
#[derive(Debug, Default)]
pub struct SampleCache {
    drawn: Option<(Distribution, u64, usize, u64)>,
    values: Vec<f64>,
}

impl SampleCache {
    /// The samples of this setup.
    fn of(&mut self, setup: &SampleSetup) -> &[f64] {
        let wanted = (setup.distribution, setup.scale.to_bits(), setup.count, setup.seed);
        if self.drawn != Some(wanted) {
            self.values = sample::draw(setup.distribution, setup.scale, setup.count, setup.seed);
            self.drawn = Some(wanted);
        }
        &self.values
    }

    /// Draws the samples, unless they are cached, and pushes them through the function.
    pub fn sample_stats(&mut self, setup: &SampleSetup) -> SampleStats {
        let inputs = self.of(setup);
        let (mut out, mut slopes) = (vec![0.0; inputs.len()], vec![0.0; inputs.len()]);
        setup.function.values_and_slopes(inputs, &mut out, &mut slopes);
        // A sample without a value has no slope either, even where the slope's rules give a number.
        let with_value = || slopes.iter().zip(&out).filter(|(_, y)| y.is_finite()).map(|(slope, _)| *slope);
        SampleStats {
            saturated: with_value().filter(|slope| slope.abs() < SATURATED).count(),
            dead: with_value().filter(|slope| *slope == 0.0).count(),
            lost: out.iter().filter(|y| !y.is_finite()).count(),
            inputs: Histogram::of(inputs, setup.bins),
            outputs: Histogram::of(&out, setup.bins),
            count: inputs.len(),
        }
    }
}

impl Histogram {
    /// Counts numbers into `bins` bins. Numbers that are not finite are left out.
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
        let mut counts = vec![0; bins];
        let (low, high) = if max > min { (min, max) } else { around(min) };
        if max > min {
            for x in numbers {
                counts[bin(*x, min, max, bins)] += 1;
            }
        } else {
            // A single value is in the middle bin, however wide the range is.
            counts[bins / 2] = numbers.len() as u64;
        }
        let (mean, deviation) = moments(numbers, min.abs().max(max.abs()));
        Self { counts, low, high, min, max, mean, deviation }
    }
}

/// The index of the bin, of `bins` equal ones from `min` to `max`, that contains a number.
fn bin(x: f64, min: f64, max: f64, bins: usize) -> usize {
    let whole = max - min;
    // Halved, because the difference of two huge numbers would overflow.
    let share = if whole.is_finite() { (x - min) / whole } else { (x / 2.0 - min / 2.0) / (max / 2.0 - min / 2.0) };
    ((share * bins as f64) as usize).min(bins - 1)
}

/// The edges of the bins around a single value: half a unit away, as in the notebook's figure, or as far as needed to
/// differ from the value.
fn around(x: f64) -> (f64, f64) {
    let reach = (x.abs() * f64::EPSILON * 1024.0).max(0.5);
    ((x - reach).max(f64::MIN), (x + reach).min(f64::MAX))
}

/// Mean and standard deviation. Numbers whose square would overflow or underflow are scaled to about 1 first.
fn moments(numbers: &[f64], size: f64) -> (f64, f64) {
    if size == 0.0 || (1e-140..1e140).contains(&size) {
        let mean = sum::mean(numbers);
        return (mean, sum::deviation(numbers, mean));
    }
    let scaled: Vec<f64> = numbers.iter().map(|x| x / size).collect();
    let mean = sum::mean(&scaled);
    (mean * size, sum::deviation(&scaled, mean) * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(id: &str) -> SampleSetup {
        SampleSetup {
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
        let survey = SampleCache::default().sample_stats(&setup("sigmoid"));
        assert_eq!((survey.saturated, survey.dead), (0, 0));
        assert!(survey.outputs.min > 0.36 && survey.outputs.max < 0.64, "{survey:?}");
        assert_eq!(survey.inputs.counts.iter().sum::<u64>(), 1000);
    }

    #[test]
    fn half_of_relus_samples_are_dead() {
        let survey = SampleCache::default().sample_stats(&setup("relu"));
        assert!((450..550).contains(&survey.dead), "{}", survey.dead);
        assert_eq!(survey.outputs.counts[0], survey.dead as u64 + near_zero(&survey));
    }

    /// Samples in the first bin that are not 0.
    fn near_zero(survey: &SampleStats) -> u64 {
        let samples = sample::draw(Distribution::Notebook, 1.0, 1000, 7879);
        let width = survey.outputs.max / 100.0;
        samples.iter().filter(|x| **x > 0.0 && **x < width).count() as u64
    }

    #[test]
    fn what_is_cached_is_what_would_be_drawn() {
        let mut samples = SampleCache::default();
        samples.sample_stats(&setup("sigmoid"));
        let mut other = setup("tanh");
        assert_eq!(samples.sample_stats(&other), SampleCache::default().sample_stats(&other));
        other.scale = 7.0;
        assert_eq!(samples.sample_stats(&other), SampleCache::default().sample_stats(&other));
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

    #[test]
    fn samples_without_a_value_are_counted_and_are_neither_flat_nor_dead() {
        let of = |text: &str| SampleSetup { function: Function::parse(text).unwrap(), ..setup("relu") };
        let survey = SampleCache::default().sample_stats(&of("sqrt(x)"));
        assert_eq!(survey.lost as u64 + survey.outputs.counts.iter().sum::<u64>(), 1000);
        assert!(survey.lost > 400 && survey.dead == 0, "{} {}", survey.lost, survey.dead);
        let survey = SampleCache::default().sample_stats(&of("floor(sqrt(x))"));
        assert_eq!(survey.dead, 1000 - survey.lost, "no value, no slope");
    }

    #[test]
    fn one_value_lies_in_the_middle() {
        for x in [0.0, 2.0, -3e-300, 1e17, -1e17, f64::MAX, f64::MIN, 5e-324] {
            let h = Histogram::of(&[x; 7], 9);
            assert_eq!(h.counts, [0, 0, 0, 0, 7, 0, 0, 0, 0], "{x}");
            assert!(h.low < h.high && h.low.is_finite() && h.high.is_finite(), "{x}: {h:?}");
            assert!((h.mean - x).abs() <= x.abs() * 1e-15 && h.deviation <= x.abs() * 1e-15, "{x}: {h:?}");
        }
    }

    #[test]
    fn ends_near_the_largest_numbers_are_told_apart() {
        let h = Histogram::of(&[-1.7e308, 0.0, 1.7e308], 3);
        assert_eq!((h.counts, h.mean), (vec![1, 1, 1], 0.0));
        assert!((h.deviation / 1.388_044e308 - 1.0).abs() < 1e-6, "{}", h.deviation);
    }

    proptest::proptest! {
        /// Every finite number is in a bin near its value, and the moments are in their valid ranges.
        #[test]
        fn any_finite_numbers_have_bins(bits in proptest::collection::vec(proptest::prelude::any::<u64>(), 1..40), bins in 1_usize..120) {
            let numbers: Vec<f64> = bits.into_iter().map(f64::from_bits).collect();
            let finite: Vec<f64> = numbers.iter().copied().filter(|x| x.is_finite()).collect();
            let h = Histogram::of(&numbers, bins);
            proptest::prop_assert_eq!(h.counts.iter().sum::<u64>(), finite.len() as u64);
            if !finite.is_empty() {
                proptest::prop_assert!(h.low.is_finite() && h.high.is_finite() && h.low < h.high);
                proptest::prop_assert!(h.mean >= h.min && h.mean <= h.max || h.min == h.max || (h.mean - h.min).abs() <= 1e-12 * h.min.abs());
                proptest::prop_assert!(h.deviation.is_finite() && h.deviation >= 0.0);
            }
            if h.min < h.max {
                proptest::prop_assert!(h.counts[0] > 0 && (h.counts[bins - 1] > 0));
            }
        }
    }
}

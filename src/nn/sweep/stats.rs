//! Intervals, quantiles, and bins for when there are too many numbers to keep.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// The probabilities of the quantiles.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// p05, p25, p50, p75 and p95. A quantile is infinite if enough runs diverged.
pub type Quantiles = [f64; 5];

/// The two-sided 5 % point of the normal distribution.
const FAR: f64 = 1.959_963_984_540_054;

/// The 95 % confidence interval of a proportion, `count` out of `of` (E. B. Wilson, 1927, "Probable inference, the law
/// of succession, and statistical inference"). The whole of 0 to 1 if `of` is zero.
pub(super) fn wilson(count: u64, of: u64) -> [f64; 2] {
    if of == 0 {
        return [0.0, 1.0];
    }
    let (n, p) = (of as f64, count as f64 / of as f64);
    let z2 = FAR * FAR;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = FAR / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // Rounding must not exclude the observed proportion.
    [(middle - half).max(0.0).min(p), (middle + half).min(1.0).max(p)]
}

/// A quantile of sorted numbers, linear between neighbours. NaN for an empty slice.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * sorted.len().saturating_sub(1) as f64;
    let below = at as usize;
    let Some(&low) = sorted.get(below) else { return f64::NAN };
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    between([low, high], at - below as f64)
}

/// A linear interpolation. An infinite neighbour gives infinity, unless the result is the other neighbour itself.
fn between([low, high]: [f64; 2], way: f64) -> f64 {
    if low == high || way == 0.0 { low } else { low + way * (high - low) }
}

/// The quantiles of numbers in any order. NaN if there are none.
pub(super) fn quantiles(mut numbers: Vec<f64>) -> Quantiles {
    numbers.sort_unstable_by(f64::total_cmp);
    QUANTILES.map(|share| quantile(&numbers, share))
}

/// A number as an integer that orders as `f32::total_cmp` does.
pub(super) fn key(x: f32) -> i32 {
    let bits = x.to_bits() as i32;
    bits ^ (((bits >> 31) as u32) >> 1) as i32
}

fn unkey(key: i32) -> f64 {
    f64::from(f32::from_bits((key ^ (((key >> 31) as u32) >> 1) as i32) as u32))
}

/// [`quantiles`] of numbers given as [`key`]s, without a full sort.
pub(super) fn quantiles_of_keys(keys: &mut [i32]) -> Quantiles {
    if keys.is_empty() {
        return [f64::NAN; 5];
    }
    let last = keys.len() - 1;
    let below = QUANTILES.map(|share| (share * last as f64) as usize);
    put_ranks(keys, 0, &below);
    std::array::from_fn(|i| {
        // What follows a rank is between it and the next one.
        let next = below[i..].iter().copied().find(|rank| *rank > below[i]).unwrap_or(last);
        let low = keys[below[i]];
        let high = keys[below[i] + 1..=next].iter().copied().min().unwrap_or(low);
        between([low, high].map(unkey), QUANTILES[i] * last as f64 - below[i] as f64)
    })
}

/// Puts each number that has one of these ranks, which ascend, in its place, with smaller ones before it. `first` is the
/// rank of the first place.
fn put_ranks(keys: &mut [i32], first: usize, ranks: &[usize]) {
    // The middle one first, so that the others are searched in a part of the numbers only.
    let Some(&middle) = ranks.get(ranks.len() / 2) else { return };
    let (left, _, right) = keys.select_nth_unstable(middle - first);
    put_ranks(left, first, &ranks[..ranks.partition_point(|rank| *rank < middle)]);
    put_ranks(right, middle + 1, &ranks[ranks.partition_point(|rank| *rank <= middle)..]);
}

/// The number of bootstrap resamples.
const DRAWS: usize = 1000;

/// The 95 % confidence interval of the difference between the medians of `a` and `b`, whose numbers are paired. Pairs
/// are resampled with replacement, and the middle 95 % of the differences are the interval (B. Efron, 1979, "Bootstrap
/// methods: another look at the jackknife").
///
/// The random numbers are the same in every call, so equal input gives an equal interval.
pub(super) fn bootstrap(a: &[f64], b: &[f64]) -> [f64; 2] {
    let count = a.len().min(b.len());
    let (ranks_a, sorted_a) = ranked(&a[..count]);
    let (ranks_b, sorted_b) = ranked(&b[..count]);
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(0x1979);
    let mut times = [vec![0_u32; count], vec![0_u32; count]];
    let mut differences: Vec<f64> = (0..DRAWS)
        .map(|_| {
            for times in &mut times {
                times.fill(0);
            }
            for _ in 0..count {
                let drawn = ((u128::from(dice.next_u64()) * count as u128) >> 64) as usize;
                times[0][ranks_a[drawn] as usize] += 1;
                times[1][ranks_b[drawn] as usize] += 1;
            }
            median_of(&sorted_a, &times[0]) - median_of(&sorted_b, &times[1])
        })
        .collect();
    differences.sort_unstable_by(f64::total_cmp);
    [0.025, 0.975].map(|share| quantile(&differences, share))
}

/// The rank of each number, and the numbers sorted.
fn ranked(numbers: &[f64]) -> (Vec<u32>, Vec<f64>) {
    let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
    order.sort_unstable_by(|&i, &j| numbers[i as usize].total_cmp(&numbers[j as usize]).then(i.cmp(&j)));
    let mut ranks = vec![0; numbers.len()];
    for (rank, &index) in order.iter().enumerate() {
        ranks[index as usize] = rank as u32;
    }
    (ranks, order.iter().map(|&index| numbers[index as usize]).collect())
}

/// The median of sorted numbers, each of which occurs `times` times.
fn median_of(sorted: &[f64], times: &[u32]) -> f64 {
    let count: u64 = times.len() as u64;
    let (mut seen, mut low) = (0, None);
    for (&number, &times) in sorted.iter().zip(times) {
        seen += u64::from(times);
        if low.is_none() && seen * 2 >= count {
            low = Some(number);
        }
        if seen * 2 > count {
            let low = low.unwrap_or(number);
            return if low == number { low } else { f64::midpoint(low, number) };
        }
    }
    f64::NAN
}

/// Counts of positive numbers in bins less than 1 % wide. The counts do not depend on the order of the numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Bins {
    bins: BTreeMap<u32, u64>,
    /// Numbers not yet counted. Counting many together is faster than one by one.
    waiting: Vec<u32>,
}

/// There are 128 bins from each power of two to the next.
const SHIFT: u32 = 52 - 7;

/// An upper estimate of the bins that numbers of one kind fill, from the smallest to 2⁶⁴ times that.
pub(super) const BINS: u64 = 64 * 128;

/// The most numbers that wait to be counted.
const WAITING: usize = 1024;

impl Bins {
    /// Adds a number. A negative number counts as zero.
    pub(super) fn add(&mut self, number: f64) {
        self.waiting.push(place(number));
        if self.waiting.len() >= WAITING {
            self.settle();
        }
    }

    fn settle(&mut self) {
        self.waiting.sort_unstable();
        for same in self.waiting.chunk_by(|a, b| a == b) {
            *self.bins.entry(same[0]).or_insert(0) += same.len() as u64;
        }
        self.waiting.clear();
    }

    /// The quantiles, to within 0.4 %. NaN if there are no numbers.
    pub(super) fn quantiles(&self) -> Quantiles {
        let mut whole = self.clone();
        whole.settle();
        let count: u64 = whole.bins.values().sum();
        QUANTILES.map(|share| {
            let rank = (share * count.saturating_sub(1) as f64) as u64;
            let mut seen = 0;
            let mut reached = |times: u64| {
                seen += times;
                seen > rank
            };
            whole.bins.iter().find(|(_, times)| reached(**times)).map_or(f64::NAN, |(place, _)| middle(*place))
        })
    }
}

/// Whether two numbers are in the same bin.
pub(super) fn together(a: f64, b: f64) -> bool {
    place(a) == place(b)
}

fn place(number: f64) -> u32 {
    if number > 0.0 { (number.to_bits() >> SHIFT) as u32 } else { 0 }
}

fn middle(place: u32) -> f64 {
    let low = f64::from_bits(u64::from(place) << SHIFT);
    if place == 0 || low.is_infinite() { low } else { f64::from_bits((u64::from(place) << SHIFT) + (1 << (SHIFT - 1))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_is_as_in_the_books() {
        // R. Newcombe, 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
        for (count, of, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let [a, b] = wilson(count, of);
            assert!((a - low).abs() < 5e-5 && (b - high).abs() < 5e-5, "{count} of {of}: {a} {b}");
        }
        assert_eq!(wilson(0, 0), [0.0, 1.0]);
        assert_eq!((wilson(7, 7)[1], wilson(0, 7)[0]), (1.0, 0.0));
    }

    #[test]
    fn quantiles_are_numpys() {
        // np.quantile([3, 1, 4, 1, 5, 9, 2, 6], [.05, .25, .5, .75, .95])
        let want = [1.0, 1.75, 3.5, 5.25, 7.95];
        let got = quantiles(vec![3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0]);
        assert!(got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-12), "{got:?}");
        assert!(quantiles(vec![])[2].is_nan());
        assert_eq!(quantiles(vec![1.0, f64::INFINITY, f64::INFINITY])[2], f64::INFINITY);
    }

    #[test]
    fn quantiles_of_keys_are_those_of_the_numbers() {
        let mut stream = crate::numeric::stream::Stream::new(5, crate::numeric::stream::Purpose::Data, 0, 0);
        for count in [0, 1, 2, 3, 10, 101, 1000] {
            let mut numbers: Vec<f32> = (0..count).map(|_| stream.normal() as f32).collect();
            numbers.extend(&[f32::INFINITY, 0.0, -0.0][..count.min(3)]);
            let sorted = quantiles(numbers.iter().map(|x| f64::from(*x)).collect());
            let picked = quantiles_of_keys(&mut numbers.iter().map(|x| key(*x)).collect::<Vec<_>>());
            assert_eq!(sorted.map(f64::to_bits), picked.map(f64::to_bits), "{count}");
        }
    }

    #[test]
    fn bins_are_close_to_the_numbers() {
        let numbers: Vec<f64> = (1..=5000).map(|i| 1e-9 * f64::from(i) * f64::from(i)).collect();
        let mut bins = Bins::default();
        for x in &numbers {
            bins.add(*x);
        }
        for (got, right) in bins.quantiles().iter().zip(quantiles(numbers)) {
            assert!((got / right - 1.0).abs() < 0.0055, "{got} {right}");
        }
        let mut odd = Bins::default();
        for x in [f64::INFINITY, 0.0, f64::INFINITY, 0.0, f64::INFINITY] {
            odd.add(x);
        }
        assert_eq!((odd.quantiles()[0], odd.quantiles()[2]), (0.0, f64::INFINITY));
        assert!(together(1.0, 1.007) && !together(1.0, 1.008) && together(0.0, -0.0));
    }

    #[test]
    fn the_bootstrap_covers_what_it_should() {
        // Differences between medians of normal pairs whose true medians differ by 1.
        let mut stream = crate::numeric::stream::Stream::new(3, crate::numeric::stream::Purpose::Data, 0, 0);
        let covered = (0..100).filter(|_| {
            let a: Vec<f64> = (0..101).map(|_| stream.normal() + 1.0).collect();
            let b: Vec<f64> = a.iter().map(|a| 0.5 * (a - 1.0) + 0.9 * stream.normal()).collect();
            let [low, high] = bootstrap(&a, &b);
            (low..=high).contains(&1.0)
        });
        let covered = covered.count();
        assert!((88..=100).contains(&covered), "{covered} of 100");
    }
}

//! The correlation ratio of a column to the target: how much the target tells of it.

use super::data_table::MISSING;
use crate::numeric::sum;
use std::borrow::Cow;

/// The most different targets that are a group each.
pub const MOST_GROUPS: usize = 20;

/// The numbers that are not missing.
pub fn known(numbers: &[f64], missing: usize) -> Cow<'_, [f64]> {
    if missing == 0 {
        return Cow::Borrowed(numbers);
    }
    Cow::Owned(numbers.iter().copied().filter(|x| !x.is_nan()).collect())
}

/// The different numbers in ascending order with their counts. `None` if they are more than a few.
pub fn few(numbers: &[f64]) -> Option<Vec<(f64, usize)>> {
    let mut values: Vec<(f64, usize)> = Vec::new();
    for x in numbers {
        let at = values.partition_point(|(value, _)| value < x);
        if let Some((value, count)) = values.get_mut(at).filter(|(value, _)| value == x) {
            *count += 1;
            // -0.0 and 0.0 are one group, listed as -0.0.
            *value = if x.is_sign_negative() { *x } else { *value };
            continue;
        }
        if values.len() == MOST_GROUPS {
            return None;
        }
        values.insert(at, (*x, 1));
    }
    Some(values)
}

/// The group of each target that is a number, or [`MISSING`] where it is NaN. Few different targets are a group each;
/// others are ten groups of equal size.
pub fn groups(targets: &[f64]) -> Vec<u32> {
    let missing = targets.iter().filter(|x| x.is_nan()).count();
    let known = known(targets, missing);
    let borders: Vec<f64> = match few(&known) {
        Some(values) => values.into_iter().map(|(value, _)| value).collect(),
        None => tenths(known.into_owned()),
    };
    // The number of borders below the target.
    let place = |x: &f64| borders.iter().map(|border| u32::from(border < x)).sum();
    targets.iter().map(|x| if x.is_nan() { MISSING } else { place(x) }).collect()
}

/// The largest number of each of ten groups of equal size but the last.
fn tenths(mut numbers: Vec<f64>) -> Vec<f64> {
    let count = numbers.len();
    let (mut borders, mut begin) = (Vec::new(), 0);
    for place in (1..10).map(|n| (n * count).div_ceil(10) - 1) {
        let (_, border, _) = numbers[begin..].select_nth_unstable_by(place - begin, f64::total_cmp);
        borders.push(*border);
        begin = place;
    }
    borders
}

/// The correlation ratio η² of a column: 0 if the groups tell nothing, 1 if they tell everything. NaN is a missing
/// number.
pub fn ratio(numbers: &[f64], groups: &[u32]) -> f64 {
    let pairs = || numbers.iter().zip(groups).filter(|(x, group)| **group != MISSING && !x.is_nan());
    let mut sums: Vec<(f64, f64)> = Vec::new();
    for (x, group) in pairs() {
        let group = *group as usize;
        if sums.len() <= group {
            sums.resize(group + 1, (0.0, 0.0));
        }
        sums[group] = (sums[group].0 + 1.0, sums[group].1 + x);
    }
    let (count, total) = sums.iter().fold((0.0, 0.0), |(count, total), (n, sum)| (count + n, total + sum));
    let mean = total / count;
    let around = |x: f64| (x - mean) * (x - mean);
    // All rows are summed eight at a time.
    let is_whole = count == numbers.len() as f64;
    let whole = if is_whole { sum::sum_of(numbers, around) } else { pairs().map(|(x, _)| around(*x)).sum() };
    let between: f64 = sums.iter().filter(|(n, _)| *n > 0.0).map(|(n, sum)| n * around(sum / n)).sum();
    if whole > 0.0 { between / whole } else { 0.0 }
}

/// The two of several columns with the largest ratio, given as ratio and column, in ascending order. Of equal ratios, the
/// first column counts.
pub fn best_pair(ratios: impl Iterator<Item = (f64, usize)>) -> Option<[usize; 2]> {
    let mut best = [(f64::NEG_INFINITY, None); 2];
    for (ratio, column) in ratios {
        if ratio > best[0].0 {
            best = [(ratio, Some(column)), best[0]];
        } else if ratio > best[1].0 {
            best[1] = (ratio, Some(column));
        }
    }
    let [first, second] = [best[0].1?, best[1].1?];
    Some([first.min(second), first.max(second)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_is_the_target_has_ratio_one_and_a_constant_has_none() {
        let targets = [0.0, 0.0, 1.0, 1.0, f64::NAN];
        let groups = groups(&targets);
        assert_eq!(groups, [0, 0, 1, 1, MISSING]);
        assert!((ratio(&[3.0, 3.0, 5.0, 5.0, 99.0], &groups) - 1.0).abs() < 1e-12);
        assert!(ratio(&[1.0, 2.0, 1.0, 2.0, 99.0], &groups).abs() < 1e-12);
        assert!(ratio(&[7.0; 5], &groups).abs() < 1e-12);
    }

    #[test]
    fn the_best_pair_is_ascending_and_the_first_of_equals() {
        let pair = |ratios: &[f64]| best_pair(ratios.iter().copied().zip(0..));
        assert_eq!(pair(&[0.1, 0.9, 0.3, 0.8]), Some([1, 3]));
        assert_eq!(pair(&[0.5, 0.5, 0.5]), Some([0, 1]));
        assert_eq!(pair(&[0.2, 0.5, 0.5]), Some([1, 2]));
        assert_eq!(pair(&[0.2]), None);
    }
}

//! The correlation ratio of a column to the target: how much the target tells of it.

/// The most different targets that are a group each.
pub const MOST_GROUPS: usize = 20;

/// The group of each target that is a number; `None` where it is NaN. Few different targets are a group each; others are
/// ten groups of equal size.
pub fn groups(targets: &[f64]) -> Vec<Option<usize>> {
    let mut sorted: Vec<f64> = targets.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut values = sorted.clone();
    values.dedup();
    let place = |x: &f64| {
        if values.len() <= MOST_GROUPS {
            values.partition_point(|v| v < x)
        } else {
            sorted.partition_point(|v| v < x) * 10 / sorted.len()
        }
    };
    targets.iter().map(|x| (!x.is_nan()).then(|| place(x))).collect()
}

/// The correlation ratio η² of a column: 0 if the groups tell nothing, 1 if they tell everything. NaN is a missing number.
pub fn ratio(numbers: &[f64], groups: &[Option<usize>]) -> f64 {
    let pairs =
        || numbers.iter().zip(groups).filter_map(|(x, group)| Some((*x, (*group)?))).filter(|(x, _)| !x.is_nan());
    let mut sums: Vec<(f64, f64)> = Vec::new();
    let (mut count, mut total) = (0.0, 0.0);
    for (x, group) in pairs() {
        if sums.len() <= group {
            sums.resize(group + 1, (0.0, 0.0));
        }
        sums[group] = (sums[group].0 + 1.0, sums[group].1 + x);
        (count, total) = (count + 1.0, total + x);
    }
    let mean = total / count;
    let around = |x: f64| (x - mean) * (x - mean);
    let whole: f64 = pairs().map(|(x, _)| around(x)).sum();
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
        assert_eq!(groups, [Some(0), Some(0), Some(1), Some(1), None]);
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

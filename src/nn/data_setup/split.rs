//! Which rows train and which are kept for the test.

use crate::nn::dataset::{Dataset, TaskKind};
use crate::numeric::sort::sort_few;
use crate::numeric::stream::{Purpose, Stream};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The samples of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct DataSplit {
    /// The samples to train on.
    pub train: Arc<Dataset>,
    /// The samples for the test, if some are kept for it.
    pub test: Option<Arc<Dataset>>,
}

/// The number of test rows for a share: what is left after as many whole training rows as the rest of the share gives.
pub(super) fn test_rows(rows: usize, share: f64) -> usize {
    // The small number takes back the rounding of products such as 30 · (1 − 0.7).
    rows - ((rows as f64 * (1.0 - share) + 1e-9).floor() as usize).min(rows)
}

/// The rows for training and for the test, both ascending. Rows of a class are divided in the same proportion as all rows.
pub(super) fn rows(data: &Dataset, share: f64, seed: u64) -> (Vec<usize>, Vec<usize>) {
    let groups = groups(data);
    let mut left = quotas(&groups, share);
    let mut order = vec![0; data.samples()];
    Stream::new(seed, Purpose::Split, 0, 0).permutation(&mut order);
    let mut is_test = vec![false; data.samples()];
    for row in order {
        let (row, group) = (row as usize, groups.of[row as usize]);
        if left[group] > 0 {
            left[group] -= 1;
            is_test[row] = true;
        }
    }
    (0..data.samples()).partition(|row| !is_test[*row])
}

/// The rows in their order: first those for training, then those for the test.
pub(super) fn first_rows(samples: usize, share: f64) -> (Vec<usize>, Vec<usize>) {
    let training = samples - test_rows(samples, share);
    ((0..training).collect(), (training..samples).collect())
}

/// The group of each row, and the size of each group.
struct Groups {
    of: Vec<usize>,
    sizes: Vec<usize>,
}

/// Rows with the same targets, in the order in which the targets first occur. Numbers are one group.
fn groups(data: &Dataset) -> Groups {
    let mut known: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    let mut groups = Groups { of: Vec::with_capacity(data.samples()), sizes: Vec::new() };
    let is_one = matches!(data.task, TaskKind::Numbers { .. });
    for targets in data.targets.columns() {
        let key = if is_one { Vec::new() } else { targets.iter().map(|t| t.to_bits()).collect() };
        let count = known.len();
        let group = *known.entry(key).or_insert(count);
        if group == groups.sizes.len() {
            groups.sizes.push(0);
        }
        groups.sizes[group] += 1;
        groups.of.push(group);
    }
    groups
}

/// The test rows of each group by the method of largest remainders. Of equal remainders, the first group gets the row.
fn quotas(groups: &Groups, share: f64) -> Vec<usize> {
    let all = groups.of.len();
    let total = test_rows(all, share);
    // In whole numbers: the share of a group is size · total / all.
    let part = |size: usize| size as u128 * total as u128;
    let mut quotas: Vec<usize> = groups.sizes.iter().map(|size| (part(*size) / all.max(1) as u128) as usize).collect();
    let mut places: Vec<usize> = (0..quotas.len()).collect();
    let rest = |group: usize| part(groups.sizes[group]) % all.max(1) as u128;
    sort_few(&mut places, |a, b| rest(*a) > rest(*b));
    let missing = total - quotas.iter().sum::<usize>();
    for group in places.into_iter().take(missing) {
        quotas[group] += 1;
    }
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn labelled(labels: &[f64]) -> Dataset {
        let targets = Array2::from_shape_fn((1, labels.len()), |(_, n)| labels[n]);
        let inputs = Array2::from_shape_fn((1, labels.len()), |(_, n)| n as f64);
        Dataset::of(inputs, targets, None)
    }

    #[test]
    fn the_training_rows_are_a_whole_share() {
        let counts = [(500, 0.5, 250), (150, 0.2, 30), (30, 0.7, 21), (10, 0.1, 1), (7, 0.5, 4), (4, 0.01, 1)];
        for (rows, share, test) in counts {
            assert_eq!(test_rows(rows, share), test, "{rows} {share}");
        }
    }

    #[test]
    fn classes_keep_their_proportions_and_every_row_is_in_one_part() {
        let labels: Vec<f64> = (0..100).map(|n| f64::from(u8::from(n % 10 == 0))).collect();
        let data = labelled(&labels);
        let (train, test) = rows(&data, 0.3, 5);
        assert_eq!((train.len(), test.len()), (70, 30));
        assert_eq!(test.iter().filter(|row| labels[**row] == 1.0).count(), 3);
        let mut all: Vec<usize> = train.iter().chain(&test).copied().collect();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        assert_eq!(rows(&data, 0.3, 5).1, test);
        assert_ne!(rows(&data, 0.3, 6).1, test);
    }

    #[test]
    fn remainders_go_to_the_largest_and_a_total_is_kept() {
        let groups = Groups { of: vec![0; 11], sizes: vec![3, 3, 5] };
        assert_eq!(quotas(&groups, 0.5), [2, 1, 3]);
        let groups = Groups { of: vec![0; 10], sizes: vec![1, 9] };
        assert_eq!(quotas(&groups, 0.5), [1, 4]);
    }
}

//! The summary of outcomes, as plain values.

use super::aggregator::{ContestantAggregator, SweepAggregator, pairs};
use super::failure_kind::FailureKind;
use super::stats::{QUANTILES, Quantiles, bootstrap, key, quantile, quantiles, quantiles_of_keys, together, wilson};
use crate::numeric::sort::sort_few;

/// How much of a summary is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Everything that is cheap: all but fans and the bootstrap.
    Glance,
    /// Fans as well.
    Fans,
    /// Everything.
    Whole,
}

/// The summary of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepSummary {
    /// The number of seeds of the sweep.
    pub seeds: u64,
    /// The number of seeds that are done.
    pub done: u64,
    /// The number of epochs of a run.
    pub epochs: u64,
    /// Whether quantiles are exact. If not, they are the centres of bins less than 1 % wide.
    pub exact: bool,
    /// In the order of the experiment.
    pub contestants: Vec<ContestantSummary>,
    /// Every pair of contestants.
    pub comparisons: Vec<PairwiseComparison>,
}

/// A count out of a total, with the Wilson 95 % interval of the proportion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The count.
    pub count: u64,
    /// The total.
    pub of: u64,
    /// The lower end of the interval, from 0 to 1.
    pub low: f64,
    /// The upper end of the interval, from 0 to 1.
    pub high: f64,
}

impl Share {
    /// The proportion of a count out of a total.
    pub fn new(count: u64, of: u64) -> Self {
        let [low, high] = wilson(count, of);
        Self { count, of, low, high }
    }

    /// The proportion, from 0 to 1. NaN if the total is zero.
    pub fn value(&self) -> f64 {
        self.count as f64 / self.of as f64
    }
}

/// A seed and its loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedLoss {
    /// Its seed.
    pub seed: u64,
    /// The final loss. Infinite if the run diverged.
    pub loss: f64,
}

/// The summary of a contestant.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestantSummary {
    /// The name of the contestant.
    pub name: String,
    /// How many seeds succeeded. `None` if the experiment has no measure of success.
    pub succeeded: Option<Share>,
    /// Quantiles of the final loss.
    pub loss: Quantiles,
    /// Quantiles of the loss at each recorded epoch. Empty for [`Detail::Glance`].
    pub fan: Vec<(u64, Quantiles)>,
    /// Quantiles of the epochs that successful runs took. `None` if no run succeeded.
    pub epochs_to_success: Option<Quantiles>,
    /// The causes of failure that occurred, and how many of all seeds failed by each. The most frequent comes first.
    pub causes: Vec<(FailureKind, Share)>,
    /// The run with the lowest final loss. Of equal losses, the lowest seed.
    pub best: Option<SeedLoss>,
    /// The run with the median of the final losses, the lower of two. Where losses are in bins, the lowest of the first
    /// seeds whose loss is in the median's bin, if there is one.
    pub median: Option<SeedLoss>,
    /// The run with the highest final loss. Of equal losses, the lowest seed.
    pub worst: Option<SeedLoss>,
}

/// Two contestants compared seed by seed. The lower final loss wins.
#[derive(Clone, Debug, PartialEq)]
pub struct PairwiseComparison {
    /// The indices of the two in the experiment.
    pub pair: [usize; 2],
    /// How many seeds each of them won. The rest are ties.
    pub wins: [Share; 2],
    /// Which of them is shown to be better.
    pub winner: Winner,
    /// The median of the first minus that of the second. `None` if one is not finite.
    pub difference: Option<f64>,
    /// The confidence interval of the difference.
    pub interval: Option<Bootstrap>,
}

/// The 95 % confidence interval of a difference of medians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The number of seeds it is computed from. Fewer than all if those are too many to keep.
    pub seeds: u64,
}

/// Which of two is shown to be better: the interval of its proportion among the seeds without a tie is above one half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Winner {
    /// The first.
    First,
    /// The second.
    Second,
    /// Neither.
    Neither,
}

impl Winner {
    fn of(first: u64, second: u64) -> Self {
        let [low, high] = wilson(first, first + second);
        match () {
            () if low > 0.5 => Self::First,
            () if high < 0.5 => Self::Second,
            () => Self::Neither,
        }
    }
}

impl SweepAggregator {
    /// The summary of the outcomes added so far.
    pub fn summary(&self, depth: Detail) -> SweepSummary {
        let contestants: Vec<ContestantSummary> =
            self.names.iter().zip(&self.contestants).map(|(name, column)| self.standing(name, column, depth)).collect();
        let contest = |((a, b), wins): ((usize, usize), &[u64; 2])| {
            let difference = contestants[a].loss[2] - contestants[b].loss[2];
            let difference = difference.is_finite().then_some(difference);
            PairwiseComparison {
                pair: [a, b],
                wins: wins.map(|wins| Share::new(wins, self.count)),
                winner: Winner::of(wins[0], wins[1]),
                difference,
                interval: difference.filter(|_| depth == Detail::Whole).and_then(|_| self.interval(a, b)),
            }
        };
        let comparisons = pairs(self.names.len()).zip(&self.wins).map(contest).collect();
        SweepSummary {
            seeds: self.seeds,
            done: self.count,
            epochs: self.epochs,
            exact: self.exact,
            contestants,
            comparisons,
        }
    }

    /// How many seeds of a contestant succeeded. `None` if the experiment has no measure of success.
    pub fn success(&self, contestant: usize) -> Option<Share> {
        let column = self.contestants.get(contestant)?;
        self.judged.then(|| Share::new(column.succeeded, self.count))
    }

    fn standing(&self, name: &str, column: &ContestantAggregator, depth: Detail) -> ContestantSummary {
        let placed = |(loss, seed)| SeedLoss { seed, loss };
        let sorted = self.sorted(column);
        let mut causes: Vec<(FailureKind, Share)> = FailureKind::ALL
            .iter()
            .copied()
            .zip(column.causes)
            .filter(|(_, count)| *count > 0)
            .map(|(cause, count)| (cause, Share::new(count, self.count)))
            .collect();
        sort_few(&mut causes, |a, b| a.1.count > b.1.count);
        let (loss, firsts, median) = match &column.binned {
            None => {
                let losses: Vec<f64> = sorted.iter().map(|(loss, _)| *loss).collect();
                let median = sorted.get(sorted.len().saturating_sub(1) / 2).copied();
                (
                    QUANTILES.map(|share| quantile(&losses, share)),
                    quantiles(column.firsts.iter().copied().filter(|epochs| !epochs.is_nan()).collect()),
                    median,
                )
            }
            Some(bins) => {
                let loss = bins.loss.quantiles();
                // Only the first seeds have their losses kept. One of them is as close to the median as the bins can
                // tell.
                let kept = (self.from..=u64::MAX).zip(&column.ranks);
                let close = kept.filter(|(_, rank)| !rank.is_nan() && together(**rank, loss[2])).map(|(s, r)| (*r, s));
                (loss, bins.firsts.quantiles(), close.min_by_key(|(_, seed)| *seed))
            }
        };
        ContestantSummary {
            name: name.to_owned(),
            succeeded: self.judged.then(|| Share::new(column.succeeded, self.count)),
            loss,
            fan: if depth == Detail::Glance { Vec::new() } else { self.fan(column) },
            epochs_to_success: (column.succeeded > 0).then_some(firsts),
            causes,
            best: column.best.map(placed),
            median: median.map(placed),
            worst: column.worst.map(placed),
        }
    }

    /// The kept final losses with their seeds, ascending, per contestant: all of a small sweep, those of the first
    /// seeds of a large one.
    pub fn ranked(&self) -> Vec<Vec<(f64, u64)>> {
        self.contestants.iter().map(|column| self.kept(column)).collect()
    }

    /// Final losses with their seeds, where all are kept.
    fn sorted(&self, column: &ContestantAggregator) -> Vec<(f64, u64)> {
        if self.exact { self.kept(column) } else { Vec::new() }
    }

    fn kept(&self, column: &ContestantAggregator) -> Vec<(f64, u64)> {
        let mut sorted: Vec<(f64, u64)> =
            (self.from..=u64::MAX).zip(&column.ranks).filter(|(_, r)| !r.is_nan()).map(|(s, r)| (*r, s)).collect();
        sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        sorted
    }

    fn fan(&self, column: &ContestantAggregator) -> Vec<(u64, Quantiles)> {
        if let Some(bins) = &column.binned {
            return self
                .recorded_epochs
                .iter()
                .zip(&bins.fan)
                .map(|(&epoch, bins)| (epoch, bins.quantiles()))
                .collect();
        }
        let mut fan = Vec::with_capacity(self.recorded_epochs.len());
        // Neighbouring numbers share a cache line, so several recorded epochs of a row are read at a time.
        for (block, epochs) in self.recorded_epochs.chunks(16).enumerate() {
            let mut keys: Vec<Vec<i32>> = epochs.iter().map(|_| Vec::with_capacity(self.count as usize)).collect();
            for (row, _) in
                column.fan.chunks_exact(self.recorded_epochs.len()).zip(&column.ranks).filter(|(_, r)| !r.is_nan())
            {
                for (keys, loss) in keys.iter_mut().zip(&row[block * 16..]) {
                    keys.push(key(*loss));
                }
            }
            fan.extend(epochs.iter().zip(&mut keys).map(|(&epoch, keys)| (epoch, quantiles_of_keys(keys))));
        }
        fan
    }

    fn interval(&self, a: usize, b: usize) -> Option<Bootstrap> {
        let both = self.contestants[a].ranks.iter().zip(&self.contestants[b].ranks);
        let (a, b): (Vec<f64>, Vec<f64>) = both.filter(|(a, _)| !a.is_nan()).unzip();
        let [low, high] = bootstrap(&a, &b);
        (low.is_finite() && high.is_finite()).then_some(Bootstrap { low, high, seeds: a.len() as u64 })
    }
}

//! The history of a run in bounded memory: every epoch while there are few, bins of several epochs when there are many.
//!
//! A bin keeps the minimum and the maximum of what was evaluated in it, so that a spike stays visible in a run of any
//! length. The history depends only on the epochs, not on when they were added. It takes what [`Schedule::Thinning`]
//! evaluates.
//!
//! [`Schedule::Thinning`]: super::training_run::Schedule::Thinning

use super::training_run::Metrics;
use crate::text::number;
use crate::words::Message;
use std::sync::Arc;

/// The most bins that are kept. When there is one more, neighbouring bins are merged.
pub const MOST: usize = 2000;
/// The number of bins in a full part. Small parts are cheap to copy, large ones are cheap to list.
const PART: usize = 64;

/// The values of a number over the epochs of a bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MinMaxLast {
    /// The minimum.
    pub low: f64,
    /// The maximum.
    pub high: f64,
    /// The last value.
    pub last: f64,
}

impl MinMaxLast {
    fn of(x: f64) -> Self {
        Self { low: x, high: x, last: x }
    }

    fn join(self, next: Self) -> Self {
        Self { low: self.low.min(next.low), high: self.high.max(next.high), last: next.last }
    }
}

/// One or more consecutive epochs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistoryBin {
    /// The first epoch, counted from 1. Epoch 0 is the state before training.
    pub first: u64,
    /// The last epoch.
    pub last: u64,
    /// The evaluated loss: over all training samples, under the parameters after an epoch.
    pub loss: MinMaxLast,
    /// The evaluated accuracy, from 0 to 1.
    pub accuracy: MinMaxLast,
}

/// The history of one contestant.
///
/// Full parts never change until bins are merged, so copies of a history share them. A checkpoint therefore needs little
/// memory beside the one before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Parts of [`PART`] bins.
    full: Vec<Arc<[HistoryBin]>>,
    /// The bins after them, with the last one, which may still grow.
    open: Vec<HistoryBin>,
    /// The binary logarithm of the epochs in a bin. Every epoch divides by the bin size, and a shift is faster than a
    /// division.
    power: u32,
}

impl History {
    /// Adds the metrics evaluated after an epoch. The bin also covers the epochs since the last one added, which were
    /// not evaluated.
    pub fn add(&mut self, epoch: u64, metrics: &Metrics) {
        let (loss, accuracy) = (MinMaxLast::of(metrics.loss), MinMaxLast::of(metrics.accuracy));
        let first = self.open.last().map_or(epoch, |before| before.last + 1);
        self.take(HistoryBin { first, last: epoch, loss, accuracy });
        if self.len() > MOST {
            self.thin();
        }
    }

    /// Adds a bin, or joins it with the last one if both are in the same.
    fn take(&mut self, next: HistoryBin) {
        match self.open.last_mut() {
            // The state before training is not an epoch, so it has a bin of its own.
            Some(last) if self.power > 0 && last.first > 0 && same(last.first, next.first, self.power) => {
                *last = join(*last, next);
            }
            _ => {
                if self.open.len() == PART {
                    self.full.push(self.open.drain(..).collect());
                }
                self.open.push(next);
            }
        }
    }

    fn thin(&mut self) {
        let merged = Self { power: self.power + 1, ..Self::default() };
        let fine = std::mem::replace(self, merged);
        fine.bins().for_each(|bin| self.take(*bin));
    }

    fn len(&self) -> usize {
        self.full.len() * PART + self.open.len()
    }

    /// All bins, oldest first.
    pub fn bins(&self) -> impl DoubleEndedIterator<Item = &HistoryBin> + Clone {
        self.full.iter().flat_map(|part| part.iter()).chain(&self.open)
    }

    /// The bin that holds an epoch.
    pub fn at(&self, epoch: u64) -> Option<&HistoryBin> {
        let is_before = |part: &Arc<[HistoryBin]>| part.last().is_some_and(|bin| bin.last < epoch);
        let part = self.full.get(self.full.partition_point(is_before)).map_or(&*self.open, |part| part);
        let after = part.partition_point(|bin| bin.last < epoch);
        part.get(after).filter(|bin| bin.first <= epoch)
    }

    /// A line through all bins, for [`CurveTrace::through`](crate::functions::curve_sampling::CurveTrace::through). It
    /// passes through both extremes of a bin that holds several epochs.
    pub fn line(&self, number: impl Fn(&HistoryBin) -> MinMaxLast) -> Vec<(f64, f64)> {
        let mut line = Vec::with_capacity(self.len() * 3);
        for bin in self.bins() {
            let (span, first, last) = (number(bin), bin.first as f64, bin.last as f64);
            if bin.first < bin.last {
                line.extend([(first, span.low), (first.midpoint(last), span.high)]);
            }
            line.push((last, span.last));
        }
        line
    }

    /// Its memory in bytes, without the parts that it shares with another state of it.
    pub fn bytes_beside(&self, other: Option<&Self>) -> u64 {
        let others = other.map_or(&[][..], |other| &other.full);
        let is_shared =
            |n: usize, part: &Arc<[HistoryBin]>| others.get(n).is_some_and(|other| Arc::ptr_eq(other, part));
        let own = self.full.iter().enumerate().filter(|(n, part)| !is_shared(*n, part)).count();
        let bins = own * PART + self.open.len();
        (size_of_val(self.full.as_slice()) + bins * size_of::<HistoryBin>()) as u64
    }
}

/// How a test loss has parted from the training loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parting {
    /// The epoch with the lowest test loss.
    pub epoch: u64,
    /// How much higher the test loss is now.
    pub by: f64,
    /// The test loss now.
    pub loss: f64,
}

impl Parting {
    /// By how much the losses of a contestant have parted, and since which epoch, in words.
    pub fn message(&self, name: &str) -> Message {
        let Self { epoch, by, loss } = self;
        let message = Message::new("train.parted").with("name", &name.to_owned()).with("epoch", epoch);
        message.with("by", &number::short(*by)).with("loss", &number::short(*loss))
    }
}

/// The share of the lowest test loss by which it must have risen.
const RISE: f64 = 0.1;

/// Whether the test loss has risen by a tenth or more since its lowest value, while the training loss has fallen. Epochs
/// up to `edited`, the last one with an edit at its end, were those of another network and do not count.
pub fn parting(training: &History, test: &History, edited: Option<u64>) -> Option<Parting> {
    let counts = |bin: &&HistoryBin| edited.is_none_or(|edited| bin.first > edited);
    let lower = |best: &HistoryBin, bin: &HistoryBin| bin.loss.low.total_cmp(&best.loss.low).is_lt();
    let lowest = test.bins().filter(counts).fold(None, |best: Option<&HistoryBin>, bin| match best {
        Some(best) if !lower(best, bin) => Some(best),
        _ => Some(bin),
    })?;
    let (now, before) = (test.bins().next_back()?.loss.last, lowest.loss.low);
    let fell = training.bins().next_back()?.loss.last < training.at(lowest.last)?.loss.last;
    let by = now - before;
    (fell && by > RISE * before).then_some(Parting { epoch: lowest.last, by, loss: now })
}

/// Whether two epochs are in the same bin.
fn same(a: u64, b: u64, power: u32) -> bool {
    a.saturating_sub(1) >> power == b.saturating_sub(1) >> power
}

fn join(open: HistoryBin, next: HistoryBin) -> HistoryBin {
    HistoryBin {
        first: open.first,
        last: next.last,
        loss: open.loss.join(next.loss),
        accuracy: open.accuracy.join(next.accuracy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::training_run::Schedule;

    fn history(epochs: u64, loss: impl Fn(u64) -> f64) -> History {
        let mut history = History::default();
        let evaluated = (0..=epochs).filter(|n| Schedule::Thinning.includes(*n));
        evaluated.for_each(|n| history.add(n, &Metrics { loss: loss(n), accuracy: 0.5, r2: None }));
        history
    }

    #[test]
    fn a_short_run_is_kept_epoch_by_epoch() {
        let history = history(100, |n| n as f64);
        assert_eq!(history.len(), 101);
        assert_eq!(history.at(62).unwrap().loss, MinMaxLast::of(62.0));
        assert_eq!(history.line(|b| b.loss).len(), 101);
        assert_eq!(history.at(101), None);
    }

    #[test]
    fn a_million_epochs_take_no_more_room_and_keep_their_spike() {
        // A multiple of 1024: a run of this length is evaluated after this epoch.
        let history = history(1_000_000, |n| if n == 654_336 { 9.0 } else { 1.0 });
        assert!(history.len() <= MOST && history.len() > MOST / 4);
        let spike = history.at(654_336).unwrap();
        assert_eq!(spike.loss.high, 9.0);
        assert_eq!(history.bins().filter(|b| b.loss.high == 9.0).count(), 1);
        // The bins cover every epoch exactly once.
        let bins: Vec<HistoryBin> = history.bins().copied().collect();
        assert!(bins.windows(2).all(|pair| pair[0].last + 1 == pair[1].first));
        assert_eq!((bins[0].first, bins.last().unwrap().last), (0, 999_424));
        assert_eq!(bins[0].last, 0);
        assert!(bins.iter().all(|bin| (bin.first..=bin.last).all(|epoch| history.at(epoch) == Some(bin))));
    }

    #[test]
    fn copies_share_all_full_parts() {
        let mut later = history(900, |n| n as f64);
        let earlier = later.clone();
        let bin = size_of::<HistoryBin>() as u64;
        assert_eq!(earlier.bytes_beside(None), 901 * bin + 14 * 16);
        assert_eq!(later.bytes_beside(Some(&earlier)), (901 - 14 * 64) * bin + 14 * 16);
        (901..991).for_each(|n| later.add(n, &Metrics { loss: n as f64, accuracy: 0.5, r2: None }));
        assert_eq!(later.bytes_beside(Some(&earlier)), (991 - 14 * 64) * bin + 15 * 16);
        assert_eq!(later, history(990, |n| n as f64));
        assert_eq!(earlier, history(900, |n| n as f64));
    }

    #[test]
    fn losses_part_where_the_test_loss_was_lowest() {
        let training = history(100, |n| 1.0 / (n as f64 + 1.0));
        let rising = history(100, |n| 1.0 + (n as f64 - 40.0).abs() / 100.0);
        let parted = parting(&training, &rising, None).unwrap();
        assert_eq!(parted.epoch, 40);
        assert!((parted.by - 0.6).abs() < 1e-12 && (parted.loss - 1.6).abs() < 1e-12);
        // A test loss that falls, or rises together with the training loss, has not parted.
        assert_eq!(parting(&training, &training, None), None);
        assert_eq!(parting(&rising, &rising, None), None);
        assert_eq!(
            parting(&training, &history(100, |n| 1.0 + (n as f64 - 40.0).abs() / 1000.0), None),
            None,
            "a rise of 6 %"
        );
        assert_eq!(parting(&training, &History::default(), None), None);
        // What was before an edit was another network.
        assert_eq!(parting(&training, &rising, Some(60)).map(|parted| parted.epoch), Some(61));
        assert_eq!(parting(&training, &rising, Some(99)), None);
        assert_eq!(parting(&training, &rising, Some(100)), None);
    }

    #[test]
    fn a_bucket_ends_where_the_run_was_evaluated_whatever_its_length() {
        for epochs in [1000, 1001, 2000, 3999, 4000, 4001, 7777, 12_345, 100_000] {
            let history = history(epochs, |n| n as f64);
            assert!(history.len() <= MOST, "{epochs}");
            for bin in history.bins() {
                assert_eq!(bin.loss.last, bin.last as f64);
                assert!(bin.loss.low >= bin.first as f64 && Schedule::Thinning.includes(bin.last));
            }
        }
    }
}

//! Aggregates outcomes. The result depends on which outcomes were added, but not on their order.

use super::failure_kind::FailureKind;
use super::outcome::{ContestantOutcome, Outcome};
use super::setup::{EXACT_RUNS, SweepSetup};
use super::stats::Bins;
use std::sync::Arc;

/// The aggregated outcomes of one variant.
///
/// Small sweeps ([`SweepSetup::is_exact`]) keep every number. Larger ones keep the final losses of the first seeds for
/// the bootstrap, and put everything else into bins less than 1 % wide, so that memory is bounded for any number of
/// seeds.
#[derive(Clone, Debug)]
pub struct SweepAggregator {
    pub(super) from: u64,
    pub(super) seeds: u64,
    pub(super) names: Vec<String>,
    pub(super) epochs: u64,
    pub(super) judged: bool,
    pub(super) recorded_epochs: Arc<[u64]>,
    pub(super) exact: bool,
    done: Seeds,
    pub(super) count: u64,
    pub(super) contestants: Vec<ContestantAggregator>,
    /// For each pair of contestants, how often the first won and how often the second.
    pub(super) wins: Vec<[u64; 2]>,
}

/// A set of seeds of a sweep, with one bit per seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeds {
    from: u64,
    count: u64,
    bits: Vec<u64>,
}

impl Seeds {
    fn none(from: u64, count: u64) -> Self {
        Self { from, count, bits: vec![0; count.div_ceil(64) as usize] }
    }

    /// Whether the set contains a seed.
    pub fn has(&self, seed: u64) -> bool {
        self.place(seed).is_some_and(|place| self.bits[place / 64] >> (place % 64) & 1 == 1)
    }

    fn insert(&mut self, place: usize) {
        self.bits[place / 64] |= 1 << (place % 64);
    }

    fn place(&self, seed: u64) -> Option<usize> {
        seed.checked_sub(self.from).filter(|place| *place < self.count).map(|place| place as usize)
    }
}

/// The aggregated outcomes of one contestant.
#[derive(Clone, Debug)]
pub(super) struct ContestantAggregator {
    pub(super) succeeded: u64,
    pub(super) causes: [u64; FailureKind::ALL.len()],
    /// Loss and seed of the best and the worst run.
    pub(super) best: Option<(f64, u64)>,
    pub(super) worst: Option<(f64, u64)>,
    /// The ranking loss of each of the first seeds, by index. NaN for a seed that was not added.
    pub(super) ranks: Vec<f64>,
    /// Epochs to success, by index. NaN where there was no success.
    pub(super) firsts: Vec<f64>,
    /// The losses at the recorded epochs, seed after seed.
    pub(super) fan: Vec<f32>,
    pub(super) binned: Option<Binned>,
}

/// The numbers of a contestant in bins.
#[derive(Clone, Debug)]
pub(super) struct Binned {
    pub(super) loss: Bins,
    pub(super) firsts: Bins,
    pub(super) fan: Vec<Bins>,
}

impl ContestantAggregator {
    fn new(kept: usize, recorded_epochs: usize, exact: bool) -> Self {
        let bins = Bins::default;
        Self {
            succeeded: 0,
            causes: [0; FailureKind::ALL.len()],
            best: None,
            worst: None,
            ranks: vec![f64::NAN; kept],
            firsts: vec![f64::NAN; if exact { kept } else { 0 }],
            fan: if exact { vec![0.0; kept * recorded_epochs] } else { Vec::new() },
            binned: (!exact).then(|| Binned { loss: bins(), firsts: bins(), fan: vec![bins(); recorded_epochs] }),
        }
    }

    fn add(&mut self, place: usize, seed: u64, end: &ContestantOutcome) {
        let rank = end.rank();
        self.succeeded += u64::from(end.succeeded == Some(true));
        if let Some(cause) = end.cause {
            self.causes[cause as usize] += 1;
        }
        if self.best.is_none_or(|best| (rank, seed) < best) {
            self.best = Some((rank, seed));
        }
        if self.worst.is_none_or(|(worst, of)| rank > worst || rank == worst && seed < of) {
            self.worst = Some((rank, seed));
        }
        if let Some(kept) = self.ranks.get_mut(place) {
            *kept = rank;
        }
        match &mut self.binned {
            Some(bins) => {
                bins.loss.add(rank);
                for (bins, loss) in bins.fan.iter_mut().zip(&end.recorded_losses) {
                    bins.add(f64::from(*loss));
                }
                if let Some(epochs) = end.epochs_to_success {
                    bins.firsts.add(epochs as f64);
                }
            }
            None => {
                let row = place * end.recorded_losses.len();
                for (kept, loss) in self.fan[row..].iter_mut().zip(&end.recorded_losses) {
                    *kept = *loss;
                }
                self.firsts[place] = end.epochs_to_success.map_or(f64::NAN, |epochs| epochs as f64);
            }
        }
    }
}

impl SweepAggregator {
    /// An aggregator without outcomes, for a variant of a sweep.
    pub fn new(setup: &SweepSetup, variant: usize) -> Self {
        let experiment = setup.variants().get(variant).map_or(setup.experiment(), |variant| &variant.experiment);
        let names: Vec<String> = experiment.contestants.iter().map(|contestant| contestant.name.clone()).collect();
        let exact = setup.is_exact();
        let kept = setup.seeds().min(EXACT_RUNS / if exact { 1 } else { setup.variants().len() as u64 }) as usize;
        let column = || ContestantAggregator::new(kept, setup.recorded_epochs().len(), exact);
        Self {
            from: setup.from(),
            seeds: setup.seeds(),
            epochs: experiment.epochs.last(),
            judged: experiment.success.is_some(),
            recorded_epochs: Arc::clone(setup.recorded_epochs()),
            exact,
            done: Seeds::none(setup.from(), setup.seeds()),
            count: 0,
            contestants: names.iter().map(|_| column()).collect(),
            wins: pairs(names.len()).map(|_| [0; 2]).collect(),
            names,
        }
    }

    /// Adds an outcome and returns whether it was new and part of this sweep. Other outcomes are ignored.
    pub fn add(&mut self, outcome: &Outcome) -> bool {
        let fits = outcome.contestants.len() == self.contestants.len()
            && outcome.contestants.iter().all(|end| end.recorded_losses.len() == self.recorded_epochs.len());
        let Some(place) = self.done.place(outcome.seed).filter(|_| fits && !self.has(outcome.seed)) else {
            return false;
        };
        self.done.insert(place);
        self.count += 1;
        for (column, end) in self.contestants.iter_mut().zip(&outcome.contestants) {
            column.add(place, outcome.seed, end);
        }
        for ((a, b), wins) in pairs(self.names.len()).zip(&mut self.wins) {
            let (a, b) = (outcome.contestants[a].rank(), outcome.contestants[b].rank());
            wins[0] += u64::from(a < b);
            wins[1] += u64::from(b < a);
        }
        true
    }

    /// Whether a seed was added.
    pub fn has(&self, seed: u64) -> bool {
        self.done.has(seed)
    }

    /// The seeds that were added.
    pub fn seeds(&self) -> &Seeds {
        &self.done
    }

    /// The number of seeds that were added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The seeds of the whole sweep that are missing, as inclusive ranges, ascending.
    pub fn missing(&self) -> Vec<[u64; 2]> {
        let mut ranges: Vec<[u64; 2]> = Vec::new();
        for seed in (0..self.seeds).map(|place| self.from + place).filter(|seed| !self.has(*seed)) {
            match ranges.last_mut() {
                Some(range) if range[1] + 1 == seed => range[1] = seed,
                _ => ranges.push([seed, seed]),
            }
        }
        ranges
    }
}

/// Every pair of contestants, in the order of tables.
pub(super) fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

//! The weights and biases of a run over its epochs, in bounded memory.
//!
//! An entry has the parameters of every contestant after an epoch that is a multiple of a distance. Entry 0 is before
//! training. When there are too many entries, every second one is dropped and the distance doubles, so that the history
//! depends only on the epochs. Entries are shared by all copies of a history.

use super::training_run::TrainingRun;
use std::sync::Arc;

/// The most entries.
const MOST_ENTRIES: usize = 256;
/// The most memory for the entries, in bytes.
const MOST_BYTES: u64 = 1 << 20;
/// Contestants with more parameters together have no history, because each entry would be large.
const MOST_PARAMETERS: u64 = 100_000;
/// The bytes of an entry beside its numbers: its pointer and its counts.
const BESIDE: u64 = size_of::<Arc<[f32]>>() as u64 + 2 * size_of::<usize>() as u64;

/// The most memory of a history of this many parameters, in bytes.
pub(super) fn most_bytes(parameters: u64) -> u64 {
    let entry = entry_bytes(parameters.min(MOST_PARAMETERS));
    // There is one more until every second one is dropped. The list of entries has spare room.
    ((MOST_BYTES / entry).min(MOST_ENTRIES as u64) + 1) * entry + 2 * MOST_ENTRIES as u64 * BESIDE
}

fn entry_bytes(parameters: u64) -> u64 {
    parameters * size_of::<f32>() as u64 + BESIDE
}

/// The history of all contestants. It is empty if they have too many parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeightHistory {
    /// The layers of each contestant.
    layers: Arc<[Vec<LayerPlace>]>,
    /// The first entry with these layers. Those before it are from before an edit of the structure.
    since: usize,
    /// The number of epochs from one entry to the next.
    distance: u64,
    entries: Vec<Arc<[f32]>>,
}

/// Where a layer is in an entry: its weights, unit after unit, then its biases.
#[derive(Clone, Copy, Debug, PartialEq)]
struct LayerPlace {
    at: usize,
    inputs: usize,
    units: usize,
}

/// A weight, or a bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightPlace {
    /// The contestant, from 0.
    pub contestant: usize,
    /// The layer, from 0.
    pub layer: usize,
    /// The unit, from 0.
    pub unit: usize,
    /// The input that the weight is of, from 0. `None` for the bias.
    pub input: Option<usize>,
}

/// The places of all layers of a run, and the number of its parameters.
fn places(run: &TrainingRun) -> (Arc<[Vec<LayerPlace>]>, usize) {
    let mut end = 0;
    let mut place = |(weights, biases): &(&[f64], &[f64])| {
        let (at, units) = (end, biases.len());
        end += weights.len() + units;
        LayerPlace { at, inputs: weights.len() / units.max(1), units }
    };
    let layers = run.parameters().iter().map(|layers| layers.iter().map(&mut place).collect()).collect();
    (layers, end)
}

impl WeightHistory {
    /// A history whose only entry has the parameters of a run before training.
    pub fn at_start(run: &TrainingRun) -> Self {
        let (layers, end) = places(run);
        let mut history = Self { layers, since: 0, distance: 1, entries: Vec::new() };
        if end as u64 > MOST_PARAMETERS {
            return Self::default();
        }
        history.add(run);
        history
    }

    /// Whether an entry is due at the position of a run.
    pub fn is_due(&self, run: &TrainingRun) -> bool {
        // How far a run goes after the end of its last contestant depends on how far it was asked to go.
        let is_past_end = run.completed().is_some_and(|last| run.epoch() > last);
        !self.entries.is_empty() && (run.epoch(), run.step()) == (self.next(), 0) && !is_past_end
    }

    /// Adds the parameters of a run after an epoch at which an entry is due.
    pub fn add(&mut self, run: &TrainingRun) {
        let layers = run.parameters().into_iter().flatten();
        let numbers = layers.flat_map(|(weights, biases)| weights.iter().chain(biases));
        self.entries.push(numbers.map(|x| *x as f32).collect());
        while self.entries.len() > MOST_ENTRIES || self.entries.len() > 1 && self.own_bytes() > MOST_BYTES {
            let mut is_kept = false;
            self.entries.retain(|_| {
                is_kept = !is_kept;
                is_kept
            });
            self.distance = self.distance.saturating_mul(2);
            self.since = self.since.div_ceil(2);
        }
    }

    /// Takes the layers of a run whose structure was edited.
    pub fn reshape(&mut self, run: &TrainingRun) {
        let (layers, end) = places(run);
        if end as u64 > MOST_PARAMETERS {
            *self = Self::default();
        } else if !self.entries.is_empty() && *self.layers != *layers {
            (self.layers, self.since) = (layers, self.entries.len());
        }
    }

    /// The steps from a number of steps to the next entry.
    pub fn ahead(&self, steps: u64, per_epoch: u64) -> u64 {
        match self.next().saturating_mul(per_epoch).saturating_sub(steps) {
            0 => u64::MAX,
            ahead => ahead,
        }
    }

    /// The epoch of the next entry.
    fn next(&self) -> u64 {
        self.distance.saturating_mul(self.entries.len() as u64)
    }

    fn own_bytes(&self) -> u64 {
        self.entries.iter().map(|entry| entry_bytes(entry.len() as u64)).sum()
    }

    /// The memory that it needs beside an earlier state of it, in bytes.
    pub fn bytes_beside(&self, before: Option<&Self>) -> u64 {
        let is_shared = |n: usize, entry: &Arc<[f32]>| {
            let before = before.filter(|before| before.distance > 0)?;
            let n = (n as u64 * self.distance).checked_div(before.distance)?;
            Some(Arc::ptr_eq(before.entries.get(usize::try_from(n).ok()?)?, entry))
        };
        let own = |(n, entry): (usize, &Arc<[f32]>)| match is_shared(n, entry) {
            Some(true) => size_of::<Arc<[f32]>>() as u64,
            _ => entry_bytes(entry.len() as u64),
        };
        self.entries.iter().enumerate().map(own).sum()
    }

    /// The values of a weight or a bias by epoch.
    pub fn values(&self, of: WeightPlace) -> Vec<(u64, f64)> {
        let layer = self.layers.get(of.contestant).and_then(|layers| layers.get(of.layer));
        let Some(LayerPlace { at, inputs, units }) = layer else { return Vec::new() };
        if of.unit >= *units || of.input.is_some_and(|input| input >= *inputs) {
            return Vec::new();
        }
        let at = at + of.input.map_or(inputs * units + of.unit, |input| of.unit * inputs + input);
        let epochs = (0..).map(|n: u64| n.saturating_mul(self.distance));
        epochs
            .zip(&self.entries)
            .skip(self.since)
            .filter_map(|(epoch, entry)| Some((epoch, f64::from(*entry.get(at)?))))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::find;

    fn run(name: &str) -> TrainingRun {
        TrainingRun::new(&Arc::new(find(name).unwrap()), 7879).unwrap()
    }

    fn trained(name: &str, epochs: u64) -> (TrainingRun, WeightHistory) {
        let mut run = run(name);
        let mut history = WeightHistory::at_start(&run);
        for _ in 0..epochs {
            run.advance_epochs(1);
            if history.is_due(&run) {
                history.add(&run);
            }
        }
        (run, history)
    }

    #[test]
    fn entries_thin_out_at_even_distances() {
        for (epochs, distance, entries) in [(0, 1, 1), (255, 1, 256), (256, 2, 129), (511, 2, 256), (1000, 4, 251)] {
            let (_, history) = trained("xor-two-sigmoids", epochs);
            assert_eq!((history.distance, history.entries.len()), (distance, entries), "{epochs}");
            assert!(history.own_bytes() <= MOST_BYTES);
        }
    }

    #[test]
    fn an_entry_has_each_weight_and_bias_of_each_contestant() {
        for name in ["parabola", "xor-two-sigmoids", "perceptron-or"] {
            let (run, history) = trained(name, 40);
            for (contestant, seen) in run.observe().iter().enumerate() {
                for (layer, seen) in seen.layers.iter().enumerate() {
                    for (unit, weights) in seen.weights.rows().into_iter().enumerate() {
                        let last =
                            |input| *history.values(WeightPlace { contestant, layer, unit, input }).last().unwrap();
                        assert_eq!(last(None), (40, f64::from(seen.biases[unit] as f32)));
                        for (input, weight) in weights.iter().enumerate() {
                            assert_eq!(last(Some(input)), (40, f64::from(*weight as f32)));
                        }
                        let past = WeightPlace { contestant, layer, unit, input: Some(weights.len()) };
                        assert_eq!(history.values(past), []);
                    }
                }
            }
        }
    }

    #[test]
    fn shared_entries_are_counted_once() {
        let (mut run, history) = trained("xor-two-sigmoids", 200);
        let alone = history.bytes_beside(None);
        assert_eq!(alone, history.own_bytes());
        let mut later = history.clone();
        assert_eq!(later.bytes_beside(Some(&history)), 201 * size_of::<Arc<[f32]>>() as u64);
        run.advance_epochs(1);
        later.add(&run);
        assert_eq!(later.bytes_beside(Some(&history)), 201 * 16 + entry_bytes(9));
    }

    #[test]
    fn memory_is_bounded_for_any_number_of_parameters() {
        for parameters in [0, 1, 9, 1000, 5000, 99_999, 100_000, u64::MAX] {
            assert!(most_bytes(parameters) <= MOST_BYTES + (1 << 19), "{parameters}");
        }
    }
}

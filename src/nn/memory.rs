//! How much memory an experiment needs for training and observation, computed from its description before anything is
//! allocated.
//!
//! Each struct is destructured with all its fields, so that the compiler reports a new field that is not counted. The
//! sum is an upper bound. A test compares it with what is allocated. Overflow saturates.

use super::data_setup::DataSetup;
use super::experiment::{Contestant, Experiment, LastBatch, LocalizedText, Model, NetworkSetup, RunJournal};
use super::history;
pub use super::memory_limit::{Memory, MemoryError, MemoryUser};
use super::network::LayerSetup;
use super::optimizer::Optimizer;
use super::perceptron::PerceptronSetup;
use super::regularizer::Regularizer;
use super::training_run::Epoch;
use super::weight_history;
use std::sync::Arc;

/// Bytes of a number, and of the header of a row of numbers.
const NUMBER: u64 = 8;
const ROW: u64 = size_of::<Vec<f64>>() as u64;
/// Unused numbers in a row, because a row begins at a cache line.
const SPARE: u64 = 7;
/// The number of samples in the tiles in which a network is evaluated.
const TILE: u64 = 32;
/// Numbers per trained parameter without those of the optimiser: its value, its gradient, and eight partial sums of that.
const TRAINED: u64 = 10;
/// Observations of a run that exist at once: one in the job, one being sent, and two that a room shows.
const LOOKS: u64 = 4;
/// The bytes of a layer, a contestant or a run beside its numbers, in all copies.
const FIXED: u64 = 4096;

fn sum(terms: impl IntoIterator<Item = u64>) -> u64 {
    terms.into_iter().fold(0, u64::saturating_add)
}

fn times(factors: impl IntoIterator<Item = u64>) -> u64 {
    factors.into_iter().fold(1, u64::saturating_mul)
}

/// Numbers per trained parameter. An edit can change the optimiser, so the one that stores most is counted.
fn trained() -> u64 {
    TRAINED + Optimizer::most_memory() as u64
}

/// A row of this many numbers, in blocks of eight.
fn blocks(numbers: u64) -> u64 {
    times([NUMBER, numbers.saturating_add(7) / 8 * 8 + SPARE])
}

/// The memory of an entry of a journal, in bytes. Formulas are short.
const ENTRY: u64 = 1 << 10;

/// The memory of a journal without the entries that it shares with another one, in bytes.
fn journal_bytes(journal: &RunJournal, other: Option<&RunJournal>) -> u64 {
    let entries = journal.entries();
    let others = other.map_or(&[][..], RunJournal::entries);
    let shared = entries.iter().zip(others).take_while(|(one, other)| Arc::ptr_eq(one, other)).count();
    sum([size_of_val(entries) as u64, times([ENTRY, (entries.len() - shared) as u64])])
}

impl Experiment {
    /// The most memory, in bytes, for training and observing one run.
    pub fn memory(&self) -> u64 {
        let Self {
            id: _,
            title: _,
            question: _,
            notes: _,
            epochs: _,
            stop: _,
            seed: _,
            loss_limit: _,
            data,
            success: _,
            contestants,
            journal,
        } = self;
        if !journal.is_empty() {
            return self.edited_memory();
        }
        let (inputs, outputs) = self.widths();
        let shape = Shape {
            inputs: inputs as u64,
            outputs: outputs as u64,
            samples: data.samples() as u64,
            test: data.test_samples() as u64,
        };
        let looked = contestants.iter().map(|contestant| contestant.look(shape)).max().unwrap_or(0);
        let trained = sum(contestants.iter().map(|contestant| contestant.memory(shape)));
        let parameters = sum(contestants.iter().map(|contestant| contestant.parameters(inputs)));
        // All copies share their entries. What a room shows may be older than the run, and have entries that it dropped.
        let weights = times([2, weight_history::most_bytes(parameters)]);
        sum([self.description(), shape.data(), data.beside(shape), trained, looked, weights, FIXED])
    }

    /// The same of a run with edits. Its networks may grow and shrink again.
    fn edited_memory(&self) -> u64 {
        let mut stage = self.clone();
        stage.journal = RunJournal::default();
        let mut most = stage.memory();
        for entry in self.journal.entries().iter().filter(|entry| entry.edit.changes_structure()) {
            // Where an entry can't be made, the check of the experiment says so.
            let Ok(next) = stage.edited(entry) else { break };
            stage = next;
            most = most.max(stage.memory());
        }
        sum([most, times([ENTRY, self.journal.entries().len() as u64])])
    }

    /// The memory of the description itself, in bytes.
    pub fn description(&self) -> u64 {
        self.description_beside(None)
    }

    /// The memory of the description without the entries that its journal shares with another one, in bytes.
    pub fn description_beside(&self, other: Option<&RunJournal>) -> u64 {
        let Self {
            id,
            title,
            question,
            notes,
            epochs: _,
            stop,
            seed: _,
            loss_limit: _,
            data,
            success: _,
            contestants,
            journal,
        } = self;
        let text = |LocalizedText(texts): &LocalizedText| sum(texts.values().map(|text| 256 + text.len() as u64));
        let contestants = sum(contestants.iter().map(Contestant::description));
        sum([
            size_of::<Self>() as u64,
            size_of_val(stop.as_slice()) as u64,
            id.len() as u64,
            text(title),
            text(question),
            text(notes),
            data.description(),
            contestants,
            journal_bytes(journal, other),
        ])
    }

    /// Checks that a run fits within a limit.
    ///
    /// # Errors
    /// [`MemoryError`] with the need and the limit.
    pub fn fits(&self, memory: Memory) -> Result<(), MemoryError> {
        memory.allow(|| MemoryUser::Experiment { id: self.id.clone() }, self.memory())
    }
}

/// The size of the data.
#[derive(Clone, Copy)]
struct Shape {
    inputs: u64,
    outputs: u64,
    samples: u64,
    /// The samples that are kept for the test.
    test: u64,
}

impl Shape {
    /// Columns of inputs and targets.
    fn data(self) -> u64 {
        times([self.inputs.saturating_add(self.outputs), ROW.saturating_add(times([NUMBER, self.samples]))])
    }
}

impl DataSetup {
    /// The memory of the formulas of features, and of numbers that are listed: two rows for each sample.
    fn description(&self) -> u64 {
        let Self { source, features, scale: _, test: _, test_file, split_seed: _ } = self;
        let texts = sum(features.iter().flatten().map(|text| size_of::<String>() as u64 + text.len() as u64));
        let texts = sum([texts, test_file.as_ref().map_or(0, |path| path.len() as u64)]);
        let written = self.written() as u64;
        let rows = if written == 0 { 0 } else { times([2 * ROW, source.samples() as u64]) };
        sum([rows, times([NUMBER, written]), texts])
    }

    /// The memory of the columns that features and parts are made of, beside the training data, and of the test data. At
    /// the most there are the whole table, its parts, the columns of both, and the rows of a feature.
    fn beside(&self, shape: Shape) -> u64 {
        if self.is_plain() {
            return 0;
        }
        let columns = self.columns().len() as u64;
        let all = Shape { samples: self.source.samples() as u64, ..shape };
        let table = Shape { inputs: columns, ..all };
        // Which part each row is in, its group, and the order that it is drawn from.
        let rows = times([all.samples, 64]);
        let formulas = times([self.features.as_ref().map_or(0, Vec::len) as u64, 1 << 16]);
        let texts = times([2, columns, 64]);
        sum([times([3, table.data()]), times([2, all.data()]), rows, formulas, texts])
    }
}

impl Contestant {
    fn description(&self) -> u64 {
        let Self { name, model, stream: _ } = self;
        let written = match model {
            Model::Perceptron(PerceptronSetup { function: _, threshold: _, learning_rate: _, weights, bias: _ }) => {
                weights.as_ref().map_or(0, |weights| NUMBER * weights.len() as u64)
            }
            Model::Network(setup) => sum(setup.layers.iter().map(LayerSetup::description)),
        };
        sum([size_of::<Self>() as u64, name.len() as u64, written])
    }

    /// The memory during training: trainer, history and observations.
    fn memory(&self, shape: Shape) -> u64 {
        let Self { name, model, stream: _ } = self;
        let own = match model {
            Model::Perceptron(PerceptronSetup { function: _, threshold: _, learning_rate: _, weights: _, bias: _ }) => {
                // Each sample is a row.
                let all = shape.samples.saturating_add(shape.test);
                let rows = times([all, ROW + NUMBER * shape.inputs.saturating_add(shape.outputs)]);
                sum([rows, times([LOOKS + 2, NUMBER, shape.inputs.saturating_add(1)])])
            }
            Model::Network(setup) => setup.memory(shape),
        };
        // Training and test have a history each.
        let histories = if shape.test == 0 { LOOKS } else { 2 * LOOKS };
        let bins = 2 * history::MOST as u64 * size_of::<history::HistoryBin>() as u64;
        let records = 2 * RECORDS * size_of::<Epoch>() as u64;
        sum([own, times([histories, bins]), records, times([LOOKS, name.len() as u64]), FIXED])
    }

    /// The temporary memory of an observation over all data.
    fn look(&self, shape: Shape) -> u64 {
        match &self.model {
            Model::Perceptron(_) => times([shape.samples, 5 * NUMBER + ROW + NUMBER * shape.inputs]),
            Model::Network(setup) => setup.look(shape),
        }
    }
}

/// The most epochs whose records wait to be taken.
const RECORDS: u64 = 1 << 13;

impl NetworkSetup {
    fn memory(&self, shape: Shape) -> u64 {
        let Self {
            layers,
            init: _,
            bias_init: _,
            loss: _,
            optimizer: _,
            batch_size: _,
            shuffle,
            last_batch,
            regularizers,
        } = self;
        let Size { parameters, units, rows, outputs } = self.size(shape);
        let trained = times([trained(), blocks(parameters)]);
        // An observation has the network; its weights, their gradients and next steps row by row; and for each unit whether
        // it is dead, and how saturated.
        let seen = sum([blocks(parameters), times([3 * NUMBER, parameters]), times([units, ROW + 1 + NUMBER])]);
        let order = if *shuffle { sum([shape.data(), times([4, shape.samples])]) } else { 0 };
        // The gradients that wait for the next epoch; the parameters before a step, and which of them are cut.
        let carried = if *last_batch == LastBatch::Carry { times([NUMBER, parameters]) } else { 0 };
        let cut = if regularizers.iter().any(Regularizer::cuts) { times([NUMBER + 1, parameters]) } else { 0 };
        sum([
            trained,
            carried,
            cut,
            tile(rows, outputs),
            order,
            times([LOOKS, seen]),
            times([layers.len() as u64, FIXED]),
        ])
    }

    /// The gradient over all data, for which the trainer is copied, and the pre-activations, values and slopes of every
    /// unit on every sample.
    fn look(&self, shape: Shape) -> u64 {
        let Size { parameters, units, rows, outputs } = self.size(shape);
        let copied = times([trained() + 1, blocks(parameters)]);
        let order = if self.shuffle { shape.data() } else { 0 };
        let widest = self.layers.iter().map(|layer| layer.units as u64).max().unwrap_or(0);
        let column = sum([ROW, times([NUMBER, shape.samples])]);
        let traced = times([sum([times([2, units]), times([3, widest]), shape.inputs, 2]), column]);
        sum([copied, order, tile(rows, outputs), traced, times([self.layers.len() as u64, FIXED])])
    }

    fn size(&self, shape: Shape) -> Size {
        let mut below = shape.inputs as usize;
        let mut size = Size { parameters: 0, units: 0, rows: shape.inputs, outputs: shape.outputs };
        for layer in &self.layers {
            let parameters = layer.parameters(std::mem::replace(&mut below, layer.units));
            size.parameters = size.parameters.saturating_add(parameters);
            size.units = size.units.saturating_add(layer.units as u64);
            size.outputs = layer.units as u64;
        }
        size.rows = size.rows.saturating_add(size.units);
        size
    }
}

/// The size of a network.
struct Size {
    parameters: u64,
    units: u64,
    /// The number of inputs and units.
    rows: u64,
    outputs: u64,
}

/// Values, pre-activations, slopes and deltas of the samples of a tile, and their targets.
fn tile(rows: u64, outputs: u64) -> u64 {
    sum([times([4, blocks(times([rows, TILE]))]), blocks(times([outputs, TILE]))])
}

impl LayerSetup {
    fn description(&self) -> u64 {
        let Self { units: _, function, train_alpha: _, weights, biases, cut, frozen } = self;
        let rows = |rows: &Vec<Vec<f64>>| sum(rows.iter().map(|row| ROW + NUMBER * row.len() as u64));
        let numbers = |row: &Vec<f64>| NUMBER * row.len() as u64;
        let text = function.text().map_or(0, |text| 64 * text.len() as u64);
        sum([
            size_of::<Self>() as u64,
            text,
            NUMBER * function.parameter_values().len() as u64,
            weights.as_ref().map_or(0, rows),
            biases.as_ref().map_or(0, numbers),
            times([2 * NUMBER, cut.len() as u64]),
            times([NUMBER, frozen.len() as u64]),
        ])
    }
}

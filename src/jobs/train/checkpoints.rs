//! Checkpoints of kept runs, at even distances, so that an earlier epoch is shown without training from the beginning.
//!
//! Where they are depends on the steps alone, not on how jobs divide them. When they need too much memory, every second
//! one is dropped and the distance doubles.

use super::RunPosition;
use super::histories::Histories;
use crate::nn::experiment::Experiment;
use crate::nn::memory::Memory;
use crate::nn::training_run::{Checkpoint, TrainingRun};
use std::sync::Arc;

/// The most memory for the checkpoints of an experiment with one seed, in bytes.
const MOST_BYTES: u64 = 64 << 20;
/// The share of the memory of all runs that they may take. It is less than [`MOST_BYTES`] in a kiosk.
const SHARE: u64 = 8;

/// The most memory for the checkpoints of an experiment with one seed, in bytes, under a limit for all runs.
pub(super) fn most_bytes(memory: Memory) -> u64 {
    (memory.bytes / SHARE).min(MOST_BYTES)
}

/// A state of a run, and the histories up to it.
#[derive(Clone, Debug)]
pub(super) struct Saved {
    pub(super) checkpoint: Checkpoint,
    pub(super) histories: Histories,
    /// The steps up to it, as they were counted when it was saved.
    steps: u64,
    /// Whether it was saved before an edit.
    is_edit: bool,
}

impl Saved {
    fn at(&self) -> RunPosition {
        RunPosition { epoch: self.checkpoint.epoch(), step: self.checkpoint.step() }
    }

    /// Its memory in bytes, without what it shares with the one before.
    fn bytes_beside(&self, before: Option<&Self>) -> u64 {
        let histories = self.histories.bytes_beside(before.map(|before| &before.histories));
        let own = size_of::<Self>() - size_of::<Checkpoint>();
        let checkpoint = self.checkpoint.bytes_beside(before.map(|before| &before.checkpoint));
        (own as u64).saturating_add(checkpoint).saturating_add(histories)
    }
}

/// The checkpoints of an experiment with one seed, in order.
#[derive(Debug)]
pub(super) struct Checkpoints {
    experiment: Arc<Experiment>,
    seed: u64,
    saved: Vec<Saved>,
    bytes: u64,
    /// The number of steps from one to the next.
    distance: u64,
}

impl Checkpoints {
    pub(super) fn new(experiment: &Arc<Experiment>, seed: u64, distance: u64) -> Self {
        Self { experiment: Arc::clone(experiment), seed, saved: Vec::new(), bytes: 0, distance: distance.max(1) }
    }

    /// Whether they belong to this experiment with this seed, whatever its journal.
    pub(super) fn are_of(&self, experiment: &Arc<Experiment>, seed: u64) -> bool {
        self.seed == seed && (Arc::ptr_eq(&self.experiment, experiment) || self.experiment.has_setup_of(experiment))
    }

    /// Their memory, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The last one that is not after a position, and that a run of an experiment passes through.
    pub(super) fn before(&self, experiment: &Arc<Experiment>, to: RunPosition) -> Option<&Saved> {
        let earlier = &self.saved[..self.saved.partition_point(|saved| saved.at() <= to)];
        earlier.iter().rev().find(|saved| saved.checkpoint.is_of(experiment))
    }

    /// The position of the last one that is not after a position, or the beginning.
    pub(super) fn start(&self, experiment: &Arc<Experiment>, to: RunPosition) -> RunPosition {
        self.before(experiment, to).map(Saved::at).unwrap_or_default()
    }

    /// The steps from a number of steps to the next checkpoint.
    pub(super) fn ahead(&self, steps: u64) -> u64 {
        self.distance - steps % self.distance
    }

    /// Saves a run if a checkpoint is due at its position and is missing. `room` is the memory that is left for all
    /// checkpoints of this run, in bytes.
    pub(super) fn save(&mut self, run: &TrainingRun, histories: &Histories, room: u64) {
        if run.at().steps(run.steps_per_epoch()).is_multiple_of(self.distance) {
            self.insert(run, histories, room, false);
        }
    }

    /// Saves a run before an edit. The edit can then be undone without training.
    pub(super) fn save_edit(&mut self, run: &TrainingRun, histories: &Histories, room: u64) {
        self.insert(run, histories, room, true);
    }

    fn insert(&mut self, run: &TrainingRun, histories: &Histories, room: u64, is_edit: bool) {
        let at = run.at();
        let index = self.saved.partition_point(|saved| saved.at() <= at);
        let here = self.saved[..index].iter().rev().take_while(|saved| saved.at() == at);
        if here.map(|saved| &saved.checkpoint).any(|saved| saved.is_state_of(run)) {
            return;
        }
        let steps = at.steps(run.steps_per_epoch());
        let saved = Saved { checkpoint: run.save(), histories: histories.clone(), steps, is_edit };
        let before = index.checked_sub(1).and_then(|before| self.saved.get(before));
        self.bytes += saved.bytes_beside(before);
        if let Some(after) = self.saved.get(index) {
            self.bytes = self.bytes + after.bytes_beside(Some(&saved)) - after.bytes_beside(before);
        }
        self.saved.insert(index, saved);
        while self.bytes > room && self.saved.len() > 1 {
            self.thin();
        }
        if self.bytes > room {
            (self.saved, self.bytes) = (Vec::new(), 0);
        }
    }

    /// If most checkpoints were saved before edits, drops every second of these. Otherwise drops every second of the evenly
    /// spaced ones.
    fn thin(&mut self) {
        let edits = self.saved.iter().filter(|saved| saved.is_edit).count();
        if edits > self.saved.len() / 2 {
            // The last edit is the one that is undone next.
            let mut left = edits;
            self.saved.retain(|saved| {
                left -= usize::from(saved.is_edit);
                !saved.is_edit || left.is_multiple_of(2) && edits > 1
            });
        } else {
            self.distance = self.distance.saturating_mul(2);
            self.saved.retain(|saved| saved.is_edit || saved.steps.is_multiple_of(self.distance));
        }
        let before = std::iter::once(None).chain(self.saved.iter().map(Some));
        self.bytes = self.saved.iter().zip(before).map(|(saved, before)| saved.bytes_beside(before)).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::find;

    #[test]
    fn checkpoints_thin_out_within_their_memory() {
        let experiment = Arc::new(find("parabola").unwrap());
        let mut run = TrainingRun::new(&experiment, 1).unwrap();
        let mut checkpoints = Checkpoints::new(&experiment, 1, 5);
        let saved = Saved { checkpoint: run.save(), histories: Histories::default(), steps: 0, is_edit: false };
        // The first one counts the experiment, which the others share.
        let room = saved.bytes_beside(None) + 8 * saved.bytes_beside(Some(&saved));
        for step in 1..=1000 {
            run.advance(1);
            checkpoints.save(&run, &Histories::default(), room);
            assert!(checkpoints.bytes() <= room, "{step}");
        }
        let steps: Vec<u64> = checkpoints.saved.iter().map(|saved| saved.at().steps(run.steps_per_epoch())).collect();
        assert_eq!(steps, [160, 320, 480, 640, 800, 960]);
        assert_eq!((checkpoints.ahead(0), checkpoints.ahead(950), checkpoints.ahead(960)), (160, 10, 160));
        run.advance(120);
        checkpoints.save(&run, &Histories::default(), 0);
        assert_eq!((checkpoints.saved.len(), checkpoints.bytes()), (0, 0));
    }
}

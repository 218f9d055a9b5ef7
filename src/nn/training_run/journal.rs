//! The journal of a run: edits at their positions.

use super::network_trainer::NetworkTrainer;
use super::perceptron_trainer::PerceptronTrainer;
use super::{Kind, Run, StopWatch, TrainingRun};
use crate::nn::experiment::{Experiment, JournalEntry, Model, NetworkSetup};
use crate::nn::network::WeightSource;
use crate::nn::run_position::RunPosition;
use std::sync::Arc;

impl TrainingRun {
    /// The runs of all contestants before training.
    pub(super) fn starts(&self) -> Vec<Run> {
        (0..self.current.contestants.len()).map(|contestant| self.start(contestant)).collect()
    }

    /// The run of a contestant before training.
    fn start(&self, contestant: usize) -> Run {
        let setup = &self.current.contestants[contestant];
        let stream = setup.stream_at(contestant);
        let kind = match &setup.model {
            Model::Perceptron(setup) => {
                let test = self.test.as_deref();
                Kind::Perceptron(Box::new(PerceptronTrainer::new(setup, &self.data, test, self.seed, stream)))
            }
            Model::Network(setup) => {
                let (limit, source) = (self.current.loss_limit, self.weight_source(setup, stream));
                let of = (self.seed, stream);
                let trainer = NetworkTrainer::new(setup, &self.data, self.test.as_ref(), of, source, limit);
                Kind::Network(Box::new(trainer))
            }
        };
        Run { kind, records: Vec::new(), watch: StopWatch::default() }
    }

    /// What the weights of a network are drawn from. With the playground's initialiser, each network goes on with the
    /// generator as if it were alone.
    fn weight_source(&self, setup: &NetworkSetup, stream: u64) -> WeightSource {
        match (&self.generator, setup.init.playground()) {
            (Some(generator), Some(_)) => WeightSource::Playground(generator.clone()),
            _ => WeightSource::streams(self.seed, stream),
        }
    }

    /// The experiment as the edits up to the position of the run have made it. It has no journal.
    pub fn current(&self) -> &Arc<Experiment> {
        &self.current
    }

    /// The number of entries of the journal that have been made.
    pub fn applied(&self) -> usize {
        self.applied
    }

    /// By how much the last edit moved the outputs, at the most. `None` if there was none.
    pub fn moved(&self) -> Option<f64> {
        self.moved
    }

    /// The position of the run.
    pub fn at(&self) -> RunPosition {
        RunPosition { epoch: self.epoch, step: self.step }
    }

    /// The position of the next edit, or that of the run if it is due.
    pub fn next_edit(&self) -> Option<RunPosition> {
        self.experiment.journal.entries().get(self.applied).map(|entry| self.place(entry))
    }

    /// A written position may have more steps than an epoch, and some edits wait for the next epoch.
    fn place(&self, entry: &JournalEntry) -> RunPosition {
        let step = entry.at.step.min(self.steps_per_epoch() - 1);
        let at = RunPosition { step, ..entry.at }.max(self.at());
        if entry.edit.waits_for_epoch() { at.epoch_end() } else { at }
    }

    /// Makes the edits that are due.
    pub(super) fn apply_due(&mut self) {
        let experiment = Arc::clone(&self.experiment);
        while let Some(entry) = experiment.journal.entries().get(self.applied) {
            if self.place(entry) > self.at() {
                return;
            }
            self.apply(entry);
            self.applied += 1;
        }
    }

    fn apply(&mut self, entry: &JournalEntry) {
        // The journal was checked when the run was made, so each entry can be made.
        let Ok(next) = self.current.edited(entry) else { return };
        let is_start = self.at() == RunPosition::START;
        let mut moved: f64 = 0.0;
        let mut runs = std::mem::take(&mut self.runs);
        for (contestant, run) in runs.iter_mut().enumerate() {
            if entry.contestant.is_some_and(|one| one != contestant) {
                continue;
            }
            let setup = &next.contestants[contestant];
            match (&mut run.kind, &setup.model) {
                (Kind::Network(trainer), Model::Network(model)) => {
                    let stream = setup.stream_at(contestant);
                    let (of, source) = ((self.seed, stream), self.weight_source(model, stream));
                    let edited = trainer.edited(model, &entry.edit, of, source, is_start);
                    moved = moved.max(trainer.distance_to(&edited));
                    **trainer = edited;
                }
                (Kind::Perceptron(trainer), Model::Perceptron(model)) => trainer.edit(model, &entry.edit),
                _ => {}
            }
        }
        self.runs = runs;
        self.moved = Some(moved);
        self.current = Arc::new(next);
    }

    /// Goes to a position, and makes the edits on the way.
    pub(super) fn travel(&mut self, to: RunPosition) {
        while let Some(next) = self.next_edit().filter(|next| *next <= to) {
            self.go(next.epoch, next.step);
            if self.at() < next {
                // The run has ended before.
                return;
            }
            self.apply_due();
        }
        self.go(to.epoch, to.step);
    }

    /// The same for a number of steps. How many an epoch has may change on the way.
    pub(super) fn travel_steps(&mut self, mut steps: u64) {
        while let Some(next) = self.next_edit() {
            let per_epoch = self.steps_per_epoch();
            let ahead = next.steps(per_epoch).saturating_sub(self.at().steps(per_epoch));
            if ahead > steps {
                break;
            }
            self.go(next.epoch, next.step);
            if self.at() < next {
                return;
            }
            steps -= ahead;
            self.apply_due();
        }
        let to = self.at().plus(steps, self.steps_per_epoch());
        self.go(to.epoch, to.step);
    }

    /// Whether the run would be the same with another experiment up to its position: everything is the same but later
    /// entries of the journal.
    pub fn agrees_with(&self, experiment: &Arc<Experiment>) -> bool {
        Arc::ptr_eq(&self.experiment, experiment)
            || agree(&self.experiment, experiment, self.applied) && is_before_next(experiment, self.applied, self.at())
    }

    /// Goes on with another experiment with which it agrees (see [`TrainingRun::agrees_with`]), and makes the edits that are due.
    pub fn follow(&mut self, experiment: &Arc<Experiment>) {
        if self.agrees_with(experiment) {
            self.experiment = Arc::clone(experiment);
            self.apply_due();
        }
    }

    /// Builds the networks anew as they are after this many entries, before training.
    pub(super) fn reshape(&mut self, applied: usize) {
        let mut current = Experiment::clone(&self.experiment);
        let journal = std::mem::take(&mut current.journal);
        for entry in &journal.entries()[..applied.min(journal.entries().len())] {
            if let Ok(next) = current.edited(entry) {
                current = next;
            }
        }
        (self.current, self.applied, self.moved) = (Arc::new(current), applied, None);
        self.runs = self.starts();
    }
}

/// Whether a position is before the entry that comes after this many. An entry at position 0 changes how the run starts.
pub(super) fn is_before_next(experiment: &Experiment, applied: usize, at: RunPosition) -> bool {
    let next = experiment.journal.entries().get(applied);
    next.is_none_or(|entry| entry.at >= at && entry.at > RunPosition::START)
}

/// Whether two experiments are the same up to this many entries of their journals.
pub(super) fn agree(a: &Arc<Experiment>, b: &Arc<Experiment>, applied: usize) -> bool {
    let entries = |of: &Arc<Experiment>| of.journal.entries().len() >= applied;
    let same_journal = entries(a) && entries(b) && a.journal.entries()[..applied] == b.journal.entries()[..applied];
    Arc::ptr_eq(a, b) || same_journal && a.has_setup_of(b)
}

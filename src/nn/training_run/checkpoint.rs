//! Saves a run and restores it to the same bits.
//!
//! A checkpoint holds parameters, the state of the optimiser, and the sums of the current epoch. Data, initial weights
//! and the order of samples follow from experiment, seed and epoch, so no random generator is saved.

use super::journal::{agree, is_before_next};
use super::stop_watch::StopWatch;
use super::{Kind, TrainingRun, network_trainer, perceptron_trainer};
use crate::nn::experiment::{Experiment, ExperimentError, SetupError, parse};
use crate::nn::json::JsonError;
use crate::nn::run_position::RunPosition;
use crate::words::errors;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A run at a step.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    experiment: Arc<Experiment>,
    seed: u64,
    epoch: u64,
    step: u64,
    /// The number of entries of the journal that were made.
    applied: usize,
    /// By how much the last of them moved the outputs.
    moved: Option<f64>,
    states: Vec<State>,
    watches: Vec<StopWatch>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Perceptron(perceptron_trainer::PerceptronState),
    Network(network_trainer::NetworkState),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    id: String,
    experiment: String,
    seed: u64,
    epoch: u64,
    step: u64,
    /// Missing in files from before there were journals.
    #[serde(default)]
    applied: usize,
    #[serde(default)]
    moved: Option<f64>,
    contestants: Vec<State>,
    /// How far the rules by which contestants stop are. Missing in files from before there were such rules.
    #[serde(default)]
    watches: Vec<StopWatch>,
}

const FORMAT: &str = "actlab-checkpoint/2";

errors! {
    /// Why a checkpoint can't be read or restored.
    pub enum CheckpointError: "checkpoint" {
        /// It is not a checkpoint.
        Json { known: &'static str, reason: JsonError } = "json",
        /// It has another version.
        Format { known: &'static str, format: String } = "format",
        /// The experiment in it can't be read.
        Experiment { reason: ExperimentError } = "experiment",
        /// The experiment in it can't be run.
        Setup { reason: SetupError } = "setup",
        /// It belongs to another experiment or seed.
        Other = "other",
    }
}

impl Checkpoint {
    /// The number of epochs completed.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The number of steps completed in the current epoch.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Whether a run of this experiment passes through it.
    pub fn is_of(&self, experiment: &Arc<Experiment>) -> bool {
        let at = RunPosition { epoch: self.epoch, step: self.step };
        agree(&self.experiment, experiment, self.applied) && is_before_next(experiment, self.applied, at)
    }

    /// Whether it is of the same edits as a run at the same position.
    pub fn is_state_of(&self, run: &TrainingRun) -> bool {
        let at = RunPosition { epoch: self.epoch, step: self.step };
        at == run.at() && self.applied == run.applied() && agree(&self.experiment, run.experiment(), self.applied)
    }

    /// Its memory in bytes, without what it shares with another one.
    pub fn bytes_beside(&self, other: Option<&Self>) -> u64 {
        let states = self.states.iter().map(|state| match state {
            State::Perceptron(state) => state.bytes(),
            State::Network(state) => state.bytes(),
        });
        let own = size_of::<Self>() + size_of_val(self.watches.as_slice());
        let experiment = match other {
            Some(other) if Arc::ptr_eq(&self.experiment, &other.experiment) => 0,
            other => self.experiment.description_beside(other.map(|other| &other.experiment.journal)),
        };
        states.fold((own as u64).saturating_add(experiment), u64::saturating_add)
    }

    /// The checkpoint as JSON. Numbers are written as their bits, so that every number can be restored.
    pub fn to_json(&self) -> String {
        let file = File {
            format: FORMAT.to_owned(),
            id: self.experiment.id.clone(),
            experiment: self.experiment.to_toml(),
            seed: self.seed,
            epoch: self.epoch,
            step: self.step,
            applied: self.applied,
            moved: self.moved,
            contestants: self.states.clone(),
            watches: self.watches.clone(),
        };
        // Serialising a struct of numbers and text can't fail.
        serde_json::to_string(&file).unwrap_or_default()
    }

    /// Reads what [`Checkpoint::to_json`] wrote.
    ///
    /// # Errors
    /// [`CheckpointError`] if the text is not a checkpoint of this version.
    pub fn from_json(text: &str) -> Result<Self, CheckpointError> {
        let file: File = serde_json::from_str(text)
            .map_err(|error| CheckpointError::Json { known: FORMAT, reason: error.into() })?;
        if file.format != FORMAT {
            return Err(CheckpointError::Format { known: FORMAT, format: file.format });
        }
        let mut experiment =
            parse(&file.experiment, "the checkpoint").map_err(|reason| CheckpointError::Experiment { reason })?;
        experiment.id = file.id;
        Ok(Self {
            experiment: Arc::new(experiment),
            seed: file.seed,
            epoch: file.epoch,
            step: file.step,
            applied: file.applied,
            moved: file.moved,
            states: file.contestants,
            watches: file.watches,
        })
    }
}

impl TrainingRun {
    /// A checkpoint of the run as it is now.
    pub fn save(&self) -> Checkpoint {
        let state = |run: &super::Run| match &run.kind {
            Kind::Perceptron(trainer) => State::Perceptron(trainer.save()),
            Kind::Network(trainer) => State::Network(trainer.save()),
        };
        Checkpoint {
            experiment: Arc::clone(&self.experiment),
            seed: self.seed,
            epoch: self.epoch,
            step: self.step,
            applied: self.applied,
            moved: self.moved,
            states: self.runs.iter().map(state).collect(),
            watches: self.runs.iter().map(|run| run.watch).collect(),
        }
    }

    /// Sets the run to one of its checkpoints, earlier or later. Epochs that were not taken are dropped.
    ///
    /// # Errors
    /// [`CheckpointError::Other`] if it belongs to another experiment or seed. The run is then unchanged.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let same = agree(&self.experiment, &checkpoint.experiment, checkpoint.applied);
        if !same || self.seed != checkpoint.seed || self.runs.len() != checkpoint.states.len() {
            return Err(CheckpointError::Other);
        }
        let before = self.clone();
        if self.applied != checkpoint.applied {
            self.reshape(checkpoint.applied);
        }
        for (run, state) in self.runs.iter_mut().zip(&checkpoint.states) {
            run.records.clear();
            let fits = match (&mut run.kind, state) {
                (Kind::Perceptron(trainer), State::Perceptron(state)) => trainer.restore(state),
                (Kind::Network(trainer), State::Network(state)) => trainer.restore(state),
                _ => false,
            };
            if !fits {
                *self = before;
                return Err(CheckpointError::Other);
            }
        }
        for (n, run) in self.runs.iter_mut().enumerate() {
            run.watch = checkpoint.watches.get(n).copied().unwrap_or_default();
        }
        (self.epoch, self.step, self.moved) = (checkpoint.epoch, checkpoint.step, checkpoint.moved);
        self.apply_due();
        Ok(())
    }

    /// A run that continues from a checkpoint.
    ///
    /// # Errors
    /// [`CheckpointError`] if its experiment can't be run or its numbers don't fit it.
    pub fn resume(checkpoint: &Checkpoint) -> Result<Self, CheckpointError> {
        let mut training_run =
            Self::new(&checkpoint.experiment, checkpoint.seed).map_err(|reason| CheckpointError::Setup { reason })?;
        training_run.restore(checkpoint)?;
        Ok(training_run)
    }
}

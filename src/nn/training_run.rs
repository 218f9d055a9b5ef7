//! A trial: an experiment under way. A pure function of experiment, seed and steps.
//!
//! A step is one batch of each network and one sample of each perceptron. Contestants share their epochs: one that has
//! fewer steps in an epoch waits at its end for the others.

mod bits;
mod checkpoint;
mod network_trainer;
mod observe;
mod perceptron_trainer;
mod record;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use observe::{Health, LayerGradient, LayerObservation, Observation, Predictor, Status};
pub use record::{Divergence, Epoch, Metrics, Overflow, Schedule};

use super::dataset::Dataset;
use super::experiment::{Experiment, Model, SetupError};
use crate::numeric::vector::Width;
use network_trainer::NetworkTrainer;
use perceptron_trainer::PerceptronTrainer;
use std::sync::Arc;

/// A run of an experiment with one seed.
#[derive(Clone, Debug)]
pub struct TrainingRun {
    experiment: Arc<Experiment>,
    seed: u64,
    data: Arc<Dataset>,
    runs: Vec<Run>,
    epoch: u64,
    step: u64,
    width: Width,
    schedule: Schedule,
}

/// One contestant under way, with the epochs that nobody has asked for yet.
#[derive(Clone, Debug)]
struct Run {
    kind: Kind,
    records: Vec<Epoch>,
}

#[derive(Clone, Debug)]
enum Kind {
    Perceptron(PerceptronTrainer),
    Network(Box<NetworkTrainer>),
}

impl Run {
    /// Own steps in an epoch.
    fn steps(&self) -> usize {
        match &self.kind {
            Kind::Perceptron(pupil) => pupil.samples(),
            Kind::Network(trainer) => trainer.batches(),
        }
    }

    fn advance(&mut self, epoch: u64, step: usize, width: Width, schedule: &Schedule) {
        match &mut self.kind {
            Kind::Perceptron(pupil) => pupil.run(epoch, step, schedule, &mut self.records),
            Kind::Network(trainer) => trainer.run(epoch, step, width, schedule, &mut self.records),
        }
    }

    fn divergence(&self) -> Option<Divergence> {
        match &self.kind {
            Kind::Perceptron(pupil) => pupil.progress().divergence,
            Kind::Network(trainer) => trainer.progress().divergence,
        }
    }
}

/// Records are made room for this many at a time.
const ROOM: u64 = 1024;

impl TrainingRun {
    /// The experiment at its beginning.
    ///
    /// # Errors
    /// [`SetupError`] if the experiment asks for what can't be.
    pub fn new(experiment: &Arc<Experiment>, seed: u64) -> Result<Self, SetupError> {
        experiment.check()?;
        let data = Arc::new(experiment.data.generate(seed));
        let run = |(index, contestant): (usize, &super::experiment::Contestant)| {
            let index = index as u64;
            let kind = match &contestant.model {
                Model::Perceptron(setup) => Kind::Perceptron(PerceptronTrainer::new(setup, &data, seed, index)),
                Model::Network(setup) => {
                    Kind::Network(Box::new(NetworkTrainer::new(setup, &data, seed, index, experiment.loss_limit)))
                }
            };
            Run { kind, records: Vec::new() }
        };
        let runs = experiment.contestants.iter().enumerate().map(run).collect();
        Ok(Self {
            experiment: Arc::clone(experiment),
            seed,
            data,
            runs,
            epoch: 0,
            step: 0,
            width: Width::Widest,
            schedule: Schedule::Never,
        })
    }

    /// The same run, evaluated over all samples after the epochs of a schedule; after none unless this is called.
    #[must_use]
    pub fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// The same run with vectors held to a width; its bits stay the same.
    #[must_use]
    pub fn with_width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// The experiment it runs.
    pub fn experiment(&self) -> &Arc<Experiment> {
        &self.experiment
    }

    /// The seed it runs with.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The data, as this seed has them.
    pub fn data(&self) -> &Arc<Dataset> {
        &self.data
    }

    /// Epochs completed.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Steps completed of the epoch under way.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Steps in an epoch: those of the contestant that has most.
    pub fn steps_per_epoch(&self) -> u64 {
        self.runs.iter().map(Run::steps).max().unwrap_or(1) as u64
    }

    /// Whether all epochs of the experiment are done, or no contestant is left.
    pub fn is_done(&self) -> bool {
        self.epoch >= self.experiment.epochs || self.runs.iter().all(|run| run.divergence().is_some())
    }

    /// Goes so many steps on, past the end of the experiment if need be; the same bits, however the steps are cut into
    /// calls.
    pub fn advance(&mut self, steps: u64) {
        let per_epoch = self.steps_per_epoch();
        let to = self.step.saturating_add(steps);
        self.go(self.epoch.saturating_add(to / per_epoch), to % per_epoch);
    }

    /// Goes on to the end of this epoch, and of so many in all.
    pub fn advance_epochs(&mut self, epochs: u64) {
        self.go(self.epoch.saturating_add(epochs), 0);
    }

    /// Goes to the end of the experiment.
    pub fn finish(&mut self) {
        self.go(self.experiment.epochs.max(self.epoch), 0);
    }

    /// The run after so many epochs in which its networks came to these parameters, one row a contestant.
    pub(crate) fn placed(mut self, params: &[Vec<f64>], epoch: u64) -> Self {
        for (run, params) in self.runs.iter_mut().zip(params) {
            if let Kind::Network(trainer) = &mut run.kind {
                trainer.set_parameters(params, epoch);
            }
        }
        (self.epoch, self.step) = (epoch, 0);
        self
    }

    fn go(&mut self, epoch: u64, step: u64) {
        if (epoch, step) <= (self.epoch, self.step) {
            return;
        }
        for run in &mut self.runs {
            run.records.reserve((epoch - self.epoch).min(ROOM) as usize);
            let own = (step as usize).min(run.steps());
            run.advance(epoch, own, self.width, &self.schedule);
        }
        (self.epoch, self.step) = (epoch, step);
    }

    /// The epochs each contestant has completed since the last time this was asked, oldest first.
    pub fn take_epochs(&mut self) -> Vec<Vec<Epoch>> {
        self.runs.iter_mut().map(|run| std::mem::take(&mut run.records)).collect()
    }

    /// The epochs completed and not yet asked for of one contestant are given to `f` and dropped; their room is kept.
    pub fn drain_epochs(&mut self, contestant: usize, f: impl FnMut(Epoch)) {
        if let Some(run) = self.runs.get_mut(contestant) {
            run.records.drain(..).for_each(f);
        }
    }
}

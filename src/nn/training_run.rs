//! A training run of an experiment. It is a pure function of experiment, seed and steps.
//!
//! A step is one batch of each network and one sample of each perceptron. Contestants share their epochs: one with
//! fewer steps per epoch waits for the others at its end.

mod bits;
mod checkpoint;
mod journal;
mod network_trainer;
mod observe;
mod perceptron_trainer;
mod record;
mod stop_watch;
mod together;

pub use checkpoint::{Checkpoint, CheckpointError};
pub(crate) use network_trainer::lanes::{LARGEST_BATCH, SEEDS as SEEDS_TOGETHER};
pub use observe::{Health, LayerObservation, Observation, PerParameter, Predictor, Status};
pub use record::{Divergence, Epoch, Metrics, Overflow, Schedule};

use super::data_setup::DataSplit;
use super::dataset::Dataset;
use super::experiment::{DrawnData, Experiment, SetupError};
use super::run_position::RunPosition;
use super::stop::StopRule;
use crate::numeric::arc4::Arc4;
use crate::numeric::vector::Width;
use network_trainer::NetworkTrainer;
use perceptron_trainer::PerceptronTrainer;
use std::sync::Arc;
use stop_watch::StopWatch;

/// A run of an experiment with one seed.
#[derive(Clone, Debug)]
pub struct TrainingRun {
    experiment: Arc<Experiment>,
    /// The experiment after the edits so far.
    current: Arc<Experiment>,
    /// The number of edits so far.
    applied: usize,
    /// By how much the last edit moved the outputs.
    moved: Option<f64>,
    seed: u64,
    data: Arc<Dataset>,
    test: Option<Arc<Dataset>>,
    /// What the weights of networks with the playground's initialiser are drawn from.
    generator: Option<Arc4>,
    runs: Vec<Run>,
    epoch: u64,
    step: u64,
    width: Width,
    schedule: Schedule,
}

/// The run of one contestant, with the epochs that nobody has taken yet.
#[derive(Clone, Debug)]
struct Run {
    kind: Kind,
    records: Vec<Epoch>,
    watch: StopWatch,
}

#[derive(Clone, Debug)]
enum Kind {
    Perceptron(Box<PerceptronTrainer>),
    Network(Box<NetworkTrainer>),
}

impl Run {
    /// The number of this contestant's steps in an epoch.
    fn steps(&self) -> usize {
        match &self.kind {
            Kind::Perceptron(trainer) => trainer.samples(),
            Kind::Network(trainer) => trainer.batches(),
        }
    }

    fn advance(&mut self, epoch: u64, step: usize, width: Width, schedule: &Schedule) {
        match &mut self.kind {
            Kind::Perceptron(trainer) => trainer.run(epoch, step, schedule, &mut self.records),
            Kind::Network(trainer) => trainer.run(epoch, step, width, schedule, &mut self.records),
        }
    }

    /// The same, but looks at the rules after each epoch.
    fn advance_by_rules(&mut self, (epoch, step): (u64, usize), width: Width, schedule: &Schedule, rules: &[StopRule]) {
        while self.ended().is_none() && self.epoch() < epoch {
            let next = self.epoch() + 1;
            self.advance(next, 0, width, schedule);
            if self.divergence().is_none() {
                self.look(next, rules);
            }
        }
        if self.ended().is_none() {
            self.advance(epoch, step, width, schedule);
        }
    }

    /// Evaluates what the rules look at after an epoch, unless it was recorded.
    fn look(&mut self, epoch: u64, rules: &[StopRule]) {
        let recorded = self.records.last().filter(|record| record.epoch == epoch);
        let [needs_training, needs_test] = StopRule::needs(rules, self.has_test());
        let (training, test) = (recorded.and_then(|record| record.evaluated), recorded.and_then(|record| record.test));
        let training = training.or_else(|| needs_training.then(|| self.measure()));
        let test = test.or_else(|| if needs_test { self.measure_test() } else { None });
        self.watch.look(rules, epoch, training.as_ref(), test.as_ref());
        if self.watch.stop.is_some() && !self.records.is_empty() {
            let (training, test) = (self.evaluate(), self.evaluate_test());
            if let Some(last) = self.records.last_mut() {
                // The epoch of the end is recorded whatever the schedule.
                (last.evaluated, last.test) = (Some(training), test);
            }
        }
    }

    /// The epoch at which it ended before the last one, if it did.
    fn ended(&self) -> Option<u64> {
        let stopped = self.watch.stop.map(|stop| stop.epoch);
        stopped.or_else(|| self.divergence().map(|divergence| divergence.epoch))
    }

    /// The number of epochs completed.
    fn epoch(&self) -> u64 {
        match &self.kind {
            Kind::Perceptron(trainer) => trainer.progress().epoch,
            Kind::Network(trainer) => trainer.progress().epoch,
        }
    }

    /// The number of epochs completed, if it ended before the last one.
    fn completed(&self) -> Option<u64> {
        let stopped = self.watch.stop.map(|stop| stop.epoch);
        stopped.or_else(|| self.divergence().map(|divergence| divergence.epoch.saturating_sub(1)))
    }

    /// Weights and biases of each layer.
    fn parameters(&self) -> Vec<(&[f64], &[f64])> {
        match &self.kind {
            Kind::Perceptron(trainer) => {
                let one = trainer.perceptron();
                vec![(one.weights(), std::slice::from_ref(&one.bias))]
            }
            Kind::Network(trainer) => {
                let network = trainer.network();
                (0..network.depth()).map(|layer| (network.weights(layer), network.biases(layer))).collect()
            }
        }
    }

    fn has_test(&self) -> bool {
        match &self.kind {
            Kind::Perceptron(trainer) => trainer.has_test(),
            Kind::Network(trainer) => trainer.has_test(),
        }
    }

    fn evaluate(&self) -> Metrics {
        match &self.kind {
            Kind::Perceptron(trainer) => trainer.evaluate(),
            Kind::Network(trainer) => trainer.evaluate(),
        }
    }

    /// The same as [`Self::evaluate`], faster for a network.
    fn measure(&mut self) -> Metrics {
        match &mut self.kind {
            Kind::Perceptron(trainer) => trainer.evaluate(),
            Kind::Network(trainer) => trainer.measure(),
        }
    }

    /// The same as [`Self::evaluate_test`], faster for a network.
    fn measure_test(&mut self) -> Option<Metrics> {
        match &mut self.kind {
            Kind::Perceptron(trainer) => trainer.evaluate_test(),
            Kind::Network(trainer) => trainer.measure_test(),
        }
    }

    fn evaluate_test(&self) -> Option<Metrics> {
        match &self.kind {
            Kind::Perceptron(trainer) => trainer.evaluate_test(),
            Kind::Network(trainer) => trainer.evaluate_test(),
        }
    }

    fn divergence(&self) -> Option<Divergence> {
        match &self.kind {
            Kind::Perceptron(trainer) => trainer.progress().divergence,
            Kind::Network(trainer) => trainer.progress().divergence,
        }
    }
}

/// The experiment as it is before its edits.
fn without_edits(experiment: &Arc<Experiment>) -> Arc<Experiment> {
    if experiment.journal.is_empty() {
        return Arc::clone(experiment);
    }
    Arc::new(Experiment { journal: super::experiment::RunJournal::default(), ..Experiment::clone(experiment) })
}

/// Room for records is reserved in units of this many.
const ROOM: u64 = 1024;

impl TrainingRun {
    /// A run at the start of the experiment.
    ///
    /// # Errors
    /// [`SetupError`] if the experiment is invalid.
    pub fn new(experiment: &Arc<Experiment>, seed: u64) -> Result<Self, SetupError> {
        experiment.check()?;
        let DrawnData { split, generator } = experiment.generate(seed).map_err(SetupError::of_data)?;
        let DataSplit { train: data, test } = split;
        let mut run = Self {
            experiment: Arc::clone(experiment),
            current: without_edits(experiment),
            generator,
            applied: 0,
            moved: None,
            seed,
            data,
            test,
            runs: Vec::new(),
            epoch: 0,
            step: 0,
            width: Width::Widest,
            schedule: Schedule::Never,
        };
        run.runs = run.starts();
        run.apply_due();
        Ok(run)
    }

    /// The same run, evaluated over all samples after the epochs of a schedule. Without this call it is evaluated after
    /// none.
    #[must_use]
    pub fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// The same run with vectors of a given width. The bits stay the same.
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

    /// The training data for this seed.
    pub fn data(&self) -> &Arc<Dataset> {
        &self.data
    }

    /// The test data for this seed, if some are kept for a test.
    pub fn test_data(&self) -> Option<&Arc<Dataset>> {
        self.test.as_ref()
    }

    /// The number of epochs completed.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The number of steps completed in the current epoch.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// The number of steps in an epoch, of the contestant with the most steps.
    pub fn steps_per_epoch(&self) -> u64 {
        self.runs.iter().map(Run::steps).max().unwrap_or(1) as u64
    }

    /// Whether all epochs of the experiment are done, or all contestants have stopped or diverged.
    pub fn is_done(&self) -> bool {
        self.epoch >= self.experiment.epochs.last() || self.runs.iter().all(|run| run.ended().is_some())
    }

    /// Loss and accuracy of each contestant over the training data and over the test data, as an observation has them.
    /// `None` if a contestant has stopped or diverged.
    pub(crate) fn evaluated(&self) -> Option<Vec<(Metrics, Option<Metrics>)>> {
        let goes_on = |run: &Run| run.ended().is_none();
        self.runs
            .iter()
            .all(goes_on)
            .then(|| self.runs.iter().map(|run| (run.evaluate(), run.evaluate_test())).collect())
    }

    /// The number of epochs that the last contestant has completed, if all have stopped or diverged.
    pub(super) fn completed(&self) -> Option<u64> {
        let all: Option<Vec<u64>> = self.runs.iter().map(Run::completed).collect();
        all?.into_iter().max()
    }

    /// For each contestant, the weights of each layer, unit after unit, and its biases.
    pub(super) fn parameters(&self) -> Vec<Vec<(&[f64], &[f64])>> {
        self.runs.iter().map(Run::parameters).collect()
    }

    /// Trains this many steps, past the end of the experiment if necessary. The bits do not depend on how the steps are
    /// divided among calls.
    pub fn advance(&mut self, steps: u64) {
        self.travel_steps(steps);
    }

    /// Trains to the end of this epoch, or of this many epochs in all.
    pub fn advance_epochs(&mut self, epochs: u64) {
        self.travel(RunPosition::epoch(self.epoch.saturating_add(epochs)));
    }

    /// Trains to the end of the experiment. A run without end goes on until all contestants have stopped.
    pub fn finish(&mut self) {
        self.travel(RunPosition::epoch(self.experiment.epochs.last().max(self.epoch)));
    }

    fn go(&mut self, epoch: u64, step: u64) {
        if (epoch, step) <= (self.epoch, self.step) {
            return;
        }
        let rules = &self.experiment.stop;
        for run in &mut self.runs {
            run.records.reserve((epoch - self.epoch).min(ROOM) as usize);
            let own = (step as usize).min(run.steps());
            if rules.is_empty() {
                run.advance(epoch, own, self.width, &self.schedule);
            } else {
                run.advance_by_rules((epoch, own), self.width, &self.schedule, rules);
            }
        }
        (self.epoch, self.step) = (epoch, step);
        // The run ends with its last contestant, so that its epoch does not depend on how far it was asked to go.
        let ends: Option<Vec<u64>> = self.runs.iter().map(Run::ended).collect();
        if let Some(last) = ends.filter(|_| !rules.is_empty()).and_then(|ends| ends.into_iter().max()) {
            (self.epoch, self.step) = (last, 0);
        }
    }

    /// The epochs that each contestant has completed since the last call, oldest first.
    pub fn take_epochs(&mut self) -> Vec<Vec<Epoch>> {
        self.runs.iter_mut().map(|run| std::mem::take(&mut run.records)).collect()
    }

    /// Calls `f` with the completed epochs of one contestant that were not taken yet, and removes them. Their memory is
    /// kept for reuse.
    pub fn drain_epochs(&mut self, contestant: usize, f: impl FnMut(Epoch)) {
        if let Some(run) = self.runs.get_mut(contestant) {
            run.records.drain(..).for_each(f);
        }
    }
}

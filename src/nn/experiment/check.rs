//! Checks of an experiment, whether it came from a file or was changed by the program.

use super::error::{SetupError, SetupProblem, Subject};
use super::{Contestant, Experiment, Model, NetworkSetup, Success};
use crate::nn::loss::Targets;
use crate::nn::network::LayerSetup;
use crate::nn::perceptron::PerceptronSetup;
use crate::nn::stop::StopRule;
use crate::text::document::{PathStep, RangeError, ValueRange};

type Check = Result<(), SetupError>;

fn ensure(holds: bool, key: &'static str, why: impl FnOnce() -> SetupProblem) -> Check {
    if holds { Ok(()) } else { Err(SetupError::keyed((key, why()))) }
}

/// The error for a number that is out of its range.
fn range((key, reason): (&'static str, RangeError)) -> SetupError {
    SetupError::keyed((key, SetupProblem::Range { reason: Box::new(reason) }))
}

/// The most units in a layer: more than a lesson needs, and too few to use up the memory after a typing mistake.
pub(crate) const MOST_UNITS: usize = 4096;

impl Experiment {
    /// Checks that the experiment can be run.
    ///
    /// # Errors
    /// [`SetupError`] with the first mistake.
    pub fn check(&self) -> Check {
        self.check_setup()?;
        if self.journal.is_empty() {
            return Ok(());
        }
        let wrong = |reason| SetupError::keyed(("edits", SetupProblem::Journal { reason: Box::new(reason) }));
        self.folded().map(|_| ()).map_err(wrong)
    }

    /// Checks everything but the journal.
    pub(super) fn check_setup(&self) -> Check {
        let Self {
            id: _,
            title: _,
            question: _,
            notes: _,
            epochs: _,
            stop,
            seed: _,
            loss_limit,
            data,
            success,
            contestants,
            journal: _,
        } = self;
        let (inputs, outputs) = data.shape().map_err(SetupError::in_data)?;
        ensure(!contestants.is_empty(), "contestant", || SetupProblem::NoContestant)?;
        if loss_limit.is_nan() || *loss_limit <= 0.0 {
            return Err(range(RangeError::keyed("loss_limit", loss_limit, ValueRange::Positive)));
        }
        check_success(*success)?;
        check_stop(stop, data.has_test()).map_err(|error| error.inside(&[PathStep::Key("stop")]))?;
        self.check_playground()?;
        for (n, contestant) in contestants.iter().enumerate() {
            let own = contestant.check(inputs, outputs).and_then(|()| self.check_loss(contestant));
            let twice = contestants[..n].iter().any(|other| other.name == contestant.name);
            let named =
                own.and_then(|()| ensure(!twice, "name", || SetupProblem::Twice { name: contestant.name.clone() }));
            named.map_err(|error| error.inside(&[PathStep::Key("contestant"), PathStep::Item(n)]))?;
        }
        Ok(())
    }

    /// Checks that a run ends by itself.
    ///
    /// # Errors
    /// [`SetupError`] if it has neither a last epoch nor a rule by which it stops.
    pub fn check_end(&self) -> Check {
        ensure(!self.is_endless(), "epochs", || SetupProblem::Endless)
    }

    /// Checks that networks with the playground's generator agree on its text, since they share their data.
    fn check_playground(&self) -> Check {
        let mut inits = self.playground_inits().map(|init| &init.seed);
        let first = inits.next();
        ensure(inits.all(|seed| Some(seed) == first), "contestant", || SetupProblem::PlaygroundSeeds)
    }

    /// Checks that the targets are valid for the loss of a contestant.
    fn check_loss(&self, contestant: &Contestant) -> Check {
        let Model::Network(setup) = &contestant.model else { return Ok(()) };
        let wanted = setup.loss.targets();
        let fits = wanted == Targets::Any || self.data.fits(wanted);
        let (loss, name) = (setup.loss.name(), contestant.name.clone());
        ensure(fits, "loss", || SetupProblem::Targets { loss, name, wanted })
    }

    /// The numbers of inputs and outputs of the data, or zeros if the data are invalid.
    pub fn widths(&self) -> (usize, usize) {
        self.data.shape().unwrap_or_default()
    }
}

impl Contestant {
    fn check(&self, inputs: usize, outputs: usize) -> Check {
        match &self.model {
            Model::Perceptron(setup) => check_perceptron(&self.name, setup, inputs, outputs),
            Model::Network(setup) => setup.check(&self.name, inputs, outputs),
        }
    }
}

fn check_stop(rules: &[StopRule], has_test: bool) -> Check {
    for rule in rules {
        rule.check().map_err(range)?;
        let measure = rule.measure.name();
        ensure(has_test || !rule.measure.needs_test(), measure, || SetupProblem::StopTest { measure })?;
    }
    Ok(())
}

fn check_success(success: Option<Success>) -> Check {
    match success {
        Some(Success::Accuracy(x)) if !(0.0..=1.0).contains(&x) => {
            let (_, reason) = RangeError::keyed("accuracy", &x, ValueRange::FromTo { low: 0, high: 1 });
            Err(range(("success", reason)))
        }
        Some(Success::Loss(loss)) => {
            ensure(loss.is_finite() && loss > 0.0, "success", || SetupProblem::SuccessLoss { loss })
        }
        Some(Success::Accuracy(_)) | None => Ok(()),
    }
}

fn check_perceptron(name: &str, setup: &PerceptronSetup, inputs: usize, outputs: usize) -> Check {
    let PerceptronSetup { function: _, threshold, learning_rate, weights, bias } = setup;
    let name = || name.to_owned();
    ensure(outputs == 1, "weights", || SetupProblem::PerceptronOutputs { name: name(), outputs })?;
    let rate = *learning_rate;
    ensure(rate.is_finite() && rate > 0.0, "learning_rate", || SetupProblem::PerceptronRate { name: name(), rate })?;
    let mut numbers = weights.iter().flatten().chain(bias).chain([threshold]);
    if let Some(number) = numbers.find(|x| !x.is_finite()) {
        let why = || SetupProblem::PerceptronNumber { name: name(), number: *number };
        return ensure(false, "weights", why);
    }
    let fits = weights.as_ref().is_none_or(|weights| weights.len() == inputs);
    ensure(fits, "weights", || SetupProblem::PerceptronWeights { name: name(), inputs })
}

impl NetworkSetup {
    fn check(&self, name: &str, inputs: usize, outputs: usize) -> Check {
        let Self { layers, init, bias_init, loss, optimizer, batch_size, shuffle: _, last_batch: _, regularizers } =
            self;
        let mut below = inputs;
        for (n, layer) in layers.iter().enumerate() {
            let inside = [PathStep::Key("layers"), PathStep::Item(n)];
            let about = || Subject::Layer { layer: n + 1, name: name.to_owned() };
            layer.check(below).map_err(|why| SetupError::keyed(why).inside(&inside).about(about()))?;
            below = layer.units;
        }
        let units = layers.last().map_or(0, |layer| layer.units);
        let named = || name.to_owned();
        ensure(units == outputs, "layers", || SetupProblem::LastLayer { name: named(), units, outputs })?;
        ensure(*batch_size > 0, "batch_size", || SetupProblem::EmptyBatch { name: named() })?;
        ensure(bias_init.is_finite(), "bias_init", || SetupProblem::BiasInitNotFinite { name: named() })?;
        ensure(init.number().is_none_or(f64::is_finite), "init", || SetupProblem::InitNotFinite { name: named() })?;
        let about = |error: (&'static str, RangeError), key| {
            range(error).inside(&[PathStep::Key(key)]).about(Subject::Contestant { name: named() })
        };
        loss.check().map_err(|error| about(error, "loss"))?;
        optimizer.check().map_err(|error| about(error, "optimizer"))?;
        for regularizer in regularizers {
            regularizer.check().map_err(|error| about(error, "regularizers"))?;
        }
        Ok(())
    }
}

impl LayerSetup {
    /// Checks a layer above another one with this many units. An error comes with the key that it is in.
    fn check(&self, below: usize) -> Result<(), (&'static str, SetupProblem)> {
        let Self { units, function, train_alpha, weights, biases, cut, frozen } = self;
        let units = *units;
        if !(1..=MOST_UNITS).contains(&units) {
            return Err(("units", SetupProblem::Units { most: MOST_UNITS, units }));
        }
        if let Some(rows) = weights
            && (rows.len() != units || rows.iter().any(|row| row.len() != below))
        {
            return Err(("weights", SetupProblem::WeightShape { units, inputs: below }));
        }
        if let Some(biases) = biases
            && biases.len() != units
        {
            return Err(("biases", SetupProblem::BiasCount { units, biases: biases.len() }));
        }
        let is_finite = |row: &Vec<f64>| row.iter().all(|x| x.is_finite());
        if !weights.iter().flatten().all(is_finite) {
            return Err(("weights", SetupProblem::WeightNotFinite));
        }
        if !biases.iter().all(is_finite) {
            return Err(("biases", SetupProblem::BiasNotFinite));
        }
        let marked =
            cut.iter().map(|(unit, input)| (*unit, units, *input)).chain(frozen.iter().map(|unit| (*unit, units, 0)));
        for (unit, units, input) in marked {
            if unit >= units || input >= below {
                return Err(("cut", SetupProblem::Mark { unit: unit.wrapping_add(1), units }));
            }
        }
        if *train_alpha && function.trainable().is_none() {
            return Err(("train_alpha", SetupProblem::NoAlpha));
        }
        Ok(())
    }
}

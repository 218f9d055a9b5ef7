//! What an experiment may ask for, whether it came from a file or was changed by the program.

use super::{Contestant, Experiment, Model, NetworkSetup, Success};
use crate::nn::loss::Targets;
use crate::nn::network::LayerSetup;
use crate::nn::perceptron::PerceptronSetup;
use crate::text::document::PathStep;
use std::fmt;

/// Why an experiment can't be run: one sentence, and where in a file what it is about would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupError {
    pub(crate) path: Vec<PathStep>,
    /// What it is about, as in `layer 2 of 'a'`; a file has its line for that.
    about: Option<String>,
    pub(crate) why: String,
}

impl SetupError {
    /// A sentence about the whole experiment.
    pub(crate) fn new(why: String) -> Self {
        Self { path: Vec::new(), about: None, why }
    }

    /// A sentence about what is at the end of a path.
    pub(crate) fn at(path: Vec<PathStep>, why: String) -> Self {
        Self { path, about: None, why }
    }

    /// The same inside something.
    fn inside(mut self, steps: &[PathStep]) -> Self {
        self.path.splice(0..0, steps.iter().copied());
        self
    }

    fn about(mut self, what: String) -> Self {
        self.about = Some(what);
        self
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.about {
            Some(about) => write!(f, "{about}: {}", self.why),
            None => f.write_str(&self.why),
        }
    }
}

impl std::error::Error for SetupError {}

type Check = Result<(), SetupError>;

fn ensure(holds: bool, key: &'static str, why: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(SetupError::at(vec![PathStep::Key(key)], why())) }
}

/// A mistake that comes with its key.
fn keyed((key, why): (&'static str, String)) -> SetupError {
    SetupError::at(vec![PathStep::Key(key)], why)
}

/// The most units a layer may have: more than a lesson needs, and no memory that a slip of the finger could ask for.
pub(crate) const MOST_UNITS: usize = 4096;

impl Experiment {
    /// Checks that the experiment can be run.
    ///
    /// # Errors
    /// [`SetupError`] with the first thing that stands in the way.
    pub fn check(&self) -> Check {
        let Self { id: _, title: _, question: _, notes: _, epochs: _, seed: _, loss_limit, data, success, contestants } =
            self;
        let (inputs, outputs) = data.shape().map_err(|error| keyed(error).inside(&[PathStep::Key("data")]))?;
        ensure(!contestants.is_empty(), "contestant", || "an experiment needs at least one contestant".to_owned())?;
        ensure(*loss_limit > 0.0, "loss_limit", || format!("loss_limit is {loss_limit}, and must be positive"))?;
        match *success {
            Some(Success::Accuracy(x)) => {
                ensure((0.0..=1.0).contains(&x), "success", || format!("accuracy is {x}, and must be from 0 to 1"))?;
            }
            Some(Success::Loss(x)) => ensure(x.is_finite() && x > 0.0, "success", || {
                format!("the loss of success is {x}, and must be positive")
            })?,
            None => {}
        }
        for (n, contestant) in contestants.iter().enumerate() {
            let own = contestant.check(inputs, outputs).and_then(|()| self.check_loss(contestant));
            let twice = contestants[..n].iter().any(|other| other.name == contestant.name);
            let named = own.and_then(|()| {
                ensure(!twice, "name", || format!("there are two contestants called \"{}\"", contestant.name))
            });
            named.map_err(|error| error.inside(&[PathStep::Key("contestant"), PathStep::Item(n)]))?;
        }
        Ok(())
    }

    /// Checks that the targets are such as the loss of a contestant can be taken of.
    fn check_loss(&self, contestant: &Contestant) -> Check {
        let Model::Network(setup) = &contestant.model else { return Ok(()) };
        let wanted = setup.loss.targets();
        let fits = wanted == Targets::Any || self.data.fits(wanted);
        let (loss, name) = (setup.loss.name(), &contestant.name);
        ensure(fits, "loss", || format!("the loss {loss} of '{name}' needs {}", wanted.words()))
    }

    /// How many inputs and outputs the data have, as far as that can be told.
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

fn check_perceptron(name: &str, setup: &PerceptronSetup, inputs: usize, outputs: usize) -> Check {
    let PerceptronSetup { function: _, threshold, learning_rate, weights, bias } = setup;
    ensure(outputs == 1, "weights", || {
        format!("'{name}' is a perceptron, which has one output, and the targets have {outputs}")
    })?;
    let rate = *learning_rate;
    ensure(rate.is_finite() && rate > 0.0, "learning_rate", || {
        format!("'{name}' has a learning_rate of {rate}, which must be positive")
    })?;
    let mut numbers = weights.iter().flatten().chain(bias).chain([threshold]);
    if let Some(odd) = numbers.find(|x| !x.is_finite()) {
        return ensure(false, "weights", || format!("'{name}' is given the number {odd}, which is not finite"));
    }
    let fits = weights.as_ref().is_none_or(|weights| weights.len() == inputs);
    ensure(fits, "weights", || format!("'{name}' needs {inputs} weights, one an input"))
}

impl NetworkSetup {
    fn check(&self, name: &str, inputs: usize, outputs: usize) -> Check {
        let Self { layers, init, loss, optimizer, batch_size, shuffle: _, regularizers } = self;
        let mut below = inputs;
        for (n, layer) in layers.iter().enumerate() {
            let inside = [PathStep::Key("layers"), PathStep::Item(n)];
            let about = || format!("layer {} of '{name}'", n + 1);
            layer.check(below).map_err(|error| keyed(error).inside(&inside).about(about()))?;
            below = layer.units;
        }
        let units = layers.last().map_or(0, |layer| layer.units);
        ensure(units == outputs, "layers", || {
            format!("the last layer of '{name}' has {units} units and the targets have {outputs}")
        })?;
        ensure(*batch_size > 0, "batch_size", || {
            format!("'{name}' has a batch_size of 0, and a batch needs a sample")
        })?;
        let about =
            |error: (&'static str, String), key| keyed(error).inside(&[PathStep::Key(key)]).about(format!("'{name}'"));
        ensure(init.number().is_none_or(f64::is_finite), "init", || format!("the init of '{name}' is not finite"))?;
        loss.check().map_err(|error| about(error, "loss"))?;
        optimizer.check().map_err(|error| about(error, "optimizer"))?;
        for regularizer in regularizers {
            regularizer.check().map_err(|error| about(error, "regularizers"))?;
        }
        Ok(())
    }
}

impl LayerSetup {
    /// Checks the layer on top of so many units; a mistake comes with the key it is in.
    fn check(&self, below: usize) -> Result<(), (&'static str, String)> {
        let Self { units, function, train_alpha, weights, biases } = self;
        if !(1..=MOST_UNITS).contains(units) {
            return Err(("units", format!("a layer has 1 to {MOST_UNITS} units, not {units}")));
        }
        if let Some(rows) = weights
            && (rows.len() != *units || rows.iter().any(|row| row.len() != below))
        {
            let why = format!(
                "the weights must be of shape [{units}][{below}]: a row for each unit, a number for each input"
            );
            return Err(("weights", why));
        }
        if let Some(biases) = biases
            && biases.len() != *units
        {
            return Err(("biases", format!("there must be {units} biases, one a unit, not {}", biases.len())));
        }
        let is_finite = |row: &Vec<f64>| row.iter().all(|x| x.is_finite());
        if !weights.iter().flatten().all(is_finite) {
            return Err(("weights", "the weights must be finite numbers".to_owned()));
        }
        if !biases.iter().all(is_finite) {
            return Err(("biases", "the biases must be finite numbers".to_owned()));
        }
        if *train_alpha && function.trainable().is_none() {
            return Err(("train_alpha", "only a prelu has an alpha to train".to_owned()));
        }
        Ok(())
    }
}

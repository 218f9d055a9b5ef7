//! What an experiment may ask for. Files are checked with their lines as they are read; this is for values that were made
//! or changed by the program.

use super::{Contestant, Experiment, Model, NetworkSetup, Success};
use crate::lab::dataset::Source;
use crate::lab::init::Init;
use crate::lab::loss::Loss;
use crate::lab::network::LayerSetup;
use crate::lab::optimizer::Rule;
use std::fmt;

/// Why an experiment can't be run: one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupError(pub(crate) String);

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SetupError {}

fn ensure(holds: bool, why: impl FnOnce() -> String) -> Result<(), SetupError> {
    if holds { Ok(()) } else { Err(SetupError(why())) }
}

/// The most units a layer may have: more than a lesson needs, and no memory that a slip of the finger could ask for.
pub(crate) const MOST_UNITS: usize = 4096;

impl Experiment {
    /// Checks that the experiment can be run.
    ///
    /// # Errors
    /// [`SetupError`] with the first thing that stands in the way.
    pub fn check(&self) -> Result<(), SetupError> {
        let (inputs, outputs) = self.shape()?;
        ensure(!self.contestants.is_empty(), || "an experiment needs at least one contestant".to_owned())?;
        ensure(self.loss_limit > 0.0, || format!("loss_limit is {}, and must be positive", self.loss_limit))?;
        match self.success {
            Some(Success::Accuracy(x)) => {
                ensure((0.0..=1.0).contains(&x), || format!("accuracy is {x}, and must be from 0 to 1"))?;
            }
            Some(Success::Loss(x)) => {
                ensure(x.is_finite() && x > 0.0, || format!("the loss of success is {x}, and must be positive"))?;
            }
            None => {}
        }
        for contestant in &self.contestants {
            contestant.check(inputs, outputs)?;
            self.check_loss(contestant)?;
        }
        Ok(())
    }

    /// Checks that the targets are such as the loss of a contestant can be taken of.
    pub(super) fn check_loss(&self, contestant: &Contestant) -> Result<(), SetupError> {
        let Model::Network(setup) = &contestant.model else { return Ok(()) };
        let (fits, wanted): (fn(f64) -> bool, _) = match setup.loss {
            Loss::Hinge => (|t| t == 0.0 || t == 1.0, "targets 0 and 1"),
            Loss::BinaryCrossEntropy => (|t| (0.0..=1.0).contains(&t), "targets from 0 to 1"),
            _ => return Ok(()),
        };
        let holds = match &self.source {
            Source::Gate(_) => true,
            Source::Parabola { .. } => false,
            Source::Inline { targets, .. } => targets.iter().flatten().all(|t| fits(*t)),
        };
        ensure(holds, || format!("the loss {} of '{}' needs {wanted}", setup.loss.name(), contestant.name))
    }

    /// How many inputs and outputs the data have, as far as that can be told.
    pub fn widths(&self) -> (usize, usize) {
        self.shape().unwrap_or_default()
    }

    /// How many inputs and outputs the data have.
    pub(super) fn shape(&self) -> Result<(usize, usize), SetupError> {
        let (inputs, targets) = match &self.source {
            Source::Gate(_) => return Ok((2, 1)),
            Source::Parabola { noise } => {
                ensure(noise.is_finite() && *noise >= 0.0, || format!("noise is {noise}, and must not be negative"))?;
                return Ok((1, 1));
            }
            Source::Inline { inputs, targets, tolerance } => {
                let fits = tolerance.is_none_or(|x| x.is_finite() && x >= 0.0);
                ensure(fits, || "tolerance must not be negative, and must be finite".to_owned())?;
                (inputs, targets)
            }
        };
        ensure(!inputs.is_empty(), || "the data have no samples".to_owned())?;
        ensure(inputs.len() == targets.len(), || {
            format!(
                "there are {} rows of inputs and {} of targets; each sample has one of both",
                inputs.len(),
                targets.len()
            )
        })?;
        Ok((width(inputs, "inputs")?, width(targets, "targets")?))
    }
}

fn width(rows: &[Vec<f64>], what: &str) -> Result<usize, SetupError> {
    let width = rows.first().map_or(0, Vec::len);
    ensure(width > 0, || format!("the first row of {what} is empty"))?;
    for (index, row) in rows.iter().enumerate() {
        ensure(row.len() == width, || {
            format!("row {} of {what} has {} numbers and the first has {width}", index + 1, row.len())
        })?;
        ensure(row.iter().all(|x| x.is_finite()), || {
            format!("row {} of {what} has a number that is not finite", index + 1)
        })?;
    }
    Ok(width)
}

impl Contestant {
    pub(super) fn check(&self, inputs: usize, outputs: usize) -> Result<(), SetupError> {
        let name = &self.name;
        match &self.model {
            Model::Perceptron(setup) => {
                ensure(outputs == 1, || {
                    format!("'{name}' is a perceptron, which has one output, and the targets have {outputs}")
                })?;
                positive(name, "learning_rate", setup.learning_rate)?;
                let numbers = setup.weights.iter().flatten().chain(&setup.bias).chain([&setup.threshold]);
                finite(name, numbers)?;
                let fits = setup.weights.as_ref().is_none_or(|weights| weights.len() == inputs);
                ensure(fits, || format!("'{name}' needs {inputs} weights, one an input"))
            }
            Model::Network(setup) => setup.check(name, inputs, outputs),
        }
    }
}

fn finite<'a>(name: &str, mut numbers: impl Iterator<Item = &'a f64>) -> Result<(), SetupError> {
    let odd = numbers.find(|x| !x.is_finite());
    odd.map_or(Ok(()), |x| Err(SetupError(format!("'{name}' is given the number {x}, which is not finite"))))
}

fn positive(name: &str, what: &str, value: f64) -> Result<(), SetupError> {
    ensure(value.is_finite() && value > 0.0, || format!("'{name}' has a {what} of {value}, which must be positive"))
}

impl NetworkSetup {
    fn check(&self, name: &str, inputs: usize, outputs: usize) -> Result<(), SetupError> {
        let units = self.layers.last().map_or(0, |layer| layer.units);
        ensure(units == outputs, || {
            format!("the last layer of '{name}' has {units} units and the targets have {outputs}")
        })?;
        let mut below = inputs;
        for (index, layer) in self.layers.iter().enumerate() {
            layer.check(below).map_err(|(_, why)| SetupError(format!("layer {} of '{name}': {why}", index + 1)))?;
            below = layer.units;
        }
        ensure(self.batch_size > 0, || format!("'{name}' has a batch_size of 0, and a batch needs a sample"))?;
        for (what, value) in [("l1", self.l1), ("l2", self.l2)] {
            ensure(value.is_finite() && value >= 0.0, || {
                format!("'{name}' has an {what} of {value}, which must not be negative")
            })?;
        }
        if let Init::Uniform { scale: x } | Init::Normal { scale: x } | Init::Constant { value: x } = &self.init {
            finite(name, std::iter::once(x))?;
        }
        if let Loss::Huber { delta } = self.loss {
            positive(name, "delta", delta)?;
        }
        positive(name, "learning_rate", self.optimizer.learning_rate)?;
        check_rule(name, self.optimizer.rule)
    }
}

fn check_rule(name: &str, rule: Rule) -> Result<(), SetupError> {
    let share = |what: &str, value: f64| {
        ensure((0.0..1.0).contains(&value), || {
            format!("'{name}' has a {what} of {value}, which must be from 0 to below 1")
        })
    };
    match rule {
        Rule::Sgd { momentum, .. } => share("momentum", momentum),
        Rule::RmsProp { rho, epsilon } => share("rho", rho).and_then(|()| positive(name, "epsilon", epsilon)),
        Rule::Adam { beta_1, beta_2, epsilon, weight_decay } => {
            share("beta_1", beta_1)?;
            share("beta_2", beta_2)?;
            positive(name, "epsilon", epsilon)?;
            let decay = weight_decay.unwrap_or(0.0);
            ensure(decay.is_finite() && decay >= 0.0, || {
                format!("'{name}' has a weight_decay of {decay}, which must not be negative")
            })
        }
    }
}

impl LayerSetup {
    /// Checks the layer on top of so many units; a mistake comes with the key it is in.
    pub(super) fn check(&self, below: usize) -> Result<(), (&'static str, String)> {
        let units = self.units;
        if !(1..=MOST_UNITS).contains(&units) {
            return Err(("units", format!("a layer has 1 to {MOST_UNITS} units, not {units}")));
        }
        if let Some(rows) = &self.weights
            && (rows.len() != units || rows.iter().any(|row| row.len() != below))
        {
            let why = format!(
                "the weights must be of shape [{units}][{below}]: a row for each unit, a number for each input"
            );
            return Err(("weights", why));
        }
        if let Some(biases) = &self.biases
            && biases.len() != units
        {
            return Err(("biases", format!("there must be {units} biases, one a unit, not {}", biases.len())));
        }
        let is_finite = |row: &Vec<f64>| row.iter().all(|x| x.is_finite());
        if !self.weights.iter().flatten().all(is_finite) {
            return Err(("weights", "the weights must be finite numbers".to_owned()));
        }
        if !self.biases.iter().all(is_finite) {
            return Err(("biases", "the biases must be finite numbers".to_owned()));
        }
        if self.train_alpha && self.function.id() != "prelu" {
            return Err(("train_alpha", "only a prelu has an alpha to train".to_owned()));
        }
        Ok(())
    }
}

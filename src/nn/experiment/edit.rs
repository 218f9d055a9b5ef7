//! Changes one hyperparameter of an experiment, for sweeps and for the reader.

mod error;
mod hyperparameter;
mod values;

pub use error::EditError;
pub use hyperparameter::Hyperparameter;
pub(crate) use hyperparameter::each_hyperparameter;
pub(super) use values::function;

use super::{Experiment, Model, NetworkSetup};
use crate::functions::function::Function;
use std::ops::Range;
use values::{
    count, init, loss, noise, optimizer, penalty, positive, set_l1, set_l2, strength, written, written_layers,
};

impl Experiment {
    /// The experiment with one hyperparameter changed. The value is a number, a count, the id of an activation, a
    /// formula, or the name of an initialiser, an optimiser or a loss, which may have a number after it as in
    /// `normal:0.5`.
    ///
    /// # Errors
    /// [`EditError`]: the value is invalid for this hyperparameter, or the contestants do not have it.
    pub fn with(&self, hyperparameter: Hyperparameter, value: &str) -> Result<Self, EditError> {
        self.with_in(0..self.contestants.len(), hyperparameter, value)
    }

    /// The experiment with several hyperparameters changed, one after another.
    ///
    /// # Errors
    /// [`EditError`] of the first change that can't be made.
    pub fn with_all(&self, edits: &[(Hyperparameter, String)]) -> Result<Self, EditError> {
        edits.iter().try_fold(self.clone(), |changed, (hyperparameter, value)| changed.with(*hyperparameter, value))
    }

    /// The same for some of the contestants. A hyperparameter of the data is changed for all.
    ///
    /// # Errors
    /// [`EditError`], as for all contestants.
    pub(super) fn with_in(
        &self,
        range: Range<usize>,
        hyperparameter: Hyperparameter,
        value: &str,
    ) -> Result<Self, EditError> {
        let value = value.trim();
        let mut changed = self.clone();
        match hyperparameter {
            Hyperparameter::Noise => {
                let noise = noise(value)?;
                if changed.data.noise().is_none() {
                    return Err(EditError::NoNoise { kind: changed.data.name() });
                }
                changed.data.set_noise(noise);
            }
            Hyperparameter::Points => {
                let kind = changed.data.name();
                let (_, range) = changed.data.points().ok_or(EditError::NoPoints { kind })?;
                changed.data.set_points(values::points(value, range)?);
            }
            Hyperparameter::Features => changed.data.features = values::features(value),
            Hyperparameter::LearningRate => {
                let rate = positive(hyperparameter, value)?;
                for contestant in &mut changed.contestants[range] {
                    match &mut contestant.model {
                        Model::Perceptron(setup) => setup.learning_rate = rate,
                        Model::Network(setup) => *setup.optimizer.learning_rate_mut() = rate,
                    }
                }
            }
            _ => changed.networks(range, hyperparameter, |name, setup| set(name, setup, hyperparameter, value))?,
        }
        changed.check().map_err(|reason| EditError::Setup { reason: Box::new(reason) })?;
        Ok(changed)
    }

    /// The value of a hyperparameter, written as [`Experiment::with`] takes it. `None` if contestants or layers have
    /// different values, or if none has one.
    pub fn value_of(&self, hyperparameter: Hyperparameter) -> Option<String> {
        match hyperparameter {
            Hyperparameter::Noise => return self.data.noise().map(|(noise, _)| noise.to_string()),
            Hyperparameter::Points => return self.data.points().map(|(points, _)| points.to_string()),
            Hyperparameter::Features => return Some(values::written_features(self.data.features.as_deref())),
            _ => {}
        }
        let mut values = Vec::new();
        for contestant in &self.contestants {
            match (&contestant.model, hyperparameter) {
                (Model::Perceptron(setup), Hyperparameter::LearningRate) => {
                    values.push(setup.learning_rate.to_string());
                }
                (Model::Perceptron(_), _) => return None,
                (Model::Network(setup), _) => values.extend(setup.values_of(hyperparameter)?),
            }
        }
        let first = values.pop()?;
        values.iter().all(|value| *value == first).then_some(first)
    }

    /// Changes contestants. All of them must be networks.
    fn networks(
        &mut self,
        range: Range<usize>,
        hyperparameter: Hyperparameter,
        mut change: impl FnMut(&str, &mut NetworkSetup) -> Result<(), EditError>,
    ) -> Result<(), EditError> {
        for contestant in &mut self.contestants[range] {
            match &mut contestant.model {
                Model::Network(setup) => change(&contestant.name, setup)?,
                Model::Perceptron(_) => {
                    let right = Hyperparameter::LearningRate.name();
                    let (name, hyperparameter) = (contestant.name.clone(), hyperparameter.name());
                    return Err(EditError::Perceptron { name, hyperparameter, right });
                }
            }
        }
        Ok(())
    }
}

impl NetworkSetup {
    /// The values of a hyperparameter, one for each hidden layer if it is one of layers. `None` if it has no one value.
    fn values_of(&self, hyperparameter: Hyperparameter) -> Option<Vec<String>> {
        let one = match hyperparameter {
            Hyperparameter::LearningRate => self.optimizer.learning_rate().to_string(),
            Hyperparameter::BatchSize => self.batch_size.to_string(),
            Hyperparameter::Init => written(&self.init),
            Hyperparameter::Optimizer => self.optimizer.name().to_owned(),
            Hyperparameter::Loss => self.loss.name().to_owned(),
            Hyperparameter::L1 | Hyperparameter::L2 => penalty(self, hyperparameter)?.to_string(),
            Hyperparameter::Layers => written_layers(self),
            Hyperparameter::Units => return Some(hidden(self).iter().map(|layer| layer.units.to_string()).collect()),
            Hyperparameter::HiddenActivation => {
                let text = |f: &Function| f.text().unwrap_or(f.id()).to_owned();
                return Some(hidden(self).iter().map(|layer| text(&layer.function)).collect());
            }
            Hyperparameter::Noise | Hyperparameter::Points | Hyperparameter::Features => return Some(Vec::new()),
        };
        Some(vec![one])
    }
}

/// Sets a hyperparameter of a network. Those of the data are not set here.
fn set(name: &str, setup: &mut NetworkSetup, hyperparameter: Hyperparameter, value: &str) -> Result<(), EditError> {
    match hyperparameter {
        Hyperparameter::LearningRate => *setup.optimizer.learning_rate_mut() = positive(hyperparameter, value)?,
        Hyperparameter::BatchSize => setup.batch_size = count(hyperparameter, value)?,
        Hyperparameter::Init => setup.init = init(value)?,
        Hyperparameter::Optimizer => setup.optimizer = optimizer(value, setup.optimizer.learning_rate())?,
        Hyperparameter::Loss => setup.loss = loss(value)?,
        Hyperparameter::L1 => set_l1(setup, strength(hyperparameter, value)?),
        Hyperparameter::L2 => set_l2(setup, strength(hyperparameter, value)?),
        Hyperparameter::Layers => values::layers(setup, value)?,
        Hyperparameter::HiddenActivation => {
            let wrong =
                |reason| EditError::Function { hyperparameter: hyperparameter.name(), text: value.to_owned(), reason };
            bend(name, setup, &function(value).map_err(wrong)?)?;
        }
        Hyperparameter::Units => widen(name, setup, count(hyperparameter, value)?)?,
        Hyperparameter::Noise | Hyperparameter::Points | Hyperparameter::Features => {}
    }
    Ok(())
}

fn hidden(setup: &NetworkSetup) -> &[crate::nn::network::LayerSetup] {
    &setup.layers[..setup.layers.len().saturating_sub(1)]
}

fn bend(name: &str, setup: &mut NetworkSetup, function: &Function) -> Result<(), EditError> {
    let Some((_, hidden)) = setup.layers.split_last_mut().filter(|(_, hidden)| !hidden.is_empty()) else {
        return Err(flat(name));
    };
    // A layer that already has this function keeps the values of its parameters.
    for layer in hidden.iter_mut().filter(|layer| layer.function.id() != function.id()) {
        layer.function = function.clone();
        layer.train_alpha = function.trainable().is_some();
    }
    Ok(())
}

fn widen(name: &str, setup: &mut NetworkSetup, units: usize) -> Result<(), EditError> {
    let last = setup.layers.len().saturating_sub(1);
    if last == 0 {
        return Err(flat(name));
    }
    if setup.layers.iter().any(|layer| layer.weights.is_some() || layer.biases.is_some()) {
        return Err(EditError::WrittenOut { name: name.to_owned() });
    }
    for layer in &mut setup.layers[..last] {
        layer.units = units;
    }
    Ok(())
}

fn flat(name: &str) -> EditError {
    EditError::NoHiddenLayer { name: name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    #[test]
    fn what_is_set_can_be_read_back() {
        let parabola = find("parabola").unwrap();
        let edits = [
            (Hyperparameter::LearningRate, "0.01"),
            (Hyperparameter::HiddenActivation, "gelu"),
            (Hyperparameter::HiddenActivation, "x * tanh(x)"),
            (Hyperparameter::BatchSize, "8"),
            (Hyperparameter::Units, "3"),
            (Hyperparameter::Init, "he-normal"),
            (Hyperparameter::Init, "normal:0.5"),
            (Hyperparameter::Noise, "2.5"),
        ];
        for (hyperparameter, value) in edits {
            let changed = parabola.with(hyperparameter, value).unwrap();
            assert_eq!(changed.value_of(hyperparameter).as_deref(), Some(value));
            assert_ne!(changed, parabola);
        }
        assert_eq!(parabola.value_of(Hyperparameter::LearningRate).as_deref(), Some("0.005"));
        assert_eq!(parabola.value_of(Hyperparameter::Units), None, "six and two");
        for hyperparameter in Hyperparameter::ALL.iter().copied() {
            assert_eq!(Hyperparameter::parse(hyperparameter.name()), Ok(hyperparameter));
        }
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_would_be_right() {
        let says = |name: &str, hyperparameter: Hyperparameter, value: &str| {
            find(name).unwrap().with(hyperparameter, value).unwrap_err().to_string()
        };
        assert!(says("parabola", Hyperparameter::LearningRate, "-1").contains("positive"));
        assert!(says("parabola", Hyperparameter::HiddenActivation, "sigmoyd").contains("did you mean 'sigmoid'"));
        assert!(says("parabola", Hyperparameter::Init, "glorot").contains("did you mean"));
        assert!(says("parabola", Hyperparameter::Init, "glorot-normal:2").contains("takes no number"));
        assert!(says("parabola", Hyperparameter::Noise, "-1").contains("zero or a positive number"));
        assert!(says("linear-xor", Hyperparameter::Noise, "1").contains("have no noise"));
        assert!(says("parabola", Hyperparameter::Units, "0").contains("whole number from 1"));
        assert!(says("parabola", Hyperparameter::Units, "5000").contains("4096"));
        assert!(says("perceptron-xor", Hyperparameter::BatchSize, "2").contains("expected learning_rate"));
        assert!(says("linear-xor", Hyperparameter::Units, "2").contains("no hidden layer"));
        assert!(says("xor-by-hand", Hyperparameter::Units, "3").contains("written out"));
        assert!(Hyperparameter::parse("learning-rat").unwrap_err().to_string().contains("\"learning-rate\""));
        assert!(find("perceptron-xor").unwrap().with(Hyperparameter::LearningRate, "0.5").is_ok());
    }
}

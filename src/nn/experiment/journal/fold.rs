//! What an edit changes of an experiment: the structure of its networks, their marks and hyperparameters.

use super::marks::{Shift, mark, renumber};
use super::{JournalEntry, ParameterPlace, RunEdit, RunEditError};
use crate::functions::function::Function;
use crate::nn::experiment::{Experiment, Hyperparameter, Model, NetworkSetup};
use crate::nn::network::LayerSetup;
use crate::nn::run_position::RunPosition;

impl Experiment {
    /// The experiment after an edit. The setup has no values of parameters, so they are not changed.
    ///
    /// # Errors
    /// [`RunEditError`] if the edit can't be made.
    pub fn edited(&self, entry: &JournalEntry) -> Result<Self, RunEditError> {
        let mut changed = self.clone();
        let range = match entry.contestant {
            Some(contestant) => {
                let contestants = self.contestants.len();
                if contestant >= contestants {
                    return Err(RunEditError::NoContestant { contestant: contestant + 1, contestants });
                }
                contestant..contestant + 1
            }
            None => 0..self.contestants.len(),
        };
        if let RunEdit::Set { hyperparameter, value } = &entry.edit {
            let name = hyperparameter.name();
            if !hyperparameter.is_live() {
                return Err(RunEditError::StartsOver { name });
            }
            return self
                .with_in(range, *hyperparameter, value)
                .map_err(|reason| RunEditError::Hyperparameter { reason });
        }
        let inputs = self.widths().0;
        for contestant in &mut changed.contestants[range] {
            match &mut contestant.model {
                Model::Network(setup) => setup.edit(&entry.edit, inputs)?,
                Model::Perceptron(_) => match &entry.edit {
                    RunEdit::Value { place, value } => place.check(&[(inputs, 1)], *value)?,
                    _ => return Err(RunEditError::Perceptron { name: contestant.name.clone() }),
                },
            }
        }
        changed.check_setup().map_err(|reason| RunEditError::Setup { reason: Box::new(reason) })?;
        Ok(changed)
    }

    /// The experiment after all edits of its journal, which it then has no longer.
    ///
    /// # Errors
    /// [`RunEditError`] with the first entry that can't be made.
    pub fn folded(&self) -> Result<Self, RunEditError> {
        self.folded_until(RunPosition::epoch(u64::MAX))
    }

    /// The experiment after the edits up to a position, without a journal.
    ///
    /// # Errors
    /// [`RunEditError`] with the first entry that can't be made.
    pub fn folded_until(&self, at: RunPosition) -> Result<Self, RunEditError> {
        let mut folded = self.clone();
        for entry in std::mem::take(&mut folded.journal).until(at) {
            let wrong = |reason| RunEditError::Entry { text: entry.to_string(), reason: Box::new(reason) };
            folded = folded.edited(entry).map_err(wrong)?;
        }
        Ok(folded)
    }
}

impl Hyperparameter {
    /// Whether it can be changed while a run goes on. Otherwise the run starts over.
    pub fn is_live(self) -> bool {
        match self {
            Self::LearningRate
            | Self::HiddenActivation
            | Self::BatchSize
            | Self::Optimizer
            | Self::Loss
            | Self::L1
            | Self::L2 => true,
            Self::Units | Self::Init | Self::Noise | Self::Points | Self::Layers | Self::Features => false,
        }
    }
}

impl NetworkSetup {
    /// The numbers of inputs and units of each layer.
    fn shape(&self, inputs: usize) -> Vec<(usize, usize)> {
        let mut below = inputs;
        self.layers.iter().map(|layer| (std::mem::replace(&mut below, layer.units), layer.units)).collect()
    }

    fn edit(&mut self, edit: &RunEdit, inputs: usize) -> Result<(), RunEditError> {
        let shape = self.shape(inputs);
        let layers = &mut self.layers;
        match edit {
            RunEdit::AddUnit { layer } => {
                let (_, units) = hidden(&shape, *layer)?;
                layers[*layer].units += 1;
                renumber(&mut layers[*layer], Shift::Added(units), Shift::Same);
                renumber(&mut layers[layer + 1], Shift::Same, Shift::Added(units));
            }
            RunEdit::RemoveUnit { layer, unit } => {
                let (_, units) = hidden(&shape, *layer)?;
                has_unit(&shape, *layer, *unit)?;
                if units == 1 {
                    return Err(RunEditError::LastUnit { layer: layer + 1 });
                }
                layers[*layer].units -= 1;
                renumber(&mut layers[*layer], Shift::Removed(*unit), Shift::Same);
                renumber(&mut layers[layer + 1], Shift::Same, Shift::Removed(*unit));
            }
            RunEdit::AddLayer { before } => {
                let (units, _) = has_layer(&shape, *before)?;
                let function = beside(layers, *before)?;
                layers.insert(*before, LayerSetup::new(units, function));
            }
            RunEdit::RemoveLayer { layer } => {
                hidden(&shape, *layer)?;
                layers.remove(*layer);
                let next = &mut layers[*layer];
                (next.weights, next.cut) = (None, Vec::new());
            }
            RunEdit::Activation { layer, function } => {
                has_layer(&shape, *layer)?;
                let layer = &mut layers[*layer];
                layer.train_alpha = function.trainable().is_some();
                layer.function = function.clone();
            }
            RunEdit::Value { place, value } => {
                place.check(&shape, *value)?;
                let is_cut = |input| layers[place.layer].cut.binary_search(&(place.unit, input)).is_ok();
                if place.input.is_some_and(is_cut) && *value != 0.0 {
                    return Err(RunEditError::IsCut);
                }
            }
            RunEdit::Cut { layer, unit, input, is_cut } => {
                ParameterPlace { layer: *layer, unit: *unit, input: Some(*input) }.check(&shape, 0.0)?;
                mark(&mut layers[*layer].cut, (*unit, *input), *is_cut);
            }
            RunEdit::Freeze { layer, unit, is_frozen } => {
                has_unit(&shape, *layer, *unit)?;
                mark(&mut layers[*layer].frozen, *unit, *is_frozen);
            }
            RunEdit::Set { .. } => {}
        }
        Ok(())
    }
}

/// The activation of a new layer before this one: that of the layer below, or of this one, or tanh.
fn beside(layers: &[LayerSetup], before: usize) -> Result<Function, RunEditError> {
    let below = before.checked_sub(1).and_then(|below| layers.get(below));
    let hidden = below.or_else(|| layers.get(before).filter(|_| before + 1 < layers.len()));
    let tanh = || Function::named("tanh");
    let wrong = |unknown| {
        let reason = crate::words::ToMessage::message(&unknown);
        RunEditError::Function { text: "tanh".to_owned(), reason }
    };
    hidden.map_or_else(|| tanh().map_err(wrong), |layer| Ok(layer.function.clone()))
}

fn has_layer(shape: &[(usize, usize)], layer: usize) -> Result<(usize, usize), RunEditError> {
    shape.get(layer).copied().ok_or(RunEditError::NoLayer { layer: layer + 1, layers: shape.len() })
}

/// The shape of a layer that is not the last one.
fn hidden(shape: &[(usize, usize)], layer: usize) -> Result<(usize, usize), RunEditError> {
    let (inputs, units) = has_layer(shape, layer)?;
    if layer + 1 == shape.len() { Err(RunEditError::LastLayer { units }) } else { Ok((inputs, units)) }
}

fn has_unit(shape: &[(usize, usize)], layer: usize, unit: usize) -> Result<(), RunEditError> {
    let (_, units) = has_layer(shape, layer)?;
    if unit < units { Ok(()) } else { Err(RunEditError::NoUnit { layer: layer + 1, unit: unit + 1, units }) }
}

impl ParameterPlace {
    fn check(self, shape: &[(usize, usize)], value: f64) -> Result<(), RunEditError> {
        let Self { layer, unit, input } = self;
        has_unit(shape, layer, unit)?;
        let (inputs, _) = has_layer(shape, layer)?;
        if let Some(input) = input.filter(|input| *input >= inputs) {
            return Err(RunEditError::NoInput { layer: layer + 1, input: input + 1, inputs });
        }
        if value.is_finite() { Ok(()) } else { Err(RunEditError::NotFinite) }
    }
}

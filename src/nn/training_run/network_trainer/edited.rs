//! The trainer of an edited network: it keeps what the network has learnt and what the optimiser remembers.

mod substitute;

use super::NetworkTrainer;
use crate::nn::experiment::{NetworkSetup, ParameterPlace, RunEdit, Shift};
use crate::nn::network::{Dense, Network, WeightSource};
use crate::numeric::vector::Blocks;
use ndarray::{Array2, Axis, Slice};

/// The most samples that are used to compare outputs and to fit substitutes.
const MOST_SAMPLES: usize = 2000;

/// Where a layer of an edited network comes from.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// The layer before the edit. `None` for a new one.
    layer: Option<usize>,
    units: Shift,
    inputs: Shift,
}

impl Origin {
    const NEW: Self = Self { layer: None, units: Shift::Same, inputs: Shift::Same };

    fn same(layer: usize) -> Self {
        Self { layer: Some(layer), ..Self::NEW }
    }
}

/// The origin of each layer of a network that now has this many.
fn origins(edit: &RunEdit, layers: usize, old: &Network) -> Vec<Origin> {
    let units = |layer: usize| old.biases(layer).len();
    let origin = |n: usize| match *edit {
        RunEdit::AddUnit { layer } if n == layer => Origin { units: Shift::Added(units(layer)), ..Origin::same(n) },
        RunEdit::AddUnit { layer } if n == layer + 1 => {
            Origin { inputs: Shift::Added(units(layer)), ..Origin::same(n) }
        }
        RunEdit::RemoveUnit { layer, unit } if n == layer => Origin { units: Shift::Removed(unit), ..Origin::same(n) },
        RunEdit::RemoveUnit { layer, unit } if n == layer + 1 => {
            Origin { inputs: Shift::Removed(unit), ..Origin::same(n) }
        }
        RunEdit::AddLayer { before } if n == before => Origin::NEW,
        RunEdit::AddLayer { before } if n > before => Origin::same(n - 1),
        RunEdit::RemoveLayer { layer } if n == layer => Origin::NEW,
        RunEdit::RemoveLayer { layer } if n > layer => Origin::same(n + 1),
        _ => Origin::same(n),
    };
    (0..layers).map(origin).collect()
}

/// The first layer that is new or has another shape.
fn first_changed(origins: &[Origin]) -> usize {
    let is_same = |(n, origin): (usize, &Origin)| {
        origin.layer == Some(n) && (origin.units, origin.inputs) == (Shift::Same, Shift::Same)
    };
    origins.iter().enumerate().position(|pair| !is_same(pair)).unwrap_or(origins.len())
}

/// For each parameter of the edited network, its index before the edit. `None` for a new one.
fn former_indices(origins: &[Origin], new: &Network, old: &Network) -> Vec<Option<usize>> {
    let mut former = vec![None; new.params.flat().len()];
    for (layer, origin) in new.layers.iter().zip(origins) {
        let Some(before) = origin.layer.and_then(|n| old.layers.get(n)) else { continue };
        for unit in 0..layer.units {
            let Some(old_unit) = origin.units.before(unit) else { continue };
            former[layer.biases() + unit] = Some(before.biases() + old_unit);
            for input in 0..layer.inputs {
                let old_input = origin.inputs.before(input);
                former[weight(layer, unit, input)] = old_input.map(|input| weight(before, old_unit, input));
            }
        }
        if let (Some(alpha), Some(old_alpha)) = (layer.alpha, before.alpha) {
            former[alpha] = Some(old_alpha);
        }
    }
    former
}

fn weight(layer: &Dense, unit: usize, input: usize) -> usize {
    layer.at + unit * layer.inputs + input
}

fn carry_over(to: &mut Blocks, from: &Blocks, former: &[Option<usize>]) {
    for (to, from_at) in to.flat_mut().iter_mut().zip(former) {
        if let Some(at) = from_at {
            *to = from.flat()[*at];
        }
    }
}

impl NetworkTrainer {
    /// The trainer after an edit that led to this setup. At the start of a run the changed layers are drawn, as if the
    /// network had been like this from the beginning.
    pub(crate) fn edited(
        &self,
        setup: &NetworkSetup,
        edit: &RunEdit,
        of: (u64, u64),
        source: WeightSource,
        is_start: bool,
    ) -> Self {
        let core = &self.core;
        let mut next = Self::new(setup, &core.data, core.test.as_ref(), of, source, core.limit);
        let (old, new) = (&core.network, &mut next.core.network);
        let origins = origins(edit, new.layers.len(), old);
        if is_start {
            let kept = new.layers.get(first_changed(&origins)).map_or(usize::MAX, |layer| layer.at);
            let former = former_indices(&origins, new, old);
            carry_over(&mut new.params, &old.params, &former[..kept.min(former.len())]);
        } else {
            let former = former_indices(&origins, new, old);
            carry_over(&mut new.params, &old.params, &former);
            fill(new, old, edit, &self.few_inputs());
            next.core.update.remember(&core.update, |to, from| carry_over(to, from, &former));
            next.core.rules.remember(&core.rules, &former);
        }
        if let RunEdit::Value { place, value } = edit {
            let at = index_of(new, *place);
            new.params.flat_mut()[at] = *value;
        }
        next.core.progress = core.progress.clone();
        next.core.rules.hold(next.core.network.params.flat_mut());
        next
    }

    /// Some of the training inputs, `[input, sample]`, at even distances.
    fn few_inputs(&self) -> Array2<f64> {
        let inputs = &self.core.data.inputs;
        let distance = inputs.ncols().div_ceil(MOST_SAMPLES).max(1);
        inputs.slice_axis(Axis(1), Slice::from(..).step_by(distance as isize)).as_standard_layout().into_owned()
    }

    /// The largest difference between its outputs and those of another trainer of the same data.
    pub(crate) fn distance_to(&self, other: &Self) -> f64 {
        let inputs = self.few_inputs();
        let (here, there) = (self.core.network.predict(inputs.view()), other.core.network.predict(inputs.view()));
        here.iter().zip(&there).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}

/// The index of a parameter in the array of all.
fn index_of(network: &Network, place: ParameterPlace) -> usize {
    let layer = &network.layers[place.layer];
    place.input.map_or(layer.biases() + place.unit, |input| weight(layer, place.unit, input))
}

/// Gives new parameters their values, and makes up for those that are gone.
fn fill(new: &mut Network, old: &Network, edit: &RunEdit, inputs: &Array2<f64>) {
    match *edit {
        RunEdit::AddUnit { layer } => {
            let next = new.layers[layer + 1].clone();
            for unit in 0..next.units {
                new.params.flat_mut()[weight(&next, unit, next.inputs - 1)] = 0.0;
            }
        }
        RunEdit::RemoveUnit { layer, unit } => substitute::constant(new, old, (layer, unit), inputs),
        RunEdit::AddLayer { before } => substitute::identity(new, old, before, inputs),
        RunEdit::RemoveLayer { layer } => substitute::line(new, old, layer, inputs),
        _ => {}
    }
}

//! The marks of a layer, cut weights and frozen units, when units before or after them come or go.

use crate::nn::network::LayerSetup;

/// What happens to the numbering of a row of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shift {
    /// Nothing.
    Same,
    /// There is a new one with this index.
    Added(usize),
    /// The one with this index is gone.
    Removed(usize),
}

impl Shift {
    /// The index after the change. `None` if it is gone.
    pub(crate) fn after(self, before: usize) -> Option<usize> {
        match self {
            Self::Same => Some(before),
            Self::Added(at) => Some(before + usize::from(before >= at)),
            Self::Removed(at) => (before != at).then(|| before - usize::from(before > at)),
        }
    }

    /// The index before the change. `None` if it is new.
    pub(crate) fn before(self, after: usize) -> Option<usize> {
        match self {
            Self::Same => Some(after),
            Self::Added(at) => (after != at).then(|| after - usize::from(after > at)),
            Self::Removed(at) => Some(after + usize::from(after >= at)),
        }
    }
}

/// Renumbers the marks of a layer and drops its written weights and biases, whose shape no longer matches.
pub(super) fn renumber(layer: &mut LayerSetup, units: Shift, inputs: Shift) {
    let (cut, frozen) = (std::mem::take(&mut layer.cut), std::mem::take(&mut layer.frozen));
    layer.cut = cut.into_iter().filter_map(|(unit, input)| Some((units.after(unit)?, inputs.after(input)?))).collect();
    layer.frozen = frozen.into_iter().filter_map(|unit| units.after(unit)).collect();
    if (units, inputs) != (Shift::Same, Shift::Same) {
        layer.weights = None;
    }
    if units != Shift::Same {
        layer.biases = None;
    }
}

/// Adds an item to a sorted list, or removes it.
pub(super) fn mark<T: Ord>(marks: &mut Vec<T>, item: T, is_marked: bool) {
    match (marks.binary_search(&item), is_marked) {
        (Err(at), true) => marks.insert(at, item),
        (Ok(at), false) => drop(marks.remove(at)),
        _ => {}
    }
}

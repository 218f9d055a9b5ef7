//! What the map shows, and the values of it that are not the output itself.

use super::TrainScreen;
use super::layout::TrainPanel;
use super::map::{self, MapShade, probabilities};
use super::net::{self, ChosenUnit};
use super::view::TrainView;
use crate::jobs::train::RunStatus;
use crate::nn::experiment::Experiment;
use crate::nn::training_run::{Observation, Predictor};
use crate::screens::view::Named;
use crate::widgets::plane::Field;
use ndarray::{Array2, ArrayView2, Axis};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MapMode {
    /// The output.
    Output,
    /// The value of the chosen unit.
    Unit,
    /// How far the output is from the target of each sample.
    Error,
    /// How steep the output is.
    Gradient,
    /// What has changed since the run was paused.
    Difference,
    /// The output in three dimensions.
    Surface,
    /// What each unit adds to the prediction, over one input.
    Pieces,
}

impl Named for MapMode {
    const ALL: &'static [Self] =
        &[Self::Output, Self::Unit, Self::Error, Self::Gradient, Self::Difference, Self::Surface, Self::Pieces];

    fn id(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Unit => "unit",
            Self::Error => "error",
            Self::Gradient => "gradient",
            Self::Difference => "difference",
            Self::Surface => "surface",
            Self::Pieces => "pieces",
        }
    }
}

impl MapMode {
    /// The modes that an experiment has, in the order of the key.
    pub(super) fn of(experiment: &Experiment) -> &'static [Self] {
        let views = TrainView::of(experiment);
        match views.first() {
            Some(TrainView::Fit) => &[Self::Output, Self::Pieces, Self::Unit],
            Some(TrainView::Field) if views.contains(&TrainView::Surface) => {
                &[Self::Output, Self::Unit, Self::Error, Self::Gradient, Self::Difference, Self::Surface]
            }
            Some(TrainView::Field) => &[Self::Output, Self::Unit, Self::Error, Self::Gradient, Self::Difference],
            _ => &[],
        }
    }

    /// For a mode with its own panel: the panel of the other modes, then its own.
    pub(super) fn panels(self) -> Option<(TrainPanel, TrainPanel)> {
        match self {
            Self::Surface => Some((TrainPanel::Field, TrainPanel::Surface)),
            Self::Pieces => Some((TrainPanel::Fit, TrainPanel::Pieces)),
            Self::Output | Self::Unit | Self::Error | Self::Gradient | Self::Difference => None,
        }
    }

    /// The view that is the same as this mode.
    pub(super) fn view(self) -> Option<TrainView> {
        match self {
            Self::Surface => Some(TrainView::Surface),
            Self::Pieces => Some(TrainView::Pieces),
            Self::Output | Self::Unit | Self::Error | Self::Gradient | Self::Difference => None,
        }
    }
}

/// What the map shows now. The views of the surface and of the pieces are modes as well.
pub(super) fn mode(room: &TrainScreen) -> MapMode {
    let modes = MapMode::of(&room.control.experiment);
    let is_asked_for = |mode: &&MapMode| match mode.panels() {
        Some((other, own)) if !room.stage.is_empty() => room.stage.contains(&own) && !room.stage.contains(&other),
        Some(_) => mode.view() == Some(room.view()),
        None => false,
    };
    let known = |mode: MapMode| if modes.contains(&mode) { mode } else { MapMode::Output };
    modes.iter().find(is_asked_for).copied().unwrap_or(known(room.now.mode))
}

/// The next mode. If the current mode is a view or has its own panel, the shared panel is shown again.
pub(super) fn turn(room: &mut TrainScreen) {
    let next = mode(room).next(MapMode::of(&room.control.experiment));
    match room.now.shown.view {
        TrainView::Surface => room.now.shown.view = TrainView::Field,
        TrainView::Pieces => room.now.shown.view = TrainView::Fit,
        _ => {}
    }
    for panel in &mut room.stage {
        match panel {
            TrainPanel::Surface => *panel = TrainPanel::Field,
            TrainPanel::Pieces => *panel = TrainPanel::Fit,
            _ => {}
        }
    }
    room.now.mode = next;
}

/// Shows the output, in the panel that the other modes share.
pub(super) fn show_output(room: &mut TrainScreen) {
    while mode(room) != MapMode::Output {
        turn(room);
    }
}

/// Keeps tones pale where everything is zero.
const LEAST: f64 = 1e-200;

/// Values on both sides of zero, with the deepest tones at this size.
fn signed(field: Field, size: f64) -> MapShade {
    let size = size.max(LEAST);
    MapShade::Other { field, low: -size, middle: 0.0, high: size }
}

/// The lowest and the highest finite value.
pub(super) fn range(field: &Field) -> (f64, f64) {
    map::extremes(field.values.iter().copied().filter(|value| value.is_finite()))
}

fn size(field: &Field) -> f64 {
    field.values.iter().filter(|value| value.is_finite()).fold(0.0, |most, value| value.abs().max(most))
}

/// Computes what the map shows in its mode.
pub(super) fn shade(room: &mut TrainScreen) {
    room.derived.map.shade = made(room).unwrap_or_default();
}

fn made(room: &TrainScreen) -> Option<MapShade> {
    let map = &room.derived.map;
    let (status, contestant) = (room.control.shown()?, room.now.shown.contestant);
    let seen = status.observations.get(contestant).filter(|_| map.is_plane())?;
    Some(match mode(room) {
        MapMode::Output | MapMode::Surface | MapMode::Pieces => MapShade::Output,
        MapMode::Unit => {
            let chosen = net::chosen(room);
            let field = map.over(&status.data, seen, 1, |inputs| unit(seen, chosen, inputs)).pop()?;
            let size = size(&field).max(1.0);
            signed(field, size)
        }
        MapMode::Error => MapShade::Errors { largest: map.points.iter().map(|point| point.error).fold(0.0, f64::max) },
        MapMode::Gradient => {
            let field = gradient(&map.fields)?;
            let high = range(&field).1;
            MapShade::Size { field, high }
        }
        MapMode::Difference => {
            let field = difference(room, status, contestant)?;
            let size = size(&field);
            signed(field, size)
        }
    })
}

/// The values of a unit or of an input, `[1, sample]`, for inputs `[input, sample]`.
#[expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]
pub(super) fn unit(seen: &Observation, chosen: ChosenUnit, inputs: ArrayView2<f64>) -> Array2<f64> {
    let row = |table: ArrayView2<f64>| {
        let rows = chosen.index.min(table.nrows())..(chosen.index + 1).min(table.nrows());
        table.slice_axis(Axis(0), ndarray::Slice::from(rows)).to_owned()
    };
    let Some(layer) = chosen.column.checked_sub(1) else { return row(inputs) };
    match &seen.learner {
        Predictor::Network(network) => {
            let trace = network.trace(inputs);
            trace.values.get(layer).map_or(Array2::zeros((0, 0)), |values| row(values.view()))
        }
        Predictor::Perceptron(_) => row(seen.learner.predict(inputs).view()),
    }
}

/// The place of the largest output at a place of the grid.
fn winner(fields: &[Field], at: (usize, usize)) -> usize {
    let better = |best: usize, k: usize| if fields[k].values[at] > fields[best].values[at] { k } else { best };
    (1..fields.len()).fold(0, better)
}

/// How much the output changes along both axes, as the length of the gradient; for classes, that of the largest output.
/// Differences are central, and one-sided at the edges.
fn gradient(fields: &[Field]) -> Option<Field> {
    let first = fields.first()?;
    let (rows, columns) = first.values.dim();
    let step = |(low, high): (f64, f64), count: usize| (high - low) / (count.max(2) - 1) as f64;
    let (across, up) = (step(first.x, columns), step(first.y, rows));
    let around = |n: usize, count: usize| (n.saturating_sub(1), (n + 1).min(count - 1));
    let values = Array2::from_shape_fn((rows, columns), |(row, column)| {
        let values = &fields[winner(fields, (row, column))].values;
        let ((left, right), (below, above)) = (around(column, columns), around(row, rows));
        let dx = (values[(row, right)] - values[(row, left)]) / (across * (right - left).max(1) as f64);
        let dy = (values[(above, column)] - values[(below, column)]) / (up * (above - below).max(1) as f64);
        (dx * dx + dy * dy).sqrt()
    });
    Some(Field { values, ..first.clone() })
}

/// The output minus that of the last pause; for classes, of the probability of the class that wins now.
fn difference(room: &TrainScreen, status: &RunStatus, contestant: usize) -> Option<Field> {
    let map = &room.derived.map;
    let model = &room.control.experiment.contestants.get(contestant)?.model;
    let first = map.fields.first()?;
    let rest = room.control.paused.as_ref().and_then(|rest| rest.observations.get(contestant));
    let before = rest.map(|seen| map.over(&status.data, seen, map.fields.len(), |inputs| seen.learner.predict(inputs)));
    let before = before.as_ref().unwrap_or(&map.fields);
    let said = |fields: &[Field], at: (usize, usize)| {
        let outputs: Vec<f64> = fields.iter().map(|field| field.values[at]).collect();
        if fields.len() > 1 { probabilities(model, &outputs) } else { outputs }
    };
    let values = Array2::from_shape_fn(first.values.dim(), |at| {
        let class = winner(&map.fields, at);
        said(&map.fields, at)[class] - said(before, at)[class]
    });
    Some(Field { values, ..first.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(f: impl Fn(f64, f64) -> f64) -> Field {
        Field::of(f, 21, 21, (-1.0, 1.0), (0.0, 4.0))
    }

    #[test]
    fn a_gradient_has_the_units_of_both_axes() {
        let plane = field(|x, y| 3.0 * x + 4.0 * y);
        let found = gradient(&[plane]).unwrap();
        assert!(found.values.iter().all(|length| (length - 5.0).abs() < 1e-9), "{:?}", found.values);
        // Of classes, the gradient is that of the largest output.
        let found = gradient(&[field(|x, _| x), field(|x, _| -2.0 * x)]).unwrap();
        assert!((found.values[(5, 2)] - 2.0).abs() < 1e-9 && (found.values[(5, 18)] - 1.0).abs() < 1e-9);
    }
}

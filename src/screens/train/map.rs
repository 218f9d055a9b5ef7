//! The map over two columns: which columns, what the others are, and what the shown contestant says at each place.

use super::TrainScreen;
use crate::jobs::train::RunStatus;
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::correlation;
use crate::nn::data_table::MISSING;
use crate::nn::dataset::{Dataset, TaskKind};
use crate::nn::experiment::{Experiment, Model};
use crate::nn::training_run::{LayerObservation, Observation, Predictor};
use crate::numeric::maths::exp;
use crate::widgets::plane::{Field, Point};
use ndarray::{Array2, ArrayView1, ArrayView2};
use std::sync::Arc;

/// Samples of the field along each side of the unit square, as in the notebook. There are more beyond the square.
const SIDE: usize = 101;
const MARGIN: usize = 13;
/// The most multiplications for a map. Large networks have maps of fewer samples, so that the screen does not wait for them.
const WORK: usize = 400_000_000;
/// The fewest samples along a side.
const LEAST: usize = 31;

/// What the reader has chosen. `None` stands for what the room chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct MapChoice {
    /// The column along the horizontal axis.
    pub(super) x: Option<usize>,
    /// The column along the vertical axis.
    pub(super) y: Option<usize>,
    /// The training sample whose numbers the other columns have; their medians without one.
    pub(super) at: Option<usize>,
}

impl MapChoice {
    /// The columns of both axes, which always differ. `pair` are those that the room chooses.
    pub(super) fn axes(self, pair: [usize; 2]) -> [usize; 2] {
        let other = |than: usize, own: usize| if own == than { pair[0] + pair[1] - own } else { own };
        match (self.x, self.y) {
            (None, None) => pair,
            (Some(x), None) => [x, other(x, pair[1])],
            (None, Some(y)) => [other(y, pair[0]), y],
            (Some(x), Some(y)) => [x, y],
        }
    }

    /// The choice with the next column along one axis. The other axis keeps its column, unless there are only two.
    pub(super) fn turned(self, pair: [usize; 2], axis: usize, columns: usize) -> Self {
        let mut axes = self.axes(pair);
        if columns <= 2 {
            axes.reverse();
        } else {
            let next = |n: usize| (n + 1) % columns;
            axes[axis] = next(axes[axis]);
            if axes[0] == axes[1] {
                axes[axis] = next(axes[axis]);
            }
        }
        Self { x: Some(axes[0]), y: Some(axes[1]), ..self }
    }

    /// The choice for another experiment: none if it has other columns.
    pub(super) fn on(self, before: &Experiment, now: &Experiment) -> Self {
        if before.data.titles() != now.data.titles() {
            return Self::default();
        }
        Self { at: self.at.filter(|at| *at < now.data.samples()), ..self }
    }
}

/// What the tones of a map mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum MapKind {
    /// Two classes, with a border between them.
    #[default]
    Border,
    /// Numbers, without a border.
    Numbers,
    /// The class of the largest output.
    Classes,
}

/// The values of a map that does not show the output.
#[derive(Debug, Default)]
pub(super) enum MapShade {
    #[default]
    Output,
    /// A field, and the values with the deepest tones on both sides of the middle.
    Other { field: Field, low: f64, middle: f64, high: f64 },
    /// Sizes up to `high`.
    Size { field: Field, high: f64 },
    /// The largest error of a sample.
    Errors { largest: f64 },
}

/// What is known of the columns, which depends on the data alone.
#[derive(Debug)]
pub(super) struct ColumnFacts {
    data: Arc<Dataset>,
    /// The two columns that tell most about the target.
    pair: [usize; 2],
    medians: Vec<f64>,
}

impl ColumnFacts {
    fn of(data: &Arc<Dataset>) -> Self {
        let columns = data.columns();
        let pair = if columns.nrows() > 2 { pair(data) } else { [0, 1] };
        let medians = if columns.nrows() > 2 {
            columns.rows().into_iter().map(|column| median(column.to_vec())).collect()
        } else {
            vec![0.0; 2]
        };
        Self { data: Arc::clone(data), pair, medians }
    }
}

fn pair(data: &Dataset) -> [usize; 2] {
    let groups = if data.task == TaskKind::Classes {
        let class = |targets: ArrayView1<f64>| targets.iter().position(|t| *t == 1.0).map_or(MISSING, |n| n as u32);
        data.targets.columns().into_iter().map(class).collect()
    } else {
        correlation::groups(&data.targets.row(0).to_vec())
    };
    let columns = data.columns();
    let ratios = columns.rows().into_iter().map(|column| correlation::ratio(&column.to_vec(), &groups)).zip(0..);
    correlation::best_pair(ratios).unwrap_or([0, 1])
}

fn median(mut numbers: Vec<f64>) -> f64 {
    let (half, is_even) = (numbers.len() / 2, numbers.len().is_multiple_of(2));
    if numbers.is_empty() {
        return 0.0;
    }
    let (below, middle, _) = numbers.select_nth_unstable_by(half, f64::total_cmp);
    let middle = *middle;
    if below.len() == half && half > 0 && is_even {
        let before = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        return before / 2.0 + middle / 2.0;
    }
    middle
}

/// The map of one contestant.
#[derive(Debug, Default)]
pub(super) struct TrainMap {
    pub(super) columns: Option<ColumnFacts>,
    /// The columns of both axes.
    pub(super) axes: [usize; 2],
    /// The numbers of all columns, of which those of the axes vary.
    pub(super) base: Vec<f64>,
    /// The ends of both axes.
    pub(super) ranges: [(f64, f64); 2],
    pub(super) kind: MapKind,
    /// The output, or those of all classes.
    pub(super) fields: Vec<Field>,
    pub(super) points: Vec<Point>,
    /// What the tones show in place of the output.
    pub(super) shade: MapShade,
    /// The classification threshold: an output above it means class 1. Between numbers, the middle of their range.
    pub(super) threshold: f64,
    /// The outputs with the deepest tones.
    pub(super) low: f64,
    pub(super) high: f64,
}

impl TrainMap {
    /// The columns that the room would choose.
    pub(super) fn pair(&self) -> [usize; 2] {
        self.columns.as_ref().map_or([0, 1], |columns| columns.pair)
    }

    fn clear(&mut self) {
        *self = Self { columns: self.columns.take(), ..Self::default() };
    }

    /// Whether there are at least two columns.
    pub(super) fn is_plane(&self) -> bool {
        self.base.len() > 1
    }

    /// All columns, `[column, place]`, on a grid with this many places along a side, row by row from below.
    pub(super) fn plane(&self, side: usize) -> Array2<f64> {
        let at = |(low, high): (f64, f64), n: usize| low + (high - low) * n as f64 / (side.max(2) - 1) as f64;
        Array2::from_shape_fn((self.base.len(), side * side), |(input, place)| match input {
            input if input == self.axes[0] => at(self.ranges[0], place % side),
            input if input == self.axes[1] => at(self.ranges[1], place / side),
            input => self.base[input],
        })
    }

    /// What a contestant says over the plane: so many rows of values for inputs `[input, sample]`.
    pub(super) fn over(
        &self,
        data: &Dataset,
        seen: &Observation,
        rows: usize,
        said: impl Fn(ArrayView2<f64>) -> Array2<f64>,
    ) -> Vec<Field> {
        let parameters = seen.layers.iter().map(LayerObservation::parameters).sum::<usize>().max(1);
        let most = ((WORK / parameters) as f64).sqrt() as usize;
        let count = (SIDE + 2 * MARGIN).min(most.max(LEAST));
        let [x, y] = self.ranges;
        let at = |(low, high): (f64, f64), n: usize| low + (high - low) * n as f64 / (count - 1) as f64;
        let mut fields = vec![Field { values: Array2::from_elem((count, count), f64::NAN), x, y }; rows];
        // One row after another, because a table of all places would be large if there are many columns.
        for row in 0..count {
            let places = Array2::from_shape_fn((self.base.len(), count), |(input, column)| match input {
                input if input == self.axes[0] => at(x, column),
                input if input == self.axes[1] => at(y, row),
                input => self.base[input],
            });
            let said = said(data.inputs_of(places.view()).view());
            for (field, values) in fields.iter_mut().zip(said.rows()).filter(|(_, values)| values.len() == count) {
                field.values.row_mut(row).assign(&values);
            }
        }
        fields
    }

    /// The only column, `[column, place]`, at this many places.
    pub(super) fn line(&self, places: usize) -> Array2<f64> {
        let (low, high) = self.ranges[0];
        Array2::from_shape_fn((1, places), |(_, n)| low + (high - low) * n as f64 / (places.max(2) - 1) as f64)
    }
}

/// Brings up to date what the map is over: its axes, their ranges, and the numbers of the other columns.
pub(super) fn update_axes(room: &mut TrainScreen) {
    let (choice, contestant) = (room.now.map, room.now.shown.contestant);
    let Some(status) = room.control.shown() else { return };
    let Some(model) = room.control.experiment.contestants.get(contestant).map(|one| &one.model) else { return };
    let data = &status.data;
    let rule = model.accuracy_rule(data.task);
    let map = &mut room.derived.map;
    (map.kind, map.low, map.threshold, map.high) = scale(status, rule);
    if map.kind == MapKind::Numbers && room.control.experiment.has_playground_rules() {
        // TensorFlow Playground has its border at 0 for numbers as well.
        let reach = map.low.abs().max(map.high.abs());
        (map.low, map.threshold, map.high) = (-reach, 0.0, reach);
    }
    if data.columns().nrows() < 2 {
        (map.base, map.ranges) = (vec![0.0; data.columns().nrows()], [side(status, 0); 2]);
        return;
    }
    if !map.columns.as_ref().is_some_and(|known| Arc::ptr_eq(&known.data, data)) {
        map.columns = Some(ColumnFacts::of(data));
    }
    map.axes = choice.axes(map.pair());
    map.base = match choice.at.filter(|at| *at < data.samples()) {
        Some(at) => data.columns().column(at).to_vec(),
        None => map.columns.as_ref().map(|columns| columns.medians.clone()).unwrap_or_default(),
    };
    map.ranges = map.axes.map(|axis| side(status, axis));
}

/// Computes the map.
pub(super) fn map(room: &mut TrainScreen) {
    let (choice, contestant) = (room.now.map, room.now.shown.contestant);
    room.derived.map.clear();
    update_axes(room);
    let Some(status) = room.control.shown() else { return };
    let Some(seen) = status.observations.get(contestant) else { return };
    let Some(model) = room.control.experiment.contestants.get(contestant).map(|one| &one.model) else { return };
    let data = &status.data;
    let map = &mut room.derived.map;
    if !map.is_plane() {
        return;
    }
    let outputs = seen.layers.last().map_or(1, |layer| layer.biases.len());
    map.fields = map.over(data, seen, outputs, |inputs| seen.learner.predict(inputs));
    map.points = points(status, &seen.learner, model, map, choice.at);
}

/// The kind of the map, and the outputs with the deepest tone of the first side, between the sides, and with the deepest
/// tone of the second side.
fn scale(status: &RunStatus, rule: AccuracyRule) -> (MapKind, f64, f64, f64) {
    let border = rule.border();
    match status.data.task {
        TaskKind::Classes => (MapKind::Classes, 0.0, 0.5, 1.0),
        TaskKind::Labels | TaskKind::Signs => (MapKind::Border, 2.0 * border - 1.0, border, 1.0),
        TaskKind::Numbers { .. } => {
            let (low, high) = extremes(parts(status).flat_map(|data| data.targets.iter().copied()));
            (MapKind::Numbers, low, low / 2.0 + high / 2.0, high)
        }
    }
}

/// The training data, then the test data.
fn parts(status: &RunStatus) -> impl Iterator<Item = &Dataset> {
    [Some(&status.data), status.test.as_ref()].into_iter().flatten().map(|data| &**data)
}

pub(super) fn extremes(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
}

/// Both ends of a side of the map: the range of the data with a margin.
fn side(status: &RunStatus, axis: usize) -> (f64, f64) {
    let (low, high) = extremes(parts(status).flat_map(|data| data.columns().row(axis).to_vec()));
    let span = if high > low { high - low } else { 1.0 };
    let margin = span * MARGIN as f64 / (SIDE - 1) as f64;
    if low.is_finite() && high.is_finite() { (low - margin, high + margin) } else { (0.0, 1.0) }
}

/// The samples for training, then those for the test.
fn points(status: &RunStatus, learner: &Predictor, model: &Model, map: &TrainMap, chosen: Option<usize>) -> Vec<Point> {
    let rule = model.accuracy_rule(status.data.task);
    let mut points = Vec::new();
    for (data, is_test) in parts(status).zip([false, true]) {
        let outputs = learner.predict(data.inputs.view());
        let [xs, ys] = map.axes.map(|axis| data.columns().row(axis).to_vec());
        for (n, (x, y)) in xs.into_iter().zip(ys).enumerate().take(outputs.ncols()) {
            let (answers, wanted) = (outputs.column(n).to_vec(), data.targets.column(n).to_vec());
            let (Some(answer), Some(first)) = (answers.first(), wanted.first()) else { continue };
            let class = wanted.iter().position(|t| *t == 1.0).unwrap_or(0) as f64;
            points.push(Point {
                x,
                y,
                target: if data.task == TaskKind::Classes { class } else { *first },
                answer: *answer,
                error: error(model, map, &answers, &wanted),
                is_wrong: !rule.is_right(&answers, &wanted),
                is_test,
                is_chosen: !is_test && chosen == Some(n),
            });
        }
    }
    points
}

/// The probabilities of classes: the softmax of logits, or the outputs themselves.
pub(super) fn probabilities(model: &Model, outputs: &[f64]) -> Vec<f64> {
    let is_of_logits = matches!(model, Model::Network(setup) if setup.loss.is_joint());
    if !is_of_logits {
        return outputs.to_vec();
    }
    let most = outputs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = outputs.iter().map(|z| exp(z - most)).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

/// How far outputs are from their targets: between two labels, from the number that stands for the label; between classes,
/// 1 minus the probability of the true class.
fn error(model: &Model, map: &TrainMap, outputs: &[f64], targets: &[f64]) -> f64 {
    let (Some(output), Some(target)) = (outputs.first(), targets.first()) else { return 0.0 };
    match map.kind {
        MapKind::Numbers => (output - target).abs(),
        MapKind::Border => (output - if *target > 0.5 { map.high } else { map.low }).abs(),
        MapKind::Classes => {
            let class = targets.iter().position(|t| *t == 1.0).unwrap_or(0);
            1.0 - probabilities(model, outputs).get(class).copied().unwrap_or(0.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axes_are_never_the_same_column() {
        let columns = 4;
        let all = || (0..columns).map(Some).chain([None]);
        for (x, y, pair) in
            all().flat_map(|x| all().map(move |y| (x, y))).flat_map(|(x, y)| [(x, y, [2, 3]), (x, y, [0, 1])])
        {
            if x.is_some() && x == y {
                continue;
            }
            let choice = MapChoice { x, y, at: None };
            let [across, up] = choice.axes(pair);
            assert!(across != up && across < columns && up < columns, "{choice:?} {pair:?}");
            assert!(x.is_none_or(|x| x == across) && y.is_none_or(|y| y == up), "{choice:?} {pair:?}");
            for axis in [0, 1] {
                let [next_across, next_up] = choice.turned(pair, axis, columns).axes(pair);
                assert!(next_across != next_up);
                assert_eq!([next_across == across, next_up == up], [axis == 1, axis == 0]);
            }
        }
        let swapped = MapChoice::default().turned([0, 1], 0, 2);
        assert_eq!(swapped.axes([0, 1]), [1, 0]);
        assert_eq!(swapped.turned([0, 1], 1, 2).axes([0, 1]), [0, 1]);
    }

    #[test]
    fn medians_are_in_the_middle() {
        let median = |numbers: &[f64]| super::median(numbers.to_vec());
        assert_eq!([median(&[3.0, 1.0, 2.0]), median(&[4.0, 1.0, 2.0, 3.0]), median(&[5.0])], [2.0, 2.5, 5.0]);
        assert_eq!(median(&[1.0, 1.0, 1.0, 9.0]), 1.0);
    }
}

//! Points by hand: a cursor on the map or on the fit, points that are put there, and points that are removed.

use super::change::Change;
use super::class_names::class_names;
use super::layout::{Pane, TrainPanel};
use super::point_cursor::{PointAxes, decimals, is_on, panel, rounded};
use super::{TrainScreen, build, fit, map_panel};
use crate::nn::dataset::TaskKind;
use crate::nn::experiment::{PointEdit, PointTable};
use crate::nn::run_position::RunPosition;
use crate::screens::Context;
use crate::screens::runs::settings::RunRoom;
use crate::text::number::short;
use crate::words::{Message, ToMessage, Words};
use ratatui::layout::Position;

/// The digits of a scale of numbers go from 0 to this one.
const LAST_DIGIT: u8 = 9;

/// The axes of what is shown. `None` if nothing is shown yet.
pub(super) fn axes_of(room: &TrainScreen, words: &Words) -> Option<PointAxes> {
    room.control.shown()?;
    let panels = &room.derived.panels;
    let (panel, [x, y], cells) = if let Some(area) = panels.of(TrainPanel::Field) {
        let ends = room.derived.map.ranges.map(|(low, high)| [low, high]);
        (TrainPanel::Field, ends, map_panel::plane_area(room, words, area))
    } else {
        let (x, y, cells) = fit::axes(&room.derived.fit, panels.of(TrainPanel::Fit)?)?;
        (TrainPanel::Fit, [x, y], cells)
    };
    let is_sound = [x, y].iter().all(|[low, high]| low < high) && !cells.is_empty();
    is_sound.then_some(PointAxes { ends: [x, y], cells, panel })
}

/// Whether there is a place for a cursor where the keys are, and none yet.
pub(super) fn can_begin(room: &TrainScreen) -> bool {
    // With an epoch under the cursor, the key goes back to it.
    room.focus() == Some(Pane::Map)
        && room.now.cursor.is_none()
        && !is_on(room)
        && (panel(room).is_some() || room.derived.panels.of(TrainPanel::Pieces).is_some())
}

/// Whether keys put points of a curve.
pub(super) fn on_curve(room: &TrainScreen) -> bool {
    is_on(room) && is_curve(room) && has_numbers(room)
}

/// Whether keys put points with numbers on a map.
pub(super) fn on_scale(room: &TrainScreen) -> bool {
    is_on(room) && !is_curve(room) && has_numbers(room)
}

fn has_numbers(room: &TrainScreen) -> bool {
    matches!(room.control.experiment.data.task(), TaskKind::Numbers { .. })
}

fn say(reason: &Message, cx: &mut Context) {
    cx.shared.notice = Some(cx.shared.words.say(reason));
}

/// Puts a cursor into the middle, or says why the data have no points by hand.
pub(super) fn begin(room: &mut TrainScreen, cx: &mut Context) {
    if let Err(reason) = room.setup.point_table() {
        return say(&reason.message(), cx);
    }
    if room.derived.panels.of(TrainPanel::Field).is_none() {
        // Only the fit shows the data.
        super::map_mode::show_output(room);
    }
    let middle = room.derived.axes.map(|axes| axes.place(axes.counts().map(|count| count / 2)));
    room.now.point = Some(middle.unwrap_or_default());
    (room.now.cursor, room.control.replay) = (None, None);
    room.version += 1;
    if room.control.at() > RunPosition::START {
        cx.shared.notice = Some(cx.shared.words.get("train.point-begins").to_owned());
    }
}

/// Moves the cursor by cells.
pub(super) fn step(room: &mut TrainScreen, by: [i16; 2]) {
    let Some((axes, place)) = room.derived.axes.zip(room.now.point) else { return };
    let (cell, counts) = (axes.cell(place), axes.counts());
    let moved = [0, 1].map(|axis| cell[axis].saturating_add_signed(by[axis]).min(counts[axis] - 1));
    // The other number stays as it is.
    let at = axes.place(moved);
    room.now.point = Some([0, 1].map(|axis| if moved[axis] == cell[axis] { place[axis] } else { at[axis] }));
}

/// Moves the cursor to the cell of a click.
pub(super) fn click(room: &mut TrainScreen, at: Position) {
    let found = room.derived.axes.and_then(|axes| Some(axes.place(axes.under(at)?)));
    room.now.point = found.or(room.now.point);
}

/// The place of the cursor in columns of the data.
fn columns(room: &TrainScreen, place: [f64; 2]) -> Vec<f64> {
    if is_curve(room) {
        return vec![place[0]];
    }
    let mut columns = vec![0.0; 2];
    for (axis, number) in axes(room).into_iter().zip(place) {
        columns[axis] = number;
    }
    columns
}

/// The columns of both axes, of which there are no others.
fn axes(room: &TrainScreen) -> [usize; 2] {
    room.now.map.axes([0, 1])
}

/// Whether there is one column, so that points are those of a curve.
fn is_curve(room: &TrainScreen) -> bool {
    room.control.experiment.data.columns().len() == 1
}

/// What a digit stands for: a class, or a number of the scale between the lowest and the highest target.
pub(super) fn digit(room: &mut TrainScreen, digit: u8, cx: &mut Context) {
    let target = match room.setup.point_table() {
        Err(reason) => return say(&reason.message(), cx),
        Ok(table) if table.classes().is_none() && is_curve(room) => {
            cx.shared.notice = Some(cx.shared.words.get("train.point-by-enter").to_owned());
            return;
        }
        Ok(table) if table.classes().is_none() => of_scale(&table, digit),
        Ok(_) => f64::from(digit),
    };
    put(room, target, cx);
}

/// The lowest and the highest target.
fn targets(table: &PointTable) -> [f64; 2] {
    let (low, high) = super::map::extremes(table.targets.iter().flatten().copied());
    [low, high]
}

fn of_scale(table: &PointTable, digit: u8) -> f64 {
    let [low, high] = targets(table);
    let step = (high - low) / f64::from(LAST_DIGIT);
    rounded(low + step * f64::from(digit), step)
}

/// Puts a point of a curve, asks for the target, or says that digits stand for classes.
pub(super) fn accept(room: &mut TrainScreen, cx: &mut Context) {
    let (Ok(table), Some(place)) = (room.setup.point_table(), room.now.point) else { return };
    match table.classes() {
        Some(_) => cx.shared.notice = Some(cx.shared.words.get("train.point-by-digit").to_owned()),
        None if is_curve(room) => put(room, place[1], cx),
        None => {}
    }
}

/// Puts a point at the cursor, whose target was typed.
pub(super) fn put(room: &mut TrainScreen, target: f64, cx: &mut Context) {
    let Some(place) = room.now.point else { return };
    let place = columns(room, place);
    change(room, PointEdit::Put { place, target }, cx);
}

/// Removes the nearest point.
pub(super) fn take(room: &mut TrainScreen, cx: &mut Context) {
    let nearest = room.setup.point_table().ok().and_then(|table| nearest(room, &table, |_| true));
    if let Some(row) = nearest {
        change(room, PointEdit::Take { row }, cx);
    }
}

/// Removes all points, those for the test too, except the nearest training point of each class.
pub(super) fn clear(room: &mut TrainScreen, cx: &mut Context) {
    let Ok(table) = room.setup.point_table() else { return };
    let training = table.training();
    let of = |class: usize| nearest(room, &table, |row| row < training && table.class(row) == class);
    let mut rows: Vec<usize> = (0..table.classes().unwrap_or(1)).filter_map(of).collect();
    rows.sort_unstable();
    change(room, PointEdit::Keep { rows }, cx);
}

/// The nearest of some samples to the cursor. The distance is in fractions of each axis's range.
fn nearest(room: &TrainScreen, table: &PointTable, is_meant: impl Fn(usize) -> bool) -> Option<usize> {
    let (place, axes) = (room.now.point?, room.derived.axes?);
    let scale = axes.ends.map(|[low, high]| high - low);
    let distance = |row: usize| {
        let at = point(room, table, row);
        let along = [0, 1].map(|axis| (at[axis] - place[axis]) / scale[axis]);
        along[0] * along[0] + along[1] * along[1]
    };
    (0..table.inputs.len()).filter(|row| is_meant(*row)).min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
}

/// Where a sample is on the axes.
fn point(room: &TrainScreen, table: &PointTable, row: usize) -> [f64; 2] {
    let inputs = &table.inputs[row];
    if is_curve(room) {
        return [inputs[0], table.targets[row][0]];
    }
    axes(room).map(|axis| inputs.get(axis).copied().unwrap_or_default())
}

/// Changes the data, and starts over.
fn change(room: &mut TrainScreen, edit: PointEdit, cx: &mut Context) {
    build::remember(room, Change::Point(edit.clone()));
    let before = room.setup.clone();
    match room.setup.start_over().and_then(|()| room.setup.edit_points(edit)) {
        Ok(()) => {
            // That it starts over was said before, and the status line says where the cursor is.
            room.begin();
            room.control.ask(cx);
        }
        Err(reason) => {
            room.setup = before;
            build::forget(room);
            say(&reason, cx);
        }
    }
}

/// Where the cursor is, how many points there are, what keys do there, and that the run then starts over.
pub(super) fn facts(room: &TrainScreen, words: &Words) -> Vec<String> {
    let place = room.now.point.filter(|_| is_on(room));
    let Some((place, table)) = place.zip(room.derived.samples.as_ref()) else { return Vec::new() };
    let at = written(room, place);
    let (count, training) = (table.inputs.len().to_string(), table.training());
    let near = nearest(room, table, |_| true).map(|row| written(room, point(room, table, row)));
    let near = near.unwrap_or_default();
    let [low, high] = targets(table).map(short);
    let classes = class_names(room, words);
    let classes: Vec<String> = (0..classes.len().min(10)).map(|n| format!("{n} {}", classes[n])).collect();
    let keys = match table.classes() {
        Some(_) => words.fill("train.point-classes", &[("classes", &classes.join(", "))]),
        None if is_curve(room) => words.get("train.point-curve").to_owned(),
        None => words.fill("train.point-scale", &[("low", &low), ("high", &high)]),
    };
    let test = (table.test_rows > 0).then(|| words.fill("train.point-test", &[("n", &table.test_rows.to_string())]));
    let samples = if table.test_rows > 0 { training.to_string() } else { count };
    let counted = words.fill("train.point-count", &[("n", &samples)]) + &test.unwrap_or_default();
    let edits = room.setup.point_edits();
    let by_hand = (edits > 0).then(|| words.fill("train.point-edits", &[("n", &edits.to_string())]));
    let place = words.fill("train.point-at", &[("at", &at), ("near", &near)]);
    let keys = words.fill("train.point-keys", &[("keys", &keys)]);
    [Some(place), Some(counted), by_hand, Some(keys)].into_iter().flatten().collect()
}

/// What a digit puts, for its hint: a class, or the end of the scale of numbers. Classes that are numbered like the digits need
/// no names.
pub(super) fn digit_hint(room: &TrainScreen, digit: u8, words: &Words) -> String {
    let put = |what: &str| words.fill("train.put-class", &[("class", what)]);
    let data = &room.control.experiment.data;
    let named = data.classes();
    match data.task() {
        TaskKind::Numbers { .. } if is_curve(room) => String::new(),
        TaskKind::Numbers { .. } => {
            let ends = room.derived.samples.as_ref().map(targets);
            let end =
                ends.and_then(|[low, high]| [(0, low), (LAST_DIGIT, high)].into_iter().find(|(n, _)| *n == digit));
            end.map_or_else(String::new, |(_, number)| put(&short(number)))
        }
        TaskKind::Labels | TaskKind::Signs | TaskKind::Classes => {
            let n = usize::from(digit);
            let count = class_names(room, words).len();
            let sign = Some(if n == 0 { "-1" } else { "+1" }).filter(|_| data.task() == TaskKind::Signs);
            match named.get(n).map(String::as_str).filter(|_| named.len() == count).or(sign) {
                _ if n >= count => String::new(),
                Some(class) => put(class),
                None => words.get("train.put-numbered").to_owned(),
            }
        }
    }
}

/// A place with the names of its axes.
fn written(room: &TrainScreen, place: [f64; 2]) -> String {
    let names = if is_curve(room) { ["x", "y"].map(str::to_owned) } else { map_panel::axis_names(room) };
    let steps =
        room.derived.axes.map(|axes| [0, 1].map(|n| (axes.ends[n][1] - axes.ends[n][0]) / f64::from(axes.counts()[n])));
    let steps = steps.unwrap_or([0.1; 2]);
    let number = |n: usize| crate::text::number::fixed(place[n], decimals(steps[n]));
    format!("{} {}  {} {}", names[0], number(0), names[1], number(1))
}

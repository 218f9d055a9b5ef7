//! The inspector: the chosen unit in numbers and curves. Its sum, its activation with the samples under it, and what each
//! weight is about to do.

use super::TrainScreen;
use super::framed::framed;
use super::inside::{DIGITS, gradient};
use super::net::{self, ChosenUnit};
use super::unit_curve;
use super::weight_curve::{self, WeightCurve};
use super::weight_table::{formula, numbers, table};
use crate::nn::training_run::{LayerObservation, Observation};
use crate::screens::DrawContext;
use crate::theme::Role;
use crate::widgets::panel::Panel;
use crate::widgets::{Look, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

/// With fewer rows, the share of saturated samples and the gradient give their row to the weights.
const HEALTH: u16 = 5;
/// The fewest rows and columns of the curve with its samples.
const CURVE: (u16, u16) = (24, 5);

/// The layer of the chosen unit.
fn layer(room: &TrainScreen, chosen: ChosenUnit) -> Option<(&Observation, &LayerObservation)> {
    let seen = room.control.shown()?.observations.get(room.now.shown.contestant)?;
    Some((seen, seen.layers.get(chosen.column.checked_sub(1)?)?))
}

/// Draws the inspector.
pub(super) fn draw(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let chosen = net::chosen(room);
    let found = layer(room, chosen);
    let title = match (&found, chosen.column) {
        (Some((_, layer)), _) => {
            let mark = net::health(layer, chosen.index).mark(look);
            format!("{} {} {} {mark}", words.get("train.inspected"), chosen.text(), layer.activation)
        }
        (None, 0) => format!("{} {}", words.get("train.inspected-input"), input(room, chosen.index)),
        (None, _) => words.get("train.inspected").to_owned(),
    };
    let inner = framed(room, room.now.shown.contestant, &Panel::titled(&title), view, area, buf);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    match found {
        Some((_, layer)) => unit(room, layer, chosen, words, inner, buf, look),
        None if chosen.column == 0 && room.control.shown().is_some() => {
            let said = words.get("train.inspected-input-only");
            text::put(
                buf,
                inner.x,
                inner.y,
                usize::from(inner.width),
                &text::cut(said, usize::from(inner.width)),
                look.style(Role::Muted),
            );
        }
        None => {}
    }
}

fn input(room: &TrainScreen, index: usize) -> String {
    room.derived
        .net
        .columns
        .first()
        .and_then(|inputs| inputs.get(index))
        .map_or_else(String::new, |node| node.label.clone())
}

/// The names of what a unit adds up.
fn names(room: &TrainScreen, chosen: ChosenUnit) -> Vec<String> {
    let column = chosen.column.checked_sub(1).and_then(|column| room.derived.net.columns.get(column));
    column.into_iter().flatten().map(|node| node.label.clone()).collect()
}

fn unit(
    room: &TrainScreen,
    layer: &LayerObservation,
    chosen: ChosenUnit,
    words: &Words,
    area: Rect,
    buf: &mut Buffer,
    look: Look,
) {
    let cells = usize::from(area.width);
    let names = names(room, chosen);
    let weights = layer.weights.row(chosen.index).to_vec();
    let bias = layer.biases.get(chosen.index).copied().unwrap_or(0.0);
    let formula = formula(&weights, &names, bias, look, cells);
    let mut rows = Rows { area, at: 0 };
    if let Some(row) = rows.next() {
        text::put(buf, row.x, row.y, cells, &formula, look.style(Role::Title));
    }
    if area.height >= HEALTH
        && let Some(row) = rows.next()
    {
        health(layer, chosen.index, words, row, buf, look);
    }
    let rest = rows.rest();
    let history = WeightCurve::of(room, layer, chosen);
    let is_wide = rest.width >= 2 * CURVE.0 + 6 && rest.height >= CURVE.1;
    let rows = [weights.len() as u16 + 2, if history.is_some() { weight_curve::ROWS.1 } else { 0 }];
    let parts = if is_wide { Parts::beside(rest, rows) } else { Parts::below(rest, rows) };
    table(layer, chosen, &names, words, parts.table, buf, look);
    if let Some(history) = history.filter(|_| parts.history.height > 0) {
        history.draw(&names, words, parts.history, buf, look);
    }
    if parts.curve.height > 0 {
        unit_curve::curve(room, words, parts.curve, buf, look);
    }
}

/// Where the table, the history of a weight and the curve with its samples are. Those without room have no rows.
struct Parts {
    table: Rect,
    history: Rect,
    curve: Rect,
}

impl Parts {
    /// The curve beside the others. The table wants as many rows as the first number, the history as many as the second.
    fn beside(area: Rect, [table, history]: [u16; 2]) -> Self {
        let [left, right] = area
            .layout(&Layout::horizontal([Constraint::Length(40.min(area.width - CURVE.0 - 2)), Constraint::Fill(1)]));
        let table = table.min(left.height);
        let spare = left.height - table;
        let history = if history > 0 && spare >= history { spare.min(weight_curve::ROWS.0) } else { 0 };
        let curve = Rect { x: right.x + 2, width: right.width - 2, ..right };
        Self { curve, ..Self::stacked(left, [table, history]) }
    }

    /// All below each other. With few rows, the curve gives one of its own to the history.
    fn below(area: Rect, [wanted, history]: [u16; 2]) -> Self {
        let has_curve = area.height >= CURVE.1 + 3;
        let table = if has_curve { wanted.min(area.height - CURVE.1) } else { wanted.min(area.height) };
        let spare = area.height - table;
        let least = if has_curve { CURVE.1 } else { 0 };
        let rows = match spare - least {
            _ if history == 0 || table < wanted => 0,
            rows if rows >= history => rows.min(weight_curve::ROWS.0),
            _ => u16::from(has_curve),
        };
        // Without a curve, the table has what is left.
        let table = if has_curve { table } else { area.height - rows };
        Self::stacked(area, [table, rows])
    }

    /// Rows for the first two. The curve has the rest.
    fn stacked(area: Rect, [table, history]: [u16; 2]) -> Self {
        let [table, history, curve] = area.layout(&Layout::vertical([
            Constraint::Length(table),
            Constraint::Length(history),
            Constraint::Fill(1),
        ]));
        Self { table, history, curve }
    }
}

/// Rows of an area, one after another.
struct Rows {
    area: Rect,
    at: u16,
}

impl Rows {
    fn next(&mut self) -> Option<Rect> {
        let row = (self.at < self.area.height).then(|| Rect { y: self.area.y + self.at, height: 1, ..self.area });
        self.at += 1;
        row
    }

    fn rest(&self) -> Rect {
        let used = self.at.min(self.area.height);
        Rect { y: self.area.y + used, height: self.area.height - used, ..self.area }
    }
}

/// The share of saturated samples, and the length of the gradient on its scale.
fn health(layer: &LayerObservation, unit: usize, words: &Words, row: Rect, buf: &mut Buffer, look: Look) {
    let cells = usize::from(row.width);
    let share = layer.health.saturated_units.get(unit).copied().unwrap_or(0.0);
    let said = words.fill("train.inspected-flat", &[("share", &format!("{:.0}", share * 100.0))]);
    let role = if share >= 0.9 && !layer.is_flat { Role::Warning } else { Role::Text };
    let used = text::put(buf, row.x, row.y, cells, &said, look.style(role)) + 2;
    let Some(length) = layer.gradient.as_ref().map(|gradient| gradient.length_of(unit)) else { return };
    let name = words.get("train.gradient");
    let wide = text::width(name) + 1 + DIGITS;
    if usize::from(used) + wide > cells {
        return;
    }
    let x = row.x + used;
    text::put(buf, x, row.y, cells, name, look.style(Role::Muted));
    let x = x + text::width(name) as u16 + 1;
    let free = usize::from(row.right().saturating_sub(x)).saturating_sub(DIGITS + 1);
    gradient(length, free.min(24), Rect { x, width: row.right() - x, ..row }, buf, look);
}

/// The chosen unit as lines of text: its sum, how saturated it is, and each weight with its gradient and next step.
pub(super) fn lines(room: &TrainScreen, words: &Words, look: Look) -> Vec<String> {
    let chosen = net::chosen(room);
    let Some((_, layer)) = layer(room, chosen) else { return Vec::new() };
    let (unit, names) = (chosen.index, room.control.experiment.data.inputs());
    let weights = layer.weights.row(unit).to_vec();
    let name = |n: usize| match chosen.column {
        1 => names.get(n).cloned().unwrap_or_default(),
        column => format!("{}.{}", column - 1, n + 1),
    };
    let names: Vec<String> = (0..weights.len()).map(name).collect();
    let bias = layer.biases.get(unit).copied().unwrap_or(0.0);
    let share = layer.health.saturated_units.get(unit).copied().unwrap_or(0.0);
    let flat = words.fill("train.inspected-flat", &[("share", &format!("{:.0}", share * 100.0))]);
    let mut lines = vec![
        format!("{} {} {}: {flat}", words.get("train.inspected"), chosen.text(), layer.activation),
        formula(&weights, &names, bias, look, usize::MAX),
    ];
    let heads = ["train.inspected-weight", "train.inspected-slope", "train.inspected-step"].map(|key| words.get(key));
    for n in 0..=weights.len() {
        let name = names.get(n).map_or(words.get("train.bias"), String::as_str);
        let numbers = numbers(layer, unit, n).map(|x| x.map_or_else(|| "-".to_owned(), |x| format!("{x:e}")));
        let said: Vec<String> = heads.iter().zip(&numbers).map(|(head, number)| format!("{head} {number}")).collect();
        lines.push(format!("{name}: {}", said.join(", ")));
    }
    lines
}

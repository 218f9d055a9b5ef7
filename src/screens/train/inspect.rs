//! The inspector: the chosen unit in numbers and curves. Its sum, its activation with the samples under it, and what each
//! weight is about to do.

use super::TrainScreen;
use super::framed::framed;
use super::inspector::{DIGITS, gradient};
use super::net::{self, ChosenUnit};
use super::weight_curve::{self, WeightCurve};
use crate::nn::training_run::{LayerObservation, Observation, PerParameter, Predictor};
use crate::screens::DrawContext;
use crate::text::number::{fixed, steady};
use crate::theme::Role;
use crate::widgets::panel::Panel;
use crate::widgets::{Look, net as picture, text};
use crate::words::Words;
use ndarray::Array2;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

/// The most samples under the curve, and the most multiplications for them.
const SAMPLES: usize = 2000;
const WORK: usize = 20_000_000;
/// The bars of the histogram and the places of the curve.
const BARS: usize = 64;
/// The cells of a number in the table.
const CELLS: usize = 10;
/// The fewest rows and columns of the curve with its samples.
const CURVE: (u16, u16) = (24, 5);

/// What is known of the chosen unit beside its weights.
#[derive(Debug, Default)]
pub(super) struct InspectedUnit {
    /// How many samples have a pre-activation in each part of the range.
    counts: Vec<u64>,
    /// The ends of the range of pre-activations.
    range: [f64; 2],
    /// The values of the activation over that range.
    curve: Vec<f64>,
}

/// Computes what the drawing needs.
pub(super) fn inspected(room: &TrainScreen) -> Option<InspectedUnit> {
    let status = room.control.shown()?;
    let seen = status.seen.get(room.now.shown.contestant)?;
    let chosen = net::chosen(room);
    let layer = chosen.column.checked_sub(1)?;
    let parameters = seen.layers.iter().map(LayerObservation::parameters).sum::<usize>().max(1);
    let samples = status.data.samples().min(SAMPLES).min((WORK / parameters).max(1));
    let inputs = status.data.inputs.slice_axis(ndarray::Axis(1), ndarray::Slice::from(..samples));
    let zs = match &seen.learner {
        Predictor::Network(network) => network.trace(inputs).pre_activations.get(layer)?.row(chosen.index).to_vec(),
        Predictor::Perceptron(one) => inputs.columns().into_iter().map(|row| one.sum(&row.to_vec())).collect(),
    };
    let finite = || zs.iter().copied().filter(|z| z.is_finite());
    let (low, high) = finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), z| (l.min(z), h.max(z)));
    if low > high {
        return None;
    }
    let margin = ((high - low) * 0.1).max(0.5);
    let range = [low - margin, high + margin];
    let at = |n: usize| range[0] + (range[1] - range[0]) * n as f64 / (BARS - 1) as f64;
    let places: Vec<f64> = (0..BARS).map(at).collect();
    let curve = match &seen.learner {
        Predictor::Network(network) => network.activate(layer, &places).0,
        Predictor::Perceptron(one) => {
            let mut values = vec![0.0; places.len()];
            one.function().values(&places, &mut values);
            values
        }
    };
    let mut counts = vec![0; BARS];
    for z in finite() {
        let share = (z - range[0]) / (range[1] - range[0]);
        counts[((share * BARS as f64) as usize).min(BARS - 1)] += 1;
    }
    Some(InspectedUnit { counts, range, curve })
}

/// The layer of the chosen unit.
fn layer(room: &TrainScreen, chosen: ChosenUnit) -> Option<(&Observation, &LayerObservation)> {
    let seen = room.control.shown()?.seen.get(room.now.shown.contestant)?;
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
    let formula = formula(
        &weights,
        &names,
        layer.biases.get(chosen.index).copied().unwrap_or(0.0),
        [look.glyph("·", "*"), look.glyph("−", "-")],
    );
    let mut rows = Rows { area, at: 0 };
    if let Some(row) = rows.next() {
        text::put(buf, row.x, row.y, cells, &text::cut(&formula, cells), look.style(Role::Title));
    }
    if let Some(row) = rows.next() {
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
        curve(room, words, parts.curve, buf, look);
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

/// `z = 0.71·x1 − 0.33·x2 + 0.87`.
fn formula(weights: &[f64], names: &[String], bias: f64, [times, minus]: [&str; 2]) -> String {
    let mut said = "z =".to_owned();
    let terms = weights.iter().zip(names).map(|(weight, name)| (*weight, format!("{times}{name}")));
    for (n, (value, name)) in terms.chain([(bias, String::new())]).enumerate() {
        let sign = match (n, value < 0.0) {
            (0, false) => " ".to_owned(),
            (0, true) => format!(" {minus}"),
            (_, true) => format!(" {minus} "),
            (_, false) => " + ".to_owned(),
        };
        said.extend([sign.as_str(), &fixed(value.abs(), 2), &name]);
    }
    said
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

/// The nth weight of a unit, or its bias after the last one; its gradient, and its next step.
fn numbers(layer: &LayerObservation, unit: usize, n: usize) -> [Option<f64>; 3] {
    let of = |weights: &Array2<f64>, biases: &[f64]| {
        if n < weights.ncols() { weights.get([unit, n]).copied() } else { biases.get(unit).copied() }
    };
    let part = |part: &Option<PerParameter>| part.as_ref().and_then(|part| of(&part.weights, &part.biases));
    [of(&layer.weights, &layer.biases), part(&layer.gradient), part(&layer.next_step)]
}

/// A row for each input and one for the bias: its weight, the gradient, and the next step. The chosen edge is marked, and
/// always visible.
fn table(
    layer: &LayerObservation,
    chosen: ChosenUnit,
    names: &[String],
    words: &Words,
    area: Rect,
    buf: &mut Buffer,
    look: Look,
) {
    if area.height == 0 {
        return;
    }
    let unit = chosen.index;
    let weights = layer.weights.row(unit);
    let bias = words.get("train.bias");
    let longest = names.iter().map(|name| text::width(name)).chain([text::width(bias)]).max().unwrap_or(0);
    let label = longest.min(usize::from(area.width).saturating_sub(3 * CELLS + 1)).max(2);
    let row = |n: usize| {
        let name = if n < weights.len() { names.get(n).map_or("", String::as_str) } else { bias };
        let written = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| steady(x, 4, CELLS - 1));
        (name.to_owned(), numbers(layer, unit, n).map(written))
    };
    let heads = ["train.inspected-weight", "train.inspected-slope", "train.inspected-step"].map(|key| words.get(key));
    // With few rows, the numbers matter more than their heads.
    let has_heads = area.height > 2;
    let mut y = area.y;
    let mut put = |mark: &str, name: &str, numbers: &[String], roles: [Role; 3], y: u16| {
        let style = look.style(if mark.trim().is_empty() { Role::Text } else { Role::Focus });
        let used = text::put(buf, area.x, y, label + 1, &text::left(&format!("{mark}{name}"), label + 1), style);
        let mut x = area.x + used.max(label as u16 + 1);
        for (number, role) in numbers.iter().zip(roles) {
            if usize::from(x) + CELLS > usize::from(area.right()) {
                break;
            }
            text::put(buf, x, y, CELLS, &text::right(&text::cut(number, CELLS), CELLS), look.style(role));
            x += CELLS as u16;
        }
    };
    if has_heads {
        let heads = heads.map(|head| look.spell(head));
        put(" ", "", &heads, [Role::Muted; 3], y);
        y += 1;
    }
    let fit = usize::from(area.height - u16::from(has_heads));
    let count = weights.len() + 1;
    let first = chosen.edge.map_or(0, |edge| (edge + 1).saturating_sub(fit)).min(count.saturating_sub(fit));
    for n in (first..count).take(fit) {
        let (name, numbers) = row(n);
        let mark = if chosen.edge == Some(n) { look.glyph("▸", ">") } else { " " };
        put(mark, &text::cut(&name, label), &numbers, [Role::Value, Role::Slope, Role::Text], y);
        y += 1;
    }
}

/// The activation over the range of the samples, and under it how many samples are where.
fn curve(room: &TrainScreen, words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
    let Some(unit) = &room.derived.inspected else { return };
    let bars = (area.height / 4).clamp(1, 4);
    let (low, high) = unit
        .curve
        .iter()
        .filter(|y| y.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), y| (l.min(*y), h.max(*y)));
    let span = if high > low { high - low } else { 1.0 };
    let values: Vec<f64> = unit.curve.iter().map(|y| if high > low { (y - low) / span } else { 0.5 }).collect();
    let top = Rect { height: area.height - bars - 1, ..area };
    picture::draw_curve(&values, top, buf, look, Role::Value);
    let ends = [fixed(high, 2), fixed(low, 2)];
    text::put(buf, top.x, top.y, usize::from(top.width), &ends[0], look.style(Role::Muted));
    text::put(buf, top.x, top.bottom() - 1, usize::from(top.width), &ends[1], look.style(Role::Muted));
    histogram(unit, Rect { y: top.bottom(), height: bars, ..area }, buf, look);
    let axis = Rect { y: area.bottom() - 1, height: 1, ..area };
    let [low, high] = unit.range.map(|z| fixed(z, 1));
    let cells = usize::from(area.width);
    let middle = words.get("train.inspected-samples");
    text::put(buf, axis.x, axis.y, cells, &low, look.style(Role::Muted));
    let right = cells.saturating_sub(text::width(&high));
    text::put(buf, axis.x + right as u16, axis.y, cells - right, &high, look.style(Role::Muted));
    let wide = text::width(middle);
    if text::width(&low) + wide + text::width(&high) + 4 <= cells {
        text::put(buf, axis.x + ((cells - wide) / 2) as u16, axis.y, wide, middle, look.style(Role::Muted));
    }
}

fn histogram(unit: &InspectedUnit, area: Rect, buf: &mut Buffer, look: Look) {
    let columns = usize::from(area.width);
    // The bars of a cell are added up.
    let of = |column: usize| -> u64 {
        let (from, to) = (column * BARS / columns, ((column + 1) * BARS / columns).max(column * BARS / columns + 1));
        unit.counts.get(from..to.min(BARS)).into_iter().flatten().sum()
    };
    let counts: Vec<u64> = (0..columns).map(of).collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    for (column, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        // A single sample is visible.
        let eighths = ((*count as f64 / most as f64 * f64::from(area.height) * 8.0).round() as u16).max(1);
        for row in 0..area.height {
            let level = eighths.saturating_sub(row * 8).min(8);
            let glyph = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][usize::from(level)];
            let glyph = if look.ascii && level > 0 { "#" } else { glyph };
            let (x, y) = (area.x + column as u16, area.bottom() - 1 - row);
            text::put(buf, x, y, 1, glyph, look.style(Role::Muted));
        }
    }
}

/// The chosen unit as lines of text: its sum, how saturated it is, and each weight with its gradient and next step.
pub(super) fn lines(room: &TrainScreen, words: &Words) -> Vec<String> {
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
        formula(&weights, &names, bias, ["*", "-"]),
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

//! One unit in numbers: what each input adds to its sum, and what the activation makes of the sum, sample by sample.

use super::TrainScreen;
use super::framed::framed;
use crate::functions::function::Function;
use crate::nn::experiment::{Contestant, Model};
use crate::nn::training_run::LayerObservation;
use crate::screens::DrawContext;
use crate::text::number::{fixed, steady};
use crate::theme::Role;
use crate::widgets::panel::Panel;
use crate::widgets::{Look, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The width of a number, in cells.
const CELLS: usize = 8;
/// The decimals of numbers below 10.
const DECIMALS: usize = 4;
/// The most inputs of a unit whose terms fit in a row.
const MOST_INPUTS: usize = 4;

/// The first unit of a layer, with its activation.
struct Unit<'a> {
    weights: Vec<f64>,
    bias: f64,
    function: &'a Function,
    name: &'a str,
}

impl<'a> Unit<'a> {
    /// The first unit of the first layer of a contestant.
    fn first(contestant: &'a Contestant, layer: &'a LayerObservation) -> Option<Self> {
        let function = match &contestant.model {
            Model::Perceptron(setup) => &setup.function,
            Model::Network(setup) => &setup.layers.first()?.function,
        };
        let weights = layer.weights.rows().into_iter().next()?.to_vec();
        Some(Self { weights, bias: *layer.biases.first()?, function, name: &layer.activation })
    }

    fn terms<'b>(&'b self, inputs: &'b [f64]) -> impl Iterator<Item = f64> + 'b {
        self.weights.iter().zip(inputs).map(|(w, x)| w * x)
    }

    /// The bias and the weighted inputs, added in the order of training.
    fn sum(&self, inputs: &[f64]) -> f64 {
        self.terms(inputs).fold(self.bias, |sum, term| sum + term)
    }

    /// `0.0097·x1 + 0.0098·x2 − 0.0065`.
    fn formula(&self, look: Look) -> String {
        let minus = look.glyph("−", "-");
        let mut formula: Vec<String> = Vec::new();
        let names = (1..=self.weights.len()).map(|n| format!("{}x{n}", look.glyph("·", "*")));
        let parts = self.weights.iter().copied().zip(names).chain([(self.bias, String::new())]);
        for (n, (value, name)) in parts.enumerate() {
            let digits = number(value.abs());
            let sign = match (n, value < 0.0) {
                (0, true) => minus.to_owned(),
                (0, false) => String::new(),
                (_, true) => format!(" {minus} "),
                (_, false) => " + ".to_owned(),
            };
            formula.push([&sign, digits.trim(), &name].concat());
        }
        formula.concat()
    }
}

/// A number of constant width; with four decimals unless it is very small or large.
fn number(x: f64) -> String {
    let is_usual = x == 0.0 || (1e-3..1e3).contains(&x.abs());
    if is_usual { format!("{:>CELLS$}", fixed(x, DECIMALS)) } else { steady(x, DECIMALS, CELLS) }
}

/// A cell of the table: its words and their role.
type Cell = (String, Role);

/// Draws the unit.
pub(super) fn draw(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let contestant = room.now.shown.contestant;
    let shown = room.control.experiment.contestants.get(contestant);
    let seen =
        room.control.shown().and_then(|status| Some((status, status.observations.get(contestant)?.layers.first()?)));
    let unit = shown.zip(seen).and_then(|(shown, (_, layer))| Unit::first(shown, layer));
    let name = unit.as_ref().map_or("", |unit| unit.name);
    let panel = Panel { right: Some((name, Role::Muted)), ..Panel::titled(words.get("train.one-unit")) };
    let inner = framed(room, contestant, &panel, view, area, buf);
    let (Some(unit), Some((status, _))) = (unit, seen) else { return };
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let cells = usize::from(inner.width);
    let formula = format!("{} = {}", words.get("train.unit-sum"), unit.formula(look));
    text::put(buf, inner.x, inner.y, cells, &text::cut(&formula, cells), look.style(Role::Title));
    if unit.weights.len() > MOST_INPUTS {
        return;
    }
    let data = &status.data;
    let targets = data.targets.row(0);
    let mut rows = vec![heads(&unit, words)];
    for (inputs, target) in data.inputs.columns().into_iter().zip(targets) {
        rows.push(row(&unit, &inputs.to_vec(), *target));
    }
    // A blank row between the formula and the table, if that hides no sample.
    let gap = u16::from(usize::from(inner.height) > rows.len() + 1);
    let table = Rect { y: inner.y + 1 + gap, height: inner.height.saturating_sub(1 + gap), ..inner };
    draw_rows(&rows, words, table, buf, look);
}

fn heads(unit: &Unit, words: &Words) -> Vec<Cell> {
    let inputs = (1..=unit.weights.len()).map(|n| format!("x{n}"));
    let terms = (1..=unit.weights.len()).map(|n| format!("w{n}·x{n}"));
    let named = ["train.bias", "train.unit-sum", "train.unit-output", "train.unit-target"];
    let named = named.map(|key| words.get(key).to_owned());
    inputs.chain(terms).chain(named).map(|head| (head, Role::Muted)).collect()
}

fn row(unit: &Unit, inputs: &[f64], target: f64) -> Vec<Cell> {
    let sum = unit.sum(inputs);
    let inputs_and_terms = inputs.iter().copied().chain(unit.terms(inputs)).chain([unit.bias]);
    let mut row: Vec<Cell> = inputs_and_terms.map(|x| (number(x), Role::Text)).collect();
    let output = unit.function.value(sum);
    row.extend([(number(sum), Role::Focus), (number(output), Role::Value), (number(target), Role::Muted)]);
    row
}

/// Draws rows of right-aligned columns. Columns that do not fit are dropped, the inputs first.
fn draw_rows(rows: &[Vec<Cell>], words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
    let columns = rows.first().map_or(0, Vec::len);
    let wide = rows.iter().flatten().map(|(words, _)| text::width(words)).max().unwrap_or(CELLS).max(CELLS) + 1;
    let first = columns.saturating_sub(usize::from(area.width) / wide);
    let fits = usize::from(area.height);
    let left_out = rows.len().saturating_sub(fits);
    let shown = if left_out > 0 { fits.saturating_sub(1) } else { fits };
    let mut y = area.y;
    for row in rows.iter().take(shown) {
        let mut x = area.x;
        for (words, role) in &row[first..] {
            text::put(buf, x, y, wide, &text::right(&look.spell(words), wide), look.style(*role));
            x += wide as u16;
        }
        y += 1;
    }
    if left_out > 0 && y < area.bottom() {
        let more = words.fill("train.unit-more", &[("n", &(left_out + 1).to_string())]);
        text::put(buf, area.x, y, usize::from(area.width), &more, look.style(Role::Muted));
    }
}

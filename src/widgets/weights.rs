//! Weights and biases of a network, layer by layer: a row for each unit, a column for each input, and a separate one
//! for the bias. Sign and size are shown as text and as tone or, if there is no room for numbers, as a sign and a bar.
//!
//! ```text
//! hidden   x1     x2    bias
//!      1 +4.210 -4.187 │ -2.010
//!      2 -0.003 +0.120 │ +0.004  note
//! +2 more units
//! ```

mod entry;

use super::panel::set;
use super::{Look, text};
use crate::theme::Role;
use entry::WeightFormat;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[derive(Clone, Copy, Debug)]
pub struct LayerWeights<'a> {
    pub name: &'a str,
    /// The names of its inputs. An input without a name has its number.
    pub inputs: &'a [&'a str],
    /// The weights, unit after unit, with one for every input. A missing weight counts as NaN.
    pub weights: &'a [f64],
    /// The bias of each unit. Their number is the number of units.
    pub biases: &'a [f64],
    /// A warning for each unit, for example that it is dead. Empty or missing if there is none.
    pub notes: &'a [&'a str],
}

/// The text around the tables. `{n}` in it stands for a number.
#[derive(Clone, Copy, Debug)]
pub struct WeightWords<'a> {
    /// The header of the biases.
    pub bias: &'a str,
    /// Singular and plural, such as `+{n} more unit` and `+{n} more units`.
    pub more_units: [&'a str; 2],
    /// For example `+{n} more input` and `+{n} more inputs`.
    pub more_inputs: [&'a str; 2],
    /// For example `+{n} more layer` and `+{n} more layers`.
    pub more_layers: [&'a str; 2],
}

impl LayerWeights<'_> {
    fn units(&self) -> usize {
        self.biases.len()
    }

    /// The number of inputs of each unit.
    fn width(&self) -> usize {
        self.weights.len().checked_div(self.units()).unwrap_or(0)
    }

    /// The largest absolute value among its finite numbers.
    fn largest(&self) -> f64 {
        let sizes = self.weights.iter().chain(self.biases).map(|x| x.abs());
        sizes.filter(|x| x.is_finite()).fold(0.0, f64::max)
    }
}

/// The text for what does not fit, in singular or plural.
fn more([one, several]: [&str; 2], n: usize) -> String {
    let words = if n == 1 { one } else { several };
    words.replace("{n}", &n.to_string())
}

/// The rows of each layer, including its header. Layers get none if there are too few rows; those around the chosen one
/// have some.
fn shares_around(layers: &[LayerWeights], rows: usize, chosen: usize) -> Vec<usize> {
    let tried = (0..layers.len()).map(|first| {
        let mut shares = vec![0; first];
        shares.extend(share_rows(&layers[first..], rows, first > 0));
        shares
    });
    let sees = |shares: &Vec<usize>| shares.get(chosen).is_none_or(|rows| *rows > 0);
    tried.into_iter().find(sees).unwrap_or_else(|| share_rows(layers, rows, false))
}

/// The rows of each layer. The last layers get none first. `is_cut` says whether others before them have none.
fn share_rows(layers: &[LayerWeights], rows: usize, is_cut: bool) -> Vec<usize> {
    let needs: Vec<usize> = layers.iter().map(|layer| layer.units() + 1).collect();
    if needs.iter().sum::<usize>() + usize::from(is_cut) <= rows {
        return needs;
    }
    let shown =
        if layers.len() * 2 + usize::from(is_cut) <= rows { layers.len() } else { (rows.saturating_sub(1) / 2).max(1) };
    let mut left = if (is_cut || shown < layers.len()) && rows > 1 { rows - 1 } else { rows };
    let mut shares = vec![0; layers.len()];
    // One row for each in turn, until there are none left or all have enough.
    while left > 0 && (0..shown.min(layers.len())).any(|n| shares[n] < needs[n]) {
        for n in 0..shown.min(layers.len()) {
            if left > 0 && shares[n] < needs[n] {
                shares[n] += 1;
                left -= 1;
            }
        }
    }
    shares
}

/// Draws the layers below one another. Returns the number of rows that they take.
pub fn draw(layers: &[LayerWeights], words: &WeightWords, area: Rect, buf: &mut Buffer, look: Look) -> u16 {
    draw_around(layers, (0, 0), words, area, buf, look)
}

/// The same, so that a layer and a unit of it are visible, counted from 0.
pub fn draw_around(
    layers: &[LayerWeights],
    chosen: (usize, usize),
    words: &WeightWords,
    area: Rect,
    buf: &mut Buffer,
    look: Look,
) -> u16 {
    let area = area.intersection(buf.area);
    if area.is_empty() || layers.is_empty() {
        return 0;
    }
    let rows = usize::from(area.height);
    let shares = shares_around(layers, rows, chosen.0);
    let gaps = shares.iter().sum::<usize>() + layers.len() - 1 <= rows;
    let mut y = area.y;
    for (n, (layer, rows)) in layers.iter().zip(&shares).enumerate().filter(|(_, (_, rows))| **rows > 0) {
        if gaps && y > area.y {
            y += 1;
        }
        let unit = if n == chosen.0 { chosen.1 } else { 0 };
        let table = Table::of(layer, unit, words, Rect::new(area.x, y, area.width, *rows as u16));
        table.draw(buf, look);
        y += *rows as u16;
    }
    let hidden = shares.iter().filter(|rows| **rows == 0).count();
    if hidden > 0 && y < area.bottom() {
        let words = more(words.more_layers, hidden);
        text::put(buf, area.x, y, usize::from(area.width), &words, look.style(Role::Muted));
        y += 1;
    }
    y - area.y
}

/// The layout of one layer.
struct Table<'a> {
    layer: &'a LayerWeights<'a>,
    words: &'a WeightWords<'a>,
    area: Rect,
    /// The cells before the first column.
    gutter: usize,
    /// The cells of a column.
    cells: usize,
    /// The inputs and units that fit.
    inputs: usize,
    units: usize,
    /// The first unit that is shown.
    first: usize,
    entry: WeightFormat,
    /// The text for what does not fit, and whether it has a separate row.
    more: String,
    more_below: bool,
}

impl<'a> Table<'a> {
    fn of(layer: &'a LayerWeights<'a>, chosen: usize, words: &'a WeightWords<'a>, area: Rect) -> Self {
        let (width, rows) = (usize::from(area.width), usize::from(area.height));
        let name = text::width(layer.name).max(layer.units().to_string().len());
        let gutter = (name + 1).min((width / 3).max(3)).min(width);
        let notes = layer.notes.iter().map(|note| text::width(note) + 1).max().filter(|w| *w > 1 && *w * 4 <= width);
        // The bias is separated by a line, or by a space if there are no numbers.
        let room = width.saturating_sub(gutter + notes.unwrap_or(0) + 2);
        let columns = layer.width() + 1;
        let widest = room / columns;
        let entry = WeightFormat::fitting(layer.largest(), widest.min(8));
        let cells = entry.cells().min(widest.max(1));
        let inputs = (room / cells).saturating_sub(1).min(layer.width());
        let units = layer.units().min(rows.saturating_sub(1));
        let mut table = Self {
            layer,
            words,
            area,
            gutter,
            cells,
            inputs,
            units,
            first: 0,
            entry,
            more: String::new(),
            more_below: false,
        };
        if units < layer.units() {
            // The row is taken from the units if they can spare one.
            table.more_below = cells > 2 && rows > 2;
            table.units -= usize::from(table.more_below);
            table.more = more(words.more_units, layer.units() - table.units);
            // The chosen unit is the last one at most.
            table.first = (chosen + 1).saturating_sub(table.units).min(layer.units() - table.units);
        }
        if inputs < layer.width() {
            let gap = if table.more.is_empty() { "" } else { "  " };
            table.more = format!("{}{gap}{}", table.more, more(words.more_inputs, layer.width() - inputs));
        }
        table
    }

    /// The column of cells of an input, or of the bias, which comes after the last input.
    fn column(&self, n: usize) -> u16 {
        let gap = if n < self.inputs { 0 } else { self.gap() };
        self.area.x + (self.gutter + n * self.cells + gap) as u16
    }

    fn gap(&self) -> usize {
        if self.entry.is_number() { 2 } else { 1 }
    }

    fn draw(&self, buf: &mut Buffer, look: Look) {
        self.draw_header(buf, look);
        let largest = self.layer.largest();
        for unit in self.first..self.first + self.units {
            let y = self.area.y + 1 + (unit - self.first) as u16;
            let note = self.layer.notes.get(unit).copied().unwrap_or("");
            let role = if note.is_empty() { Role::Muted } else { Role::Warning };
            let number = text::right(&(unit + 1).to_string(), self.gutter.saturating_sub(1));
            text::put(buf, self.area.x, y, self.gutter, &number, look.style(role));
            for n in 0..=self.inputs {
                let weight = self.layer.weights.get(unit * self.layer.width() + n);
                let value = if n < self.inputs { weight } else { self.layer.biases.get(unit) };
                let field = Rect::new(self.column(n), y, self.cells as u16, 1).intersection(self.area);
                self.entry.draw(value.copied().unwrap_or(f64::NAN), largest, field, buf, look);
            }
            if self.entry.is_number() && self.inputs > 0 && self.column(self.inputs) < self.area.right() {
                set(buf, self.column(self.inputs) - 1, y, look.glyph("│", "|"), look.style(Role::Border));
            }
            self.put(buf, self.column(self.inputs + 1) as usize + 1, y, note, look, role);
        }
        if self.more_below {
            self.put(buf, usize::from(self.area.x), self.area.bottom() - 1, &self.more, look, Role::Muted);
        }
    }

    fn draw_header(&self, buf: &mut Buffer, look: Look) {
        let (y, width) = (self.area.y, usize::from(self.area.width));
        let more = if self.more_below { "" } else { &self.more };
        // Bars have no input names above them, so the layer's name may be longer.
        let room = if self.entry.is_number() { self.gutter.saturating_sub(1) } else { width };
        let name = look.spell(self.layer.name);
        text::put(buf, self.area.x, y, room.min(width), &text::cut(&name, room), look.style(Role::Title));
        if more.is_empty() && self.entry.is_number() {
            for n in 0..=self.inputs {
                let number = (n + 1).to_string();
                let known = self.layer.inputs.get(n).copied().unwrap_or(&number);
                let label = look.spell(if n < self.inputs { known } else { self.words.bias });
                let label = text::right(&text::cut(&label, self.cells - 1), self.cells - 1);
                self.put(buf, usize::from(self.column(n)), y, &label, look, Role::Muted);
            }
            return;
        }
        let used = text::width(&name).min(room) + 1;
        let from = width.saturating_sub(text::width(more)).max(used).min(self.gutter.max(used));
        self.put(buf, usize::from(self.area.x) + from, y, more, look, Role::Muted);
    }

    /// Draws text, cut at the edge of the area.
    fn put(&self, buf: &mut Buffer, x: usize, y: u16, words: &str, look: Look, role: Role) {
        let right = usize::from(self.area.right());
        if x < right && !words.is_empty() {
            text::put(buf, x as u16, y, right - x, &look.spell(words), look.style(role));
        }
    }
}

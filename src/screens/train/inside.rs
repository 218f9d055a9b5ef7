//! The inside of a contestant: its layers and their health, then its weights.

use super::TrainScreen;
use super::confusion::{self, Confusion};
use super::framed::framed;
use super::net;
use crate::nn::report::{SummaryRow, summary};
use crate::nn::training_run::LayerObservation;
use crate::screens::DrawContext;
use crate::text::number;
use crate::theme::Role;
use crate::widgets::panel::{Panel, set};
use crate::widgets::{Look, text, weights};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

/// The ends of the scale of gradient bars. The scale is the same for all contestants and epochs, so that a gradient that
/// vanishes has a short bar at every epoch.
const SCALE: [f64; 2] = [net::LEAST_GRADIENT, 1e1];
/// The ends of the scale as they are written, and in ASCII.
const ENDS: [[&str; 2]; 2] = [["10⁻¹⁰", "10"], ["1e-10", "10"]];
/// The width of a gradient in digits, in cells.
pub(super) const DIGITS: usize = 7;
/// The width that a gradient needs for its digits and a useful bar.
const GRADIENT: usize = DIGITS + 6;

/// A column of the table of layers.
struct Column {
    /// The key of its heading in the catalogue.
    key: &'static str,
    head: String,
    cells: Vec<String>,
    right: bool,
}

/// The columns that are dropped if there is no space, the least useful first. The number of a layer and its dead units
/// always stay.
const SPARED: [&str; 4] = ["train.count", "train.shape", "train.activation", "train.flat"];

/// From this width on, confusion matrices are beside the layers and the weights.
const WIDE: u16 = 96;
/// The fewest rows of weights below a confusion matrix, if there is no room for all.
const LEAST_WEIGHTS: u16 = 2;

/// The most cells of the name of an input above its weights.
const SHORT: usize = 6;

/// The fewest rows of a panel per contestant.
const WORTH: u16 = 16;

/// Draws the current contestant, or all of them if there is height for it.
pub(super) fn draw_all(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let count = room.control.experiment.contestants.len();
    if count < 2 || area.height / (count as u16) < WORTH {
        draw(room, room.now.shown.contestant, view, area, buf);
        return;
    }
    let parts = area.layout_vec(&Layout::vertical(vec![Constraint::Fill(1); count]));
    for (n, part) in parts.into_iter().enumerate() {
        draw(room, n, view, part, buf);
    }
}

fn draw(room: &TrainScreen, contestant: usize, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let rows = summary(&room.control.experiment, contestant);
    let all: usize = rows.iter().map(|row| row.parameters).sum();
    let count = words.fill("train.parameters", &[("n", &all.to_string())]);
    let panel = Panel { right: Some((&count, Role::Muted)), ..Panel::titled(words.get("train.inside")) };
    let inner = framed(room, contestant, &panel, view, area, buf);
    let Some(seen) = room.control.shown().and_then(|status| status.observations.get(contestant)) else { return };
    let confusions = room.derived.confusions.get(contestant).map_or(&[][..], Vec::as_slice);
    let inner = if confusions.is_empty() || inner.width < WIDE {
        inner
    } else {
        let [left, right] = inner.layout(&Layout::horizontal([Constraint::Fill(1); 2]).spacing(1));
        confusion::matrices(room, confusions, words, Rect { width: right.width - 1, ..right }, buf, look);
        left
    };
    // The weights get the remaining rows. If there are none, only the table is visible.
    let table = (rows.len() as u16 + 1).min(inner.height);
    layers(&rows, &seen.layers, words, Rect { height: table, ..inner }, buf, look);
    let rest = Rect { y: inner.y + table, height: inner.height - table, ..inner };
    let all = seen.layers.iter().map(|l| l.biases.len() as u16 + 1).sum::<u16>();
    let rest = if area.width < WIDE + 2 { below(room, confusions, all, words, rest, buf, look) } else { rest };
    // There is an empty row between the tables if that hides no weight.
    let gap = u16::from(rest.height > 2 + all);
    let rest = Rect { y: rest.y + gap, height: rest.height - gap, ..rest };
    tables(room, &seen.layers, words, Rect { x: rest.x + 1, width: rest.width.saturating_sub(2), ..rest }, buf, look);
}

/// Draws the confusion matrices between the table of layers and the weights, which take `all` rows: as many as fit without
/// hiding a weight, and at least the last one if there is a test or there are several classes. Returns the rows that are
/// left.
fn below(
    room: &TrainScreen,
    confusions: &[Confusion],
    all: u16,
    words: &Words,
    area: Rect,
    buf: &mut Buffer,
    look: Look,
) -> Rect {
    // With an empty row before each matrix and after the last one.
    let needed = |confusions: &[Confusion]| confusions.iter().map(|one| confusion::rows(one) + 1).sum::<u16>() + 1;
    let last = &confusions[confusions.len().saturating_sub(1)..];
    let is_asked = last.iter().any(|one| one.is_test || one.classes() > 2);
    let fits = |confusions: &[Confusion]| needed(confusions) + all <= area.height;
    // Where there is little room, the empty rows go first, then the weights.
    let left = |weights: u16| (area.height + 2).checked_sub(needed(last) + weights);
    let spare = left(LEAST_WEIGHTS).or_else(|| left(0)).map(|spare| spare.min(2));
    let (shown, spare) = match spare {
        _ if confusions.is_empty() => return area,
        _ if fits(confusions) => (confusions, 2),
        _ if fits(last) => (last, 2),
        Some(spare) if is_asked => (last, spare),
        _ => return area,
    };
    let height = needed(shown) + spare - 2;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    // One below the other, because the panel is not wide.
    let mut y = inner.y + spare.min(1);
    for one in shown {
        confusion::matrix(room, one, words, Rect { y, height: confusion::rows(one), ..inner }, buf, look);
        y += confusion::rows(one) + 1;
    }
    Rect { y: area.y + height, height: area.height - height, ..area }
}

/// Draws the weights and biases of the current contestant.
pub(super) fn draw_weights(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let contestant = room.now.shown.contestant;
    let inner = framed(room, contestant, &Panel::titled(words.get("train.weights")), view, area, buf);
    let Some(seen) = room.control.shown().and_then(|status| status.observations.get(contestant)) else { return };
    tables(
        room,
        &seen.layers,
        words,
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner },
        buf,
        look,
    );
}

fn layers(rows: &[SummaryRow], layers: &[LayerObservation], words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
    let health = || layers.iter().map(|layer| &layer.health);
    let column = |key: &'static str, right: bool, cells: Vec<String>| Column {
        key,
        head: words.get(key).to_owned(),
        cells,
        right,
    };
    let arrow = look.glyph("→", ">");
    let mut columns = vec![
        column("train.layer", true, (1..=rows.len()).map(|n| n.to_string()).collect()),
        column(
            "train.activation",
            false,
            rows.iter().enumerate().map(|(n, row)| named(row, layers.get(n), look)).collect(),
        ),
        column("train.shape", true, rows.iter().map(|row| format!("{}{arrow}{}", row.inputs, row.outputs)).collect()),
        column("train.count", true, rows.iter().map(|row| row.parameters.to_string()).collect()),
        column("train.dead", true, health().map(|h| format!("{}/{}", h.dead_units(), h.dead.len())).collect()),
        column("train.flat", true, health().map(|h| format!("{:.0}%", h.saturated * 100.0)).collect()),
    ];
    let wide = |column: &Column| column.cells.iter().chain([&column.head]).map(|c| text::width(c)).max().unwrap_or(0);
    let used = |columns: &[Column]| columns.iter().map(|c| wide(c) + 1).sum::<usize>();
    if layers.iter().any(|layer| layer.cut_by_l1.is_some()) {
        let links = |layer: &LayerObservation| format!("{}/{}", layer.cut_links().unwrap_or(0), layer.weights.len());
        columns.push(column("train.cut", true, layers.iter().map(links).collect()));
    }
    // The gradient has priority.
    for spared in SPARED {
        if used(&columns) + GRADIENT > usize::from(area.width) {
            columns.retain(|column| column.key != spared);
        }
    }
    let mut x = area.x + 1;
    for column in &columns {
        let cells = wide(column);
        let pad = |words: &str| if column.right { text::right(words, cells) } else { text::left(words, cells) };
        text::put(buf, x, area.y, cells, &pad(&column.head), look.style(Role::Muted));
        for (n, words) in column.cells.iter().enumerate().take(usize::from(area.height).saturating_sub(1)) {
            let dead = layers.get(n).is_some_and(|layer| layer.health.dead_units() > 0);
            let role = if dead && column.key == "train.dead" { Role::Warning } else { Role::Text };
            text::put(buf, x, area.y + 1 + n as u16, cells, &pad(words), look.style(role));
        }
        x += cells as u16 + 1;
    }
    let bars = Rect { x, width: area.right().saturating_sub(x), ..area };
    gradients(layers, words, bars, buf, look);
}

/// The activation of a layer, with its alpha if that is trained.
fn named(row: &SummaryRow, layer: Option<&LayerObservation>, look: Look) -> String {
    let trained = layer.filter(|layer| layer.trains_alpha);
    let alpha = trained.and_then(|layer| layer.parameters.iter().find(|(name, _)| name == "alpha"));
    match alpha {
        Some((_, alpha)) => look.spell(&format!("{} α {}", row.activation, number::fixed(*alpha, 3))),
        None => row.activation.clone(),
    }
}

/// The names of the inputs: their own if all are short, or x1, x2, …
fn inputs(room: &TrainScreen) -> Vec<String> {
    let inputs = room.control.experiment.data.inputs();
    if inputs.iter().all(|name| text::width(name) <= SHORT) {
        return inputs;
    }
    (1..=inputs.len()).map(|n| format!("x{n}")).collect()
}

/// Weights and biases, layer by layer.
fn tables(room: &TrainScreen, layers: &[LayerObservation], words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
    let names: Vec<String> = (1..=layers.len()).map(|n| format!("{} {n}", words.get("train.layer"))).collect();
    let inputs = inputs(room);
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let flat: Vec<Vec<f64>> = layers.iter().map(|layer| layer.weights.iter().copied().collect()).collect();
    let note = |dead: &bool| if *dead { words.get("train.dead-note") } else { "" };
    let notes: Vec<Vec<&str>> = layers.iter().map(|layer| layer.health.dead.iter().map(note).collect()).collect();
    let tables: Vec<weights::LayerWeights> = layers
        .iter()
        .enumerate()
        .map(|(n, layer)| weights::LayerWeights {
            name: &names[n],
            inputs: if n == 0 { &inputs } else { &[] },
            weights: &flat[n],
            biases: &layer.biases,
            notes: &notes[n],
        })
        .collect();
    let around = weights::WeightWords {
        bias: words.get("train.bias"),
        more_units: [words.get("train.more-unit"), words.get("train.more-units")],
        more_inputs: [words.get("train.more-input"), words.get("train.more-inputs")],
        more_layers: [words.get("train.more-layer"), words.get("train.more-layers")],
    };
    // The tables scroll with the chosen unit.
    let chosen = net::chosen(room);
    let chosen = (chosen.column.saturating_sub(1), if chosen.column > 0 { chosen.index } else { 0 });
    weights::draw_around(&tables, chosen, &around, area, buf, look);
}

/// Writes the ends of the scale above the bars, if there is space after the title.
fn scale_ends(title: &str, area: Rect, buf: &mut Buffer, look: Look) {
    let [low, high] = ENDS[usize::from(look.ascii)];
    let at = (DIGITS + 1).max(text::width(title) + 1);
    let right = usize::from(area.width).saturating_sub(text::width(high));
    if at + text::width(low) < right {
        text::put(buf, area.x + at as u16, area.y, text::width(low), low, look.style(Role::Muted));
        text::put(buf, area.x + right as u16, area.y, text::width(high), high, look.style(Role::Muted));
    }
}

/// The length of each layer's gradient as a number and a bar on a logarithmic scale. It makes vanishing gradients
/// visible.
fn gradients(layers: &[LayerObservation], words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
    text::put(buf, area.x, area.y, usize::from(area.width), words.get("train.gradient"), look.style(Role::Muted));
    let bar = usize::from(area.width).saturating_sub(DIGITS + 1);
    scale_ends(words.get("train.gradient"), area, buf, look);
    for (n, layer) in layers.iter().enumerate().take(usize::from(area.height).saturating_sub(1)) {
        let row = Rect { y: area.y + 1 + n as u16, height: 1, ..area };
        gradient(layer.health.gradient, bar, row, buf, look);
    }
}

/// The length of a gradient as a number and a bar of at most this many cells.
pub(super) fn gradient(length: f64, bar: usize, row: Rect, buf: &mut Buffer, look: Look) {
    let decades = |x: f64| libm::log10((x / SCALE[0]).max(1.0));
    let digits = if length == 0.0 { "0".to_owned() } else { number::steady(length, 4, DIGITS) };
    let style = look.style(if length == 0.0 { Role::Warning } else { Role::Text });
    text::put(buf, row.x, row.y, DIGITS, &text::right(&digits, DIGITS), style);
    let share = decades(length) / decades(SCALE[1]);
    let lit = (share * bar as f64).round() as usize;
    for cell in 0..lit.min(bar) {
        let x = row.x + (DIGITS + 1 + cell) as u16;
        set(buf, x, row.y, look.glyph("▇", "#"), look.style(Role::Slope));
    }
}

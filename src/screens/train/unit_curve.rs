//! The activation of the chosen unit over the range of its pre-activations, and how many samples are where.

use super::TrainScreen;
use super::net;
use crate::nn::training_run::{LayerObservation, Predictor};
use crate::text::number::fixed;
use crate::theme::Role;
use crate::widgets::{Look, net as picture, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The most samples under the curve, and the most multiplications for them.
const SAMPLES: usize = 2000;
const WORK: usize = 20_000_000;
/// The bars of the histogram and the places of the curve.
const BARS: usize = 64;

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
    let seen = status.observations.get(room.now.shown.contestant)?;
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

/// The activation over the range of the samples, and under it how many samples are where.
pub(super) fn curve(room: &TrainScreen, words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
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

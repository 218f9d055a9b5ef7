//! The weight of the chosen edge by epoch, or the unit's largest weight if no edge is chosen.

use super::TrainScreen;
use super::net::ChosenUnit;
use super::weight_table::sign_role;
use crate::nn::training_run::LayerObservation;
use crate::nn::weight_history::WeightPlace;
use crate::text::number::steady;
use crate::theme::Role;
use crate::widgets::{Look, net as picture, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The rows of the curve with its title, and the fewest of them that are drawn like this.
pub(super) const ROWS: (u16, u16) = (4, 3);
/// The places along the curve.
const PLACES: usize = 256;
/// The cells of its first and last value, and the fewest of a curve that is in one row with them.
const CELLS: usize = 6;
const LEAST: usize = 8;

/// The values of a weight from the start of the run to the shown position.
#[derive(Debug)]
pub(super) struct WeightCurve {
    /// The input that it is of.
    input: usize,
    /// Epochs and values, at least two.
    values: Vec<(f64, f64)>,
}

impl WeightCurve {
    /// That of the chosen unit. `None` before the first step, and if the network is too large for a history.
    pub(super) fn of(room: &TrainScreen, layer: &LayerObservation, chosen: ChosenUnit) -> Option<Self> {
        let status = room.control.shown()?;
        let weights = layer.weights.row(chosen.index);
        let largest = || (0..weights.len()).reduce(|a, b| if weights[b].abs() > weights[a].abs() { b } else { a });
        let input = chosen.edge.or_else(largest)?;
        let place = WeightPlace {
            contestant: room.now.shown.contestant,
            layer: chosen.column.checked_sub(1)?,
            unit: chosen.index,
            input: Some(input),
        };
        let kept = status.weights.values(place);
        let mut values: Vec<(f64, f64)> = kept.into_iter().map(|(epoch, value)| (epoch as f64, value)).collect();
        let now = status.at.epoch as f64 + status.at.step as f64 / status.per_epoch.max(1) as f64;
        let (last, _) = values.last()?;
        if *last < now {
            values.push((now, *weights.get(input)?));
        }
        (values.len() > 1).then_some(Self { input, values })
    }

    /// Values from 0 to 1 at even distances, with straight lines between what is kept.
    fn places(&self) -> Vec<f64> {
        let finite = self.values.iter().map(|(_, value)| *value).filter(|value| value.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), value| (l.min(value), h.max(value)));
        let share = |value: f64| if high > low { (value - low) / (high - low) } else { 0.5 * value / value };
        let end = self.values.last().map_or(0.0, |(epoch, _)| *epoch);
        let at = |n: usize| {
            let epoch = end * n as f64 / (PLACES - 1) as f64;
            let after = self.values.partition_point(|(at, _)| *at < epoch).min(self.values.len() - 1);
            let ((x, from), (next, to)) = (self.values[after.saturating_sub(1)], self.values[after]);
            share(if next > x { from + (to - from) * (epoch - x) / (next - x) } else { to })
        };
        (0..PLACES).map(at).collect()
    }

    fn ends(&self) -> [String; 2] {
        let value = |end: Option<&(f64, f64)>| end.map_or_else(String::new, |(_, value)| steady(*value, 3, CELLS));
        [value(self.values.first()), value(self.values.last())]
    }

    fn title(&self, names: &[String], words: &Words) -> String {
        words.fill("train.weight-history", &[("input", names.get(self.input).map_or("", String::as_str))])
    }

    /// Draws title, first and last value, and the curve: below them, or in one row with them if there is no other.
    pub(super) fn draw(&self, names: &[String], words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
        let (cells, [first, last]) = (usize::from(area.width), self.ends());
        let title = self.title(names, words);
        // As everywhere, the hue of a weight is that of its sign; that of the curve is the sign of its last value.
        let [begin, end] =
            [self.values.first(), self.values.last()].map(|value| sign_role(value.map_or(0.0, |(_, x)| *x)));
        let muted = look.style(Role::Muted);
        if area.height > 1 {
            let ends = format!("{} {} {}", first.trim(), look.glyph("→", ">"), last.trim());
            let free = cells.saturating_sub(text::width(&ends) + 1);
            text::put(buf, area.x, area.y, free, &text::cut(&title, free), muted);
            let right = cells.saturating_sub(text::width(&ends));
            let arrow = format!("{} {} ", first.trim(), look.glyph("→", ">"));
            let mut x = area.x + right as u16;
            text::put(buf, x, area.y, cells - right, &ends, muted);
            text::put(buf, x, area.y, cells - right, first.trim(), look.style(begin));
            x += text::width(&arrow) as u16;
            text::put(buf, x, area.y, usize::from(area.right().saturating_sub(x)), last.trim(), look.style(end));
            let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
            picture::draw_curve(&self.places(), below, buf, look, end);
            return;
        }
        let first = first.trim();
        let values = text::width(first) + text::width(&last) + 3;
        let free = cells.saturating_sub(values + LEAST);
        let used = text::put(buf, area.x, area.y, free, &text::cut(&title, free), muted) + 1;
        let used = used + text::put(buf, area.x + used, area.y, cells, first, look.style(begin)) + 1;
        let wide = cells.saturating_sub(usize::from(used) + text::width(&last) + 1) as u16;
        let curve = Rect { x: area.x + used, width: wide, ..area };
        picture::draw_curve(&self.places(), curve, buf, look, end);
        let x = curve.right() + 1;
        text::put(buf, x, area.y, usize::from(area.right().saturating_sub(x)), &last, look.style(end));
    }
}

//! Axes: round steps of 1, 2 and 5, and labels of steady width.

mod place;
mod ticks;

pub use place::{PlacedLabel, placed};
use ticks::round_step;
pub use ticks::{LabelStyle, Tick, ticks};

/// A stretch of numbers laid over dots: the centre of the first dot is `low`, that of the last is `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// At the first dot.
    pub low: f64,
    /// At the last dot.
    pub high: f64,
    /// How many dots.
    pub dots: usize,
}

impl Scale {
    /// The number at a dot, which may lie between two.
    pub fn at(&self, dot: f64) -> f64 {
        let share = dot / (self.dots.max(2) - 1) as f64;
        let span = self.high - self.low;
        // From the lowest number to the highest is further than numbers go.
        if span.is_finite() {
            self.low + span * dot / (self.dots.max(2) - 1) as f64
        } else {
            self.low * (1.0 - share) + self.high * share
        }
    }

    /// The dot of a number, which may lie between two or outside.
    pub fn dot(&self, number: f64) -> f64 {
        share(number, [self.low, self.high]) * (self.dots.max(2) - 1) as f64
    }

    /// How many numbers one dot covers.
    pub fn step(&self) -> f64 {
        let steps = (self.dots.max(2) - 1) as f64;
        self.high / steps - self.low / steps
    }
}

/// The share of the way from one number to a higher one at which a number lies.
pub(super) fn share(number: f64, [low, high]: [f64; 2]) -> f64 {
    let span = high - low;
    // Halved where from the lowest number to the highest is further than numbers go.
    if span.is_finite() { (number - low) / span } else { (number / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) }
}

/// Both ends moved outwards so that a curve does not lie on the frame; a flat curve gets room above and below.
pub fn padded(low: f64, high: f64) -> [f64; 2] {
    if !(low.is_finite() && high.is_finite() && low <= high) {
        return [-1.0, 1.0];
    }
    let span = high - low;
    let room = match low.abs().max(high.abs()) {
        size if span > size * 1e-12 => span * 0.06,
        0.0 => 1.0,
        size => size,
    };
    [(low - room).max(f64::MIN), (high + room).min(f64::MAX)]
}

/// Rows between two labels, at most.
const MOST_PER_STEP: usize = 12;

/// A range of the y axis, of `rows` rows of `dots` dots each, that holds `low` to `high` and on which every tick lies on
/// the middle of a row: labels stand at even distances and zero lines lie where zero is.
///
/// Of all steps and rows a step that do so, the one that shows the curve largest is taken.
pub fn aligned(low: f64, high: f64, rows: usize, dots: usize) -> [f64; 2] {
    let sound = low < high && low.is_finite() && high.is_finite();
    let [low, high] = if sound { [low, high] } else { padded(low, high) };
    let span = high - low;
    // Where steps would be none any more, ends as they are.
    if !(1e-290..1e290).contains(&span) {
        return [low, high];
    }
    let all = (rows * dots).max(2) as f64 - 1.0;
    let most = (rows / 2).clamp(1, 5);
    let wider = most + 1..=((rows.max(1) - 1) / 2).min(MOST_PER_STEP);
    let mut best: Option<(f64, [f64; 2])> = None;
    for per_step in (most.min(2)..=most).rev().chain(wider) {
        // So many dots lie between two ticks, so much between two dots.
        let dots_per_step = (per_step * dots) as f64;
        let mut step = round_step(span / (all - 1.0).max(1.0) * dots_per_step);
        for _ in 0..2 {
            let dot = step / dots_per_step;
            if let Some(found) = settle(low, high, rows, dots, dot, step) {
                let large = span / dot / all;
                // Fewer labels are worth it where the curve gets clearly larger, and three only where it gets much larger.
                let gain = match per_step {
                    few if few > most.max(rows / 4) => 1.2,
                    few if few > most => 1.08,
                    _ => 1.02,
                };
                if best.is_none_or(|(size, _)| large > size * gain) {
                    best = Some((large, found));
                }
                break;
            }
            step = round_step(step * 1.01);
        }
    }
    best.map_or_else(|| padded(low, high), |(_, range)| range)
}

/// The range with so much between two dots in which a tick lies on a row and the curve in the middle; `None` where the
/// curve does not fit.
fn settle(low: f64, high: f64, rows: usize, dots: usize, dot: f64, step: f64) -> Option<[f64; 2]> {
    let bottom = (rows * dots) as f64 - 1.0;
    let tick = (low / step).ceil() * step;
    // Dots from the top at which the tick would lie if the curve were in the middle, moved to the middle of a row.
    let wanted = bottom / 2.0 + (low.midpoint(high) - tick) / dot;
    let middle = (dots / 2) as f64;
    let nearest = ((wanted - middle) / dots as f64).round();
    [0.0, -1.0, 1.0].into_iter().find_map(|by| {
        let at = (nearest + by) * dots as f64 + middle;
        let range = [tick - (bottom - at) * dot, tick + at * dot];
        (range[0] <= low && high <= range[1] && range[1] > range[0]).then_some(range)
    })
}

#[cfg(test)]
mod tests;

//! Axes: round steps of 1, 2 and 5, and labels of equal width.

mod place;
mod ticks;

pub use place::{PlacedLabel, placed};
use ticks::round_step;
pub use ticks::{LabelStyle, Tick, ticks};

/// A range of numbers mapped to dots. The centre of the first dot is `low`, that of the last is `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The number at the first dot.
    pub low: f64,
    /// The number at the last dot.
    pub high: f64,
    /// The number of dots.
    pub dots: usize,
}

impl Scale {
    /// The number at a dot. The dot may be fractional.
    pub fn at(&self, dot: f64) -> f64 {
        let share = dot / (self.dots.max(2) - 1) as f64;
        let span = self.high - self.low;
        // The difference between the extremes of `f64` overflows.
        if span.is_finite() {
            self.low + span * dot / (self.dots.max(2) - 1) as f64
        } else {
            self.low * (1.0 - share) + self.high * share
        }
    }

    /// The dot of a number, which may be fractional or out of range.
    pub fn dot(&self, number: f64) -> f64 {
        share(number, [self.low, self.high]) * (self.dots.max(2) - 1) as f64
    }

    /// The range of numbers that one dot covers.
    pub fn step(&self) -> f64 {
        let steps = (self.dots.max(2) - 1) as f64;
        self.high / steps - self.low / steps
    }
}

/// The position of a number between a lower and a higher one, as a fraction.
pub(super) fn share(number: f64, [low, high]: [f64; 2]) -> f64 {
    let span = high - low;
    // Halved, because the difference between the extremes of `f64` overflows.
    if span.is_finite() { (number - low) / span } else { (number / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) }
}

/// Both ends moved outwards so that a curve is not on the frame. A flat curve gets room above and below.
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

/// The most rows between two labels.
const MOST_PER_STEP: usize = 12;

/// A range of the y axis, of `rows` rows with `dots` dots each, that contains `low` to `high` and has every tick in the
/// middle of a row. So the labels are evenly spaced, and zero lines are where zero is.
///
/// Of all steps that do so, it takes the one that shows the curve largest.
pub fn aligned(low: f64, high: f64, rows: usize, dots: usize) -> [f64; 2] {
    let sound = low < high && low.is_finite() && high.is_finite();
    let [low, high] = if sound { [low, high] } else { padded(low, high) };
    let span = high - low;
    // Outside this range the steps would underflow or overflow, so the ends are unchanged.
    if !(1e-290..1e290).contains(&span) {
        return [low, high];
    }
    let all = (rows * dots).max(2) as f64 - 1.0;
    let most = (rows / 2).clamp(1, 5);
    let wider = most + 1..=((rows.max(1) - 1) / 2).min(MOST_PER_STEP);
    let mut best: Option<(f64, [f64; 2])> = None;
    for per_step in (most.min(2)..=most).rev().chain(wider) {
        // The number of dots between two ticks, and then the size of a dot.
        let dots_per_step = (per_step * dots) as f64;
        let mut step = round_step(span / (all - 1.0).max(1.0) * dots_per_step);
        for _ in 0..2 {
            let dot = step / dots_per_step;
            if let Some(found) = settle(low, high, rows, dots, dot, step) {
                let large = span / dot / all;
                // Fewer labels are chosen only if the curve gets clearly larger, and three only if it gets much larger.
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

/// The range with this dot size in which a tick is on a row and the curve in the middle. `None` if the curve does not
/// fit.
fn settle(low: f64, high: f64, rows: usize, dots: usize, dot: f64, step: f64) -> Option<[f64; 2]> {
    let bottom = (rows * dots) as f64 - 1.0;
    let tick = (low / step).ceil() * step;
    // The dots from the top to the tick if the curve were in the middle, moved to the middle of a row.
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

//! Corners and jumps: points where a difference of slope or value stays although the interval shrinks.

use super::Survey;
use crate::functions::properties::{Break, BreakKind};

/// A curve without breaks has smaller differences of slope and value over `NARROW`.
const CORNER: f64 = 1e-4;
const JUMP: f64 = 1e-5;
const NARROW: f64 = 1e-8;

/// The breaks on the grid, by ascending x, each at a round number if one is near.
pub(super) fn find(survey: &Survey<'_>) -> Vec<Break> {
    let mut breaks: Vec<Break> = survey.xs.windows(2).filter_map(|pair| within(survey, pair[0], pair[1])).collect();
    breaks.dedup_by(|a, b| a.x == b.x);
    breaks
}

fn within(survey: &Survey<'_>, mut a: f64, mut b: f64) -> Option<Break> {
    let (value, slope) = (|x| survey.function.value(x), |x| survey.function.slope(x));
    let differences = |a: f64, b: f64| ((slope(b) - slope(a)).abs(), (value(b) - value(a)).abs());
    loop {
        let (turn, rise) = differences(a, b);
        if turn < CORNER && rise < JUMP {
            return None;
        }
        if b - a < NARROW {
            // Adding zero turns -0 into 0.
            let x = (f64::midpoint(a, b) * 1e6).round() / 1e6 + 0.0;
            let kind = if rise < JUMP { BreakKind::Corner } else { BreakKind::Jump };
            return Some(Break { x, kind, slope_used: slope(x) });
        }
        let middle = f64::midpoint(a, b);
        let (left, right) = (differences(a, middle), differences(middle, b));
        if left.0 + left.1 > right.0 + right.1 {
            b = middle;
        } else {
            a = middle;
        }
    }
}

//! The steepest slope, and the point where it is.

use super::{Survey, in_earnest, peak};
use crate::functions::properties::{Break, Steepest};

/// A point with a steep slope.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    slope: f64,
    /// Its index on the grid.
    index: usize,
}

pub(super) fn find(survey: &Survey<'_>, breaks: &[Break]) -> Steepest {
    let places = peaks(survey);
    let best = places.iter().map(|place| place.slope.abs()).fold(0.0, f64::max);
    if let Some(steepest) = far_out(survey, best) {
        return steepest;
    }
    let tied = places.iter().filter(|place| place.slope.abs() >= best * (1.0 - 1e-9));
    let preference = |place: &Place| (place.slope < 0.0, place.x.abs(), place.x < 0.0);
    let chosen = tied.min_by(|a, b| {
        let (a, b) = (preference(a), preference(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
    });
    chosen.map_or(Steepest::had(0.0, 0.0), |place| describe(survey, breaks, *place))
}

/// The local peaks of `|slope|` on the grid that are almost the highest, each refined between its neighbours.
fn peaks(survey: &Survey<'_>) -> Vec<Place> {
    let sizes: Vec<f64> = survey.slopes.iter().map(|slope| slope.abs()).collect();
    let best = sizes.iter().copied().fold(0.0, f64::max);
    // Where the function has no slope, there is nothing to compare.
    let size = |i: usize| sizes.get(i).copied().filter(|size| !size.is_nan()).unwrap_or(0.0);
    (0..sizes.len())
        .filter(|&i| size(i) >= 0.98 * best && size(i) >= size(i.wrapping_sub(1)) && size(i) >= size(i + 1))
        .map(|index| {
            let (x, slope) = (survey.xs[index], survey.slopes[index]);
            let flat = size(index) == size(index.wrapping_sub(1)) || size(index) == size(index + 1);
            if flat || index == 0 || index + 1 == sizes.len() {
                return Place { x, slope, index };
            }
            let f = |x: f64| survey.function.slope(x).abs();
            let (refined, height) = peak(f, survey.xs[index - 1], survey.xs[index + 1]);
            if height > slope.abs() * (1.0 + 1e-14) {
                Place { x: refined, slope: survey.function.slope(refined), index }
            } else {
                Place { x, slope, index }
            }
        })
        .collect()
}

/// A slope steeper than any on the grid, far out.
fn far_out(survey: &Survey<'_>, best: f64) -> Option<Steepest> {
    [1.0, -1.0].into_iter().find_map(|side| {
        let (middle, last) = (survey.function.slope(side * 1e150), survey.function.slope(side * 1e300));
        if last.abs() <= best * (1.0 + 1e-9) || last.is_nan() {
            return None;
        }
        let settled = (last - middle).abs() <= 1e-6 * last.abs();
        let slope = if settled { last } else { f64::INFINITY.copysign(last) };
        // A slope that neither converges nor grows belongs to a wave, whose crests are on the grid.
        (settled || last.abs() > 1e9).then(|| Steepest::approached(slope, f64::INFINITY.copysign(side)))
    })
}

fn describe(survey: &Survey<'_>, breaks: &[Break], place: Place) -> Steepest {
    let sizes: Vec<f64> = survey.slopes.iter().map(|slope| slope.abs()).collect();
    let had = |x: f64| survey.function.slope(x).abs() >= place.slope.abs() * (1.0 - 1e-9);
    if let Some(b) = breaks.iter().find(|b| (b.x - place.x).abs() < 1.5 * super::STEP) {
        let at_or_beside = [b.x, b.x - 1e-3, b.x + 1e-3].into_iter().any(had);
        if at_or_beside || (b.x - place.x).abs() < 1e-6 {
            return Steepest { slope: place.slope, at: b.x, attained: at_or_beside };
        }
    }
    if sizes[place.index] == place.slope.abs() && !in_earnest(&sizes, place.index) {
        return Steepest::approached(place.slope, f64::INFINITY.copysign(place.x));
    }
    Steepest::had(place.slope, place.x)
}

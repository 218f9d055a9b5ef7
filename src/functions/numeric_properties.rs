//! Properties from values alone: on a grid near zero, refined where something happens, and at a few points far out.
//!
//! Anything between two grid points that shows at neither of them, and breaks beyond the grid, are missed.

mod breaks;
mod steepest;

use super::function::Function;
use super::properties::{Break, Facts, Monotone, Range, Sides};

/// The grid covers `-50 ..= 50` in steps of 1/32, which are exact.
const REACH: i32 = 1600;
const STEP: f64 = 1.0 / 32.0;
/// Half a unit of x, in grid steps: how far to look beyond a flat interval.
const BEYOND: usize = 16;

/// The properties of a function, found from its values and slopes only and not from what it declares. The breaks of a
/// formula are found from its parts. Where there is no value, as left of 0 for a logarithm, nothing is said.
///
/// Ends of the range and the steepest slope are accurate to about 1e-6, positions to about 1e-3. A bound that values
/// reach only by rounding, like 1 for the sigmoid, differs from one that they attain, like 1 for the hard sigmoid, in
/// how the values leave it within half a unit: by less than a billionth, or by more.
pub fn measure(function: &Function) -> Facts {
    let survey = Survey::of(function);
    let breaks = function.known_breaks().unwrap_or_else(|| breaks::find(&survey));
    let low = end(&survey, &breaks, -1.0);
    let high = end(&survey, &breaks, 1.0);
    Facts {
        range: Range { low: -low.0, low_attained: low.1, high: high.0, high_attained: high.1 },
        zero_centred: odd(&survey, &breaks),
        monotone: order(&survey),
        steepest: steepest::find(&survey, &breaks),
        breaks,
        saturates: Sides { left: survey.flat(-1.0), right: survey.flat(1.0) },
        at_zero: function.value(0.0),
    }
}

/// Values and slopes on the grid, and the points far out.
struct Survey<'a> {
    function: &'a Function,
    xs: Vec<f64>,
    values: Vec<f64>,
    slopes: Vec<f64>,
    /// Powers of ten beyond the grid.
    far: Vec<f64>,
}

impl<'a> Survey<'a> {
    fn of(function: &'a Function) -> Self {
        let xs: Vec<f64> = (-REACH..=REACH).map(|i| f64::from(i) * STEP).collect();
        let (mut values, mut slopes) = (vec![0.0; xs.len()], vec![0.0; xs.len()]);
        function.values(&xs, &mut values);
        function.slopes(&xs, &mut slopes);
        let far = std::iter::successors(Some(100.0), |x| Some(x * 10.0)).take_while(|&x| x < 1e301).collect();
        Self { function, xs, values, slopes, far }
    }

    /// Whether the function tends to a finite limit, and its slope to zero, towards `side · ∞`.
    fn flat(&self, side: f64) -> bool {
        let limit = self.function.value(side * 1e300);
        limit.is_finite()
            && [1e9, 1e60, 1e150, 1e290].iter().all(|x| {
                (self.function.value(side * x) - limit).abs() < 1e-6 && self.function.slope(side * x).abs() < 1e-6
            })
    }
}

/// The point where `f` is largest between `a` and `b`, by golden-section search, and the value there.
fn peak(f: impl Fn(f64) -> f64, mut a: f64, mut b: f64) -> (f64, f64) {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    while b - a > 1e-9 {
        let (left, right) = (b - GOLDEN * (b - a), a + GOLDEN * (b - a));
        if f(left) < f(right) {
            a = left;
        } else {
            b = right;
        }
    }
    let x = f64::midpoint(a, b);
    (x, f(x))
}

/// Whether the largest of `ys` is attained: half a unit beyond the flat interval around `at`, the numbers differ. It
/// also counts if the interval reaches from end to end.
fn in_earnest(ys: &[f64], at: usize) -> bool {
    let best = ys[at];
    let first = ys[..at].iter().rposition(|&y| y != best);
    let last = ys[at..].iter().position(|&y| y != best).map(|i| at + i);
    let differs = |i: usize| (ys[i] - best).abs() > 1e-9 * best.abs().max(1.0);
    match (first, last) {
        (None, None) => true,
        (first, last) => {
            first.is_some_and(|i| differs(i.saturating_sub(BEYOND - 1)))
                || last.is_some_and(|i| differs((i + BEYOND - 1).min(ys.len() - 1)))
        }
    }
}

fn index_of_largest(ys: &[f64]) -> usize {
    ys.iter().enumerate().fold(0, |best, (i, &y)| if y > ys[best] { i } else { best })
}

/// The upper end of `sign · f`, and whether it is attained.
fn end(survey: &Survey<'_>, breaks: &[Break], sign: f64) -> (f64, bool) {
    let had = |y: f64| if y.is_nan() { f64::NEG_INFINITY } else { sign * y };
    let f = |x: f64| had(survey.function.value(x));
    let ys: Vec<f64> = survey.values.iter().map(|y| had(*y)).collect();
    let at = index_of_largest(&ys);
    if survey.values.iter().all(|y| y.is_nan()) {
        return (f64::NAN, false);
    }
    let mut best = ys[at];
    let mut attained = in_earnest(&ys, at);
    if let (Some(a), Some(b)) = (at.checked_sub(1).map(|i| survey.xs[i]), survey.xs.get(at + 1)) {
        best = peak(f, a, *b).1.max(best);
    }
    for b in breaks {
        let (side, nearer) = (f(b.x + 1e-9).max(f(b.x - 1e-9)), f(b.x + 1e-12).max(f(b.x - 1e-12)));
        // A pole: the values grow towards the point.
        if nearer > 1e6 && nearer > 10.0 * side {
            return (f64::INFINITY, false);
        }
        if side > ys[at] && side > best - 1e-6 && f(b.x) < side - 1e-6 {
            (best, attained) = (side, false);
        } else if f(b.x) > best {
            (best, attained) = (f(b.x), true);
        }
    }
    for side in [-1.0, 1.0] {
        let largest = survey.far.iter().map(|x| f(side * x)).fold(f64::NEG_INFINITY, f64::max);
        if largest > best + 1e-9 * best.abs().max(1.0) {
            (best, attained) = (limit([1e75, 1e150, 1e300].map(|x| f(side * x)), largest), false);
        } else if largest > best && !attained {
            // The values are slightly closer to the bound, but the bound itself is reported.
            best = largest;
        }
    }
    let scale = survey.values.iter().map(|y| y.abs()).filter(|y| y.is_finite()).fold(0.0, f64::max);
    if !attained && best.abs() < VANISHING * scale {
        best = 0.0;
    }
    (best, attained && best.is_finite())
}

/// A bound smaller than this, relative to the size of the values, is zero if values only approach it.
const VANISHING: f64 = 1e-12;

/// The limit of values at three points far out, whose exponent doubles each time. `largest` is the largest value found.
fn limit([first, middle, last]: [f64; 3], largest: f64) -> f64 {
    let (before, after) = (middle - first, last - middle);
    if after.abs() <= 1e-6 * last.abs().max(1.0) {
        return largest;
    }
    // Steps that shrink converge, as those of -1/ln x do. Those of ln x or ln ln x do not. A value that is still
    // negative has not begun to grow without bound.
    let ratio = after / before;
    match () {
        () if ratio > 0.0 && ratio < 0.9 => last + after * ratio / (1.0 - ratio),
        () if last <= 0.0 => largest,
        () => f64::INFINITY,
    }
}

fn odd(survey: &Survey<'_>, breaks: &[Break]) -> bool {
    let f = |x: f64| survey.function.value(x);
    let near_break = |x: f64| breaks.iter().any(|b| (b.x.abs() - x.abs()).abs() < 1e-6);
    let balanced = |x: f64| {
        f(x).is_nan() && f(-x).is_nan() || (f(x) + f(-x)).abs() <= 1e-12 * f(x).abs().max(1.0) || f(x) == -f(-x)
    };
    survey.xs.iter().chain(&survey.far).all(|&x| near_break(x) || balanced(x))
}

fn order(survey: &Survey<'_>) -> Monotone {
    let f = |x: f64| survey.function.value(x);
    let left = survey.far.iter().rev().map(|&x| f(-x));
    let right = survey.far.iter().map(|&x| f(x));
    let ys: Vec<f64> = left.chain(survey.values.iter().copied()).chain(right).collect();
    let moves = |sign: f64| {
        ys.windows(2).any(|pair| sign * (pair[1] - pair[0]) > 1e-12 * pair[0].abs().max(pair[1].abs()).max(1e-3))
    };
    match (moves(1.0), moves(-1.0)) {
        (_, false) => Monotone::Rising,
        (false, true) => Monotone::Falling,
        (true, true) => Monotone::Neither,
    }
}

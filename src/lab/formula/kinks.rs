//! Where a formula has corners, jumps and poles, from what it is made of.
//!
//! Every part that can break has a number whose sign decides: `a` in `abs(a)`, `a − b` in `max(a, b)` and `a < b`, the
//! divisor in a quotient. Where that sign changes on a grid, the place is found to the last digit, and the function is
//! looked at on both sides. So breaks are found wherever they lie, and a steep curve is never taken for one. What is
//! missed is two changes of one sign between neighbours on the grid.

use super::Formula;
use super::compile::{Program, whole};
use super::elementary::Unary;
use super::tree::{Binary, Call, Tree};
use crate::lab::facts::{Break, BreakKind};

/// The grid covers `-50 ..= 50` in steps of 1/32, and powers of ten beyond.
const REACH: i32 = 1600;
const STEP: f64 = 1.0 / 32.0;
/// What lies closer to zero lies at zero.
const NOTHING: f64 = 1e-20;
/// The most parts that are looked at.
const MOST_SWITCHES: usize = 64;
/// What changes more often than this near zero is a wave.
const MOST_BEFORE_A_WAVE: usize = 8;
/// The most breaks that are found.
const MOST_BREAKS: usize = 512;

/// Every break, by rising x.
pub(super) fn breaks(formula: &Formula, knobs: &[f64]) -> Vec<Break> {
    let mut switches = Vec::new();
    collect(formula.tree(), &mut switches);
    if switches.is_empty() {
        return Vec::new();
    }
    let far = [1e2, 1e3, 1e4, 1e5, 1e6];
    let near = (-REACH..=REACH).map(|i| f64::from(i) * STEP);
    let xs: Vec<f64> = far.iter().rev().map(|x| -x).chain(near).chain(far).collect();
    // Closer to zero than this a sign is lost because numbers end, not because it changes.
    let place = |x: f64| if x.abs() < NOTHING { 0.0 } else { x };
    let mut places: Vec<f64> = switches.iter().flat_map(|switch| changes(switch, knobs, &xs)).map(place).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|a, b| (*a - *b).abs() <= 1e-9 * b.abs());
    places.into_iter().filter_map(|x| look(formula, knobs, x)).take(MOST_BREAKS).collect()
}

/// Something whose value, or only the sign of it, says which way the formula goes.
struct Switch {
    program: Program,
    by_sign: bool,
}

fn collect(tree: &Tree, found: &mut Vec<Switch>) {
    let mut add = |tree: &Tree, by_sign: bool| {
        if tree.has_x() && found.len() < MOST_SWITCHES {
            found.push(Switch { program: Program::of(tree), by_sign });
        }
    };
    let difference = |a: &Tree, b: &Tree| Tree::Binary(Binary::Subtract, Box::new(a.clone()), Box::new(b.clone()));
    match tree {
        Tree::Binary(binary, a, b) if binary.is_comparison() => add(&difference(a, b), true),
        Tree::Binary(Binary::Divide, _, b) => zeros(b, &mut |part| add(part, true)),
        Tree::Binary(Binary::Power, a, b) if whole(b).is_none_or(|n| n < 0) => zeros(a, &mut |part| add(part, true)),
        Tree::Call(Call::Unary(Unary::Abs | Unary::Sign | Unary::Relu | Unary::Step), args) => add(&args[0], true),
        Tree::Call(Call::Unary(Unary::Floor | Unary::Ceil | Unary::Round), _) => add(tree, false),
        Tree::Call(Call::Unary(Unary::Tan), args) => add(&Tree::Call(Call::Unary(Unary::Cos), args.clone()), true),
        Tree::Call(Call::Clamp, args) => args[1..].iter().for_each(|bound| add(&difference(&args[0], bound), true)),
        Tree::Call(Call::Min | Call::Max, args) => {
            for (n, arg) in args.iter().enumerate() {
                args[..n].iter().for_each(|other| add(&difference(other, arg), true));
            }
        }
        _ => {}
    }
    tree.parts().into_iter().for_each(|part| collect(part, found));
}

/// The parts whose zeros are those of a tree: a square has no change of sign at its zero, what is squared has.
fn zeros(tree: &Tree, add: &mut impl FnMut(&Tree)) {
    match tree {
        Tree::Binary(Binary::Power | Binary::Divide, a, _) | Tree::Negative(a) => zeros(a, add),
        Tree::Binary(Binary::Multiply, a, b) => {
            zeros(a, add);
            zeros(b, add);
        }
        Tree::Call(Call::Unary(Unary::Abs | Unary::Sqrt), args) => zeros(&args[0], add),
        _ => add(tree),
    }
}

impl Switch {
    fn class(&self, y: f64) -> f64 {
        if self.by_sign && y != 0.0 && !y.is_nan() { y.signum() } else { y }
    }

    fn at(&self, x: f64, knobs: &[f64]) -> f64 {
        let mut y = [0.0];
        self.program.values(&[x], knobs, &mut y);
        self.class(y[0])
    }
}

/// Where a switch changes.
fn changes(switch: &Switch, knobs: &[f64], xs: &[f64]) -> Vec<f64> {
    let mut ys = vec![0.0; xs.len()];
    switch.program.values(xs, knobs, &mut ys);
    let mut found: Vec<([f64; 2], f64)> = Vec::new();
    for (pair, y) in xs.windows(2).zip(ys.windows(2)) {
        let (low, high) = (switch.class(y[0]), switch.class(y[1]));
        if low != high && !low.is_nan() && !high.is_nan() {
            found.push(([pair[0], pair[1]], low));
        }
    }
    // Of a wave, the few points far out show nothing but chance.
    let is_near = |[a, b]: [f64; 2]| b - a <= STEP;
    if found.iter().filter(|(pair, _)| is_near(*pair)).count() > MOST_BEFORE_A_WAVE {
        found.retain(|(pair, _)| is_near(*pair));
    }
    found.into_iter().take(MOST_BREAKS).map(|(pair, before)| change(switch, knobs, pair, before)).collect()
}

/// Between two places, the last digit at which a switch no longer is what it was at the first.
fn change(switch: &Switch, knobs: &[f64], [mut a, mut b]: [f64; 2], before: f64) -> f64 {
    if switch.by_sign && before == 0.0 {
        // The zero itself is the place, not what comes after it.
        (a, b) = (b, a);
        let after = switch.at(a, knobs);
        return bisect(|x| switch.at(x, knobs) == after, a, b);
    }
    bisect(|x| switch.at(x, knobs) == before, a, b)
}

/// The place next to where `same` stops holding, which holds at `a` and not at `b`.
fn bisect(same: impl Fn(f64) -> bool, mut a: f64, mut b: f64) -> f64 {
    for _ in 0..1100 {
        let middle = f64::midpoint(a, b);
        if middle == a || middle == b {
            break;
        }
        if same(middle) {
            a = middle;
        } else {
            b = middle;
        }
    }
    // Adding zero turns -0 into 0.
    b + 0.0
}

/// What the function does at a place: a difference between both sides that does not shrink with the distance is a break.
fn look(formula: &Formula, knobs: &[f64], x: f64) -> Option<Break> {
    let reach = 1e-6 * x.abs().max(1.0);
    let near = reach / 16.0;
    let places = [x - reach, x - near, x + near, x + reach];
    let (mut values, mut slopes, mut here, mut slope_here) = ([0.0; 4], [0.0; 4], [0.0], [0.0]);
    formula.values(&places, knobs, &mut values);
    formula.slopes(&places, knobs, &mut slopes);
    formula.values(&[x], knobs, &mut here);
    formula.slopes(&[x], knobs, &mut slope_here);
    if values.iter().any(|y| y.is_nan()) {
        return None;
    }
    let grows = |far: f64, near: f64| near.abs() > 3.0 * far.abs() && near.abs() > 1.0;
    let pole = grows(values[0], values[1]) || grows(values[3], values[2]);
    let kind = if pole || !here[0].is_finite() || stays(values) {
        BreakKind::Jump
    } else if stays(slopes) {
        BreakKind::Corner
    } else {
        return None;
    };
    Some(Break { x, kind, slope_used: slope_here[0] })
}

/// Whether the difference between both sides stays as the distance shrinks, and is no rounding.
fn stays([far_left, left, right, far_right]: [f64; 4]) -> bool {
    let (wide, narrow) = ((far_right - far_left).abs(), (right - left).abs());
    let noise = 1e-9 * left.abs().max(right.abs()).max(1e-3);
    narrow > noise && narrow > 0.5 * wide
}

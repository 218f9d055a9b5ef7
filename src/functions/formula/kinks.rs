//! Finds the corners, jumps and poles of a formula from its parts.
//!
//! Every part that can break is decided by the sign of a number: `a` in `abs(a)` and `sqrt(a)`, `a − b` in `max(a, b)`
//! and `a < b`, the divisor in a quotient, `1 − a` in `asin(a)`. Where that number changes its sign on a grid, or
//! touches zero, the point is found to the last digit, and the function is evaluated on both sides. So breaks are found
//! wherever they are, and a steep curve is never mistaken for one. Two sign changes of one number between neighbouring
//! grid points are missed. `analysis` says where there can be none.

use super::Formula;
use super::compile::whole;
use super::elementary::Unary;
use super::image::image;
use super::interval::Interval;
use super::program::Program;
use super::tree::{Binary, Call, Tree};
use crate::functions::properties::{Break, BreakKind};

/// The grid covers `-50 ..= 50` in steps of 1/32, and powers of ten beyond.
const REACH: i32 = 1600;
const STEP: f64 = 1.0 / 32.0;
/// Anything closer to zero counts as zero.
const NOTHING: f64 = 1e-20;
/// The most parts that are examined.
const MOST_SWITCHES: usize = 64;
/// A part that changes more often than this near zero is a wave.
const MOST_BEFORE_A_WAVE: usize = 8;
/// The most breaks that are found.
const MOST_BREAKS: usize = 512;

/// The breaks of a formula that were found.
#[derive(Clone, Debug, Default)]
pub(super) struct Kinks {
    /// The breaks, by ascending x.
    pub(super) breaks: Vec<Break>,
    /// The points where a part changes, whether they are breaks or not, by ascending x.
    pub(super) places: Vec<f64>,
    /// Whether some breaks were dropped because there were too many.
    pub(super) is_cut: bool,
}

/// Looks for breaks near zero and far out.
pub(super) fn find(formula: &Formula, switches: &[Switch], parameters: &[f64]) -> Kinks {
    let far = [1e2, 1e3, 1e4, 1e5, 1e6];
    let near = (-REACH..=REACH).map(|i| f64::from(i) * STEP);
    let xs: Vec<f64> = far.iter().rev().map(|x| -x).chain(near).chain(far).collect();
    find_on(formula, switches, parameters, &xs)
}

/// Looks for breaks between neighbours of a grid.
pub(super) fn find_on(formula: &Formula, switches: &[Switch], parameters: &[f64], xs: &[f64]) -> Kinks {
    // Closer to zero than this, a sign is lost to underflow and not because it changes.
    let place = |x: f64| if x.abs() < NOTHING { 0.0 } else { x };
    let mut places: Vec<f64> = switches.iter().flat_map(|switch| changes(switch, parameters, xs)).map(place).collect();
    places.sort_unstable_by(f64::total_cmp);
    let places = merged(&places);
    let mut breaks: Vec<Break> = places.iter().filter_map(|x| look(formula, parameters, *x)).collect();
    let is_cut = breaks.len() > MOST_BREAKS || places.len() >= MOST_BREAKS;
    breaks.truncate(MOST_BREAKS);
    Kinks { breaks, places, is_cut }
}

/// Merges points that differ only by rounding into the middle one.
fn merged(places: &[f64]) -> Vec<f64> {
    let is_near = |a: &f64, b: &f64| (a - b).abs() <= 3e-8 * b.abs().max(1e-6);
    places.chunk_by(is_near).map(|same| same[same.len() / 2]).collect()
}

/// A number whose value or sign decides how the formula continues.
#[derive(Debug)]
pub(super) struct Switch {
    pub(super) tree: Tree,
    program: Program,
    pub(super) by_sign: bool,
    /// Whether a zero counts that is touched without a change of sign.
    touches: bool,
}

/// The switches of an expression, and whether these are all.
pub(super) fn switches(tree: &Tree) -> (Vec<Switch>, bool) {
    let mut found = Vec::new();
    collect(tree, &mut found);
    let all = found.len() < MOST_SWITCHES;
    (found, all)
}

fn collect(tree: &Tree, found: &mut Vec<Switch>) {
    let mut add = |tree: &Tree, by_sign: bool, touches: bool| {
        if tree.has_x() && found.len() < MOST_SWITCHES {
            found.push(Switch { program: Program::of(tree), tree: tree.clone(), by_sign, touches });
        }
    };
    let pair = |binary: Binary, a: &Tree, b: &Tree| Tree::Binary(binary, Box::new(a.clone()), Box::new(b.clone()));
    let difference =
        |a: &Tree, b: &Tree| if *b == Tree::Number(0.0) { a.clone() } else { pair(Binary::Subtract, a, b) };
    let one = Tree::Number(1.0);
    match tree {
        Tree::Binary(binary, a, b) if binary.is_comparison() => {
            zeros(&difference(a, b), &mut |part| add(part, true, true));
        }
        Tree::Binary(Binary::Divide, _, b) => zeros(b, &mut |part| add(part, true, true)),
        Tree::Binary(Binary::Power, a, b) if whole(b).is_none_or(|n| n < 0) => {
            zeros(a, &mut |part| add(part, true, true));
        }
        Tree::Call(
            Call::Unary(Unary::Ln | Unary::Log2 | Unary::Log10 | Unary::Sqrt | Unary::Sign | Unary::Step),
            args,
        ) => {
            zeros(&args[0], &mut |part| add(part, true, true));
        }
        Tree::Call(Call::Unary(Unary::Log1p), args) => add(&pair(Binary::Add, &args[0], &one), true, true),
        Tree::Call(Call::Unary(Unary::Asin | Unary::Acos), args) => {
            add(&pair(Binary::Subtract, &one, &args[0]), true, true);
            add(&pair(Binary::Add, &one, &args[0]), true, true);
        }
        Tree::Call(Call::Unary(Unary::Abs | Unary::Relu), args) => add(&args[0], true, false),
        Tree::Call(Call::Unary(Unary::Floor | Unary::Ceil | Unary::Round), _) => add(tree, false, false),
        Tree::Call(Call::Unary(Unary::Tan), args) => {
            add(&Tree::Call(Call::Unary(Unary::Cos), args.clone()), true, false);
        }
        Tree::Call(Call::Clamp, args) => {
            args[1..].iter().for_each(|bound| add(&difference(&args[0], bound), true, false));
        }
        Tree::Call(Call::Min | Call::Max, args) => {
            for (n, arg) in args.iter().enumerate() {
                args[..n].iter().for_each(|other| add(&difference(other, arg), true, false));
            }
        }
        Tree::If(parts) if !parts[0].is_condition() => add(&parts[0], true, true),
        _ => {}
    }
    tree.parts().into_iter().for_each(|part| collect(part, found));
}

/// The parts whose zeros are those of a tree. A square has no change of sign at its zero, but its base has.
fn zeros(tree: &Tree, add: &mut impl FnMut(&Tree)) {
    match tree {
        Tree::Binary(Binary::Power, a, b) if whole(b).is_some_and(|n| n > 0) => zeros(a, add),
        Tree::Binary(Binary::Divide, a, _) | Tree::Negative(a) => zeros(a, add),
        Tree::Binary(Binary::Multiply, a, b) => {
            zeros(a, add);
            zeros(b, add);
        }
        Tree::Call(Call::Unary(Unary::Abs | Unary::Sqrt), args) => zeros(&args[0], add),
        _ => add(tree),
    }
}

impl Switch {
    /// The argument of the rounding, if the switch is a step function, or else the switch itself.
    pub(super) fn inner(&self) -> &Tree {
        match &self.tree {
            Tree::Call(_, args) if !self.by_sign => &args[0],
            tree => tree,
        }
    }

    fn class(&self, y: f64) -> f64 {
        if self.by_sign && y != 0.0 && !y.is_nan() { y.signum() } else { y }
    }

    fn at(&self, x: f64, parameters: &[f64]) -> f64 {
        let mut y = [0.0];
        self.program.values(&[x], parameters, &mut y);
        self.class(y[0])
    }

    fn slope_at(&self, x: f64, parameters: &[f64]) -> f64 {
        let mut y = [0.0];
        self.program.slopes(&[x], parameters, &mut y);
        y[0]
    }
}

/// The points where a switch changes.
fn changes(switch: &Switch, parameters: &[f64], xs: &[f64]) -> Vec<f64> {
    let (mut ys, mut slopes) = (vec![0.0; xs.len()], vec![0.0; xs.len()]);
    switch.program.values_and_slopes(xs, parameters, &mut ys, &mut slopes);
    let mut found: Vec<([f64; 2], f64)> = Vec::new();
    for (pair, y) in xs.windows(2).zip(ys.windows(2)) {
        let (low, high) = (switch.class(y[0]), switch.class(y[1]));
        // The formula may also change where a value is no longer defined, such as that of a nested root.
        if low != high && !(low.is_nan() && high.is_nan()) {
            found.push(([pair[0], pair[1]], low));
        }
    }
    // The few points far out sample a wave by chance only.
    let is_near = |[a, b]: [f64; 2]| b - a <= STEP;
    if found.iter().filter(|(pair, _)| is_near(*pair)).count() > MOST_BEFORE_A_WAVE {
        found.retain(|(pair, _)| is_near(*pair));
    }
    let mut places: Vec<f64> =
        found.into_iter().take(MOST_BREAKS).map(|(pair, before)| change(switch, parameters, pair, before)).collect();
    // A switch that jumps at a single point changes where it is largest or smallest.
    if switch.touches || !switch.by_sign {
        let turns = |n: &usize| slopes[*n] != 0.0 && slopes[*n] * slopes[n + 1] <= 0.0;
        let near = (0..xs.len().saturating_sub(1)).filter(|n| is_near([xs[*n], xs[n + 1]]));
        places
            .extend(near.filter(turns).filter_map(|n| touch(switch, parameters, [xs[n], xs[n + 1]])).take(MOST_BREAKS));
    }
    places
}

/// Where a switch touches zero without crossing it, between two points with slopes of different sign.
fn touch(switch: &Switch, parameters: &[f64], [a, b]: [f64; 2]) -> Option<f64> {
    let before = switch.slope_at(a, parameters).signum();
    let x = bisect(|x| switch.slope_at(x, parameters) * before > 0.0, a, b);
    let mut y = [0.0; 3];
    switch.program.values(&[x, a, b], parameters, &mut y);
    let beside = y[1].abs().max(y[2].abs());
    // The interval of the values distinguishes a zero from a number close to it.
    let reach = 1e-9 * x.abs().max(1.0);
    let around = image(&switch.tree, Interval::closed(x - reach, x + reach), parameters)?;
    (y[0].abs() <= 1e-11 * beside.max(1e-3) && around.lo <= 0.0 && around.hi >= 0.0).then_some(x)
}

/// The point between two others, to the last digit, where the switch first differs from its state at the first.
fn change(switch: &Switch, parameters: &[f64], [mut a, mut b]: [f64; 2], before: f64) -> f64 {
    if switch.by_sign && before == 0.0 {
        // The zero itself is the point, not the number after it.
        (a, b) = (b, a);
        let after = switch.at(a, parameters);
        return bisect(|x| same(switch.at(x, parameters), after), a, b);
    }
    bisect(|x| same(switch.at(x, parameters), before), a, b)
}

fn same(a: f64, b: f64) -> bool {
    a == b || a.is_nan() && b.is_nan()
}

/// The point next to where `same` stops holding. It holds at `a` and not at `b`.
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

/// The break at a point, if any: the difference between both sides does not shrink with the distance.
fn look(formula: &Formula, parameters: &[f64], x: f64) -> Option<Break> {
    let reach = 1e-6 * x.abs().max(1.0);
    let near = reach / 16.0;
    let places = [x - reach, x - near, x + near, x + reach];
    let (mut values, mut slopes, mut here, mut slope_here) = ([0.0; 4], [0.0; 4], [0.0], [0.0]);
    formula.values(&places, parameters, &mut values);
    formula.slopes(&places, parameters, &mut slopes);
    formula.values(&[x], parameters, &mut here);
    formula.slopes(&[x], parameters, &mut slope_here);
    if values.iter().any(|y| y.is_nan()) {
        return None;
    }
    // A value that is not the limit from either side.
    let apart = |far: f64, near: f64| {
        let (wide, narrow) = ((here[0] - far).abs(), (here[0] - near).abs());
        narrow > 0.9 * wide && narrow > 1e-9 * near.abs().max(1e-3)
    };
    let alone = here[0].is_finite() && apart(values[0], values[1]) && apart(values[3], values[2]);
    let grows = |far: f64, near: f64| near.abs() > 3.0 * far.abs() && near.abs() > 1.0;
    let pole = here[0].is_infinite() || grows(values[0], values[1]) || grows(values[3], values[2]);
    let kind = if pole || alone || stays(values) {
        BreakKind::Jump
    } else if stays(slopes) || grows(slopes[0], slopes[1]) || grows(slopes[3], slopes[2]) {
        BreakKind::Corner
    } else {
        return None;
    };
    Some(Break { x, kind, slope_used: slope_here[0] })
}

/// Whether the difference between both sides stays as the distance shrinks, and is not rounding.
fn stays([far_left, left, right, far_right]: [f64; 4]) -> bool {
    let (wide, narrow) = ((far_right - far_left).abs(), (right - left).abs());
    let noise = 1e-9 * left.abs().max(right.abs()).max(1e-3);
    let along = (far_left - left).abs().min((far_right - right).abs());
    narrow > noise && narrow > 0.5 * wide.max(along)
}

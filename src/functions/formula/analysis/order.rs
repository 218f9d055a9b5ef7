//! Symmetry and monotonicity.

use super::super::elementary::Unary;
use super::super::image::image;
use super::super::interval::Interval;
use super::super::tree::{Binary, Call, Tree};
use super::{Analysis, direction};
use crate::functions::properties::{Extent, Held, Monotone, Scope};

/// The effect of a change of sign of x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parity {
    Even,
    Odd,
}

fn product(a: Parity, b: Parity) -> Parity {
    if a == b { Parity::Even } else { Parity::Odd }
}

/// The symmetry of an expression, if it follows from its form.
fn parity(tree: &Tree) -> Option<Parity> {
    use Unary::{Abs, Asin, Asinh, Atan, Cos, Cosh, Erf, Round, Sign, Sin, Sinh, Tan, Tanh};
    if !tree.has_x() {
        return Some(Parity::Even);
    }
    let both = |a: &Tree, b: &Tree| Some((parity(a)?, parity(b)?));
    let even = |args: &[Tree]| args.iter().all(|arg| parity(arg) == Some(Parity::Even)).then_some(Parity::Even);
    match tree {
        Tree::X => Some(Parity::Odd),
        Tree::Negative(a) => parity(a),
        Tree::Binary(Binary::Add | Binary::Subtract, a, b) => both(a, b).filter(|(a, b)| a == b).map(|(a, _)| a),
        Tree::Binary(Binary::Multiply | Binary::Divide, a, b) => both(a, b).map(|(a, b)| product(a, b)),
        Tree::Binary(Binary::Power, a, b) => match (parity(a)?, super::super::compile::whole(b)) {
            (Parity::Even, _) if parity(b) == Some(Parity::Even) => Some(Parity::Even),
            (Parity::Odd, Some(n)) => Some(if n % 2 == 0 { Parity::Even } else { Parity::Odd }),
            _ => None,
        },
        Tree::Call(Call::Unary(Abs | Cos | Cosh), args) => parity(&args[0]).map(|_| Parity::Even),
        Tree::Call(Call::Unary(Asin | Asinh | Atan | Erf | Round | Sign | Sin | Sinh | Tan | Tanh), args) => {
            parity(&args[0])
        }
        Tree::Call(_, args) => even(args),
        Tree::If(parts) => both(&parts[1], &parts[2])
            .filter(|(a, b)| a == b && parity(&parts[0]) == Some(Parity::Even))
            .map(|(a, _)| a),
        Tree::Binary(_, a, b) => both(a, b).filter(|(a, b)| (*a, *b) == (Parity::Even, Parity::Even)).map(|(a, _)| a),
        Tree::Not(a) => parity(a).filter(|a| *a == Parity::Even),
        _ => None,
    }
}

/// Whether the function is odd.
pub(super) fn zero_centred(a: &Analysis) -> Held<bool> {
    let zero = !a.tree().has_x() && a.values[0] == 0.0;
    if zero || a.tree().has_x() && parity(a.tree()) == Some(Parity::Odd) {
        return Held::everywhere(true);
    }
    let last = a.xs.len() - 1;
    let beside = |x: f64| a.kinks.places.iter().any(|place| (place.abs() - x.abs()).abs() < 1e-6);
    let scale = a.values.iter().filter(|y| y.is_finite()).fold(0.0_f64, |size, y| size.max(y.abs()));
    let apart = |n: usize| {
        let (left, right) = (a.values[n], a.values[last - n]);
        let (size, sum) = (left.abs().max(right.abs()), (left + right).abs());
        match (left.is_finite(), right.is_finite()) {
            // A sum of two numbers is no more exact than the largest intermediate value.
            (true, true) => sum > (1e-9 * size).max(1e-12 * scale),
            (left_is, right_is) => (left_is || right_is) && (left.is_nan() || right.is_nan()),
        }
    };
    let asymmetric = (0..=last / 2).any(|n| apart(n) && !beside(a.xs[n]));
    if asymmetric { Held::everywhere(false) } else { Held::in_window(true) }
}

/// The most pieces that are examined for the sign of the slope.
const MOST: usize = 300;

/// Whether the function is monotone.
pub(super) fn monotone(a: &Analysis) -> Option<Held<Monotone>> {
    let finite: Vec<f64> = a.values.iter().copied().filter(|y| y.is_finite()).collect();
    let scale = finite.iter().fold(0.0_f64, |size, y| size.max(y.abs())).min(1e6);
    let moves = |sign: f64, least: f64| {
        finite
            .windows(2)
            .any(|pair| sign * (pair[1] - pair[0]) > least * pair[0].abs().max(pair[1].abs()).max(scale * 1e-3))
    };
    if moves(1.0, 1e-9) && moves(-1.0, 1e-9) {
        return Some(Held::everywhere(Monotone::Neither));
    }
    let seen = direction(moves(1.0, 0.0), moves(-1.0, 0.0));
    let side = match seen {
        Monotone::Rising => 1.0,
        Monotone::Falling => -1.0,
        Monotone::Neither => return None,
    };
    let near = a.pieces(a.tree(), Scope::Window);
    let all: Vec<Interval> = near.iter().copied().chain(a.pieces(a.tree(), Scope::Everywhere)).collect();
    let has_gap = a.values.iter().skip_while(|y| !y.is_finite()).skip_while(|y| y.is_finite()).any(|y| y.is_finite());
    // A jump or a gap could go the other way. Sampled values show that those in the window do not.
    if !has_gap && keeps(a, &all, side, true) {
        return Some(Held { what: seen, scope: Scope::Everywhere });
    }
    let jumps_known = super::whole::extent(a) != Extent::Some;
    (jumps_known && keeps(a, &near, side, false)).then_some(Held { what: seen, scope: Scope::Window })
}

/// Whether the slope never has the other sign and, if asked, the function has no gap and no jump.
fn keeps(a: &Analysis, pieces: &[Interval], side: f64, continuous: bool) -> bool {
    let Some(slope) = &a.slope else { return false };
    let steepest = a.slopes.iter().filter(|s| s.is_finite()).fold(0.0_f64, |most, s| most.max(s.abs()));
    let mut left = MOST;
    let mut open = pieces.to_vec();
    while let Some(x) = open.pop() {
        if continuous && !image(a.tree(), x, a.parameters).is_none_or(|y| y.whole) {
            return false;
        }
        let least = image(slope, x, a.parameters).map_or(0.0, |d| if side > 0.0 { d.lo } else { -d.hi });
        if least >= -1e-13 * steepest || x.is_point() {
            continue;
        }
        let Some(middle) = super::bound::halfway(x) else { return false };
        let Some(rest) = left.checked_sub(1) else { return false };
        left = rest;
        open.extend([Interval { hi: middle, hi_open: false, ..x }, Interval { lo: middle, lo_open: false, ..x }]);
    }
    true
}

//! The values of an expression over an interval of x.

use super::compile::whole;
use super::elementary::Unary;
use super::interval::{Interval, is_short, towards};
use super::tree::{Binary, Call, Tree};
use std::f64::consts::{FRAC_PI_2, PI};

/// An interval that contains every value of `tree` for x in `x`. `None` if it has no value anywhere in `x`.
pub(super) fn image(tree: &Tree, x: Interval, parameters: &[f64]) -> Option<Interval> {
    let at = |tree: &Tree| image(tree, x, parameters);
    match tree {
        Tree::X => Some(x),
        Tree::Number(number) => Some(Interval::point(*number)),
        Tree::Constant(constant) => Some(Interval::point(constant.value())),
        Tree::Knob(n) => parameters.get(*n).map(|parameter| Interval::point(*parameter)),
        Tree::Negative(a) => Some(at(a)?.negative()),
        Tree::Not(_) => Some(truth(holds(tree, x, parameters)?)),
        Tree::Binary(binary, ..) if binary.is_comparison() || binary.is_logic() => {
            Some(truth(holds(tree, x, parameters)?))
        }
        Tree::Binary(Binary::Subtract, a, b) if a != b && !x.is_point() => {
            let (p, q) = (at(a)?, at(b)?);
            let apart = p.plus(q.negative());
            difference(a, b, x, parameters).map_or(Some(apart), |line| apart.meet(line).or(Some(apart)))
        }
        Tree::Binary(Binary::Subtract, a, b) if a == b => Some(Interval::point(0.0).along(&[at(a)?])),
        Tree::Binary(Binary::Multiply, a, b) if a == b => power(at(a)?, 2),
        Tree::Binary(Binary::Power, a, b) if whole(b).is_some() => power(at(a)?, whole(b)?),
        Tree::Binary(binary, a, b) => {
            let (a, b) = (at(a)?, at(b)?);
            match binary {
                Binary::Add => Some(a.plus(b)),
                Binary::Subtract => Some(a.plus(b.negative())),
                Binary::Multiply => Some(a.times(b)),
                Binary::Divide => Some(a.times(b.reciprocal()?)),
                _ => general_power(a, b),
            }
        }
        Tree::Call(Call::Unary(unary), args) => one(*unary, at(&args[0])?),
        Tree::Call(Call::Clamp, args) => Some(at(&args[0])?.max(at(&args[1])?).min(at(&args[2])?)),
        Tree::Call(call, args) => {
            let mut all = Vec::with_capacity(args.len());
            for arg in args {
                all.push(at(arg)?);
            }
            all.into_iter().reduce(|a, b| if *call == Call::Min { a.min(b) } else { a.max(b) })
        }
        Tree::If(parts) => match holds(&parts[0], x, parameters)? {
            Some(true) => at(&parts[1]),
            Some(false) => at(&parts[2]),
            None => match (at(&parts[1]), at(&parts[2])) {
                (Some(a), Some(b)) => Some(a.hull(b).broken()),
                (a, b) => a.or(b).map(Interval::broken),
            },
        },
    }
}

/// Whether a condition holds over the whole interval. `Some(None)` if it may hold in one part and not in another.
#[expect(clippy::option_option, reason = "the outer one says whether there is a value at all")]
pub(super) fn holds(tree: &Tree, x: Interval, parameters: &[f64]) -> Option<Option<bool>> {
    let pair = |a: &Tree, b: &Tree| Some((holds(a, x, parameters)?, holds(b, x, parameters)?));
    Some(match tree {
        Tree::Not(a) => holds(a, x, parameters)?.map(|yes| !yes),
        Tree::Binary(Binary::And, a, b) => match pair(a, b)? {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Tree::Binary(Binary::Or, a, b) => match pair(a, b)? {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Tree::Binary(binary, a, b) if binary.is_comparison() => {
            let (p, q) = (image(a, x, parameters)?, image(b, x, parameters)?);
            let zero = Interval::point(0.0);
            compare(*binary, p, q).or_else(|| compare(*binary, difference(a, b, x, parameters)?, zero))
        }
        other => {
            let y = image(other, x, parameters)?;
            if y == (Interval { whole: y.whole, ..Interval::point(0.0) }) {
                Some(false)
            } else {
                (!y.holds(0.0)).then_some(true)
            }
        }
    })
}

fn compare(binary: Binary, a: Interval, b: Interval) -> Option<bool> {
    let below = a.hi < b.lo || a.hi == b.lo && (a.hi_open || b.lo_open);
    let above = b.hi < a.lo || b.hi == a.lo && (b.hi_open || a.lo_open);
    let (not_above, not_below) = (a.hi <= b.lo, b.hi <= a.lo);
    let decided = |yes: bool, no: bool| {
        if yes {
            Some(true)
        } else if no {
            Some(false)
        } else {
            None
        }
    };
    match binary {
        Binary::Less => decided(below, not_below),
        Binary::AtMost => decided(not_above, above),
        Binary::Greater => decided(above, not_above),
        Binary::AtLeast => decided(not_below, below),
        Binary::Equal => decided(a.is_point() && b.is_point() && a.lo == b.lo, below || above),
        _ => decided(below || above, a.is_point() && b.is_point() && a.lo == b.lo),
    }
}

fn truth(holds: Option<bool>) -> Interval {
    match holds {
        Some(yes) => Interval::point(f64::from(u8::from(yes))),
        None => Interval::closed(0.0, 1.0).broken(),
    }
}

/// A function of one number over an interval.
pub(super) fn one(unary: Unary, a: Interval) -> Option<Interval> {
    let within = |lo: f64, hi: f64| {
        a.meet(Interval { lo_open: lo.is_infinite(), hi_open: hi.is_infinite(), ..Interval::closed(lo, hi) })
    };
    let positive = || {
        let inside = a.meet(Interval { lo: 0.0, lo_open: true, ..Interval::REALS })?;
        Some(if inside.lo == a.lo && !a.holds(0.0) { inside } else { inside.broken() })
    };
    let cut = |lo: f64, hi: f64| {
        let inside = within(lo, hi)?;
        Some(if a.lo >= lo && a.hi <= hi { inside } else { inside.broken() })
    };
    let open = Interval::REALS;
    Some(match unary {
        Unary::Exp | Unary::Softplus => rising(unary, a, Interval { lo: 0.0, ..open }),
        Unary::Expm1 => rising(unary, a, Interval { lo: -1.0, ..open }),
        Unary::Ln | Unary::Log2 | Unary::Log10 => rising(unary, positive()?, open),
        Unary::Log1p => {
            let inside = a.meet(Interval { lo: -1.0, lo_open: true, ..Interval::REALS })?;
            rising(unary, if inside.lo == a.lo && !a.holds(-1.0) { inside } else { inside.broken() }, open)
        }
        Unary::Sqrt => rising(unary, cut(0.0, f64::INFINITY)?, Interval { lo: 0.0, lo_open: false, ..open }),
        Unary::Abs => a.max(a.negative()).max(Interval::point(0.0)),
        Unary::Relu => a.max(Interval::point(0.0)),
        Unary::Sign => {
            if a.is_point() {
                Interval::point(step_of(a.lo))
            } else {
                stepped(a, step_of)
            }
        }
        Unary::Step => stepped(a, |x| if x >= 0.0 { 1.0 } else { 0.0 }),
        Unary::Floor => stepped(a, f64::floor),
        Unary::Ceil => stepped(a, f64::ceil),
        Unary::Round => stepped(a, f64::round),
        Unary::Sin => wave(a.plus(Interval::point(-FRAC_PI_2)), unary, a),
        Unary::Cos => wave(a, unary, a),
        Unary::Tan => tangent(a),
        Unary::Asin => rising(
            unary,
            cut(-1.0, 1.0)?,
            Interval { lo_open: false, hi_open: false, lo: -FRAC_PI_2.next_up(), hi: FRAC_PI_2.next_up(), whole: true },
        ),
        Unary::Acos => {
            rising(Unary::Asin, cut(-1.0, 1.0)?, Interval::closed(-FRAC_PI_2.next_up(), FRAC_PI_2.next_up()))
                .negative()
                .plus(Interval::closed(FRAC_PI_2, FRAC_PI_2.next_up()))
        }
        Unary::Atan => rising(unary, a, Interval { lo: -FRAC_PI_2, hi: FRAC_PI_2, ..open }),
        Unary::Sinh | Unary::Asinh => rising(unary, a, open),
        Unary::Cosh => rising(unary, one(Unary::Abs, a)?, Interval { lo: 1.0, lo_open: false, ..open }),
        Unary::Tanh | Unary::Erf => rising(unary, a, Interval { lo: -1.0, hi: 1.0, ..open }),
        Unary::Erfc => rising(unary, a.negative(), Interval { lo: 0.0, hi: 2.0, ..open }),
        Unary::Sigmoid => rising(unary, a, Interval { lo: 0.0, hi: 1.0, ..open }),
    })
}

fn step_of(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        0.0
    }
}

pub(super) fn value(unary: Unary, x: f64) -> f64 {
    let mut out = [0.0];
    unary.values(&[if unary == Unary::Erfc { -x } else { x }], &mut out);
    out[0]
}

/// A rising function: the images of the ends, rounded outwards and limited to its range.
fn rising(unary: Unary, a: Interval, range: Interval) -> Interval {
    let end = |x: f64, open: bool, side: f64, limit: f64, limit_open: bool| {
        let y = value(unary, x);
        if x.is_infinite() {
            return (limit, true);
        }
        if is_exact(unary, x, y) {
            return (y, open || y.is_infinite());
        }
        let past = towards(towards(y, side), side);
        if y.is_nan() || (past - limit) * side >= 0.0 || past.is_nan() { (limit, limit_open) } else { (past, open) }
    };
    let lo = end(a.lo, a.lo_open, f64::NEG_INFINITY, range.lo, range.lo_open);
    let hi = end(a.hi, a.hi_open, f64::INFINITY, range.hi, range.hi_open);
    Interval::ends(lo, hi, a.whole)
}

fn is_exact(unary: Unary, x: f64, y: f64) -> bool {
    match unary {
        Unary::Sqrt => is_short(y) && y * y == x,
        Unary::Ln | Unary::Log2 | Unary::Log10 => x == 1.0,
        Unary::Softplus => false,
        _ => x == 0.0,
    }
}

/// A step function.
fn stepped(a: Interval, f: impl Fn(f64) -> f64) -> Interval {
    // At an open end, the next number inside counts.
    let lo = if a.lo_open && a.lo.is_finite() { f(a.lo.next_up()) } else { f(a.lo) };
    let hi = if a.hi_open && a.hi.is_finite() { f(a.hi.next_down()) } else { f(a.hi) };
    let span = Interval::ends((lo, false), (hi, false), a.whole);
    if lo == hi { span } else { span.broken() }
}

/// The values of a wave whose crests are at the multiples of 2π of `phase`.
fn wave(phase: Interval, unary: Unary, a: Interval) -> Interval {
    let full = Interval { whole: a.whole, ..Interval::closed(-1.0, 1.0) };
    let size = a.lo.abs().max(a.hi.abs());
    if a.hi - a.lo >= 2.0 * PI || !size.is_finite() || size > 1e9 {
        return if a.is_point() { around(value(unary, a.lo), a.whole) } else { full };
    }
    // A crest may move by slightly more than rounding.
    let slack = 4.0 * f64::EPSILON * size.max(1.0);
    let turns = |shift: f64| {
        let (lo, hi) = (phase.lo - slack + shift, phase.hi + slack + shift);
        (hi / (2.0 * PI)).floor() >= (lo / (2.0 * PI)).ceil()
    };
    let (p, q) = (value(unary, a.lo), value(unary, a.hi));
    let ends = around(p.min(q), a.whole).hull(around(p.max(q), a.whole));
    let hi = if turns(0.0) { 1.0 } else { ends.hi };
    let lo = if turns(PI) { -1.0 } else { ends.lo };
    Interval { lo, hi, ..full }
}

fn around(y: f64, whole: bool) -> Interval {
    let (lo, hi) = (towards(y, -1.0).next_down().max(-1.0), towards(y, 1.0).next_up().min(1.0));
    if y == 0.0 { Interval { whole, ..Interval::point(0.0) } } else { Interval { whole, ..Interval::closed(lo, hi) } }
}

fn tangent(a: Interval) -> Interval {
    let cosine = wave(a, Unary::Cos, a);
    if cosine.holds(0.0) || cosine.hi - cosine.lo >= 2.0 || !a.lo.is_finite() || !a.hi.is_finite() {
        return Interval::REALS.broken();
    }
    rising(Unary::Tan, a, Interval::REALS)
}

/// A whole power.
fn power(a: Interval, n: i32) -> Option<Interval> {
    if n < 0 {
        return power(a, -n)?.reciprocal();
    }
    if n == 0 {
        return Some(Interval { whole: a.whole, ..Interval::point(1.0) });
    }
    let base = if n % 2 == 0 { one(Unary::Abs, a)? } else { a };
    let end = |x: f64, side: f64| {
        let y = (0..n).fold(1.0, |y: f64, _| y * x);
        let exact = x == 0.0 || x.abs() == 1.0 || x.is_infinite() || n == 1 || is_short(x) && n == 2 && y.is_normal();
        if exact { y } else { (0..n.min(8)).fold(y, |y, _| towards(y, side)) }
    };
    let mut lo = end(base.lo, f64::NEG_INFINITY);
    if n % 2 == 0 {
        lo = lo.max(0.0);
    }
    Some(Interval::ends((lo, base.lo_open), (end(base.hi, f64::INFINITY), base.hi_open), a.whole))
}

/// `aᵇ`, only for a positive base, or for one that is at least zero with a positive exponent.
fn general_power(a: Interval, b: Interval) -> Option<Interval> {
    if b.is_point() && a.is_point() {
        let y = libm::pow(a.lo, b.lo);
        let exact = y == 0.0 || y == 1.0;
        let (lo, hi) = if exact { (y, y) } else { (towards(towards(y, -1.0), -1.0), towards(towards(y, 1.0), 1.0)) };
        return (!y.is_nan()).then_some(Interval { whole: a.whole && b.whole, ..Interval::closed(lo, hi) });
    }
    // A negative base has a value for whole exponents, which this function does not handle.
    if a.lo < 0.0 && !(b.is_point() && b.lo != b.lo.trunc()) {
        return Some(Interval::REALS.broken());
    }
    let inside = a.meet(Interval { lo: 0.0, ..Interval::REALS });
    let zero = a.holds(0.0).then(|| match b {
        b if b.lo > 0.0 => Some(Interval::point(0.0)),
        _ => None,
    });
    let positive = inside.and_then(|inside| {
        let log = rising(Unary::Ln, inside, Interval::REALS);
        one(Unary::Exp, log.times(b)).map(widened)
    });
    let defined = a.lo >= 0.0 && (b.lo > 0.0 || !a.holds(0.0));
    let both = match (positive, zero.flatten()) {
        (Some(y), Some(z)) => Some(y.hull(z)),
        (y, z) => y.or(z),
    };
    both.map(|y| Interval { whole: a.whole && b.whole && defined && y.lo <= y.hi, ..y })
}

/// Widens an interval by the rounding error of the logarithm times the exponent.
fn widened(y: Interval) -> Interval {
    let grow = 1e-12;
    Interval { lo: if y.lo > 0.0 { y.lo * (1.0 - grow) } else { y.lo }, hi: y.hi * (1.0 + grow), ..y }
}

/// The slope and the constant of a linear expression, `slope·x + constant`.
fn line(tree: &Tree, parameters: &[f64]) -> Option<(f64, f64)> {
    let both = |a: &Tree, b: &Tree| Some((line(a, parameters)?, line(b, parameters)?));
    match tree {
        Tree::X => Some((1.0, 0.0)),
        Tree::Number(number) => Some((0.0, *number)),
        Tree::Constant(constant) => Some((0.0, constant.value())),
        Tree::Knob(n) => parameters.get(*n).map(|parameter| (0.0, *parameter)),
        Tree::Negative(a) => line(a, parameters).map(|(slope, constant)| (-slope, -constant)),
        Tree::Binary(Binary::Add, a, b) => both(a, b).map(|(a, b)| (a.0 + b.0, a.1 + b.1)),
        Tree::Binary(Binary::Subtract, a, b) => both(a, b).map(|(a, b)| (a.0 - b.0, a.1 - b.1)),
        Tree::Binary(Binary::Multiply, a, b) => match both(a, b)? {
            ((0.0, by), (slope, constant)) | ((slope, constant), (0.0, by)) => Some((slope * by, constant * by)),
            _ => None,
        },
        _ => None,
    }
}

/// The difference of two linear expressions over an interval, computed from their coefficients.
fn difference(a: &Tree, b: &Tree, x: Interval, parameters: &[f64]) -> Option<Interval> {
    let (a, b) = (line(a, parameters)?, line(b, parameters)?);
    Some(Interval::point(a.0 - b.0).times(x).plus(Interval::point(a.1 - b.1)))
}

//! Ten thousand random formulas: every claim about them agrees with the results of mpmath
//! (`tests/data/make_formula_oracle.py`).

use actlab::functions::function::Function;
use actlab::functions::properties::{Break, BreakKind, Claims, Extent, Held, Monotone, Scope};

const ORACLE: &str = include_str!("../../data/formula_oracle.txt");

/// The tolerance of values and slopes, relative to their size and to that of intermediate results.
const TOLERANCE: f64 = 2e-6;

/// One line of the oracle.
struct Known<'a> {
    text: &'a str,
    /// The point, the value, the slope.
    points: [(f64, Option<f64>, Option<f64>); 2],
    near: [Option<f64>; 2],
    steepest: Option<f64>,
    beyond: [Option<f64>; 2],
    breaks: Vec<(f64, BreakKind)>,
}

fn read(line: &str) -> Known<'_> {
    let parts: Vec<&str> = line.split('|').collect();
    let number = |n: usize| parts[n].parse::<f64>().ok();
    let kind = |text: &str| if text.ends_with('j') { BreakKind::Jump } else { BreakKind::Corner };
    let place = |text: &str| (text[..text.len() - 1].parse().expect("a place"), kind(text));
    Known {
        text: parts[0],
        points: [(-1.3, number(1), number(2)), (0.7, number(3), number(4))],
        near: [number(5), number(6)],
        steepest: number(7),
        beyond: [number(8), number(9)],
        breaks: parts[10].split_whitespace().map(place).collect(),
    }
}

/// The claims about one formula that contradict the reference values.
fn faults(known: &Known) -> Vec<String> {
    let f = Function::parse(known.text).unwrap_or_else(|e| panic!("{}: {e}", known.text));
    let claims = f.facts();
    let mut faults: Vec<String> = known.points.iter().filter_map(|point| at_point(&f, *point)).collect();
    if claims.nowhere.is_some() {
        if known.near != [None; 2] {
            faults.push("has a value".to_owned());
        }
        return faults;
    }
    // With 30 digits, mpmath rounds a number just below an integer to that integer.
    let has = |names: &[&str]| names.iter().any(|name| known.text.contains(name));
    if has(&["sign", "floor", "step"]) && has(&["softplus", "exp", "erf", "tanh", "sigmoid"]) {
        return faults;
    }
    let mut check = |right: bool, what: &str| {
        if !right {
            faults.push(what.to_owned());
        }
    };
    check(range_holds(&claims, known), "range");
    if let (Some(Held { what, .. }), Some(seen)) = (claims.steepest, known.steepest) {
        check(what.slope.abs() >= seen * (1.0 - 1e-4) - 1e-9, "steepest");
    }
    check(order_holds(&claims, known), "monotone");
    if claims.zero_centred == Some(Held::everywhere(true))
        && let [Some(low), Some(high)] = known.near
    {
        check((low + high).abs() <= 1e-4 * high.abs().max(1e-6), "zero-centred");
    }
    let said = |x: f64, kind: BreakKind| {
        // The oracle reports a small jump as a corner.
        let is_kind = |b: &Break| b.kind == kind || kind == BreakKind::Corner;
        claims.breaks.iter().any(|b| (b.x - x).abs() <= 2e-5 * x.abs().max(1.0) && is_kind(b))
    };
    let missed = known.breaks.iter().find(|(x, kind)| !said(*x, *kind));
    if matches!(claims.extent, Extent::All | Extent::Window)
        && let Some((x, kind)) = missed
    {
        faults.push(format!("no {kind:?} at {x}"));
    }
    faults
}

fn at_point(f: &Function, (x, value, slope): (f64, Option<f64>, Option<f64>)) -> Option<String> {
    let (value, slope) = (value?, slope?);
    // Where a curve is this steep, the last digit of x decides.
    let allowed = TOLERANCE * value.abs().max(slope.abs().min(1e6) * 1e-3).max(1e-3);
    // Near a jump, the rounding of x decides.
    if slope.abs() > 1e9 || f.facts().breaks.iter().any(|b| (b.x - x).abs() < 1e-9) {
        return None;
    }
    let off = (f.value(x) - value).abs();
    // The same if the list of breaks is truncated.
    if f.own().is_some_and(|own| own.text().contains("floor")) && (off - off.round()).abs() < 1e-4 && off > 0.5 {
        return None;
    }
    if off > allowed || f.value(x).is_nan() {
        return Some(format!("value {} at {x}, not {value}", f.value(x)));
    }
    let allowed = TOLERANCE * slope.abs().max(value.abs()).max(1e-3) * 10.0;
    ((f.slope(x) - slope).abs() > allowed).then(|| format!("slope {} at {x}, not {slope}", f.slope(x)))
}

fn range_holds(claims: &Claims, known: &Known) -> bool {
    let Some(Held { what: r, scope }) = claims.range else { return true };
    let slack = |y: f64| 6e-6 * y.abs().max(1e-6);
    let inside = |y: f64| r.low - slack(y) <= y && y <= r.high + slack(y);
    let beyond = known.beyond.iter().flatten().all(|y| scope == Scope::Window || inside(*y));
    known.near.iter().flatten().all(|y| inside(*y)) && beyond
}

/// For a rising function, the value further right is not smaller.
fn order_holds(claims: &Claims, known: &Known) -> bool {
    let [(_, Some(left), _), (_, Some(right), _)] = known.points else { return true };
    let slack = 1e-6 * left.abs().max(right.abs());
    let slopes = || known.points.iter().filter_map(|(.., slope)| *slope);
    match claims.monotone.map(|held| held.what) {
        Some(Monotone::Rising) => left <= right + slack && slopes().all(|slope| slope >= -1e-9),
        Some(Monotone::Falling) => left >= right - slack && slopes().all(|slope| slope <= 1e-9),
        _ => true,
    }
}

#[test]
fn nothing_that_is_said_of_a_formula_is_contradicted() {
    let lines: Vec<&str> = ORACLE.lines().collect();
    assert_eq!(lines.len(), 10_000);
    let halves = lines.split_at(lines.len() / 2);
    let look = |lines: &[&str]| -> Vec<String> {
        let one = |line: &&str| {
            let known = read(line);
            let faults = faults(&known);
            (!faults.is_empty()).then(|| format!("{}: {}", known.text, faults.join(", ")))
        };
        lines.iter().filter_map(one).collect()
    };
    let wrong = std::thread::scope(|scope| {
        let other = scope.spawn(|| look(halves.0));
        let mut wrong = look(halves.1);
        wrong.extend(other.join().expect("no panic"));
        wrong
    });
    assert!(wrong.is_empty(), "{} of 10000:\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
}

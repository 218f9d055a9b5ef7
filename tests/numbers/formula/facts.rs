//! What is found out about functions that nobody has declared anything about.

use actlab::lab::facts::{BreakKind, Facts};
use actlab::lab::function::Function;

fn facts(text: &str) -> Facts {
    Function::parse(text).expect("a formula").facts()
}

fn breaks(text: &str) -> Vec<(f64, BreakKind)> {
    facts(text).breaks.iter().map(|b| (b.x, b.kind)).collect()
}

#[test]
fn breaks_are_found_where_they_are() {
    use BreakKind::{Corner, Jump};
    for (text, want) in [
        ("max(0, x)", &[(0.0, Corner)][..]),
        ("abs(x - 0.3)", &[(0.3, Corner)]),
        ("max(0, x - 123)", &[(123.0, Corner)]),
        ("if x < pi then 0 else 1", &[(std::f64::consts::PI, Jump)]),
        ("abs(x + 1e-3) + abs(x - 1e-3)", &[(-1e-3, Corner), (1e-3, Corner)]),
        ("clamp(x, -1, 2)", &[(-1.0, Corner), (2.0, Corner)]),
        ("1/x", &[(0.0, Jump)]),
        ("1/(x - 0.3)^2", &[(0.3, Jump)]),
        ("max(0, x)^2", &[]),
        ("x^9 + exp(x)", &[]),
        ("abs(x^2)", &[]),
        ("x * sign(x)^2", &[]),
        ("sin(x)/(2 + cos(x))", &[]),
        ("if x > 0 then x else expm1(x)", &[]),
    ] {
        assert_eq!(breaks(text), want, "{text}");
    }
    let waves = breaks("abs(sin(x))");
    assert_eq!(waves.len(), 31, "{waves:?}");
    assert_eq!(breaks("floor(x)").len(), 100, "one at each whole number within the grid");
}

#[test]
fn knobs_move_breaks() {
    let mut f = Function::parse("max(0, x - t); t = 1 in -5..5").expect("a formula");
    assert_eq!(f.facts().breaks[0].x, 1.0);
    f.set_knob("t", -2.5).expect("in range");
    assert_eq!(f.facts().breaks[0].x, -2.5, "facts are those of the settings");
}

#[test]
fn ranges_leave_out_what_is_no_number() {
    let log = facts("ln(x)");
    assert!(log.breaks.is_empty() && !log.zero_centred);
    assert_eq!((log.range.low, log.range.high), (f64::NEG_INFINITY, f64::INFINITY));
    let pole = facts("1/x").range;
    assert_eq!((pole.low, pole.high), (f64::NEG_INFINITY, f64::INFINITY));
    assert!(!pole.low_attained && !pole.high_attained);
    assert!(facts("sqrt(-1 - x^2)").range.low.is_nan(), "no value anywhere");
    let half = facts("sqrt(1 - x^2)").range;
    assert_eq!((half.low, half.high), (0.0, 1.0));
}

#[test]
fn facts_of_formulas_are_those_of_the_built_ins() {
    for (id, text) in [("tanh", "tanh(x)"), ("mish", "x*tanh(ln(1+exp(x)))"), ("relu6", "clamp(x, 0, 6)")] {
        let (own, known) = (facts(text), Function::named(id).expect("a built-in").facts());
        assert_eq!((own.monotone, own.zero_centred), (known.monotone, known.zero_centred), "{id}");
        assert_eq!((own.saturates.left, own.breaks), (known.saturates.left, known.breaks), "{id}");
        assert!((own.steepest.slope - known.steepest.slope).abs() < 1e-6, "{id}");
    }
}

//! What is proved about functions without declared properties.

use actlab::functions::function::Function;
use actlab::functions::properties::{BreakKind, Claims, Extent, Held, Monotone, Scope};

fn facts(text: &str) -> Claims {
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
        ("sqrt(x^2)", &[(0.0, Corner)]),
        ("(x*x)^0.5", &[(0.0, Corner)]),
        ("sqrt((x - 2)^2 + 0)", &[(2.0, Corner)]),
        ("sqrt(x^2 - 2*x + 1)", &[(1.0, Corner)]),
        ("sign(x)*abs(x)^(1/3)", &[(0.0, Corner)]),
        ("ln(x^2)", &[(0.0, Jump)]),
        ("if x == 2 then 5 else x", &[(2.0, Jump)]),
        ("sqrt(x^2 + 1e-14)", &[]),
        ("sin(x)/x", &[]),
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
    let folded = breaks("asin(sin(x))");
    assert_eq!(folded.len(), 32, "{folded:?}");
    assert!(folded.iter().all(|(x, kind)| *kind == Corner && libm::cos(*x).abs() < 1e-9), "{folded:?}");
    assert_eq!(breaks("floor(x)").len(), 100, "one at each whole number within the grid");
}

#[test]
fn a_list_of_breaks_says_whether_it_has_all() {
    for (text, want) in [
        ("max(0, x)", Extent::All),
        ("sqrt(x^2)", Extent::All),
        ("tanh(x)", Extent::All),
        ("floor(x/2)", Extent::Endless),
        ("abs(sin(x))", Extent::Endless),
        ("tan(x)", Extent::Endless),
        ("x - floor(x)", Extent::Endless),
        ("abs(sin(100*x))", Extent::Endless),
    ] {
        assert_eq!(facts(text).extent, want, "{text}");
    }
    assert_ne!(facts("if abs(x) < 40 then floor(x) else 0").extent, Extent::Endless);
}

#[test]
fn knobs_move_breaks() {
    let mut f = Function::parse("max(0, x - t); t = 1 in -5..5").expect("a formula");
    assert_eq!(f.facts().breaks[0].x, 1.0);
    f.set_parameter("t", -2.5).expect("in range");
    assert_eq!(f.facts().breaks[0].x, -2.5, "facts are those of the settings");
}

const INF: f64 = f64::INFINITY;

#[test]
fn ranges_are_established_with_their_ends() {
    for (text, low, low_attained, high, high_attained) in [
        ("exp(x) - 1", -1.0, Some(false), INF, Some(false)),
        ("1/(1 + exp(-x)) * 3 - 1", -1.0, Some(false), 2.0, Some(false)),
        ("max(0, x)", 0.0, Some(true), INF, Some(false)),
        ("clamp(x, 0, 6)", 0.0, Some(true), 6.0, Some(true)),
        ("sin(x^2)", -1.0, Some(true), 1.0, Some(true)),
        ("x*sin(x)", -INF, Some(false), INF, Some(false)),
        ("exp(x)*sin(x)", -INF, Some(false), INF, Some(false)),
        ("1/x^2", 0.0, Some(false), INF, Some(false)),
        ("1/x", -INF, Some(false), INF, Some(false)),
        ("tan(x)", -INF, Some(false), INF, Some(false)),
        ("1/(ln(x) - 1)", -INF, Some(false), INF, Some(false)),
        ("ln(x)", -INF, Some(false), INF, Some(false)),
        ("ln(1 + x^2)", 0.0, Some(true), INF, Some(false)),
        ("asinh(x)*x", 0.0, Some(true), INF, Some(false)),
        ("1/(x^2 + 1)", 0.0, Some(false), 1.0, Some(true)),
        ("exp(-x^2)", 0.0, Some(false), 1.0, Some(true)),
        ("sqrt(1 - x^2)", 0.0, Some(true), 1.0, Some(true)),
        ("floor(x/2)", -INF, Some(false), INF, Some(false)),
        ("exp(exp(x))", 1.0, Some(false), INF, Some(false)),
    ] {
        let range = facts(text).range.unwrap_or_else(|| panic!("{text} has a range"));
        assert_eq!(range.scope, Scope::Everywhere, "{text}");
        let r = range.what;
        assert_eq!(
            (r.low, r.low_attained, r.high, r.high_attained),
            (low, low_attained, high, high_attained),
            "{text}"
        );
    }
    let dip = facts("x*tanh(ln(1 + exp(x)))").range.expect("a range").what;
    assert!((dip.low + 0.308_843_412_767).abs() < 1e-9 && dip.low_attained == Some(true), "{dip:?}");
    let jump = facts("if x < 1 then x else 0").range.expect("a range").what;
    assert!(jump.high == 1.0 && jump.high_attained != Some(true), "{jump:?}");
}

#[test]
fn what_is_known_of_the_window_alone_says_so() {
    let soft = facts("x/(1 + abs(x))");
    assert_eq!(soft.range.map(|r| r.scope), Some(Scope::Window));
    assert_eq!(soft.monotone, Some(Held::in_window(Monotone::Rising)));
    for slow in ["ln(ln(x))", "ln(ln(ln(x + 10)))"] {
        assert!(facts(slow).range.is_none_or(|r| r.scope == Scope::Window || r.what.high == INF), "{slow}");
    }
}

#[test]
fn slopes_without_bound_have_no_number() {
    for text in
        ["1/x^2", "tan(x)", "asinh(x)*x", "sin(x^2)", "x^2", "exp(x)", "sqrt(x)", "x*sin(x)", "ln(x)", "exp(exp(x))"]
    {
        let steepest = facts(text).steepest.unwrap_or_else(|| panic!("{text} has a steepest slope"));
        assert!(steepest.what.slope.is_infinite() && steepest.scope == Scope::Everywhere, "{text}: {steepest:?}");
    }
    for (text, slope) in [("tanh(x)", 1.0), ("sqrt(x^2)", 1.0), ("sigmoid(x)", 0.25), ("x*sigmoid(x)", 1.099_839_320)] {
        let steepest = facts(text).steepest.expect("a steepest slope").what;
        assert!((steepest.slope - slope).abs() < 1e-6, "{text}: {steepest:?}");
    }
    assert!(facts("asin(sin(x))").steepest.is_none_or(|s| s.what.slope.is_finite()));
}

#[test]
fn a_function_without_a_value_has_no_other_fact() {
    for (text, scope) in
        [("sqrt(-1 - x^2)", Scope::Everywhere), ("log(-1) + 0*x", Scope::Everywhere), ("sqrt(x - 1000)", Scope::Window)]
    {
        assert_eq!(facts(text), Claims::nowhere(scope), "{text}");
    }
    let f = Function::parse("sqrt(-1 - x^2)").expect("a formula");
    assert!(f.slope(0.0).is_nan(), "no value, no slope");
}

#[test]
fn facts_of_formulas_are_those_of_the_built_ins() {
    for (id, text) in [("tanh", "tanh(x)"), ("mish", "x*tanh(ln(1+exp(x)))"), ("relu6", "clamp(x, 0, 6)")] {
        let (own, known) = (facts(text), Function::named(id).expect("a built-in").facts());
        assert_eq!((own.monotone, own.zero_centred), (known.monotone, known.zero_centred), "{id}");
        assert_eq!((own.saturates, own.breaks), (known.saturates, known.breaks), "{id}");
        let slope = |claims: &Claims| claims.steepest.map(|held| held.what.slope).expect("a steepest slope");
        assert!((slope(&facts(text)) - slope(&Function::named(id).expect("a built-in").facts())).abs() < 1e-6, "{id}");
    }
}

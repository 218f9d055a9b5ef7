//! Every built-in activation, written as a formula, compared with the fifty-digit reference and with the built-in
//! itself.

use actlab::functions::activation;
use actlab::functions::function::Function;
use serde_json::Value;

/// Where the obvious formula loses digits (`x / (1 + abs(x))` has a slope that cancels far out, `x − tanh(x)` a value
/// that cancels near zero, `x + 3` loses the last digits of x), an equal formula that does not.
const FORMULAS: &[(&str, &str)] = &[
    ("step", "if x < threshold then 0 else 1; threshold = 0 in -5..5"),
    ("linear", "x"),
    ("threshold", "if x > threshold then x else value; threshold = 1 in -5..5, value = 20 in -20..20"),
    ("bent-identity", "x * (1 + x / (2 * (sqrt(x^2 + 1) + 1)))"),
    ("sigmoid", "if x < 0 then exp(x) / (1 + exp(x)) else 1 / (1 + exp(-x))"),
    ("tanh", "if x < 0 then expm1(2*x) / (2 + expm1(2*x)) else -expm1(-2*x) / (2 + expm1(-2*x))"),
    ("softsign", "if x < 0 then expm1(-log1p(-x)) else -expm1(-log1p(x))"),
    ("arctan", "atan(x)"),
    ("hard-sigmoid", "(min(max(-3, x), 3) + 3) / 6"),
    ("hard-tanh", "min(max(low, x), high); low = -1 in -5..-0.1, high = 1 in 0.1..5"),
    ("relu", "max(0, x)"),
    ("leaky-relu", "max(alpha*x, x); alpha = 0.02 in 0..1"),
    ("prelu", "max(alpha*x, x); alpha = 0.1 in -1..1"),
    ("relu6", "min(max(0, x), 6)"),
    ("squared-relu", "max(0, x)^2"),
    ("softplus", "softplus(beta*x)/beta; beta = 1 in 0.1..10"),
    ("elu", "if x > 0 then x else alpha*expm1(x); alpha = 1 in 0.1..5"),
    (
        "selu",
        "scale * if x > 0 then x else alpha*expm1(x); alpha = 1.6732632423543772 in 0.1..5, \
         scale = 1.0507009873554805 in 0.1..5",
    ),
    ("celu", "if x > 0 then x else alpha*expm1(x/alpha); alpha = 1 in 0.1..5"),
    ("log-sigmoid", "-softplus(-x)"),
    ("gelu", "x * erfc(-x / sqrt(2)) / 2"),
    ("gelu-tanh", "x * sigmoid(2*sqrt(2/pi) * (x + 0.044715*x^3))"),
    ("silu", "x * sigmoid(beta*x); beta = 1 in 0.1..10"),
    ("mish", "x * tanh(softplus(x))"),
    ("hard-swish", "x * (clamp(x, -3, 3) + 3) / 6"),
    (
        "tanhshrink",
        "if abs(x) < 1 then x * (x²*(218243025 + x²*(16081065 + x²*(289575 + x²*(1430 + x²)))) \
         / (654729075 + x²*(91891800 + x²*(2837835 + x²*(25740 + x²*55))) \
         + x²*(218243025 + x²*(16081065 + x²*(289575 + x²*(1430 + x²)))))) else x - tanh(x)",
    ),
    ("softshrink", "if abs(x) > lambda then x - lambda*sign(x) else 0; lambda = 0.5 in 0.1..3"),
    ("hardshrink", "if abs(x) > lambda then x else 0; lambda = 0.5 in 0.1..3"),
    ("gaussian", "exp(-x²)"),
    ("sine", "sin(x)"),
    ("snake", "x + sin(a*x)²/a; a = 1 in 0.1..5"),
];

/// A built-in and its formula with the parameters of a case, which are in the same order, and the points.
fn pair(case: &Value) -> (Function, Function, Vec<[f64; 4]>) {
    let id = case["id"].as_str().expect("an id");
    let text = FORMULAS.iter().find(|(known, _)| *known == id).unwrap_or_else(|| panic!("{id} has no formula")).1;
    let mut builtin = Function::named(id).expect("a built-in");
    let mut own = Function::parse(text).unwrap_or_else(|e| panic!("{id}: {e}"));
    for (name, value) in case["params"].as_object().expect("parameters") {
        if let Some(value) = value.as_f64() {
            builtin.set_parameter(name, value).expect("a setting");
        }
    }
    let names: Vec<String> = own.parameters().iter().map(|parameter| parameter.name.to_string()).collect();
    for (name, value) in names.iter().zip(builtin.parameter_values()) {
        own.set_parameter(name, *value).unwrap_or_else(|e| panic!("{id}: {e}"));
    }
    let points = case["points"].as_array().expect("points").iter();
    let points = points.map(|p| std::array::from_fn(|i| p[i].as_f64().expect("a number"))).collect();
    (builtin, own, points)
}

/// Within 1e-12, relative. A number that underflows has no relative accuracy, and where a slope crosses zero only the
/// rounding of its terms remains.
fn close(got: f64, want: f64) -> bool {
    (got - want).abs() <= 1e-12 * want.abs() + f64::MIN_POSITIVE * 1e3
}

#[test]
fn formulas_agree_with_the_built_ins() {
    let oracle: Value = serde_json::from_str(include_str!("../../data/activation_oracle.json")).expect("JSON");
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for (builtin, own, points) in oracle["activations"].as_array().expect("cases").iter().map(pair) {
        for [x, value, slope, _] in points {
            let both =
                [("value", own.value(x), builtin.value(x), value), ("slope", own.slope(x), builtin.slope(x), slope)];
            for (what, got, builtin_says, reference) in both {
                if !got.is_finite() || !builtin_says.is_finite() {
                    assert!(x.abs() > 700.0, "{} {what} at {x} is {got}", builtin.id());
                    continue;
                }
                checked += 1;
                let absolute = if builtin.id() == "snake" { f64::EPSILON } else { 0.0 };
                let near = |want: f64| close(got, want) || (got - want).abs() <= absolute;
                if !near(builtin_says) || !near(reference) {
                    wrong.push(format!("{} {what} at {x:e}: {got:e}, not {builtin_says:e}", builtin.id()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(checked > 4000, "only {checked} numbers were compared");
}

#[test]
fn every_built_in_has_a_formula() {
    for activation in activation::all() {
        assert!(FORMULAS.iter().any(|(id, _)| *id == activation.id), "{} has no formula", activation.id);
    }
}

#[test]
fn slices_have_the_bits_of_single_numbers() {
    let special = [0.0, 5e-324, 1e-300, 0.5, 3.0, 6.0, 709.9, 745.2, 1e154, 1e308, f64::INFINITY, f64::NAN];
    let mut xs: Vec<f64> = special.iter().flat_map(|&x| [x, -x]).collect();
    xs.extend((0..1000).map(|i| f64::from(i) * 0.037 - 18.0));
    for (id, text) in FORMULAS {
        let own = Function::parse(text).expect("a formula");
        let (mut values, mut slopes) = (vec![0.0; xs.len()], vec![0.0; xs.len()]);
        own.values(&xs, &mut values);
        own.slopes(&xs, &mut slopes);
        for ((x, value), slope) in xs.iter().zip(&values).zip(&slopes) {
            assert_eq!(value.to_bits(), own.value(*x).to_bits(), "{id} value at {x:e}");
            assert_eq!(slope.to_bits(), own.slope(*x).to_bits(), "{id} slope at {x:e}");
            assert!(!x.is_nan() || value.is_nan() && slope.is_nan(), "{id} hides a NaN");
        }
        let (mut both, mut sloped) = (vec![0.0; xs.len()], vec![0.0; xs.len()]);
        own.values_and_slopes(&xs, &mut both, &mut sloped);
        let bits = |numbers: &[f64]| numbers.iter().map(|y| y.to_bits()).collect::<Vec<u64>>();
        assert_eq!((bits(&both), bits(&sloped)), (bits(&values), bits(&slopes)), "{id}");
        let mut short = [7.0; 3];
        own.values(&xs[..2], &mut short);
        assert_eq!(short[2], 7.0, "the shorter slice decides how many");
    }
}

#[test]
fn corners_follow_the_conventions() {
    for (text, x, slope) in [
        ("relu(x)", 0.0, 0.0),
        ("max(x, 0)", 0.0, 0.0),
        ("max(0, -x)", 0.0, 0.0),
        ("abs(x)", 0.0, 0.0),
        ("sign(x) + step(x)", 0.0, 0.0),
        ("max(0.02*x, x)", 0.0, 0.02),
        ("max(x, 0.02*x)", 0.0, 0.02),
        ("max(-x, x)", 0.0, -1.0),
        ("max(x, -x)", 0.0, 1.0),
        ("min(x, 6)", 6.0, 0.0),
        ("clamp(x, -1, 1)", -1.0, 0.0),
        ("if x < 0 then -x else 3*x", 0.0, 3.0),
        ("x * (x > 0)", 0.0, 0.0),
        ("floor(x) + x", 2.0, 1.0),
        ("sqrt(max(x, 0))", -1.0, 0.0),
        ("3*x", f64::INFINITY, 3.0),
    ] {
        assert_eq!(Function::parse(text).expect("a formula").slope(x), slope, "{text} at {x}");
    }
}

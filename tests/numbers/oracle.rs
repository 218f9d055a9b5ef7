//! Every activation compared with values computed to fifty digits and rounded once
//! (`tests/data/activation_oracle.json`), and with properties that hold for any input.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use actlab::functions::activation;
use actlab::functions::function::Function;
use actlab::functions::numeric_slope::{Method, derivative};
use proptest::prelude::*;
use serde_json::Value;

/// `2⁻⁵²`: one unit in the last place of 1.
const EPSILON: f64 = f64::EPSILON;

/// The distance from `|x|` to the next larger number.
fn ulp(x: f64) -> f64 {
    let x = x.abs();
    f64::from_bits(x.to_bits() + 1) - x
}

/// The absolute tolerance for slopes with a zero that rounding of the terms blurs.
fn absolute(id: &str, x: f64) -> f64 {
    match id {
        "silu" | "mish" | "gelu" => EPSILON,
        "snake" if x.abs() < 10.0 => EPSILON,
        _ => 0.0,
    }
}

/// The function of one case of the file, and its points `[x, f, f′, f″]`.
fn case(case: &Value) -> (Function, Vec<[f64; 4]>) {
    let id = case["id"].as_str().unwrap();
    let mut function = Function::named(id).unwrap_or_else(|e| panic!("{e}"));
    for (name, value) in case["params"].as_object().unwrap() {
        if let Some(value) = value.as_f64() {
            function.set_parameter(name, value).unwrap_or_else(|e| panic!("{id}: {e}"));
        }
    }
    let points = case["points"].as_array().unwrap().iter();
    (function, points.map(|p| std::array::from_fn(|i| p[i].as_f64().unwrap())).collect())
}

#[test]
fn values_and_slopes_are_those_of_the_oracle() {
    let text = include_str!("../data/activation_oracle.json");
    let oracle: Value = serde_json::from_str(text).unwrap();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (function, points) in oracle["activations"].as_array().unwrap().iter().map(case) {
        for [x, value, slope, bend] in points {
            let mut check = |what: &str, got: f64, want: f64, conditioning: f64, absolute: f64| {
                let error = (got - want).abs();
                let allowed = 4.0 * ulp(want) + 2.0 * EPSILON * (x * conditioning).abs() + absolute;
                checked += 1;
                // A NaN is not within any tolerance.
                if !matches!(error.partial_cmp(&allowed), Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal)) {
                    let id = function.id();
                    wrong.push(format!("{id} {what} at {x:e}: {got:e}, not {want:e}, {} ulp", error / ulp(want)));
                }
            };
            check("value", function.value(x), value, slope, 0.0);
            check("slope", function.slope(x), slope, bend, absolute(function.id(), x));
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(checked > 4000, "only {checked} numbers in the file");
}

#[test]
fn every_activation_is_in_the_oracle() {
    let oracle: Value = serde_json::from_str(include_str!("../data/activation_oracle.json")).unwrap();
    let known: Vec<_> = oracle["activations"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
    for activation in activation::all() {
        assert!(known.contains(&activation.id), "{} is not checked", activation.id);
    }
}

/// Each activation at its defaults, and with every parameter at each end.
fn settings() -> Vec<Function> {
    let mut all = Vec::new();
    for activation in activation::all() {
        let function = Function::builtin(activation);
        for parameter in activation.parameters {
            for end in [parameter.min, parameter.max] {
                let mut turned = function.clone();
                turned.set_parameter(&parameter.name, end).unwrap();
                all.push(turned);
            }
        }
        all.push(function);
    }
    all
}

fn assert_slices_agree(function: &Function, xs: &[f64]) {
    let mut out = vec![0.0; xs.len()];
    function.values(xs, &mut out);
    for (&x, y) in xs.iter().zip(&out) {
        assert_eq!(y.to_bits(), function.value(x).to_bits(), "{} value at {x:e}", function.id());
    }
    function.slopes(xs, &mut out);
    for (&x, y) in xs.iter().zip(&out) {
        assert_eq!(y.to_bits(), function.slope(x).to_bits(), "{} slope at {x:e}", function.id());
    }
}

#[test]
fn slices_have_the_bits_of_single_numbers_at_special_inputs() {
    let special = [0.0, -0.0, 5e-324, f64::MIN_POSITIVE, 709.9, 745.2, 1e154, 1e308, f64::MAX, f64::INFINITY, f64::NAN];
    let xs: Vec<f64> = special.iter().flat_map(|&x| [x, -x]).collect();
    for function in settings() {
        assert_slices_agree(&function, &xs);
    }
}

#[test]
fn the_ends_of_the_line_give_limits_and_never_hide_a_nan() {
    for function in settings() {
        let id = function.id();
        assert!(function.value(f64::NAN).is_nan() && function.slope(f64::NAN).is_nan(), "{id} hides a NaN");
        for x in [f64::MAX, 1e308, 1e300, 1e155, 1e9, 5e-324] {
            for x in [x, -x] {
                assert!(!function.value(x).is_nan(), "{id} value at {x:e}");
                assert!(!function.slope(x).is_nan(), "{id} slope at {x:e}");
            }
        }
        let facts = function.declared().expect("a built-in");
        for (saturates, x) in [(facts.saturates.left, f64::NEG_INFINITY), (facts.saturates.right, f64::INFINITY)] {
            if saturates {
                let (limit, far) = (function.value(x), function.value(x.signum() * 1e18));
                assert!((limit - far).abs() < 1e-12, "{id} at {x}: {limit} but {far} far out");
                assert_eq!(function.slope(x), 0.0, "{id} slope at {x}");
            } else if id != "sine" {
                assert!(function.value(x).is_infinite() || id.ends_with("relu"), "{id} at {x}: {}", function.value(x));
            }
        }
    }
}

/// Finite numbers of every size, with small ones more often.
fn any_finite() -> impl Strategy<Value = f64> {
    let any_bits = any::<u64>().prop_map(f64::from_bits).prop_filter("finite", |x| x.is_finite());
    prop_oneof![any_bits, -800.0..800.0, -8.0..8.0]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slices_have_the_bits_of_single_numbers(xs in prop::collection::vec(any_finite(), 0..40)) {
        for function in settings() {
            assert_slices_agree(&function, &xs);
        }
    }

    #[test]
    fn no_finite_input_gives_nan_and_every_output_is_in_range(x in any_finite()) {
        for function in settings() {
            let (value, slope, range) = (function.value(x), function.slope(x), function.declared().expect("a built-in").range);
            prop_assert!(!value.is_nan() && !slope.is_nan(), "{} at {x:e}", function.id());
            let slack = 4.0 * EPSILON;
            let low = range.low - slack * range.low.abs().min(1e9);
            let high = range.high + slack * range.high.abs().min(1e9);
            prop_assert!((low..=high).contains(&value), "{} at {x:e} is {value:e}", function.id());
        }
    }

    #[test]
    fn slopes_agree_with_differences(x in -6.0..6.0_f64) {
        let h = 1e-5;
        for function in settings() {
            // Changes of curvature at zero, as in ELU, are not breaks, but also make the difference quotient less
            // accurate.
            if x.abs() < 2.0 * h || function.facts().breaks.iter().any(|b| (b.x - x).abs() < 2.0 * h) {
                continue;
            }
            let difference = derivative(|x| function.value(x), x, h, Method::Central);
            let slope = function.slope(x);
            prop_assert!((difference - slope).abs() < 1e-6, "{} at {x}: {slope} but {difference}", function.id());
        }
    }
}

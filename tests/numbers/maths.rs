//! The elementary functions compared with values computed to fifty digits or more (`tests/data/maths_reference.json`),
//! in units in the last place of the result.

use actlab::numeric::maths;
use serde_json::Value;

type Unary = fn(f64) -> f64;

/// Each function and the error that its documentation states.
const FUNCTIONS: [(&str, Unary, f64); 9] = [
    ("exp", maths::exp, 1.0),
    ("expm1", maths::expm1, 2.0),
    ("log1p_unit", maths::log1p_unit, 2.0),
    ("sigmoid", maths::sigmoid, 2.0),
    ("sigmoid_slope", maths::sigmoid_slope, 3.0),
    ("tanh", maths::tanh, 2.0),
    ("sech_squared", maths::sech_squared, 3.0),
    ("normal_tail_ratio", maths::normal_tail_ratio, 2.0),
    ("tanhshrink", maths::tanhshrink, 4.0),
];

fn ulp(x: f64) -> f64 {
    let x = x.abs();
    f64::from_bits(x.to_bits() + 1) - x
}

#[test]
fn errors_stay_within_what_is_promised() {
    let reference: Value = serde_json::from_str(include_str!("../data/maths_reference.json")).unwrap();
    for (name, function, promised) in FUNCTIONS {
        let points = reference[name].as_array().unwrap();
        assert!(points.len() > 200, "{name}: {} points", points.len());
        let errors = points.iter().map(|point| {
            let (x, want) = (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
            let got = function(x);
            assert!(!got.is_nan(), "{name} at {x:e}");
            ((got - want).abs() / ulp(want), x)
        });
        let (worst, at) = errors.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        println!("{name}: {worst:.2} ulp at {at:e}");
        assert!(worst <= promised, "{name} is {worst} ulp off at {at:e}, promised {promised}");
    }
}

#[test]
fn nan_stays_nan() {
    for (name, function, _) in FUNCTIONS {
        assert!(function(f64::NAN).is_nan(), "{name}");
    }
}

#[test]
fn the_ends_of_the_line_give_limits() {
    let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
    let ends: [(&str, Unary, f64, f64); 6] = [
        ("exp", maths::exp, 0.0, high),
        ("expm1", maths::expm1, -1.0, high),
        ("sigmoid", maths::sigmoid, 0.0, 1.0),
        ("sigmoid_slope", maths::sigmoid_slope, 0.0, 0.0),
        ("tanh", maths::tanh, -1.0, 1.0),
        ("tanhshrink", maths::tanhshrink, low, high),
    ];
    for (name, function, left, right) in ends {
        assert_eq!((function(low), function(high)), (left, right), "{name}");
        if left.is_finite() {
            assert_eq!(function(f64::MIN), left, "{name}");
        }
    }
    assert_eq!(maths::exp(709.79), high);
    assert_eq!(maths::exp(-745.14), 0.0);
    assert_eq!(maths::exp(0.0), 1.0);
}

#[test]
fn a_power_keeps_the_digits_a_subnormal_loses() {
    let at = |x: f64, factor: f64| maths::power(x).times(factor);
    let halves = maths::exp(-744.0 / 2.0) * 1e100 * maths::exp(-744.0 / 2.0);
    assert!((at(-744.0, 1e100) / halves - 1.0).abs() < 1e-15);
    assert!((at(-744.0, 1e100) / (maths::exp(-744.0) * 1e100) - 1.0).abs() > 1e-3);
}

#[test]
fn bounds_keep_nan_and_signs() {
    assert!(maths::clamp(f64::NAN, 0.0, 1.0).is_nan());
    assert_eq!(maths::clamp(2.0, 0.0, 1.0), 1.0);
    assert_eq!(maths::finite(f64::NEG_INFINITY), f64::MIN);
    assert_eq!(maths::log1p(1e-20), 1e-20);
}

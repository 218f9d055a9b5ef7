//! S-shaped functions, bounded on both sides: the classic ones and cheap approximations of them.

use std::borrow::Cow;
use std::f64::consts::FRAC_PI_2;

use super::{Activation, Paper, Parameter};
use crate::functions::properties::{Break, Facts, Monotone, Range, Sides, Steepest};
use crate::numeric::maths::{atan, clamp, finite, sech_squared, sigmoid, sigmoid_slope, tanh};

pub(super) static RECORDS: &[Activation] = &[
    activation! {
        id: "sigmoid", name: "sigmoid",
        aliases: ["expit", "logistic"], note: None,
        formula: "1 / (1 + e⁻ˣ)", slope_formula: "f(x)(1 − f(x))",
        family: Sigmoid, kernel: Sigmoid,
        parameters: [],
        value: |x| sigmoid(x),
        slope: |x| sigmoid_slope(x),
        facts: | | Facts {
            zero_centred: false,
            at_zero: 0.5,
            ..squashing(Range::open(0.0, 1.0), 0.25)
        },
        paper: Some(Paper {
            author: "Verhulst",
            year: 1838,
            title: "Notice sur la loi que la population suit dans son accroissement",
        }),
    },
    activation! {
        id: "tanh", name: "tanh",
        aliases: [], note: None,
        formula: "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)", slope_formula: "1 − f(x)²",
        family: Sigmoid, kernel: Tanh,
        parameters: [],
        value: |x| tanh(x),
        slope: |x| sech_squared(x),
        facts: | | squashing(Range::open(-1.0, 1.0), 1.0),
        paper: None,
    },
    activation! {
        id: "softsign", name: "softsign",
        aliases: [], note: None,
        formula: "x / (1 + |x|)", slope_formula: "1 / (1 + |x|)²",
        family: Sigmoid,
        parameters: [],
        value: |x| finite(x) / (1.0 + finite(x).abs()),
        slope: |x| (1.0 / (1.0 + x.abs())) * (1.0 / (1.0 + x.abs())),
        facts: | | squashing(Range::open(-1.0, 1.0), 1.0),
        paper: Some(Paper {
            author: "Elliott",
            year: 1993,
            title: "A better activation function for artificial neural networks",
        }),
    },
    activation! {
        id: "arctan", name: "arctan",
        aliases: ["atan"], note: None,
        formula: "arctan x", slope_formula: "1 / (1 + x²)",
        family: Sigmoid,
        parameters: [],
        value: |x| atan(x),
        slope: |x| bell(x),
        facts: | | squashing(Range::open(-FRAC_PI_2, FRAC_PI_2), 1.0),
        paper: None,
    },
    activation! {
        id: "hard-sigmoid", name: "hard sigmoid",
        aliases: [],
        note: Some("as in PyTorch, JAX and Keras 3; in Keras 2 it is min(max(0, 0.2x + 0.5), 1)"),
        formula: "min(max(0, x + 3), 6) / 6", slope_formula: "|x| < 3 ? 1/6 : 0",
        family: Sigmoid,
        parameters: [],
        value: |x| clamp(x + 3.0, 0.0, 6.0) / 6.0,
        slope: |x| if x.abs() < 3.0 { 1.0 / 6.0 } else { 0.0 },
        facts: | | Facts {
            zero_centred: false,
            breaks: vec![Break::corner(-3.0, 0.0), Break::corner(3.0, 0.0)],
            at_zero: 0.5,
            ..squashing(Range::closed(0.0, 1.0), 1.0 / 6.0)
        },
        paper: Some(Paper { author: "Howard et al.", year: 2019, title: "Searching for MobileNetV3" }),
    },
    activation! {
        id: "hard-tanh", name: "hard tanh",
        aliases: [], note: None,
        formula: "min(max(a, x), b)", slope_formula: "a < x < b ? 1 : 0",
        family: Sigmoid,
        parameters: [
            Parameter { name: Cow::Borrowed("min"), symbol: Cow::Borrowed("a"), min: -5.0, max: -0.1, step: 0.1, default: -1.0 },
            Parameter { name: Cow::Borrowed("max"), symbol: Cow::Borrowed("b"), min: 0.1, max: 5.0, step: 0.1, default: 1.0 },
        ],
        value: |x, min, max| clamp(x, min, max),
        slope: |x, min, max| if x > min && x < max { 1.0 } else { 0.0 },
        facts: |min, max| Facts {
            zero_centred: min == -max,
            breaks: vec![Break::corner(min, 0.0), Break::corner(max, 0.0)],
            ..squashing(Range::closed(min, max), 1.0)
        },
        paper: Some(Paper { author: "Collobert", year: 2004, title: "Large scale machine learning" }),
    },
];

/// Properties that S-shaped functions share: steepest at zero, flat at both ends.
fn squashing(range: Range, steepest: f64) -> Facts {
    Facts {
        range,
        zero_centred: true,
        monotone: Monotone::Rising,
        breaks: vec![],
        steepest: Steepest::had(steepest, 0.0),
        saturates: Sides::BOTH,
        at_zero: 0.0,
    }
}

/// `1 / (1 + x²)`. Far out, `x²` overflows long before the quotient is zero.
#[inline(always)]
fn bell(x: f64) -> f64 {
    let far = x.abs() > 1e9;
    let near = if far { 0.0 } else { x };
    if far { (1.0 / x) * (1.0 / x) } else { 1.0 / (1.0 + near * near) }
}

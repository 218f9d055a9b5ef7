//! Functions that move small inputs to zero, from denoising, and a line minus an S-shaped function.

use std::borrow::Cow;

use super::{Activation, Paper, Parameter};
use crate::functions::properties::{Break, Facts, Monotone, Range, Sides, Steepest};
use crate::numeric::maths::{sech_squared, tanh, tanhshrink};

pub(super) static RECORDS: &[Activation] = &[
    activation! {
        id: "tanhshrink", name: "tanhshrink",
        aliases: [], note: None,
        formula: "x − tanh x", slope_formula: "tanh² x",
        family: Shrink,
        parameters: [],
        value: |x| tanhshrink(x),
        slope: |x| if x.abs() < 1.0 { tanh(x) * tanh(x) } else { 1.0 - sech_squared(x) },
        facts: | | shrinking(vec![], Steepest::approached(1.0, f64::INFINITY)),
        paper: None,
    },
    activation! {
        id: "softshrink", name: "softshrink",
        aliases: [], note: None,
        formula: "|x| > λ ? x − λ sign x : 0", slope_formula: "|x| > λ ? 1 : 0",
        family: Shrink,
        parameters: [Parameter { name: Cow::Borrowed("lambda"), symbol: Cow::Borrowed("λ"), min: 0.1, max: 3.0, step: 0.1, default: 0.5 }],
        value: |x, lambda| if x.abs() > lambda { x - lambda.copysign(x) } else { 0.0 },
        slope: |x, lambda| if x.abs() > lambda { 1.0 } else { 0.0 },
        facts: |lambda| shrinking(
            vec![Break::corner(-lambda, 0.0), Break::corner(lambda, 0.0)],
            Steepest::had(1.0, lambda),
        ),
        paper: Some(Paper { author: "Donoho", year: 1995, title: "De-noising by soft-thresholding" }),
    },
    activation! {
        id: "hardshrink", name: "hardshrink",
        aliases: [], note: None,
        formula: "|x| > λ ? x : 0", slope_formula: "|x| > λ ? 1 : 0",
        family: Shrink,
        parameters: [Parameter { name: Cow::Borrowed("lambda"), symbol: Cow::Borrowed("λ"), min: 0.1, max: 3.0, step: 0.1, default: 0.5 }],
        value: |x, lambda| if x.abs() > lambda { x } else { 0.0 },
        slope: |x, lambda| if x.abs() > lambda { 1.0 } else { 0.0 },
        facts: |lambda| shrinking(
            vec![Break::jump(-lambda, 0.0), Break::jump(lambda, 0.0)],
            Steepest::had(1.0, lambda),
        ),
        paper: Some(Paper {
            author: "Donoho, Johnstone",
            year: 1994,
            title: "Ideal spatial adaptation by wavelet shrinkage",
        }),
    },
];

/// Properties that shrinking functions share: odd, rising, linear far out.
fn shrinking(breaks: Vec<Break>, steepest: Steepest) -> Facts {
    Facts {
        range: Range::REALS,
        zero_centred: true,
        monotone: Monotone::Rising,
        breaks,
        steepest,
        saturates: Sides::NONE,
        at_zero: 0.0,
    }
}

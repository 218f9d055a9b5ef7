//! Steps and nearly linear functions: the first activations, with which the others are compared.

use std::borrow::Cow;

use super::{Activation, Paper, Parameter};
use crate::functions::properties::{Break, Facts, Monotone, Range, Sides, Steepest};
use crate::numeric::maths::finite;

pub(super) static RECORDS: &[Activation] = &[
    activation! {
        id: "step", name: "step",
        aliases: ["heaviside"],
        note: Some("PyTorch, NumPy and JAX take the value of heaviside at 0 as an argument; here it is 1"),
        formula: "x < θ ? 0 : 1", slope_formula: "0",
        family: Basic, kernel: Step,
        parameters: [Parameter { name: Cow::Borrowed("threshold"), symbol: Cow::Borrowed("θ"), min: -5.0, max: 5.0, step: 0.1, default: 0.0 }],
        value: |x, threshold| if x < threshold { 0.0 } else { 1.0 },
        slope: |_x, _threshold| 0.0,
        facts: |threshold| Facts {
            range: Range::closed(0.0, 1.0),
            zero_centred: false,
            monotone: Monotone::Rising,
            breaks: vec![Break::jump(threshold, 0.0)],
            steepest: Steepest::had(0.0, 0.0),
            saturates: Sides::BOTH,
            at_zero: if 0.0 < threshold { 0.0 } else { 1.0 },
        },
        paper: Some(Paper {
            author: "McCulloch, Pitts",
            year: 1943,
            title: "A logical calculus of the ideas immanent in nervous activity",
        }),
    },
    activation! {
        id: "linear", name: "linear",
        aliases: ["identity"], note: None,
        formula: "x", slope_formula: "1",
        family: Basic, kernel: Linear,
        parameters: [],
        value: |x| x,
        slope: |_x| 1.0,
        facts: | | Facts {
            range: Range::REALS,
            zero_centred: true,
            monotone: Monotone::Rising,
            breaks: vec![],
            steepest: Steepest::had(1.0, 0.0),
            saturates: Sides::NONE,
            at_zero: 0.0,
        },
        paper: None,
    },
    activation! {
        id: "threshold", name: "threshold",
        aliases: [],
        note: Some("PyTorch and Keras have no defaults; here they are 1 and 20"),
        formula: "x > θ ? x : v", slope_formula: "x > θ ? 1 : 0",
        family: Basic,
        parameters: [
            Parameter { name: Cow::Borrowed("threshold"), symbol: Cow::Borrowed("θ"), min: -5.0, max: 5.0, step: 0.1, default: 1.0 },
            Parameter { name: Cow::Borrowed("value"), symbol: Cow::Borrowed("v"), min: -20.0, max: 20.0, step: 0.5, default: 20.0 },
        ],
        value: |x, threshold, value| if x > threshold { x } else { value },
        slope: |x, threshold, _value| if x > threshold { 1.0 } else { 0.0 },
        facts: |threshold, value| Facts {
            range: if value <= threshold { Range::from(value) } else { Range::above(threshold) },
            zero_centred: false,
            monotone: if value <= threshold { Monotone::Rising } else { Monotone::Neither },
            breaks: vec![if value == threshold {
                Break::corner(threshold, 0.0)
            } else {
                Break::jump(threshold, 0.0)
            }],
            steepest: Steepest::had(1.0, threshold.max(0.0)),
            saturates: Sides::LEFT,
            at_zero: if threshold < 0.0 { 0.0 } else { value },
        },
        paper: None,
    },
    // f(x) = x + (√(x² + 1) − 1) / 2, with the difference written as a quotient, because the subtraction would cancel
    // near zero.
    activation! {
        id: "bent-identity", name: "bent identity",
        aliases: [], note: None,
        formula: "(√(x² + 1) − 1) / 2 + x", slope_formula: "x / (2√(x² + 1)) + 1",
        family: Basic,
        parameters: [],
        value: |x| x * (1.0 + 0.5 * (finite(x) / (root(finite(x)) + 1.0))),
        slope: |x| 1.0 + 0.5 * (finite(x) / root(finite(x))),
        facts: | | Facts {
            range: Range::REALS,
            zero_centred: false,
            monotone: Monotone::Rising,
            breaks: vec![],
            steepest: Steepest::approached(1.5, f64::INFINITY),
            saturates: Sides::NONE,
            at_zero: 0.0,
        },
        paper: None,
    },
];

/// `√(x² + 1)`, without overflow.
#[inline(always)]
fn root(x: f64) -> f64 {
    let far = x.abs() > 1e9;
    let near = if far { 0.0 } else { x };
    let root = (near * near + 1.0).sqrt();
    if far { x.abs() } else { root }
}

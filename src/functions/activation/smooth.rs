//! Rectifiers with a curve in place of the corner.

use std::borrow::Cow;
use std::f64::consts::LN_2;

use super::{Activation, Paper, Parameter};
use crate::functions::properties::{Break, Facts, Monotone, Range, Sides, Steepest};
use crate::numeric::maths::{exp, expm1, log1p_unit, power, sigmoid};

pub(super) static RECORDS: &[Activation] = &[
    activation! {
        id: "softplus", name: "softplus",
        aliases: [],
        note: Some("PyTorch's gives x itself where beta times x is above 20"),
        formula: "ln(1 + e^βx) / β", slope_formula: "1 / (1 + e^−βx)",
        family: Smooth,
        parameters: [Parameter { name: Cow::Borrowed("beta"), symbol: Cow::Borrowed("β"), min: 0.1, max: 10.0, step: 0.1, default: 1.0 }],
        value: |x, beta| if x > 0.0 { x } else { 0.0 } + log1p_unit(exp(-(beta * x).abs())) / beta,
        slope: |x, beta| sigmoid(beta * x),
        facts: |beta| Facts {
            range: Range::above(0.0),
            steepest: Steepest::approached(1.0, f64::INFINITY),
            at_zero: LN_2 / beta,
            ..bending(0.0)
        },
        paper: Some(Paper {
            author: "Dugas, Bengio, Bélisle, Nadeau, Garcia",
            year: 2000,
            title: "Incorporating second-order functional knowledge for better option pricing",
        }),
    },
    activation! {
        id: "elu", name: "ELU",
        aliases: [], note: None,
        formula: "x > 0 ? x : α(eˣ − 1)", slope_formula: "x > 0 ? 1 : αeˣ",
        family: Smooth,
        parameters: [Parameter { name: Cow::Borrowed("alpha"), symbol: Cow::Borrowed("α"), min: 0.1, max: 5.0, step: 0.1, default: 1.0 }],
        value: |x, alpha| if x > 0.0 { x } else { alpha * expm1(x) },
        slope: |x, alpha| if x > 0.0 { 1.0 } else { power(x).times(alpha) },
        facts: |alpha| Facts {
            breaks: if alpha == 1.0 { vec![] } else { vec![Break::corner(0.0, alpha)] },
            steepest: Steepest::had(alpha.max(1.0), 0.0),
            ..bending(-alpha)
        },
        paper: Some(Paper {
            author: "Clevert, Unterthiner, Hochreiter",
            year: 2015,
            title: "Fast and accurate deep network learning by exponential linear units (ELUs)",
        }),
    },
    activation! {
        id: "selu", name: "SELU",
        aliases: [], note: None,
        formula: "λ(x > 0 ? x : α(eˣ − 1))", slope_formula: "λ(x > 0 ? 1 : αeˣ)",
        family: Smooth,
        parameters: [
            Parameter { name: Cow::Borrowed("alpha"), symbol: Cow::Borrowed("α"), min: 0.1, max: 5.0, step: 0.1, default: SELU_ALPHA },
            Parameter { name: Cow::Borrowed("scale"), symbol: Cow::Borrowed("λ"), min: 0.1, max: 5.0, step: 0.1, default: SELU_SCALE },
        ],
        value: |x, alpha, scale| scale * if x > 0.0 { x } else { alpha * expm1(x) },
        slope: |x, alpha, scale| if x > 0.0 { scale } else { power(x).times(scale * alpha) },
        facts: |alpha, scale| Facts {
            breaks: if alpha == 1.0 { vec![] } else { vec![Break::corner(0.0, scale * alpha)] },
            steepest: Steepest::had(scale * alpha.max(1.0), 0.0),
            ..bending(-scale * alpha)
        },
        paper: Some(Paper {
            author: "Klambauer, Unterthiner, Mayr, Hochreiter",
            year: 2017,
            title: "Self-normalizing neural networks",
        }),
    },
    activation! {
        id: "celu", name: "CELU",
        aliases: [], note: None,
        formula: "x > 0 ? x : α(e^(x/α) − 1)", slope_formula: "x > 0 ? 1 : e^(x/α)",
        family: Smooth,
        parameters: [Parameter { name: Cow::Borrowed("alpha"), symbol: Cow::Borrowed("α"), min: 0.1, max: 5.0, step: 0.1, default: 1.0 }],
        value: |x, alpha| if x > 0.0 { x } else { alpha * expm1(x / alpha) },
        slope: |x, alpha| if x > 0.0 { 1.0 } else { exp(x / alpha) },
        facts: |alpha| bending(-alpha),
        paper: Some(Paper {
            author: "Barron",
            year: 2017,
            title: "Continuously differentiable exponential linear units",
        }),
    },
    activation! {
        id: "log-sigmoid", name: "log sigmoid",
        aliases: [], note: None,
        formula: "−ln(1 + e⁻ˣ)", slope_formula: "1 / (1 + eˣ)",
        family: Smooth,
        parameters: [],
        value: |x| if x < 0.0 { x } else { 0.0 } - log1p_unit(exp(-x.abs())),
        slope: |x| sigmoid(-x),
        facts: | | Facts {
            range: Range::open(f64::NEG_INFINITY, 0.0),
            steepest: Steepest::approached(1.0, f64::NEG_INFINITY),
            saturates: Sides::RIGHT,
            at_zero: -LN_2,
            ..bending(0.0)
        },
        paper: None,
    },
];

/// The constants of the paper. With them, activations of mean 0 and variance 1 keep both.
#[expect(clippy::unreadable_literal, reason = "constants are read by the compiler, not by people")]
const SELU_ALPHA: f64 = 1.6732632423543772;
#[expect(clippy::unreadable_literal, reason = "constants are read by the compiler, not by people")]
const SELU_SCALE: f64 = 1.0507009873554805;

/// Properties that exponential rectifiers share: down to `low` on the left, a line on the right.
fn bending(low: f64) -> Facts {
    Facts {
        range: Range::above(low),
        zero_centred: false,
        monotone: Monotone::Rising,
        breaks: vec![],
        steepest: Steepest::had(1.0, 0.0),
        saturates: Sides::LEFT,
        at_zero: 0.0,
    }
}

//! Rectifiers of straight pieces.

use std::borrow::Cow;

use super::{Activation, Paper, Parameter};
use crate::functions::properties::{Break, Facts, Monotone, Range, Sides, Steepest};
use crate::numeric::maths::{clamp, finite};

pub(super) static RECORDS: &[Activation] = &[
    activation! {
        id: "relu", name: "ReLU",
        aliases: [], note: None,
        formula: "max(0, x)", slope_formula: "x > 0 ? 1 : 0",
        family: Rectifier, kernel: Relu,
        parameters: [],
        value: |x| if x > 0.0 { x } else { 0.0 },
        slope: |x| if x > 0.0 { 1.0 } else { 0.0 },
        facts: | | two_lines(0.0),
        paper: Some(Paper {
            author: "Fukushima",
            year: 1969,
            title: "Visual feature extraction by a multilayered network of analog threshold elements",
        }),
    },
    activation! {
        id: "leaky-relu", name: "leaky ReLU",
        aliases: [],
        note: Some("alpha is 0.02 here; PyTorch and JAX have 0.01, Keras 0.2 (its layer 0.3)"),
        formula: "max(αx, x)", slope_formula: "x > 0 ? 1 : α",
        family: Rectifier, kernel: Leaky,
        parameters: [Parameter { name: Cow::Borrowed("alpha"), symbol: Cow::Borrowed("α"), min: 0.0, max: 1.0, step: 0.01, default: 0.02 }],
        value: |x, alpha| if x > 0.0 { x } else { through(x, alpha) },
        slope: |x, alpha| if x > 0.0 { 1.0 } else { alpha },
        facts: |alpha| two_lines(alpha),
        paper: Some(Paper {
            author: "Maas, Hannun, Ng",
            year: 2013,
            title: "Rectifier nonlinearities improve neural network acoustic models",
        }),
    },
    activation! {
        id: "prelu", name: "PReLU",
        aliases: [],
        note: Some("alpha begins at 0.1 here; at 0.25 in PyTorch, 0 in Keras, 0.01 in Flax"),
        formula: "x > 0 ? x : αx", slope_formula: "x > 0 ? 1 : α",
        family: Rectifier, kernel: Leaky, trainable: "alpha",
        parameters: [Parameter { name: Cow::Borrowed("alpha"), symbol: Cow::Borrowed("α"), min: -1.0, max: 1.0, step: 0.05, default: 0.1 }],
        value: |x, alpha| if x > 0.0 { x } else { through(x, alpha) },
        slope: |x, alpha| if x > 0.0 { 1.0 } else { alpha },
        facts: |alpha| two_lines(alpha),
        paper: Some(Paper {
            author: "He, Zhang, Ren, Sun",
            year: 2015,
            title: "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification",
        }),
    },
    activation! {
        id: "relu6", name: "ReLU6",
        aliases: [], note: None,
        formula: "min(max(0, x), 6)", slope_formula: "0 < x < 6 ? 1 : 0",
        family: Rectifier,
        parameters: [],
        value: |x| clamp(x, 0.0, 6.0),
        slope: |x| if x > 0.0 && x < 6.0 { 1.0 } else { 0.0 },
        facts: | | Facts {
            range: Range::closed(0.0, 6.0),
            breaks: vec![Break::corner(0.0, 0.0), Break::corner(6.0, 0.0)],
            saturates: Sides::BOTH,
            ..two_lines(0.0)
        },
        paper: Some(Paper {
            author: "Krizhevsky",
            year: 2010,
            title: "Convolutional deep belief networks on CIFAR-10",
        }),
    },
    activation! {
        id: "squared-relu", name: "squared ReLU",
        aliases: [], note: None,
        formula: "max(0, x)²", slope_formula: "2 max(0, x)",
        family: Rectifier,
        parameters: [],
        value: |x| if x > 0.0 { x * x } else { 0.0 },
        slope: |x| if x > 0.0 { 2.0 * x } else { 0.0 },
        facts: | | Facts {
            breaks: vec![],
            steepest: Steepest::approached(f64::INFINITY, f64::INFINITY),
            ..two_lines(0.0)
        },
        paper: Some(Paper {
            author: "So et al.",
            year: 2021,
            title: "Primer: searching for efficient transformers for language modeling",
        }),
    },
];

/// A line of slope `alpha`, at most 1 in absolute value, then a line of slope 1 from zero on.
fn two_lines(alpha: f64) -> Facts {
    Facts {
        range: if alpha > 0.0 { Range::REALS } else { Range::from(0.0) },
        zero_centred: alpha == 1.0,
        monotone: if alpha < 0.0 { Monotone::Neither } else { Monotone::Rising },
        breaks: if alpha == 1.0 { vec![] } else { vec![Break::corner(0.0, alpha)] },
        steepest: Steepest::had(1.0, 0.0),
        saturates: if alpha == 0.0 { Sides::LEFT } else { Sides::NONE },
        at_zero: 0.0,
    }
}

/// `αx`. It is 0 for `α = 0`, even if x is infinite.
#[inline(always)]
fn through(x: f64, alpha: f64) -> f64 {
    alpha * if alpha == 0.0 { finite(x) } else { x }
}

//! Waves and bumps: functions that are not monotone.

use std::borrow::Cow;
use std::f64::consts::FRAC_PI_4;

use super::{Activation, Paper, Parameter};
use crate::functions::properties::{Facts, Monotone, Range, Sides, Steepest};
use crate::numeric::maths::{clamp, cos, exp, finite, power, sin, sincos};

pub(super) static RECORDS: &[Activation] = &[
    activation! {
        id: "gaussian", name: "Gaussian",
        aliases: [], note: None,
        formula: "e^−x²", slope_formula: "−2x e^−x²",
        family: Wave,
        parameters: [],
        value: |x| exp(-(x * x)),
        slope: |x| {
            let near = clamp(x, -100.0, 100.0);
            power(-(near * near)).times(-2.0 * near)
        },
        facts: | | Facts {
            range: Range { low: 0.0, low_attained: false, high: 1.0, high_attained: true },
            zero_centred: false,
            monotone: Monotone::Neither,
            breaks: vec![],
            steepest: Steepest::had(STEEPEST_OF_BELL, -std::f64::consts::FRAC_1_SQRT_2),
            saturates: Sides::BOTH,
            at_zero: 1.0,
        },
        paper: Some(Paper {
            author: "Broomhead, Lowe",
            year: 1988,
            title: "Multivariable functional interpolation and adaptive networks",
        }),
    },
    activation! {
        id: "sine", name: "sine",
        aliases: ["sin"], note: None,
        formula: "sin x", slope_formula: "cos x",
        family: Wave,
        parameters: [],
        value: |x| sin(x),
        slope: |x| cos(x),
        facts: | | Facts {
            range: Range::closed(-1.0, 1.0),
            zero_centred: true,
            monotone: Monotone::Neither,
            breaks: vec![],
            steepest: Steepest::had(1.0, 0.0),
            saturates: Sides::NONE,
            at_zero: 0.0,
        },
        paper: Some(Paper {
            author: "Sitzmann et al.",
            year: 2020,
            title: "Implicit neural representations with periodic activation functions",
        }),
    },
    // The slope 1 + sin 2ax is written as (sin ax + cos ax)², which has no cancellation where it touches zero.
    activation! {
        id: "snake", name: "snake",
        aliases: [], note: None,
        formula: "x + sin²(ax) / a", slope_formula: "1 + sin 2ax",
        family: Wave,
        parameters: [Parameter { name: Cow::Borrowed("a"), symbol: Cow::Borrowed("a"), min: 0.1, max: 5.0, step: 0.1, default: 1.0 }],
        value: |x, a| {
            let wave = sin(finite(a * x));
            x + wave * wave / a
        },
        slope: |x, a| {
            let (sine, cosine) = sincos(finite(a * x));
            (sine + cosine) * (sine + cosine)
        },
        facts: |a| Facts {
            range: Range::REALS,
            zero_centred: false,
            monotone: Monotone::Rising,
            breaks: vec![],
            steepest: Steepest::had(2.0, FRAC_PI_4 / a),
            saturates: Sides::NONE,
            at_zero: 0.0,
        },
        paper: Some(Paper {
            author: "Ziyin, Hartwig, Ueda",
            year: 2020,
            title: "Neural networks fail to learn periodic functions and how to fix it",
        }),
    },
];

/// `√(2/e)`.
#[expect(clippy::unreadable_literal, reason = "a constant is read by the compiler, not by people")]
const STEEPEST_OF_BELL: f64 = 0.8577638849607068;

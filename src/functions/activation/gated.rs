//! The input times a gate between 0 and 1: functions like rectifiers that dip below zero before they rise.
//!
//! These forms keep all digits of the left tail, where the gate is tiny. The exponential stays separate until
//! everything else has been multiplied ([`Power::times`](crate::numeric::maths::Power::times)).
#![expect(clippy::unreadable_literal, reason = "constants are read by the compiler, not by people")]

use std::borrow::Cow;

use super::{Activation, Paper, Parameter};
use crate::functions::properties::{Break, Facts, Monotone, Range, Sides, Steepest};
use crate::numeric::maths::{NORMAL_PEAK, clamp, normal_tail_ratio, power};

pub(super) static RECORDS: &[Activation] = &[
    activation! {
        id: "gelu", name: "GELU",
        aliases: [],
        note: Some("as in PyTorch and Keras; JAX's gelu is gelu-tanh unless approximate=False"),
        formula: "x Φ(x)", slope_formula: "Φ(x) + x φ(x)",
        family: Gated,
        parameters: [],
        value: |x| gelu(x),
        slope: |x| gelu_slope(x),
        facts: | | dipping(-0.16997120747990366, Steepest::had(1.1289041451851547, std::f64::consts::SQRT_2)),
        paper: GELU_PAPER,
    },
    activation! {
        id: "gelu-tanh", name: "GELU (tanh)",
        aliases: [],
        note: Some("the default gelu of JAX; gelu with approximate='tanh' in PyTorch, approximate=True in Keras"),
        formula: "½x(1 + tanh √(2/π)(x + .044715x³))", slope_formula: "s + x s(1 − s) u′, s = σ(u)",
        family: Gated,
        parameters: [],
        value: |x| gate(x, gelu_argument(clamp(x, -FAR, FAR))),
        slope: |x| {
            let near = clamp(x, -FAR, FAR);
            gate_slope(gelu_argument(near), near * TWICE_ROOT * (1.0 + 3.0 * CUBIC * (near * near)))
        },
        facts: | | dipping(-0.17004075057125406, Steepest::had(1.1289930686587717, 1.4185040087908284)),
        paper: GELU_PAPER,
    },
    activation! {
        id: "silu", name: "SiLU",
        aliases: ["swish"], note: None,
        formula: "x / (1 + e^−βx)", slope_formula: "s + βx s(1 − s), s = σ(βx)",
        family: Gated,
        parameters: [Parameter { name: Cow::Borrowed("beta"), symbol: Cow::Borrowed("β"), min: 0.1, max: 10.0, step: 0.1, default: 1.0 }],
        value: |x, beta| gate(x, beta * x),
        slope: |x, beta| gate_slope(beta * x, clamp(beta * x, -NO_GATE, NO_GATE)),
        facts: |beta| {
            dipping(-0.2784645427610738 / beta, Steepest::had(1.099839320128867, 2.3993572805154677 / beta))
        },
        paper: GELU_PAPER,
    },
    activation! {
        id: "mish", name: "Mish",
        aliases: [], note: None,
        formula: "x tanh(ln(1 + eˣ))", slope_formula: "t + x(1 − t²)σ(x), t = f(x)/x",
        family: Gated,
        parameters: [],
        value: |x| mish(x),
        slope: |x| mish_slope(x),
        facts: | | dipping(-0.30884341301725043, Steepest::had(1.088498161251728, 1.4905711794854285)),
        paper: Some(Paper {
            author: "Misra",
            year: 2019,
            title: "Mish: a self regularized non-monotonic activation function",
        }),
    },
    activation! {
        id: "hard-swish", name: "hard swish",
        aliases: ["hard_silu"], note: None,
        formula: "x · min(max(0, x + 3), 6) / 6", slope_formula: "x ≤ −3 ? 0 : x < 3 ? x/3 + 1/2 : 1",
        family: Gated,
        parameters: [],
        value: |x| if x > -3.0 { x } else { 0.0 } * (clamp(x + 3.0, 0.0, 6.0) / 6.0),
        slope: |x| {
            let bend = (2.0 * clamp(x, -3.0, 3.0) + 3.0) / 6.0;
            let bend = if x > -3.0 { bend } else { 0.0 };
            if x < 3.0 { bend } else { 1.0 }
        },
        facts: | | Facts {
            breaks: vec![Break::corner(-3.0, 0.0), Break::corner(3.0, 1.0)],
            ..dipping(-0.375, Steepest::approached(1.5, 3.0))
        },
        paper: Some(Paper { author: "Howard et al.", year: 2019, title: "Searching for MobileNetV3" }),
    },
];

const GELU_PAPER: Option<Paper> =
    Some(Paper { author: "Hendrycks, Gimpel", year: 2016, title: "Gaussian error linear units (GELUs)" });

/// `2 √(2/π)`.
const TWICE_ROOT: f64 = 2.0 * 0.7978845608028654;
/// The factor of x³ in the approximation.
const CUBIC: f64 = 0.044715;
/// Beyond this the gates of the two GELUs are exactly 0 or 1, while cubes are still finite.
const FAR: f64 = 100.0;
/// Beyond this the logistic gate is exactly 0 or 1.
const NO_GATE: f64 = 800.0;

/// Properties that gated functions share: on the left down to `low` and back up to zero, a line on the right.
fn dipping(low: f64, steepest: Steepest) -> Facts {
    Facts {
        range: Range::from(low),
        zero_centred: false,
        monotone: Monotone::Neither,
        breaks: vec![],
        steepest,
        saturates: Sides::LEFT,
        at_zero: 0.0,
    }
}

/// `x σ(u)`, where `u` has the sign of `x`.
#[inline(always)]
fn gate(x: f64, u: f64) -> f64 {
    let small = power(-u.abs());
    let rest = 1.0 + small.value();
    let closing = if u < -NO_GATE { 0.0 } else { x };
    if u < 0.0 { small.times(closing / rest) } else { x / rest }
}

/// The slope of `x σ(u)`, with `t = x u′`.
#[inline(always)]
fn gate_slope(u: f64, t: f64) -> f64 {
    let small = power(-u.abs());
    let w = small.value();
    let rest = 1.0 / (1.0 + w);
    if u < 0.0 { small.times((1.0 + w + t) * rest * rest) } else { (1.0 + w + small.times(t)) * rest * rest }
}

/// `2 √(2/π) (x + 0.044715 x³)`: `(1 + tanh y) / 2` is the logistic function of `2y`.
#[inline(always)]
fn gelu_argument(x: f64) -> f64 {
    TWICE_ROOT * x * (1.0 + CUBIC * (x * x))
}

#[inline(always)]
fn gelu(x: f64) -> f64 {
    let near = clamp(x, -FAR, FAR);
    let a = near.abs();
    let below = power(-0.5 * (a * a)).times(near * normal_tail_ratio(a));
    if x < 0.0 { below } else { x - below }
}

#[inline(always)]
fn gelu_slope(x: f64) -> f64 {
    let a = clamp(x, -FAR, FAR).abs();
    let below = power(-0.5 * (a * a)).times(normal_tail_ratio(a) - NORMAL_PEAK * a);
    if x < 0.0 { below } else { 1.0 - below }
}

/// `tanh(ln(1 + eˣ)) = e(e + 2) / (e(e + 2) + 2)` with `e = eˣ`. For positive x, the same with `w = e⁻ˣ`.
#[inline(always)]
fn mish(x: f64) -> f64 {
    let small = power(-x.abs());
    let w = small.value();
    let near = clamp(x, -NO_GATE, 0.0);
    let left = small.times(near * (w + 2.0) / (w * (w + 2.0) + 2.0));
    if x < 0.0 { left } else { x * ((1.0 + 2.0 * w) / (1.0 + 2.0 * w * (1.0 + w))) }
}

/// `eˣ ω / δ²` with `ω = 4(x + 1) + 4e²ˣ + e³ˣ + eˣ(4x + 6)` and `δ = 2eˣ + e²ˣ + 2`, as in the paper. For positive x,
/// numerator and denominator are divided by `e⁴ˣ`.
#[inline(always)]
fn mish_slope(x: f64) -> f64 {
    let near = clamp(x, -NO_GATE, NO_GATE);
    let small = power(-near.abs());
    let w = small.value();
    let left = 2.0 + w * (2.0 + w);
    let omega = 4.0 * (near + 1.0) + w * (4.0 * near + 6.0 + w * (4.0 + w));
    let right = 1.0 + w * (2.0 + 2.0 * w);
    let mirrored = 1.0 + w * (4.0 + (4.0 * near + 6.0) * w + 4.0 * (near + 1.0) * (w * w));
    if x < 0.0 { small.times(omega / (left * left)) } else { mirrored / (right * right) }
}

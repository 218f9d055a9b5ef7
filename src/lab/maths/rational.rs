//! Small helpers: bounds that keep NaN, and the fraction behind tanhshrink.

use super::tanh;

/// `x` held between `low` and `high`; unlike `max` and `min`, a NaN stays a NaN.
#[inline(always)]
pub fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// `x` with an infinity replaced by the largest finite number of its sign, for forms in which infinity over infinity
/// would hide a limit.
#[inline(always)]
pub fn finite(x: f64) -> f64 {
    clamp(x, f64::MIN, f64::MAX)
}

/// `x − tanh x`, within 4 ulp where the difference itself is well conditioned, and down to `x³/3` near zero, where the
/// subtraction would leave nothing.
///
/// Near zero it comes from the continued fraction `tanh x = x / (1 + x²/(3 + x²/(5 + …)))` (J. H. Lambert, 1768), cut
/// after nine levels; all its terms are positive, so nothing cancels.
#[inline(always)]
pub fn tanhshrink(x: f64) -> f64 {
    let near = clamp(x, -1.0, 1.0);
    let z = near * near;
    let top = 218_243_025.0 + z * (16_081_065.0 + z * (289_575.0 + z * (1_430.0 + z)));
    let bottom = 654_729_075.0 + z * (91_891_800.0 + z * (2_837_835.0 + z * (25_740.0 + z * 55.0)));
    let by_fraction = near * (z * top / (bottom + z * top));
    if x.abs() < 1.0 { by_fraction } else { x - tanh(x) }
}

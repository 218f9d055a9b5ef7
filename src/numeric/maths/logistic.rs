//! The logistic function and the hyperbolic tangent, with accurate tails.

use super::{clamp, exp, expm1, power};

/// `1 / (1 + e⁻ˣ)`, within 2 ulp down to the smallest `f64`. NaN for NaN.
#[inline(always)]
pub fn sigmoid(x: f64) -> f64 {
    let small = exp(-x.abs());
    let top = if x < 0.0 { small } else { 1.0 };
    top / (1.0 + small)
}

/// The slope of [`sigmoid`], within 3 ulp. `s(1 − s)` would lose the right tail to cancellation: it is 0 from 37 on,
/// where the slope is still 8.5e-17.
#[inline(always)]
pub fn sigmoid_slope(x: f64) -> f64 {
    let small = exp(-x.abs());
    small / ((1.0 + small) * (1.0 + small))
}

/// The hyperbolic tangent, within 2 ulp. NaN for NaN.
#[inline(always)]
pub fn tanh(x: f64) -> f64 {
    let t = expm1(-2.0 * x.abs());
    (-t / (2.0 + t)).copysign(x)
}

/// The slope of [`tanh`], `1 / cosh² x`, within 3 ulp also in the tails.
#[inline(always)]
pub fn sech_squared(x: f64) -> f64 {
    let small = power(-2.0 * x.abs());
    let rest = 1.0 + small.value();
    small.times(4.0 / (rest * rest))
}

/// `x − tanh x`, within 4 ulp where the difference itself is well conditioned, and down to `x³/3` near zero, where the
/// subtraction would cancel all digits.
///
/// Near zero it is computed from the continued fraction `tanh x = x / (1 + x²/(3 + x²/(5 + …)))` (J. H. Lambert, 1768),
/// truncated after nine levels. All its terms are positive, so nothing cancels.
#[inline(always)]
pub fn tanhshrink(x: f64) -> f64 {
    let near = clamp(x, -1.0, 1.0);
    let z = near * near;
    let top = 218_243_025.0 + z * (16_081_065.0 + z * (289_575.0 + z * (1_430.0 + z)));
    let bottom = 654_729_075.0 + z * (91_891_800.0 + z * (2_837_835.0 + z * (25_740.0 + z * 55.0)));
    let by_fraction = near * (z * top / (bottom + z * top));
    if x.abs() < 1.0 { by_fraction } else { x - tanh(x) }
}

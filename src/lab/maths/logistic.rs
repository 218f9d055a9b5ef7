//! The logistic function and the hyperbolic tangent, with tails that keep their digits.

use super::{exp, expm1, power};

/// `1 / (1 + e⁻ˣ)`, within 2 ulp down to the smallest number there is; NaN for NaN.
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

/// The hyperbolic tangent, within 2 ulp; NaN for NaN.
#[inline(always)]
pub fn tanh(x: f64) -> f64 {
    let t = expm1(-2.0 * x.abs());
    (-t / (2.0 + t)).copysign(x)
}

/// The slope of [`tanh`], `1 / cosh² x`, within 3 ulp in the tails as well.
#[inline(always)]
pub fn sech_squared(x: f64) -> f64 {
    let small = power(-2.0 * x.abs());
    let rest = 1.0 + small.value();
    small.times(4.0 / (rest * rest))
}

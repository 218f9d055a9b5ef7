//! Bounds that keep a NaN.

/// `x` limited to `low` to `high`. Unlike with `max` and `min`, a NaN stays a NaN.
#[inline(always)]
pub fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// `x` with an infinity replaced by the largest finite number of its sign, for expressions where infinity over infinity
/// would hide a limit.
#[inline(always)]
pub fn finite(x: f64) -> f64 {
    clamp(x, f64::MIN, f64::MAX)
}

//! Logarithms close to one.

/// Coefficients, lowest first, of `(ln(1 + w) − 2s) / s³` in `s²`, where `s = w / (2 + w)` and `0 ≤ w ≤ 1`. They are
/// close to `2/3, 2/5, 2/7, …` and fitted to 4e-21.
#[expect(clippy::unreadable_literal, reason = "coefficients are read by the compiler, not by people")]
const ATANH: [f64; 12] = [
    0.6666666666666666,
    0.40000000000000013,
    0.2857142857142194,
    0.22222222223331986,
    0.18181818086005655,
    0.15384620253804163,
    0.13333176949138176,
    0.1176799776724106,
    0.1048039923436503,
    0.09942024896556279,
    0.06334110851764678,
    0.1523126261943771,
];

/// `ln(1 + w)` for `0 ≤ w ≤ 1`, within 2 ulp, without branches. NaN for NaN.
///
/// This is the part of [`log1p`] that softplus and similar functions need, where `w = e^−|x|`.
#[inline(always)]
pub fn log1p_unit(w: f64) -> f64 {
    let s = w / (2.0 + w);
    let square = s * s;
    let mut sum = 0.0;
    for &coefficient in ATANH.iter().rev() {
        sum = sum * square + coefficient;
    }
    w - s * (w - square * sum)
}

/// `ln(1 + x)`. NaN below -1.
#[inline]
pub fn log1p(x: f64) -> f64 {
    libm::log1p(x)
}

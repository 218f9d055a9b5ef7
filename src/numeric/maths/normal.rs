//! The tail of the normal distribution, for the exact GELU.

/// `1 / √(2π)`, the height of the standard normal density.
#[expect(clippy::unreadable_literal, reason = "a constant is read by the compiler, not by people")]
pub const NORMAL_PEAK: f64 = 0.3989422804014327;

/// Coefficients, lowest first, of `(1 + a)·h(a)` in `t = (a − 5) / (a + 5)`, converted from a Chebyshev expansion over
/// all of `0 ≤ a < ∞`, which is short in a variable of this form (M. M. Shepherd and J. G. Laframboise, 1981,
/// "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞").
#[expect(clippy::unreadable_literal, reason = "coefficients are read by the compiler, not by people")]
const TAIL: [f64; 24] = [
    0.46151582985003775,
    -0.09155228183400904,
    0.031030368425963708,
    0.010002352385229382,
    -0.026401042966308307,
    0.024536963243678652,
    -0.015170415402514863,
    0.006522000667783896,
    -0.00167607234455447,
    7.791597409338999e-06,
    0.00018233414511643843,
    -5.36075811148722e-05,
    -9.896097759279782e-06,
    9.05982468125664e-06,
    -7.034644683537101e-08,
    -1.3074486019237587e-06,
    1.27878221820937e-07,
    1.9627809920091187e-07,
    -2.6286205089898754e-08,
    -3.095201755804207e-08,
    3.627373163401201e-09,
    4.4011596227599254e-09,
    -2.8220772290629865e-10,
    -3.815816262632953e-10,
];

/// `h(a) = Φ(−a) · e^(a²/2)` for `a ≥ 0`, within 2 ulp: the area of the standard normal distribution beyond `a`,
/// without its steep factor. 0.5 at 0, about `1 / (a √(2π))` for large `a`.
#[inline(always)]
pub fn normal_tail_ratio(a: f64) -> f64 {
    let t = (a - 5.0) / (a + 5.0);
    let mut sum = 0.0;
    for &coefficient in TAIL.iter().rev() {
        sum = sum * t + coefficient;
    }
    sum / (1.0 + a)
}

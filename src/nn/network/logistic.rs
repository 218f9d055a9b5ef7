//! Sigmoid and tanh with their slopes, from one exponential and one division.
//!
//! In a small network each step waits for the previous one, so speed depends on the length of the chain of operations.
//! With `e⁻ᵃ = 2ⁿ (Q − rP) / (Q + rP)`, where `rP` and `Q` are the odd and even parts of the Padé approximant of eʳ (H.
//! Padé, 1892, "Sur la représentation approchée d'une fonction par des fractions rationnelles"), numerator and
//! denominator are kept apart until the end. Value and slope then share the only division.
#![expect(clippy::inline_always, reason = "a call left standing in a loop keeps the loop from being vectorised")]

const PER_LN2: f64 = std::f64::consts::LOG2_E;
/// The leading bits of `ln 2`, so that whole multiples are exact, and the remainder.
const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fefa_2000);
const LN2_LOW: f64 = f64::from_bits(0x3d69_ef35_793c_7673);
/// Adding `1.5 · 2⁵²` rounds to a whole number and leaves that number in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Where e⁻ᵃ leaves the normal range. The functions saturate long before.
const FAR: f64 = 700.0;

/// `(Q, rP, 2⁻ⁿ)` with `e⁻ᵃ = 2⁻ⁿ (Q − rP) / (Q + rP)`, for `a ≥ 0`. A NaN propagates.
#[inline(always)]
fn falling(a: f64) -> (f64, f64, f64) {
    let a = if a > FAR { FAR } else { a };
    let n = (a * PER_LN2 + ROUNDER) - ROUNDER;
    let r = (a - n * LN2_HIGH) - n * LN2_LOW;
    let t = r * r;
    let even = (1.0 + t * (5.0 / 44.0)) + (t * t) * (1.0 / 792.0 + t * (1.0 / 665_280.0));
    let odd = r * ((0.5 + t * (1.0 / 66.0)) + (t * t) * (1.0 / 15_840.0));
    let scale = f64::from_bits(((ROUNDER + 1023.0) - n).to_bits() << 52);
    (even, odd, scale)
}

/// Value and slope of `1 / (1 + e⁻ˣ)`, each within a few ulp while e⁻ˣ is a normal number.
#[inline(always)]
pub(crate) fn sigmoid(x: f64) -> (f64, f64) {
    let (even, odd, scale) = falling(x.abs());
    let (top, bottom) = (scale * (even - odd), even + odd);
    let per = 1.0 / (bottom + top);
    let (less, more) = (top * per, bottom * per);
    let value = if x < 0.0 { less } else { more };
    (value, less * more)
}

/// Value and slope of tanh, each within a few ulp. The difference of the two exponentials is computed from their parts,
/// so nothing cancels near zero.
#[inline(always)]
pub(crate) fn tanh(x: f64) -> (f64, f64) {
    let (even, odd, scale) = falling(2.0 * x.abs());
    let (top, bottom) = (scale * (even - odd), even + odd);
    let per = 1.0 / (bottom + top);
    let value = ((even * (1.0 - scale) + odd * (1.0 + scale)) * per).copysign(x);
    (value, 4.0 * ((top * per) * (bottom * per)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::maths;

    #[test]
    fn both_agree_with_the_reference_forms() {
        for i in -40_000..=40_000 {
            let x = f64::from(i) * 0.001;
            let close = |got: f64, right: f64| (got - right).abs() <= 2e-15 * right.abs();
            let ((s, ds), (t, dt)) = (sigmoid(x), tanh(x));
            assert!(close(s, maths::sigmoid(x)) && close(ds, maths::sigmoid_slope(x)), "sigmoid at {x}");
            assert!(close(t, maths::tanh(x)) && close(dt, maths::sech_squared(x)), "tanh at {x}");
        }
        assert_eq!((tanh(1e-300).0, tanh(-0.0).0.to_bits()), (1e-300, (-0.0_f64).to_bits()));
        assert!(sigmoid(f64::NAN).0.is_nan() && tanh(f64::NAN).0.is_nan());
        // The product of a number and its reciprocal may be slightly below 1, but never above it.
        for far in [40.0, 699.0, 1e9, f64::INFINITY] {
            for value in [sigmoid(far).0, tanh(far).0, -tanh(-far).0] {
                assert!((1.0 - value).abs() <= f64::EPSILON && value <= 1.0, "{value} at {far}");
            }
        }
    }
}

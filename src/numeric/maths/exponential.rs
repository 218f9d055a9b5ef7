//! The exponential function and related functions, without branches and tables.
//!
//! `x = n·ln 2 + r` with `|r| ≤ ln 2 / 2` (W. J. Cody and W. Waite, 1980, "Software Manual for the Elementary
//! Functions"). `eʳ − 1` is a Taylor polynomial. `2ⁿ` is built from its bits as two factors, so that subnormal results
//! are rounded only once.

/// `1 / ln 2`.
const PER_LN2: f64 = std::f64::consts::LOG2_E;
/// The leading 40 bits of `ln 2`. The product with `n` is exact for every `n` that occurs.
const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fefa_2000);
/// `ln 2 − LN2_HIGH`.
const LN2_LOW: f64 = f64::from_bits(0x3d69_ef35_793c_7673);
/// Adding `1.5 · 2⁵²` rounds to a whole number and leaves that number in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Beyond these, every result is 0 or infinite.
const LOWEST: f64 = -1400.0;
const HIGHEST: f64 = 710.0;

/// A power of e in three factors: `fraction · low · high`. The last two are powers of two.
#[derive(Clone, Copy, Debug)]
pub struct Power {
    /// Between about 0.7 and 1.5.
    fraction: f64,
    low: f64,
    high: f64,
}

impl Power {
    /// `factor · eˣ`, rounded into the subnormal range only once, so that `x · eˣ` keeps digits that `eˣ` alone has
    /// lost. The absolute value of `factor` must be below 1e150.
    #[inline(always)]
    pub fn times(self, factor: f64) -> f64 {
        factor * self.fraction * self.low * self.high
    }

    /// `eˣ`.
    #[inline(always)]
    pub fn value(self) -> f64 {
        self.fraction * self.low * self.high
    }
}

/// `2ᵏ` for a whole `k` from -1022 to 1023.
#[inline(always)]
fn two_to(k: f64) -> f64 {
    f64::from_bits((k + (ROUNDER + 1023.0)).to_bits() << 52)
}

/// `(n, eʳ − 1)` with `x = n·ln 2 + r`.
#[inline(always)]
fn reduce(x: f64) -> (f64, f64) {
    let n = (x * PER_LN2 + ROUNDER) - ROUNDER;
    let high = x - n * LN2_HIGH;
    let low = n * LN2_LOW;
    let r = high - low;
    let lost = (high - r) - low;
    (n, r + (r * r * taylor(r) + lost))
}

/// `(eʳ − 1 − r) / r²` for `|r| ≤ ln 2 / 2`, to 4e-18.
#[inline(always)]
fn taylor(r: f64) -> f64 {
    let mut sum = 1.0 / 6_227_020_800.0;
    sum = sum * r + 1.0 / 479_001_600.0;
    sum = sum * r + 1.0 / 39_916_800.0;
    sum = sum * r + 1.0 / 3_628_800.0;
    sum = sum * r + 1.0 / 362_880.0;
    sum = sum * r + 1.0 / 40_320.0;
    sum = sum * r + 1.0 / 5_040.0;
    sum = sum * r + 1.0 / 720.0;
    sum = sum * r + 1.0 / 120.0;
    sum = sum * r + 1.0 / 24.0;
    sum = sum * r + 1.0 / 6.0;
    sum * r + 0.5
}

/// `eˣ` as separate factors, see [`Power`].
#[inline(always)]
pub fn power(x: f64) -> Power {
    let (n, rest) = reduce(super::clamp(x, LOWEST, HIGHEST));
    let half = (n * 0.5 + ROUNDER) - ROUNDER;
    Power { fraction: 1.0 + rest, low: two_to(half), high: two_to(n - half) }
}

/// `eˣ`, within 1 ulp (2 in the subnormal range). 0 below about -745.1, infinite above about 709.8, NaN for NaN.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    power(x).value()
}

/// `eˣ − 1`, within 2 ulp, also where `eˣ` is close to 1. Infinite above about 709.8, NaN for NaN.
#[inline(always)]
pub fn expm1(x: f64) -> f64 {
    let (n, rest) = reduce(super::clamp(x, -50.0, HIGHEST));
    let half = (n * 0.5 + ROUNDER) - ROUNDER;
    let one = two_to(super::clamp(-n, -100.0, 100.0));
    (rest + (1.0 - one)) * two_to(half) * two_to(n - half)
}

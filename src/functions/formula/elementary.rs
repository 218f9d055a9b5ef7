//! The functions of one number that a formula can call, each with value and slope.
//!
//! Where a slope does not exist, the conventions are those of the built-in activations: 0 at the corner of `abs` and of
//! `relu`, and at every jump.

use crate::numeric::maths;

/// Writes the enum, the names, and the loops over a slice of each function. The function is chosen once per slice, so
/// that the loop has no call through a pointer.
macro_rules! functions {
    ($($(#[$doc:meta])* $unary:ident = $name:literal: |$x:ident| $value:expr, |$sx:ident, $sy:ident| $slope:expr;)+) => {
        /// A function of one number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Unary { $($(#[$doc])* $unary),+ }

        impl Unary {
            /// Every function that can be called.
            pub const ALL: &'static [Self] = &[$(Self::$unary),+];

            /// The name in formulas.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$unary => $name),+ }
            }

            /// Values over a slice.
            pub(super) fn values(self, xs: &[f64], out: &mut [f64]) {
                match self {
                    $(Self::$unary => for (out, &$x) in out.iter_mut().zip(xs) { *out = $value; }),+
                }
            }

            /// Slopes over a slice, by the chain rule from inputs, outputs, and the slopes of the inputs.
            pub(super) fn slopes(self, xs: &[f64], ys: &[f64], dxs: &[f64], out: &mut [f64]) {
                let places = out.iter_mut().zip(xs.iter().zip(ys).zip(dxs));
                match self {
                    $(Self::$unary => for (out, ((&$sx, &$sy), &dx)) in places { *out = chain($slope, dx); }),+
                }
            }
        }
    };
}

/// The product of a factor and a slope, in which a zero of either wins over an infinity or a NaN of the other. A
/// constant function passes on no change, and an argument that does not depend on x has slope zero, however steep the
/// function is there.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call left standing in a loop keeps the loop from being vectorised")]
pub(super) fn chain(factor: f64, slope: f64) -> f64 {
    if factor == 0.0 || slope == 0.0 { 0.0 } else { factor * slope }
}

/// `2 / √π`.
const TWO_PER_ROOT_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI;

functions! {
    /// eˣ.
    Exp = "exp": |x| maths::exp(x), |_x, y| y;
    /// eˣ − 1, exact near zero.
    Expm1 = "expm1": |x| maths::expm1(x), |x, _y| maths::exp(x);
    /// The natural logarithm.
    Ln = "ln": |x| maths::ln(x), |x, _y| if x < 0.0 { f64::NAN } else { 1.0 / x.abs() };
    /// ln(1 + x), exact near zero.
    Log1p = "log1p": |x| maths::log1p(x), |x, _y| if x < -1.0 { f64::NAN } else { 1.0 / (1.0 + x).abs() };
    /// The logarithm to base 2.
    Log2 = "log2": |x| libm::log2(x), |x, _y| if x < 0.0 { f64::NAN } else { std::f64::consts::LOG2_E / x.abs() };
    /// The logarithm to base 10.
    Log10 = "log10": |x| libm::log10(x), |x, _y| if x < 0.0 { f64::NAN } else { std::f64::consts::LOG10_E / x.abs() };
    /// The square root.
    Sqrt = "sqrt": |x| x.sqrt(), |_x, y| 0.5 / y.abs();
    /// The absolute value. Slope 0 at 0.
    Abs = "abs": |x| x.abs(), |x, _y| sign(x);
    /// -1, 0 or 1. Slope 0.
    Sign = "sign": |x| sign(x), |_x, _y| 0.0;
    /// 0 below 0, 1 from 0 on. Slope 0.
    Step = "step": |x| if x < 0.0 { 0.0 } else if x >= 0.0 { 1.0 } else { x }, |_x, _y| 0.0;
    /// The largest whole number that is not greater. Slope 0.
    Floor = "floor": |x| x.floor(), |_x, _y| 0.0;
    /// The smallest whole number that is not less. Slope 0.
    Ceil = "ceil": |x| x.ceil(), |_x, _y| 0.0;
    /// The nearest whole number, with halves away from zero. Slope 0.
    Round = "round": |x| x.round(), |_x, _y| 0.0;
    /// The sine.
    Sin = "sin": |x| maths::sin(x), |x, _y| maths::cos(x);
    /// The cosine.
    Cos = "cos": |x| maths::cos(x), |x, _y| -maths::sin(x);
    /// The tangent.
    Tan = "tan": |x| libm::tan(x), |_x, y| 1.0 + y * y;
    /// The inverse sine.
    Asin = "asin": |x| libm::asin(x), |x, _y| 1.0 / ((1.0 - x) * (1.0 + x)).sqrt();
    /// The inverse cosine.
    Acos = "acos": |x| libm::acos(x), |x, _y| -1.0 / ((1.0 - x) * (1.0 + x)).sqrt();
    /// The inverse tangent.
    Atan = "atan": |x| maths::atan(x), |x, _y| 1.0 / (1.0 + x * x);
    /// The hyperbolic sine.
    Sinh = "sinh": |x| libm::sinh(x), |x, _y| libm::cosh(x);
    /// The hyperbolic cosine.
    Cosh = "cosh": |x| libm::cosh(x), |x, _y| libm::sinh(x);
    /// The hyperbolic tangent.
    Tanh = "tanh": |x| maths::tanh(x), |x, _y| maths::sech_squared(x);
    /// The inverse hyperbolic sine.
    Asinh = "asinh": |x| libm::asinh(x), |x, _y| 1.0 / libm::hypot(1.0, x);
    /// The error function.
    Erf = "erf": |x| libm::erf(x), |x, _y| TWO_PER_ROOT_PI * maths::exp(-(x * x));
    /// 1 − erf, exact in the right tail.
    Erfc = "erfc": |x| libm::erfc(x), |x, _y| -TWO_PER_ROOT_PI * maths::exp(-(x * x));
    /// 1 / (1 + e⁻ˣ).
    Sigmoid = "sigmoid": |x| maths::sigmoid(x), |x, _y| maths::sigmoid_slope(x);
    /// max(0, x). Slope 0 at 0.
    Relu = "relu": |x| if x <= 0.0 { 0.0 } else { x }, |x, _y| if x > 0.0 { 1.0 } else { 0.0 };
    /// ln(1 + eˣ), without overflow.
    Softplus = "softplus":
        |x| if x > 0.0 { x } else { 0.0 } + maths::log1p_unit(maths::exp(-x.abs())), |x, _y| maths::sigmoid(x);
}

/// -1, 0 or 1. A zero keeps its sign, and NaN gives NaN.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call left standing in a loop keeps the loop from being vectorised")]
fn sign(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        x
    }
}

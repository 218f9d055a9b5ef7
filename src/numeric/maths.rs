//! Elementary functions that give the same bits on every machine.
//!
//! The platform's `exp`, `tanh` and so on differ in their last bits between systems, and calls to them prevent
//! vectorisation. The forms here use only operations that IEEE 754 rounds exactly (`+ − × ÷ √`), use selects and no
//! branches, and are inlined, so that a loop over a slice becomes vector code of any width with the same bits. Their
//! errors are given in units in the last place (ulp) of the correctly rounded result, and `tests/numbers/maths.rs`
//! checks them.
//!
//! Functions that no training loop needs come from the `libm` crate.
#![expect(clippy::inline_always, reason = "a call left standing in a loop keeps the loop from being vectorised")]

mod bounds;
mod exponential;
mod logarithm;
mod logistic;
mod normal;

pub use bounds::{clamp, finite};
pub use exponential::{Power, exp, expm1, power};
pub use libm::{atan, cos, log as ln, sin, sincos};
pub use logarithm::{log1p, log1p_unit};
pub use logistic::{sech_squared, sigmoid, sigmoid_slope, tanh, tanhshrink};
pub use normal::{NORMAL_PEAK, normal_tail_ratio};

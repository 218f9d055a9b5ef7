//! Elementary functions that give the same bits on every machine.
//!
//! The platform's `exp`, `tanh` and the like differ in their last bits from one system to the next, and the calls keep
//! loops from being vectorised. The forms here use only the operations IEEE 754 rounds exactly (`+ − × ÷ √`), choose
//! with selects instead of branches, and inline: a loop over a slice becomes vector code of any width with the same
//! bits. Their errors are stated in units in the last place (ulp) of the correctly rounded result, and
//! `tests/numbers/maths.rs` holds them to it.
//!
//! What is not needed inside a training loop comes from the `libm` crate.
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

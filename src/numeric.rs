//! Numbers: elementary functions with the same bits everywhere, sums in a fixed order, lanes, and streams of random numbers.

pub mod maths;
pub mod sort;
pub mod stream;
pub mod sum;
pub mod vector;

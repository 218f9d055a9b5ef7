//! Numbers: elementary functions with the same bits everywhere, sums in a fixed order, lanes, streams of random
//! numbers, and work that cores share.

pub mod arc4;
pub mod cores;
pub mod maths;
pub mod sort;
pub mod stream;
pub mod sum;
pub mod vector;

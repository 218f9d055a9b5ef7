//! The mathematics. Nothing in here knows of terminals, keys, colours or time.

pub mod activation;
pub mod bench;
pub mod calculus;
pub mod facts;
pub mod formula;
pub mod function;
pub mod maths;
pub mod picture;
pub mod sample;
pub mod shelf;
pub mod sum;
pub mod survey;
pub mod trace;

//! The mathematics. Nothing in here knows of terminals, keys, colours or time.

pub mod picture;
pub mod activation;
pub mod calculus;
pub mod facts;
pub mod function;
pub mod maths;

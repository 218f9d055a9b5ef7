//! The mathematics. Nothing in here knows of terminals, keys, colours or time.

pub mod picture;

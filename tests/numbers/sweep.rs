//! Sweeps: many seeds and their statistics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

mod aggregators;
mod cluster;
mod command;
mod distributions;
mod errors;
mod lanes;

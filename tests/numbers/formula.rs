//! Formulas that a reader types: their values, their errors, and that no text makes the parser panic.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod builtins;
mod errors;
mod facts;
mod oracle;
mod soup;

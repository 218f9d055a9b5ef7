//! Formulas that a person writes: what they mean, what is wrong with them, and that no text at all breaks them.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod builtins;
mod errors;
mod facts;
mod oracle;
mod soup;

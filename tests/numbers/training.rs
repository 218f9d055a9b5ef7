//! The training engine compared with its references and its documentation.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod bits;
mod built_in;
mod checkpoints;
mod common;
mod distributions;
mod divergence;
mod evaluated;
mod files;
mod gradients;
mod health;
mod independent;
mod journal;
mod keras;
mod memory;
mod oracle;
mod perceptron;
mod playground;
mod report;
mod stop;

//! The program from outside, by its input and output; its documentation and the layers of its source.

mod animate;
mod ascii;
mod circles;
mod cli;
mod commands;
mod data;
mod docs;
mod errors;
mod exit;
#[cfg(unix)]
mod files;
mod help;
mod hyperparameters;
mod json;
mod kinds;
mod layers;
mod link;
mod names;
mod numbers;
mod options;
mod plain;
mod safe;
mod stop;
mod train;
mod type_names;

//! The program from outside, by its input and output; its documentation and the layers of its source.

mod animate;
mod circles;
mod cli;
mod data;
mod docs;
mod errors;
#[cfg(unix)]
mod files;
mod layers;
mod link;
mod names;
mod numbers;
mod plain;
mod safe;
mod stop;
mod train;
mod type_names;

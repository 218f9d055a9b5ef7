//! actlab, the activation laboratory: see any neural-network activation function, its slope, and what it does to samples
//! and to a picture, in a terminal.
//!
//! The layers, from the top; imports point downwards only (`tests/shell/layers.rs` holds them to it):
//!
//! ```text
//! main ─ cli ─ runtime ─ app ─ screens ─ widgets ─ theme ─ tile
//!                                 │         │
//!                                 └─ jobs ─ nn · picture ─ functions ─ numeric
//!
//! input · config · lessons · files · text · words     (leaves; errors are said by `words`)
//! ```

pub mod app;
pub mod cli;
pub mod config;
pub mod files;
pub mod functions;
pub mod input;
pub mod jobs;
pub mod lessons;
pub mod nn;
pub mod numeric;
pub mod picture;
pub mod runtime;
pub mod screens;
pub mod text;
pub mod theme;
pub mod tile;
pub mod widgets;
pub mod words;

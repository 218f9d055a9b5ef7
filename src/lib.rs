//! actlab, the activation laboratory: see any neural-network activation function, its slope, and what it does to samples
//! and to a picture, in a terminal.
//!
//! The layers, from the top; imports point downwards only (`tests/shell/layers.rs` holds them to it):
//!
//! ```text
//! main ─ cli ─ runtime ─ app ─ screens ─ widgets ─ theme
//!                 │       │       │
//!                 └───────┴───────┴── lab · input · config · lessons · words · files · text     (leaves)
//! ```

pub mod app;
pub mod cli;
pub mod config;
pub mod files;
pub mod input;
pub mod lab;
pub mod lessons;
pub mod runtime;
pub mod screens;
pub mod text;
pub mod theme;
pub mod tile;
pub mod widgets;
pub mod words;

//! actlab, the activation laboratory: see any neural-network activation function, its slope, and what it does to samples
//! and to a picture, in a terminal.
//!
//! The layers, from the top; imports point downwards only (`tests/layers.rs` holds them to it):
//!
//! ```text
//! main ─ cli ─ runtime ─ app ─ screens ─ widgets ─ theme
//!                 │       │       │
//!                 └───────┴───────┴── lab · input · config · words     (leaves)
//! ```

pub mod lab;
pub mod tile;

//! actlab, the activation laboratory. It shows neural-network activation functions in a terminal: the function, its
//! slope, and what it does to samples and to a picture.
//!
//! The layers, from the top. Imports point downwards only; `tests/shell/layers.rs` checks it.
//!
//! ```text
//! main ─ cli ─ runtime ─ app ─ screens ─ widgets ─ theme ─ tile
//!                                 │         │
//!                                 └─ jobs ─ nn · picture ─ functions ─ numeric
//!
//! input · config · lessons · files · text · words     (leaves; errors are said by `words`)
//! ```

#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod app;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod cli;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod config;
pub mod files;
pub mod functions;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod input;
pub mod jobs;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod lessons;
pub mod nn;
pub mod numeric;
pub mod picture;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod runtime;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod screens;
pub mod text;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod theme;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod tile;
#[allow(missing_docs, reason = "a module of the program: names say what things are")]
pub mod widgets;
pub mod words;

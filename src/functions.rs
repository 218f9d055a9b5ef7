//! Activations and formulas: values, slopes, what can be said of them, and what they do to samples.

pub mod activation;
pub mod curve_sampling;
pub mod formula;
pub mod function;
pub mod numeric_properties;
pub mod numeric_slope;
pub mod properties;
pub mod sample;
pub mod sample_stats;
pub mod softmax;
pub mod user_functions;

//! Activations and formulas: their values, slopes and properties, and statistics of samples pushed through them.

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

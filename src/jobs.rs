//! Work that may take long: what is asked for, one answer for each request. Nothing here knows of threads.

pub mod path_completion;
pub mod runner;
pub mod sweep;
pub mod train;

//! Work that may take long: what is asked for, one answer for each request. Nothing here knows of threads.

pub mod bench;
pub mod path_completion;
pub mod sweep;
pub mod train;

//! The mathematics: activations, slopes, formulas, pictures, training and sweeps, compared with oracles and properties.

mod arrays;
mod data;
mod facts;
mod formula;
mod frugal;
mod jindo;
mod maths;
mod oracle;
mod picture;
mod softmax;
mod sweep;
mod table_limits;
mod tables;
mod training;

//! The mathematics. Nothing in here knows of terminals, keys, colours or time.

pub mod activation;
pub mod bench;
pub mod calculus;
pub mod course;
pub mod dataset;
pub mod experiment;
pub mod facts;
pub mod folder;
pub mod formula;
pub mod function;
pub mod init;
pub mod judge;
pub mod kinds;
pub mod loss;
pub mod maths;
pub mod network;
pub mod optimizer;
pub mod perceptron;
pub mod picture;
pub mod regularizer;
pub mod report;
pub mod running;
pub mod sample;
pub mod shelf;
pub mod softmax;
pub mod stream;
pub mod sum;
pub mod survey;
pub mod sweep;
pub mod sweeping;
pub mod trace;
pub mod trial;
mod vector;

pub use vector::Width;

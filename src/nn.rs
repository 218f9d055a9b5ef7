//! Neural networks: data sets, layers, losses, optimisers, experiments, training runs and sweeps.

pub mod accuracy_rule;
pub mod correlation;
pub mod data_setup;
pub mod data_table;
pub mod dataset;
pub mod experiment;
pub mod history;
pub mod init;
pub mod json;
pub mod kinds;
pub mod loss;
pub mod memory;
mod memory_limit;
pub mod network;
pub mod optimizer;
pub mod perceptron;
pub mod preprocessing;
pub mod regularizer;
pub mod report;
pub mod run_position;
pub mod stop;
pub mod sweep;
pub mod task;
pub mod training_run;
pub mod weight_history;

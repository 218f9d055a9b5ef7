//! The arguments of the commands about data and training: `data`, `train` and `sweep`.

use super::hyperparameters::{self, HyperparameterFlags};
use super::value::whole;
use crate::nn::sweep::MOST_RUNS;
use clap::Args;
use std::path::PathBuf;

/// Data instead of those of an experiment.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct DataFlags {
    /// Data instead of the experiment's own: a file, the name of a set, or - for a table on standard input; without an
    /// experiment, learned by one hidden layer of 8 tanh units
    #[arg(long, value_name = "FILE|KIND|-", allow_hyphen_values = true)]
    pub(in crate::cli) data: Option<String>,
    /// The targets of a table, by name or by number from 1, with commas between [default: the last column]
    #[arg(long, value_name = "COLUMN,...")]
    pub(in crate::cli) target: Option<String>,
    /// The inputs of a table, likewise [default: all other columns of numbers]
    #[arg(long, value_name = "COLUMN,...")]
    pub(in crate::cli) inputs: Option<String>,
    /// What is done about missing cells of a table: refuse, drop (leave out their rows) or mean (the mean of the column in
    /// their place) [default: refuse]
    #[arg(long, value_name = "RULE")]
    pub(in crate::cli) missing: Option<String>,
    /// How inputs are scaled by their training rows: none, standard (mean 0, standard deviation 1) or minmax (from 0 to 1)
    /// [default: that of the experiment, else none]
    #[arg(long, value_name = "SCALE")]
    pub(in crate::cli) scale: Option<String>,
    /// The share of the rows that are kept for a test, from 0 to below 1, or a file of test rows
    #[arg(long, value_name = "SHARE|FILE", allow_hyphen_values = true)]
    pub(in crate::cli) test: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DataArgs {
    /// A file of data, the name of a set such as spiral, or - for a table on standard input
    #[arg(value_name = "FILE|KIND|-")]
    pub(in crate::cli) data: String,
    /// The target of a table, by name or by number from 1 [default: the last column]
    #[arg(long, value_name = "COLUMN")]
    pub(in crate::cli) target: Option<String>,
    /// One JSON object
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TrainArgs {
    #[command(flatten)]
    pub(in crate::cli) data: DataFlags,
    #[command(flatten)]
    pub(in crate::cli) hyperparameters: HyperparameterFlags,
    /// The id of a built-in experiment, a .toml file, a file of data, or - for an experiment on standard input
    #[arg(value_name = "NAME|FILE|LINK|-", required_unless_present_any = ["all", "data"], conflicts_with = "all")]
    pub(in crate::cli) experiment: Option<String>,
    /// Every experiment of the notebook
    #[arg(long, conflicts_with_all = ["data", "target", "inputs", "missing", "scale", "test", hyperparameters::GROUP])]
    pub(in crate::cli) all: bool,
    /// The number of epochs, instead of the experiment's own
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, { u64::MAX }>)]
    pub(in crate::cli) epochs: Option<u64>,
    #[arg(long, value_name = "RULE=NUMBER,...", help = STOP)]
    pub(in crate::cli) stop: Option<String>,
    /// One JSON object per line
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// A line every K epochs [default: 1 with --json, else none]
    #[arg(long, value_name = "K", allow_negative_numbers = true, value_parser = whole::<1, { u64::MAX }>)]
    pub(in crate::cli) every: Option<u64>,
    /// Write a table with a row for each epoch to this file, or to standard output with -; its columns are those of Keras
    #[arg(long, value_name = "FILE", allow_hyphen_values = true, conflicts_with_all = ["json", "all"])]
    pub(in crate::cli) csv: Option<PathBuf>,
    /// One line at the end and nothing else
    #[arg(short, long, conflicts_with_all = ["json", "every"])]
    pub(in crate::cli) quiet: bool,
}

/// A constant, because clippy would want names in a doc comment in backticks, and help shows them as they are typed.
const VARY: &str = "Once for each value of a hyperparameter, as in learning-rate=0.001,0.01 or 'layers=4,2|8,8|8'; \
    twice for a grid";

const STOP: &str = "Stop before the last epoch, as in test-loss=0.01,patience=50";

#[derive(Debug, Args)]
pub(in crate::cli) struct SweepArgs {
    #[command(flatten)]
    pub(in crate::cli) data: DataFlags,
    #[command(flatten)]
    pub(in crate::cli) hyperparameters: HyperparameterFlags,
    /// The id of a built-in experiment, a .toml file, a file of data, or - for an experiment on standard input
    #[arg(value_name = "NAME|FILE|LINK|-", required_unless_present_any = ["merge", "data"])]
    pub(in crate::cli) experiment: Option<String>,
    /// How many seeds [default: 1000]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, { MOST_RUNS }>)]
    pub(in crate::cli) seeds: Option<u64>,
    /// The first seed, as --seed
    #[arg(
        long, value_name = "N", hide = true, conflicts_with = "seed", allow_negative_numbers = true,
        value_parser = whole::<0, { u64::MAX }>
    )]
    pub(in crate::cli) from: Option<u64>,
    /// The number of epochs, instead of the experiment's own
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, { u64::MAX }>)]
    pub(in crate::cli) epochs: Option<u64>,
    #[arg(long, value_name = "RULE=NUMBER,...", help = STOP)]
    pub(in crate::cli) stop: Option<String>,
    /// How many threads train [default: the number of cores]
    #[arg(short = 'j', long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, 1024>)]
    pub(in crate::cli) threads: Option<u64>,
    #[arg(long, value_name = "NAME=VALUE,...", help = VARY)]
    pub(in crate::cli) vary: Vec<String>,
    /// One JSON object at the end, with all figures
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// Implies --json: first a line that describes the sweep, then a line per seed
    #[arg(long)]
    pub(in crate::cli) each: bool,
    /// Write a table of every run to this file, or to standard output with - in place of the report
    #[arg(long, value_name = "FILE", allow_hyphen_values = true)]
    pub(in crate::cli) csv: Option<PathBuf>,
    /// No progress, and only the sentences at the end
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
    /// Every N-th seed from the I-th on, for one of N machines
    #[arg(long, value_name = "I/N", allow_negative_numbers = true)]
    pub(in crate::cli) shard: Option<String>,
    /// Save every finished seed in this file, and continue from the seeds that are in it; with -, from those on standard input,
    /// and all lines are written to standard output in place of the report
    #[arg(long, value_name = "FILE|-", allow_hyphen_values = true)]
    pub(in crate::cli) resume: Option<PathBuf>,
    /// Instead of training: summarise the lines of --each or --resume in these files, or of standard input with -
    #[arg(
        long,
        value_name = "FILE|-",
        num_args = 1..,
        conflicts_with_all = ["experiment", "data", "target", "inputs", "missing", "scale", "test", "seeds", "from", "epochs", "stop", "threads", "vary", "shard", "resume", hyperparameters::GROUP]
    )]
    pub(in crate::cli) merge: Vec<PathBuf>,
}

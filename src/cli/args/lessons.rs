//! The arguments of `actlab lessons`.

use crate::runtime::progress_file::LearnerName;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct LessonsArgs {
    #[command(subcommand)]
    pub(in crate::cli) what: LessonsCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LessonsCommand {
    /// Find missing translations, exhibits that do not open, numbers that do not hold and text that does not fit
    Check {
        /// A directory with en/*.md and ko/*.md [default: the lessons of the program]
        dir: Option<PathBuf>,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Print a lesson as plain text
    Show {
        /// Its number, or the name of its file
        lesson: String,
    },
    /// List the lessons
    List {
        /// One JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// How far you have come, and how many guesses were right
    Progress {
        /// One JSON object
        #[arg(long)]
        json: bool,
        /// The name of one of several people who share an account
        #[arg(long, value_name = "NAME")]
        learner: Option<LearnerName>,
    },
}

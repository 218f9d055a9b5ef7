//! The arguments of the commands that describe the program: `list`, `completions`, `man`, `help`, and `--json` alone.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Listed {
    /// Every activation with its knobs
    Activations,
    /// Every built-in experiment; with its name, its file
    Experiments,
    /// Every lesson
    Lessons,
    /// Every theme
    Themes,
    /// Every room
    Rooms,
    /// Every setting with its value
    Settings,
    /// Every key of every room, with your settings
    Keys,
    /// Every kind of data set
    #[value(alias = "datasets", alias = "data-sets")]
    Data,
    /// Every optimiser
    #[value(alias = "optimizers")]
    Optimisers,
    /// Every loss
    Losses,
    /// Every initialiser of weights
    #[value(alias = "initializers", alias = "inits")]
    Initialisers,
    /// Every regulariser
    #[value(alias = "regularizers")]
    Regularisers,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    #[arg(value_name = "WHAT", help = "What is listed")]
    pub(in crate::cli) what: Option<Listed>,
    /// With experiments or themes: print the file of this one, a start for your own
    #[arg(value_name = "NAME", conflicts_with = "json")]
    pub(in crate::cli) name: Option<String>,
    /// One JSON object per line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// A command whose only option is the form of its output.
#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct JsonArgs {
    /// One JSON object
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// A shell that has completions.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum ShellName {
    Bash,
    Zsh,
    Fish,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionArgs {
    #[arg(value_name = "SHELL", help = "The shell")]
    pub(in crate::cli) shell: ShellName,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ManArgs {
    /// The command whose page is printed, as in lessons show [default: the page of actlab]
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    pub(in crate::cli) command: Vec<String>,
    /// Write every page into this directory
    #[arg(short, long, value_name = "DIR")]
    pub(in crate::cli) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct HelpArgs {
    /// The command, as in lessons show, or a room after open [default: the program]
    #[arg(value_name = "COMMAND")]
    pub(in crate::cli) command: Vec<String>,
}

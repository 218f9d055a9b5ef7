//! The arguments of the command line. Those of a subcommand are in a file of their own.

mod functions;
mod hyperparameters;
mod lessons;
mod link;
mod pages;
mod rooms;
mod training;
mod value;

pub(super) use functions::{EvalArgs, PictureArgs, PlotArgs};
pub(super) use hyperparameters::{HEADING as HYPERPARAMETERS, HyperparameterFlags};
pub(super) use lessons::{LessonsArgs, LessonsCommand};
pub(super) use link::LinkArgs;
pub(super) use pages::{CompletionArgs, HelpArgs, JsonArgs, ListArgs, Listed, ManArgs, ShellName};
pub(super) use rooms::{FormatArg, OpenArgs, PlayArgs, RenderArgs};
pub(super) use training::{DataArgs, DataFlags, SweepArgs, TrainArgs};
pub(super) use value::{ends, option, size, turn};

use crate::runtime::progress_file::LearnerName;
use clap::{ArgAction, Args, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use value::whole;

/// A terminal laboratory for neural-network activation functions
#[derive(Debug, Parser)]
#[command(name = "actlab", bin_name = "actlab", version)]
#[command(disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) globals: Globals,
    /// Open this lesson: its number, or the name of its file
    #[arg(long, value_name = "LESSON", allow_negative_numbers = true)]
    pub(super) lesson: Option<String>,
    #[command(flatten)]
    pub(super) session: SessionArgs,
    /// Print the version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub(super) command: Option<CliCommand>,
}

/// Options of the interactive program.
#[derive(Debug, Default, Args)]
pub(super) struct SessionArgs {
    /// For a class on one server: no paths, no files but progress and saved experiments, no suspending, no commands
    #[arg(long)]
    pub(super) kiosk: bool,
    /// Save progress separately for one of several readers who share an account
    #[arg(long, value_name = "NAME")]
    pub(super) learner: Option<LearnerName>,
}

#[derive(Debug, Args)]
pub(super) struct Globals {
    /// Settings from this file instead of the user's own
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// One setting, as in lab.gain=4; may be given more than once
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    pub(super) sets: Vec<String>,
    /// The seed of everything random; in a sweep, the first one
    #[arg(long, global = true, value_name = "N", allow_negative_numbers = true, value_parser = whole::<0, { u64::MAX }>)]
    pub(super) seed: Option<u64>,
    /// auto, dark, light, contrast, colourblind, or the path of a theme; - is standard input
    #[arg(long, global = true, value_name = "NAME|FILE|-", allow_hyphen_values = true)]
    pub(super) theme: Option<String>,
    /// The picture that is pushed through the activations; - is standard input
    #[arg(long, global = true, value_name = "FILE|-", allow_hyphen_values = true)]
    pub(super) image: Option<String>,
    /// Lessons of your own: a directory with en/*.md and ko/*.md
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) lessons: Option<PathBuf>,
    /// The language of the interface: en or ko
    #[arg(long, global = true, value_name = "CODE")]
    pub(super) lang: Option<String>,
    /// How many colours: truecolor, 256, 16 or none
    #[arg(long, global = true, value_name = "DEPTH")]
    pub(super) color: Option<String>,
    /// What pictures are made of: half, quadrant, sextant, octant, ascii or shade
    #[arg(long, global = true, value_name = "SET")]
    pub(super) glyphs: Option<String>,
    /// ASCII only, in frames, tables and sentences
    #[arg(long, global = true)]
    pub(super) ascii: bool,
    /// Lines of text instead of a screen, for screen readers and pipes: keys come in as words, as in 3*down c
    #[arg(long, global = true)]
    pub(super) plain: bool,
    /// Print this help
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum CliCommand {
    /// Open a room in a given state
    Open(OpenArgs),
    /// Build a network and watch it learn: the room Train with the default page of TensorFlow Playground, or with yours
    Play(PlayArgs),
    /// List what there is: activations, experiments, themes, settings and more
    List(ListArgs),
    /// Lessons: check them, list them, or print one
    Lessons(LessonsArgs),
    /// Value and slope of an activation
    Eval(EvalArgs),
    /// A chart of activations
    Plot(PlotArgs),
    /// A picture, pushed through an activation
    Picture(PictureArgs),
    /// What is in a file of data or in a generated set
    Data(DataArgs),
    /// Train the contestants of an experiment
    Train(TrainArgs),
    /// Train many seeds of an experiment, and say whether it was luck
    Sweep(SweepArgs),
    /// A link to TensorFlow Playground that says what an experiment is, as far as a link can
    Link(LinkArgs),
    /// The frame that the program would show, without a terminal
    Render(RenderArgs),
    /// What this terminal can show, and how that was found out
    Doctor(JsonArgs),
    /// The settings in force, and where they come from
    Config(JsonArgs),
    /// A script that completes commands in a shell
    Completions(CompletionArgs),
    /// Manual pages
    Man(ManArgs),
    /// The help of a command
    Help(HelpArgs),
    /// The version of the program
    Version,
    /// What may follow the words of a command line; scripts of completions ask for it
    #[command(hide = true, disable_help_flag = true)]
    Complete {
        /// The words, the unfinished one last
        #[arg(allow_hyphen_values = true, trailing_var_arg = true)]
        words: Vec<OsString>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }
}

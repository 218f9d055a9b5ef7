//! The arguments of the command line.

mod link;
mod picture;

pub(super) use link::LinkArgs;
pub(super) use picture::PictureArgs;

use super::CliError;
use super::mistake::UsageError;
use crate::nn::sweep::MOST_RUNS;
use crate::runtime::progress_file::LearnerName;
use crate::text::list;
use crate::words::Message;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// See any activation function, its slope, and what it does to samples and to a picture.
#[derive(Debug, Parser)]
#[command(name = "actlab", version, about, max_term_width = 100)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) globals: Globals,
    /// Open this lesson: its number, or the name of its file
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) lesson: Option<String>,
    #[command(flatten)]
    pub(super) session: SessionArgs,
    #[command(subcommand)]
    pub(super) command: Option<CliCommand>,
}

/// Options of the interactive program.
#[derive(Debug, Default, Args)]
pub(super) struct SessionArgs {
    /// For a class on one server: no paths, no files but progress, no suspending, no commands
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
    /// The seed of everything random
    #[arg(long, global = true, allow_negative_numbers = true, value_parser = whole::<0, { u64::MAX }>)]
    pub(super) seed: Option<u64>,
    /// auto, dark, light, contrast, colourblind, or the path of a theme
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) theme: Option<String>,
    /// The picture that is pushed through the activations
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) image: Option<String>,
    /// Lessons of your own: a directory with en/*.md and ko/*.md
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) lessons: Option<PathBuf>,
    /// The language of the interface: en or ko
    #[arg(long, global = true)]
    pub(super) lang: Option<String>,
    /// How many colours: truecolor, 256, 16 or none
    #[arg(long, global = true, value_name = "DEPTH")]
    pub(super) color: Option<String>,
    /// What pictures are made of: half, quadrant, sextant, octant, ascii or shade
    #[arg(long, global = true, value_name = "SET")]
    pub(super) glyphs: Option<String>,
    /// Draw with ASCII only
    #[arg(long, global = true)]
    pub(super) ascii: bool,
    /// Lines of text instead of a screen, for screen readers and pipes: keys come in as words, as in: 3*down c
    #[arg(long, global = true)]
    pub(super) plain: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum CliCommand {
    /// Open a room in a given state
    Open(OpenArgs),
    /// List what there is
    List(ListArgs),
    /// Lessons: check them, or print one
    Lessons(LessonsArgs),
    /// Value and slope of an activation
    Eval(EvalArgs),
    /// A chart of activations on standard output
    Plot(PlotArgs),
    /// A picture, pushed through an activation, on standard output
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
    Doctor,
    /// The settings in force, and where they come from
    Config,
    /// Completions for a shell, on standard output
    Completions(CompletionArgs),
    /// The manual page, on standard output
    Man,
}

#[derive(Debug, Args)]
pub(super) struct OpenArgs {
    /// ROOM [SUBJECT] [--option value]..., as in: lab sigmoid --cursor 0 --compare tanh
    #[arg(value_name = "EXHIBIT", allow_hyphen_values = true)]
    pub(super) exhibit: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct LessonsArgs {
    #[command(subcommand)]
    pub(super) what: LessonsCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum LessonsCommand {
    /// Find missing translations, exhibits that do not open, numbers that do not hold and text that does not fit
    Check {
        /// A directory with en/*.md and ko/*.md [default: the lessons of the program]
        dir: Option<PathBuf>,
    },
    /// Print a lesson as plain text
    Show {
        /// Its number, or the name of its file
        lesson: String,
    },
    /// List the lessons
    List,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Listed {
    /// Every activation with its knobs
    Activations,
    /// Every built-in experiment
    Experiments,
    /// Every key of every room, with your settings
    Keys,
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    pub(super) what: Listed,
    /// One JSON object per line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// The id of an activation, as in gelu, or the name of one of your own
    #[arg(required_unless_present = "formula")]
    pub(super) name: Option<String>,
    /// A formula instead, as in 'x * tanh(x)' or 'max(a*x, x); a = 0.1 in 0..1'
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, conflicts_with = "name")]
    pub(super) formula: Option<String>,
    /// A knob, as in alpha=0.5; several with commas, or given more than once
    #[arg(long = "knob", value_name = "NAME=VALUE", allow_negative_numbers = true)]
    pub(super) parameters: Vec<String>,
    /// Where: numbers with commas between, or - for standard input, one per line
    #[arg(long, value_name = "X,X,...", allow_hyphen_values = true)]
    pub(super) at: String,
    /// One JSON object per line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PlotArgs {
    /// Ids of activations, or names of your own, with spaces or commas between
    #[arg(required_unless_present = "formulas", value_name = "NAME")]
    pub(super) names: Vec<String>,
    /// A formula beside them, as in 'x * tanh(x)'; may be given more than once
    #[arg(long = "formula", value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) formulas: Vec<String>,
    /// A knob of the first of them, as in alpha=0.5; several with commas, or given more than once
    #[arg(long = "knob", value_name = "NAME=VALUE", allow_negative_numbers = true)]
    pub(super) parameters: Vec<String>,
    /// Slopes instead of values
    #[arg(long)]
    pub(super) slope: bool,
    /// Both ends of the x axis [default: -10:10]
    #[arg(long, value_name = "A:B", allow_hyphen_values = true)]
    pub(super) range: Option<String>,
    /// Both ends of the y axis [default: fits the curves]
    #[arg(long, value_name = "A:B", allow_hyphen_values = true)]
    pub(super) y_range: Option<String>,
    /// Size in cells, title and axes included [default: the size of the terminal, else 80x24]
    #[arg(long, value_name = "WxH", allow_negative_numbers = true)]
    pub(super) size: Option<String>,
}

/// Data instead of those of an experiment.
#[derive(Debug, Default, Args)]
pub(super) struct DataFlags {
    /// Data instead of the experiment's own: a CSV file, the name of a set, or - for a table on standard input; without an
    /// experiment, learned by one hidden layer of 8 tanh units
    #[arg(long, value_name = "FILE|KIND|-", allow_hyphen_values = true)]
    pub(super) data: Option<String>,
    /// The targets of a table, by name or by number from 1, with commas between [default: the last column]
    #[arg(long, value_name = "COLUMN,...")]
    pub(super) target: Option<String>,
    /// The inputs of a table, likewise [default: all other columns of numbers]
    #[arg(long, value_name = "COLUMN,...")]
    pub(super) inputs: Option<String>,
    /// The share of the rows that are kept for a test, from 0 to below 1, or a file of test rows
    #[arg(long, value_name = "SHARE|FILE", allow_hyphen_values = true)]
    pub(super) test: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct DataArgs {
    /// A CSV file, the name of a set such as spiral, or - for a table on standard input
    #[arg(value_name = "FILE|KIND|-")]
    pub(super) data: String,
    /// The target of a table, by name or by number from 1 [default: the last column]
    #[arg(long, value_name = "COLUMN")]
    pub(super) target: Option<String>,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    #[command(flatten)]
    pub(super) data: DataFlags,
    /// The id of a built-in experiment, the path of a .toml or .csv file, a link to TensorFlow Playground, or - for an
    /// experiment on standard input
    #[arg(value_name = "NAME|FILE|LINK", required_unless_present_any = ["all", "data"], conflicts_with = "all")]
    pub(super) experiment: Option<String>,
    /// Every experiment of the notebook
    #[arg(long, conflicts_with_all = ["data", "target", "inputs", "test"])]
    pub(super) all: bool,
    /// The number of epochs, instead of the experiment's own
    #[arg(long, allow_negative_numbers = true, value_parser = whole::<0, { u64::MAX }>)]
    pub(super) epochs: Option<u64>,
    #[arg(long, value_name = "RULE=NUMBER,...", help = STOP)]
    pub(super) stop: Option<String>,
    /// One JSON object per line
    #[arg(long)]
    pub(super) json: bool,
    /// A line every K epochs [default: 1 with --json, else none]
    #[arg(long, value_name = "K", allow_negative_numbers = true, value_parser = whole::<1, { u64::MAX }>)]
    pub(super) every: Option<u64>,
    /// One line at the end and nothing else
    #[arg(long, conflicts_with_all = ["json", "every"])]
    pub(super) quiet: bool,
}

/// A constant, because clippy would want names in a doc comment in backticks, and help shows them as they are typed.
const VARY: &str = "Once for each value of learning_rate, hidden_activation, units, batch_size, init or noise, \
    as in learning_rate=0.001,0.01; twice for a grid";

const STOP: &str = "Stop before the last epoch, as in test_loss=0.01,patience=50";

#[derive(Debug, Args)]
pub(super) struct SweepArgs {
    #[command(flatten)]
    pub(super) data: DataFlags,
    /// The id of a built-in experiment, the path of a .toml or .csv file, a link to TensorFlow Playground, or - for an
    /// experiment on standard input
    #[arg(value_name = "NAME|FILE|LINK", required_unless_present_any = ["merge", "data"])]
    pub(super) experiment: Option<String>,
    /// How many seeds [default: 1000]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, { MOST_RUNS }>)]
    pub(super) seeds: Option<u64>,
    /// The first seed [default: --seed, else 1]
    #[arg(long, value_name = "K", allow_negative_numbers = true, value_parser = whole::<0, { u64::MAX }>)]
    pub(super) from: Option<u64>,
    /// The number of epochs, instead of the experiment's own
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<0, { u64::MAX }>)]
    pub(super) epochs: Option<u64>,
    #[arg(long, value_name = "RULE=NUMBER,...", help = STOP)]
    pub(super) stop: Option<String>,
    /// How many threads train [default: the number of cores]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, 1024>)]
    pub(super) threads: Option<u64>,
    #[arg(long, value_name = "NAME=VALUE,...", help = VARY)]
    pub(super) vary: Vec<String>,
    /// One JSON object at the end, with all figures
    #[arg(long)]
    pub(super) json: bool,
    /// Implies --json: first a line that describes the sweep, then a line per seed
    #[arg(long)]
    pub(super) each: bool,
    /// Write a table of every run to this file
    #[arg(long, value_name = "FILE")]
    pub(super) csv: Option<PathBuf>,
    /// No progress, and only the sentences at the end
    #[arg(long)]
    pub(super) quiet: bool,
    /// Every N-th seed from the I-th on, for one of N machines
    #[arg(long, value_name = "I/N", allow_negative_numbers = true)]
    pub(super) shard: Option<String>,
    /// Save every finished seed in this file, and continue from the seeds that are in it
    #[arg(long, value_name = "FILE")]
    pub(super) resume: Option<PathBuf>,
    /// Instead of training: summarise the lines of --each or --resume in these files
    #[arg(
        long,
        value_name = "FILE",
        num_args = 1..,
        conflicts_with_all = ["experiment", "data", "target", "inputs", "test", "seeds", "from", "epochs", "stop", "threads", "vary", "shard", "resume"]
    )]
    pub(super) merge: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RenderArgs {
    /// ROOM [SUBJECT] [--option value]..., as in: lab sigmoid --cursor 0 --compare tanh
    #[arg(value_name = "EXHIBIT", required = true, allow_hyphen_values = true)]
    pub(super) exhibit: Vec<String>,
    /// Columns and rows
    #[arg(long, value_name = "WxH", allow_negative_numbers = true, default_value = "120x40")]
    pub(super) size: String,
    /// Keys to press first, as in: 'j 3*right text:abc'
    #[arg(long, value_name = "SCRIPT", allow_hyphen_values = true)]
    pub(super) keys: Option<String>,
    /// Thirtieths of a second of the program's own time that pass after the keys; at most 108000 with those of the keys
    #[arg(long, default_value_t = 0, allow_negative_numbers = true, value_parser = whole::<0, { u64::MAX }>)]
    pub(super) ticks: u64,
    /// The format of the frame [default: text, or svg with --animate]
    #[arg(long, value_enum)]
    pub(super) format: Option<FormatArg>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// An animated SVG of the time after the keys, which repeats; needs --out with a path that ends in .svg
    #[arg(long)]
    pub(super) animate: bool,
    /// How many seconds of the program's own time the animation shows, from 1 to 60 [default: 10]
    #[arg(long, value_name = "N", requires = "animate", allow_negative_numbers = true, value_parser = whole::<1, 60>)]
    pub(super) seconds: Option<u64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatArg {
    /// Characters only
    Text,
    /// Characters with colours, as ANSI escape sequences
    Ansi,
    /// A drawing
    Svg,
}

#[derive(Debug, Args)]
pub(super) struct CompletionArgs {
    pub(super) shell: clap_complete::Shell,
}

/// A whole number within bounds. The error gives the bounds; the parser adds the name of the option.
fn whole<const LOW: u64, const HIGH: u64>(text: &str) -> Result<u64, UsageError> {
    let number = text.parse().ok().filter(|n| (LOW..=HIGH).contains(n));
    number.ok_or(UsageError::Whole { low: LOW, high: HIGH })
}

/// Columns and rows written `80x24`, each from 1 to 1000.
pub(super) fn size(text: &str) -> Result<(u16, u16), CliError> {
    let numbers = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    let size = numbers.filter(|(w, h)| (1..=1000).contains(w) && (1..=1000).contains(h));
    size.ok_or_else(|| CliError::usage(UsageError::Size { text: text.to_owned() }))
}

/// The error for an invalid value of an option.
pub(super) fn option(option: &str, value: &str, reason: Message) -> CliError {
    CliError::usage(UsageError::Option { option: option.to_owned(), value: value.to_owned(), reason })
}

/// Both ends of an axis written `-10:10`.
pub(super) fn ends(option: &str, text: &str) -> Result<[f64; 2], CliError> {
    let wrong = || CliError::usage(UsageError::Ends { option: option.to_owned(), text: text.to_owned() });
    let (low, high) = text.split_once(':').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(wrong);
    let (low, high): (f64, f64) = (number(low)?, number(high)?);
    if low < high && !(high - low).is_finite() {
        let (option, text) = (option.to_owned(), text.to_owned());
        return Err(CliError::usage(UsageError::TooWide { option, text }));
    }
    if low < high { Ok([low, high]) } else { Err(wrong()) }
}

/// Sets parameters written as `alpha=0.5`, several with commas between.
pub(super) fn turn(f: &mut crate::functions::function::Function, parameters: &[String]) -> Result<(), CliError> {
    for knob in parameters.iter().flat_map(|parameters| list(parameters)) {
        let wrong = || CliError::usage(UsageError::Parameter { text: knob.clone() });
        let (name, value) = knob.split_once('=').ok_or_else(wrong)?;
        let value: f64 = value.trim().parse().map_err(|_| wrong())?;
        f.set_parameter(name.trim(), value).map_err(|e| option("knob", &knob, Message::from(e)))?;
    }
    Ok(())
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

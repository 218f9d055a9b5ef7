//! The arguments of the commands that open a room: `open`, `play` and `render`.

use super::value::whole;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct OpenArgs {
    /// ROOM [SUBJECT] [--option value]..., as in: lab sigmoid --cursor 0 --compare tanh
    #[arg(value_name = "EXHIBIT", allow_hyphen_values = true)]
    pub(in crate::cli) exhibit: Vec<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PlayArgs {
    /// A link to TensorFlow Playground, the file of an experiment or of data, or the name of an experiment or of a data set
    /// [default: playground]; then the options of 'actlab open train'
    #[arg(value_name = "LINK|FILE|KIND", allow_hyphen_values = true)]
    pub(in crate::cli) exhibit: Vec<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RenderArgs {
    /// ROOM [SUBJECT] [--option value]..., as in: lab sigmoid --cursor 0 --compare tanh
    #[arg(value_name = "EXHIBIT", required = true, allow_hyphen_values = true)]
    pub(in crate::cli) exhibit: Vec<String>,
    /// Columns and rows, at least 60x18
    #[arg(long, value_name = "WxH", allow_negative_numbers = true, default_value = "120x40")]
    pub(in crate::cli) size: String,
    /// Keys to press first, as in 'j 3*right text:abc', or - for a key script on standard input
    #[arg(long, value_name = "SCRIPT|-", allow_hyphen_values = true)]
    pub(in crate::cli) keys: Option<String>,
    /// Thirtieths of a second of the program's own time that pass after the keys; at most 108000 with those of the keys
    #[arg(
        long, value_name = "N", default_value_t = 0, allow_negative_numbers = true,
        value_parser = whole::<0, { u64::MAX }>
    )]
    pub(in crate::cli) ticks: u64,
    /// The form of the frame [default: that of --out by its end (.txt, .ans, .svg), else text]
    #[arg(long, value_enum)]
    pub(in crate::cli) format: Option<FormatArg>,
    /// Write to this file, or to standard output with -
    #[arg(short, long, value_name = "FILE", allow_hyphen_values = true)]
    pub(in crate::cli) out: Option<PathBuf>,
    /// An animated SVG of the time after the keys, which repeats; needs --out with a path that ends in .svg
    #[arg(long)]
    pub(in crate::cli) animate: bool,
    /// How many seconds of the program's own time the animation shows, from 1 to 60 [default: 10]
    #[arg(long, value_name = "N", requires = "animate", allow_negative_numbers = true, value_parser = whole::<1, 60>)]
    pub(in crate::cli) seconds: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatArg {
    /// Characters only
    Text,
    /// Characters with colours, as ANSI escape sequences
    Ansi,
    /// A drawing
    Svg,
}

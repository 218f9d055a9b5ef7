//! The arguments of the commands about functions: `eval`, `plot` and `picture`.

use super::FormatArg;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct EvalArgs {
    /// The id of an activation, as in gelu, or the name of one of your own
    #[arg(required_unless_present = "formula")]
    pub(in crate::cli) name: Option<String>,
    /// Where: numbers, ranges as in -2:2:0.5 (from, to, step), or more activations
    #[arg(value_name = "X", allow_negative_numbers = true)]
    pub(in crate::cli) places: Vec<String>,
    /// A formula, alone or beside them, as in 'x * tanh(x)' or 'max(a*x, x); a = 0.1 in 0..1'
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) formula: Option<String>,
    /// A knob, as in alpha=0.5; several with commas, or given more than once
    #[arg(long = "knob", value_name = "NAME=VALUE", allow_negative_numbers = true)]
    pub(in crate::cli) parameters: Vec<String>,
    /// Where: numbers and ranges with commas between, or - for standard input, one per line
    #[arg(long, value_name = "X,A:B:STEP,...", allow_hyphen_values = true)]
    pub(in crate::cli) at: Option<String>,
    /// One JSON object per line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PlotArgs {
    /// Ids of activations, or names of your own, with spaces or commas between
    #[arg(required_unless_present = "formulas", value_name = "NAME")]
    pub(in crate::cli) names: Vec<String>,
    /// A formula beside them, as in 'x * tanh(x)'; may be given more than once
    #[arg(long = "formula", value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) formulas: Vec<String>,
    /// A knob of the first of them, as in alpha=0.5; several with commas, or given more than once
    #[arg(long = "knob", value_name = "NAME=VALUE", allow_negative_numbers = true)]
    pub(in crate::cli) parameters: Vec<String>,
    /// Slopes instead of values
    #[arg(long)]
    pub(in crate::cli) slope: bool,
    /// Both ends of the x axis [default: -10:10]
    #[arg(long, value_name = "A:B", allow_hyphen_values = true)]
    pub(in crate::cli) range: Option<String>,
    /// Both ends of the y axis [default: fits the curves]
    #[arg(long, value_name = "A:B", allow_hyphen_values = true)]
    pub(in crate::cli) y_range: Option<String>,
    /// Size in cells, title and axes included [default: the size of the terminal, else 80x24]
    #[arg(long, value_name = "WxH", allow_negative_numbers = true)]
    pub(in crate::cli) size: Option<String>,
    /// The values of every column of the chart instead, as one JSON object for each curve
    #[arg(long, conflicts_with_all = ["format", "out"])]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) output: OutputFlags,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PictureArgs {
    /// A PNG, JPEG, GIF, WebP or BMP, or - for standard input
    pub(in crate::cli) file: PathBuf,
    /// The id of an activation to push it through, or the name of one of your own
    #[arg(long, value_name = "NAME", conflicts_with = "raw", group = "through")]
    pub(in crate::cli) activation: Option<String>,
    /// A formula to push it through, as in 'x * tanh(x)'
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, conflicts_with = "raw", group = "through")]
    pub(in crate::cli) formula: Option<String>,
    /// A knob of the activation, as in alpha=0.5; several with commas, or given more than once
    #[arg(long = "knob", value_name = "NAME=VALUE", allow_negative_numbers = true, requires = "through")]
    pub(in crate::cli) parameters: Vec<String>,
    /// Multiply the picture by this before the activation [default: 1]
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, conflicts_with = "raw")]
    pub(in crate::cli) gain: Option<String>,
    /// Gray by luma or by the red channel [default: luma]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) channel: Option<String>,
    /// Black and white at the ends of the activation's range (range), or of the result (auto) [default: range]
    #[arg(long, value_name = "NAME", requires = "through")]
    pub(in crate::cli) levels: Option<String>,
    /// The plain gray picture, without centring and stretching
    #[arg(long)]
    pub(in crate::cli) raw: bool,
    /// Exact size in cells; the picture is stretched to fill it [default: as large as fits, in proportion]
    #[arg(long, value_name = "WxH", allow_negative_numbers = true)]
    pub(in crate::cli) size: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) output: OutputFlags,
}

/// Where a chart or a picture goes, and in what form.
#[derive(Debug, Args)]
pub(in crate::cli) struct OutputFlags {
    /// The form [default: that of --out by its end (.txt, .ans, .svg), else as the terminal shows it]
    #[arg(long, value_enum)]
    pub(in crate::cli) format: Option<FormatArg>,
    /// Write to this file, or to standard output with -
    #[arg(short, long, value_name = "FILE", allow_hyphen_values = true)]
    pub(in crate::cli) out: Option<PathBuf>,
}

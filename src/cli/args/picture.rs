//! The arguments of `actlab picture`.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct PictureArgs {
    /// A PNG, JPEG, GIF, WebP or BMP
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
    #[arg(long, allow_hyphen_values = true, conflicts_with = "raw")]
    pub(in crate::cli) gain: Option<String>,
    /// Gray by luma or by the red channel [default: luma]
    #[arg(long)]
    pub(in crate::cli) channel: Option<String>,
    /// Black and white at the ends of the activation's range (range), or of the result (auto) [default: range]
    #[arg(long, requires = "through")]
    pub(in crate::cli) levels: Option<String>,
    /// The plain gray picture, without centring and stretching
    #[arg(long)]
    pub(in crate::cli) raw: bool,
    /// Exact size in cells; the picture is stretched to fill it [default: as large as fits, in proportion]
    #[arg(long, value_name = "WxH", allow_negative_numbers = true)]
    pub(in crate::cli) size: Option<String>,
}

//! The arguments of `actlab link`.

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct LinkArgs {
    /// The id of a built-in experiment, the path of a .toml file, a link, or - for an experiment on standard input
    #[arg(value_name = "NAME|FILE|LINK")]
    pub(in crate::cli) experiment: String,
    /// One JSON object, with what the link leaves out
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

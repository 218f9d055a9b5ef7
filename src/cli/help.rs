//! The help of a command, and the pages that help and manual pages are written from.

mod examples;
mod notes;
mod page;
mod section;
mod wrap;

pub(super) use page::{HelpPage, has_effect};
pub(super) use section::{HelpItem, HelpSection};

use super::CliError;
use super::args::{Cli, HelpArgs};
use super::mistake::UsageError;
use super::parse_error::{ParseError, ParseHint};
use crate::runtime::live;
use crate::screens::SCREENS;
use crate::text::{self, Form, nearest};
use clap::CommandFactory;
use std::io::{self, IsTerminal, Write};

/// The widths of a line: at least, at most, and without a terminal.
const LEAST: usize = 24;
const MOST: usize = 100;
const USUAL: usize = 80;

/// Writes the help of a command, named by its words without `actlab`.
pub(super) fn run(args: &HelpArgs, out: &mut dyn Write) -> Result<(), CliError> {
    out.write_all(page_of(&args.command)?.text(columns()).as_bytes())?;
    Ok(())
}

/// Writes the help that an option asked for.
pub(super) fn show(path: &[String]) -> io::Result<()> {
    let page = HelpPage::of(&Cli::command(), path).unwrap_or_else(|| HelpPage::top(&Cli::command()));
    text::stdout(Form::Text).write_all(page.text(columns()).as_bytes())
}

/// The page of a command, or an error with the most similar command.
pub(super) fn page_of(path: &[String]) -> Result<HelpPage, CliError> {
    let cli = Cli::command();
    HelpPage::of(&cli, path).ok_or_else(|| {
        // The longest beginning that is a command; the word after it is unknown.
        let known = (0..path.len()).rev().find_map(|n| page::find(&cli, &path[..n]).map(|found| (n, found)));
        let (n, above) = known.unwrap_or((0, cli.clone()));
        let rooms = SCREENS.iter().map(|room| room.id).filter(|_| path[..n] == ["open"] || path[..n] == ["render"]);
        let known = above.get_subcommands().filter(|command| !command.is_hide_set()).map(clap::Command::get_name);
        let word = path[n].clone();
        let hint = nearest(&word, known.chain(rooms)).map(|near| ParseHint::Command { similar: near.to_owned() });
        let reason = ParseError::UnknownCommand { word }.hinted(hint);
        let words = std::iter::once("actlab").chain(path[..n].iter().map(String::as_str));
        let command = words.collect::<Vec<_>>().join(" ");
        CliError::usage(UsageError::Parse { reason, command })
    })
}

/// The width of the terminal, or of `COLUMNS`.
fn columns() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || if io::stdout().is_terminal() { live::size().ok() } else { None };
    let columns = said.or_else(|| terminal().map(|size| usize::from(size.width))).unwrap_or(USUAL);
    columns.clamp(LEAST, MOST)
}

//! `actlab completions` and `actlab man`, generated from the definition that parses the arguments.

use super::CliError;
use super::args::{Cli, CompletionArgs};
use crate::screens::SCREENS;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::io::Write;

pub(super) fn completions(args: &CompletionArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let mut script = Vec::new();
    let mut command =
        ["open", "render"].into_iter().fold(Cli::command(), |cli, name| cli.mut_subcommand(name, with_rooms));
    clap_complete::generate(args.shell, &mut command, "actlab", &mut script);
    out.write_all(&script)?;
    Ok(())
}

/// The command with the rooms and the options of their exhibit lines, as far as a shell can complete them.
fn with_rooms(command: Command) -> Command {
    SCREENS.iter().fold(command, |command, room| command.subcommand((room.options)()))
}

/// Writes the manual page, subcommands included.
pub(super) fn man(out: &mut dyn Write) -> Result<(), CliError> {
    let mut page = Vec::new();
    let command = Cli::command();
    Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands() {
        let name = format!("actlab {}", subcommand.get_name());
        let part = Man::new(subcommand.clone().display_name(name.clone()).bin_name(name));
        part.render_name_section(&mut page)?;
        part.render_synopsis_section(&mut page)?;
        part.render_options_section(&mut page)?;
    }
    out.write_all(&page)?;
    Ok(())
}

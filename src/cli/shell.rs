//! `actlab completions` and `actlab man`, from the same definition that parses the words.

use super::CliError;
use super::args::{Cli, CompletionArgs};
use clap::CommandFactory;
use clap_mangen::Man;
use std::io::Write;

/// Writes completions for a shell.
pub(super) fn completions(args: &CompletionArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "actlab", &mut script);
    out.write_all(&script)?;
    Ok(())
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

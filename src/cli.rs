//! The command line, one file per subcommand.

mod args;
mod complete;
mod config;
mod data;
mod doctor;
mod environment;
mod error;
mod eval;
mod exhibit_words;
mod help;
mod input;
mod json;
mod keys;
mod lessons;
mod link;
mod list;
mod man;
mod mistake;
mod open;
mod output;
mod output_table;
mod parse_error;
mod parser_words;
mod picture;
mod plot;
mod raw_words;
mod reading;
mod render;
mod sweep;
mod train;

use crate::text::{self, Form};
use args::{
    Cli, CliCommand, DataArgs, EvalArgs, FormatArg, JsonArgs, LessonsArgs, LessonsCommand, LinkArgs, ListArgs,
    PlotArgs, RenderArgs, SweepArgs, TrainArgs,
};
use clap::Parser;
pub use error::CliError;
use mistake::UsageError;
use raw_words::RawWords;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// Parses the command line and runs it. Subcommands write to a writer that lets no control character through to a
/// terminal.
pub fn run(words: Vec<OsString>) -> ExitCode {
    let raw = RawWords::read(&words);
    text::set_ascii(raw.is_ascii());
    let outcome = exhibit_words::arrange(words).and_then(|words| match Cli::try_parse_from(words) {
        Ok(cli) => dispatch(cli),
        Err(error) => Err(CliError::Clap(error)),
    });
    outcome.unwrap_or_else(|error| error.report(&raw))
}

/// The form of a command's output. A command that is not listed writes text.
fn form(command: &CliCommand) -> Form {
    match command {
        CliCommand::List(ListArgs { json: true, .. })
        | CliCommand::Eval(EvalArgs { json: true, .. })
        | CliCommand::Plot(PlotArgs { json: true, .. })
        | CliCommand::Data(DataArgs { json: true, .. })
        | CliCommand::Link(LinkArgs { json: true, .. })
        | CliCommand::Train(TrainArgs { json: true, .. })
        | CliCommand::Doctor(JsonArgs { json: true })
        | CliCommand::Config(JsonArgs { json: true })
        | CliCommand::Lessons(LessonsArgs {
            what:
                LessonsCommand::Check { json: true, .. }
                | LessonsCommand::List { json: true }
                | LessonsCommand::Progress { json: true, .. },
        })
        | CliCommand::Sweep(SweepArgs { json: true, .. } | SweepArgs { each: true, .. }) => Form::Json,
        CliCommand::Plot(_)
        | CliCommand::Picture(_)
        | CliCommand::Doctor(_)
        | CliCommand::Render(RenderArgs { format: Some(FormatArg::Ansi), .. }) => Form::Frame,
        CliCommand::Config(_) | CliCommand::List(ListArgs { name: Some(_), .. }) => Form::Toml,
        _ => Form::Text,
    }
}

fn dispatch(cli: Cli) -> Result<ExitCode, CliError> {
    if cli.session.kiosk && cli.command.is_some() {
        return Err(CliError::usage(UsageError::Kiosk));
    }
    if cli.session.learner.is_some() && !matches!(cli.command, None | Some(CliCommand::Open(_) | CliCommand::Play(_))) {
        return Err(CliError::usage(UsageError::Learner));
    }
    let form = cli.command.as_ref().map_or(Form::Text, form);
    let out = &mut text::stdout(form);
    match cli.command {
        None => {
            let lesson = cli.lesson.map(|lesson| vec!["walk".to_owned(), lesson]);
            return open::run(&cli.globals, &cli.session, &lesson.unwrap_or_default());
        }
        Some(_) if cli.lesson.is_some() => {
            return Err(CliError::usage(UsageError::Lesson));
        }
        Some(CliCommand::Open(args)) => return open::run(&cli.globals, &cli.session, &args.exhibit),
        Some(CliCommand::Play(args)) => {
            let words: Vec<String> = std::iter::once("play".to_owned()).chain(args.exhibit).collect();
            return open::run(&cli.globals, &cli.session, &words);
        }
        Some(CliCommand::List(args)) => list::run(&cli.globals, &args, out)?,
        Some(CliCommand::Lessons(args)) => return lessons::run(&cli.globals, &args, out),
        Some(CliCommand::Eval(args)) => eval::run(&cli.globals, &args, out)?,
        Some(CliCommand::Plot(args)) => plot::run(&cli.globals, &args, out)?,
        Some(CliCommand::Picture(args)) => picture::run(&cli.globals, &args, out)?,
        Some(CliCommand::Data(args)) => data::run(&cli.globals, &args, out)?,
        Some(CliCommand::Link(args)) => link::run(&cli.globals, &args, out)?,
        Some(CliCommand::Train(args)) => return train::run(&cli.globals, &args, out),
        Some(CliCommand::Sweep(args)) => return sweep::run(&cli.globals, &args, out),
        Some(CliCommand::Render(args)) => render::run(&cli.globals, &args, out)?,
        Some(CliCommand::Doctor(args)) => doctor::run(&cli.globals, args, out)?,
        Some(CliCommand::Config(args)) => config::run(&cli.globals, args, out)?,
        Some(CliCommand::Completions(args)) => complete::script(&args, out)?,
        Some(CliCommand::Man(args)) => man::run(&args, out)?,
        Some(CliCommand::Help(args)) => help::run(&args, out)?,
        Some(CliCommand::Version) => error::version(out)?,
        Some(CliCommand::Complete { words }) => complete::run(&words, out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

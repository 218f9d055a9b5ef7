//! `actlab train`: trains an experiment and reports the result.

mod report;
mod run;

use super::CliError;
use super::args::{Globals, TrainArgs};
use super::environment::{self, Target};
use crate::nn::experiment::{self, Experiment, LoadError, NOTEBOOK};
use crate::words::{Message, Words};
use report::RunReport;
use run::TimedRun;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The exit code after Ctrl-C, as in a shell.
pub(super) const STOPPED: u8 = 130;

/// Trains the experiment, or with `--all` every experiment of the notebook.
pub(super) fn run(globals: &Globals, args: &TrainArgs, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let stop = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&stop))?;
    let loaded = environment::load(globals)?;
    let words = Words::of(environment::choices(&loaded, Target::Terminal)?.language);
    let experiments = match (&args.experiment, args.all) {
        (Some(name), false) => vec![read(name)?],
        _ => NOTEBOOK.iter().map(|name| experiment::find(name).map_err(usage)).collect::<Result<_, _>>()?,
    };
    for mut experiment in experiments {
        experiment.epochs = args.epochs.unwrap_or(experiment.epochs);
        experiment.fits(environment::memory(&loaded.config)).map_err(usage)?;
        let seed = globals.seed.unwrap_or(experiment.seed);
        let mut report = RunReport::new(args, &words, out);
        let schedule = RunReport::schedule(args, experiment.epochs);
        let run = TimedRun::new(experiment, seed, schedule, &stop).map_err(usage)?;
        if run.go(&mut report)? {
            return Ok(ExitCode::from(STOPPED));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A usage error from another part of the program.
pub(super) fn usage(error: impl Into<Message>) -> CliError {
    CliError::Usage(error.into())
}

/// Reads a file if the name looks like one, standard input for `-`, else a built-in experiment.
pub(super) fn read(name: &str) -> Result<Experiment, CliError> {
    if !experiment::is_path(name) && name != "-" {
        return experiment::find(name).map_err(usage);
    }
    experiment::load(Path::new(name)).map_err(|error| match error {
        LoadError::Unreadable { .. } => CliError::Failure(Message::from(error)),
        LoadError::Wrong { .. } => CliError::Usage(Message::from(error)),
    })
}

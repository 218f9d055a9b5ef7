//! `actlab train`: trains an experiment and reports the result.

mod report;
mod run;
mod table;

use super::CliError;
use super::args::{DataFlags, Globals, HyperparameterFlags, TrainArgs, option};
use super::environment::{self, Target};
use super::reading::TableReading;
use super::{error, input};
use crate::nn::dataset::DataReader;
use crate::nn::experiment::{self, DataOptions, Experiment, NOTEBOOK};
use crate::nn::stop::{Epochs, StopRule};
use crate::words::Message;
use report::RunReport;
use run::TimedRun;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The exit code after Ctrl-C, as in a shell.
pub(super) const STOPPED: u8 = 130;

/// Trains the experiment, or with `--all` every experiment of the notebook.
pub(super) fn run(globals: &Globals, args: &TrainArgs, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let loaded = environment::load(globals)?;
    let words = environment::shell_words(&environment::choices(&loaded, Target::Terminal)?);
    input::check(globals, None, &input::of_data(args.experiment.as_deref(), &args.data))?;
    let experiments = match (&args.experiment, args.all) {
        (name, false) => {
            let reading = TableReading::new(environment::memory(&loaded.config), &words).quiet(args.quiet);
            vec![chosen(name.as_deref(), &args.data, &args.hyperparameters, &reading)?]
        }
        _ => NOTEBOOK.iter().map(|name| experiment::find(name).map_err(usage)).collect::<Result<_, _>>()?,
    };
    // While data are read, Ctrl-C ends the program at once. Training ends with a report.
    let stop = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&stop))?;
    for mut experiment in experiments {
        length(&mut experiment, args.epochs, args.stop.as_deref())?;
        experiment.fits(environment::memory(&loaded.config)).map_err(usage)?;
        let seed = globals.seed.unwrap_or(experiment.seed);
        let mut report = RunReport::new(args, &words, out);
        let schedule = RunReport::schedule(args, &experiment);
        report.begin(&experiment)?;
        let run = TimedRun::new(experiment, seed, schedule, &stop).map_err(usage)?;
        if run.go(&mut report)? {
            return Ok(ExitCode::from(STOPPED));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Sets how long an experiment is trained. It must have an end.
pub(super) fn length(experiment: &mut Experiment, epochs: Option<u64>, stop: Option<&str>) -> Result<(), CliError> {
    experiment.epochs = epochs.map_or(experiment.epochs, Epochs::Count);
    if let Some(rules) = stop {
        experiment.stop = StopRule::parse_all(rules).map_err(|why| option("stop", rules, why.into()))?;
    }
    experiment.check_end().map_err(usage)
}

/// A usage error from another part of the program.
pub(super) fn usage(error: impl Into<Message>) -> CliError {
    CliError::Usage(error.into())
}

/// The experiment that the arguments ask for, with its hyperparameters, as an exhibit line has them.
pub(super) fn chosen(
    name: Option<&str>,
    data: &DataFlags,
    HyperparameterFlags(hyperparameters): &HyperparameterFlags,
    reading: &TableReading<'_>,
) -> Result<Experiment, CliError> {
    let before = on_data(name, data, reading)?;
    let changed = hyperparameters.iter().try_fold(before.clone(), |experiment, (hyperparameter, value)| {
        let wrong = |reason| option(hyperparameter.option(), value, Message::from(reason));
        experiment.with(*hyperparameter, value).map_err(wrong)
    });
    Ok(changed?.renamed_since(&before))
}

/// An experiment of a name, with other data if there are some, or data alone.
pub(super) fn on_data(
    name: Option<&str>,
    flags: &DataFlags,
    reading: &TableReading<'_>,
) -> Result<Experiment, CliError> {
    let DataFlags { data, target, inputs, missing, scale, test } = flags;
    let (base, data) = match name {
        Some(name) if data.is_none() && saved(name).is_none() && experiment::stands_for_data(name) => {
            (None, Some(name.to_owned()))
        }
        name => (name.map(|name| read(name, reading)).transpose()?, data.clone()),
    };
    let (target, inputs, missing) = (target.clone(), inputs.clone(), missing.clone());
    let options = DataOptions { data, target, inputs, missing, scale: scale.clone(), test: test.clone() };
    if let (Some(base), true) = (&base, options.is_empty()) {
        return Ok(base.clone());
    }
    let table = |path: &Path, format| reading.table(path, format);
    let read = DataReader { table: &table, memory: reading.memory };
    let (experiment, notice) = options.experiment(base, read).map_err(usage)?;
    if let Some(notice) = notice {
        error::say(reading.words, &notice)?;
    }
    Ok(experiment)
}

/// The file of an experiment that the reader has saved under a name.
pub(super) fn saved(name: &str) -> Option<PathBuf> {
    experiment::check_name(name).ok()?;
    let file = experiment::file_of(&crate::config::own_experiments()?, name);
    file.is_file().then_some(file)
}

/// Reads a saved experiment of that name, a file if the name looks like one, standard input for `-`, else a link or a
/// built-in experiment.
fn read(name: &str, reading: &TableReading<'_>) -> Result<Experiment, CliError> {
    if let Some(saved) = saved(name) {
        let table = |path: &Path, format| reading.table(path, format);
        let read = DataReader { table: &table, memory: reading.memory };
        return experiment::load_with(&saved, read).map_err(usage);
    }
    // The path of a table is that of no experiment, which the error says.
    if experiment::is_table(name) || !experiment::is_path(name) {
        let (found, notice) = experiment::named(name).map_err(usage)?;
        if let Some(notice) = notice {
            error::say(reading.words, &notice)?;
        }
        return Ok(found);
    }
    let table = |path: &Path, format| reading.table(path, format);
    let read = DataReader { table: &table, memory: reading.memory };
    experiment::load_with(Path::new(name), read).map_err(usage)
}

//! `actlab sweep`: many seeds of an experiment, and whether a result was luck.

mod csv;
mod gather;
mod journal;
mod merge;
mod number;
mod object;
mod progress;
mod tables;

use super::args::{Globals, SweepArgs, option};
use super::environment::{self, Target};
use super::mistake::UsageError;
use super::reading::TableReading;
use super::train::{self, usage};
use super::{CliError, error, input};
use crate::files;
use crate::nn::experiment::Experiment;
use crate::nn::memory::Memory;
use crate::nn::sweep::{self, Batch, Seeds, Shard, SweepSetup, Vary};
use crate::words::Message;
use gather::Gather;
use journal::SweepJournal;
use progress::ProgressLine;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Trains the seeds, or merges results from other machines.
pub(super) fn run(globals: &Globals, args: &SweepArgs, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let loaded = environment::load(globals)?;
    let memory = environment::memory(&loaded.config);
    let words = environment::shell_words(&environment::choices(&loaded, Target::Terminal)?);
    check_streams_and_table(globals, args)?;
    if !args.merge.is_empty() {
        return merge::run(args, memory, &words, out);
    }
    let reading = TableReading::new(memory, &words).quiet(args.quiet);
    let setup = setup(globals, args, &reading)?;
    let threads = threads(args, &setup, memory)?;
    let stop = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&stop))?;
    signal_hook::flag::register(signal_hook::consts::SIGTERM, Arc::clone(&stop))?;
    let mut journal = args.resume.as_deref().map(|path| SweepJournal::open(path, &setup, memory)).transpose()?;
    let mut gather = Gather::new(&setup, args, out)?;
    if let Some(journal) = &mut journal {
        journal.replay(|variant, outcome| gather.take(variant, &outcome).map(drop))?;
    }
    train_all(&setup, threads, &stop, &mut gather, journal.as_mut(), ProgressLine::new(args, &setup))?;
    let complete = gather.done() == setup.own_runs();
    gather.end(args, &words, complete, &[])?;
    if !complete {
        let stopped = Message::new("cli.stopped").with("done", &gather.done()).with("all", &setup.own_runs());
        error::say(&words, &stopped)?;
    }
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::from(train::STOPPED) })
}

/// Refuses two readers of standard input, two writers of standard output, and a table that would overwrite a file that is
/// read.
fn check_streams_and_table(globals: &Globals, args: &SweepArgs) -> Result<(), CliError> {
    let resume = args.resume.as_deref().is_some_and(files::is_standard).then_some("-");
    let mut readers = input::of_data(args.experiment.as_deref(), &args.data).to_vec();
    readers.push(("--resume", resume));
    input::check(globals, None, &readers)?;
    let others =
        [("--csv", args.csv.as_deref().is_some_and(files::is_standard)), ("--each", args.each), ("--json", args.json)];
    if let (Some(_), Some((other, _))) = (resume, others.iter().find(|(_, is_used)| *is_used)) {
        let writers = vec!["--resume".to_owned(), (*other).to_owned()];
        return Err(CliError::usage(UsageError::SharedOutput { writers }));
    }
    let Some(csv) = args.csv.as_ref().filter(|csv| !files::is_standard(csv)) else { return Ok(()) };
    let place = |path: &PathBuf| {
        let path = files::resolve(path).unwrap_or_else(|_| path.clone());
        path.canonicalize().or_else(|_| std::path::absolute(&path)).unwrap_or(path)
    };
    match args.resume.iter().chain(&args.merge).find(|path| place(path) == place(csv)) {
        None => Ok(()),
        Some(path) => Err(CliError::usage(UsageError::WritesOver { path: path.clone() })),
    }
}

/// Trains the seeds without a result. Each result is passed on as it arrives.
fn train_all(
    setup: &SweepSetup,
    threads: NonZeroUsize,
    stop: &AtomicBool,
    gather: &mut Gather<'_>,
    mut journal: Option<&mut SweepJournal>,
    mut progress: ProgressLine,
) -> Result<(), CliError> {
    let before: Vec<Seeds> = gather.aggregators().iter().map(|aggregator| aggregator.seeds().clone()).collect();
    let done = |variant: usize, seed| before.get(variant).is_some_and(|seeds| seeds.has(seed));
    progress.begin(gather.done());
    let mut fault = None;
    let mut take = |batch: &Batch| -> Result<(), CliError> {
        if let Some(journal) = &mut journal {
            journal.write(batch)?;
        }
        for outcome in &batch.outcomes {
            gather.take(batch.variant, outcome)?;
        }
        progress.show(gather.done())
    };
    let on_batch = |batch: Batch| {
        if fault.is_none()
            && let Err(error) = take(&batch)
        {
            fault = Some(error);
            stop.store(true, Ordering::Relaxed);
        }
    };
    sweep::run(setup, threads, stop, &done, on_batch).map_err(|error| CliError::Failure(Message::from(error)))?;
    progress.end()?;
    fault.map_or(Ok(()), Err)
}

fn setup(globals: &Globals, args: &SweepArgs, reading: &TableReading<'_>) -> Result<SweepSetup, CliError> {
    let mut experiment = train::chosen(args.experiment.as_deref(), &args.data, &args.hyperparameters, reading)?;
    train::length(&mut experiment, args.epochs, args.stop.as_deref())?;
    let vary = args.vary.iter().map(|text| varied(&experiment, text).map_err(|why| option("vary", text, why)));
    let vary = vary.collect::<Result<Vec<_>, _>>()?;
    let shard = args.shard.as_deref().map(|text| {
        Shard::parse(text).map_err(|why| CliError::usage(UsageError::Shard { reason: Message::from(why) }))
    });
    let from = args.from.or(globals.seed).unwrap_or(1);
    let setup = SweepSetup::within(reading.memory, &Arc::new(experiment), from, args.seeds.unwrap_or(1000), vary)
        .map_err(usage)?;
    Ok(setup.with_shard(shard.transpose()?.unwrap_or(Shard::WHOLE)))
}

/// Parses what is varied. The experiment must accept each value.
fn varied(experiment: &Experiment, text: &str) -> Result<Vary, Message> {
    let vary = Vary::parse(text).map_err(Message::from)?;
    for value in &vary.values {
        experiment.with(vary.hyperparameter, value).map_err(Message::from)?;
    }
    Ok(vary)
}

/// The requested number of threads, else the number of cores, limited by memory.
fn threads(args: &SweepArgs, setup: &SweepSetup, memory: Memory) -> Result<NonZeroUsize, CliError> {
    let Some(asked) = args.threads else {
        let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        return setup.threads_within(memory, cores).map_err(usage);
    };
    let threads = usize::try_from(asked).ok().and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MIN);
    setup.fits(memory, threads).map_err(|why| option("threads", &asked.to_string(), Message::from(why)))?;
    Ok(threads)
}

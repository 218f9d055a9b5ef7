//! The report of a run: progress, JSON lines, the final tables.

mod object;

use super::table::EpochTable;
use crate::cli::args::TrainArgs;
use crate::cli::json::{self, json_number};
use crate::cli::{CliError, error};
use crate::files::{self, Replaced};
use crate::nn::dataset::TaskKind;
use crate::nn::experiment::Experiment;
use crate::nn::history::{History, parting};
use crate::nn::report::{FailureCause, Verdict, summary, verdict};
use crate::nn::stop::Epochs;
use crate::nn::training_run::{Epoch, LayerObservation, Metrics, Observation, Schedule, Status, TrainingRun};
use crate::text::{self, number, visible};
use crate::words::{Message, Words};
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// The time between two updates of the progress line.
const PROGRESS: Duration = Duration::from_millis(100);

/// Writes the report in the requested form.
pub(super) struct RunReport<'a> {
    args: &'a TrainArgs,
    words: &'a Words,
    out: &'a mut dyn Write,
    /// Whether standard error is a terminal, so that a line may be overwritten.
    watched: bool,
    last: Duration,
    /// The table with a row for each epoch, if there is one.
    table: Option<EpochTable>,
    /// Whether the table has the place of the report.
    is_silent: bool,
    /// The losses of each contestant over the training data and over the test data, if both are evaluated.
    losses: Vec<(History, History)>,
}

impl<'a> RunReport<'a> {
    /// A report to `out`.
    pub(super) fn new(args: &'a TrainArgs, words: &'a Words, out: &'a mut dyn Write) -> Self {
        let is_silent = args.csv.as_deref().is_some_and(files::is_standard);
        // Lines for epochs on the same terminal show the progress already.
        let shows_lines = (args.json || args.every.is_some() || is_silent) && io::stdout().is_terminal();
        let watched = io::stderr().is_terminal() && !args.quiet && !shows_lines;
        Self { args, words, out, watched, last: Duration::ZERO, table: None, is_silent, losses: Vec::new() }
    }

    /// Begins the table that the arguments ask for.
    pub(super) fn begin(&mut self, experiment: &Experiment) -> Result<(), CliError> {
        if let Some(path) = &self.args.csv {
            self.table = Some(EpochTable::create(path, experiment.data.has_test(), self.out)?);
        }
        Ok(())
    }

    /// The epochs after which a run is evaluated for this report. With `--json`, what is written about an epoch depends
    /// only on its number.
    pub(super) fn schedule(args: &TrainArgs, experiment: &Experiment) -> Schedule {
        match args.every {
            _ if args.csv.is_some() => Schedule::Always,
            _ if args.quiet => Schedule::Never,
            _ if args.json => Schedule::Thinning,
            Some(period) => Schedule::Every { period, last: experiment.epochs.last() },
            // Whether the test loss parts from the training loss is seen in their histories.
            None if experiment.data.has_test() => Schedule::Thinning,
            None => Schedule::Never,
        }
    }

    /// Reports the completed epochs.
    pub(super) fn epochs(&mut self, run: &mut TrainingRun, elapsed: Duration) -> Result<(), CliError> {
        let done = run.take_epochs();
        self.losses.resize_with(done.len(), Default::default);
        for ((training, test), epochs) in self.losses.iter_mut().zip(&done) {
            for epoch in epochs {
                if let (Some(evaluated), Some(tested)) = (&epoch.evaluated, &epoch.test) {
                    training.add(epoch.epoch, evaluated);
                    test.add(epoch.epoch, tested);
                }
            }
        }
        if let Some(table) = &mut self.table {
            table.write(&run.experiment().contestants, &done, self.out)?;
        }
        let every = self.args.every.unwrap_or(1).max(1);
        let wanted = (self.args.json || self.args.every.is_some()) && !self.is_silent;
        if wanted {
            let total = run.experiment().epochs.last();
            let longest = done.iter().map(Vec::len).max().unwrap_or(0);
            for row in 0..longest {
                for (contestant, epochs) in run.experiment().contestants.iter().zip(&done) {
                    let Some(epoch) = epochs.get(row) else { continue };
                    if epoch.epoch % every == 0 || epoch.epoch == total {
                        self.epoch(&contestant.name, epoch, run)?;
                    }
                }
            }
        }
        if self.watched && elapsed >= self.last + PROGRESS {
            self.last = elapsed;
            progress(run, elapsed)?;
        }
        Ok(())
    }

    fn epoch(&mut self, name: &str, epoch: &Epoch, run: &TrainingRun) -> Result<(), CliError> {
        let (answer, has_test) = (run.data().task, run.test_data().is_some());
        if self.args.json {
            let mut line = json!({
                "experiment": run.experiment().id,
                "seed": run.seed(),
                "epoch": epoch.epoch,
                "contestant": name,
                "loss": json_number(epoch.batches.loss),
                "accuracy": json_number(epoch.batches.accuracy),
                "train_loss": epoch.evaluated.map(|evaluated| json_number(evaluated.loss)),
                "train_accuracy": epoch.evaluated.map(|evaluated| json_number(evaluated.accuracy)),
            });
            if has_test {
                line["test_loss"] = json!(epoch.test.map(|test| json_number(test.loss)));
                line["test_accuracy"] = json!(epoch.test.map(|test| json_number(test.accuracy)));
            }
            writeln!(self.out, "{}", json::object("epoch", line))?;
        } else if let Some(evaluated) = &epoch.evaluated {
            let name = visible(name);
            let test = tested(epoch.test.as_ref(), answer);
            writeln!(self.out, "epoch {:>6}  {name:<20}  {}{test}", epoch.epoch, scores(evaluated, answer))?;
        }
        Ok(())
    }

    /// Reports the result.
    pub(super) fn end(&mut self, run: &TrainingRun, elapsed: Duration, stopped: bool) -> Result<(), CliError> {
        let (experiment, seen) = (run.experiment(), run.observe());
        let verdicts: Vec<Verdict> = seen.iter().map(|seen| verdict(experiment, seen)).collect();
        if self.watched {
            text::progress("")?;
        }
        if let (Some(table), Some(path)) = (self.table.take(), &self.args.csv)
            && table.end()? == Replaced::Yes
        {
            error::say(self.words, &Message::new("cli.replaced").with("path", path))?;
        }
        if self.is_silent {
            // The table is the report.
        } else if self.args.json {
            let contestants = seen.iter().zip(&verdicts).zip(&self.losses);
            let parting = |(training, test): &(_, _)| parting(training, test, experiment.journal.last_edited());
            let contestants: Vec<Value> = contestants
                .map(|((seen, verdict), losses)| object::contestant(seen, verdict, parting(losses).as_ref()))
                .collect();
            let mut line = json!({
                "done": !stopped,
                "experiment": experiment.id,
                "seed": run.seed(),
                "epochs": run.epoch(),
                "contestants": contestants,
            });
            if experiment.has_playground_rules() {
                line["seed_text"] = json!(experiment.seed_text(run.seed()));
            }
            writeln!(self.out, "{}", json::object("train", line))?;
        } else if self.args.quiet {
            let answer = run.data().task;
            let scores = |v: &Verdict| scores(&v.reached, answer) + &tested(v.test.as_ref(), answer);
            let ended = |v: &Verdict| {
                if matches!(v.cause, Some(FailureCause::Diverged(_))) { cause_of_failure(v) } else { String::new() }
            };
            let reached: Vec<String> =
                verdicts.iter().map(|v| format!("{}  {}{}", v.name, scores(v), ended(v))).collect();
            let line = format!("{:<18}  {}", experiment.id, reached.join("  ·  "));
            writeln!(self.out, "{}", visible(&line))?;
        } else {
            self.tables(run, &seen, &verdicts, elapsed)?;
        }
        if stopped {
            let stopped = Message::new("cli.stopped-epoch")
                .with("epoch", &run.epoch())
                .with("all", &experiment.epochs.to_string());
            error::say(self.words, &stopped)?;
        }
        self.out.flush()?;
        Ok(())
    }

    fn tables(
        &mut self,
        run: &TrainingRun,
        seen: &[Observation],
        verdicts: &[Verdict],
        elapsed: Duration,
    ) -> Result<(), CliError> {
        let experiment = run.experiment();
        let out = &mut *self.out;
        let time = elapsed.as_secs_f64() * 1e3;
        writeln!(out, "{}", visible(experiment.title.get(self.words.language().code())))?;
        let seed = experiment.seed_text(run.seed());
        writeln!(out, "{} epochs, seed {}, {time:.1} ms", run.epoch(), visible(&seed))?;
        for (n, (seen, verdict)) in seen.iter().zip(verdicts).enumerate() {
            let answer = run.data().task;
            let scores = scores(&verdict.reached, answer) + &tested(verdict.test.as_ref(), answer);
            writeln!(out, "\n{}: {scores}{}", visible(&seen.name), said(verdict))?;
            if let Status::Stopped(stop) = seen.status {
                writeln!(out, "  {}", self.words.say(&stop.message(&experiment.stop)))?;
            }
            let edited = experiment.journal.last_edited();
            if let Some(parting) = self.losses.get(n).and_then(|(training, test)| parting(training, test, edited)) {
                writeln!(out, "  {}", visible(&self.words.say(&parting.message(&seen.name))))?;
            }
            model(experiment, n, out)?;
            for (n, layer) in seen.layers.iter().enumerate() {
                weights(n + 1, layer, out)?;
            }
        }
        Ok(())
    }
}

/// Epoch, rate, time left and the losses, on one line that is overwritten.
fn progress(run: &TrainingRun, elapsed: Duration) -> Result<(), CliError> {
    let (epoch, all) = (run.epoch(), run.experiment().epochs);
    let rate = epoch as f64 / elapsed.as_secs_f64().max(1e-9);
    let left = match all {
        Epochs::Count(all) => format!("  {:.0} s left", all.saturating_sub(epoch) as f64 / rate.max(1e-9)),
        Epochs::Endless => String::new(),
    };
    let losses: Vec<String> = run
        .experiment()
        .contestants
        .iter()
        .zip(run.evaluate())
        .map(|(c, now)| format!("{} {} {}", c.name, short(now.loss), percent(&now)))
        .collect();
    let line = format!("epoch {epoch}/{all}  {rate:.0} epochs/s{left}  {}", losses.join("  "));
    Ok(text::progress(&line)?)
}

/// The summary of a model, with the columns of Keras.
fn model(experiment: &Experiment, n: usize, out: &mut dyn Write) -> Result<(), CliError> {
    let rows = summary(experiment, n);
    writeln!(out, "  {:<26} {:<14} {:>10}", "layer (activation)", "output shape", "parameters")?;
    for row in &rows {
        let layer = format!("{} ({})", row.layer, visible(&row.activation));
        let shape = format!("(batch, {})", row.outputs);
        writeln!(out, "  {layer:<26} {shape:<14} {:>10}", row.parameters)?;
    }
    let all: usize = rows.iter().map(|row| row.parameters).sum();
    writeln!(out, "  {:<26} {:<14} {all:>10}", "total", "")?;
    Ok(())
}

fn weights(n: usize, layer: &LayerObservation, out: &mut dyn Write) -> Result<(), CliError> {
    for (unit, (row, bias)) in layer.weights.rows().into_iter().zip(&layer.biases).enumerate() {
        let row: Vec<String> = row.iter().map(|w| format!("{w:>11.6}")).collect();
        let dead = if layer.health.dead.get(unit).is_some_and(|dead| *dead) { "  dead" } else { "" };
        writeln!(out, "  layer {n} unit {:<3} weights {}  bias {bias:>11.6}{dead}", unit + 1, row.join(" "))?;
    }
    if let Some(cut) = layer.cut_links() {
        writeln!(out, "  layer {n} weights cut {cut} of {}", layer.weights.len())?;
    }
    for (name, value) in layer.parameters.iter().filter(|_| layer.trains_alpha) {
        writeln!(out, "  layer {n} {name} {value:.6}")?;
    }
    Ok(())
}

/// A loss in few digits, whatever its size.
fn short(x: f64) -> String {
    number::steady(x, 4, 10).trim_start().to_owned()
}

fn percent(metrics: &Metrics) -> String {
    format!("{:.1}%", 100.0 * metrics.accuracy)
}

/// The accuracy in words. For numbers, which are never exactly right, the text says how near is near enough.
fn right(metrics: &Metrics, task: TaskKind) -> String {
    match task {
        TaskKind::Labels | TaskKind::Signs | TaskKind::Classes => format!("accuracy {}", percent(metrics)),
        TaskKind::Numbers { tolerance } => format!("within ±{} {}", number::short(tolerance), percent(metrics)),
    }
}

fn scores(metrics: &Metrics, task: TaskKind) -> String {
    let explained = metrics.r2.map(|r| format!("  R² {r:.4}")).unwrap_or_default();
    format!("loss {}  {}{explained}", short(metrics.loss), right(metrics, task))
}

/// The same of the test data, if there are any.
fn tested(test: Option<&Metrics>, task: TaskKind) -> String {
    test.map(|test| format!("  test {}", scores(test, task))).unwrap_or_default()
}

/// Success or failure, and the cause.
fn said(verdict: &Verdict) -> String {
    let success = match verdict.succeeded {
        Some(true) => "  succeeded",
        Some(false) => "  did not succeed",
        None => "",
    };
    format!("{success}{}", cause_of_failure(verdict))
}

/// The cause of a failure, if one was detected.
fn cause_of_failure(verdict: &Verdict) -> String {
    match verdict.cause {
        Some(FailureCause::Diverged(divergence)) => format!("; {divergence}"),
        Some(FailureCause::DeadLayer(layer)) => {
            format!("; layer {layer} is dead: its units output 0 on every sample, and no gradient passes it")
        }
        Some(FailureCause::DeadUnits(1)) => "; one hidden unit is dead".to_owned(),
        Some(FailureCause::DeadUnits(units)) => format!("; {units} hidden units are dead"),
        Some(FailureCause::Saturated(layer)) => format!("; layer {layer} is saturated: hardly any gradient passes it"),
        None => String::new(),
    }
}

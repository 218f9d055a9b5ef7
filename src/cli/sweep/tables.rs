//! Figures for people: tables, and the sentences below them.

use super::number::{interval, percent, seeds, short};
use crate::cli::CliError;
use crate::nn::experiment::Success;
use crate::nn::sweep::{
    ContestantSummary, EXACT_RUNS, FailureKind, SeedLoss, Shard, SweepSetup, SweepSummary, verdict,
};
use crate::text::{number, visible};
use crate::words::Words;
use std::io::Write;

/// Writes tables and sentences, or only the sentences.
pub(super) fn write(
    setup: &SweepSetup,
    figures: &[SweepSummary],
    words: &Words,
    brief: bool,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if !brief {
        head(setup, figures, words.language().code(), out)?;
        match figures {
            [single] if setup.vary().is_empty() => contestants(single, out)?,
            _ => grid(setup, figures, out)?,
        }
    }
    for verdict in verdict::verdicts(setup, figures) {
        writeln!(out, "{}", visible(&words.say(&verdict)))?;
    }
    Ok(())
}

fn head(setup: &SweepSetup, figures: &[SweepSummary], language: &str, out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(out, "{}", visible(setup.experiment().title.get(language)))?;
    let Shard { index, count } = setup.shard();
    let part = if setup.shard() == Shard::WHOLE { String::new() } else { format!(", part {index} of {count}") };
    let least = figures.iter().map(|figures| figures.done).min().unwrap_or(0);
    let done = if least < setup.seeds() { format!("{least} of ") } else { String::new() };
    let (all, epochs) = (seeds(setup.seeds()), setup.experiment().epochs);
    let most = if setup.experiment().stop.is_empty() { "" } else { "at most " };
    let (from, measure) = (setup.from(), measure(setup));
    writeln!(out, "{done}{all} from {from}{part}, {most}{epochs} epochs each; success: {measure}")?;
    if !setup.is_exact() {
        writeln!(out, "more than {EXACT_RUNS} runs: quantiles are from bins less than 1 % wide")?;
    }
    writeln!(out)?;
    Ok(())
}

fn contestants(figures: &SweepSummary, out: &mut dyn Write) -> Result<(), CliError> {
    for standing in &figures.contestants {
        standing_of(standing, out)?;
    }
    for contest in &figures.comparisons {
        let [a, b] = contest.pair.map(|at| &figures.contestants[at].name);
        if let Some(difference) = contest.difference {
            let interval = contest.interval.map_or(String::new(), |interval| {
                let from = if interval.seeds < figures.done {
                    format!(", from the first {}", seeds(interval.seeds))
                } else {
                    String::new()
                };
                format!(" [{}, {}]{from}", short(interval.low), short(interval.high))
            });
            let (a, b) = (visible(a), visible(b));
            writeln!(out, "median loss of {a} less that of {b}: {}{interval}", short(difference))?;
        }
    }
    if figures.comparisons.iter().any(|contest| contest.difference.is_some()) {
        writeln!(out)?;
    }
    Ok(())
}

fn standing_of(standing: &ContestantSummary, out: &mut dyn Write) -> Result<(), CliError> {
    let succeeded = standing.succeeded.map_or(String::new(), |share| {
        format!(": {} of {} succeeded, {} [{}]", share.count, share.of, percent(share.value()), interval(&share))
    });
    writeln!(out, "{}{succeeded}", visible(&standing.name))?;
    let variants = |numbers: [String; 5]| numbers.map(|number| format!("{number:>11}")).concat();
    writeln!(out, "  {:<18}{}", "", variants(["p05", "p25", "p50", "p75", "p95"].map(str::to_owned)))?;
    writeln!(out, "  {:<18}{}", "loss", variants(standing.loss.map(short)))?;
    if let Some(epochs) = standing.epochs_to_success {
        writeln!(out, "  {:<18}{}", "epochs to success", variants(epochs.map(|epochs| format!("{epochs:.0}"))))?;
    }
    let picked = [("best", standing.best), ("median", standing.median), ("worst", standing.worst)];
    let picked = picked.into_iter().filter_map(|(what, placed)| {
        placed.map(|SeedLoss { seed, loss }| format!("{what} seed {seed} ({})", short(loss)))
    });
    writeln!(out, "  {}", picked.collect::<Vec<_>>().join(", "))?;
    for (why, share) in &standing.causes {
        writeln!(out, "  {:<18}{:>6}  {:>7} [{}]", cause(*why), share.count, percent(share.value()), interval(share))?;
    }
    writeln!(out)?;
    Ok(())
}

/// For each contestant, the success rate or the median loss over the values of one or two hyperparameters.
fn grid(setup: &SweepSetup, figures: &[SweepSummary], out: &mut dyn Write) -> Result<(), CliError> {
    let Some((rows, columns)) = setup.vary().split_first() else { return Ok(()) };
    let columns = columns.first();
    let width = columns.map_or(1, |vary| vary.values.len());
    for (contestant, model) in setup.experiment().contestants.iter().enumerate() {
        let text = |figures: &SweepSummary| {
            let standing = &figures.contestants[contestant];
            match &standing.succeeded {
                Some(share) if share.of > 0 => format!("{} [{}]", percent(share.value()), interval(share)),
                Some(_) => "-".to_owned(),
                None => short(standing.loss[2]),
            }
        };
        let what = if setup.experiment().success.is_some() { "succeeded" } else { "median loss" };
        let across = columns.map_or(String::new(), |vary| format!(", across {}", vary.hyperparameter.name()));
        writeln!(out, "{}: {what}, down {}{across}", visible(&model.name), rows.hyperparameter.name())?;
        if let Some(columns) = columns {
            let heads: Vec<String> = columns.values.iter().map(|value| format!("{value:>22}")).collect();
            writeln!(out, "  {:<18}{}", "", heads.concat())?;
        }
        for (value, row) in rows.values.iter().zip(figures.chunks(width)) {
            let variants: Vec<String> = row.iter().map(|figures| format!("{:>22}", text(figures))).collect();
            writeln!(out, "  {value:<18}{}", variants.concat())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Why a seed failed.
fn cause(cause: FailureKind) -> &'static str {
    match cause {
        FailureKind::Diverged => "divergence",
        FailureKind::DeadLayer => "a dead layer",
        FailureKind::PartlyDead => "dead units",
        FailureKind::Saturated => "a saturated layer",
        FailureKind::Plateau => "a plateau",
        FailureKind::Unfinished => "too few epochs",
    }
}

/// The success criterion of the experiment.
fn measure(setup: &SweepSetup) -> String {
    let experiment = setup.experiment();
    let on_test = if experiment.data.has_test() { " on test data" } else { "" };
    match experiment.success {
        Some(Success::Accuracy(accuracy)) => format!("accuracy at least {accuracy}{on_test}"),
        Some(Success::Loss(loss)) => format!("loss below {}{on_test}", number::full(loss)),
        None if experiment.data.has_test() => "no measure of success; losses are on test data".to_owned(),
        None => "no measure of success".to_owned(),
    }
}

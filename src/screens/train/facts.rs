//! The facts of a run, in words.

use super::{TrainScreen, build, points};
use crate::jobs::train::RunStatus;
use crate::nn::dataset::TaskKind;
use crate::nn::experiment::{Contestant, Hyperparameter, Model};
use crate::nn::history::{self, History};
use crate::nn::preprocessing::Scaling;
use crate::nn::report::{FailureCause, Verdict, verdict};
use crate::nn::training_run::{LayerObservation, Metrics, Observation, Overflow, Status};
use crate::numeric::sort::sort_few;
use crate::screens::DrawContext;
use crate::screens::number::short;
use crate::screens::runs::numbers::percent;
use crate::words::Words;

/// The size of an input from which on scaling is advised, and the samples that are looked at for it.
const LARGE_INPUT: f64 = 10.0;
const MOST_LOOKED_AT: usize = 1000;

/// Facts for the status lines, the most important first.
pub(super) fn facts(room: &TrainScreen, sight: DrawContext) -> Vec<String> {
    let words = &sight.shared.words;
    let experiment = &room.control.experiment;
    if let Some(fault) = &room.control.fault {
        return vec![sight.shared.words.say(fault)];
    }
    let Some(status) = room.control.shown() else { return vec![words.get("train.starting").to_owned()] };
    let mut said = Vec::new();
    said.extend(points::facts(room, words));
    if room.control.replay.is_some() {
        said.push(words.fill("train.replayed", &[("epoch", &status.at.epoch.to_string())]));
    }
    if let Some(cursor) = room.now.cursor.filter(|cursor| *cursor != status.at.epoch || status.at.step > 0) {
        said.extend(at_cursor(room, cursor, words));
        return said;
    }
    said.extend(build::last_edit(room, words));
    said.extend(build::moved(room, words));
    said.extend(stands_still(room, status, words));
    if status.is_over {
        said.extend(ending(room, status, words));
        said.extend(cut(status, words));
        return said;
    }
    let large = large_input(room, status);
    let trouble = |seen: &Observation| {
        let sentence = trouble(seen, &verdict(experiment, seen), large, words)?;
        // A single contestant needs no name.
        let alone = experiment.contestants.len() == 1;
        Some(if alone { sentence } else { format!("{}: {sentence}", room.setup.shown_name(&seen.name, words)) })
    };
    let mut seen: Vec<&Observation> = status.observations.iter().collect();
    // Causes that stop all learning come before those that slow it down.
    let severity_of = |seen: &Observation| severity(verdict(experiment, seen).cause);
    sort_few(&mut seen, |a, b| severity_of(a) > severity_of(b));
    let troubles: Vec<String> = seen.into_iter().filter_map(trouble).collect();
    if status.at.epoch == 0 && status.at.step == 0 {
        said.extend(room.setup.notice().map(|notice| words.say(notice)));
    }
    if status.at.epoch == 0 && status.at.step == 0 {
        said.extend(room.setup.question(words).map(str::to_owned));
    }
    said.extend(troubles);
    said.extend(parted(room, status, words));
    said.extend(status.observations.iter().map(|seen| scores(room, "train.scores", status, seen, words)));
    said.extend(cut(status, words));
    said
}

/// Why the weights of a contestant never change, if its rules leave it without a step.
fn stands_still(room: &TrainScreen, status: &RunStatus, words: &Words) -> Option<String> {
    let samples = status.data.samples();
    let networks = room.control.experiment.contestants.iter().filter_map(|contestant| match &contestant.model {
        Model::Network(setup) => Some(setup),
        Model::Perceptron(_) => None,
    });
    let batch = networks.filter(|setup| setup.never_steps(samples)).map(|setup| setup.batch_size).next()?;
    let values = [("batch", batch.to_string()), ("samples", samples.to_string())];
    Some(words.fill("train.never-steps", &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// How many weights L1 penalties have cut, if they cut any.
fn cut(status: &RunStatus, words: &Words) -> Option<String> {
    let weights: usize =
        status.observations.iter().flat_map(|seen| &seen.layers).filter_map(LayerObservation::cut_links).sum();
    let key = if weights == 1 { "train.cut-weight" } else { "train.cut-weights" };
    (weights > 0).then(|| words.fill(key, &[("weights", &weights.to_string())]))
}

fn severity(cause: Option<FailureCause>) -> u8 {
    match cause {
        Some(FailureCause::Diverged(_)) => 4,
        Some(FailureCause::DeadLayer(_)) => 3,
        Some(FailureCause::Saturated(_)) => 2,
        Some(FailureCause::DeadUnits(_)) => 1,
        None => 0,
    }
}

/// The loss and accuracy of a contestant, in the text of a key of the catalogue.
fn scores(room: &TrainScreen, key: &str, status: &RunStatus, seen: &Observation, words: &Words) -> String {
    let loss = short(seen.now.loss);
    let right = right(seen.now.accuracy, status.data.task, words);
    let name = room.setup.shown_name(&seen.name, words);
    let said = words.fill(key, &[("name", &name), ("loss", &loss), ("right", &right)]);
    said + &tested(status, seen.test.as_ref(), words) + &stopped(room, seen, words)
}

/// The losses and accuracies of the epoch under the cursor, and which epoch the other panes show.
fn at_cursor(room: &TrainScreen, cursor: u64, words: &Words) -> Vec<String> {
    let Some((status, shown)) = room.control.status.as_ref().zip(room.control.shown()) else { return Vec::new() };
    let metrics = |history: &History| {
        let bin = history.at(cursor)?;
        Some(Metrics { loss: bin.loss.last, accuracy: bin.accuracy.last, r2: None })
    };
    let contestants = room.control.experiment.contestants.iter().zip(&status.histories).enumerate();
    let scores = |(n, (contestant, history)): (usize, (&Contestant, &History))| {
        let now = metrics(history)?;
        let right = right(now.accuracy, status.data.task, words);
        let name = room.setup.shown_name(&contestant.name, words);
        let loss = short(now.loss);
        let said = words.fill("train.scores", &[("name", &name), ("loss", &loss), ("right", &right)]);
        Some(said + &tested(status, status.test_histories.get(n).and_then(metrics).as_ref(), words))
    };
    let (epoch, now) = (cursor.to_string(), shown.at.epoch.to_string());
    let first = words.fill("train.under-cursor", &[("epoch", &epoch), ("now", &now)]);
    std::iter::once(first).chain(contestants.filter_map(scores)).collect()
}

/// Where and why a contestant stopped before the last epoch.
fn stopped(room: &TrainScreen, seen: &Observation, words: &Words) -> String {
    match seen.status {
        Status::Stopped(stop) => format!(" · {}", words.say(&stop.message(&room.control.experiment.stop))),
        Status::Running | Status::Finished | Status::Diverged(_) => String::new(),
    }
}

/// The same of the test data, if there are any.
fn tested(status: &RunStatus, test: Option<&Metrics>, words: &Words) -> String {
    let said = |test: &Metrics| {
        let right = right(test.accuracy, status.data.task, words);
        words.fill("train.tested", &[("loss", &short(test.loss)), ("right", &right)])
    };
    test.map(said).unwrap_or_default()
}

/// Contestants whose test loss has parted from the training loss: by how much, and since which epoch.
fn parted(room: &TrainScreen, status: &RunStatus, words: &Words) -> Vec<String> {
    // An earlier epoch that is replayed has no history yet.
    let histories = status.histories.iter().zip(&status.test_histories).zip(&room.control.experiment.contestants);
    let edited = room.setup.journal().last_edited();
    let said = |((training, test), contestant): ((&History, &History), &Contestant)| {
        let parting = history::parting(training, test, edited)?;
        Some(words.say(&parting.message(&room.setup.shown_name(&contestant.name, words))))
    };
    histories.filter_map(said).collect()
}

/// The accuracy in words. For numbers, which are never exactly right, the text says how near is near enough.
fn right(share: f64, task: TaskKind, words: &Words) -> String {
    let share = percent(share);
    match task {
        TaskKind::Labels | TaskKind::Signs | TaskKind::Classes => words.fill("train.right", &[("share", &share)]),
        TaskKind::Numbers { tolerance } => {
            words.fill("train.near", &[("share", &share), ("tolerance", &short(tolerance))])
        }
    }
}

/// The title of the accuracy chart.
pub(super) fn shares_title(room: &TrainScreen, words: &Words) -> String {
    match room.control.status.as_ref().map(|status| status.data.task) {
        Some(TaskKind::Numbers { tolerance }) => words.fill("train.near-title", &[("tolerance", &short(tolerance))]),
        _ => words.get("train.accuracy").to_owned(),
    }
}

/// The result at the end.
fn ending(room: &TrainScreen, status: &RunStatus, words: &Words) -> Vec<String> {
    let experiment = &room.control.experiment;
    let verdicts: Vec<Verdict> = status.observations.iter().map(|seen| verdict(experiment, seen)).collect();
    let mut said = Vec::new();
    said.extend(rivals(room, status, &verdicts, words));
    let (summed, large) = (said.len(), large_input(room, status));
    for (seen, verdict) in status.observations.iter().zip(&verdicts) {
        let outcome = match verdict.succeeded {
            Some(true) => "train.succeeded",
            Some(false) => "train.failed",
            None => "train.ended",
        };
        let line = scores(room, outcome, status, seen, words);
        match trouble(seen, verdict, large, words).filter(|_| verdict.succeeded != Some(true)) {
            Some(cause) if summed > 0 => {
                said.insert(summed, format!("{}: {cause}", room.setup.shown_name(&seen.name, words)));
            }
            Some(cause) => said.insert(0, format!("{line}: {cause}")),
            None => said.push(line),
        }
    }
    said.extend(parted(room, status, words));
    said
}

/// What to try after the end, and the notes of the experiment.
pub(super) fn advice(room: &TrainScreen, sight: DrawContext) -> Vec<String> {
    let words = &sight.shared.words;
    let experiment = &room.control.experiment;
    // The cursor speaks of an earlier epoch.
    let is_now = room.now.cursor.is_none() && room.control.fault.is_none();
    let ended = room.control.shown().filter(|status| status.is_over && is_now);
    let Some(status) = ended else { return Vec::new() };
    let verdicts: Vec<Verdict> = status.observations.iter().map(|seen| verdict(experiment, seen)).collect();
    let failed = || verdicts.iter().filter(|verdict| verdict.succeeded == Some(false));
    let next: &[&str] = match failed().find_map(|verdict| verdict.cause) {
        Some(FailureCause::DeadLayer(_) | FailureCause::DeadUnits(_)) => &["train.next-seed", "train.next-leaky"],
        Some(FailureCause::Saturated(_)) => &["train.next-seed", "train.next-steep"],
        Some(FailureCause::Diverged(_)) => &["train.next-rate"],
        None if failed().next().is_some() => &["train.next-seed", "train.next-activation", "train.next-experiment"],
        None if experiment.has_chance() => &["train.next-luck"],
        None => &["train.next-experiment"],
    };
    // If nothing is random, another seed gives the same run. A perceptron has no hidden units.
    let hidden = room.setup.hyperparameters().contains(&Hyperparameter::HiddenActivation);
    let helps = |key: &&&str| match **key {
        "train.next-seed" => experiment.has_chance(),
        "train.next-activation" => hidden,
        _ => true,
    };
    let next: Vec<&str> = next.iter().filter(helps).map(|key| words.get(key)).collect();
    let next = words.fill("train.next", &[("what", &next.join(words.get("train.next-or")))]);
    std::iter::once(next).chain(room.setup.notes(words).map(str::to_owned)).collect()
}

/// If some contestants succeeded and some did not, one line at the start names both, each with its loss.
fn rivals(room: &TrainScreen, status: &RunStatus, verdicts: &[Verdict], words: &Words) -> Option<String> {
    if status.observations.len() < 2 || verdicts.iter().any(|verdict| verdict.succeeded.is_none()) {
        return None;
    }
    let those = |wanted: bool| {
        let all = status.observations.iter().zip(verdicts).filter(|(_, verdict)| verdict.succeeded == Some(wanted));
        all.map(|(seen, _)| format!("{} ({})", room.setup.shown_name(&seen.name, words), short(seen.now.loss)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let parts = [("train.won", those(true)), ("train.lost", those(false))];
    let said = parts.iter().filter(|(_, names)| !names.is_empty());
    let said: Vec<String> = said.map(|(key, names)| words.fill(key, &[("names", names)])).collect();
    Some(said.join(" · "))
}

/// What hinders a contestant, in one plain sentence. `large` is an input that is large enough to saturate the first layer.
fn trouble(seen: &Observation, verdict: &Verdict, large: Option<f64>, words: &Words) -> Option<String> {
    Some(match (verdict.cause?, large) {
        (FailureCause::Saturated(1), Some(input)) => {
            words.fill("train.saturated-by-inputs", &[("input", &short(input))])
        }
        (cause, _) => hindrance(seen, cause, words),
    })
}

fn hindrance(seen: &Observation, cause: FailureCause, words: &Words) -> String {
    match cause {
        FailureCause::DeadLayer(layer) => {
            let units = seen.layers.get(layer - 1).map_or(0, |layer| layer.health.dead.len());
            let key = match units {
                1 => "train.dead-layer-one",
                2 => "train.dead-layer-two",
                _ => "train.dead-layer",
            };
            words.fill(key, &[("layer", &layer.to_string()), ("units", &units.to_string())])
        }
        FailureCause::DeadUnits(1) => words.get("train.dead-unit").to_owned(),
        FailureCause::DeadUnits(units) => words.fill("train.dead-units", &[("units", &units.to_string())]),
        FailureCause::Saturated(layer) => words.fill("train.saturated", &[("layer", &layer.to_string())]),
        FailureCause::Diverged(divergence) => {
            let key = match divergence.overflow {
                Overflow::NotANumber => "train.diverged-nan",
                Overflow::Infinite => "train.diverged-infinite",
                Overflow::PastLimit => "train.diverged-limit",
            };
            let (epoch, layer) = (divergence.epoch.to_string(), divergence.layer.to_string());
            words.fill(key, &[("epoch", &epoch), ("layer", &layer)])
        }
    }
}

/// The largest of the first inputs if they are not scaled and it is large.
fn large_input(room: &TrainScreen, status: &RunStatus) -> Option<f64> {
    let values = status.data.inputs.columns().into_iter().take(MOST_LOOKED_AT).flat_map(IntoIterator::into_iter);
    let most = values.fold(0.0_f64, |most, value| most.max(value.abs()));
    Some(most).filter(|most| *most >= LARGE_INPUT && room.control.experiment.data.scale == Scaling::None)
}

/// Every weight and bias in full precision: a contestant, its layers, one line per unit with its bias last.
pub(super) fn weights(room: &TrainScreen) -> Vec<String> {
    let mut lines = Vec::new();
    for seen in room.control.shown().into_iter().flat_map(|status| &status.observations) {
        lines.extend([String::new(), seen.name.clone()]);
        for (layer, n) in seen.layers.iter().zip(1..) {
            let parameters: Vec<String> =
                layer.parameters.iter().map(|(name, value)| format!(" {name}={value:?}")).collect();
            lines.push(format!("{n} {}{}", layer.activation, parameters.concat()));
            lines.extend(layer.weights.rows().into_iter().zip(&layer.biases).map(|(weights, bias)| {
                let numbers: Vec<String> = weights.iter().chain([bias]).map(|number| format!("{number:?}")).collect();
                numbers.join(" ")
            }));
        }
    }
    lines
}

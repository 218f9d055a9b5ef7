//! What a change that can be undone is called.

use super::TrainScreen;
use crate::nn::experiment::{Hyperparameter, JournalEntry, ParameterPlace, PointEdit, RunEdit};
use crate::screens::runs::roster::RosterEdit;
use crate::text::number::short;
use crate::words::Words;

/// A change that can be undone.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// An edit of the run.
    Run(JournalEntry),
    /// A change of the contestants.
    Roster(RosterEdit),
    /// A change of points by hand.
    Point(PointEdit),
    /// Another value of a hyperparameter, for which the run starts over.
    Value(Hyperparameter, String),
    Seed(u64),
    Data(String),
    /// Another length, or another rule by which the run stops.
    End(String),
    /// All settings of the file again.
    Settings,
    /// Another experiment, by its name.
    Experiment(String),
    /// A run that was left before.
    OtherRun,
    /// A start with the network as it is.
    StartOver,
}

impl Change {
    /// The change in words, with its epoch if it is an edit of the run.
    pub(super) fn say(&self, room: &TrainScreen, words: &Words) -> String {
        match self {
            Self::Run(entry) => of_run(entry, room, words),
            Self::Roster(RosterEdit::Copy(n)) => numbered("change.copied", *n, words),
            Self::Roster(RosterEdit::Remove(n)) => numbered("change.removed", *n, words),
            Self::Roster(RosterEdit::Rename(n, name)) => {
                words.fill("change.renamed", &[("n", &(n + 1).to_string()), ("name", name)])
            }
            Self::Point(PointEdit::Put { .. }) => words.get("change.point-put").to_owned(),
            Self::Point(PointEdit::Take { .. }) => words.get("change.point-taken").to_owned(),
            Self::Point(PointEdit::Keep { .. }) => words.get("change.points-cleared").to_owned(),
            Self::Value(hyperparameter, value) => set(*hyperparameter, value, words),
            Self::Seed(seed) => words.fill("change.seed", &[("seed", &seed.to_string())]),
            Self::Data(data) => words.fill("change.data", &[("data", data)]),
            Self::End(end) => words.fill("change.end", &[("end", end)]),
            Self::Settings => words.get("change.settings").to_owned(),
            Self::Experiment(name) => words.fill("change.experiment", &[("name", name)]),
            Self::OtherRun => words.get("change.other-run").to_owned(),
            Self::StartOver => words.get("change.start-over").to_owned(),
        }
    }
}

fn numbered(key: &str, n: usize, words: &Words) -> String {
    words.fill(key, &[("n", &(n + 1).to_string())])
}

/// A hyperparameter with its value.
fn set(hyperparameter: Hyperparameter, value: &str, words: &Words) -> String {
    let name = hyperparameter.name();
    let called = words.find_in("train", &format!("knob-{name}")).unwrap_or(name);
    words.fill("change.set", &[("name", called), ("value", value)])
}

/// An edit of the run in words: of which contestant if there are several, and at which epoch.
pub(super) fn of_run(entry: &JournalEntry, room: &TrainScreen, words: &Words) -> String {
    let what = edit(&entry.edit, words);
    let contestants = &room.setup.folded().contestants;
    let of = entry.contestant.and_then(|n| contestants.get(n)).filter(|_| contestants.len() > 1);
    let what = match of {
        Some(one) => format!("{}: {what}", room.setup.shown_name(&one.name, words)),
        None => what,
    };
    words.fill("change.at-epoch", &[("what", &what), ("epoch", &entry.at.to_string())])
}

fn edit(edit: &RunEdit, words: &Words) -> String {
    let unit = |layer: usize, unit: usize| format!("{}.{}", layer + 1, unit + 1);
    let of_unit = |key: &str, at: &str| words.fill(key, &[("unit", at)]);
    match edit {
        RunEdit::AddUnit { layer } => numbered("change.unit-added", *layer, words),
        RunEdit::RemoveUnit { layer, unit: n } => of_unit("change.unit-removed", &unit(*layer, *n)),
        RunEdit::AddLayer { before } => numbered("change.layer-added", *before, words),
        RunEdit::RemoveLayer { layer } => numbered("change.layer-removed", *layer, words),
        RunEdit::Activation { layer, function } => {
            let function = function.text().unwrap_or(function.id());
            words.fill("change.activation", &[("n", &(layer + 1).to_string()), ("function", function)])
        }
        RunEdit::Value { place, value } => {
            let at = match place.input {
                Some(_) => place.to_string(),
                None => unit(place.layer, place.unit),
            };
            let key = if place.input.is_some() { "change.weight" } else { "change.bias" };
            words.fill(key, &[("at", &at), ("value", &short(*value))])
        }
        RunEdit::Cut { layer, unit, input, is_cut } => {
            let at = ParameterPlace { layer: *layer, unit: *unit, input: Some(*input) }.to_string();
            words.fill(if *is_cut { "change.cut" } else { "change.restored" }, &[("at", &at)])
        }
        RunEdit::Freeze { layer, unit: n, is_frozen } => {
            of_unit(if *is_frozen { "change.frozen" } else { "change.thawed" }, &unit(*layer, *n))
        }
        RunEdit::Set { hyperparameter, value } => set(*hyperparameter, value, words),
    }
}

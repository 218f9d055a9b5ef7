//! Building the network while it trains: edits by keys, undo, redo, and the runs that an edit in the past left behind.

use super::change::{self, Change};
use super::net::{self, ChosenUnit};
use super::{Pane, TrainScreen};
use crate::nn::experiment::{JournalEntry, Model, ParameterPlace, RunEdit};
use crate::nn::run_position::RunPosition;
use crate::screens::Context;
use crate::screens::runs::roster::RosterEdit;
use crate::screens::runs::selected_experiment::SelectedExperiment;
use crate::screens::runs::settings::RunRoom;
use crate::text::number::short;
use crate::words::{Message, Words};

/// The most edits that can be undone.
const MOST_UNDONE: usize = 200;
/// The most runs that are kept beside the current one.
const MOST_RUNS: usize = 20;

/// A setup with its journal, and how far its run was.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub(super) setup: SelectedExperiment,
    pub(super) at: RunPosition,
    /// The index of the contestant that is shown.
    contestant: usize,
}

/// A step of undo or redo: the state to go to, and what lies between.
#[derive(Clone, Debug)]
struct UndoStep {
    moment: Moment,
    change: Change,
}

/// A run that went another way.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) moment: Moment,
    /// Where the current run left it.
    pub(super) left_at: RunPosition,
    /// The loss of the shown contestant where it was left.
    pub(super) loss: f64,
}

/// What was built.
#[derive(Debug, Default)]
pub(super) struct Builder {
    undo: Vec<UndoStep>,
    redo: Vec<UndoStep>,
    /// Edits that are made where the next report finds the run.
    pending: Vec<(Option<usize>, RunEdit)>,
    pub(super) branches: Vec<Branch>,
}

impl Builder {
    fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }
}

fn moment(room: &TrainScreen) -> Moment {
    Moment { setup: room.setup.slim(), at: room.control.at(), contestant: room.now.shown.contestant }
}

/// Keeps the state before a change that can be undone.
pub(super) fn remember(room: &mut TrainScreen, change: Change) {
    let now = moment(room);
    push(room, now, change);
}

fn push(room: &mut TrainScreen, moment: Moment, change: Change) {
    let builder = &mut room.builder;
    if builder.undo.len() == MOST_UNDONE {
        builder.undo.remove(0);
    }
    builder.undo.push(UndoStep { moment, change });
    builder.redo.clear();
}

/// Drops the state that was kept last: the change could not be made.
pub(super) fn forget(room: &mut TrainScreen) {
    room.builder.undo.pop();
}

fn say(reason: &Message, cx: &mut Context) {
    cx.shared.notice = Some(cx.shared.words.say(reason));
}

/// Makes an edit of one contestant, or of all: now, or where the next report finds the run.
pub(super) fn edit(room: &mut TrainScreen, contestant: Option<usize>, edit: RunEdit, cx: &mut Context) {
    if room.control.is_asked() && room.control.is_moving() {
        room.builder.pending.push((contestant, edit));
        room.control.waits = true;
        return;
    }
    make(room, contestant, edit, cx);
}

/// Makes the edits that waited for a report.
pub(super) fn make_pending(room: &mut TrainScreen, cx: &mut Context) {
    if !room.control.waits || room.control.is_asked() {
        return;
    }
    room.control.waits = false;
    for (contestant, edit) in std::mem::take(&mut room.builder.pending) {
        make(room, contestant, edit, cx);
    }
    room.control.ask(cx);
}

fn make(room: &mut TrainScreen, contestant: Option<usize>, edit: RunEdit, cx: &mut Context) {
    let loss = room.control.status.as_ref().and_then(|status| status.observations.get(room.now.shown.contestant));
    let loss = loss.map_or(f64::NAN, |seen| seen.now.loss);
    let before = moment(room);
    let was_at = room.control.adopt();
    let mut at = room.control.at();
    if was_at.is_none() {
        // An edit may wait for the end of the epoch. Those after it wait as well.
        at = room.setup.journal().entries().last().map_or(at, |last| last.at.max(at));
    }
    let at = if edit.waits_for_epoch() { at.epoch_end() } else { at };
    let entry = JournalEntry { at, contestant, edit };
    let joins = room.builder.can_undo() && room.setup.journal().joins(&entry);
    let change = Change::Run(entry.clone());
    if let Err(reason) = room.setup.edit_run(entry) {
        say(&reason, cx);
        return;
    }
    if let Some(was_at) = was_at.filter(|was_at| *was_at > at) {
        leave(room, Branch { moment: Moment { at: was_at, ..before.clone() }, left_at: at, loss });
    }
    match room.builder.undo.last_mut().filter(|_| joins) {
        Some(last) => {
            last.change = change.clone();
            room.builder.redo.clear();
        }
        None => push(room, before, change.clone()),
    }
    room.now.cursor = None;
    room.control.follow(room.setup.experiment(), cx);
    if at > room.control.at() {
        room.control.go(at, cx);
    }
    if room.control.is_moving() {
        // Once the run has gone on, the facts no longer say it.
        cx.shared.notice = Some(change.say(room, &cx.shared.words));
    }
    room.version += 1;
}

/// Keeps a run that went another way.
fn leave(room: &mut TrainScreen, Branch { moment, left_at, loss }: Branch) {
    // The list shows its experiment.
    let branch = Branch { moment: Moment { setup: moment.setup.whole(), ..moment }, left_at, loss };
    let branches = &mut room.builder.branches;
    if branches.len() == MOST_RUNS {
        branches.remove(0);
    }
    branches.push(branch);
}

/// Goes to another setup. If only the journal differs, the run stays where it is.
fn restore(room: &mut TrainScreen, to: Moment, cx: &mut Context) {
    let setup = to.setup.whole();
    let same = room.setup.experiment().has_setup_of(&setup.experiment()) && room.setup.seed() == setup.seed();
    room.setup = setup;
    room.builder.pending.clear();
    room.control.waits = false;
    room.now.cursor = None;
    if same {
        room.control.replay = None;
        room.control.follow(room.setup.experiment(), cx);
        room.version += 1;
    } else {
        room.control.pause();
        room.begin();
        room.control.go(to.at, cx);
    }
    room.now.shown.contestant = to.contestant;
    room.now.shown.fit(room.setup.folded());
}

pub(super) fn undo(room: &mut TrainScreen, cx: &mut Context) {
    if let Some((contestant, edit)) = room.builder.pending.pop() {
        // It was not made yet, so no other edit goes in its place.
        room.control.waits = !room.builder.pending.is_empty();
        let change = Change::Run(JournalEntry { at: room.control.at(), contestant, edit });
        return say_change("train.undone", &change, room, cx);
    }
    let now = moment(room);
    match room.builder.undo.pop() {
        Some(UndoStep { moment, change }) => {
            say_change("train.undone", &change, room, cx);
            room.builder.redo.push(UndoStep { moment: now, change });
            restore(room, moment, cx);
        }
        // The key is always in the footer, since what can be undone is no part of the exhibit line.
        None => cx.shared.notice = Some(cx.shared.words.get("train.no-undo").to_owned()),
    }
}

pub(super) fn redo(room: &mut TrainScreen, cx: &mut Context) {
    let now = moment(room);
    if let Some(UndoStep { moment, change }) = room.builder.redo.pop() {
        restore(room, moment, cx);
        say_change("train.redone", &change, room, cx);
        room.builder.undo.push(UndoStep { moment: now, change });
    }
}

/// Says which change was undone or made again, while the room has it.
fn say_change(key: &str, change: &Change, room: &TrainScreen, cx: &mut Context) {
    let what = change.say(room, &cx.shared.words);
    cx.shared.notice = Some(cx.shared.words.fill(key, &[("what", &what)]));
}

/// Goes to a run that was left, and keeps the current one in its place.
pub(super) fn change_run(room: &mut TrainScreen, n: usize, cx: &mut Context) {
    if n >= room.builder.branches.len() {
        return;
    }
    let branch = room.builder.branches.remove(n);
    let loss = room.control.status.as_ref().and_then(|status| status.observations.get(room.now.shown.contestant));
    let loss = loss.map_or(f64::NAN, |seen| seen.now.loss);
    leave(room, Branch { moment: moment(room), left_at: branch.left_at, loss });
    remember(room, Change::OtherRun);
    let to = branch.moment;
    let at = to.at;
    restore(room, to, cx);
    room.control.go(at, cx);
}

/// Starts over with the network as it is now.
pub(super) fn start_over(room: &mut TrainScreen, cx: &mut Context) {
    if !room.setup.journal().is_empty() {
        remember(room, Change::StartOver);
        if let Err(reason) = room.setup.start_over() {
            say(&reason, cx);
        }
    }
    room.begin();
}

fn shown(room: &TrainScreen) -> usize {
    room.now.shown.contestant
}

/// The layer of the chosen unit, from 0. `None` for the inputs.
fn layer(room: &TrainScreen) -> Option<usize> {
    net::chosen(room).column.checked_sub(1)
}

/// Whether a layer of units is chosen, and none of the inputs.
pub(super) fn has_layer(room: &TrainScreen) -> bool {
    layer(room).is_some() && is_network(room)
}

/// Whether the shown contestant is a network.
pub(super) fn is_network(room: &TrainScreen) -> bool {
    let contestant = room.control.experiment.contestants.get(room.now.shown.contestant);
    contestant.is_some_and(|contestant| matches!(contestant.model, Model::Network(_)))
}

pub(super) fn add_unit(room: &mut TrainScreen, cx: &mut Context) {
    if let Some(layer) = layer(room) {
        edit(room, Some(shown(room)), RunEdit::AddUnit { layer }, cx);
    }
}

pub(super) fn remove_unit(room: &mut TrainScreen, cx: &mut Context) {
    if let Some(layer) = layer(room) {
        let unit = net::chosen(room).index;
        edit(room, Some(shown(room)), RunEdit::RemoveUnit { layer, unit }, cx);
    }
}

/// A layer after the chosen one, or before the last.
pub(super) fn add_layer(room: &mut TrainScreen, cx: &mut Context) {
    let layers = net::sizes(room).len() - 1;
    let before = net::chosen(room).column.min(layers.saturating_sub(1));
    edit(room, Some(shown(room)), RunEdit::AddLayer { before }, cx);
    room.now.chosen = ChosenUnit { column: before + 1, index: 0, edge: None };
}

pub(super) fn remove_layer(room: &mut TrainScreen, cx: &mut Context) {
    if let Some(layer) = layer(room) {
        edit(room, Some(shown(room)), RunEdit::RemoveLayer { layer }, cx);
    }
}

/// The chosen weight or bias, if one is chosen in a pane that shows it.
pub(super) fn parameter(room: &TrainScreen) -> Option<ParameterPlace> {
    let chosen = net::chosen(room);
    let layer = chosen.column.checked_sub(1)?;
    let inputs = net::sizes(room)[layer];
    let edge = chosen.edge.filter(|_| matches!(room.focus(), Some(Pane::Net | Pane::Inspector)))?;
    Some(ParameterPlace { layer, unit: chosen.index, input: (edge < inputs).then_some(edge) })
}

/// The value of a parameter of the shown contestant.
pub(super) fn value_of(room: &TrainScreen, place: ParameterPlace) -> Option<f64> {
    let seen = room.control.shown()?.observations.get(room.now.shown.contestant)?;
    let layer = seen.layers.get(place.layer)?;
    match place.input {
        Some(input) => layer.weights.get([place.unit, input]).copied(),
        None => layer.biases.get(place.unit).copied(),
    }
}

pub(super) fn set_value(room: &mut TrainScreen, value: f64, cx: &mut Context) {
    if let Some(place) = parameter(room) {
        edit(room, Some(shown(room)), RunEdit::Value { place, value }, cx);
    }
}

/// Changes the chosen weight or bias by this much.
pub(super) fn nudge(room: &mut TrainScreen, by: f64, cx: &mut Context) {
    let Some(place) = parameter(room) else { return };
    let Some(value) = value_of(room, place) else { return };
    // Rounded, so that a value such as 0.30000000000000004 does not arise.
    set_value(room, ((value + by) * 1e9).round() / 1e9, cx);
}

/// Whether a weight is chosen, which can be cut.
pub(super) fn has_edge(room: &TrainScreen) -> bool {
    parameter(room).is_some_and(|place| place.input.is_some()) && is_network(room)
}

/// Cuts the chosen weight, or restores it.
pub(super) fn cut(room: &mut TrainScreen, cx: &mut Context) {
    let Some(ParameterPlace { layer, unit, input: Some(input) }) = parameter(room) else { return };
    let seen = room.control.shown().and_then(|status| status.observations.get(room.now.shown.contestant));
    let is_cut = seen.and_then(|seen| seen.layers.get(layer)).is_some_and(|one| one.cut.contains(&(unit, input)));
    edit(room, Some(shown(room)), RunEdit::Cut { layer, unit, input, is_cut: !is_cut }, cx);
}

/// Freezes the chosen unit, or thaws it.
pub(super) fn freeze(room: &mut TrainScreen, cx: &mut Context) {
    let Some(layer) = layer(room) else { return };
    let unit = net::chosen(room).index;
    let seen = room.control.shown().and_then(|status| status.observations.get(room.now.shown.contestant));
    let is_frozen = seen.and_then(|seen| seen.layers.get(layer)).is_some_and(|one| one.frozen.contains(&unit));
    edit(room, Some(shown(room)), RunEdit::Freeze { layer, unit, is_frozen: !is_frozen }, cx);
}

/// Changes the contestants. The run is trained again to its position, since what they have learnt follows from the start.
pub(super) fn roster(room: &mut TrainScreen, edit: RosterEdit, cx: &mut Context) {
    let (before, change) = (moment(room), Change::Roster(edit.clone()));
    if let Err(reason) = room.setup.edit_roster(edit) {
        say(&reason, cx);
        return;
    }
    let at = before.at;
    cx.shared.notice = Some(change.say(room, &cx.shared.words));
    push(room, before, change);
    room.control.pause();
    room.begin();
    room.control.go(at, cx);
    room.now.shown.fit(room.setup.folded());
}

/// One more contestant like the shown one, which is then shown.
pub(super) fn copy_contestant(room: &mut TrainScreen, cx: &mut Context) {
    let copy = room.setup.folded().contestants.len();
    roster(room, RosterEdit::Copy(shown(room)), cx);
    room.now.shown.contestant = copy.min(room.setup.folded().contestants.len() - 1);
}

/// The last edit, if the run stands where it was made.
pub(super) fn last_edit(room: &TrainScreen, words: &Words) -> Option<String> {
    let journal = room.setup.journal();
    let last = journal.entries().last().filter(|_| *journal != room.setup.base().journal)?;
    let is_here = last.at == room.control.status.as_ref()?.at && room.control.replay.is_none();
    is_here.then(|| change::of_run(last, room, words))
}

/// What the last edit did, in words: how far it moved the outputs.
pub(super) fn moved(room: &TrainScreen, words: &Words) -> Option<String> {
    let last = room.setup.journal().entries().last()?;
    let status = room.control.status.as_ref()?;
    let is_here = last.at == status.at && room.control.replay.is_none() && status.at > RunPosition::START;
    let is_structure = matches!(
        last.edit,
        RunEdit::AddUnit { .. } | RunEdit::RemoveUnit { .. } | RunEdit::AddLayer { .. } | RunEdit::RemoveLayer { .. }
    );
    let moved = status.moved.filter(|_| is_here && is_structure)?;
    Some(words.fill(if moved == 0.0 { "train.not-moved" } else { "train.moved" }, &[("by", &short(moved))]))
}

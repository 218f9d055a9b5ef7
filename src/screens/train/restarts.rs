//! Keys that end the run: they change what is trained. The status line says that the run starts over, and why.

use super::change::Change;
use super::{TrainScreen, build};
use crate::jobs::train::RunPosition;
use crate::nn::experiment::RunEdit;
use crate::screens::Context;
use crate::screens::runs::settings::RunRoom;

/// Begins the changed run. If the run had begun, a notice names what has changed.
fn begin(room: &mut TrainScreen, what: &str, cx: &mut Context) {
    let had_begun = room.control.at() > RunPosition::default();
    room.begin();
    room.control.ask(cx);
    if had_begun {
        cx.shared.notice = Some(cx.shared.words.fill("train.starts-over", &[("what", what)]));
    }
}

pub(super) fn seed(room: &mut TrainScreen, by: i64, cx: &mut Context) {
    let seed = room.setup.seed().wrapping_add_signed(by);
    build::remember(room, Change::Seed(seed));
    if let Err(reason) = room.setup.start_over() {
        cx.shared.notice = Some(cx.shared.words.say(&reason));
    }
    room.setup.set_seed(seed);
    let what = cx.shared.words.get("train.seed").to_owned();
    begin(room, &what, cx);
}

/// All settings of the file again.
pub(super) fn reset(room: &mut TrainScreen, cx: &mut Context) {
    build::remember(room, Change::Settings);
    room.setup.reset();
    let what = cx.shared.words.get("train.settings").to_owned();
    begin(room, &what, cx);
}

/// Another experiment of the list. A run that has begun is left only when the key is pressed twice.
pub(super) fn leave_for(room: &mut TrainScreen, by: isize, cx: &mut Context) {
    let at = room.control.at();
    let asked = Some((room.now, room.control.is_moving()));
    if at > RunPosition::default() && room.leaving != asked {
        room.leaving = asked;
        cx.shared.notice = Some(cx.shared.words.fill("train.leaves", &[("epoch", &at.epoch.to_string())]));
        return;
    }
    let before = room.setup.clone();
    room.setup.step(by);
    let after = std::mem::replace(&mut room.setup, before);
    build::remember(room, Change::Experiment(after.subject().to_owned()));
    room.setup = after;
    room.hyperparameter = 0;
    room.control.pause();
    room.begin();
    room.now.shown.contestant = 0;
}

/// Turns the chosen weight or bias, or the current knob. What can change while the run goes on does not end it.
pub(super) fn turn(room: &mut TrainScreen, up: bool, cx: &mut Context) {
    if build::parameter(room).is_some() {
        return build::nudge(room, if up { 0.1 } else { -0.1 }, cx);
    }
    let hyperparameters = room.setup.hyperparameters();
    let Some(hyperparameter) = hyperparameters.get(room.hyperparameter % hyperparameters.len().max(1)).copied() else {
        return;
    };
    let samples = room.control.status.as_ref().map_or(4, |status| status.data.samples());
    let has_begun = room.control.at() > RunPosition::START || !room.setup.journal().is_empty();
    let Some(value) = room.setup.next_value(hyperparameter, up, samples) else { return };
    if has_begun && hyperparameter.is_live() {
        // Contestants that were copied are edited one by one.
        let contestant = room.setup.has_roster().then_some(room.now.shown.contestant);
        return build::edit(room, contestant, RunEdit::Set { hyperparameter, value }, cx);
    }
    let before = room.setup.experiment();
    build::remember(room, Change::Value(hyperparameter, value));
    match room.setup.start_over().and_then(|()| room.setup.turn(hyperparameter, up, samples)) {
        Err(reason) => {
            build::forget(room);
            cx.shared.notice = Some(cx.shared.words.say(&reason));
        }
        Ok(()) if before == room.setup.experiment() => build::forget(room),
        Ok(()) => {
            let name = hyperparameter.name();
            let what = cx.shared.words.find_in("train", &format!("knob-{name}")).unwrap_or(name).to_owned();
            begin(room, &what, cx);
        }
    }
}

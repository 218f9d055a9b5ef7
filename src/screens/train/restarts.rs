//! Keys that end the run: they change what is trained. The status line says that the run starts over, and why.

use super::TrainScreen;
use crate::jobs::train::RunPosition;
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
    room.setup.set_seed(seed);
    let what = cx.shared.words.get("train.seed").to_owned();
    begin(room, &what, cx);
}

/// All settings of the file again.
pub(super) fn reset(room: &mut TrainScreen, cx: &mut Context) {
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
    room.setup.step(by);
    room.hyperparameter = 0;
    room.control.pause();
    room.begin();
    room.now.shown.contestant = 0;
}

/// Turns the current knob.
pub(super) fn turn(room: &mut TrainScreen, up: bool, cx: &mut Context) {
    let hyperparameters = room.setup.hyperparameters();
    let Some(hyperparameter) = hyperparameters.get(room.hyperparameter % hyperparameters.len().max(1)).copied() else {
        return;
    };
    let samples = room.control.status.as_ref().map_or(4, |status| status.data.samples());
    let before = room.setup.experiment();
    match room.setup.turn(hyperparameter, up, samples) {
        Err(reason) => cx.shared.notice = Some(cx.shared.words.say(&reason)),
        Ok(()) if before == room.setup.experiment() => {}
        Ok(()) => {
            let name = hyperparameter.name();
            let what = cx.shared.words.find_in("train", &format!("knob-{name}")).unwrap_or(name).to_owned();
            begin(room, &what, cx);
        }
    }
}

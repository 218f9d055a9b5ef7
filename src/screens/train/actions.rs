//! What the keys of Train do, and when they do something.

use super::layout::{Pane, TrainPanel};
use super::map_mode::MapMode;
use super::{TILTS, TrainScreen, build, point_cursor};
use crate::nn::experiment::{LinkGap, WrittenLink};
use crate::screens::{Context, Exhibit, Screen, WorldEffect, setting};
use crate::words::{Arg, Message, ToArg};

pub(super) fn is_in(room: &TrainScreen, pane: Pane) -> bool {
    room.focus() == Some(pane)
}

/// Whether the keys move the cursor over epochs: in the pane of time, and on a stage.
pub(super) fn has_cursor(room: &TrainScreen) -> bool {
    has_history(room) && room.focus().is_none_or(|pane| pane == Pane::Time)
}

/// Whether the keys choose units and their edges.
pub(super) fn on_unit(room: &TrainScreen) -> bool {
    is_in(room, Pane::Net) || is_in(room, Pane::Inspector)
}

/// Whether the knobs come before the list of experiments: where no pane has keys of its own that matter more.
pub(super) fn has_knobs_first(room: &TrainScreen) -> bool {
    !on_unit(room) && !is_in(room, Pane::Map)
}

/// Whether the keys build the network and are those of its panes.
pub(super) fn is_built_here(room: &TrainScreen) -> bool {
    on_unit(room) && build::has_layer(room)
}

/// Whether they do so in another pane.
pub(super) fn is_built_elsewhere(room: &TrainScreen) -> bool {
    !on_unit(room) && build::has_layer(room)
}

pub(super) fn on_surface(room: &TrainScreen) -> bool {
    is_in(room, Pane::Map) && is_surface(room)
}

pub(super) fn on_map(room: &TrainScreen) -> bool {
    is_in(room, Pane::Map) && !is_surface(room) && has_sample(room) && !point_cursor::is_on(room)
}

pub(super) fn has_parameter(room: &TrainScreen) -> bool {
    build::parameter(room).is_some()
}

/// Copies the command that opens this state, unless its edits are too long for it.
pub(super) fn copy_line(room: &mut TrainScreen, cx: &mut Context) {
    if room.setup.written_edits().is_none() {
        cx.shared.notice = Some(cx.shared.words.get("train.save-first").to_owned());
        return;
    }
    let options = setting::options(TrainScreen::SETTINGS, room);
    let subject = Some(room.setup.subject().to_owned()).filter(|subject| !subject.is_empty());
    let line = format!("actlab open {}", Exhibit { room: TrainScreen::ID.to_owned(), subject, options });
    cx.shared.notice = Some(line.clone());
    cx.ask(WorldEffect::Copy(line));
}

/// Copies the playground link of the shown contestant, and says what it leaves out.
pub(super) fn copy_link(room: &mut TrainScreen, cx: &mut Context) {
    let WrittenLink { link, gaps } = room.setup.link(room.now.shown.contestant);
    let words = &cx.shared.words;
    let parts = Arg::List(gaps.iter().map(LinkGap::to_arg).collect());
    let left_out = words.say(&Message::new("link.left-out").with("parts", &parts));
    cx.shared.notice = Some(words.fill("train.link-copied", &[("left-out", &left_out), ("link", &link)]));
    cx.ask(WorldEffect::Copy(link));
}

/// Opens Sweep with the same experiment and the same changes.
pub(super) fn sweep(room: &mut TrainScreen, cx: &mut Context) {
    room.control.pause();
    let (subject, options) = room.setup.address();
    cx.go(Exhibit { room: "sweep".to_owned(), subject, options });
}

pub(super) fn is_open(room: &TrainScreen) -> bool {
    !room.control.is_over()
}

pub(super) fn is_surface(room: &TrainScreen) -> bool {
    room.derived.panels.of(TrainPanel::Surface).is_some()
}

/// Whether a map or a fit is visible, of which there is more than one mode.
pub(super) fn has_modes(room: &TrainScreen) -> bool {
    let panels = [TrainPanel::Field, TrainPanel::Surface, TrainPanel::Fit, TrainPanel::Pieces];
    let is_visible = panels.into_iter().any(|panel| room.derived.panels.of(panel).is_some());
    is_visible && MapMode::of(&room.control.experiment).len() > 1
}

/// Whether a picture over two columns is visible.
pub(super) fn has_axes(room: &TrainScreen) -> bool {
    is_surface(room) || room.derived.panels.of(TrainPanel::Field).is_some()
}

/// Whether a chosen sample would be visible: on a map, or in what a surface has for the other columns.
pub(super) fn has_sample(room: &TrainScreen) -> bool {
    room.derived.panels.of(TrainPanel::Field).is_some()
        || is_surface(room) && room.control.experiment.data.columns().len() > 2
}

pub(super) fn turn_axis(room: &mut TrainScreen, axis: usize) {
    let columns = room.control.experiment.data.columns().len();
    room.now.map = room.now.map.turned(room.derived.map.pair(), axis, columns);
}

/// Goes to another sample of the training data, to the first or last one if none is chosen.
pub(super) fn sample(room: &mut TrainScreen, by: isize) {
    let count = room.control.experiment.data.samples().max(1) as isize;
    let start = if by > 0 { -1 } else { 0 };
    let at = room.now.map.at.map_or(start, |at| at as isize);
    room.now.map.at = Some((at + by).rem_euclid(count) as usize);
}

pub(super) fn has_history(room: &TrainScreen) -> bool {
    room.control.at().epoch > 0
}

/// Moves the cursor by columns of the chart. If there is no cursor, it starts at the epoch of the run.
pub(super) fn cursor(room: &mut TrainScreen, by: i64) {
    let at = room.control.at().epoch;
    let step = i64::try_from(room.derived.time.epochs_per_column()).unwrap_or(i64::MAX).saturating_mul(by);
    room.now.cursor = Some(match room.now.cursor {
        None => at,
        Some(cursor) => cursor.saturating_add_signed(step).min(at),
    });
}

pub(super) fn spin(room: &mut TrainScreen, by: f64, cx: &mut Context) {
    cx.glide();
    let turn = room.now.turn + by;
    room.now.turn = if turn > 180.0 {
        turn - 360.0
    } else if turn <= -180.0 {
        turn + 360.0
    } else {
        turn
    };
}

pub(super) fn tilt(room: &mut TrainScreen, by: f64, cx: &mut Context) {
    cx.glide();
    room.now.tilt = (room.now.tilt + by).clamp(TILTS.0, TILTS.1);
}

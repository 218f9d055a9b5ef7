//! The mouse in Train: it sets the cursor of charts over epochs, turns knobs and chooses units and samples; the wheel turns the surface.

use super::actions::{cursor, has_history, spin};
use super::layout::{Pane, TrainPanel};
use super::net::ChosenUnit;
use super::restarts::turn;
use super::{TrainScreen, hyperparameters, map_panel, point_cursor, points};
use crate::screens::runs::panels::foot_rows;
use crate::screens::{Context, Pointer};
use crate::widgets::net::Hit;
use ratatui::layout::{Position, Rect};

/// Degrees that the surface turns by one notch of the wheel.
const NOTCH: f64 = 10.0;

pub(super) fn point(room: &mut TrainScreen, at: Position, pointer: Pointer, cx: &mut Context) {
    let panels = &room.derived.panels;
    if let Some((panel, _)) = panels.under(at).filter(|_| pointer == Pointer::Press && room.stage.is_empty()) {
        room.now.focus = Pane::of(panel);
    }
    let panels = &room.derived.panels;
    match (panels.under(at), panels.foot.filter(|foot| foot.contains(at))) {
        (Some((TrainPanel::Surface, _)), _) => spin(room, NOTCH * f64::from(pointer.steps()), cx),
        (Some((panel @ (TrainPanel::Loss | TrainPanel::Accuracy | TrainPanel::Time), place)), _)
            if has_history(room) =>
        {
            on_chart(room, panel, place, at, pointer);
        }
        (Some((TrainPanel::Net, _)), _) if pointer == Pointer::Press => on_net(room, at),
        (Some((TrainPanel::Field | TrainPanel::Fit, _)), _)
            if point_cursor::is_on(room) && pointer == Pointer::Press =>
        {
            points::click(room, at);
        }
        (Some((TrainPanel::Field, place)), _) if pointer == Pointer::Press => on_map(room, place, at, cx),
        (_, Some(foot)) => on_knobs(room, foot, at, pointer, cx),
        _ => {}
    }
}

/// A click chooses a unit or an edge.
fn on_net(room: &mut TrainScreen, at: Position) {
    let chosen = match room.derived.net.layout.hit(at) {
        Some(Hit::Node { column, index }) => ChosenUnit { column, index, edge: None },
        Some(Hit::Edge { column, index, from }) => ChosenUnit { column, index, edge: Some(from) },
        None => return,
    };
    room.now.chosen = chosen;
}

/// A click chooses a training sample. Of several in one place, each click chooses the next one.
fn on_map(room: &mut TrainScreen, place: Rect, at: Position, cx: &Context) {
    let count = room.control.experiment.data.samples();
    let mut found = map_panel::samples_at(room, &cx.shared.words, place, at);
    // The samples for training come first. Those for the test have no number.
    found.retain(|sample| *sample < count);
    let here = room.now.map.at.and_then(|chosen| found.iter().position(|sample| *sample == chosen));
    if let Some(sample) = found.get(here.map_or(0, |here| (here + 1) % found.len())) {
        room.now.map.at = Some(*sample);
    }
}

/// A click chooses a knob; the wheel turns it.
fn on_knobs(room: &mut TrainScreen, foot: Rect, at: Position, pointer: Pointer, cx: &mut Context) {
    let [_, area] = foot_rows(foot);
    let line = hyperparameters::line(room, &cx.shared.words, cx.shared.look(), area);
    let under = line.into_iter().rev().find(|(x, _)| *x <= at.x && at.y == area.y);
    let Some(hyperparameter) = under.and_then(|(_, part)| part.hyperparameter) else { return };
    room.hyperparameter =
        room.setup.hyperparameters().iter().position(|known| *known == hyperparameter).unwrap_or(room.hyperparameter);
    if pointer != Pointer::Press {
        turn(room, pointer == Pointer::WheelUp, cx);
    }
}

fn on_chart(room: &mut TrainScreen, panel: TrainPanel, place: Rect, at: Position, pointer: Pointer) {
    let time = &room.derived.time;
    let chart = match panel {
        TrainPanel::Loss => &time.loss,
        TrainPanel::Accuracy => &time.accuracy,
        _ => &time.strip[0],
    };
    match pointer {
        Pointer::Press => {
            let column = (at.x - place.x).checked_sub(chart.indent);
            if let Some(epoch) = column.and_then(|column| chart.plot.number_at(column)) {
                room.now.cursor = Some((epoch.round().max(0.0) as u64).min(room.control.at().epoch));
            }
        }
        Pointer::WheelUp => cursor(room, -1),
        Pointer::WheelDown => cursor(room, 1),
    }
}

//! The mouse in the Lab: it chooses from the list, turns knobs, sets the cursor, and the wheel zooms an axis.

use super::LabScreen;
use super::commands::{cursor, parameter, step, zoom};
use crate::screens::Pointer;
use crate::screens::functions::List;
use crate::widgets::panel::row_in;
use ratatui::layout::{Position, Rect};

pub(super) fn point(room: &mut LabScreen, at: Position, pointer: Pointer) {
    let panels = &room.derived.panels;
    let under = |panel: Option<Rect>| panel.filter(|panel| panel.contains(at));
    let (list, parameters) = (under(panels.list), under(panels.parameters));
    let chart = under(panels.function).or(under(panels.slope));
    match (pointer, list, parameters, chart) {
        (Pointer::Press, Some(list), ..) => {
            let (listed, height) = (room.listed(), list.height.saturating_sub(2));
            let shown = List { functions: &room.functions, listed: &listed, chosen: room.chosen };
            if let Some(n) = row_in(list, at).and_then(|line| shown.at(line, height)) {
                room.choose(n);
            }
        }
        (turned, Some(_), ..) => step(room, if turned == Pointer::WheelUp { -1 } else { 1 }),
        (pressed_or_turned, _, Some(parameters), _) => {
            let count = room.function().parameters().len();
            if let Some(n) = row_in(parameters, at).map(usize::from).filter(|n| *n < count) {
                room.parameter = n;
                parameter(room, pressed_or_turned.steps());
            }
        }
        (Pointer::Press, .., Some(chart)) => {
            if let Some(x) = room.derived.function.number_at(at.x - chart.x) {
                room.now.cursor = x;
                cursor(room, 0.0);
            }
        }
        (Pointer::Press, ..) => {}
        (turned, ..) => zoom(room, turned == Pointer::WheelDown),
    }
}

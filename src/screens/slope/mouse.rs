//! The mouse in Slope: it chooses from the list, turns the knob, and sets the step in the chart of errors.

use super::commands::{parameter, step};
use super::{STEPS, SlopeScreen};
use crate::screens::Pointer;
use crate::screens::functions::List;
use crate::screens::nice_steps::decade;
use crate::widgets::panel::row_in;
use ratatui::layout::{Position, Rect};

pub(super) fn point(room: &mut SlopeScreen, at: Position, pointer: Pointer) {
    let panels = &room.derived.panels;
    let under = |panel: Option<Rect>| panel.filter(|panel| panel.contains(at));
    if let Some(errors) = under(panels.errors) {
        match pointer {
            Pointer::Press => {
                if let Some(power) = room.derived.errors.number_at(at.x - errors.x) {
                    room.now.h = rounded(power).clamp(STEPS.0, STEPS.1);
                }
            }
            wheel => room.now.h = decade(room.now.h, wheel == Pointer::WheelUp, STEPS),
        }
        return;
    }
    if let Some(list) = under(panels.list) {
        let Some(line) = row_in(list, at) else { return on_frame(room, list, at, pointer) };
        match pointer {
            Pointer::Press => {
                let listed: Vec<usize> = (0..room.functions.len()).collect();
                let shown = List { functions: &room.functions, listed: &listed, chosen: room.chosen };
                if let Some(n) = shown.at(line, list.height.saturating_sub(2)) {
                    room.choose(n);
                }
            }
            Pointer::WheelUp => step(room, -1),
            Pointer::WheelDown => step(room, 1),
        }
    }
}

/// Knobs are in the lower edge of the list.
fn on_frame(room: &mut SlopeScreen, list: Rect, at: Position, pointer: Pointer) {
    let count = room.function().parameters().len();
    if count == 0 || at.y + 1 != list.bottom() {
        return;
    }
    match pointer {
        Pointer::Press => room.parameter = (room.parameter + 1) % count,
        wheel => parameter(room, wheel.steps()),
    }
}

/// Ten to this power, rounded to two digits. A column of cells is no finer than that.
fn rounded(power: f64) -> f64 {
    let h = libm::exp10(power);
    format!("{h:.1e}").parse().unwrap_or(h)
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn a_step_has_two_digits() {
        assert_eq!((rounded(-15.0), rounded(-7.52)), (1e-15, 3.0e-8));
    }
}

//! The mouse in Sweep: a click chooses a seed, and a second click opens it; a click chooses a variant of the grid.

use super::SweepScreen;
use super::commands::{cell, open, step};
use super::grid::SweepGrid;
use super::layout::SweepView;
use crate::screens::{Context, Pointer};
use crate::widgets::list::first_row;
use crate::widgets::panel::row_in;
use ratatui::layout::{Position, Rect};

pub(super) fn point(room: &mut SweepScreen, at: Position, pointer: Pointer, cx: &mut Context) {
    match room.derived.panels.under(at) {
        Some((SweepView::Seeds, panel)) => seeds(room, panel, at, pointer, cx),
        Some((SweepView::Grid, panel)) => grid(room, panel, at, pointer, cx),
        _ => {}
    }
}

fn grid(room: &mut SweepScreen, panel: Rect, at: Position, pointer: Pointer, cx: &Context) {
    let inner = Rect::new(panel.x + 1, panel.y + 1, panel.width - 2, panel.height - 2);
    let chosen = SweepGrid::of(room, inner, &cx.shared.words).and_then(|table| table.at(at));
    match (pointer, chosen) {
        (Pointer::Press, Some(chosen)) => cell(room, chosen as isize - room.now.cell as isize),
        (Pointer::Press, None) => {}
        (wheel, _) => cell(room, -wheel.steps() as isize),
    }
}

fn seeds(room: &mut SweepScreen, panel: Rect, at: Position, pointer: Pointer, cx: &mut Context) {
    if pointer != Pointer::Press {
        return step(room, -pointer.steps() as isize);
    }
    let (count, height) = (room.losses().len(), usize::from(panel.height.saturating_sub(2)));
    let first = first_row(count, room.now.place, height);
    let Some(place) = row_in(panel, at).map(|line| first + usize::from(line)).filter(|n| *n < count) else { return };
    if place == room.now.place {
        open(room, cx);
    } else {
        room.now.place = place;
    }
}

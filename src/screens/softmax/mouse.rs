//! The mouse in Softmax: a click chooses a class, and the wheel changes its logit.

use super::commands::push;
use super::{SoftmaxScreen, draw};
use crate::screens::Pointer;
use crate::widgets::bars;
use ratatui::layout::{Position, Rect};

pub(super) fn point(room: &mut SoftmaxScreen, at: Position, pointer: Pointer) {
    let Some(class) = class_at(room, at) else { return };
    room.now.chosen = class;
    if pointer != Pointer::Press {
        push(room, if pointer == Pointer::WheelUp { 0.1 } else { -0.1 });
    }
}

/// The class whose bar or row is at that position.
fn class_at(room: &SoftmaxScreen, at: Position) -> Option<usize> {
    let (p, count) = (&room.panels, room.classes());
    let inner = |panel: Rect| Rect::new(panel.x + 1, panel.y + 1, panel.width - 2, panel.height - 2);
    let within = |panel: Option<Rect>| panel.map(inner).filter(|inner| inner.contains(at));
    if let Some(panel) = [p.logits, p.probabilities, p.gradient].into_iter().find_map(within) {
        return (0..count).find(|n| bars::slot(*n, count, panel).contains(at));
    }
    let table = within(p.jacobian).map(draw::table)?;
    (0..count).find(|n| draw::slot_of(*n, count, table).contains(at))
}

//! Keys that choose: a unit, an edge to it, and the pane that has the keys.

use super::TrainScreen;
use super::layout::{self, LayoutDetail, Pane};
use super::net::{self, ChosenUnit};
use super::view::TrainView;
use crate::screens::view::Named;

/// Chooses the node of the next layer at about the same height.
pub(super) fn to_layer(room: &mut TrainScreen, by: isize) {
    let (sizes, now) = (net::sizes(room), net::chosen(room));
    let column = now.column.saturating_add_signed(by).min(sizes.len().saturating_sub(1));
    let index = now.index * sizes[column] / sizes[now.column].max(1);
    room.now.chosen = ChosenUnit { column, index, edge: None };
}

/// Chooses the next unit of the layer, from the last one the first.
pub(super) fn to_unit(room: &mut TrainScreen, by: isize) {
    let (sizes, now) = (net::sizes(room), net::chosen(room));
    let count = sizes[now.column].max(1) as isize;
    let index = (now.index as isize + by).rem_euclid(count) as usize;
    room.now.chosen = ChosenUnit { index, ..now };
}

/// Chooses the next edge to the chosen unit, or its bias after them. Between the bias and the first, none is chosen.
pub(super) fn to_edge(room: &mut TrainScreen, by: isize) {
    let (sizes, now) = (net::sizes(room), net::chosen(room));
    let before = now.column.checked_sub(1).map_or(0, |column| sizes[column] + 1);
    let here = now.edge.map_or(0, |edge| edge + 1) as isize;
    let next = (here + by).rem_euclid(before as isize + 1) as usize;
    room.now.chosen = ChosenUnit { edge: next.checked_sub(1), ..now };
}

/// The panes that are visible, in their order.
pub(super) fn panes(room: &TrainScreen) -> Vec<Pane> {
    let views = TrainView::of(&room.control.experiment);
    let panels = layout::arrange(room.derived.body, room.view(), views, room.now.focus);
    let visible = panels.on(room.derived.body).map(|(panel, _)| Pane::of(panel)).collect::<Vec<_>>();
    Pane::ALL.iter().copied().filter(|pane| visible.contains(pane)).collect()
}

/// Whether the layout is that of all panes, some of which may take turns in one place.
fn has_all_panes(room: &TrainScreen) -> bool {
    match LayoutDetail::of(room.derived.body) {
        LayoutDetail::All | LayoutDetail::Most => room.view() != TrainView::Curves,
        LayoutDetail::Small | LayoutDetail::Least | LayoutDetail::Nothing => room.view() == TrainView::First,
    }
}

/// Gives the keys to the next pane that is visible, or takes turns with a visible one. From a pane that is shown alone, all
/// panes are shown again.
pub(super) fn next_pane(room: &mut TrainScreen, forward: bool) {
    let visible = panes(room);
    let here = room.focus().unwrap_or(room.now.focus);
    let is_all = has_all_panes(room);
    if !is_all && visible.len() < 2 {
        room.now.shown.view = TrainView::First;
    }
    let has_turn = |pane: Pane| !is_all || visible.contains(&pane) || matches!(pane, Pane::Net | Pane::Inspector);
    let can_have = |pane: Pane| if is_all || visible.len() < 2 { has_turn(pane) } else { visible.contains(&pane) };
    let mut next = here.turned(forward);
    while next != here && !can_have(next) {
        next = next.turned(forward);
    }
    room.now.focus = next;
}

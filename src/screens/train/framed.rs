//! Panels that show one contestant, at the epoch of the run or at an earlier one.

use super::TrainScreen;
use crate::screens::DrawContext;
use crate::screens::runs::draw::style;
use crate::theme::Role;
use crate::widgets::panel::{Panel, names_behind};
use crate::widgets::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A panel with its title. If there are several contestants, the title names the current one.
pub(super) fn framed(
    room: &TrainScreen,
    contestant: usize,
    panel: &Panel,
    view: DrawContext,
    area: Rect,
    buf: &mut Buffer,
) -> Rect {
    let replay = replayed(room, view);
    let right =
        if replay.is_empty() { panel.right.unwrap_or(("", Role::Muted)) } else { (replay.as_str(), Role::Focus) };
    let title = panel.title.first().map_or("", |(title, _)| title);
    let inner = Panel { right: Some(right), ..panel.clone() }.draw(area, buf, view.look);
    let contestants = &room.control.experiment.contestants;
    if let Some(named) = contestants.get(contestant).filter(|_| contestants.len() > 1) {
        let name = (room.setup.shown_name(&named.name, &view.shared.words), style(contestant, view.look));
        names_behind(title, &[name], text::width(right.0) + 5, area, buf);
    }
    inner
}

/// The epoch that is shown, if it is not that of the run.
pub(super) fn replayed(room: &TrainScreen, view: DrawContext) -> String {
    match (&room.control.replay, room.control.shown()) {
        (Some(_), Some(status)) => format!("{} {}", view.shared.words.get("train.epoch"), status.at.epoch),
        _ => String::new(),
    }
}

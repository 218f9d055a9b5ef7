//! Panels that show one contestant, at the epoch of the run or at an earlier one.

use super::TrainScreen;
use crate::nn::experiment::Contestant;
use crate::screens::DrawContext;
use crate::screens::runs::draw::style;
use crate::theme::Role;
use crate::widgets::panel::{Panel, one_name_behind};
use crate::widgets::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A panel with its title. If there are several contestants, the title names the current one.
pub(super) fn framed(
    room: &TrainScreen,
    contestant: usize,
    panel: &Panel,
    view: DrawContext,
    area: Rect,
    buf: &mut Buffer,
) -> Rect {
    let own = panel.title.first().map_or("", |(title, _)| title);
    let (title, role) = titled(room, own, view);
    let right = panel.right.unwrap_or(("", Role::Muted));
    let inner = Panel { title: vec![(&title, role)], ..panel.clone() }.draw(area, buf, view.look);
    let contestants = &room.control.experiment.contestants;
    if contestants.len() > 1 {
        let name =
            |(n, c): (usize, &Contestant)| (room.setup.shown_name(&c.name, &view.shared.words), style(n, view.look));
        let names: Vec<(String, Style)> = contestants.iter().enumerate().map(name).collect();
        one_name_behind(&title, &names, contestant, text::width(right.0) + 5, area, buf);
    }
    inner
}

/// A title, with the epoch that is shown if it is not that of the run.
pub(super) fn titled(room: &TrainScreen, title: &str, view: DrawContext) -> (String, Role) {
    match (&room.control.replay, room.control.shown()) {
        (Some(_), Some(status)) => {
            let epoch = status.at.epoch.to_string();
            (view.shared.words.fill("train.at-epoch", &[("title", title), ("epoch", &epoch)]), Role::Focus)
        }
        _ => (title.to_owned(), Role::Title),
    }
}

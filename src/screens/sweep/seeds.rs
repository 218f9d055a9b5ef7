//! Every seed by its loss; any of them opens in Train.

use super::Sweep;
use super::draw::{self, style};
use crate::screens::View;
use crate::theme::Role;
use crate::widgets::list::{draw_arrows, first_row};
use crate::widgets::panel::{Panel, names_in_edge};
use crate::widgets::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the panel; only the rows in sight are made.
pub(super) fn draw(room: &Sweep, view: View, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let title = words.get("sweep.seeds");
    let losses = room.losses();
    let place = if losses.is_empty() { String::new() } else { format!("{}/{}", room.now.place + 1, losses.len()) };
    let panel = Panel { right: Some((&place, Role::Muted)), ..Panel::titled(title) };
    let inner = panel.draw(area, buf, look);
    if let Some(contestant) = room.setup.experiment().contestants.get(room.now.contestant) {
        let at = text::width(title) as u16 + 4;
        let cells = usize::from(area.width.saturating_sub(at)).saturating_sub(text::width(&place) + 5);
        names_in_edge(&[(contestant.name.clone(), style(room.now.contestant, look))], at, area, cells, buf);
    }
    if losses.is_empty() {
        draw::empty(room, view, inner, buf);
        return;
    }
    let height = usize::from(inner.height);
    let first = first_row(losses.len(), room.now.place, height);
    for (line, (n, (loss, seed))) in losses.iter().enumerate().skip(first).take(height).enumerate() {
        let chosen = n == room.now.place;
        let pointer = if chosen { look.glyph("▸", ">") } else { " " };
        let cells = usize::from(inner.width);
        let word = if cells < 34 { "" } else { words.get("train.seed") };
        let row = format!("{pointer}{:>5}  {word} {seed:>6} {}", n + 1, draw::loss(*loss));
        let role = if chosen { Role::Selected } else { Role::Text };
        text::put(buf, inner.x, inner.y + line as u16, cells, &text::left(&row, cells), look.style(role));
    }
    draw_arrows(first > 0, first + height < losses.len(), inner, buf, look);
}

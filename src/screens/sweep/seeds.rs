//! Every seed by its loss. Any of them opens in Train.

use super::{SweepScreen, empty};
use crate::screens::DrawContext;
use crate::screens::runs::draw::contestant_names;
use crate::screens::runs::numbers;
use crate::theme::Role;
use crate::widgets::list::{draw_arrows, first_row};
use crate::widgets::panel::{Panel, one_name_behind};
use crate::widgets::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the panel. Only the visible rows are built.
pub(super) fn draw(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let title = words.get("sweep.seeds");
    let losses = room.losses();
    let place = if losses.is_empty() { String::new() } else { format!("{}/{}", room.now.place + 1, losses.len()) };
    let panel = Panel { right: Some((&place, Role::Muted)), ..Panel::titled(title) };
    let inner = panel.draw(area, buf, look);
    let names = contestant_names(&room.setup, words, look);
    one_name_behind(title, &names, room.now.shown.contestant, text::width(&place) + 5, area, buf);
    if losses.is_empty() {
        empty::draw(room, view, inner, buf);
        return;
    }
    let places = losses.len().to_string().len();
    let seeds = room.now.from.saturating_add(room.now.seeds).to_string().len();
    let height = usize::from(inner.height);
    let first = first_row(losses.len(), room.now.place, height);
    for (line, (n, (loss, seed))) in losses.iter().enumerate().skip(first).take(height).enumerate() {
        let chosen = n == room.now.place;
        let pointer = if chosen { look.glyph("▸", ">") } else { " " };
        let cells = usize::from(inner.width);
        let loss = numbers::loss(*loss, 5, 9);
        let row = match cells {
            34.. => format!("{pointer}{:>5}  {} {seed:>6} {loss}", n + 1, words.get("train.seed")),
            25.. => format!("{pointer}{:>5}   {seed:>6} {loss}", n + 1),
            // In a narrow panel, all cells are used for the numbers.
            _ => format!("{pointer}{:>places$} {seed:>seeds$} {loss}", n + 1),
        };
        let role = if chosen { Role::Selected } else { Role::Text };
        text::put(buf, inner.x, inner.y + line as u16, cells, &text::left(&row, cells), look.style(role));
    }
    draw_arrows(first > 0, first + height < losses.len(), inner, buf, look);
}

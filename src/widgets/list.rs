//! A list with headings and a selected row. It scrolls so that the selected row stays visible.

use super::panel::set;
use super::{Look, text};
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[derive(Clone, Debug, PartialEq)]
pub enum ListRow {
    Heading(String),
    /// An item that can be selected: its text, and a mark with its style.
    Item {
        words: String,
        /// A mark before the text.
        mark: Option<(&'static str, Style)>,
    },
}

/// Draws rows into an area. `chosen` is the index of the selected row.
pub fn draw(rows: &[ListRow], chosen: Option<usize>, area: Rect, buf: &mut Buffer, look: Look) {
    let height = usize::from(area.height);
    if height == 0 || area.width == 0 {
        return;
    }
    let first = first_row(rows.len(), chosen.unwrap_or(0), height);
    for (line, (n, row)) in rows.iter().enumerate().skip(first).take(height).enumerate() {
        let y = area.y + line as u16;
        draw_row(row, chosen == Some(n), Rect::new(area.x, y, area.width, 1), buf, look);
    }
    draw_arrows(first > 0, first + height < rows.len(), area, buf, look);
}

/// Draws arrows in the frame at the right of an area, if there are more rows above or below.
pub fn draw_arrows(above: bool, below: bool, area: Rect, buf: &mut Buffer, look: Look) {
    if above {
        set(buf, area.right(), area.y, look.glyph("▴", "^"), look.style(Role::Muted));
    }
    if below {
        set(buf, area.right(), area.bottom().saturating_sub(1), look.glyph("▾", "v"), look.style(Role::Muted));
    }
}

/// The first visible row, so that rows are visible above and below the selected one.
pub fn first_row(rows: usize, chosen: usize, height: usize) -> usize {
    chosen.saturating_sub(height / 2).min(rows.saturating_sub(height))
}

fn draw_row(row: &ListRow, chosen: bool, area: Rect, buf: &mut Buffer, look: Look) {
    let cells = usize::from(area.width);
    match row {
        ListRow::Heading(words) => {
            text::put(buf, area.x, area.y, cells, words, look.style(Role::Muted));
        }
        ListRow::Item { words, mark } => {
            let style = look.style(if chosen { Role::Selected } else { Role::Text });
            let pointer = if chosen { look.glyph("▸", ">") } else { " " };
            let line = text::left(&format!("{pointer} {words}"), cells);
            text::put(buf, area.x, area.y, cells, &line, style);
            if let Some((glyph, mark_style)) = mark {
                set(buf, area.x + 1, area.y, glyph, style.patch(*mark_style));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_in_sight() {
        for rows in 0..40 {
            for height in 1..20 {
                for chosen in 0..rows {
                    let first = first_row(rows, chosen, height);
                    assert!(first <= chosen && chosen < first + height, "{rows} {height} {chosen}");
                    assert!(first == 0 || first + height <= rows, "no blank rows while others are hidden");
                }
            }
        }
    }
}

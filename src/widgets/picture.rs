//! A picture in cells, drawn in the middle of its panel.

use super::Look;
use super::panel::set;
use crate::tile::{CellTone, Tiles};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

/// Draws the tiles in the middle of an area. Tiles that do not fit are left out.
pub fn draw(tiles: &Tiles, area: Rect, buf: &mut Buffer, look: Look) {
    let area = area.intersection(buf.area);
    let x = area.x + (usize::from(area.width).saturating_sub(tiles.columns) / 2) as u16;
    let y = area.y + (usize::from(area.height).saturating_sub(tiles.rows) / 2) as u16;
    for row in 0..tiles.rows.min(usize::from(area.height)) {
        for column in 0..tiles.columns.min(usize::from(area.width)) {
            let Some(tile) = tiles.get(column, row) else { continue };
            let style = Style::new().fg(color(tile.ink)).bg(color(tile.paper));
            let glyph = if look.ascii && !tile.glyph.is_ascii() { '#' } else { tile.glyph };
            set(buf, x + column as u16, y + row as u16, glyph.encode_utf8(&mut [0; 4]), style);
        }
    }
}

fn color(tone: CellTone) -> Color {
    match tone {
        CellTone::Gray(level) => Color::Rgb(level, level, level),
        CellTone::Indexed(index) => Color::Indexed(index),
        CellTone::Default => Color::Reset,
    }
}

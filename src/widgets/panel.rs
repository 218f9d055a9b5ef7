//! A framed part of the screen with text in its frame.
//!
//! ```text
//! ╭ title ─────────────── right ╮
//! │ inner                       │
//! ╰─────────────────── bottom ──╯
//! ```

use super::{Look, names, text};
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The text in the frame.
#[derive(Clone, Debug, Default)]
pub struct Panel<'a> {
    /// At the upper left, in parts with a role each.
    pub title: Vec<(&'a str, Role)>,
    /// At the upper right, if there is room.
    pub right: Option<(&'a str, Role)>,
    /// At the lower right, if there is room.
    pub bottom: Option<(&'a str, Role)>,
}

impl<'a> Panel<'a> {
    pub fn titled(title: &'a str) -> Self {
        Self { title: vec![(title, Role::Title)], ..Self::default() }
    }

    /// Adds a part to the title.
    #[must_use]
    pub fn and(mut self, part: &'a str, role: Role) -> Self {
        self.title.push((part, role));
        self
    }

    /// Draws the frame and returns the area inside it.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: Look) -> Rect {
        let area = area.intersection(buf.area);
        if area.width < 2 || area.height < 2 {
            return Rect::ZERO;
        }
        frame(area, buf, look);
        let room = usize::from(area.width.saturating_sub(4));
        let used = self.draw_title(area, buf, look, room);
        let (x, y) = (area.right().saturating_sub(2), area.y);
        draw_right(self.right, x, y, room.saturating_sub(used + 1), buf, look);
        draw_right(self.bottom, x, area.bottom() - 1, room, buf, look);
        Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2)
    }

    fn draw_title(&self, area: Rect, buf: &mut Buffer, look: Look, room: usize) -> usize {
        let mut used = 0;
        for (part, role) in &self.title {
            if part.is_empty() || used + 3 > room {
                continue;
            }
            let words = text::cut(&look.spell(part), room - used);
            let x = area.x + 1 + used as u16;
            let shown = format!(" {words} ");
            used += usize::from(text::put(buf, x, area.y, text::width(&shown), &shown, look.style(*role))) - 1;
        }
        used
    }
}

fn draw_right(part: Option<(&str, Role)>, end: u16, y: u16, room: usize, buf: &mut Buffer, look: Look) {
    let Some((words, role)) = part else { return };
    let shown = format!(" {} ", look.spell(words));
    let cells = text::width(&shown);
    if words.is_empty() || cells > room {
        return;
    }
    text::put(buf, end - cells as u16, y, cells, &shown, look.style(role));
}

fn frame(area: Rect, buf: &mut Buffer, look: Look) {
    let style = look.style(Role::Border);
    let (left, right, top, bottom) = (area.left(), area.right() - 1, area.top(), area.bottom() - 1);
    for x in left + 1..right {
        set(buf, x, top, look.glyph("─", "-"), style);
        set(buf, x, bottom, look.glyph("─", "-"), style);
    }
    for y in top + 1..bottom {
        set(buf, left, y, look.glyph("│", "|"), style);
        set(buf, right, y, look.glyph("│", "|"), style);
    }
    set(buf, left, top, look.glyph("╭", "+"), style);
    set(buf, right, top, look.glyph("╮", "+"), style);
    set(buf, left, bottom, look.glyph("╰", "+"), style);
    set(buf, right, bottom, look.glyph("╯", "+"), style);
}

/// Draws text in the lower edge of a panel, at the right, if there is room.
pub fn bottom(words: &str, role: Role, area: Rect, buf: &mut Buffer, look: Look) {
    let room = usize::from(area.width.saturating_sub(4));
    draw_right(Some((words, role)), area.right().saturating_sub(2), area.bottom().saturating_sub(1), room, buf, look);
}

/// Makes the frame of a panel heavy, in the colour of the focus.
pub fn focus(area: Rect, buf: &mut Buffer, look: Look) {
    let unicode = [("─", "━"), ("│", "┃"), ("╭", "┏"), ("╮", "┓"), ("╰", "┗"), ("╯", "┛"), ("├", "┣"), ("┤", "┫")];
    let ascii = [("-", "="), ("|", "#"), ("+", "#")];
    let heavy = [&unicode[..], &ascii].concat();
    let style = look.style(Role::Focus);
    let edge = |x: u16, y: u16| x == area.left() || x + 1 == area.right() || y == area.top() || y + 1 == area.bottom();
    let border = look.style(Role::Border);
    for at in area.intersection(buf.area).positions().filter(|at| edge(at.x, at.y)) {
        let cell = &mut buf[(at.x, at.y)];
        // Text in the frame stays as it is.
        let found = heavy.iter().find(|(light, _)| *light == cell.symbol());
        if let Some((_, glyph)) = found.filter(|_| cell.fg == border.fg.unwrap_or_default()) {
            cell.set_symbol(glyph).set_style(style);
        }
    }
}

/// Draws text in the lower edge of a panel, at the left, in at most this many cells.
pub fn bottom_left(words: &str, role: Role, cells: usize, area: Rect, buf: &mut Buffer, look: Look) {
    let shown = format!(" {} ", look.spell(words));
    if !words.is_empty() && text::width(&shown) <= cells {
        text::put(buf, area.x + 2, area.bottom().saturating_sub(1), cells, &shown, look.style(role));
    }
}

/// Draws a line across a panel from edge to edge, with text in it as in the upper edge.
pub fn divide(words: &str, area: Rect, y: u16, buf: &mut Buffer, look: Look) {
    let style = look.style(Role::Border);
    let right = area.right().saturating_sub(1);
    for x in area.left() + 1..right {
        set(buf, x, y, look.glyph("─", "-"), style);
    }
    set(buf, area.left(), y, look.glyph("├", "+"), style);
    set(buf, right, y, look.glyph("┤", "+"), style);
    Panel::titled(words).draw_title(
        Rect { y, height: 1, ..area },
        buf,
        look,
        usize::from(area.width.saturating_sub(4)),
    );
}

/// The fewest cells to which a name is shortened.
const LEAST_NAME: usize = 5;

/// The names in at most this many cells, each with a cell on both sides: the longest are shortened first, down to a few
/// cells. Names that differ stay different.
fn shortened(names: &[(String, Style)], cells: usize) -> Vec<String> {
    let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let longest = names::longest(&names);
    let wide = |names: &[String]| names.iter().map(|name| text::width(name) + 2).sum::<usize>();
    let mut tried = (LEAST_NAME..=longest).rev().map(|most| names::shortened(&names, most));
    let least = || names::shortened(&names, LEAST_NAME.min(longest));
    tried.find(|names| wide(names) <= cells).unwrap_or_else(least)
}

/// Draws the names of curves in the upper edge of a panel, each in its style. If they do not all fit into this many
/// cells, they are shortened, and the last ones are left out only after that. `at` is the column of the first name.
pub fn names_in_edge(names: &[(String, Style)], at: u16, area: Rect, cells: usize, buf: &mut Buffer) {
    let (mut x, mut free) = (area.x + at, cells);
    for (name, (_, style)) in shortened(names, cells).iter().zip(names) {
        let shown = format!(" {name} ");
        let wide = text::width(&shown);
        if wide > free {
            break;
        }
        text::put(buf, x, area.y, wide, &shown, *style);
        (x, free) = (x + wide as u16, free - wide);
    }
}

/// Draws the names of curves in the upper edge of a panel after its title. Other text takes `taken` cells of the edge.
pub fn names_behind(title: &str, names: &[(String, Style)], taken: usize, area: Rect, buf: &mut Buffer) {
    let at = text::width(title) as u16 + 4;
    names_in_edge(names, at, area, usize::from(area.width).saturating_sub(usize::from(at) + taken), buf);
}

/// Draws one of several names in the upper edge of a panel after its title, shortened so that it differs from the others.
pub fn one_name_behind(title: &str, names: &[(String, Style)], n: usize, taken: usize, area: Rect, buf: &mut Buffer) {
    let Some((_, style)) = names.get(n) else { return };
    let cells = usize::from(area.width).saturating_sub(text::width(title) + 4 + taken + 2);
    let all: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let most = cells.min(text::width(all[n])).max(LEAST_NAME);
    let longest = names::longest(&all);
    // If its own name fits, those of the others do not matter.
    let name = if text::width(all[n]) <= most {
        all[n].to_owned()
    } else {
        names::shortened(&all, most.min(longest))[n].clone()
    };
    names_behind(title, &[(name, *style)], taken, area, buf);
}

/// The inner row of a panel that contains a position. `None` on the frame and outside.
pub fn row_in(panel: Rect, at: Position) -> Option<u16> {
    let inner = Rect::new(panel.x + 1, panel.y + 1, panel.width.saturating_sub(2), panel.height.saturating_sub(2));
    inner.contains(at).then(|| at.y - inner.y)
}

/// Sets one cell if it is in the buffer.
pub fn set(buf: &mut Buffer, x: u16, y: u16, glyph: &str, style: Style) {
    if let Some(cell) = buf.cell_mut((x, y)) {
        cell.set_symbol(glyph).set_style(style);
    }
}

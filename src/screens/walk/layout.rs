//! The layout of Walk's panes.
//!
//! ```text
//! 100×20 and up                     below: one of them in front
//! ╭ text ─────╮ Lab sigmoid 5/32    ╭ text ─────────╮     step, its keys
//! │           │╭ the exhibit ╮      │               │     ╭ the exhibit ──╮
//! │           ││             │      │               │     │               │
//! ╰───────────╯╰─────────────╯      ╰───────────────╯     ╰───────────────╯
//! ```

use ratatui::layout::{Constraint, Layout, Rect, Size};

/// The widest line that is easy to read, in cells.
const MEASURE: u16 = 72;

/// Whether text and exhibit fit side by side.
pub(super) fn is_beside(size: Size) -> bool {
    size.width >= 100 && size.height >= 20
}

/// The areas of the text, the line above the exhibit, and the exhibit, side by side.
pub(super) fn beside(area: Rect) -> [Rect; 3] {
    let wide = (area.width * 11 / 30).clamp(40, MEASURE + 4);
    let [text, right] = area.layout(&Layout::horizontal([Constraint::Length(wide), Constraint::Fill(1)]));
    let [head, exhibit] = one(right);
    [text, head, exhibit]
}

/// The areas of the line above the exhibit, and the exhibit, without the text.
pub(super) fn one(area: Rect) -> [Rect; 2] {
    area.layout(&Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]))
}

/// The size of the exhibit in a room of that size.
pub(super) fn exhibit(size: Size) -> Size {
    let area = Rect::from((ratatui::layout::Position::ORIGIN, size));
    if is_beside(size) { beside(area)[2].as_size() } else { one(area)[1].as_size() }
}

/// The size of the text inside its frame.
pub(super) fn text(size: Size) -> Size {
    let area = Rect::from((ratatui::layout::Position::ORIGIN, size));
    let pane = if is_beside(size) { beside(area)[0] } else { area };
    Size::new(pane.width.saturating_sub(4), pane.height.saturating_sub(2))
}

/// The widest line of text in a pane of that width, in cells.
pub(super) fn measure(width: u16) -> usize {
    usize::from(width.min(MEASURE))
}

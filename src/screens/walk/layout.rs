//! The layout of Walk's panes.
//!
//! ```text
//! 100×20 and up                     76×18 and up                  below: one of them in front
//! ╭ text ─────╮ Lab sigmoid 5/32    title of the step    θ 0.0    ╭ text ─────────╮     step, its keys
//! │           │╭ the exhibit ╮      text, at most 8 rows          │               │     ╭ the exhibit ──╮
//! │           ││             │      ╭ the exhibit ────────────╮   │               │     │               │
//! ╰───────────╯╰─────────────╯      ╰─────────────────────────╯   ╰───────────────╯     ╰───────────────╯
//! ```

use ratatui::layout::{Constraint, Layout, Position, Rect, Size};

/// The widest line that is easy to read, in cells.
const MEASURE: u16 = 72;
/// The most rows of text above an exhibit.
pub(super) const MOST_ROWS: u16 = 8;

/// How text and exhibit share the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrangement {
    Beside,
    /// The text above the exhibit.
    Stacked,
    /// Only one of them is visible.
    Single,
}

impl Arrangement {
    /// The arrangement in a room of that size.
    pub(super) fn of(size: Size) -> Self {
        match (size.width, size.height) {
            (100.., 20..) => Self::Beside,
            (76.., 18..) => Self::Stacked,
            _ => Self::Single,
        }
    }
}

/// The areas of a room. Where only one of text and exhibit is visible, they overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Panes {
    pub(super) arrangement: Arrangement,
    /// The text with its frame; without a frame where it stands above the exhibit.
    pub(super) text: Rect,
    /// The lines of the text.
    pub(super) lines: Rect,
    /// The line above the exhibit, or above the text.
    pub(super) head: Rect,
    pub(super) exhibit: Rect,
}

impl Panes {
    /// The areas within an area, for a text of that many rows.
    pub(super) fn of(area: Rect, rows: u16) -> Self {
        let arrangement = Arrangement::of(area.as_size());
        match arrangement {
            Arrangement::Beside => {
                let wide = (area.width * 11 / 30).clamp(40, MEASURE + 4);
                let columns = [Constraint::Length(wide), Constraint::Fill(1)];
                let [text, right] = area.layout(&Layout::horizontal(columns));
                let [head, exhibit] = below_head(right);
                Self { arrangement, text, lines: inside(text), head, exhibit }
            }
            Arrangement::Stacked => {
                let rows = [Constraint::Length(1), Constraint::Length(rows.clamp(1, MOST_ROWS)), Constraint::Fill(1)];
                let [head, text, exhibit] = area.layout(&Layout::vertical(rows));
                let lines = Rect { x: text.x + 1, width: text.width.saturating_sub(2), ..text };
                Self { arrangement, text, lines, head, exhibit }
            }
            Arrangement::Single => {
                let [head, exhibit] = below_head(area);
                Self { arrangement, text: area, lines: inside(area), head, exhibit }
            }
        }
    }

    /// The same for a room at the origin.
    pub(super) fn of_size(size: Size, rows: u16) -> Self {
        Self::of(Rect::from((Position::ORIGIN, size)), rows)
    }
}

fn below_head(area: Rect) -> [Rect; 2] {
    area.layout(&Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]))
}

/// The area inside a frame, with an empty cell on both sides.
pub(super) fn inside(area: Rect) -> Rect {
    let (width, height) = (area.width.saturating_sub(4), area.height.saturating_sub(2));
    Rect { x: area.x + 2, y: area.y + 1, width, height }
}

/// The widest line of text in a pane of that width, in cells.
pub(super) fn measure(width: u16, arrangement: Arrangement) -> usize {
    usize::from(if arrangement == Arrangement::Stacked { width } else { width.min(MEASURE) })
}

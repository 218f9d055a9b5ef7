//! The line of keys at the bottom of the screen: as many hints as fit, in order, and the last ones always.

use super::{Look, text};
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// One or more keys, and what they do.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// For example `↑↓`.
    pub keys: String,
    /// For example `function`.
    pub words: String,
}

impl Hint {
    fn width(&self) -> usize {
        text::width(&self.keys) + 1 + text::width(&self.words)
    }
}

/// Draws hints from the left. Those in `always` end the line, even if others are left out before them.
pub fn draw(hints: &[Hint], always: &[Hint], area: Rect, buf: &mut Buffer, look: Look) {
    if area.is_empty() {
        return;
    }
    let kept: usize = always.iter().map(|h| h.width() + 2).sum();
    let mut x = area.x + 1;
    let end = area.right();
    for hint in hints {
        if usize::from(x) + hint.width() + 2 + kept > usize::from(end) {
            break;
        }
        x = draw_one(hint, x, area.y, end, buf, look);
    }
    for hint in always {
        if usize::from(x) + hint.width() <= usize::from(end) {
            x = draw_one(hint, x, area.y, end, buf, look);
        }
    }
}

fn draw_one(hint: &Hint, x: u16, y: u16, end: u16, buf: &mut Buffer, look: Look) -> u16 {
    let room = usize::from(end - x);
    let used = text::put(buf, x, y, room, &hint.keys, look.style(Role::Focus));
    let x = x + used + 1;
    let used = text::put(buf, x, y, usize::from(end.saturating_sub(x)), &hint.words, look.style(Role::Muted));
    x + used + 2
}

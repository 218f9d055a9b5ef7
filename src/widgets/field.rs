//! A text input of one line.

use super::{Look, text};
use crate::input::Verb;
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::ops::Range;
use tui_input::{Input, InputRequest};

/// The most characters in the line.
pub const MOST_CHARACTERS: usize = 4096;

/// Edits the line as a verb says. Returns whether the verb edits.
pub fn edit(line: &mut Input, verb: Verb) -> bool {
    let request = match verb {
        Verb::Erase => InputRequest::DeletePrevChar,
        Verb::EraseNext => InputRequest::DeleteNextChar,
        Verb::EraseWord => InputRequest::DeletePrevWord,
        Verb::EraseAll => InputRequest::DeleteLine,
        Verb::CaretLeft => InputRequest::GoToPrevChar,
        Verb::CaretRight => InputRequest::GoToNextChar,
        Verb::CaretStart => InputRequest::GoToStart,
        Verb::CaretEnd => InputRequest::GoToEnd,
        _ => return false,
    };
    line.handle(request);
    true
}

/// Inserts one character at the caret.
pub fn insert(line: &mut Input, c: char) {
    if !c.is_control() && line.value().chars().count() < MOST_CHARACTERS {
        line.handle(InputRequest::InsertChar(c));
    }
}

/// Draws a label, the line, and the caret. Of a long line, the part around the caret is shown.
pub fn draw(label: &str, line: &Input, area: Rect, buf: &mut Buffer, look: Look) {
    draw_marked(label, line, None, area, buf, look);
}

/// The same, with a range of characters underlined as wrong. An empty range underlines the cell where something is
/// missing.
pub fn draw_marked(label: &str, line: &Input, mark: Option<Range<usize>>, area: Rect, buf: &mut Buffer, look: Look) {
    if area.is_empty() {
        return;
    }
    let used = text::put(buf, area.x, area.y, usize::from(area.width), label, look.style(Role::Focus));
    let x = area.x + used + 1;
    let room = usize::from(area.right().saturating_sub(x));
    if room < 2 {
        return;
    }
    // The width is computed here, because escapes for control characters are wider than `Input` assumes.
    let cells: Vec<usize> = line.value().chars().map(|c| text::width(c.encode_utf8(&mut [0; 4]))).collect();
    let before: usize = cells.iter().take(line.cursor()).sum();
    // The visible part must begin with a whole character.
    let mut scroll = 0;
    for wide in cells.iter().take_while(|_| before > room - 1) {
        if scroll >= before - (room - 1) {
            break;
        }
        scroll += wide;
    }
    let mut passed = 0;
    let shown: String = line
        .value()
        .chars()
        .skip_while(|c| {
            passed += text::width(c.encode_utf8(&mut [0; 4]));
            passed <= scroll
        })
        .collect();
    text::put(buf, x, area.y, room, &shown, look.style(Role::Text));
    if let Some(mark) = mark {
        let at = |n: usize| cells.iter().take(n).sum::<usize>();
        let (start, end) = (at(mark.start), at(mark.end).max(at(mark.start) + 1));
        for cell in start.max(scroll)..end.min(scroll + room) {
            if let Some(cell) = buf.cell_mut((x + (cell - scroll) as u16, area.y)) {
                cell.set_style(look.style(Role::Warning).add_modifier(Modifier::UNDERLINED));
            }
        }
    }
    let caret = x + before.saturating_sub(scroll) as u16;
    if let Some(cell) = buf.cell_mut((caret.min(area.right() - 1), area.y)) {
        cell.set_style(look.style(Role::Focus).add_modifier(Modifier::REVERSED));
    }
}

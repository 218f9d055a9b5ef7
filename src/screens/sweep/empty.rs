//! The text of a panel that has nothing to show yet.

use super::SweepScreen;
use crate::screens::DrawContext;
use crate::theme::Role;
use crate::widgets::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Says which key to press, or what the panel waits for.
pub(super) fn draw(room: &SweepScreen, view: DrawContext, inner: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let key = match () {
        () if room.has_only_diverged() => "sweep.all-diverged",
        () if room.control.done() > 0 => "sweep.at-rest",
        () if room.control.work.is_running() => "sweep.waiting",
        () => "sweep.begin",
    };
    let cells = usize::from(inner.width.saturating_sub(2));
    for (line, y) in text::wrap(words.get(key), cells).iter().zip(inner.top()..inner.bottom()) {
        text::put(buf, inner.x + 1, y, cells, line, view.look.style(Role::Muted));
    }
}

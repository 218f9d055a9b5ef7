//! The table of contents: every lesson, and its progress.

use super::WalkScreen;
use crate::screens::DrawContext;
use crate::theme::Role;
use crate::widgets::list::{self, ListRow};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The facts of the chosen lesson.
pub(super) fn facts(room: &WalkScreen, lesson: usize, words: &Words) -> Vec<String> {
    let one = &room.course.lessons[lesson];
    let (done, all) = (room.progress.done(&one.stem).to_string(), room.steps(lesson).to_string());
    vec![words.fill("walk.state", &[("done", &done), ("all", &all)]), one.text(words.language()).summary.clone()]
}

/// Draws the table, scrolled so that the chosen lesson is visible.
pub(super) fn draw(room: &WalkScreen, chosen: usize, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let mark = |lesson: usize| {
        if room.is_lesson_done(lesson) {
            Some((look.glyph("✓", "+"), look.style(Role::Value)))
        } else if room.progress.done(&room.course.lessons[lesson].stem) > 0 {
            Some((look.glyph("·", "."), look.style(Role::Value)))
        } else {
            None
        }
    };
    let row = |(n, lesson): (usize, &crate::lessons::Lesson)| {
        let title = look.spell(&lesson.text(view.shared.words.language()).title);
        ListRow::Item { words: format!("{:>2} {title}", n + 1), mark: mark(n) }
    };
    let rows: Vec<ListRow> = room.course.lessons.iter().enumerate().map(row).collect();
    list::draw(&rows, Some(chosen), area, buf, look);
}

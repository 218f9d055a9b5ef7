//! The mouse in Walk: clicks choose lessons and answers, and give the keys to the pane under them; the wheel scrolls.

use super::layout::{Arrangement, Panes};
use super::{Focus, WalkScreen, layout, page};
use crate::screens::{Context, Pointer};
use crate::widgets::list::first_row;
use ratatui::layout::{Position, Rect};

pub(super) fn point(room: &mut WalkScreen, at: Position, pointer: Pointer, cx: &mut Context) {
    let area = Rect::from((Position::ORIGIN, room.size));
    if room.cover.is_some() && room.contents.is_none() {
        if pointer == Pointer::Press {
            room.close_cover(cx);
        }
        return;
    }
    let panes = Panes::of(area, room.rows);
    let both = !room.is_single();
    // The table of contents takes the place of everything above and below it.
    let whole = panes.arrangement == Arrangement::Stacked && room.contents.is_some();
    let text = if whole { area } else { panes.text };
    if (both || room.shows_exhibit()) && !whole && panes.exhibit.contains(at) {
        on_exhibit(room, panes.exhibit, at, pointer, cx);
    } else if (both || !room.shows_exhibit()) && text.contains(at) {
        room.focus = if pointer == Pointer::Press { Focus::Text } else { room.focus };
        let inner = if whole { layout::inside(area) } else { panes.lines };
        let line = inner.contains(at).then(|| usize::from(at.y - inner.y));
        match room.contents {
            Some(chosen) => on_contents(room, chosen, line, usize::from(inner.height), pointer, cx),
            None => on_text(room, line, usize::from(at.x.saturating_sub(inner.x)), inner, pointer, cx),
        }
    }
}

/// While a prediction waits for its answer, the exhibit ignores the mouse.
fn on_exhibit(room: &mut WalkScreen, exhibit: Rect, at: Position, pointer: Pointer, cx: &mut Context) {
    if room.is_open() {
        return;
    }
    if let Some(guest) = room.guest.room_mut() {
        guest.mouse(Position::new(at.x - exhibit.x, at.y - exhibit.y), pointer, cx);
        if pointer == Pointer::Press && room.contents.is_none() {
            room.focus = Focus::Exhibit;
        }
    }
}

/// A click chooses a lesson, and a second click opens it.
fn on_contents(
    room: &mut WalkScreen,
    chosen: usize,
    line: Option<usize>,
    rows: usize,
    pointer: Pointer,
    cx: &mut Context,
) {
    let last = room.course.lessons.len() - 1;
    match pointer {
        Pointer::WheelUp => room.contents = Some(chosen.saturating_sub(1)),
        Pointer::WheelDown => room.contents = Some((chosen + 1).min(last)),
        Pointer::Press => match line.map(|line| first_row(last + 1, chosen, rows) + line).filter(|n| *n <= last) {
            Some(lesson) if lesson == chosen => room.open_lesson(lesson, cx),
            Some(lesson) => room.contents = Some(lesson),
            None => {}
        },
    }
}

fn on_text(room: &mut WalkScreen, line: Option<usize>, column: usize, inner: Rect, pointer: Pointer, cx: &mut Context) {
    match pointer {
        Pointer::WheelUp => room.scroll = room.scroll.saturating_sub(1),
        Pointer::WheelDown if room.scrolls() => room.scroll += 1,
        Pointer::WheelDown => {}
        Pointer::Press => {
            let lines = page::lines(room, cx.shared, inner.as_size());
            let answer = line.and_then(|line| page::answer_at(&lines, line + room.scroll, column));
            if let Some(answer) = answer.filter(|_| super::commands::is_asking_still(room)) {
                room.predict(answer, cx);
            }
        }
    }
}

//! Draws Walk: the text in its frame, and the exhibit as its own room draws it.

use super::embedded_room::EmbeddedRoom;
use super::{Focus, WalkScreen, contents, layout, page};
use crate::screens::DrawContext;
use crate::theme::Role;
use crate::widgets::panel::Panel;
use crate::widgets::prose::{self, TextTone};
use crate::widgets::{list, text};
use crate::words::Message;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub(super) fn draw(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    if layout::is_beside(area.as_size()) {
        let [left, head, right] = layout::beside(area);
        draw_text(room, view, left, buf);
        draw_head(room, view, head, buf);
        draw_exhibit(room, view, right, buf);
    } else if room.shows_exhibit() {
        let [head, below] = layout::one(area);
        draw_reminder(room, view, head, buf);
        draw_exhibit(room, view, below, buf);
    } else {
        draw_text(room, view, area, buf);
    }
}

fn draw_text(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let title = match room.contents {
        Some(_) => words.get("walk.contents").to_owned(),
        None => look.spell(&room.lesson().text(words.language()).title),
    };
    let role = if room.focus == Focus::Text { Role::Focus } else { Role::Muted };
    let inner = Panel { title: vec![(&title, role)], ..Panel::default() }.draw(area, buf, look);
    // One empty cell on both sides.
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if let Some(chosen) = room.contents {
        contents::draw(room, chosen, view, inner, buf);
        return;
    }
    let cells = layout::measure(inner.width);
    let (lines, rows) = (page::lines(room, view.shared, inner.as_size()), usize::from(inner.height));
    for (line, y) in lines.iter().skip(room.scroll).zip(inner.top()..inner.bottom()) {
        prose::draw(line, inner.x, y, cells, buf, look);
    }
    let frame = Rect { width: inner.width + 1, ..inner };
    list::draw_arrows(room.scroll > 0, room.scroll + rows < lines.len(), frame, buf, look);
}

/// Draws the exhibit line above the exhibit.
fn draw_head(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let Some(exhibit) = room.guest.room() else { return };
    let (look, words) = (view.look, &view.shared.words);
    let role = if room.focus == Focus::Exhibit { Role::Focus } else { Role::Muted };
    let name = words.find_in("room", exhibit.id()).unwrap_or(exhibit.id());
    let cells = usize::from(area.width.saturating_sub(2));
    let used = text::put(buf, area.x + 1, area.y, cells, name, look.style(role)) + 2;
    let heading = look.spell(&exhibit.heading(view));
    let left = cells.saturating_sub(usize::from(used));
    text::put(buf, area.x + 1 + used, area.y, left, &heading, look.style(Role::Text));
}

/// The title of the step and its keys, or its answers: as many whole ones as fit.
fn draw_reminder(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, shared) = (view.look, view.shared);
    let step = room.step(shared.words.language());
    let mut line = vec![(look.spell(&step.title), TextTone::Title)];
    let mut free = usize::from(area.width.saturating_sub(2)).saturating_sub(text::width(&line[0].0));
    let pairs: Vec<(String, String)> = match &step.prediction {
        Some(prediction) if room.is_open() => {
            let letter = |n: usize| crate::lessons::Answer::Given(n).text();
            prediction.answers.iter().enumerate().map(|(n, words)| (letter(n), words.clone())).collect()
        }
        _ => step.keys.iter().map(|(key, does)| (page::shown(key, &step.exhibit, shared), does.clone())).collect(),
    };
    for (key, does) in pairs {
        let wide = text::width(&key) + text::width(&does) + 3;
        if wide > free {
            break;
        }
        free -= wide;
        line.extend([(format!("  {key}"), TextTone::Code), (format!(" {}", look.spell(&does)), TextTone::Muted)]);
    }
    prose::draw(&line, area.x + 1, area.y, usize::from(area.width.saturating_sub(2)), buf, look);
}

fn draw_exhibit(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    match &room.guest {
        EmbeddedRoom::None => {}
        EmbeddedRoom::Room(exhibit) => exhibit.draw(view, area, buf),
        EmbeddedRoom::Fault(reason) => {
            let words = view.shared.words.say(&Message::new("walk.no-exhibit").with("reason", reason));
            let cells = usize::from(area.width.saturating_sub(2));
            for (line, y) in text::wrap(&words, cells).iter().zip(area.top()..area.bottom()) {
                text::put(buf, area.x + 1, y, cells, line, view.look.style(Role::Warning));
            }
        }
    }
}

//! Draws Walk: the text in its frame, and the exhibit as its own room draws it.

use super::embedded_room::EmbeddedRoom;
use super::layout::{Arrangement, Panes};
use super::{Focus, WalkScreen, contents, cover, layout, named, page};
use crate::screens::{DrawContext, stage};
use crate::theme::Role;
use crate::widgets::panel::Panel;
use crate::widgets::prose::{self, TextTone};
use crate::widgets::{list, text};
use crate::words::{Language, Message};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::widgets::{Clear, Widget};

pub(super) fn draw(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    if room.cover.is_some() && room.contents.is_none() {
        return cover::draw(room, view, area, buf);
    }
    let panes = Panes::of(area, room.rows);
    match panes.arrangement {
        Arrangement::Beside => {
            draw_text(room, view, panes.text, buf);
            draw_head(room, view, panes.head, buf);
            draw_exhibit(room, view, panes.exhibit, buf);
        }
        Arrangement::Stacked if room.contents.is_none() => {
            draw_title(room, view, panes.head, buf);
            draw_lines(room, view, panes.lines, buf);
            draw_exhibit(room, view, panes.exhibit, buf);
        }
        Arrangement::Single if room.shows_exhibit() => {
            draw_reminder(room, view, panes.head, buf);
            draw_exhibit(room, view, panes.exhibit, buf);
        }
        Arrangement::Stacked | Arrangement::Single => draw_text(room, view, area, buf),
    }
}

/// The title of the step, and what the exhibit says in a few cells.
fn draw_title(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let role = if room.focus == Focus::Text { Role::Focus } else { Role::Muted };
    let cells = usize::from(area.width.saturating_sub(2));
    let title = look.spell(&room.step(view.shared.words.language()).title);
    let used = text::put(buf, area.x + 1, area.y, cells, &title, look.style(role).add_modifier(Modifier::BOLD));
    let left = cells.saturating_sub(usize::from(used) + 2);
    let captions = room.guest.room().map(|exhibit| {
        // The name of an experiment may be the answer.
        let brief = if room.is_open() { String::new() } else { exhibit.brief(view) };
        let caption = exhibit.caption(view);
        [format!("{brief}  {caption}").trim().to_owned(), caption]
    });
    draw_caption(captions.iter().flatten(), left, area, view, buf);
}

/// The first of several captions that fits, at the right end of a line.
fn draw_caption<'a>(
    mut captions: impl Iterator<Item = &'a String>,
    cells: usize,
    area: Rect,
    view: DrawContext,
    buf: &mut Buffer,
) {
    let spelt = captions.find(|caption| text::width(&view.look.spell(caption)) <= cells);
    let Some(caption) = spelt.map(|caption| view.look.spell(caption)) else { return };
    let wide = text::width(&caption);
    let x = area.right().saturating_sub(wide as u16 + 1);
    text::put(buf, x, area.y, wide, &caption, view.look.style(Role::Text));
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
    match room.contents {
        Some(chosen) => contents::draw(room, chosen, view, inner, buf),
        None => draw_lines(room, view, inner, buf),
    }
}

fn draw_lines(room: &WalkScreen, view: DrawContext, inner: Rect, buf: &mut Buffer) {
    let look = view.look;
    let cells = layout::measure(inner.width, Arrangement::of(room.size));
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
    let mut used = text::put(buf, area.x + 1, area.y, cells, name, look.style(role)) + 2;
    let caption = look.spell(&exhibit.caption(view));
    // The numbers of the caption come first; the heading takes what is left. The name of an experiment may be the answer.
    let left = cells.saturating_sub(usize::from(used) + text::width(&caption) + 2);
    let headings = [exhibit.heading(view), exhibit.brief(view)].map(|heading| look.spell(&heading));
    let heading = headings.iter().find(|heading| !room.is_open() && text::width(heading) <= left);
    let heading = heading.map_or("", String::as_str);
    used += text::put(buf, area.x + 1 + used, area.y, left, heading, look.style(Role::Text)) + 2;
    draw_caption([&caption].into_iter(), cells.saturating_sub(usize::from(used)), area, view, buf);
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
        _ => step.keys.iter().map(|(key, does)| (named::shown(key, &step.exhibit, shared), does.clone())).collect(),
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
        EmbeddedRoom::Room(exhibit) => {
            exhibit.draw(view, area, buf);
            draw_covers(room, view, area, buf);
        }
        EmbeddedRoom::Fault(reason) => {
            let words = view.shared.words.say(&Message::new("walk.no-exhibit").with("reason", reason));
            let cells = usize::from(area.width.saturating_sub(2));
            for (line, y) in text::wrap(&words, cells).iter().zip(area.top()..area.bottom()) {
                text::put(buf, area.x + 1, y, cells, line, view.look.style(Role::Warning));
            }
        }
    }
}

/// Covers the panels that give the answer of an open question.
fn draw_covers(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let step = room.step(Language::English);
    if !room.is_open() || step.covered.is_empty() || room.guest.is_waiting() {
        return;
    }
    let (look, words) = (view.look, &view.shared.words);
    for (panel, place) in step.panels.iter().zip(stage::grid(area, step.panels.len())) {
        if !step.covered.contains(panel) {
            continue;
        }
        Clear.render(place, buf);
        buf.set_style(place, look.style(Role::Text));
        let inner = Panel::default().draw(place, buf, look);
        let cells = usize::from(inner.width.saturating_sub(2));
        let lines = text::wrap(words.get("walk.covered"), cells);
        let top = inner.y + inner.height.saturating_sub(lines.len() as u16) / 2;
        for (line, y) in lines.iter().zip(top..inner.bottom()) {
            let x = inner.x + inner.width.saturating_sub(text::width(line) as u16) / 2;
            text::put(buf, x, y, cells, line, look.style(Role::Muted));
        }
    }
}

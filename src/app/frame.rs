//! What surrounds every room: the title bar, the status lines and the hints.
//!
//! ```text
//!  actlab  1 Walk  2 Lab  3 Train  4 Slope  5 Softmax  6 Sweep     sigmoid 5/32
//! ╭ the room ───────────────────────────────────────────────────────────────────╮
//! ╰─────────────────────────────────────────────────────────────────────────────╯
//!  facts · facts · facts
//!  ↑↓ function  ←→ cursor                                        ? help  q quit
//! ```

use super::chrome::COMMANDS;
use super::{App, help};
use crate::input::label;
use crate::screens::{AnyScreen, CommandRow, DrawContext, SCREENS};
use crate::theme::Role;
use crate::widgets::hints::{self, Hint};
use crate::widgets::text;
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

/// The most cells of a typed line in plain text output.
const TYPED: u16 = 200;

#[derive(Clone, Copy, Debug)]
pub(super) struct Areas {
    title: Rect,
    pub(super) body: Rect,
    status: Rect,
    hints: Rect,
}

/// Divides the screen into areas. A tall screen has a second status line.
pub(super) fn areas(area: Rect) -> Areas {
    let facts = if area.height >= 22 { 2 } else { 1 };
    let rows = [Constraint::Length(1), Constraint::Fill(1), Constraint::Length(facts), Constraint::Length(1)];
    let [title, body, status, hints] = area.layout(&Layout::vertical(rows));
    Areas { title, body, status, hints }
}

/// Draws the room and everything around it.
pub(super) fn draw(app: &App, screen: &dyn AnyScreen, area: Rect, buf: &mut Buffer) {
    let view = app.view();
    let Areas { title, body, status, hints } = areas(area);
    draw_title(app, screen, view, title, buf);
    if let Some(scrolled) = app.chrome.help {
        help::draw(app, screen, scrolled, body, buf);
    } else {
        screen.draw(view, body, buf);
    }
    draw_status(screen, view, status, buf);
    draw_hints(app, screen, hints, buf);
}

/// The screen as lines of text: the room and its heading, then the help, the line being typed, or the facts.
pub(super) fn read(app: &App, screen: &dyn AnyScreen) -> Vec<String> {
    let view = app.view();
    let mut lines = vec![format!("{}: {}", name_of(app.chrome.room, &view.shared.words), screen.heading(view))];
    lines.extend(view.shared.notice.clone());
    lines.extend(app.unkept());
    let typed = Rect::new(0, 0, TYPED, 1);
    let mut line = Buffer::empty(typed);
    if app.chrome.help.is_some() {
        lines.extend(help::read(app, screen));
    } else if screen.is_typing() && screen.draw_line(view, typed, &mut line) {
        lines.push(line.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>());
        lines.extend(screen.facts(view));
        lines.extend(screen.advice(view));
    } else {
        lines.extend(screen.read(view));
    }
    let lines = lines.iter().map(|line| view.look.spell(line).trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The name of the program, at the left of the title bar.
const NAME: &str = "actlab";

/// The forms of the names of rooms in the title bar, from the widest.
const TABS: [fn(usize, &str, bool) -> String; 3] = [
    |n, name, _| format!(" {n} {name} "),
    |n, name, _| format!("{n} {name}"),
    // Only the current room shows its name.
    |n, name, is_front| if is_front { format!(" {n} {name} ") } else { format!(" {n} ") },
];

/// The title bar: each room with its column, and the heading. The heading shrinks before the names of rooms do.
fn title(app: &App, screen: &dyn AnyScreen, view: DrawContext, area: Rect) -> (Vec<(u16, String)>, String) {
    let words = &view.shared.words;
    let first = area.x + 3 + NAME.len() as u16;
    let tabs = |form: usize| {
        (0..SCREENS.len()).map(move |n| TABS[form](n + 1, name_of(n, words), n == app.chrome.room)).collect::<Vec<_>>()
    };
    let left = |tabs: &[String]| {
        let used: usize = tabs.iter().map(|tab| text::width(tab) + 1).sum();
        usize::from(area.right()).saturating_sub(usize::from(first) + used + 2)
    };
    let headings = [screen.heading(view), screen.brief(view)];
    let fits = |form: usize| headings.iter().find(|heading| text::width(heading) <= left(&tabs(form))).cloned();
    let pairs = headings.iter().flat_map(|heading| [0, 1].map(|form| (form, heading)));
    let (form, heading) = pairs
        .filter(|(form, heading)| (1..=left(&tabs(*form))).contains(&text::width(heading).max(1)))
        .map(|(form, heading)| (form, heading.clone()))
        .next()
        .or_else(|| (left(&tabs(1)) >= LEAST_HEADING).then(|| (1, text::cut(&headings[1], left(&tabs(1))))))
        .unwrap_or_else(|| (2, fits(2).unwrap_or_else(|| headings[1].clone())));
    let mut x = first;
    let tabs = tabs(form).into_iter().map(|tab| {
        let at = x;
        x += text::width(&tab).min(usize::from(area.right().saturating_sub(x))) as u16 + 1;
        (at, tab)
    });
    (tabs.collect(), heading)
}

/// The room whose tab is at a cell.
pub(super) fn tab_at(app: &App, screen: &dyn AnyScreen, area: Rect, at: Position) -> Option<usize> {
    let bar = areas(area).title;
    let (tabs, _) = title(app, screen, app.view(), bar);
    let lies = |(x, tab): &(u16, String)| (*x..*x + text::width(tab) as u16).contains(&at.x);
    tabs.iter().position(lies).filter(|_| bar.contains(at))
}

fn draw_title(app: &App, screen: &dyn AnyScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    text::put(buf, area.x + 1, area.y, usize::from(area.width), NAME, look.style(Role::Title));
    let (tabs, heading) = title(app, screen, view, area);
    let (wide, mut x) = (text::width(&heading), area.x);
    for (n, (at, tab)) in tabs.iter().enumerate() {
        let style = look.style(if n == app.chrome.room { Role::Selected } else { Role::Muted });
        x = *at + text::put(buf, *at, area.y, usize::from(area.right().saturating_sub(*at)), tab, style) + 1;
    }
    if usize::from(x) + wide + 2 <= usize::from(area.right()) {
        text::put(buf, area.right() - wide as u16 - 1, area.y, wide, &heading, look.style(Role::Text));
    } else {
        // The beginning of a heading is better than no heading.
        let left = usize::from(area.right().saturating_sub(x + 1));
        if left >= LEAST_HEADING {
            text::put(buf, x + 1, area.y, left - 1, &heading, look.style(Role::Text));
        }
    }
}

/// The fewest cells in which the beginning of a heading is useful.
const LEAST_HEADING: usize = 12;

fn name_of(room: usize, words: &Words) -> &str {
    words.find_in("room", SCREENS[room].id).unwrap_or(SCREENS[room].id)
}

/// A warning that progress is not saved keeps the last row while it holds. Other words use the remaining rows.
fn draw_status(screen: &dyn AnyScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let is_free = area.height > 1 || view.shared.notice.is_none() && !screen.is_typing();
    let Some(unkept) = view.shared.unkept.as_ref().filter(|_| is_free && !area.is_empty()) else {
        return draw_words(screen, view, area, buf);
    };
    let (above, cells) = (Rect { height: area.height - 1, ..area }, usize::from(area.width.saturating_sub(2)));
    if !above.is_empty() {
        draw_words(screen, view, above, buf);
    }
    let line = text::cut(&view.look.spell(&view.shared.words.say(unkept)), cells);
    text::put(buf, area.x + 1, above.bottom(), cells, &line, view.look.style(Role::Warning));
}

/// Draws a notice, the line being typed, or as many whole facts as fit.
fn draw_words(screen: &dyn AnyScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let cells = usize::from(inner.width);
    let look = view.look;
    if let Some(notice) = &view.shared.notice {
        // If there is a second row for the notice, the line being typed stays visible.
        let typed = inner.height > 1 && screen.draw_line(view, Rect { height: 1, ..inner }, buf);
        for (line, y) in text::wrap(notice, cells).iter().zip(area.top() + u16::from(typed)..area.bottom()) {
            text::put(buf, inner.x, y, cells, line, look.style(Role::Title));
        }
        return;
    }
    if screen.draw_line(view, inner, buf) {
        return;
    }
    let facts = screen.facts(view).into_iter().chain(screen.advice(view));
    let mut facts = facts.map(|fact| look.spell(&fact)).peekable();
    let mut y = inner.top();
    while y < inner.bottom() {
        let mut line = String::new();
        while let Some(fact) = facts.peek() {
            // A fact below others is shown whole or not at all.
            if y > inner.top() && text::wrap(fact, cells).len() > usize::from(inner.bottom() - y) {
                facts.next();
                continue;
            }
            let joined = if line.is_empty() { fact.clone() } else { format!("{line} · {fact}") };
            if text::width(&joined) > cells && !line.is_empty() {
                break;
            }
            line = joined;
            facts.next();
        }
        // A fact that is too long for its line continues on the next one if there is one.
        let lines = if text::width(&line) > cells { flow(&line, cells, inner.bottom() - y) } else { vec![line] };
        for line in &lines {
            text::put(buf, inner.x, y, cells, line, look.style(Role::Text));
            y += 1;
        }
    }
}

/// Wraps a text into at most `most` lines. The last line holds the rest.
fn flow(text: &str, cells: usize, most: u16) -> Vec<String> {
    let mut lines = text::wrap(text, cells);
    if lines.len() > usize::from(most) {
        let rest = lines.split_off(usize::from(most).saturating_sub(1));
        lines.push(rest.join(" "));
    }
    lines
}

fn draw_hints(app: &App, screen: &dyn AnyScreen, area: Rect, buf: &mut Buffer) {
    let view = app.view();
    let context = screen.contexts()[0];
    let permitted = |rows: Vec<CommandRow>| rows.into_iter().filter(|row| app.lists(row.verb)).collect();
    let own: Vec<CommandRow> = permitted(screen.rows());
    let everywhere = COMMANDS
        .iter()
        .map(|c| CommandRow { verb: c.verb, hint: c.hint, ready: (c.ready)(&app.chrome), example: c.example, context })
        .collect();
    let everywhere: Vec<CommandRow> = permitted(everywhere);
    let (own, always) = if app.chrome.help.is_some() {
        (Vec::new(), of_rows(&help::rows(), app, screen))
    } else if screen.is_typing() {
        (Vec::new(), of_rows(&own, app, screen))
    } else {
        // Help and quit, the last two global hints, are always visible.
        let (rest, last) = everywhere.split_at(everywhere.len() - 2);
        let mut own = of_rows(&own, app, screen);
        own.extend(of_rows(rest, app, screen));
        (own, of_rows(last, app, screen))
    };
    hints::draw(&own, &always, area, buf, view.look);
}

/// Hints of the commands that are available now. Neighbours with the same text become one hint.
fn of_rows(rows: &[CommandRow], app: &App, screen: &dyn AnyScreen) -> Vec<Hint> {
    let view = app.view();
    // What tells neighbours apart: the key of the text, or the text that the room gives.
    let mut hints: Vec<(String, Hint)> = Vec::new();
    for row in rows.iter().filter(|row| row.ready && !row.hint.is_empty()) {
        let key = app.keymap.keys(row.context, row.verb).next().map(|key| label(key, view.look.ascii));
        let own = screen.hint(row.hint, view);
        let id = own.clone().unwrap_or_else(|| row.hint.to_owned());
        let said = || view.shared.words.find_in("hint", row.hint).unwrap_or(row.hint).to_owned();
        let words = own.unwrap_or_else(said);
        let Some(key) = key.filter(|_| !words.is_empty()) else { continue };
        match hints.last_mut().filter(|(known, _)| *known == id) {
            Some((_, hint)) => {
                // Single glyphs stand side by side; key names need a space between them.
                let digits = hint.keys.chars().all(|c| c.is_ascii_digit());
                let arrows = hint.keys.chars().all(|c| "←→↑↓".contains(c));
                let short = key.chars().count() == 1 && (digits || arrows || hint.keys.chars().count() <= 2);
                // Arrows with the same modifier have it once.
                let arrow =
                    key.strip_prefix('⇧').filter(|arrow| arrow.chars().count() == 1 && hint.keys.starts_with('⇧'));
                hint.keys.push_str(if short || arrow.is_some() { "" } else { " " });
                hint.keys.push_str(arrow.unwrap_or(&key));
            }
            None => hints.push((id, Hint { keys: key, words })),
        }
    }
    hints.into_iter().map(|(_, hint)| hint).collect()
}

//! The help: every key of the current room, read from its command tables.

use super::App;
use super::chrome::{self, Chrome};
use crate::input::{TYPING, Verb, label};
use crate::screens::{AnyScreen, Command, CommandRow, Context, HelpGroup, WorldEffect};
use crate::theme::Role;
use crate::widgets::panel::Panel;
use crate::widgets::{list, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The context of keys while the help is open.
pub(super) const CONTEXT: &str = "help";

/// Lines that page keys scroll by.
const LEAP: usize = 10;

/// The commands while the help is open.
const COMMANDS: &[Command<Chrome>] = &[
    Command::<Chrome>::new(Verb::Previous, "scroll", |chrome, _| {
        chrome.help = chrome.help.map(|n| n.saturating_sub(1));
    }),
    Command::<Chrome>::new(Verb::Next, "scroll", |chrome, _| chrome.help = chrome.help.map(|n| n.saturating_add(1))),
    Command::<Chrome>::new(Verb::PreviousGroup, "", |chrome, _| {
        chrome.help = chrome.help.map(|n| n.saturating_sub(LEAP));
    }),
    Command::<Chrome>::new(Verb::NextGroup, "", |chrome, _| chrome.help = chrome.help.map(|n| n.saturating_add(LEAP))),
    Command::<Chrome>::new(Verb::First, "", |chrome, _| chrome.help = chrome.help.map(|_| 0)),
    Command::<Chrome>::new(Verb::Last, "", |chrome, _| chrome.help = chrome.help.map(|_| usize::MAX)),
    Command::<Chrome>::new(Verb::Cancel, "close", |chrome, _| chrome.help = None),
    Command::<Chrome>::new(Verb::Help, "close", |chrome, _| chrome.help = None),
];

pub(super) fn run(chrome: &mut Chrome, verb: Verb, cx: &mut Context) {
    match COMMANDS.iter().find(|command| command.verb == verb) {
        Some(command) => (command.run)(chrome, cx),
        None if verb == Verb::Quit => cx.ask(WorldEffect::Quit),
        None => {}
    }
}

pub(super) fn rows() -> Vec<CommandRow> {
    COMMANDS
        .iter()
        .map(|c| CommandRow { verb: c.verb, hint: c.hint, ready: true, example: c.example, context: CONTEXT })
        .collect()
}

enum Line {
    Heading(String),
    /// The title of a group of keys.
    Part(String),
    Keys(String, String),
}

fn lines(app: &App, screen: &dyn AnyScreen) -> Vec<Line> {
    let words = &app.shared.words;
    let line = |context: &str, verb: Verb| {
        // Commands that would be refused are not listed.
        if !app.lists(verb) {
            return None;
        }
        let keys: Vec<String> = app.keymap.keys(context, verb).map(|key| label(key, app.shared.ascii)).collect();
        let here = words.find_in("verb", &format!("{}-{context}", verb.id()));
        let does = here.or_else(|| words.find_in("verb", verb.id())).unwrap_or(verb.id()).to_owned();
        (!keys.is_empty()).then(|| Line::Keys(keys.join(" "), does))
    };
    // If an inner room has the keys, the keys beside its tables work as well.
    let contexts = screen.contexts();
    let (mut lines, mut typing, mut typed) = (Vec::new(), Vec::new(), Vec::new());
    for room in std::iter::once(screen).chain(screen.inner()) {
        let name = words.find_in("room", room.id()).unwrap_or(room.id());
        lines.push(Line::Heading(name.to_owned()));
        let (mut own, mut said) = (Vec::new(), Vec::new());
        for row in room.all_rows() {
            if row.context == TYPING {
                // A verb may have a row for each kind of line.
                if !typed.contains(&row.verb) {
                    typed.push(row.verb);
                    typing.extend(line(TYPING, row.verb));
                }
            } else if contexts.contains(&row.context) && !said.contains(&row.verb) {
                said.push(row.verb);
                own.extend(line(row.context, row.verb).map(|line| (row.verb, line)));
            }
        }
        lines.extend(grouped(own, room.help(), words));
    }
    lines.push(Line::Heading(words.get("app.everywhere").to_owned()));
    lines.extend(chrome::COMMANDS.iter().filter(|c| (c.ready)(&app.chrome)).filter_map(|c| line(contexts[0], c.verb)));
    if !typing.is_empty() {
        lines.push(Line::Heading(words.get("app.typing").to_owned()));
        lines.extend(typing);
    }
    lines
}

/// The keys of a room under the titles of its groups.
fn grouped(mut keys: Vec<(Verb, Line)>, groups: &[HelpGroup], words: &Words) -> Vec<Line> {
    let mut lines = Vec::new();
    for group in groups {
        let place = |verb: Verb| group.verbs.iter().position(|own| *own == verb);
        let (mut own, rest): (Vec<_>, Vec<_>) = keys.into_iter().partition(|(verb, _)| place(*verb).is_some());
        own.sort_by_key(|(verb, _)| place(*verb));
        if !own.is_empty() {
            lines.push(Line::Part(words.get(&format!("help-group.{}", group.name)).to_owned()));
        }
        lines.extend(own.into_iter().map(|(_, line)| line));
        keys = rest;
    }
    lines.extend(keys.into_iter().map(|(_, line)| line));
    lines
}

/// The help as lines of text.
pub(super) fn read(app: &App, screen: &dyn AnyScreen) -> Vec<String> {
    let said = |line| match line {
        Line::Heading(words) | Line::Part(words) => words,
        Line::Keys(keys, does) => format!("{keys}: {does}"),
    };
    lines(app, screen).into_iter().map(said).collect()
}

/// The exhibit line of the current state, wrapped to the width of the panel.
fn address(app: &App, inner: Rect) -> Vec<String> {
    let words = &app.shared.words;
    let line = if app.screens[app.chrome.room].has_address() {
        format!("{} actlab open {}", words.get("app.here"), app.exhibit())
    } else {
        words.get("train.save-first").to_owned()
    };
    text::wrap(&line, usize::from(inner.width.saturating_sub(2)))
}

struct Shape {
    /// The area below the exhibit line.
    inner: Rect,
    rows: usize,
    columns: usize,
    /// The width of a column and of its keys, in cells.
    wide: usize,
    keys_wide: usize,
    /// The largest scroll position: the last line is then visible.
    last: usize,
}

fn shape(app: &App, lines: &[Line], inner: Rect) -> Shape {
    let used = (address(app, inner).len() as u16).min(inner.height);
    let inner = Rect { y: inner.y + used, height: inner.height - used, ..inner };
    let rows = usize::from(inner.height);
    let keys_wide = lines.iter().map(|l| if let Line::Keys(keys, _) = l { text::width(keys) } else { 0 }).max();
    let keys_wide = keys_wide.unwrap_or(0);
    let does_wide = lines.iter().map(|l| if let Line::Keys(_, does) = l { text::width(does) } else { 0 }).max();
    let wide = keys_wide + does_wide.unwrap_or(0) + 5;
    let columns = (usize::from(inner.width) / wide).clamp(1, lines.len().div_ceil(rows.max(1)).max(1));
    Shape { inner, rows, columns, wide, keys_wide, last: lines.len().saturating_sub(rows * columns) }
}

/// The largest scroll position of the help in a room of that size.
pub(super) fn most(app: &App, screen: &dyn AnyScreen, body: Rect) -> usize {
    let inner = Rect::new(body.x + 1, body.y + 1, body.width.saturating_sub(2), body.height.saturating_sub(2));
    shape(app, &lines(app, screen), inner).last
}

/// Draws the help over the room, in as many columns as fit.
pub(super) fn draw(app: &App, screen: &dyn AnyScreen, scrolled: usize, area: Rect, buf: &mut Buffer) {
    let look = app.shared.look();
    let title = app.shared.words.get("app.keys");
    let framed = Panel::titled(title).draw(area, buf, look);
    for (line, y) in address(app, framed).iter().zip(framed.top()..framed.bottom()) {
        text::put(buf, framed.x + 1, y, usize::from(framed.width), line, look.style(Role::Muted));
    }
    let lines = lines(app, screen);
    let Shape { inner, rows, columns, wide, keys_wide, last } = shape(app, &lines, framed);
    if rows == 0 {
        return;
    }
    let first = scrolled.min(last);
    list::draw_arrows(first > 0, first < last, inner, buf, look);
    for (n, line) in lines.iter().skip(first).take(rows * columns).enumerate() {
        let (x, y) = (inner.x + (n / rows * wide) as u16 + 1, inner.y + (n % rows) as u16);
        let cells = wide.min(usize::from(inner.right().saturating_sub(x)));
        match line {
            Line::Heading(words) => drop(text::put(buf, x, y, cells, words, look.style(Role::Title))),
            Line::Part(words) => {
                let x = x + keys_wide as u16 + 2;
                text::put(buf, x, y, cells.saturating_sub(keys_wide + 2), words, look.style(Role::Title));
            }
            Line::Keys(keys, does) => {
                text::put(buf, x, y, keys_wide, &text::right(keys, keys_wide), look.style(Role::Focus));
                let x = x + keys_wide as u16 + 2;
                text::put(buf, x, y, cells.saturating_sub(keys_wide + 2), does, look.style(Role::Text));
            }
        }
    }
}

//! What a room shows while its files of data are read.

use super::gauge::draw_bar;
use super::loading::{Loading, ReadState};
use super::numbers;
use crate::input::{Verb, label};
use crate::screens::{AppContext, DrawContext};
use crate::text::number;
use crate::theme::Role;
use crate::widgets::panel::Panel;
use crate::widgets::text;
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The most cells of the name of a file.
const MOST_NAME: usize = 40;
/// The most cells of the bar.
const BAR: u16 = 48;

pub(super) fn short(file: &str) -> String {
    text::cut(file, MOST_NAME)
}

/// The key that stops reading, as hints show it.
pub(crate) fn stop_key(room: &str, shared: &AppContext) -> String {
    shared.keymap.keys(room, Verb::Cancel).next().map_or_else(String::new, |key| label(key, shared.ascii))
}

/// What is being read, how far it is, and how it is stopped.
fn parts(loading: &Loading, shared: &AppContext) -> [String; 3] {
    let words = &shared.words;
    let file = words.fill("reading.file", &[("file", &short(&loading.file(words)))]);
    let stop = words.fill("reading.stop", &[("key", &stop_key(&loading.exhibit().room, shared))]);
    [file, amount(loading.shown(), words), stop]
}

/// How far it is, in numbers of constant width.
fn amount(ReadState { done, size, rate }: ReadState, words: &Words) -> String {
    let megabytes = |bytes: f64, cells| number::steady(bytes / 1e6, usize::from(bytes < 1e7), cells);
    let speed = rate.map(|rate| format!("{} MB/s", megabytes(rate, 4)));
    let left = size.zip(rate).map(|(size, rate)| {
        let left = numbers::time((size.saturating_sub(done) as f64 / rate).ceil(), words);
        words.fill("reading.left", &[("time", &left)])
    });
    let share = match size {
        Some(size) => Some(format!("{:>3} %", share(done, size))),
        None if done == 0 => None,
        None => Some(format!("{} MB", megabytes(done as f64, 5))),
    };
    [share, speed, left].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The share that is read, in per cent.
fn share(done: u64, size: u64) -> u64 {
    (u128::from(done) * 100 / u128::from(size.max(1))).min(100) as u64
}

/// The same as lines of text.
pub(crate) fn lines(loading: &Loading, shared: &AppContext) -> Vec<String> {
    let [file, amount, stop] = parts(loading, shared);
    let parts = [file.as_str(), amount.trim_start(), stop.as_str()];
    let sentence = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    std::iter::once(sentence).chain(facts(shared)).collect()
}

/// What can be done meanwhile.
pub(crate) fn facts(shared: &AppContext) -> Vec<String> {
    vec![shared.words.get("reading.meanwhile").to_owned()]
}

/// Draws it where the pictures of the room will be.
pub(crate) fn draw(loading: &Loading, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let inner = Panel::titled(words.get("reading.title")).draw(area, buf, look);
    let cells = usize::from(inner.width.saturating_sub(2));
    let [file, amount, stop] = parts(loading, view.shared);
    let bar = BAR.min(inner.width.saturating_sub(2));
    let lines: Vec<(String, Role)> = [(file, Role::Text), (amount, Role::Text), (stop, Role::Muted)]
        .into_iter()
        .filter(|(line, _)| !line.is_empty())
        .flat_map(|(line, role)| text::wrap(&line, cells).into_iter().map(move |line| (line, role)))
        .collect();
    let size = loading.shown().size;
    let rows = lines.len() as u16 + u16::from(size.is_some());
    let mut y = inner.y + inner.height.saturating_sub(rows) / 2;
    // The numbers change, and what is centred must not move with them.
    let x = inner.x + inner.width.saturating_sub(bar) / 2;
    let bar_at = x;
    let put = |line: &str, role: Role, x: u16, y: u16, buf: &mut Buffer| {
        if y < inner.bottom() {
            text::put(buf, x, y, cells, line, look.style(role));
        }
    };
    for (n, (line, role)) in lines.iter().enumerate() {
        let is_wide = text::width(line) > usize::from(inner.right().saturating_sub(x + 1));
        let x = if is_wide { inner.x + 1 } else { x };
        put(&look.spell(line), *role, x, y, buf);
        y += 1;
        if let Some(size) = size.filter(|_| n == 0) {
            let lit = (share(loading.shown().done, size) * u64::from(bar) / 100) as u16;
            let area = Rect { x: bar_at, y, width: bar, height: 1 }.intersection(inner);
            draw_bar(lit, area, buf, look);
            y += 1;
        }
    }
}

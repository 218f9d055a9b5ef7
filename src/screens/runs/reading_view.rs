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

fn short(file: &str) -> String {
    text::cut(file, MOST_NAME)
}

/// The key that stops reading, as hints show it.
fn stop_key(room: &str, shared: &AppContext) -> String {
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

/// The reason why a key does nothing while the room waits.
pub(crate) fn idle(loading: &Loading, shared: &AppContext) -> String {
    let (words, key) = (&shared.words, stop_key(&loading.exhibit().room, shared));
    words.fill("reading.idle", &[("file", &short(&loading.file(words))), ("key", &key)])
}

/// What can be done meanwhile.
pub(crate) fn facts(shared: &AppContext) -> Vec<String> {
    vec![shared.words.get("reading.meanwhile").to_owned()]
}

/// Draws it where the pictures of the room will be. What is centred does not move while the numbers change.
pub(crate) fn draw(loading: &Loading, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let inner = Panel::titled(words.get("reading.title")).draw(area, buf, look);
    let cells = usize::from(inner.width.saturating_sub(2));
    let bar = BAR.min(inner.width.saturating_sub(2));
    let bar = Rect { x: inner.x + inner.width.saturating_sub(bar) / 2, width: bar, height: 1, ..inner };
    let parts = parts(loading, view.shared).map(|part| wrapped(&look.spell(&part), cells));
    // The bar has a row of its own.
    let rows = parts.iter().map(Vec::len).sum::<usize>() as u16 + 1;
    let mut y = inner.y + inner.height.saturating_sub(rows) / 2;
    for (n, lines) in parts.iter().enumerate() {
        let role = if n == 2 { Role::Muted } else { Role::Text };
        for line in lines {
            let fits = text::width(line) <= usize::from(inner.right().saturating_sub(bar.x + 1));
            if y < inner.bottom() {
                text::put(buf, if fits { bar.x } else { inner.x + 1 }, y, cells, line, look.style(role));
            }
            y += 1;
        }
        let ReadState { done, size, .. } = loading.shown();
        if n == 0 {
            let lit = size.map_or(0, |size| share(done, size) * u64::from(bar.width) / 100);
            let area = Rect { y, ..bar }.intersection(inner);
            if size.is_some() && !area.is_empty() {
                draw_bar(lit as u16, area, buf, look);
            }
            y += 1;
        }
    }
}

/// The lines of a text, of which there is at least one.
fn wrapped(line: &str, cells: usize) -> Vec<String> {
    let lines = text::wrap(line, cells);
    if lines.is_empty() { vec![String::new()] } else { lines }
}

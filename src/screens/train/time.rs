//! Draws the charts over epochs: losses and accuracies, each in a panel of its own or both in one strip.
//!
//! ```text
//! ╭ loss ─ relu 0.0090 ─ ┄ test 0.0100 ─ epoch 62 ╮
//! │0.5┤⠤⠤⠤⣄⣀⣀⣀⣀⣀│⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀ training       │
//! ├ accuracy ─ 97% ─ ┄ test 95% ───────────────────┤
//! │50%┤⣀⣀⡠⠤⠤⠤⠤⠤⠤⠤│⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉                │
//! ╰───┴0────────50──────────100──────────── epoch ─╯
//! ```

use super::TrainScreen;
use super::criterion::{self, Charted};
use super::curve_names::{CurveName, fitted};
use super::facts::shares_title;
use super::line_ends::{LineEnd, place_ends};
use super::time_charts::{TimeChart, end_words};
use crate::nn::history::{History, HistoryBin, MinMaxLast};
use crate::nn::training_run::Metrics;
use crate::screens::DrawContext;
use crate::screens::runs::draw::style;
use crate::screens::runs::numbers;
use crate::theme::Role;
use crate::widgets::panel::{Panel, divide, names_behind, set};
use crate::widgets::plot::line_of;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Which number of an epoch a chart shows, and how it is written.
#[derive(Clone, Copy)]
struct Number {
    charted: Charted,
    kept: fn(&HistoryBin) -> MinMaxLast,
    now: fn(&Metrics) -> f64,
    write: fn(f64) -> String,
}

const LOSS: Number = Number {
    charted: Charted::Loss,
    kept: |bin| bin.loss,
    now: |now| now.loss,
    write: |x| numbers::loss(x, 4, 6).trim().to_owned(),
};
const ACCURACY: Number = Number {
    charted: Charted::Accuracy,
    kept: |bin| bin.accuracy,
    now: |now| now.accuracy,
    write: |x| format!("{}%", numbers::percent(x).trim()),
};

impl Number {
    /// The number under the cursor, or that of the current state of the run.
    fn text(self, room: &TrainScreen, history: &History, metrics: Option<&Metrics>) -> Option<String> {
        let Some(cursor) = room.now.cursor else { return Some((self.write)((self.now)(metrics?))) };
        let span = (self.kept)(history.at(cursor)?);
        // If the history was thinned, only the extremes of the bin are known.
        let write = self.write;
        Some(if span.low < span.high {
            format!("{}…{}", write(span.low), write(span.high))
        } else {
            write(span.last)
        })
    }
}

/// Every contestant with its numbers, each followed by that of the test data.
fn entries(room: &TrainScreen, numbers: &[Number], view: DrawContext) -> Vec<CurveName> {
    let (look, words) = (view.look, &view.shared.words);
    let Some(status) = &room.control.status else { return Vec::new() };
    let write = |history: &History, metrics: Option<&Metrics>| {
        let all = numbers.iter().filter_map(|number| number.text(room, history, metrics));
        all.collect::<Vec<_>>()
    };
    let mut entries = Vec::new();
    for (n, (contestant, history)) in room.control.experiment.contestants.iter().zip(&status.histories).enumerate() {
        let seen = status.observations.get(n);
        let name = room.setup.shown_name(&contestant.name, words);
        let numbers = write(history, seen.map(|seen| &seen.now));
        entries.push(CurveName { mark: line_of(n, look), name, is_test: false, numbers, style: style(n, look) });
        if let Some(history) = status.test_histories.get(n) {
            let numbers = write(history, seen.and_then(|seen| seen.test.as_ref()));
            let mark = look.glyph("┄ ", ".. ").to_owned();
            entries.push(CurveName {
                mark,
                name: words.get("train.test").to_owned(),
                is_test: true,
                numbers,
                style: style(n, look),
            });
        }
    }
    entries
}

/// The styles of the lines over epochs: those of all contestants, and the same again for the test data.
fn styles(room: &TrainScreen, look: Look) -> Vec<Style> {
    let styles: Vec<Style> = (0..room.control.experiment.contestants.len()).map(|n| style(n, look)).collect();
    [styles.as_slice(), styles.as_slice()].concat()
}

fn cursor_words(room: &TrainScreen, view: DrawContext) -> String {
    let Some(cursor) = room.now.cursor else { return String::new() };
    let bin = room.control.status.as_ref().and_then(|status| status.histories.first()).and_then(|c| c.at(cursor));
    let epoch = view.shared.words.get("train.epoch");
    match bin.filter(|bin| bin.first < bin.last) {
        Some(bin) => format!("{epoch} {}–{}", bin.first, bin.last),
        None => format!("{epoch} {cursor}"),
    }
}

/// The names of the curves at their ends.
fn draw_ends(room: &TrainScreen, chart: &TimeChart, area: Rect, view: DrawContext, buf: &mut Buffer) {
    let (look, words) = (view.look, end_words(room, &view.shared.words));
    let count = room.control.experiment.contestants.len();
    let cell = |n: usize| chart.ends.get(n).and_then(|(x, y)| chart.plot.cell_of(area, *x, *y));
    let end = |n: usize| {
        let name = words[usize::from(n >= count)];
        let (_, y) = cell(n).filter(|_| !name.is_empty())?;
        Some(LineEnd { row: usize::from(y.saturating_sub(area.y)), line: n, name: name.to_owned() })
    };
    let styles = styles(room, look);
    // The name of the upper curve is above that of the lower one.
    let mut order: Vec<usize> = (0..chart.ends.len()).collect();
    order.sort_by(|a, b| chart.ends[*b].1.total_cmp(&chart.ends[*a].1));
    let ends: Vec<LineEnd> = order.into_iter().filter_map(end).collect();
    for end in place_ends(ends, usize::from(area.height)) {
        let Some((x, _)) = cell(end.line) else { continue };
        let x = x + 2;
        let cells = usize::from(area.right().saturating_sub(x));
        text::put(buf, x, area.y + end.row as u16, cells, &end.name, styles.get(end.line).copied().unwrap_or_default());
    }
}

/// A dotted line at each epoch at which the run was edited, where no curve is.
fn draw_edits(room: &TrainScreen, chart: &TimeChart, area: Rect, look: Look, buf: &mut Buffer) {
    let Some((_, height)) = chart.ends.first() else { return };
    let entries = room.setup.journal().entries().iter();
    for entry in entries.filter(|entry| entry.at.epoch > 0 && entry.at.epoch <= room.control.at().epoch) {
        let Some((x, _)) = chart.plot.cell_of(area, entry.at.epoch as f64, *height) else { continue };
        for y in area.top()..area.bottom() {
            let is_free = buf.cell((x, y)).is_some_and(|cell| cell.symbol() == " ");
            if is_free {
                set(buf, x, y, look.glyph("┊", "'"), look.style(Role::Muted));
            }
        }
    }
}

/// The curves of a chart, with the cursor and the number of the shown contestant under it.
fn curves(
    room: &TrainScreen,
    chart: &TimeChart,
    number: Number,
    inner: Rect,
    view: DrawContext,
    buf: &mut Buffer,
) -> Rect {
    let area = chart.area(inner);
    chart.plot.draw_inside(area, buf, view.look, &styles(room, view.look));
    draw_ends(room, chart, area, view, buf);
    draw_edits(room, chart, area, view.look, buf);
    criterion::draw(room, chart, number.charted, area, &view.shared.words, buf, view.look);
    if let Some(epoch) = room.now.cursor {
        let history = room.control.status.as_ref().and_then(|status| status.histories.get(room.now.shown.contestant));
        let point = history.and_then(|history| history.at(epoch)).map(|bin| chart.axis.place((number.kept)(bin).last));
        chart.plot.draw_cursor(area, buf, view.look, epoch as f64, point.unwrap_or(f64::NAN));
    }
    area
}

/// The frame of a chart with its numbers. Returns its inside.
fn framed(
    room: &TrainScreen,
    title: &str,
    numbers: &[Number],
    view: DrawContext,
    area: Rect,
    buf: &mut Buffer,
) -> Rect {
    let (look, words) = (view.look, &view.shared.words);
    let cursor = cursor_words(room, view);
    let panel = Panel {
        right: Some((&cursor, Role::Focus)),
        bottom: Some((words.get("train.epoch"), Role::Muted)),
        ..Panel::titled(title)
    };
    let inner = panel.draw(area, buf, look);
    let taken = if cursor.is_empty() { 1 } else { text::width(&cursor) + 5 };
    behind(title, &entries(room, numbers, view), taken, area, buf);
    inner
}

fn behind(title: &str, entries: &[CurveName], taken: usize, edge: Rect, buf: &mut Buffer) {
    let cells = usize::from(edge.width).saturating_sub(text::width(title) + 4 + taken);
    names_behind(title, &fitted(entries, cells), taken, edge, buf);
}

/// The cells of the lower edge that the word for epochs takes.
fn epoch_cells(view: DrawContext) -> usize {
    text::width(view.shared.words.get("train.epoch")) + 3
}

fn loss_title<'a>(room: &TrainScreen, view: DrawContext<'a>) -> &'a str {
    view.shared.words.get(if room.derived.time.is_log { "train.loss-log" } else { "train.loss" })
}

pub(super) fn loss(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let inner = framed(room, loss_title(room, view), &[LOSS], view, area, buf);
    let area = curves(room, &room.derived.time.loss, LOSS, inner, view, buf);
    room.derived.time.loss.plot.draw_edge(area, epoch_cells(view), buf, view.look);
}

pub(super) fn accuracy(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let title = &view.look.spell(&shares_title(room, &view.shared.words));
    let inner = framed(room, title, &[ACCURACY], view, area, buf);
    let area = curves(room, &room.derived.time.accuracy, ACCURACY, inner, view, buf);
    room.derived.time.accuracy.plot.draw_edge(area, epoch_cells(view), buf, view.look);
}

/// Losses above accuracies over one axis of epochs. Where it is low, the frame has the accuracies.
pub(super) fn strip(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let [upper, lower] = &room.derived.time.strip;
    let is_both = lower.rows.1 > 0;
    let numbers: &[Number] = if is_both { &[LOSS] } else { &[LOSS, ACCURACY] };
    let inner = framed(room, loss_title(room, view), numbers, view, area, buf);
    let losses = Number { charted: if is_both { Charted::Loss } else { Charted::LossAlone }, ..LOSS };
    let first = curves(room, upper, losses, inner, view, buf);
    if !is_both {
        upper.plot.draw_edge(first, epoch_cells(view), buf, view.look);
        return;
    }
    let title = &view.look.spell(&shares_title(room, &view.shared.words));
    let edge = Rect { y: first.bottom(), height: 1, ..area }.intersection(area);
    divide(title, area, edge.y, buf, view.look);
    behind(title, &entries(room, &[ACCURACY], view), 1, edge, buf);
    let second = curves(room, lower, ACCURACY, inner, view, buf);
    lower.plot.draw_edge(second, epoch_cells(view), buf, view.look);
}

//! Draws Train, one function per panel.

use super::facts::shares_title;
use super::layout::{Pane, TrainPanel};
use super::prepare::share;
use super::{TrainScreen, confusion, fit, hyperparameters, inspect, inspector, map_panel, net, unit};
use crate::jobs::train::RunPosition;
use crate::nn::experiment::Contestant;
use crate::nn::history::{History, HistoryBin, MinMaxLast};
use crate::nn::stop::Epochs;
use crate::nn::training_run::Metrics;
use crate::screens::DrawContext;
use crate::screens::runs::draw::{style, too_small};
use crate::screens::runs::gauge::{Gauge, GaugeState};
use crate::screens::runs::numbers;
use crate::screens::runs::panels::{foot_rows, shifted};
use crate::theme::Role;
use crate::widgets::panel::{Panel, focus, names_behind};
use crate::widgets::plot::{Plot, draw_framed, line_of};
use crate::widgets::{Look, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

type Part = fn(&TrainScreen, DrawContext, Rect, &mut Buffer);
/// At most this many epochs per second can be followed step by step.
const FOLLOWED: f64 = 2.0;

pub(super) fn draw(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let panels = &room.derived.panels;
    if panels.is_empty() {
        return too_small("train.too-small", view, area, buf);
    }
    for (panel, place) in panels.on(area) {
        part(panel)(room, view, place, buf);
        if room.focus() == Some(Pane::of(panel)) {
            focus(place, buf, view.look);
        }
    }
    if let Some(foot) = panels.foot {
        let [how_far, what] = foot_rows(shifted(foot, area));
        gauge(room, view, how_far, buf);
        hyperparameters::draw(room, view, what, buf);
    }
}

fn part(panel: TrainPanel) -> Part {
    match panel {
        TrainPanel::Loss => loss,
        TrainPanel::Accuracy => accuracy,
        TrainPanel::Field => map_panel::field,
        TrainPanel::Surface => map_panel::raised,
        TrainPanel::Fit => fit::draw,
        TrainPanel::Pieces => fit::draw_pieces,
        TrainPanel::Inside => inspector::draw_all,
        TrainPanel::Weights => inspector::draw_weights,
        TrainPanel::Unit => unit::draw,
        TrainPanel::Confusion => confusion::draw,
        TrainPanel::Net => net::draw,
        TrainPanel::Inspector => inspect::draw,
    }
}

fn styles(room: &TrainScreen, look: Look) -> Vec<Style> {
    (0..room.control.experiment.contestants.len()).map(|n| style(n, look)).collect()
}

/// Every contestant with a number of the epoch under the cursor, or of the current state of the run.
fn by_contestant(
    room: &TrainScreen,
    view: DrawContext,
    number: fn(&HistoryBin) -> MinMaxLast,
    now: fn(&Metrics) -> f64,
    write: impl Fn(f64) -> String,
) -> Vec<(String, Style)> {
    let (look, words) = (view.look, &view.shared.words);
    let Some(status) = &room.control.status else { return Vec::new() };
    let test = words.get("train.test");
    let written = |history: &History, metrics: Option<&Metrics>| match room.now.cursor {
        Some(cursor) => {
            let span = number(history.at(cursor)?);
            // If the history was thinned, only the extremes of the bin are known.
            Some(if span.low < span.high {
                format!("{}…{}", write(span.low).trim(), write(span.high).trim())
            } else {
                write(span.last)
            })
        }
        None => metrics.map(|metrics| write(now(metrics))),
    };
    let mut entries = Vec::new();
    for (n, (contestant, history)) in room.control.experiment.contestants.iter().zip(&status.histories).enumerate() {
        let seen = status.seen.get(n);
        let value = written(history, seen.map(|seen| &seen.now)).unwrap_or_default();
        let name = room.setup.shown_name(&contestant.name, words);
        entries.push((format!("{}{name} {value}", line_of(n, look)), style(n, look)));
        if let Some(history) = status.tests.get(n) {
            let value = written(history, seen.and_then(|seen| seen.test.as_ref())).unwrap_or_default();
            entries.push((format!("{}{test} {value}", look.glyph("┄ ", ".. ")), style(n, look)));
        }
    }
    entries
}

/// The styles of the lines over epochs: those of all contestants, and the same again for the test data.
fn curve_styles(room: &TrainScreen, look: Look) -> Vec<Style> {
    let styles = styles(room, look);
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

/// A chart over epochs, and the text in its frame.
struct Chart<'a> {
    title: &'a str,
    plot: &'a Plot,
    entries: &'a [(String, Style)],
    /// The value under the cursor.
    point: Option<f64>,
}

fn chart(room: &TrainScreen, view: DrawContext, chart: &Chart, area: Rect, buf: &mut Buffer) {
    let Chart { title, plot, entries, point } = *chart;
    let (look, words) = (view.look, &view.shared.words);
    let cursor = cursor_words(room, view);
    let panel = Panel {
        right: Some((&cursor, Role::Focus)),
        bottom: Some((words.get("train.epoch"), Role::Muted)),
        ..Panel::titled(title)
    };
    let inner = draw_framed(plot, &panel, area, buf, look, &curve_styles(room, look));
    let taken = if cursor.is_empty() { 1 } else { text::width(&cursor) + 5 };
    let cells = usize::from(area.width).saturating_sub(text::width(title) + 4 + taken);
    let wide = |entries: &[(String, Style)]| entries.iter().map(|(words, _)| text::width(words) + 2).sum::<usize>();
    let names: Vec<(String, Style)>;
    let entries = if wide(entries) <= cells {
        entries
    } else {
        // Without numbers, the names at least show which curve belongs to which contestant.
        let contestants = room.control.experiment.contestants.iter().enumerate();
        let test = format!("{}{}", look.glyph("┄ ", ".. "), words.get("train.test"));
        let has_test = room.control.status.as_ref().is_some_and(|status| !status.tests.is_empty());
        let test = has_test.then(|| (test, look.style(Role::Muted)));
        let name = |c: &Contestant| room.setup.shown_name(&c.name, words);
        let each = contestants.map(|(n, c)| (format!("{}{}", line_of(n, look), name(c)), style(n, look)));
        names = each.chain(test).collect();
        &names
    };
    names_behind(title, entries, taken, area, buf);
    if let Some(epoch) = room.now.cursor {
        plot.draw_cursor(inner, buf, look, epoch as f64, point.unwrap_or(f64::NAN));
    }
}

fn under_cursor(room: &TrainScreen, number: fn(&HistoryBin) -> MinMaxLast) -> Option<f64> {
    let history = room.control.status.as_ref()?.histories.get(room.now.shown.contestant)?;
    history.at(room.now.cursor?).map(|bin| number(bin).last)
}

fn loss(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let title = view.shared.words.get(if room.derived.is_log { "train.loss-log" } else { "train.loss" });
    let entries = by_contestant(room, view, |bin| bin.loss, |now| now.loss, |x| numbers::loss(x, 4, 6));
    let point = under_cursor(room, |bin| bin.loss).map(|loss| room.derived.loss_axis.place(loss));
    chart(room, view, &Chart { title, plot: &room.derived.loss, entries: &entries, point }, area, buf);
}

fn accuracy(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let title = &view.look.spell(&shares_title(room, &view.shared.words));
    let entries =
        by_contestant(room, view, |bin| bin.accuracy, |now| now.accuracy, |x| format!("{:>3}%", numbers::percent(x)));
    let point = under_cursor(room, |bin| bin.accuracy);
    chart(room, view, &Chart { title, plot: &room.derived.accuracy, entries: &entries, point }, area, buf);
}

/// Draws the progress, the rate and the time that is left.
/// The epoch, and the knob that keys turn.
pub(super) fn caption(room: &TrainScreen, view: DrawContext) -> String {
    let (at, epochs) = (room.control.at().epoch, room.control.experiment.epochs);
    let words = &view.shared.words;
    let seed = seed(room, words);
    let epoch = format!("{seed} · {} {}", words.get("train.epoch"), reached(at, epochs));
    match hyperparameters::turned(room, &view.shared.words) {
        Some(knob) => format!("{knob} · {epoch}"),
        None => epoch,
    }
}

/// The most cells of a seed that is a text.
const MOST_SEED: usize = 20;

fn seed(room: &TrainScreen, words: &Words) -> String {
    let control = &room.control;
    format!("{} {}", words.get("train.seed"), text::cut(&control.experiment.seed_text(control.seed), MOST_SEED))
}

fn gauge(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let control = &room.control;
    let (at, epochs) = (control.at(), control.experiment.epochs);
    // Steps are shown if they are slow enough to follow.
    let slow = control.speed.rate(epochs).is_some_and(|rate| rate <= FOLLOWED) && control.work.is_running();
    let counted = slow || (!control.is_moving() && at.step > 0);
    let step = if counted { steps(at, control.per_epoch()) } else { String::new() };
    let left = format!("{} {}{step}", words.get("train.epoch"), reached(at.epoch, epochs));
    let state = match () {
        () if control.is_over() => GaugeState::Over,
        () if control.work.is_running() => GaugeState::Moving("train.running"),
        () if control.is_moving() => GaugeState::Moving("train.going"),
        () if at == RunPosition::default() => GaugeState::Still("train.ready"),
        () => GaugeState::Still("train.paused"),
    };
    let rate = control.work.rate().map(|rate| pace(rate, at, control.per_epoch(), epochs, view)).unwrap_or_default();
    let seed = seed(room, words);
    // The seed does not change, so it is left out if the changing numbers would be cut.
    let right = &[format!("{rate}  {seed}  "), format!("{rate}  ")];
    let share = share(at, control.per_epoch(), epochs);
    let lit = |cells: u16| (share * f64::from(cells)).floor() as u16;
    Gauge { left: &left, right, state }.draw(lit, area, buf, look, words);
}

/// The epoch, and the last one if there is one.
fn reached(epoch: u64, epochs: Epochs) -> String {
    match epochs {
        Epochs::Count(last) => format!("{epoch:>wide$}/{last}", wide = last.to_string().len()),
        Epochs::Endless => format!("{epoch:>7}"),
    }
}

fn steps(at: RunPosition, per_epoch: u64) -> String {
    let wide = per_epoch.to_string().len();
    format!(" + {:>wide$}/{per_epoch}", at.step)
}

/// Epochs per second and the time that is left, of constant width.
fn pace(rate: f64, at: RunPosition, per_epoch: u64, epochs: Epochs, view: DrawContext) -> String {
    let words = &view.shared.words;
    let left = match epochs {
        Epochs::Count(epochs) => {
            let left = (epochs as f64 - at.steps(per_epoch) as f64 / per_epoch as f64).max(0.0) / rate;
            format!("  {} {}", numbers::time(left, words), words.get("train.left"))
        }
        Epochs::Endless => String::new(),
    };
    let rate = match rate {
        rate if rate < 10.0 => format!("{rate:>5.1}"),
        rate if rate < 1e5 => format!("{rate:>5.0}"),
        rate if rate < 1e7 => format!("{:>4.0}k", rate / 1e3),
        rate => format!("{:>4.0}M", rate / 1e6),
    };
    format!("{rate} {}{left}", words.get("train.epochs-short"))
}

//! The list of experiments, opened by a key: typing narrows it, and the chosen one is shown beside it with its question,
//! its networks and its data.

use super::TrainScreen;
use crate::input::Verb;
use crate::nn::dataset::{Dataset, TaskKind};
use crate::nn::experiment::Experiment;
use crate::screens::runs::settings::RunRoom;
use crate::screens::{Command, DrawContext};
use crate::theme::Role;
use crate::widgets::list::{self, ListRow};
use crate::widgets::panel::{Panel, set};
use crate::widgets::{Look, field, text};
use crate::words::{Language, Words};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use std::sync::Arc;
use tui_input::Input;

/// The cells of the list.
const LIST: u16 = 34;
/// The most points of the small picture.
const POINTS: usize = 400;

/// The open list.
#[derive(Debug)]
pub(super) struct Picker {
    line: Input,
    /// The chosen experiment, by its index in the whole list.
    chosen: usize,
    /// The data of the chosen experiment.
    data: Option<Arc<Dataset>>,
}

pub(super) const TYPING: &[Command<TrainScreen>] = &[
    Command::<TrainScreen>::new(Verb::Accept, "accept", |room, _| accept(room)).after("/"),
    Command::<TrainScreen>::new(Verb::Cancel, "cancel", |room, _| room.picker = None).after("/"),
    Command::<TrainScreen>::new(Verb::Previous, "choose", |room, _| step(room, -1)).after("/"),
    Command::<TrainScreen>::new(Verb::Next, "choose", |room, _| step(room, 1)).after("/"),
    Command::<TrainScreen>::new(Verb::Erase, "erase", |room, _| edit(room, Verb::Erase)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::EraseWord, "erase", |room, _| edit(room, Verb::EraseWord)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::EraseAll, "erase", |room, _| edit(room, Verb::EraseAll)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::EraseNext, "erase", |room, _| edit(room, Verb::EraseNext))
        .after("/ text:xo left"),
    Command::<TrainScreen>::new(Verb::CaretLeft, "caret", |room, _| edit(room, Verb::CaretLeft)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::CaretRight, "caret", |room, _| edit(room, Verb::CaretRight))
        .after("/ text:xo left"),
    Command::<TrainScreen>::new(Verb::CaretStart, "caret", |room, _| edit(room, Verb::CaretStart)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::CaretEnd, "caret", |room, _| edit(room, Verb::CaretEnd)).after("/ text:xo left"),
];

/// Opens the list at the current experiment.
pub(super) fn open(room: &mut TrainScreen) {
    let chosen = room.setup.place().map_or(0, |(n, _)| n - 1);
    room.picker = Some(Picker { line: Input::default(), chosen, data: None });
    look(room);
}

/// Types a letter.
pub(super) fn letter(room: &mut TrainScreen, letter: char) {
    if let Some(picker) = &mut room.picker {
        field::insert(&mut picker.line, letter);
    }
    follow(room);
}

fn edit(room: &mut TrainScreen, verb: Verb) {
    if let Some(picker) = &mut room.picker {
        field::edit(&mut picker.line, verb);
    }
    follow(room);
}

/// The experiments whose name or title, in any language, contains the typed text.
fn listed(room: &TrainScreen) -> Vec<usize> {
    let Some(picker) = &room.picker else { return Vec::new() };
    let typed = picker.line.value().trim().to_lowercase();
    let holds = |experiment: &Experiment| {
        let titles = Language::ALL.iter().map(|language| experiment.title.get(language.code()));
        let mut texts = titles.chain([experiment.id.as_str(), experiment.data.name()]);
        texts.any(|text| text.to_lowercase().contains(&typed))
    };
    let list = room.setup.list();
    (0..list.len()).filter(|n| holds(&list[*n])).collect()
}

/// After typing, the first match is chosen if the chosen one is none.
fn follow(room: &mut TrainScreen) {
    let listed = listed(room);
    if let (Some(picker), Some(first)) = (&mut room.picker, listed.first())
        && !listed.contains(&picker.chosen)
    {
        picker.chosen = *first;
    }
    look(room);
}

fn step(room: &mut TrainScreen, by: isize) {
    let listed = listed(room);
    if let Some(picker) = room.picker.as_mut().filter(|_| !listed.is_empty()) {
        let here = listed.iter().position(|n| *n == picker.chosen).unwrap_or(0) as isize;
        picker.chosen = listed[(here + by).rem_euclid(listed.len() as isize) as usize];
    }
    look(room);
}

/// Makes the data of the chosen experiment. All experiments of the list are small.
fn look(room: &mut TrainScreen) {
    let experiment = room.picker.as_ref().and_then(|picker| room.setup.list().get(picker.chosen)).cloned();
    if let (Some(picker), Some(experiment)) = (&mut room.picker, experiment) {
        picker.data = experiment.generate(experiment.seed).ok().map(|drawn| drawn.split.train);
    }
}

fn accept(room: &mut TrainScreen) {
    let found = listed(room);
    let Some(picker) = room.picker.take().filter(|picker| found.contains(&picker.chosen)) else { return };
    room.setup.choose(picker.chosen);
    room.hyperparameter = 0;
    room.control.pause();
    room.begin();
    room.now.shown.contestant = 0;
}

/// Draws the line that is typed.
pub(super) fn draw_line(picker: &Picker, view: DrawContext, area: Rect, buf: &mut Buffer) {
    field::draw(view.shared.words.get("lab.filter"), &picker.line, area, buf, view.look);
}

/// Draws the list and what is chosen in it.
pub(super) fn draw(room: &TrainScreen, picker: &Picker, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let [left, right] = area.layout(&Layout::horizontal([Constraint::Length(LIST), Constraint::Fill(1)]));
    let inner = Panel::titled(words.get("train.experiments")).draw(left, buf, look);
    let (listed, list) = (listed(room), room.setup.list());
    let language = words.language().code();
    let row = |n: &usize| ListRow::Item { words: list[*n].title.get(language).to_owned(), mark: None };
    let rows: Vec<ListRow> = listed.iter().map(row).collect();
    if rows.is_empty() {
        text::put(
            buf,
            inner.x,
            inner.y,
            usize::from(inner.width),
            words.get("lab.none-listed"),
            look.style(Role::Muted),
        );
    }
    list::draw(&rows, listed.iter().position(|n| *n == picker.chosen), inner, buf, look);
    if let Some(experiment) = list.get(picker.chosen).filter(|_| !rows.is_empty()) {
        preview(experiment, picker.data.as_deref(), words, right, buf, look);
    }
}

/// The question, the networks, and the data.
fn preview(experiment: &Experiment, data: Option<&Dataset>, words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
    let inner = Panel::titled(&experiment.id).draw(area, buf, look);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let cells = usize::from(inner.width);
    let mut y = inner.y;
    let mut put = |said: &str, role: Role| {
        for line in text::wrap(said, cells) {
            if y < inner.bottom() {
                text::put(buf, inner.x, y, cells, &line, look.style(role));
                y += 1;
            }
        }
    };
    put(experiment.question.get(words.language().code()), Role::Text);
    let (inputs, _) = experiment.widths();
    let arrow = look.glyph("→", ">");
    for contestant in &experiment.contestants {
        let units = contestant.model.units();
        let sizes: Vec<String> = std::iter::once(&inputs).chain(&units).map(ToString::to_string).collect();
        put(&format!("{}: {}", words.contestant(&contestant.name), sizes.join(arrow)), Role::Muted);
    }
    let samples = words.fill("train.samples", &[("n", &experiment.data.samples().to_string())]);
    let epochs = format!("{} {}", experiment.epochs, words.get("train.epochs-short"));
    put(&format!("{} · {samples} · {epochs}", experiment.data.name()), Role::Muted);
    let rest = Rect { y: y + 1, height: inner.bottom().saturating_sub(y + 1), ..inner };
    if let Some(data) = data.filter(|_| rest.height > 2) {
        scatter(data, rest, buf, look);
    }
}

/// The samples over their first two columns, or the target over the only one.
fn scatter(data: &Dataset, area: Rect, buf: &mut Buffer, look: Look) {
    let columns = data.columns();
    let is_plane = columns.nrows() > 1;
    let targets = data.targets.row(0).to_vec();
    let xs = columns.row(0).to_vec();
    let ys = if is_plane { columns.row(1).to_vec() } else { targets.clone() };
    let ends =
        |values: &[f64]| values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    let ((left, right), (low, high)) = (ends(&xs), ends(&ys));
    let border = if data.task == TaskKind::Signs { 0.0 } else { 0.5 };
    let share = |value: f64, (low, high): (f64, f64)| if high > low { (value - low) / (high - low) } else { 0.5 };
    // A plane is a square: a cell is twice as high as wide.
    let wide = if is_plane { area.width.min(2 * area.height) } else { area.width };
    let every = xs.len().div_ceil(POINTS).max(1);
    for n in (0..xs.len()).step_by(every) {
        let x = area.x + (share(xs[n], (left, right)) * f64::from(wide - 1)).round() as u16;
        let y = area.bottom() - 1 - (share(ys[n], (low, high)) * f64::from(area.height - 1)).round() as u16;
        let is_above = targets[n] > border;
        let (glyph, role) = match (is_plane, is_above) {
            (false, _) => (look.glyph("•", "*"), Role::Value),
            (true, true) => (look.glyph("■", "#"), Role::Positive),
            (true, false) => (look.glyph("□", "o"), Role::Negative),
        };
        set(buf, x, y, glyph, look.style(role));
    }
}

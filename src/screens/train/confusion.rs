//! Confusion matrices: for each true class, how often each class was predicted.

use super::TrainScreen;
use super::class_names::class_names;
use super::framed::framed;
use crate::jobs::train::{RunPosition, RunStatus};
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::dataset::{Dataset, TaskKind};
use crate::nn::training_run::Predictor;
use crate::screens::DrawContext;
use crate::screens::runs::numbers::percent;
use crate::theme::Role;
use crate::widgets::confusion::{self, ConfusionMatrix};
use crate::widgets::panel::Panel;
use crate::widgets::{Look, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

/// From this width on, two matrices stand side by side.
const BESIDE: u16 = 72;

/// The counts over the training data or the test data.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Confusion {
    pub(super) is_test: bool,
    accuracy: f64,
    /// `[true class][predicted class]`.
    counts: Vec<Vec<usize>>,
}

impl Confusion {
    pub(super) fn classes(&self) -> usize {
        self.counts.len()
    }
}

/// The matrices of every contestant; none for tasks without classes.
pub(super) fn all(room: &TrainScreen) -> Vec<Vec<Confusion>> {
    let Some(status) = room.control.shown() else { return Vec::new() };
    let contestants = 0..room.control.experiment.contestants.len();
    contestants.map(|contestant| of_contestant(room, status, contestant)).collect()
}

/// The matrix of the training data, then that of the test data.
fn of_contestant(room: &TrainScreen, status: &RunStatus, contestant: usize) -> Vec<Confusion> {
    let named = room.control.experiment.contestants.get(contestant);
    let Some((named, seen)) = named.zip(status.observations.get(contestant)) else { return Vec::new() };
    let rule = named.model.accuracy_rule(status.data.task);
    let of = |data: &Dataset, accuracy: f64, is_test: bool| {
        counts(data, &seen.learner, rule).map(|counts| Confusion { is_test, accuracy, counts })
    };
    let training = of(&status.data, seen.now.accuracy, false);
    let test = status.test.as_ref().zip(seen.test.as_ref());
    let test = test.and_then(|(data, metrics)| of(data, metrics.accuracy, true));
    training.into_iter().chain(test).collect()
}

/// `None` if the targets are not one class for each sample.
fn counts(data: &Dataset, learner: &Predictor, rule: AccuracyRule) -> Option<Vec<Vec<usize>>> {
    let outputs = data.targets.nrows();
    let classes = match data.task {
        TaskKind::Classes => outputs,
        TaskKind::Labels | TaskKind::Signs if outputs == 1 && rule != AccuracyRule::Argmax => 2,
        TaskKind::Labels | TaskKind::Signs | TaskKind::Numbers { .. } => return None,
    };
    let mut counts = vec![vec![0; classes]; classes];
    let said = learner.predict(data.inputs.view());
    for (targets, outputs) in data.targets.columns().into_iter().zip(said.columns()) {
        let wanted = match data.task {
            TaskKind::Classes => targets.iter().position(|t| *t == 1.0)?,
            _ => usize::from(*targets.first()? > 0.5),
        };
        *counts.get_mut(wanted)?.get_mut(rule.class_of(&outputs.to_vec()))? += 1;
    }
    Some(counts)
}

fn right(confusion: &Confusion, words: &Words) -> String {
    let part = words.get(if confusion.is_test { "train.test" } else { "train.training" });
    format!("{part}: {}", words.fill("train.right", &[("share", &percent(confusion.accuracy))]))
}

/// The rows that a matrix takes.
pub(super) fn rows(confusion: &Confusion) -> u16 {
    confusion.counts.len() as u16 + 2
}

/// Draws one matrix.
pub(super) fn matrix(
    room: &TrainScreen,
    confusion: &Confusion,
    words: &Words,
    area: Rect,
    buf: &mut Buffer,
    look: Look,
) {
    let names = class_names(room, words);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let title = right(confusion, words);
    let (sides, more) = (words.get("train.confusion-sides"), words.get("train.confusion-more"));
    let has_border = room.control.experiment.data.task() != TaskKind::Classes;
    let matrix = ConfusionMatrix { title: &title, sides, has_border, names: &names, counts: &confusion.counts, more };
    confusion::draw(&matrix, area, buf, look);
}

/// Draws matrices below each other, with an empty row between, or side by side if the area is wide.
pub(super) fn matrices(room: &TrainScreen, all: &[Confusion], words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
    if all.len() > 1 && area.width >= BESIDE {
        let parts = area.layout_vec(&Layout::horizontal(vec![Constraint::Fill(1); all.len()]).spacing(2));
        for (confusion, part) in all.iter().zip(parts) {
            matrix(room, confusion, words, part, buf, look);
        }
        return;
    }
    // If there is no room for both, the test counts.
    let needed = all.iter().map(rows).sum::<u16>() + 1;
    let shown = if needed > area.height { &all[all.len().saturating_sub(1)..] } else { all };
    let mut rest = area;
    for confusion in shown {
        matrix(room, confusion, words, rest, buf, look);
        let used = (rows(confusion) + 1).min(rest.height);
        rest = Rect { y: rest.y + used, height: rest.height - used, ..rest };
    }
}

/// Draws the panel.
pub(super) fn draw(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let contestant = room.now.shown.contestant;
    let inner = framed(room, contestant, &Panel::titled(words.get("train.confusion")), view, area, buf);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let all = room.derived.confusions.get(contestant).map_or(&[][..], Vec::as_slice);
    if all.is_empty() {
        let none = words.get("train.confusion-none");
        let cells = usize::from(inner.width);
        for (line, y) in text::wrap(none, cells).iter().zip(inner.top()..inner.bottom()) {
            text::put(buf, inner.x, y, cells, line, view.look.style(Role::Muted));
        }
        return;
    }
    matrices(room, all, words, inner, buf, view.look);
}

/// The matrices as text, a line for each contestant and part of the data, once the run has begun.
pub(super) fn lines(room: &TrainScreen, words: &Words) -> Vec<String> {
    if room.control.shown().is_none_or(|status| status.at == RunPosition::default()) {
        return Vec::new();
    }
    let names = class_names(room, words);
    let contestants = &room.control.experiment.contestants;
    let mut lines = Vec::new();
    for (contestant, confusions) in contestants.iter().zip(all(room)) {
        for confusion in confusions {
            let row = |(class, counts): (usize, &Vec<usize>)| {
                let counts = counts.iter().enumerate().filter(|(_, count)| **count > 0);
                let said: Vec<String> = counts.map(|(n, count)| format!("{count} {}", names[n])).collect();
                let said = if said.is_empty() { "0".to_owned() } else { said.join(", ") };
                words.fill("train.confusion-row", &[("class", &names[class]), ("counts", &said)])
            };
            let rows: Vec<String> = confusion.counts.iter().enumerate().map(row).collect();
            let part = right(&confusion, words);
            let name = room.setup.shown_name(&contestant.name, words);
            lines.push(format!("{name}, {part}; {}", rows.join("; ")));
        }
    }
    lines
}

//! Draws Train, one function per panel.

use super::layout::{Pane, TrainPanel};
use super::prepare::share;
use super::{TrainScreen, confusion, fit, hyperparameters, inside, inspector, map_panel, net, run_end, time, unit};
use crate::jobs::train::RunPosition;
use crate::nn::stop::Epochs;
use crate::screens::DrawContext;
use crate::screens::runs::draw::too_small;
use crate::screens::runs::gauge::{Gauge, GaugeState};
use crate::screens::runs::numbers;
use crate::screens::runs::panels::{foot_rows, shifted};
use crate::widgets::panel::focus;
use crate::widgets::text;
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

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
        TrainPanel::Loss => time::loss,
        TrainPanel::Accuracy => time::accuracy,
        TrainPanel::Time => time::strip,
        TrainPanel::Field => map_panel::field,
        TrainPanel::Surface => map_panel::raised,
        TrainPanel::Fit => fit::draw,
        TrainPanel::Pieces => fit::draw_pieces,
        TrainPanel::Inside => inside::draw_all,
        TrainPanel::Weights => inside::draw_weights,
        TrainPanel::Unit => unit::draw,
        TrainPanel::Confusion => confusion::draw,
        TrainPanel::Net => net::draw,
        TrainPanel::Inspector => inspector::draw,
    }
}

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

/// Draws the progress, the rate and the time that is left.
fn gauge(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let control = &room.control;
    let (at, epochs) = (control.at(), control.experiment.epochs);
    // Steps are shown if they are slow enough to follow.
    let slow = control.speed.rate(epochs).is_some_and(|rate| rate <= FOLLOWED) && control.work.is_running();
    let counted = slow || (!control.is_moving() && at.step > 0);
    let step = if counted { steps(at, control.per_epoch()) } else { String::new() };
    let left = format!("{} {}{step}", words.get("train.epoch"), reached(at.epoch, epochs));
    let left = with_rules(left, &run_end::rules(room, words, look), usize::from(area.width));
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

/// The cells that the bar, the rate and the state need.
const BESIDE_RULES: usize = 30;

/// A text with as many of the rules by which the run ends as fit.
fn with_rules(left: String, rules: &[String], cells: usize) -> String {
    let said = |count: usize| {
        let more = if count < rules.len() { " · …" } else { "" };
        format!("{left} · {}{more}", rules[..count].join(" · "))
    };
    let fits = |text: &String| text::width(text) + BESIDE_RULES <= cells;
    (1..=rules.len()).rev().map(said).find(fits).unwrap_or(left)
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

//! Lists to choose from: activations, data sets and features. Typing narrows them, and what is typed can be a formula or
//! a path of its own.

use super::TrainScreen;
use super::build;
use super::change::Change;
use super::net;
use super::preview;
use super::run_end;
use crate::functions::activation;
use crate::functions::function::Function;
use crate::nn::dataset::{Dataset, DatasetSpec};
use crate::nn::experiment::{DataOptions, Hyperparameter, JournalEntry};
use crate::nn::run_position::RunPosition;
use crate::screens::runs::settings::RunRoom;
use crate::screens::runs::waiting;
use crate::screens::{Context, DrawContext, Exhibit, ExhibitError, Screen};
use crate::text::list;
use crate::theme::Role;
use crate::widgets::list::{self as list_widget, ListRow};
use crate::widgets::panel::Panel;
use crate::widgets::{Look, net as picture, text};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use std::sync::Arc;
use tui_input::Input;

/// The fewest samples that are split into a training and a test part when other data are chosen.
const LEAST_SPLIT: usize = 20;

/// The cells of the list.
const LIST: u16 = 34;
/// The places of the curve of an activation, and the ends of its axis.
const PLACES: usize = 96;
const ENDS: (f64, f64) = (-4.0, 4.0);

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// The activation of a layer, from 0.
    Activation(usize),
    /// The data.
    Data,
    /// The formulas that are the inputs. Several can be on.
    Features,
    /// The length of the run and the rules by which it stops earlier. Several can be on.
    End,
}

/// An open list.
#[derive(Debug)]
pub(super) struct Chooser {
    subject: Subject,
    items: Vec<String>,
    /// Whether each item is on now.
    is_on: Vec<bool>,
    chosen: usize,
    pub(super) line: Input,
    /// The samples that are shown: those of the chosen data set, or of the run.
    samples: Option<Arc<Dataset>>,
    /// The seed of the samples, and the names of their columns.
    seed: u64,
    columns: Vec<String>,
}

/// Opens the list of ends of a run.
pub(super) fn open_ends(room: &mut TrainScreen) {
    let (items, on) = run_end::listed(room);
    open(room, Subject::End, items, |item| on.iter().any(|one| one == item));
}

fn open(room: &mut TrainScreen, subject: Subject, items: Vec<String>, is_on: impl Fn(&str) -> bool) {
    let chooser = made(room, subject, items, is_on);
    room.typing = Some(chooser.into());
}

fn made(room: &TrainScreen, subject: Subject, items: Vec<String>, is_on: impl Fn(&str) -> bool) -> Chooser {
    let is_on: Vec<bool> = items.iter().map(|item| is_on(item)).collect();
    let chosen = is_on.iter().position(|is_on| *is_on).unwrap_or(0);
    let (seed, columns) = (room.setup.seed(), room.setup.experiment().data.columns());
    let drawn = (subject == Subject::Features).then(|| room.setup.folded().generate(seed).ok()).flatten();
    let samples = drawn.map(|drawn| drawn.split.train);
    let mut chooser = Chooser { subject, items, is_on, chosen, line: Input::default(), samples, seed, columns };
    chooser.look();
    chooser
}

/// Opens the list of activations for the layer of the chosen unit.
pub(super) fn open_activations(room: &mut TrainScreen) {
    let Some(layer) = net::chosen(room).column.checked_sub(1) else { return };
    let seen = room.control.shown().and_then(|status| status.observations.get(room.now.shown.contestant));
    let now = seen.and_then(|seen| seen.layers.get(layer)).map_or(String::new(), |layer| layer.activation.clone());
    let own = room.setup.own_functions().iter().cloned();
    let items = activation::all().map(|one| one.id.to_owned()).chain(own).collect();
    open(room, Subject::Activation(layer), items, |item| item == now);
}

/// Opens the list of data sets.
pub(super) fn open_data(room: &mut TrainScreen) {
    reopen_data(room, String::new());
}

/// Opens the list of data sets with what was typed and can't be used, so that it can be mended.
pub(super) fn reopen_data(room: &mut TrainScreen, typed: String) {
    let now = room.setup.experiment().data.name();
    // A set that needs more than a name, such as a path, can be typed.
    let items = DatasetSpec::names().into_iter().filter(|name| DatasetSpec::named(name).is_some());
    let mut chooser = made(room, Subject::Data, items.map(str::to_owned).collect(), |item| item == now);
    chooser.line = Input::new(typed);
    chooser.follow();
    room.typing = Some(chooser.into());
}

/// Opens the list of features.
pub(super) fn open_features(room: &mut TrainScreen) {
    let data = &room.setup.experiment().data;
    let (columns, now) = (data.columns(), data.features.clone());
    let mut items: Vec<String> = columns.clone();
    for column in &columns {
        items.extend([format!("{column}^2"), format!("sin({column})")]);
    }
    if let [x, y] = &columns[..] {
        items.insert(2, format!("{x}*{y}"));
    }
    let extra: Vec<String> = now.iter().flatten().filter(|feature| !items.contains(feature)).cloned().collect();
    items.extend(extra);
    let on = now.unwrap_or(columns);
    open(room, Subject::Features, items, |item| on.iter().any(|feature| feature == item));
}

/// Takes what is chosen or typed.
pub(super) fn accept(room: &mut TrainScreen, mut chooser: Chooser, cx: &mut Context) {
    let listed = chooser.listed();
    let typed = chooser.line.value().trim().to_owned();
    let item = listed.contains(&chooser.chosen).then(|| chooser.items[chooser.chosen].clone());
    match chooser.subject {
        Subject::Activation(layer) => take_activation(room, layer, &item.unwrap_or(typed), cx),
        Subject::Data => {
            if !take_data(room, item.unwrap_or_else(|| typed.clone()), cx) {
                reopen_data(room, typed);
            }
        }
        Subject::End => {
            run_end::take(room, &item.unwrap_or(typed), cx);
            // The list stays open for the next one.
            open_ends(room);
        }
        Subject::Features => match item {
            Some(_) => {
                turn_feature(&mut chooser);
                chooser.line = Input::default();
                if !take_features(room, &on(&chooser), cx) {
                    turn_feature(&mut chooser);
                }
                // The list stays open for the next one.
                room.typing = Some(chooser.into());
            }
            None => take_typed_features(room, chooser, &typed, cx),
        },
    }
}

fn turn_feature(chooser: &mut Chooser) {
    chooser.is_on[chooser.chosen] = !chooser.is_on[chooser.chosen];
}

/// The items that are on.
fn on(chooser: &Chooser) -> String {
    let on = chooser.items.iter().zip(&chooser.is_on).filter(|(_, is_on)| **is_on).map(|(item, _)| item.as_str());
    on.collect::<Vec<_>>().join(", ")
}

/// A list that is typed takes the place of what is on. A single formula is added to it. A wrong one stays in its line.
fn take_typed_features(room: &mut TrainScreen, chooser: Chooser, typed: &str, cx: &mut Context) {
    let now = on(&chooser);
    let is_list = list(typed).len() > 1;
    let features = if is_list || now.is_empty() { typed.to_owned() } else { format!("{now}, {typed}") };
    if take_features(room, &features, cx) {
        open_features(room);
    } else {
        room.typing = Some(chooser.into());
    }
}

fn take_activation(room: &mut TrainScreen, layer: usize, text: &str, cx: &mut Context) {
    let at = RunPosition::START;
    match JournalEntry::parse(&format!("{at} activation {} {text}", layer + 1)) {
        Ok(JournalEntry { edit, .. }) => build::edit(room, Some(room.now.shown.contestant), edit, cx),
        Err(reason) => cx.shared.notice = Some(cx.shared.words.say(&reason)),
    }
}

/// The options of an exhibit line for what is typed: the name of a data set or a path, and options about data after it.
fn data_line(typed: &str) -> Result<Vec<(String, String)>, ExhibitError> {
    let (data, options) = typed.find(" --").map_or((typed, ""), |at| typed.split_at(at));
    let room = TrainScreen::ID.to_owned();
    let mut options = format!("{room}{options}").parse::<Exhibit>()?.options;
    options.insert(0, ("data".to_owned(), data.trim().to_owned()));
    let names = DataOptions::default().each().map(|(name, _)| name);
    match options.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        Some((name, _)) => {
            let names = names.into_iter().filter(|name| *name != "data").map(|name| format!("--{name}")).collect();
            Err(ExhibitError::UnknownOption { room, name: name.clone(), names })
        }
        None => Ok(options),
    }
}

/// Takes other data, now or when their file is read. Returns whether they can be used, as far as that is known.
fn take_data(room: &mut TrainScreen, typed: String, cx: &mut Context) -> bool {
    let options = match data_line(&typed) {
        Ok(options) => options,
        Err(reason) => {
            cx.shared.notice = Some(cx.shared.words.say(&reason));
            return false;
        }
    };
    let asked = DataOptions::of_line(&options);
    // A file is read by a job; the room waits for it as for one of an exhibit line.
    let line = Exhibit { room: TrainScreen::ID.to_owned(), subject: None, options };
    room.opening = Some(typed.clone());
    match waiting::defer(room, &line, cx.shared) {
        Ok(true) => {
            room.loader.ask(cx);
            return true;
        }
        Ok(false) => room.opening = None,
        Err(reason) => {
            room.opening = None;
            cx.shared.notice = Some(cx.shared.words.say(&reason));
            return false;
        }
    }
    build::remember(room, Change::Data(typed));
    // The share of the test stays, unless the data are as few as the rows of a truth table.
    let set = asked.data.as_deref().and_then(DatasetSpec::named);
    let is_split = set.is_some_and(|spec| spec.samples() >= LEAST_SPLIT);
    let kept = room.setup.base().data.test.filter(|_| is_split).map(|share| share.to_string());
    let options = DataOptions { test: asked.test.clone().or(kept), ..asked };
    let had_begun = room.control.at() > RunPosition::START;
    let taken = room.setup.start_over().and_then(|()| room.setup.set_data(options));
    let is_taken = begin_or_say(room, taken, cx);
    if is_taken && had_begun {
        let words = &cx.shared.words;
        cx.shared.notice = Some(words.fill("train.starts-over", &[("what", words.get("train.data"))]));
    }
    is_taken
}

/// Sets the features. Returns whether they could be set.
fn take_features(room: &mut TrainScreen, features: &str, cx: &mut Context) -> bool {
    build::remember(room, Change::Value(Hyperparameter::Features, features.to_owned()));
    let taken = room.setup.start_over().and_then(|()| room.setup.edit(Hyperparameter::Features, features));
    begin_or_say(room, taken, cx)
}

fn begin_or_say(room: &mut TrainScreen, taken: Result<(), crate::words::Message>, cx: &mut Context) -> bool {
    let is_taken = taken.is_ok();
    match taken {
        Ok(()) => {
            room.control.pause();
            room.begin();
            room.control.ask(cx);
            room.now.shown.fit(room.setup.folded());
        }
        Err(reason) => {
            build::forget(room);
            cx.shared.notice = Some(cx.shared.words.say(&reason));
        }
    }
    is_taken
}

impl Chooser {
    /// Whether what is chosen is in force at once, while the list stays open for more.
    pub(super) fn stays_open(&self) -> bool {
        matches!(self.subject, Subject::Features | Subject::End)
    }

    /// The items that contain the typed text.
    fn listed(&self) -> Vec<usize> {
        let typed = self.line.value().trim().to_lowercase();
        let names = |item: &str| match activation::find(item) {
            Ok(one) if matches!(self.subject, Subject::Activation(_)) => one.names().collect::<Vec<_>>().join(" "),
            _ => item.to_owned(),
        };
        let holds = |n: &usize| names(&self.items[*n]).to_lowercase().contains(&typed);
        (0..self.items.len()).filter(holds).collect()
    }

    pub(super) fn follow(&mut self) {
        let listed = self.listed();
        if let Some(first) = listed.first().filter(|_| !listed.contains(&self.chosen)) {
            self.chosen = *first;
        }
        self.look();
    }

    pub(super) fn step(&mut self, by: isize) {
        self.chosen = stepped(&self.listed(), self.chosen, by);
        self.look();
    }

    /// What is chosen, or typed if nothing that is listed contains it.
    fn named(&self) -> &str {
        if self.listed().is_empty() { self.line.value() } else { &self.items[self.chosen] }
    }

    /// Draws the samples of the chosen data set. A path is read only once it is taken.
    fn look(&mut self) {
        if self.subject == Subject::Data {
            let set = DatasetSpec::named(self.named());
            self.samples = set.map(|set| Arc::new(set.generate(self.seed)));
        }
    }

    pub(super) fn draw(&self, view: DrawContext, area: Rect, buf: &mut Buffer) {
        let (look, words) = (view.look, &view.shared.words);
        let [left, right] = area.layout(&Layout::horizontal([Constraint::Length(LIST), Constraint::Fill(1)]));
        let title = match self.subject {
            Subject::Activation(layer) => words.fill("train.choose-activation", &[("n", &(layer + 1).to_string())]),
            Subject::Data => words.get("train.choose-data").to_owned(),
            Subject::Features => words.get("train.choose-features").to_owned(),
            Subject::End => words.get("train.choose-end").to_owned(),
        };
        let inner = Panel::titled(&title).draw(left, buf, look);
        let listed = self.listed();
        let on = (look.glyph("✓", "*"), look.style(Role::Focus));
        let row = |n: &usize| ListRow::Item { words: self.items[*n].clone(), mark: self.is_on[*n].then_some(on) };
        let rows: Vec<ListRow> = listed.iter().map(row).collect();
        list_widget::draw(&rows, listed.iter().position(|n| *n == self.chosen), inner, buf, look);
        if rows.is_empty() {
            let said = words.get(if self.subject == Subject::Data { "train.take-path" } else { "train.take-typed" });
            for (line, y) in text::wrap(said, usize::from(inner.width)).iter().zip(inner.y..inner.bottom()) {
                text::put(buf, inner.x, y, usize::from(inner.width), line, look.style(Role::Muted));
            }
        }
        let chosen = self.named();
        let panel = Panel::titled(chosen).draw(right, buf, look);
        let note = match self.subject {
            Subject::Activation(_) => words.get("train.keeps-weights"),
            Subject::End => words.get("train.end-note"),
            Subject::Data | Subject::Features => words.get("train.starts-over-at"),
        };
        let mut y = panel.y;
        for line in text::wrap(note, usize::from(panel.width)).into_iter().take(usize::from(panel.height)) {
            text::put(buf, panel.x, y, usize::from(panel.width), &line, look.style(Role::Muted));
            y += 1;
        }
        let below = Rect { y: y + 1, height: panel.bottom().saturating_sub(y + 1), ..panel };
        if below.height > 2 {
            self.draw_preview(chosen, below, buf, look);
        }
    }

    fn draw_preview(&self, chosen: &str, area: Rect, buf: &mut Buffer, look: Look) {
        match (self.subject, &self.samples) {
            (Subject::Activation(_), _) => {
                if let Some(function) = function(chosen) {
                    picture::draw_curve(&curve(&function), area, buf, look, Role::Value);
                }
            }
            (Subject::Data, Some(samples)) => preview::scatter(samples, area, buf, look),
            (Subject::Features, Some(samples)) => preview::feature(samples, &self.columns, chosen, area, buf, look),
            (Subject::Data | Subject::Features | Subject::End, _) => {}
        }
    }
}

/// The item after the chosen one, from the last one the first.
pub(super) fn stepped(listed: &[usize], chosen: usize, by: isize) -> usize {
    let here = listed.iter().position(|n| *n == chosen).unwrap_or(0) as isize;
    let next = (here + by).rem_euclid(listed.len().max(1) as isize) as usize;
    listed.get(next).copied().unwrap_or(chosen)
}

fn function(text: &str) -> Option<Function> {
    Function::named(text).ok().or_else(|| Function::parse(text).ok())
}

/// The values of a function over a fixed range, from 0 to 1.
fn curve(function: &Function) -> Vec<f64> {
    let at = |n: usize| ENDS.0 + (ENDS.1 - ENDS.0) * n as f64 / (PLACES - 1) as f64;
    let values: Vec<f64> = (0..PLACES).map(|n| function.value(at(n))).collect();
    let finite = values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), value| (l.min(value), h.max(value)));
    let share = |value: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
    values.into_iter().map(share).collect()
}

//! The list of experiments, opened by a key: typing narrows it, and the chosen one is shown beside it with its question,
//! its networks and its data.

use super::TrainScreen;
use super::build::{self, Branch, Builder};
use super::change::Change;
use super::chooser::stepped;
use super::preview;
use crate::nn::dataset::Dataset;
use crate::nn::experiment::Experiment;
use crate::screens::runs::selected_experiment::{SelectedExperiment, built_name};
use crate::screens::runs::settings::RunRoom;
use crate::screens::{Context, DrawContext};
use crate::text::number::short;
use crate::theme::Role;
use crate::widgets::list::{self, ListRow};
use crate::widgets::panel::Panel;
use crate::widgets::{Look, text};
use crate::words::{Language, Words};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use std::sync::Arc;
use tui_input::Input;

/// The cells of the list.
const LIST: u16 = 34;

/// The open list.
#[derive(Debug)]
pub(super) struct Picker {
    pub(super) line: Input,
    /// The chosen item, by its index: first the runs that were left, then the experiments.
    chosen: usize,
    /// The data of the chosen experiment.
    data: Option<Arc<Dataset>>,
}

/// Opens the list at the current experiment.
pub(super) fn open(room: &mut TrainScreen) {
    let branches = room.builder.branches.len();
    let chosen = room.setup.place().map_or(0, |(n, _)| n - 1) + branches;
    let mut picker = Picker { line: Input::default(), chosen, data: None };
    picker.look(&room.setup, &room.builder);
    room.typing = Some(picker.into());
}

/// An item of the list: a run that was left, or an experiment, by its index.
enum Item {
    Run(usize),
    Experiment(usize),
}

fn item(builder: &Builder, n: usize) -> Item {
    n.checked_sub(builder.branches.len()).map_or(Item::Run(n), Item::Experiment)
}

impl Picker {
    /// The runs that were left, and the experiments whose name or title, in any language, contains the typed text.
    fn listed(&self, setup: &SelectedExperiment, builder: &Builder) -> Vec<usize> {
        let typed = self.line.value().trim().to_lowercase();
        let holds = |experiment: &Experiment| {
            let titles = Language::ALL.iter().map(|language| experiment.title.get(language.code()));
            let mut texts = titles.chain([experiment.id.as_str(), experiment.data.name()]);
            texts.any(|text| text.to_lowercase().contains(&typed))
        };
        let list = setup.list();
        let is_listed = |n: &usize| match item(builder, *n) {
            Item::Run(n) => holds(&builder.branches[n].moment.setup.experiment()),
            Item::Experiment(n) => holds(&list[n]),
        };
        (0..builder.branches.len() + list.len()).filter(is_listed).collect()
    }

    /// After typing, the first match is chosen if the chosen one is none.
    pub(super) fn follow(&mut self, setup: &SelectedExperiment, builder: &Builder) {
        let listed = self.listed(setup, builder);
        if let Some(first) = listed.first().filter(|_| !listed.contains(&self.chosen)) {
            self.chosen = *first;
        }
        self.look(setup, builder);
    }

    pub(super) fn step(&mut self, setup: &SelectedExperiment, builder: &Builder, by: isize) {
        self.chosen = stepped(&self.listed(setup, builder), self.chosen, by);
        self.look(setup, builder);
    }

    /// Makes the data of the chosen experiment. All experiments of the list are small.
    fn look(&mut self, setup: &SelectedExperiment, builder: &Builder) {
        let (experiment, seed) = match item(builder, self.chosen) {
            Item::Run(n) => {
                let Some(branch) = builder.branches.get(n) else { return };
                (branch.moment.setup.experiment(), branch.moment.setup.seed())
            }
            Item::Experiment(n) => {
                let Some(experiment) = setup.list().get(n) else { return };
                (Arc::clone(experiment), experiment.seed)
            }
        };
        self.data = experiment.generate(seed).ok().map(|drawn| drawn.split.train);
    }
}

pub(super) fn accept(room: &mut TrainScreen, picker: &Picker, cx: &mut Context) {
    if !picker.listed(&room.setup, &room.builder).contains(&picker.chosen) {
        return;
    }
    match item(&room.builder, picker.chosen) {
        Item::Run(n) => build::change_run(room, n, cx),
        Item::Experiment(n) => {
            let name = room.setup.list().get(n).map_or_else(String::new, |one| one.id.clone());
            build::remember(room, Change::Experiment(name));
            room.setup.choose(n);
            room.hyperparameter = 0;
            room.control.pause();
            room.begin();
            room.now.shown.contestant = 0;
        }
    }
}

/// Draws the list and what is chosen in it.
pub(super) fn draw(room: &TrainScreen, picker: &Picker, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let [left, right] = area.layout(&Layout::horizontal([Constraint::Length(LIST), Constraint::Fill(1)]));
    let inner = Panel::titled(words.get("train.experiments")).draw(left, buf, look);
    let (listed, list) = (picker.listed(&room.setup, &room.builder), room.setup.list());
    let language = words.language().code();
    let row = |n: &usize| {
        let words = match item(&room.builder, *n) {
            Item::Run(n) => run_title(room, n, words),
            Item::Experiment(n) => list[n].title.get(language).to_owned(),
        };
        ListRow::Item { words, mark: None }
    };
    let rows: Vec<ListRow> = listed.iter().map(row).collect();
    if rows.is_empty() {
        // An experiment on a file is opened by its name, since its file must be read first.
        let on_file = room.setup.saved_on_file(picker.line.value().trim());
        let said = on_file.map(|name| words.fill("app.saved-on-file", &[("name", name)]));
        let said = said.unwrap_or_else(|| words.get("lab.none-listed").to_owned());
        for (line, y) in text::wrap(&said, usize::from(inner.width)).iter().zip(inner.y..inner.bottom()) {
            text::put(buf, inner.x, y, usize::from(inner.width), line, look.style(Role::Muted));
        }
    }
    list::draw(&rows, listed.iter().position(|n| *n == picker.chosen), inner, buf, look);
    let chosen = match item(&room.builder, picker.chosen) {
        Item::Run(n) => room.builder.branches.get(n).map(|branch| Preview::of_run(&branch.moment.setup, words)),
        Item::Experiment(n) => list.get(n).map(|experiment| Preview::of(experiment, words)),
    };
    if let Some(preview) = chosen.filter(|_| !rows.is_empty()) {
        preview.draw(picker.data.as_deref(), words, right, buf, look);
    }
}

/// A run that was left: how far it was, where the current one left it, and its loss.
fn run_title(room: &TrainScreen, n: usize, words: &Words) -> String {
    let Branch { moment, left_at, loss } = &room.builder.branches[n];
    let (at, left) = (moment.at.epoch.to_string(), left_at.epoch.to_string());
    words.fill("train.left-run", &[("at", &at), ("left", &left), ("loss", &short(*loss))])
}

/// What is shown of an experiment or a run: the question, the networks, and the data.
struct Preview {
    title: String,
    question: String,
    /// The experiment after its edits.
    experiment: Arc<Experiment>,
    /// The names of its contestants.
    names: Vec<String>,
}

impl Preview {
    fn of_run(setup: &SelectedExperiment, words: &Words) -> Self {
        let experiment = Arc::clone(setup.folded());
        let names = experiment.contestants.iter().map(|one| setup.shown_name(&one.name, words)).collect();
        Self {
            title: setup.title(words),
            question: setup.question(words).unwrap_or_default().to_owned(),
            experiment,
            names,
        }
    }

    fn of(file: &Arc<Experiment>, words: &Words) -> Self {
        // An experiment of the list was checked when it was read.
        let experiment = file.folded().map_or_else(|_| Arc::clone(file), Arc::new);
        let name = |n: usize| built_name(file, &experiment, n, words);
        let names = experiment.contestants.iter().enumerate();
        let names = names.map(|(n, one)| name(n).unwrap_or_else(|| words.contestant(&one.name).to_owned())).collect();
        let [title, question] = [&file.title, &file.question].map(|text| text.get(words.language().code()).to_owned());
        // The list may have cut its title.
        let question =
            if text::width(&title) + 4 > usize::from(LIST) { format!("{title}. {question}") } else { question };
        Self { title: file.id.clone(), question, experiment, names }
    }

    fn draw(&self, data: Option<&Dataset>, words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
        let experiment = &self.experiment;
        let inner = Panel::titled(&self.title).draw(area, buf, look);
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
        if !self.question.is_empty() {
            put(&self.question, Role::Text);
        }
        let (inputs, _) = experiment.widths();
        let arrow = look.glyph("→", ">");
        for (contestant, name) in experiment.contestants.iter().zip(&self.names) {
            let units = contestant.model.units();
            let sizes: Vec<String> = std::iter::once(&inputs).chain(&units).map(ToString::to_string).collect();
            put(&format!("{name}: {}", sizes.join(arrow)), Role::Muted);
        }
        let samples = words.fill("train.samples", &[("n", &experiment.data.samples().to_string())]);
        let epochs = format!("{} {}", experiment.epochs, words.get("train.knob-epochs"));
        put(&format!("{} · {samples} · {epochs}", experiment.data.name()), Role::Muted);
        let rest = Rect { y: y + 1, height: inner.bottom().saturating_sub(y + 1), ..inner };
        if let Some(data) = data.filter(|_| rest.height > 2) {
            preview::scatter(data, rest, buf, look);
        }
    }
}

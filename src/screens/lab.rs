//! The Lab: an activation, its slope, and what it does to samples and to a picture.

mod commands;
mod draw;
mod facts;
mod formula_editor;
mod help;
mod layout;
mod mouse;
mod path;
mod prepare;
mod settings;

use super::functions::{self, Filter};
use super::options::within;
use super::stage::{Stage, Staged};
use super::{AppContext, Command, Context, DrawContext, HelpGroup, Pointer, Room, Screen, Setting, SubjectKind};
use crate::config::{self, Config, SettingError};
use crate::functions::activation::Unknown;
use crate::functions::function::Function;
use crate::functions::sample::Distribution;
use crate::functions::user_functions::FormulaTexts;
use crate::input::Verb;
use crate::jobs::{JobReport, PictureSource};
use crate::picture::{Channel, Levels, PictureLimits};
use crate::text::{is_dropped, one_line};
use crate::widgets::{field, text};
use crate::words::Message;
use formula_editor::{FormulaDraft, FormulaStore};
use layout::LabPanel;
use path::Paths;
use prepare::LabDerived;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::path::PathBuf;
use tui_input::Input;

/// The most functions that can be compared with the chosen one.
const MOST_COMPARED: usize = 3;

/// The most cells of a function's name in the title bar.
const MOST_HEADING: usize = 24;

/// Everything that an exhibit line sets besides the functions.
#[derive(Clone, Debug, PartialEq)]
struct Settings {
    /// Both ends of the x axis.
    x: [f64; 2],
    /// The x at which values are shown.
    cursor: f64,
    /// Whether the numerical slope is shown.
    numeric: bool,
    distribution: Distribution,
    scale: f64,
    count: usize,
    seed: u64,
    gain: f64,
    channel: Channel,
    levels: Levels,
    source: PictureSource,
    page: usize,
}

impl Settings {
    /// The initial state for a configuration.
    fn of(config: &Config) -> Result<Self, SettingError> {
        let lab = &config.lab;
        let x = settings::range(lab.range[0], lab.range[1]).map_err(|e| SettingError::of("lab.range")(e.into()))?;
        Ok(Self {
            x,
            cursor: x[0].midpoint(x[1]),
            numeric: false,
            distribution: lab
                .distribution
                .parse()
                .map_err(Message::from)
                .map_err(SettingError::of("lab.distribution"))?,
            scale: within(lab.scale, commands::SCALES).map_err(|e| SettingError::of("lab.scale")(e.into()))?,
            count: settings::count(lab.samples).map_err(|e| SettingError::of("lab.samples")(e.into()))?,
            seed: config.seed,
            gain: within(lab.gain, commands::GAINS).map_err(|e| SettingError::of("lab.gain")(e.into()))?,
            channel: lab.channel.parse().map_err(Message::from).map_err(SettingError::of("lab.channel"))?,
            levels: lab.levels.parse().map_err(Message::from).map_err(SettingError::of("lab.levels"))?,
            source: source(&config.image),
            page: 0,
        })
    }
}

/// The line being typed.
#[derive(Debug)]
enum Line {
    /// Part of the name of a function.
    Filter(Filter),
    /// The path of a picture.
    Image(Input),
    /// A formula.
    Formula(Box<FormulaDraft>),
    /// The name under which to save the chosen function.
    Name(Input),
}

#[derive(Debug)]
pub(super) struct LabScreen {
    /// Every function, with its parameters as last set.
    functions: Vec<Function>,
    chosen: usize,
    /// The functions compared with the chosen one, in the order in which they were marked.
    marks: Vec<usize>,
    /// The index of the knob that keys turn.
    parameter: usize,
    now: Settings,
    start: Settings,
    /// The settings at the start. An exhibit line leaves them out.
    plain: Settings,
    limits: PictureLimits,
    line: Option<Line>,
    paths: Paths,
    shelf: FormulaStore,
    /// An error from building the room, kept until it has been shown.
    complaint: Option<Message>,
    stage: Stage<LabPanel>,
    derived: LabDerived,
}

impl Staged for LabScreen {
    type Panel = LabPanel;

    fn stage(&self) -> &Stage<LabPanel> {
        &self.stage
    }

    fn stage_mut(&mut self) -> &mut Stage<LabPanel> {
        &mut self.stage
    }
}

impl LabScreen {
    /// The function that everything shows: the one being typed, else the chosen one.
    fn function(&self) -> &Function {
        formula_editor::preview(self).unwrap_or(&self.functions[self.chosen])
    }

    /// That function and those compared with it.
    fn compared(&self) -> impl Iterator<Item = &Function> {
        let typed = formula_editor::preview(self).is_some();
        let most = if typed { MOST_COMPARED } else { self.marks.len() };
        let others = self.marks.iter().filter(move |mark| typed || **mark != self.chosen).take(most);
        std::iter::once(self.function()).chain(others.map(|mark| &self.functions[*mark]))
    }

    fn find(&self, id: &str) -> Result<usize, Unknown> {
        functions::find(&self.functions, id)
    }

    fn choose(&mut self, n: usize) {
        if n != self.chosen {
            (self.chosen, self.parameter) = (n, 0);
        }
    }

    /// The functions whose name or id contains the typed text; all while nothing is typed.
    fn listed(&self) -> Vec<usize> {
        match &self.line {
            Some(Line::Filter(filter)) => filter.listed(&self.functions),
            _ => (0..self.functions.len()).collect(),
        }
    }

    /// The step of the cursor: about a hundredth of the visible range. The cursor moves to multiples of it.
    fn cursor_step(&self) -> f64 {
        crate::screens::nice_steps::turn((self.now.x[1] - self.now.x[0]) / 190.0, true, (1e-300, 1e300))
    }
}

fn source(path: &str) -> PictureSource {
    if path.is_empty() { PictureSource::BuiltIn } else { PictureSource::File(PathBuf::from(path)) }
}

impl Screen for LabScreen {
    const ID: &'static str = "lab";
    const COMMANDS: &'static [Command<Self>] = commands::COMMANDS;
    const TYPING: &'static [Command<Self>] = commands::TYPING;
    const HELP: &'static [HelpGroup] = help::GROUPS;
    const SUBJECT: Option<SubjectKind> = Some(SubjectKind::Function);
    const SETTINGS: &'static [Setting<Self>] = settings::SETTINGS;

    fn new(shared: &AppContext) -> Result<Self, SettingError> {
        let config = &shared.config;
        let start = Settings::of(config)?;
        let shelf = FormulaStore::of(shared);
        let mut room = Self {
            functions: functions::all(shared),
            chosen: 0,
            marks: Vec::new(),
            parameter: 0,
            now: start.clone(),
            start,
            plain: Settings::of(&config::defaults().map_err(Message::from)?)?,
            limits: PictureLimits {
                pixels: config.picture.most_pixels,
                bytes: config.picture.most_memory << 20,
                ..PictureLimits::default()
            },
            line: None,
            paths: Paths::default(),
            complaint: shelf.fault().cloned(),
            shelf,
            stage: Stage::new(),
            derived: LabDerived::default(),
        };
        room.chosen =
            room.find(&config.lab.activation).map_err(Message::from).map_err(SettingError::of("lab.activation"))?;
        Ok(room)
    }
}

impl Room for LabScreen {
    fn set_subject(&mut self, subject: &str) -> Result<(), Message> {
        let n = self.find(subject).map_err(Message::from)?;
        self.choose(n);
        Ok(())
    }

    fn subject(&self) -> String {
        functions::subject(&self.functions[self.chosen])
    }

    fn is_typing(&self) -> bool {
        self.line.is_some()
    }

    fn letter(&mut self, letter: char, _cx: &mut Context) {
        match &mut self.line {
            Some(Line::Formula(draft)) => draft.letter(letter),
            Some(Line::Filter(Filter { line, .. }) | Line::Image(line) | Line::Name(line)) => {
                field::insert(line, letter);
            }
            None => {}
        }
        commands::follow_filter(self);
    }

    fn paste(&mut self, text: &str, cx: &mut Context) {
        if matches!(self.line, None | Some(Line::Image(_))) {
            path::paste(self, text);
        } else {
            one_line(text).chars().for_each(|letter| self.letter(letter, cx));
        }
    }

    fn takes(&self, pasted: &str) -> bool {
        is_dropped(pasted)
    }

    fn mouse(&mut self, at: Position, pointer: Pointer, _cx: &mut Context) {
        mouse::point(self, at, pointer);
    }

    fn prepare(&mut self, size: Size, cx: &mut Context) {
        if let Some(complaint) = self.complaint.take() {
            cx.shared.notice = Some(cx.shared.words.say(&complaint));
        }
        prepare::prepare(self, size, cx);
    }

    fn report(&mut self, report: &JobReport, cx: &mut Context) {
        prepare::report(self, report, cx);
    }

    fn formulas_changed(&mut self, texts: &FormulaTexts, cx: &mut Context) {
        formula_editor::formulas_changed(self, texts, cx);
    }

    fn heading(&self, view: DrawContext) -> String {
        format!("{}   {} {}", self.brief(view), view.shared.words.get("lab.seed"), self.now.seed)
    }

    fn brief(&self, view: DrawContext) -> String {
        let words = &view.shared.words;
        let n = if formula_editor::is_typed(self) {
            words.get("lab.new").to_owned()
        } else {
            format!("{}/{}", self.chosen + 1, self.functions.len())
        };
        let name = text::cut(functions::name(self.function(), words), MOST_HEADING);
        format!("{name} {n}")
    }

    fn caption(&self, view: DrawContext) -> String {
        draw::caption(self, view)
    }

    fn facts(&self, view: DrawContext) -> Vec<String> {
        facts::facts(self, &view.shared.words)
    }

    fn figures(&self) -> Vec<(String, f64)> {
        facts::figures(self)
    }

    fn copy(&self, view: DrawContext) -> String {
        let mut lines = self.facts(view);
        lines.push(facts::eval_line(self));
        lines.join("\n")
    }

    fn draw_line(&self, view: DrawContext, area: Rect, buf: &mut Buffer) -> bool {
        let (label, line) = match &self.line {
            None => return false,
            Some(Line::Formula(draft)) => {
                formula_editor::draw(self, draft, view, area, buf);
                return true;
            }
            Some(Line::Name(line)) => ("lab.name", line),
            Some(Line::Filter(filter)) => ("lab.filter", &filter.line),
            Some(Line::Image(line)) => ("lab.path", line),
        };
        field::draw(view.shared.words.get(label), line, area, buf, view.look);
        true
    }

    fn draw(&self, view: DrawContext, area: Rect, buf: &mut Buffer) {
        draw::draw(self, view, area, buf);
    }
}

/// Edits the line being typed. Returns whether the verb is one that edits.
fn edit(room: &mut LabScreen, verb: Verb) {
    match &mut room.line {
        Some(Line::Formula(draft)) => draft.edit(verb),
        Some(Line::Filter(Filter { line, .. }) | Line::Image(line) | Line::Name(line)) => {
            field::edit(line, verb);
        }
        None => {}
    }
    commands::follow_filter(room);
}

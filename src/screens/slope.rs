//! Slope: the slope of an activation by finite differences beside the exact one, and how the error depends on the step.

mod commands;
mod draw;
mod facts;
mod layout;
mod mouse;
mod prepare;

use super::functions::{self, Filter};
use super::options::{changed, number, parameters, set_parameters, within};
use super::stage::{self, Stage, Staged};
use super::{AppContext, Command, Context, DrawContext, OptionError, Pointer, Room, Screen, Setting, SubjectKind};
use crate::config::SettingError;
use crate::functions::function::Function;
use crate::functions::numeric_slope::Method;
use crate::text::number::full;
use crate::widgets::{field, text};
use crate::words::Message;
use layout::SlopePanel;
use prepare::SlopeDerived;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

/// The most cells of a function's name in the title bar.
const MOST_HEADING: usize = 24;
/// Bounds of the step.
const STEPS: (f64, f64) = (1e-17, 1e-1);

/// Everything that an exhibit line sets besides the function.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Settings {
    h: f64,
    method: Method,
    page: usize,
}

/// The most cells of the knobs in a caption.
const CAPTION: usize = 30;

/// As in the notebook, whose step is far too small.
const START: Settings = Settings { h: 1e-15, method: Method::Forward, page: 0 };

#[derive(Debug)]
pub(super) struct SlopeScreen {
    /// Every function, with its parameters as last set.
    functions: Vec<Function>,
    chosen: usize,
    /// The index of the knob that keys turn.
    parameter: usize,
    /// Part of a name being typed.
    filter: Option<Filter>,
    now: Settings,
    stage: Stage<SlopePanel>,
    derived: SlopeDerived,
}

impl SlopeScreen {
    fn function(&self) -> &Function {
        &self.functions[self.chosen]
    }

    fn choose(&mut self, n: usize) {
        if n != self.chosen {
            (self.chosen, self.parameter) = (n, 0);
        }
    }
}

const SETTINGS: &[Setting<SlopeScreen>] = &[
    Setting {
        name: "formula",
        takes: "FORMULA",
        help: "A function of your own, as in x*sigmoid(x)",
        set: |room, value| {
            let n = functions::read(&mut room.functions, value)?;
            room.choose(n);
            Ok(())
        },
        get: |room| room.function().text().map(str::to_owned).into_iter().collect(),
    },
    Setting {
        name: "knob",
        takes: "NAME=VALUE,...",
        help: "Knobs of the function, as in alpha=0.5",
        set: |room, value| set_parameters(&mut room.functions[room.chosen], value),
        get: |room| parameters(room.function()).into_iter().collect(),
    },
    Setting {
        name: "h",
        takes: "NUMBER",
        help: "The step of the differences",
        set: |room, value| {
            room.now.h = within(number(value)?, STEPS)?;
            Ok(())
        },
        get: |room| changed(&room.now.h, &START.h, |h| full(*h)),
    },
    Setting {
        name: "method",
        takes: "NAME",
        help: "forward, central or five-point",
        set: |room, value| {
            let known = Method::ALL.iter().copied().find(|method| method.id() == value);
            room.now.method = known.ok_or(OptionError::Method)?;
            Ok(())
        },
        get: |room| changed(&room.now.method, &START.method, |method| method.id().to_owned()),
    },
    Setting {
        name: "page",
        takes: "1|2|3",
        help: "The page in front on a small screen",
        set: |room, value| {
            let page: usize = value.parse().ok().filter(|n| (1..=3).contains(n)).ok_or(OptionError::Page)?;
            room.now.page = page - 1;
            Ok(())
        },
        get: |room| changed(&room.now.page, &START.page, |n| (n + 1).to_string()),
    },
    stage::setting("Shown alone: list, slopes, difference or errors"),
];

impl Staged for SlopeScreen {
    type Panel = SlopePanel;

    fn stage(&self) -> &Stage<SlopePanel> {
        &self.stage
    }

    fn stage_mut(&mut self) -> &mut Stage<SlopePanel> {
        &mut self.stage
    }
}

impl Screen for SlopeScreen {
    const ID: &'static str = "slope";
    const COMMANDS: &'static [Command<Self>] = commands::COMMANDS;
    const TYPING: &'static [Command<Self>] = commands::TYPING;
    const SUBJECT: Option<SubjectKind> = Some(SubjectKind::Function);
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn new(shared: &AppContext) -> Result<Self, SettingError> {
        let functions = functions::all(shared);
        let mut room = Self {
            functions,
            chosen: 0,
            parameter: 0,
            filter: None,
            now: START,
            stage: Stage::new(),
            derived: SlopeDerived::default(),
        };
        room.set_subject(&shared.config.lab.activation).map_err(SettingError::of("lab.activation"))?;
        Ok(room)
    }
}

impl Room for SlopeScreen {
    fn set_subject(&mut self, subject: &str) -> Result<(), Message> {
        let n = functions::find(&self.functions, subject).map_err(Message::from)?;
        self.choose(n);
        Ok(())
    }

    fn subject(&self) -> String {
        functions::subject(self.function())
    }

    fn is_typing(&self) -> bool {
        self.filter.is_some()
    }

    fn letter(&mut self, letter: char, _cx: &mut Context) {
        if let Some(filter) = &mut self.filter {
            field::insert(&mut filter.line, letter);
        }
        commands::follow_filter(self);
    }

    fn mouse(&mut self, at: Position, pointer: Pointer, _cx: &mut Context) {
        mouse::point(self, at, pointer);
    }

    fn prepare(&mut self, size: Size, cx: &mut Context) {
        prepare::prepare(self, size, cx.shared);
    }

    fn heading(&self, view: DrawContext) -> String {
        let words = &view.shared.words;
        let name = text::cut(functions::name(self.function(), words), MOST_HEADING);
        let method = words.find_in("method", self.now.method.id()).unwrap_or_default();
        format!("{name}  {method}  h {}", draw::step(self.now.h))
    }

    fn brief(&self, view: DrawContext) -> String {
        let name = text::cut(functions::name(self.function(), &view.shared.words), MOST_HEADING);
        format!("{name}  h {}", draw::step(self.now.h))
    }

    fn advice(&self, view: DrawContext) -> Vec<String> {
        facts::advice(self, &view.shared.words)
    }

    fn caption(&self, _view: DrawContext) -> String {
        draw::knob_line(self, CAPTION)
    }

    fn facts(&self, view: DrawContext) -> Vec<String> {
        facts::facts(self, &view.shared.words)
    }

    fn draw_line(&self, view: DrawContext, area: Rect, buf: &mut Buffer) -> bool {
        let Some(filter) = &self.filter else { return false };
        field::draw(view.shared.words.get("lab.filter"), &filter.line, area, buf, view.look);
        true
    }

    fn figures(&self) -> Vec<(String, f64)> {
        facts::figures(self)
    }

    fn draw(&self, view: DrawContext, area: Rect, buf: &mut Buffer) {
        draw::draw(self, view, area, buf);
    }
}

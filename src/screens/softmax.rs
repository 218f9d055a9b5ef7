//! Softmax: logits that keys change, the resulting probabilities, and the slopes that training gets.

mod commands;
mod draw;
mod facts;
mod layout;
mod mouse;
mod temperature;

use super::options::{changed, number, within};
use super::stage::{self, Stage, Staged};
use super::{
    AppContext, Command, Context, DrawContext, ExhibitError, OptionError, Pointer, Room, Screen, Setting, SubjectKind,
};
use crate::config::SettingError;
use crate::functions::softmax;
use crate::numeric::maths::ln;
use crate::text::number::full;
use crate::widgets::plot::Plot;
use crate::words::Message;
use layout::{SoftmaxPanel, SoftmaxPanels};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

/// Bounds of the number of classes.
const CLASSES: (usize, usize) = (2, 10);
/// Bounds of the temperature.
const TEMPERATURES: (f64, f64) = (0.05, 20.0);
/// The logit that a key sets as an extreme value.
const EXTREME: f64 = 1e308;

/// Everything that an exhibit line sets.
#[derive(Clone, Debug, PartialEq)]
struct Settings {
    logits: Vec<f64>,
    temperature: f64,
    /// The true class.
    class: usize,
    /// The class that keys change.
    chosen: usize,
    page: usize,
}

impl Settings {
    /// Rock, paper and scissors with the probabilities of the notebook.
    fn start() -> Self {
        let logits = [0.2, 0.5, 0.3].map(ln).to_vec();
        Self { logits, temperature: 1.0, class: 0, chosen: 0, page: 0 }
    }
}

#[derive(Debug)]
pub(super) struct SoftmaxScreen {
    now: Settings,
    start: Settings,
    stage: Stage<SoftmaxPanel>,
    /// The logits before a key made them extreme, by class.
    aside: Vec<Option<f64>>,
    panels: SoftmaxPanels,
    shown: softmax::Softmax,
    /// The probabilities over the temperature, where there is room for them.
    curves: Plot,
}

const SETTINGS: &[Setting<SoftmaxScreen>] = &[
    Setting {
        name: "logits",
        takes: "NUMBER,...",
        help: "One a class, as in 1,2,3",
        set: |room, value| {
            let logits: Vec<f64> = value.split(',').map(|z| number(z.trim())).collect::<Result<_, _>>()?;
            if !(CLASSES.0..=CLASSES.1).contains(&logits.len()) {
                return Err(OptionError::Logits { least: CLASSES.0, most: CLASSES.1 }.into());
            }
            (room.now.class, room.now.chosen) = (0, 0);
            room.set_logits(logits);
            Ok(())
        },
        get: |room| {
            let write = |all: &Vec<f64>| all.iter().map(|z| written(*z)).collect::<Vec<_>>().join(",");
            changed(&room.now.logits, &room.start.logits, write)
        },
    },
    Setting {
        name: "temperature",
        takes: "NUMBER",
        help: "What logits are divided by",
        set: |room, value| {
            room.now.temperature = within(number(value)?, TEMPERATURES)?;
            Ok(())
        },
        get: |room| changed(&room.now.temperature, &room.start.temperature, ToString::to_string),
    },
    Setting {
        name: "class",
        takes: "N",
        help: "The true class",
        set: |room, value| {
            room.now.class = room.place(value)?;
            Ok(())
        },
        get: |room| changed(&room.now.class, &room.start.class, |n| (n + 1).to_string()),
    },
    Setting {
        name: "chosen",
        takes: "N",
        help: "The class that keys move",
        set: |room, value| {
            room.now.chosen = room.place(value)?;
            Ok(())
        },
        get: |room| changed(&room.now.chosen, &room.start.chosen, |n| (n + 1).to_string()),
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
        get: |room| changed(&room.now.page, &room.start.page, |n| (n + 1).to_string()),
    },
    stage::setting("Shown alone: logits, probabilities, jacobian, gradient or temperature"),
];

/// A logit in few characters that parse to the same bits.
fn written(z: f64) -> String {
    full(z)
}

impl SoftmaxScreen {
    fn classes(&self) -> usize {
        self.now.logits.len()
    }

    fn set_logits(&mut self, logits: Vec<f64>) {
        self.aside = vec![None; logits.len()];
        self.now.logits = logits;
    }

    /// Parses the number of a class, counted from 1, into its index.
    fn place(&self, text: &str) -> Result<usize, OptionError> {
        let n: Option<usize> = text.parse().ok().filter(|n| (1..=self.classes()).contains(n));
        n.map(|n| n - 1).ok_or_else(|| OptionError::Class { count: self.classes() })
    }

    /// The probabilities of the current logits.
    fn softmax(&self) -> softmax::Softmax {
        softmax::Softmax::of(&self.now.logits, self.now.temperature)
    }
}

impl Staged for SoftmaxScreen {
    type Panel = SoftmaxPanel;

    fn stage(&self) -> &Stage<SoftmaxPanel> {
        &self.stage
    }

    fn stage_mut(&mut self) -> &mut Stage<SoftmaxPanel> {
        &mut self.stage
    }
}

impl Screen for SoftmaxScreen {
    const ID: &'static str = "softmax";
    const COMMANDS: &'static [Command<Self>] = commands::COMMANDS;
    const SUBJECT: Option<SubjectKind> = None;
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn new(_shared: &AppContext) -> Result<Self, SettingError> {
        let start = Settings::start();
        let shown = softmax::Softmax::of(&start.logits, start.temperature);
        let aside = vec![None; start.logits.len()];
        Ok(Self {
            now: start.clone(),
            start,
            stage: Stage::new(),
            aside,
            panels: SoftmaxPanels::default(),
            shown,
            curves: Plot::default(),
        })
    }
}

impl Room for SoftmaxScreen {
    fn set_subject(&mut self, subject: &str) -> Result<(), Message> {
        Err(ExhibitError::NoSubject { room: Self::ID.to_owned(), subject: subject.to_owned() }.into())
    }

    fn subject(&self) -> String {
        String::new()
    }

    fn mouse(&mut self, at: Position, pointer: Pointer, _cx: &mut Context) {
        mouse::point(self, at, pointer);
    }

    fn prepare(&mut self, size: Size, cx: &mut Context) {
        let body = Rect::new(0, 0, size.width, size.height);
        self.panels = if self.stage.is_empty() {
            layout::arrange(body, self.classes(), self.now.page)
        } else {
            layout::on_stage(body, &self.stage)
        };
        self.shown = self.softmax();
        let area = self.panels.temperature;
        self.curves = area.map(|area| temperature::curves(self, area, cx.shared.look())).unwrap_or_default();
    }

    fn heading(&self, view: DrawContext) -> String {
        let words = &view.shared.words;
        let t = words.fill("softmax.temperature", &[("t", &self.now.temperature.to_string())]);
        let chosen = facts::name(self.now.chosen, words);
        format!("{chosen} {}/{}   {t}", self.now.chosen + 1, self.classes())
    }

    fn facts(&self, view: DrawContext) -> Vec<String> {
        facts::facts(self, &view.shared.words)
    }

    fn figures(&self) -> Vec<(String, f64)> {
        facts::figures(self)
    }

    fn draw(&self, view: DrawContext, area: Rect, buf: &mut Buffer) {
        draw::draw(self, view, area, buf);
    }
}

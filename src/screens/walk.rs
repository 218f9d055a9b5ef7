//! Walk: the lessons. There is text on one side, and on the other a live exhibit: any room, set up for the step, with
//! all its keys.

mod commands;
mod contents;
mod cover;
mod draw;
mod embedded_room;
mod ending;
mod gloss;
pub use gloss::without_terms;
mod layout;
mod mouse;
mod named;
mod page;
mod place;
mod watch;

pub use page::{overflow, too_wide};

use super::runs::work::LongWork;
use super::{
    AnyScreen, AppContext, Command, Context, DrawContext, Exhibit, OptionError, Pointer, Room, Screen, Setting,
    SubjectKind,
};
use crate::config::SettingError;
use crate::functions::user_functions::FormulaTexts;
use crate::input::{Key, Keymap, Verb};
use crate::jobs::JobReport;
use crate::lessons::{Answer, Course, Lesson, LessonStep, Progress};
use crate::widgets::prose;
use crate::words::{Language, Message};
use cover::Cover;
use embedded_room::EmbeddedRoom;
use layout::{Arrangement, Panes};
use named::Pressed;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::sync::Arc;
use watch::Watch;

/// The id of the room.
const ID: &str = "walk";

/// The size at which the text is laid out for plain output, with height for all lines.
const READ: Size = Size { width: 80, height: 1000 };

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    Text,
    Exhibit,
}

/// What the text shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Step,
    /// The end of the tour.
    End,
}

/// The run of the step that is to be played once the exhibit has its files of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OwedRun {
    None,
    Whole,
}

pub(super) struct WalkScreen {
    course: Arc<Course>,
    progress: Progress,
    /// The index of the open lesson.
    lesson: usize,
    /// The index of the step.
    step: usize,
    focus: Focus,
    /// Whether the exhibit is shown while the text has the keys. This is for screens without space for both.
    peek: bool,
    /// The chosen lesson of the table of contents, while that is open.
    contents: Option<usize>,
    /// The cover, while it is shown.
    cover: Option<Cover>,
    page: Page,
    /// The first visible line of the text.
    scroll: usize,
    /// Whether to scroll to the end of the text.
    reveal: bool,
    guest: EmbeddedRoom,
    /// What the keys that the step names mean in the exhibit.
    named: Vec<Verb>,
    /// How often they were pressed in this step.
    pressed: Pressed,
    /// The run after a guess, while it plays.
    watch: Option<Watch>,
    owed: OwedRun,
    /// The only panel of the step that is shown, while the exhibit has the keys.
    alone: Option<usize>,
    /// The rows that the text of this step takes above an exhibit.
    rows: u16,
    /// Whether the place changed and the exhibit is not yet that of the step.
    stale: bool,
    size: Size,
    /// The number of lines of the text, and how many of them are visible.
    lines: (usize, usize),
}

impl WalkScreen {
    fn lesson(&self) -> &Lesson {
        &self.course.lessons[self.lesson]
    }

    fn step(&self, language: Language) -> &LessonStep {
        let steps = &self.lesson().text(language).steps;
        &steps[self.step.min(steps.len() - 1)]
    }

    /// The number of steps of the lesson, in the language that has more.
    fn steps(&self, lesson: usize) -> usize {
        let lesson = &self.course.lessons[lesson];
        Language::ALL.map(|language| lesson.text(language).steps.len()).into_iter().max().unwrap_or(1)
    }

    /// The reader's answer in this step.
    fn answer(&self) -> Option<Answer> {
        self.progress.answer(&self.lesson().stem, self.key(self.lesson, self.step))
    }

    /// Whether a prediction, and so the exhibit, waits for its answer.
    fn is_open(&self) -> bool {
        self.step(Language::English).prediction.is_some() && self.answer().is_none()
    }

    /// The name by which progress keeps a step.
    fn key(&self, lesson: usize, step: usize) -> &str {
        self.course.lessons[lesson].key(step).unwrap_or_default()
    }

    /// Whether only one of text and exhibit is visible.
    fn is_single(&self) -> bool {
        Arrangement::of(self.size) == Arrangement::Single
    }

    fn panes(&self) -> Panes {
        Panes::of_size(self.size, self.rows)
    }

    /// Whether the exhibit is the pane in front, on a screen without space for both.
    fn shows_exhibit(&self) -> bool {
        self.contents.is_none() && (self.focus == Focus::Exhibit || self.peek)
    }
}

const SETTINGS: &[Setting<WalkScreen>] = &[
    Setting {
        name: "cover",
        takes: "true|false",
        help: "Whether the cover is shown",
        set: |room, value| {
            let is_shown: bool = value.parse().map_err(|_| OptionError::Boolean)?;
            room.cover = is_shown.then(Cover::default);
            Ok(())
        },
        get: |room| room.cover.map(|_| "true".to_owned()).into_iter().collect(),
    },
    Setting {
        name: "step",
        takes: "N",
        help: "A step of the lesson",
        set: |room, value| {
            let steps = room.steps(room.lesson);
            let step: Option<usize> = value.parse().ok().filter(|n| (1..=steps).contains(n));
            let step = step.ok_or(OptionError::Step { count: steps })?;
            room.stand(room.lesson, step - 1);
            Ok(())
        },
        get: |room| if room.step == 0 { Vec::new() } else { vec![(room.step + 1).to_string()] },
    },
    Setting {
        name: "answered",
        takes: "ANSWER",
        help: "The letter of an answer, true for the right one, or skipped",
        set: |room, value| {
            let prediction = room.step(Language::English).prediction.as_ref().ok_or(OptionError::NoQuestion)?;
            let count = prediction.answers.len();
            let answer = match value {
                "true" => Some(Answer::Given(prediction.right)),
                _ => Answer::parse(value).filter(|a| !matches!(a, Answer::Given(n) if *n >= count)),
            };
            let answer = answer.ok_or(OptionError::Answer)?;
            let stem = room.lesson().stem.clone();
            let key = room.key(room.lesson, room.step).to_owned();
            room.progress.set_answer(&stem, &key, answer);
            room.stale = true;
            Ok(())
        },
        get: |room| room.answer().map(Answer::text).into_iter().collect(),
    },
];

impl Screen for WalkScreen {
    const ID: &'static str = ID;
    const COMMANDS: &'static [Command<Self>] = commands::COMMANDS;
    const BESIDE: &'static [Command<Self>] = commands::BESIDE;
    const SUBJECT: Option<SubjectKind> = Some(SubjectKind::Lesson);
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn new(shared: &AppContext) -> Result<Self, SettingError> {
        let course = match &shared.tour.course {
            Some(course) => Arc::clone(course),
            None => Course::built_in().map_err(Message::from)?,
        };
        let mut progress = shared.tour.progress.clone();
        progress.named_by(&course);
        let mut room = Self {
            course,
            progress,
            lesson: 0,
            step: 0,
            focus: Focus::Text,
            peek: false,
            contents: None,
            cover: shared.tour.cover.then(Cover::default),
            page: Page::Step,
            scroll: 0,
            reveal: false,
            guest: EmbeddedRoom::None,
            named: Vec::new(),
            pressed: Pressed::default(),
            watch: None,
            owed: OwedRun::None,
            alone: None,
            rows: layout::MOST_ROWS,
            stale: true,
            size: Size::ZERO,
            lines: (0, 0),
        };
        let cover = room.cover;
        room.find_place();
        room.cover = cover;
        Ok(room)
    }
}

impl Room for WalkScreen {
    fn set_subject(&mut self, subject: &str) -> Result<(), Message> {
        let lesson = self.course.find(subject)?;
        self.stand(lesson, 0);
        Ok(())
    }

    fn subject(&self) -> String {
        self.lesson().stem.clone()
    }

    fn is_typing(&self) -> bool {
        self.inner().is_some_and(Room::is_typing)
    }

    fn letter(&mut self, letter: char, cx: &mut Context) {
        if let Some(room) = self.inner_mut() {
            room.letter(letter, cx);
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Context) {
        if let Some(room) = self.inner_mut() {
            room.paste(text, cx);
        }
    }

    fn takes(&self, pasted: &str) -> bool {
        self.inner().is_some_and(|room| room.takes(pasted))
    }

    fn mouse(&mut self, at: Position, pointer: Pointer, cx: &mut Context) {
        mouse::point(self, at, pointer, cx);
    }

    fn prepare(&mut self, size: Size, cx: &mut Context) {
        self.size = size;
        if self.cover.is_some() {
            return self.prepare_cover(size, cx);
        }
        self.rows = page::rows(self.step(cx.shared.words.language()), cx.shared, size.width);
        self.catch_up(cx);
        let exhibit = self.panes().exhibit.as_size();
        if let Some(room) = self.guest.room_mut() {
            room.prepare(exhibit, cx);
        }
        self.measure(cx.shared);
    }

    fn report(&mut self, report: &JobReport, cx: &mut Context) {
        if let Some(room) = self.guest.room_mut() {
            room.report(report, cx);
        }
        if self.owed == OwedRun::Whole && !self.guest.is_waiting() {
            self.play(cx);
        }
    }

    /// The message has the place of the exhibit.
    fn take_fault(&mut self) -> Option<Message> {
        self.guest = EmbeddedRoom::Fault(self.guest.room_mut()?.take_fault()?);
        None
    }

    fn formulas_changed(&mut self, texts: &FormulaTexts, cx: &mut Context) {
        if let Some(room) = self.guest.room_mut() {
            room.formulas_changed(texts, cx);
        }
    }

    fn tick(&mut self, cx: &mut Context) {
        if let Some(room) = self.guest.room_mut() {
            room.tick(cx);
        }
        self.keep_watching(cx);
        self.tick_cover();
    }

    fn is_moving(&self) -> bool {
        if let Some(cover) = self.cover {
            return cover.is_moving();
        }
        self.watch.is_some() || self.guest.room().is_some_and(Room::is_moving)
    }

    fn has_end(&self) -> bool {
        self.guest.room().is_none_or(Room::has_end)
    }

    fn long_work(&self) -> LongWork {
        self.guest.room().map_or(LongWork::None, Room::long_work)
    }

    fn figures(&self) -> Vec<(String, f64)> {
        self.guest.room().map_or_else(Vec::new, Room::figures)
    }

    fn inner(&self) -> Option<&dyn AnyScreen> {
        self.guest.room().filter(|_| self.focus == Focus::Exhibit)
    }

    fn inner_mut(&mut self) -> Option<&mut dyn AnyScreen> {
        let has_focus = self.focus == Focus::Exhibit;
        self.guest.room_mut().filter(|_| has_focus)
    }

    fn named(&self, key: Key, keymap: &Keymap) -> Option<Verb> {
        self.named_verb(key, keymap)
    }

    fn run_named(&mut self, verb: Verb, cx: &mut Context) {
        self.run_in_exhibit(verb, cx);
    }

    fn was_run(&mut self, verb: Verb) {
        self.pressed.note(verb);
    }

    fn off(&self, verb: Verb) -> Option<&'static str> {
        self.why_off(verb)
    }

    fn heading(&self, view: DrawContext) -> String {
        if self.cover.is_some() {
            return String::new();
        }
        self.said(view, "walk.heading")
    }

    fn brief(&self, view: DrawContext) -> String {
        if self.cover.is_some() {
            return String::new();
        }
        self.said(view, "walk.brief")
    }

    fn facts(&self, view: DrawContext) -> Vec<String> {
        match (self.contents, self.guest.room()) {
            _ if self.cover.is_some() => Vec::new(),
            (Some(lesson), _) => contents::facts(self, lesson, &view.shared.words),
            // What the exhibit says of itself may be the answer.
            (None, Some(_)) if self.is_open() => vec![page::ask(self, view.shared)],
            (None, Some(room)) => room.facts(view),
            (None, None) => Vec::new(),
        }
    }

    fn read(&self, view: DrawContext) -> Vec<String> {
        if self.cover.is_some() {
            return cover::lines(self, view.shared, usize::from(READ.width))
                .iter()
                .map(|line| prose::plain(line))
                .collect();
        }
        let text = page::lines(self, view.shared, READ).iter().map(|line| prose::plain(line)).collect::<Vec<_>>();
        let text = if self.contents.is_none() && self.focus == Focus::Text { text } else { Vec::new() };
        text.into_iter().chain(self.facts(view)).collect()
    }

    fn copy(&self, view: DrawContext) -> String {
        match (self.inner(), self.guest.room()) {
            (Some(room), _) => room.copy(view),
            (None, Some(room)) => format!("actlab open {}", whole(room)),
            (None, None) => format!("actlab open {}", self.exhibit()),
        }
    }

    fn draw_line(&self, view: DrawContext, area: Rect, buf: &mut Buffer) -> bool {
        self.inner().is_some_and(|room| room.draw_line(view, area, buf))
    }

    fn draw(&self, view: DrawContext, area: Rect, buf: &mut Buffer) {
        draw::draw(self, view, area, buf);
    }
}

impl WalkScreen {
    fn said(&self, view: DrawContext, key: &str) -> String {
        let words = &view.shared.words;
        let values = [
            ("n", (self.lesson + 1).to_string()),
            ("all", self.course.lessons.len().to_string()),
            ("title", self.lesson().text(words.language()).title.clone()),
            ("step", (self.step + 1).to_string()),
            ("steps", self.steps(self.lesson).to_string()),
        ];
        words.fill(key, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }
}

/// The exhibit line of a room with all its panels.
fn whole(room: &dyn AnyScreen) -> Exhibit {
    let mut exhibit = room.exhibit();
    exhibit.options.retain(|(name, _)| name != "panels");
    exhibit
}

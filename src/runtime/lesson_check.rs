//! Checks lessons: exhibits must open, keys must mean something, every number must be the one that the exhibit gives,
//! both languages must match, and everything must fit on the screen.

use super::headless::HeadlessPlayer;
use crate::app::App;
use crate::config;
use crate::input::{BESIDE, Keymap, Script, parse_key};
use crate::lessons::{
    Course, FigureCheck, Lesson, LessonError, LessonFault, LessonStep, LessonText, StepPart, written_as,
};
use crate::nn::experiment;
use crate::nn::memory::Memory;
use crate::runtime::exhibit_files;
use crate::screens::{AppContext, Exhibit, Options, overflow, too_wide};
use crate::text::nearest;
use crate::words::{Language, Message};
use ratatui::layout::Size;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The screens on which the text of every step must fit.
const SCREEN_SIZES: [Size; 2] = [Size { width: 80, height: 24 }, Size { width: 120, height: 40 }];

/// The figures of an exhibit by name, or why there are none.
type Figures = Result<Vec<(String, f64)>, Message>;

/// All errors in a course.
///
/// # Errors
/// The default settings are invalid.
pub fn examine(course: &Course) -> Result<Vec<LessonError>, Message> {
    let keymap = Arc::new(config::default_keymap()?);
    let mut examiner = Examiner { keymap, known: HashMap::new(), faults: Vec::new() };
    for lesson in &course.lessons {
        examiner.lesson(lesson)?;
    }
    examiner.faults.sort_by_cached_key(|fault| (fault.file().to_owned(), fault.line(), fault.to_string()));
    Ok(examiner.faults)
}

struct Examiner {
    keymap: Arc<Keymap>,
    known: HashMap<(String, String), Figures>,
    faults: Vec<LessonError>,
}

impl Examiner {
    fn say(&mut self, text: &LessonText, line: usize, reason: LessonFault) {
        self.faults.push(LessonError::new(&text.file, line, reason));
    }

    fn lesson(&mut self, lesson: &Lesson) -> Result<(), Message> {
        let mut texts = Vec::new();
        for language in Language::ALL {
            match lesson.in_language(language) {
                None => {
                    let other = lesson.text(language);
                    let (language, stem) = (language.code().to_owned(), lesson.stem.clone());
                    self.say(other, 1, LessonFault::NoTranslation { language, stem });
                }
                Some(text) => {
                    let choices = Options { language, ..Options::default() };
                    let defaults = config::defaults()?;
                    let shared = AppContext::new(defaults, &choices, Arc::clone(&self.keymap))?;
                    self.hidden(text);
                    text.unparsed.iter().for_each(|(line, why)| self.say(text, *line, why.clone()));
                    text.steps.iter().for_each(|step| self.step(text, step, &shared));
                    self.titles(text);
                    texts.push(text);
                }
            }
        }
        if let [one, other] = texts[..] {
            self.compare(one, other);
        }
        Ok(())
    }

    /// Progress is kept by the titles of steps, so a lesson has each title once.
    fn titles(&mut self, text: &LessonText) {
        for (n, step) in text.steps.iter().enumerate() {
            if text.steps[..n].iter().any(|before| before.title == step.title) {
                self.say(text, step.line, LessonFault::SameTitle { title: step.title.clone() });
            }
        }
    }

    fn hidden(&mut self, text: &LessonText) {
        for (line, c) in &text.hidden {
            let code = format!("U+{:04X}", u32::from(*c));
            let fault = if c.is_control() {
                LessonFault::ControlCharacter { code }
            } else {
                LessonFault::InvisibleCharacter { code }
            };
            self.say(text, *line, fault);
        }
    }

    fn step(&mut self, text: &LessonText, step: &LessonStep, shared: &AppContext) {
        for size in SCREEN_SIZES {
            let over = overflow(step, shared, size);
            if over > 0 {
                let (title, Size { width, height }) = (step.title.clone(), size);
                self.say(text, step.line, LessonFault::TooLong { title, width, height, over });
            }
        }
        if !step.run.is_empty() && step.prediction.is_none() {
            self.say(text, step.at, LessonFault::LooseRun);
        }
        if let Some(words) = too_wide(step) {
            self.say(text, step.line, LessonFault::TooWide { words: words.to_owned() });
        }
        let exhibit = shown_exhibit(step);
        if let Err(reason) = self.figures(&exhibit, "") {
            self.say(text, step.at, LessonFault::Exhibit { exhibit, reason });
            return;
        }
        self.keys(text, step);
        for check in &step.checks {
            self.check(text, step, check);
        }
    }

    fn keys(&mut self, text: &LessonText, step: &LessonStep) {
        let room = step.exhibit.parse::<Exhibit>().map(|exhibit| exhibit.room).unwrap_or_default();
        for (key, _) in &step.keys {
            let parsed = parse_key(key).ok();
            let verb = parsed.and_then(|key| self.keymap.verb(&room, key));
            let is_of_walk = parsed.is_some_and(|key| self.keymap.bound(BESIDE).any(|(own, _)| own == key));
            if is_of_walk {
                self.say(text, step.at, LessonFault::TakenKey { key: key.clone() });
            } else if verb.is_none() {
                self.say(text, step.at, LessonFault::IdleKey { key: key.clone(), room: room.clone() });
            }
        }
        if let Err(error) = step.run.parse::<Script>() {
            self.say(text, step.at, LessonFault::Script { reason: error.into() });
        }
    }

    fn check(&mut self, text: &LessonText, step: &LessonStep, check: &FigureCheck) {
        let exhibit = check.within.as_deref().unwrap_or(&step.exhibit);
        let keys = match (&check.after, &check.within) {
            (Some(keys), _) => keys.as_str(),
            (None, Some(_)) => "",
            // With a prediction, the text describes the exhibit after the run.
            (None, None) => step.run.as_str(),
        };
        let figures = match self.figures(exhibit, keys) {
            Ok(figures) => figures,
            Err(reason) => {
                let (written, exhibit) = (check.written.clone(), exhibit.to_owned());
                return self.say(text, check.line, LessonFault::NoFigures { written, exhibit, reason });
            }
        };
        let Some((_, value)) = figures.iter().find(|(name, _)| *name == check.figure) else {
            let known: Vec<&str> = figures.iter().map(|(name, _)| name.as_str()).collect();
            let (exhibit, figure) = (exhibit.to_owned(), check.figure.clone());
            let fault = match nearest(&figure, known.iter().copied()).map(str::to_owned) {
                Some(near) => LessonFault::MistypedFigure { exhibit, figure, near },
                None => LessonFault::UnknownFigure { exhibit, figure },
            };
            return self.say(text, check.line, fault);
        };
        let holds = written_as(*value, &check.written);
        if holds.as_deref() != Some(check.written.replace('−', "-").trim()) {
            let gives = holds.unwrap_or_else(|| value.to_string());
            let (written, figure) = (check.written.clone(), check.figure.clone());
            self.say(text, check.line, LessonFault::Figure { written, figure, gives });
        }
    }

    /// The figures of an exhibit after keys. Each is computed once.
    fn figures(&mut self, exhibit: &str, keys: &str) -> Figures {
        let place = (exhibit.to_owned(), keys.to_owned());
        if let Some(known) = self.known.get(&place) {
            return known.clone();
        }
        let figures = self.play(exhibit, keys);
        self.known.insert(place, figures.clone());
        figures
    }

    fn play(&self, exhibit: &str, keys: &str) -> Figures {
        let size = Size::new(120, 40);
        let exhibit: Exhibit = exhibit.parse()?;
        let script: Script = keys.parse::<Script>()?;
        let defaults = config::defaults()?;
        let mut choices = Options::default();
        let memory = Memory::mebibytes(defaults.limits.memory, defaults.limits.memory_setting());
        let mut table = |path: &Path, format| experiment::read_table(path, format, memory, &mut |_| ());
        exhibit_files::read_all(&mut choices, &exhibit, &mut table);
        let (app, requests) = App::new(defaults, Keymap::clone(&self.keymap), &choices, size)?;
        let mut player = HeadlessPlayer::new(app, requests, size);
        player.open(&exhibit)?;
        player.play(&script, &mut || true);
        // A run that was started is trained to its end.
        if player.app().is_moving() {
            player.play(&Script::to_the_end(), &mut || true);
        }
        match player.failure() {
            Some(failure) => Err(failure.clone()),
            None => Ok(player.app().figures()),
        }
    }

    /// Both languages must set up, ask and state the same.
    fn compare(&mut self, one: &LessonText, other: &LessonText) {
        let (a, b) = (one.steps.len(), other.steps.len());
        if a != b {
            self.say(other, 1, LessonFault::Steps { count: b, others: a, file: one.file.clone() });
            return;
        }
        for (a, b) in one.steps.iter().zip(&other.steps) {
            let keys = |step: &LessonStep| step.keys.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
            let asked = |step: &LessonStep| step.prediction.as_ref().map(|p| (p.answers.len(), p.right));
            let stated = |step: &LessonStep| {
                let one = |c: &FigureCheck| {
                    [Some(c.written.clone()), Some(c.figure.clone()), c.after.clone(), c.within.clone()]
                };
                let mut all: Vec<_> = step.checks.iter().map(one).collect();
                all.sort();
                all
            };
            let differ = [
                (StepPart::Exhibit, a.exhibit != b.exhibit),
                (StepPart::Panels, (&a.panels, &a.covered) != (&b.panels, &b.covered)),
                (StepPart::Keys, keys(a) != keys(b)),
                (StepPart::Run, a.run != b.run),
                (StepPart::Prediction, asked(a) != asked(b)),
                (StepPart::Numbers, stated(a) != stated(b)),
            ];
            for (what, _) in differ.into_iter().filter(|(_, differs)| *differs) {
                self.say(other, b.line, LessonFault::Differs { what, file: one.file.clone(), line: a.line });
            }
        }
    }
}

/// The exhibit line of a step with the panels that it shows.
fn shown_exhibit(step: &LessonStep) -> String {
    if step.panels.is_empty() {
        step.exhibit.clone()
    } else {
        format!("{} --panels {}", step.exhibit, step.panels.join(","))
    }
}

//! Holds lessons to what they say: that exhibits open, that keys mean something, that every number is the one the exhibit
//! gives, that both languages tell the same, and that everything fits on the screen.

use super::headless::HeadlessPlayer;
use crate::app::App;
use crate::config;
use crate::input::{Keymap, Script, parse_key};
use crate::lessons::{Course, FigureCheck, Lesson, LessonError, LessonStep, LessonText, written_as};
use crate::screens::{AppContext, Exhibit, Options, overflow, too_wide};
use crate::text::nearest;
use crate::words::Language;
use ratatui::layout::Size;
use std::collections::HashMap;
use std::sync::Arc;

/// The screens on which the text of every step fits.
const SCREEN_SIZES: [Size; 2] = [Size { width: 80, height: 24 }, Size { width: 120, height: 40 }];

/// Numbers of an exhibit by name, or why there are none.
type Figures = Result<Vec<(String, f64)>, String>;

/// Everything that is wrong in a course.
///
/// # Errors
/// The program's own settings are unsound.
pub fn examine(course: &Course) -> Result<Vec<LessonError>, String> {
    let keymap = Arc::new(config::default_keymap().map_err(|e| e.to_string())?);
    let mut examiner = Examiner { keymap, known: HashMap::new(), faults: Vec::new() };
    for lesson in &course.lessons {
        examiner.lesson(lesson)?;
    }
    examiner.faults.sort();
    Ok(examiner.faults)
}

struct Examiner {
    keymap: Arc<Keymap>,
    known: HashMap<(String, String), Figures>,
    faults: Vec<LessonError>,
}

impl Examiner {
    fn say(&mut self, text: &LessonText, line: usize, reason: String) {
        self.faults.push(LessonError { file: text.file.clone(), line, reason });
    }

    fn lesson(&mut self, lesson: &Lesson) -> Result<(), String> {
        let mut texts = Vec::new();
        for language in Language::ALL {
            match lesson.in_language(language) {
                None => {
                    let other = lesson.text(language);
                    let reason = format!("this lesson has no translation: there is no {language}/{}.md", lesson.stem);
                    self.say(other, 1, reason);
                }
                Some(text) => {
                    let choices = Options { language, ..Options::default() };
                    let defaults = config::defaults().map_err(|e| e.to_string())?;
                    let shared = AppContext::new(defaults, &choices, Arc::clone(&self.keymap))?;
                    self.hidden(text);
                    text.unparsed.iter().for_each(|(line, why)| self.say(text, *line, why.clone()));
                    text.steps.iter().for_each(|step| self.step(text, step, &shared));
                    texts.push(text);
                }
            }
        }
        if let [one, other] = texts[..] {
            self.compare(one, other);
        }
        Ok(())
    }

    fn hidden(&mut self, text: &LessonText) {
        for (line, c) in &text.hidden {
            let (code, what) =
                (u32::from(*c), if c.is_control() { "a control character" } else { "an invisible character" });
            let reason =
                format!("there is {what}, U+{code:04X}, which a terminal would obey; right would be text alone");
            self.say(text, *line, reason);
        }
    }

    fn step(&mut self, text: &LessonText, step: &LessonStep, shared: &AppContext) {
        for size in SCREEN_SIZES {
            let over = overflow(step, shared, size);
            if over > 0 {
                let reason = format!("\"{}\" is too long for {}×{}, by {over}", step.title, size.width, size.height);
                self.say(text, step.line, reason);
            }
        }
        if !step.run.is_empty() && step.prediction.is_none() {
            self.say(text, step.at, "there is a run without a prediction, so nothing would start it".to_owned());
        }
        if let Some(words) = too_wide(step) {
            self.say(text, step.line, format!("\"{words}\" does not fit on a line beside an exhibit"));
        }
        if let Err(reason) = self.figures(&step.exhibit, "") {
            self.say(text, step.at, format!("the exhibit \"{}\" does not open: {reason}", step.exhibit));
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
            let verb = parse_key(key).ok().and_then(|key| self.keymap.verb(&room, key));
            if verb.is_none() {
                self.say(text, step.at, format!("the key {key} means nothing in {room}"));
            }
        }
        if let Err(error) = step.run.parse::<Script>() {
            self.say(text, step.at, error.to_string());
        }
    }

    fn check(&mut self, text: &LessonText, step: &LessonStep, check: &FigureCheck) {
        let exhibit = check.within.as_deref().unwrap_or(&step.exhibit);
        let keys = match (&check.after, &check.within) {
            (Some(keys), _) => keys.as_str(),
            (None, Some(_)) => "",
            // Where something is predicted, the text speaks of what follows it.
            (None, None) => step.run.as_str(),
        };
        let figures = match self.figures(exhibit, keys) {
            Ok(figures) => figures,
            Err(reason) => {
                let reason = format!("[{}] can't be looked up in \"{exhibit}\": {reason}", check.written);
                return self.say(text, check.line, reason);
            }
        };
        let Some((_, value)) = figures.iter().find(|(name, _)| *name == check.figure) else {
            let known: Vec<&str> = figures.iter().map(|(name, _)| name.as_str()).collect();
            let near = nearest(&check.figure, known.iter().copied()).map(|near| format!("; did you mean \"{near}\"?"));
            let reason = format!("\"{exhibit}\" has no figure \"{}\"{}", check.figure, near.unwrap_or_default());
            return self.say(text, check.line, reason);
        };
        let holds = written_as(*value, &check.written);
        if holds.as_deref() != Some(check.written.replace('−', "-").trim()) {
            let gives = holds.unwrap_or_else(|| value.to_string());
            let reason = format!("the text says {} for {}, and the exhibit gives {gives}", check.written, check.figure);
            self.say(text, check.line, reason);
        }
    }

    /// The numbers of an exhibit after keys, looked up once.
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
        let script: Script = keys.parse().map_err(|e: crate::input::ScriptError| e.to_string())?;
        let defaults = config::defaults().map_err(|e| e.to_string())?;
        let (app, requests) = App::new(defaults, Keymap::clone(&self.keymap), &Options::default(), size)?;
        let mut player = HeadlessPlayer::new(app, requests, size);
        player.open(&exhibit)?;
        player.play(&script, &mut || true);
        // What was started goes to its end.
        if player.app().is_moving() {
            player.play(&Script::to_the_end(), &mut || true);
        }
        match player.failure() {
            Some(failure) => Err(failure.to_owned()),
            None => Ok(player.app().figures()),
        }
    }

    /// Both languages must set up, ask and state the same.
    fn compare(&mut self, one: &LessonText, other: &LessonText) {
        let (a, b) = (one.steps.len(), other.steps.len());
        if a != b {
            self.say(other, 1, format!("there are {b} steps here, and {a} in {}", one.file));
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
                ("the exhibit", a.exhibit != b.exhibit),
                ("the keys", keys(a) != keys(b)),
                ("the run", a.run != b.run),
                ("the prediction", asked(a) != asked(b)),
                ("the checked numbers", stated(a) != stated(b)),
            ];
            for (what, _) in differ.into_iter().filter(|(_, differs)| *differs) {
                let reason = format!("{what} of this step differs from {}, line {}", one.file, a.line);
                self.say(other, b.line, reason);
            }
        }
    }
}

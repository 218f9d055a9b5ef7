//! The progress of a reader: the place, the steps that are done, and the answers. It is written as TOML and read back.

use super::{Course, ProgressError};
use crate::text::document::from_toml;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the format.
const VERSION: u32 = 2;
/// The version that counted steps. A number of that version is kept as `#3` until the course tells its title.
const COUNTED: u32 = 1;

/// The comment at the top of the file.
const HEAD: &str = "# How far you have come in the lessons of actlab. It is written by the program.\n";

/// The answer to a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The index of the answer.
    Given(usize),
    /// No answer; the reader ran the exhibit without one.
    Skipped,
}

impl Answer {
    /// `a`, `b`, …, or `skipped`.
    pub fn text(self) -> String {
        match self {
            Self::Given(n) => char::from(b'a' + (n % 26) as u8).to_string(),
            Self::Skipped => "skipped".to_owned(),
        }
    }

    /// Parses what [`Answer::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            b"skipped" => Some(Self::Skipped),
            [letter @ b'a'..=b'z'] => Some(Self::Given(usize::from(letter - b'a'))),
            _ => None,
        }
    }
}

/// The progress in a lesson. A step is known by its title, so that progress survives steps that are added.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonProgress {
    /// Steps that were read to their end.
    #[serde(default)]
    pub done: BTreeSet<String>,
    /// Answers by step.
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

/// The progress in a course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// The version of the format.
    pub version: u32,
    /// The stem of the open lesson; empty before the first.
    pub lesson: String,
    /// The title of its step; empty before the first.
    pub step: String,
    /// By stem. Lessons that this course does not have are preserved.
    #[serde(default)]
    pub lessons: BTreeMap<String, LessonProgress>,
}

impl Default for Progress {
    fn default() -> Self {
        Self { version: VERSION, lesson: String::new(), step: String::new(), lessons: BTreeMap::new() }
    }
}

impl Progress {
    /// The file as TOML.
    pub fn to_toml(&self) -> String {
        // Tables of numbers and words always serialise.
        format!("{HEAD}{}", toml::to_string(self).unwrap_or_default())
    }

    /// Parses the file.
    ///
    /// # Errors
    /// Why it was not written by this version.
    pub fn parse(text: &str) -> Result<Self, ProgressError> {
        let wrong = |(_, reason)| ProgressError::Toml { reason };
        let Version { version } = from_toml(text).map_err(wrong)?;
        let read: Self = match version {
            VERSION => from_toml(text).map_err(wrong)?,
            COUNTED => from_toml::<counted::CountedProgress>(text).map_err(wrong)?.into(),
            _ => return Err(ProgressError::Version { version, own: VERSION }),
        };
        for (step, answer) in read.lessons.values().flat_map(|kept| &kept.answers) {
            if Answer::parse(answer).is_none() {
                return Err(ProgressError::Answer { step: step.clone(), answer: answer.clone() });
            }
        }
        Ok(read)
    }

    /// Turns numbers of steps, from files of the version before, into the titles of a course.
    pub fn named_by(&mut self, course: &Course) {
        let title = |stem: &str, step: &str| {
            let number: usize = step.strip_prefix('#')?.parse().ok()?;
            let lesson = course.lessons.iter().find(|lesson| lesson.stem == stem)?;
            lesson.key(number.checked_sub(1)?).map(str::to_owned)
        };
        let named = |stem: &str, step: &String| title(stem, step).unwrap_or_else(|| step.clone());
        self.step = named(&self.lesson, &self.step);
        for (stem, kept) in &mut self.lessons {
            kept.done = kept.done.iter().map(|step| named(stem, step)).collect();
            kept.answers = kept.answers.iter().map(|(step, answer)| (named(stem, step), answer.clone())).collect();
        }
    }

    /// The answer at a step.
    pub fn answer(&self, lesson: &str, step: &str) -> Option<Answer> {
        self.lessons.get(lesson)?.answers.get(step).and_then(|text| Answer::parse(text))
    }

    /// Records an answer.
    pub fn set_answer(&mut self, lesson: &str, step: &str, answer: Answer) {
        self.lessons.entry(lesson.to_owned()).or_default().answers.insert(step.to_owned(), answer.text());
    }

    /// The number of steps of a lesson that are done.
    pub fn done(&self, lesson: &str) -> usize {
        self.lessons.get(lesson).map_or(0, |kept| kept.done.len())
    }

    /// Whether a step is done.
    pub fn is_done(&self, lesson: &str, step: &str) -> bool {
        self.lessons.get(lesson).is_some_and(|kept| kept.done.contains(step))
    }

    /// Records that a step was read to its end.
    pub fn set_done(&mut self, lesson: &str, step: &str) {
        self.lessons.entry(lesson.to_owned()).or_default().done.insert(step.to_owned());
    }

    /// Merges the progress of several windows: `self` is what this window has now, `before` is what it had when it last
    /// wrote, and `kept` is what the file has. A step is done if it is done in any of them. Of several answers, the one
    /// saved first is used. What this window has forgotten is forgotten. The place is that of this window.
    #[must_use]
    pub fn joined(&self, before: &Self, kept: Self) -> Self {
        let mut joined = Self { version: VERSION, lesson: self.lesson.clone(), step: self.step.clone(), ..kept };
        for (stem, had) in &before.lessons {
            let Some(there) = joined.lessons.get_mut(stem) else { continue };
            let has = self.lessons.get(stem);
            there.done.retain(|step| !had.done.contains(step) || has.is_some_and(|has| has.done.contains(step)));
            there.answers.retain(|step, _| {
                !had.answers.contains_key(step) || has.is_some_and(|has| has.answers.contains_key(step))
            });
        }
        for (stem, has) in &self.lessons {
            let there = joined.lessons.entry(stem.clone()).or_default();
            there.done.extend(has.done.iter().cloned());
            let had = before.lessons.get(stem);
            for (step, answer) in &has.answers {
                // An answer that only this window has changed is taken from this window.
                let own =
                    there.answers.get(step).is_none_or(|kept| had.and_then(|had| had.answers.get(step)) == Some(kept));
                if own {
                    there.answers.insert(step.clone(), answer.clone());
                }
            }
        }
        joined.lessons.retain(|stem, kept| self.lessons.contains_key(stem) || *kept != LessonProgress::default());
        joined
    }

    /// Resets a lesson as if it had never been opened.
    pub fn forget(&mut self, lesson: &str) {
        self.lessons.remove(lesson);
    }
}

/// The version of a file, whatever else it has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// The form of the files that counted steps.
mod counted {
    use super::{BTreeMap, BTreeSet, Deserialize, LessonProgress};

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct CountedProgress {
        #[serde(rename = "version")]
        _version: u32,
        lesson: String,
        step: usize,
        #[serde(default)]
        lessons: BTreeMap<String, CountedLesson>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct CountedLesson {
        #[serde(default)]
        done: BTreeSet<usize>,
        #[serde(default)]
        answers: BTreeMap<String, String>,
    }

    impl From<CountedProgress> for super::Progress {
        fn from(counted: CountedProgress) -> Self {
            let lesson = |lesson: CountedLesson| LessonProgress {
                done: lesson.done.iter().map(|n| format!("#{n}")).collect(),
                answers: lesson.answers.into_iter().map(|(n, answer)| (format!("#{n}"), answer)).collect(),
            };
            let lessons = counted.lessons.into_iter().map(|(stem, one)| (stem, lesson(one))).collect();
            Self { version: super::VERSION, lesson: counted.lesson, step: format!("#{}", counted.step), lessons }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut progress = Progress { lesson: "04-xor".to_owned(), step: "Why".to_owned(), ..Progress::default() };
        progress.set_done("04-xor", "Why");
        progress.set_answer("04-xor", "Why", Answer::Given(1));
        progress.set_answer("04-xor", "How \"so\"", Answer::Skipped);
        let text = progress.to_toml();
        assert_eq!(Progress::parse(&text), Ok(progress.clone()), "{text}");
        assert_eq!(progress.answer("04-xor", "Why"), Some(Answer::Given(1)));
        assert_eq!(progress.answer("04-xor", "How \"so\""), Some(Answer::Skipped));
        assert_eq!(progress.answer("04-xor", "Where"), None);
        assert!(progress.is_done("04-xor", "Why") && !progress.is_done("04-xor", "Where"));
        progress.forget("04-xor");
        assert_eq!(progress.done("04-xor"), 0);
    }

    #[test]
    fn a_file_that_counted_steps_is_read_by_their_titles() {
        let course = Course::built_in().unwrap();
        let lesson = &course.lessons[3];
        let text = format!(
            "version = 1\nlesson = \"{0}\"\nstep = 2\n[lessons.{0}]\ndone = [1, 2]\nanswers = {{ 1 = \"b\" }}\n",
            lesson.stem
        );
        let mut progress = Progress::parse(&text).unwrap();
        progress.named_by(&course);
        assert_eq!(progress.step, lesson.key(1).unwrap());
        assert!((0..2).all(|n| progress.is_done(&lesson.stem, lesson.key(n).unwrap())));
        assert_eq!(progress.answer(&lesson.stem, lesson.key(0).unwrap()), Some(Answer::Given(1)));
        assert_eq!(Progress::parse(&progress.to_toml()), Ok(progress));
    }

    #[test]
    fn windows_are_joined() {
        let of = |done: &[&str], answers: &[(&str, usize)]| {
            let mut progress = Progress { lesson: "04-xor".to_owned(), ..Progress::default() };
            for step in done {
                progress.set_done("04-xor", step);
            }
            for (step, n) in answers {
                progress.set_answer("04-xor", step, Answer::Given(*n));
            }
            progress
        };
        let at = |step: &str, progress| Progress { step: step.to_owned(), ..progress };
        let (before, kept) = (of(&["a"], &[]), of(&["a", "b"], &[("b", 0)]));
        let now = at("c", of(&["a", "c"], &[("b", 1), ("c", 1)]));
        let joined = now.joined(&before, kept.clone());
        assert_eq!(joined, at("c", of(&["a", "b", "c"], &[("b", 0), ("c", 1)])));
        // Restarting a lesson removes only what this window knew of.
        let mut anew = before.clone();
        anew.forget("04-xor");
        assert_eq!(anew.joined(&before, kept), of(&["b"], &[("b", 0)]));
        assert_eq!(anew.joined(&before, before.clone()).lessons.len(), 0);
    }

    #[test]
    fn what_is_foreign_is_refused() {
        for text in
            ["", "version = 3\nlesson = \"x\"\nstep = \"\"", "not toml at all", "version = 2\nlesson = 3\nstep = \"\""]
        {
            assert!(Progress::parse(text).is_err(), "{text}");
        }
        let wrong = "version = 2\nlesson = \"a\"\nstep = \"\"\n[lessons.a]\nanswers = { x = \"maybe\" }\n";
        assert!(Progress::parse(wrong).unwrap_err().to_string().contains("maybe"));
    }
}

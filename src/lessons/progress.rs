//! The progress of a reader: the place, the steps that are done, and the answers. It is written as TOML and read back.

use super::ProgressError;
use crate::text::document::from_toml;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the format.
const VERSION: u32 = 1;

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

/// The progress in a lesson. Steps count from 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonProgress {
    /// Steps that were read to their end.
    #[serde(default)]
    pub done: BTreeSet<usize>,
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
    /// Its step, counted from 1.
    pub step: usize,
    /// By stem. Lessons that this course does not have are preserved.
    #[serde(default)]
    pub lessons: BTreeMap<String, LessonProgress>,
}

impl Default for Progress {
    fn default() -> Self {
        Self { version: VERSION, lesson: String::new(), step: 1, lessons: BTreeMap::new() }
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
        let read: Self = from_toml(text).map_err(|(_, reason)| ProgressError::Toml { reason })?;
        let known = read.lessons.values().flat_map(|kept| &kept.answers);
        if read.version != VERSION {
            return Err(ProgressError::Version { version: read.version, own: VERSION });
        }
        for (step, answer) in known {
            if step.parse::<usize>().is_err() || Answer::parse(answer).is_none() {
                return Err(ProgressError::Answer { step: step.clone(), answer: answer.clone() });
            }
        }
        Ok(read)
    }

    /// The answer at a step, counted from 1.
    pub fn answer(&self, lesson: &str, step: usize) -> Option<Answer> {
        self.lessons.get(lesson)?.answers.get(&step.to_string()).and_then(|text| Answer::parse(text))
    }

    /// Records an answer.
    pub fn set_answer(&mut self, lesson: &str, step: usize, answer: Answer) {
        self.lessons.entry(lesson.to_owned()).or_default().answers.insert(step.to_string(), answer.text());
    }

    /// The number of steps of a lesson that are done.
    pub fn done(&self, lesson: &str) -> usize {
        self.lessons.get(lesson).map_or(0, |kept| kept.done.len())
    }

    /// Whether a step, counted from 1, is done.
    pub fn is_done(&self, lesson: &str, step: usize) -> bool {
        self.lessons.get(lesson).is_some_and(|kept| kept.done.contains(&step))
    }

    /// Records that a step was read to its end.
    pub fn set_done(&mut self, lesson: &str, step: usize) {
        self.lessons.entry(lesson.to_owned()).or_default().done.insert(step);
    }

    /// Merges the progress of several windows: `self` is what this window has now, `before` is what it had when it last
    /// wrote, and `kept` is what the file has. A step is done if it is done in any of them. Of several answers, the one
    /// saved first is used. What this window has forgotten is forgotten. The place is that of this window.
    #[must_use]
    pub fn joined(&self, before: &Self, kept: Self) -> Self {
        let mut joined = Self { lesson: self.lesson.clone(), step: self.step, ..kept };
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
            there.done.extend(&has.done);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut progress = Progress { lesson: "04-xor".to_owned(), step: 2, ..Progress::default() };
        progress.set_done("04-xor", 1);
        progress.set_answer("04-xor", 1, Answer::Given(1));
        progress.set_answer("04-xor", 4, Answer::Skipped);
        let text = progress.to_toml();
        assert_eq!(Progress::parse(&text), Ok(progress.clone()), "{text}");
        assert_eq!(progress.answer("04-xor", 1), Some(Answer::Given(1)));
        assert_eq!(progress.answer("04-xor", 4), Some(Answer::Skipped));
        assert_eq!(progress.answer("04-xor", 2), None);
        assert!(progress.is_done("04-xor", 1) && !progress.is_done("04-xor", 2));
        progress.forget("04-xor");
        assert_eq!(progress.done("04-xor"), 0);
    }

    #[test]
    fn windows_are_joined() {
        let of = |done: &[usize], answers: &[(usize, usize)]| {
            let mut progress = Progress { lesson: "04-xor".to_owned(), ..Progress::default() };
            for step in done {
                progress.set_done("04-xor", *step);
            }
            for (step, n) in answers {
                progress.set_answer("04-xor", *step, Answer::Given(*n));
            }
            progress
        };
        let (before, kept) = (of(&[1], &[]), of(&[1, 2], &[(2, 0)]));
        let now = Progress { step: 3, ..of(&[1, 3], &[(2, 1), (3, 1)]) };
        let joined = now.joined(&before, kept.clone());
        assert_eq!(joined, Progress { step: 3, ..of(&[1, 2, 3], &[(2, 0), (3, 1)]) });
        // Restarting a lesson removes only what this window knew of.
        let mut anew = before.clone();
        anew.forget("04-xor");
        assert_eq!(anew.joined(&before, kept), of(&[2], &[(2, 0)]));
        assert_eq!(anew.joined(&before, before.clone()).lessons.len(), 0);
    }

    #[test]
    fn what_is_foreign_is_refused() {
        for text in
            ["", "version = 2\nlesson = \"x\"\nstep = 1", "not toml at all", "version = 1\nlesson = 3\nstep = 1"]
        {
            assert!(Progress::parse(text).is_err(), "{text}");
        }
        let wrong = "version = 1\nlesson = \"a\"\nstep = 1\n[lessons.a]\nanswers = { 1 = \"maybe\" }\n";
        assert!(Progress::parse(wrong).unwrap_err().to_string().contains("maybe"));
    }
}

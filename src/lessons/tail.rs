//! The TOML block below a step: exhibit, keys, run, prediction.

use super::{LessonFault, Prediction};
use crate::text::document::from_toml;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tail {
    pub(super) exhibit: String,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    pub(super) run: String,
    /// The panels of the exhibit that are shown; all if empty.
    #[serde(default)]
    pub(super) panels: Vec<String>,
    /// Those of them that are covered while the question is open.
    #[serde(default)]
    pub(super) covered: Vec<String>,
    predict: Option<Predict>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Predict {
    question: String,
    answers: Vec<String>,
    right: usize,
    because: String,
}

/// The least and most number of answers. There are keys for six.
pub(super) const ANSWERS: (usize, usize) = (2, 6);

impl Tail {
    /// Parses the block. An error gives its line in the block, counted from 0.
    pub(super) fn read(text: &str) -> Result<Self, (usize, LessonFault)> {
        from_toml(text).map_err(|(line, reason)| (line - 1, LessonFault::Toml { reason }))
    }

    /// Keys and what they do: the first word, and the others.
    pub(super) fn keys(&self) -> Result<Vec<(String, String)>, LessonFault> {
        let pair = |row: &String| match row.split_once(' ') {
            Some((key, does)) => Ok((key.to_owned(), does.trim().to_owned())),
            None => Err(LessonFault::BareKey { row: row.clone() }),
        };
        self.keys.iter().map(pair).collect()
    }

    /// A covered panel that is not one of the panels.
    pub(super) fn uncovered(&self) -> Option<LessonFault> {
        let panel = self.covered.iter().find(|panel| !self.panels.contains(panel))?;
        Some(LessonFault::NotAPanel { panel: panel.clone() })
    }

    /// The prediction, with its right answer counted from 0.
    pub(super) fn prediction(&self) -> Result<Option<Prediction>, LessonFault> {
        let Some(p) = &self.predict else { return Ok(None) };
        let (count, (least, most)) = (p.answers.len(), ANSWERS);
        if !(least..=most).contains(&count) {
            return Err(LessonFault::Answers { least, most, count });
        }
        if !(1..=count).contains(&p.right) {
            return Err(LessonFault::RightAnswer { right: p.right, count });
        }
        Ok(Some(Prediction {
            question: p.question.clone(),
            answers: p.answers.clone(),
            right: p.right - 1,
            because: p.because.clone(),
        }))
    }
}

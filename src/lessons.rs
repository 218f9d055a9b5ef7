//! Lessons: text to read beside a live exhibit, step by step, with predictions, in two languages.
//!
//! A lesson is a Markdown file with front matter (title, summary). Each `##` heading begins a step, which ends with a
//! block of TOML fenced as `step`. Numbers about an exhibit are links to figures, as in `[0.25](=slope)`, so that a
//! program can check the text against the exhibit. `docs/lessons.md` describes the format.

mod course;
mod error;
mod figure;
mod hidden;
mod inline;
mod progress;
mod read;
mod tail;
mod tally;
mod unparsed;

pub use course::{Course, Lesson};
pub use error::{CourseError, LessonError, LessonFault, ProgressError, SignHint, StepPart};
pub use figure::{FigureCheck, written_as};
pub use inline::{InlineKind, InlineSpan, NumberKind};
pub use progress::{Answer, LessonProgress, Progress};
pub use tally::{Guess, GuessOutcome, LessonTally, Tally};

/// A lesson in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonText {
    /// The file it was read from.
    pub file: String,
    pub title: String,
    /// The topic, in one line.
    pub summary: String,
    pub steps: Vec<LessonStep>,
    /// Control characters that a terminal would obey, and their lines.
    pub hidden: Vec<(usize, char)>,
    /// Markup that would be shown instead of parsed: lines and errors.
    pub unparsed: Vec<(usize, LessonFault)>,
}

/// Text with an exhibit beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonStep {
    /// The line of its heading.
    pub line: usize,
    pub title: String,
    /// The text.
    pub blocks: Vec<LessonBlock>,
    /// Every number in the text that is checked against an exhibit.
    pub checks: Vec<FigureCheck>,
    /// The line of the exhibit in the file.
    pub at: usize,
    pub exhibit: String,
    /// The panels of the exhibit that the step is about; empty for the room's own layout.
    pub panels: Vec<String>,
    /// Those of them that are covered while the question is open, because they give the answer.
    pub covered: Vec<String>,
    /// Keys to try in the exhibit, and what they do.
    pub keys: Vec<(String, String)>,
    /// A key script that the exhibit plays once the prediction is made.
    pub run: String,
    /// The question to answer before the exhibit runs.
    pub prediction: Option<Prediction>,
}

/// A question with answers to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    pub question: String,
    pub answers: Vec<String>,
    /// The index of the right answer.
    pub right: usize,
    /// The explanation of the right answer.
    pub because: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum LessonBlock {
    /// Text that is wrapped to the width of the page.
    Paragraph(Vec<InlineSpan>),
    Bullets(Vec<Vec<InlineSpan>>),
    /// Lines shown as they are written.
    Formula(Vec<String>),
}

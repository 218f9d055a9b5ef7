//! Lessons: text to read beside a live exhibit, step by step, with predictions, in two languages.
//!
//! A lesson is a Markdown file with front matter (title, summary); each `##` heading begins a step, which ends with a block
//! of TOML fenced as `step`. Numbers that the text states about an exhibit are links to figures, as in
//! `[0.25](=slope)`, so that a program can hold text and exhibit together. `docs/lessons.md` describes the format.

mod course;
mod error;
mod figure;
mod hidden;
mod inline;
mod progress;
mod read;
mod tail;
mod unparsed;

pub use course::{Course, Lesson};
pub use error::{CourseError, LessonError, LessonFault, ProgressError, SignHint, StepPart};
pub use figure::{FigureCheck, written_as};
pub use inline::{InlineKind, InlineSpan};
pub use progress::{Answer, LessonProgress, Progress};

/// A lesson in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonText {
    /// The file it was read from.
    pub file: String,
    /// What it is called.
    pub title: String,
    /// What it is about, in one line.
    pub summary: String,
    /// What is to be read and done, one after another.
    pub steps: Vec<LessonStep>,
    /// Characters that a terminal would obey, and their lines.
    pub hidden: Vec<(usize, char)>,
    /// Signs of markup that would be seen as they are: lines, and what is wrong.
    pub unparsed: Vec<(usize, LessonFault)>,
}

/// Text with an exhibit beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonStep {
    /// The line of its heading.
    pub line: usize,
    /// What it is called.
    pub title: String,
    /// What is to be read.
    pub blocks: Vec<LessonBlock>,
    /// Every number in the text that an exhibit has to bear out.
    pub checks: Vec<FigureCheck>,
    /// The line of the exhibit in the file.
    pub at: usize,
    /// The exhibit line.
    pub exhibit: String,
    /// Keys to try in the exhibit, and what they do.
    pub keys: Vec<(String, String)>,
    /// A key script that the exhibit plays once the prediction is made.
    pub run: String,
    /// What is to be guessed before the exhibit runs.
    pub prediction: Option<Prediction>,
}

/// A question with answers to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// What is asked.
    pub question: String,
    /// What can be answered.
    pub answers: Vec<String>,
    /// The right answer, counted from 0.
    pub right: usize,
    /// Why.
    pub because: String,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonBlock {
    /// Flows to the width of the page.
    Paragraph(Vec<InlineSpan>),
    /// One item after another.
    Bullets(Vec<Vec<InlineSpan>>),
    /// Stands as it is written, line by line.
    Formula(Vec<String>),
}

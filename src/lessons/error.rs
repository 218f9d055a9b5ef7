//! Errors in lessons.

use crate::files::ReadError;
use crate::words::{Message, errors};

errors! {
    /// What is wrong at a place of a lesson, and what would be right.
    pub enum LessonFault: "lesson" {
        /// It does not begin with its title and summary.
        NoFront = "no-front",
        /// A block of TOML is invalid.
        Toml { reason: Message } = "toml",
        NoStep = "no-step",
        /// A checked number belongs to no step.
        LooseNumber = "loose-number",
        /// Text belongs to no step.
        LooseText = "loose-text",
        /// A step block belongs to no step.
        LooseBlock = "loose-block",
        /// This Markdown element is not supported.
        Markdown = "markdown",
        /// A step has no block at its end.
        Unfinished { title: String } = "unfinished",
        /// A fence has an unknown name.
        Fence { name: String } = "fence",
        /// A key has no description.
        BareKey { row: String } = "bare-key",
        /// A prediction has too few or too many answers.
        Answers { least: usize, most: usize, count: usize } = "answers",
        /// A panel is covered that the step does not show.
        NotAPanel { panel: String } = "not-a-panel",
        /// The right answer is not one of the answers.
        RightAnswer { right: usize, count: usize } = "right-answer",
        Unreadable { reason: ReadError } = "unreadable",
        /// A directory has no lesson.
        NoLesson = "no-lesson",
        /// A markup character would be shown instead of parsed.
        Sign { sign: String, right: SignHint } = "sign",
        /// A markup character is in text that is not Markdown.
        PlainSign { sign: String } = "plain-sign",
        NoTranslation { language: String, stem: String } = "no-translation",
        /// It has a control character that a terminal would obey.
        ControlCharacter { code: String } = "control-character",
        /// It has an invisible character that changes how other text is shown.
        InvisibleCharacter { code: String } = "invisible-character",
        /// A step does not fit on the screen.
        TooLong { title: String, width: u16, height: u16, over: usize } = "too-long",
        TooWide { words: String } = "too-wide",
        /// The step has a run, but nothing that starts it.
        LooseRun = "loose-run",
        Exhibit { exhibit: String, reason: Message } = "exhibit",
        /// A key turns the steps, and never reaches the exhibit.
        TakenKey { key: String } = "taken-key",
        /// A key does nothing in the room of the exhibit.
        IdleKey { key: String, room: String } = "idle-key",
        /// The key script of the step is invalid.
        Script { reason: Message } = "script",
        /// A number cannot be looked up.
        NoFigures { written: String, exhibit: String, reason: Message } = "no-figures",
        /// The exhibit has no such figure.
        UnknownFigure { exhibit: String, figure: String } = "unknown-figure",
        /// The exhibit has no such figure, but one with a similar name.
        MistypedFigure { exhibit: String, figure: String, near: String } = "mistyped-figure",
        /// The exhibit gives another number.
        Figure { written: String, figure: String, gives: String } = "figure",
        /// The languages have different numbers of steps.
        Steps { count: usize, others: usize, file: String } = "steps",
        /// Two steps have one title, by which progress is kept.
        SameTitle { title: String } = "same-title",
        /// A step differs from that in the other language.
        Differs { what: StepPart, file: String, line: usize } = "differs",
    }
}

errors! {
    /// How to write a markup character so that it is parsed.
    #[derive(Copy, Eq)]
    pub enum SignHint: "sign" {
        Figure = "figure",
        Address = "address",
        Strong = "strong",
        Code = "code",
    }
}

errors! {
    /// A part of a step that both languages have.
    #[derive(Copy, Eq)]
    pub enum StepPart: "step-part" {
        Exhibit = "exhibit",
        Panels = "panels",
        Keys = "keys",
        Run = "run",
        Prediction = "prediction",
        Numbers = "numbers",
    }
}

errors! {
    /// An error in a lesson, and its place.
    pub enum LessonError: "lesson-place" {
        /// In a line of a file, counted from 1.
        At { file: String, line: usize, reason: Box<LessonFault> } = "at",
    }
}

impl LessonError {
    /// An error with its place.
    pub fn new(file: &str, line: usize, reason: LessonFault) -> Self {
        Self::At { file: file.to_owned(), line, reason: Box::new(reason) }
    }

    pub fn file(&self) -> &str {
        let Self::At { file, .. } = self;
        file
    }

    /// Its line, counted from 1.
    pub fn line(&self) -> usize {
        let Self::At { line, .. } = self;
        *line
    }

    pub fn reason(&self) -> &LessonFault {
        let Self::At { reason, .. } = self;
        reason
    }
}

errors! {
    /// Why a lesson is not found.
    #[derive(Eq)]
    pub enum CourseError: "course" {
        Unknown { name: String, count: usize } = "unknown",
    }
}

errors! {
    /// Why a text is not progress written by this version of the program.
    pub enum ProgressError: "progress" {
        /// It is not TOML of this form.
        Toml { reason: Message } = "toml",
        Version { version: u32, own: u32 } = "version",
        /// An answer is invalid.
        Answer { step: String, answer: String } = "answer",
    }
}

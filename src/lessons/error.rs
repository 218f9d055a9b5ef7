//! What can be wrong with a lesson.

use crate::files::ReadError;
use crate::words::{Message, errors};

errors! {
    /// What is wrong at a place of a lesson, and what would be right.
    pub enum LessonFault: "lesson" {
        /// It does not begin with its title and summary.
        NoFront = "no-front",
        /// A block of TOML makes no sense.
        Toml { reason: Message } = "toml",
        /// It has no step.
        NoStep = "no-step",
        /// A checked number belongs to no step.
        LooseNumber = "loose-number",
        /// Text belongs to no step.
        LooseText = "loose-text",
        /// A block of a step belongs to no step.
        LooseBlock = "loose-block",
        /// This kind of Markdown is not read.
        Markdown = "markdown",
        /// A step has no block at its end.
        Unfinished { title: String } = "unfinished",
        /// A fence has another name.
        Fence { name: String } = "fence",
        /// A key has no words.
        BareKey { row: String } = "bare-key",
        /// A prediction has too few answers, or too many.
        Answers { least: usize, most: usize, count: usize } = "answers",
        /// The right answer is none of the answers.
        RightAnswer { right: usize, count: usize } = "right-answer",
        /// The file can't be read.
        Unreadable { reason: ReadError } = "unreadable",
        /// A directory has no lesson.
        NoLesson = "no-lesson",
        /// A sign of markup would be seen as it is.
        Sign { sign: String, right: SignHint } = "sign",
        /// A sign of markup stands where no Markdown is read.
        PlainSign { sign: String } = "plain-sign",
        /// It has no translation.
        NoTranslation { language: String, stem: String } = "no-translation",
        /// A terminal would obey a character of it.
        ControlCharacter { code: String } = "control-character",
        /// A character of it can't be seen and changes what can.
        InvisibleCharacter { code: String } = "invisible-character",
        /// A step does not fit on the screen.
        TooLong { title: String, width: u16, height: u16, over: usize } = "too-long",
        /// A line does not fit.
        TooWide { words: String } = "too-wide",
        /// Nothing would start its run.
        LooseRun = "loose-run",
        /// The exhibit does not open.
        Exhibit { exhibit: String, reason: Message } = "exhibit",
        /// A key turns the steps, and never reaches the exhibit.
        TakenKey { key: String } = "taken-key",
        /// A key does nothing in the room of the exhibit.
        IdleKey { key: String, room: String } = "idle-key",
        /// The key script of the step makes no sense.
        Script { reason: Message } = "script",
        /// A number can't be looked up.
        NoFigures { written: String, exhibit: String, reason: Message } = "no-figures",
        /// The exhibit has no such number.
        UnknownFigure { exhibit: String, figure: String } = "unknown-figure",
        /// The exhibit has no such number, but one of a similar name.
        MistypedFigure { exhibit: String, figure: String, near: String } = "mistyped-figure",
        /// The exhibit gives another number.
        Figure { written: String, figure: String, gives: String } = "figure",
        /// Both languages have different numbers of steps.
        Steps { count: usize, others: usize, file: String } = "steps",
        /// A step differs from that in the other language.
        Differs { what: StepPart, file: String, line: usize } = "differs",
    }
}

errors! {
    /// How a sign of markup is written so that it is read as one.
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
        Keys = "keys",
        Run = "run",
        Prediction = "prediction",
        Numbers = "numbers",
    }
}

errors! {
    /// Something that is wrong in a lesson, and where.
    pub enum LessonError: "lesson-place" {
        /// In a line of a file, counted from 1.
        At { file: String, line: usize, reason: Box<LessonFault> } = "at",
    }
}

impl LessonError {
    /// A fault with its place.
    pub fn new(file: &str, line: usize, reason: LessonFault) -> Self {
        Self::At { file: file.to_owned(), line, reason: Box::new(reason) }
    }

    /// The file.
    pub fn file(&self) -> &str {
        let Self::At { file, .. } = self;
        file
    }

    /// Its line, counted from 1.
    pub fn line(&self) -> usize {
        let Self::At { line, .. } = self;
        *line
    }

    /// What is wrong.
    pub fn reason(&self) -> &LessonFault {
        let Self::At { reason, .. } = self;
        reason
    }
}

errors! {
    /// Why a lesson is not found.
    #[derive(Eq)]
    pub enum CourseError: "course" {
        /// There is none of this name.
        Unknown { name: String, count: usize } = "unknown",
    }
}

errors! {
    /// Why a text is no progress that this version of the program wrote.
    pub enum ProgressError: "progress" {
        /// It is no TOML of this form.
        Toml { reason: Message } = "toml",
        /// Another version of the program wrote it.
        Version { version: u32, own: u32 } = "version",
        /// An answer is none.
        Answer { step: String, answer: String } = "answer",
    }
}

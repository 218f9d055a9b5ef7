//! What can be wrong with what was asked on the command line, and what can fail in doing it.

use super::parse_error::ParseError;
use crate::files::{ReadError, SystemError};
use crate::lessons::LessonError;
use crate::words::{Message, errors};
use std::path::PathBuf;

errors! {
    /// Something that was asked for makes no sense.
    pub enum UsageError: "usage" {
        /// The words can't be parsed.
        Parse { reason: ParseError } = "parse",
        /// A word is no UTF-8.
        NotUtf8 { word: String } = "not-utf8",
        Kiosk = "kiosk",
        Learner = "learner",
        Lesson = "lesson",
        /// The home directory is no absolute path.
        Home { home: String } = "home",
        /// The value of an option makes no sense.
        Option { option: String, value: String, reason: Message } = "option",
        Formula { reason: Message } = "formula",
        /// A lesson of the reader's own is broken.
        Lessons { reason: LessonError } = "lessons",
        /// A word names no depth of colour.
        Depth { word: String } = "depth",
        /// Neither yes nor no nor as the terminal has it.
        Ascii { word: String } = "ascii",
        /// A word is no size.
        Size { text: String } = "size",
        /// A chart needs more cells.
        ChartSize { columns: u16, rows: u16, least: u16 } = "chart-size",
        /// A text is no pair of ends.
        Ends { option: String, text: String } = "ends",
        /// Both ends are too far apart.
        TooWide { option: String, text: String } = "too-wide",
        /// A text is no parameter with its value.
        Parameter { text: String } = "parameter",
        Gain { text: String } = "gain",
        /// A whole number is out of bounds, or is none.
        Whole { low: u64, high: u64 } = "whole",
        /// A text is no number.
        NoNumber { place: InputPlace, text: String } = "no-number",
        /// A number is too large.
        PastDouble { place: InputPlace, text: String } = "past-double",
        /// A file is read and would be written over.
        WritesOver { path: PathBuf } = "writes-over",
        /// No file was given to put together.
        NoMerge = "no-merge",
        Shard { reason: Message } = "shard",
    }
}

errors! {
    /// Where a number was read.
    #[derive(Eq)]
    pub enum InputPlace: "input-place" {
        /// Behind an option.
        Option { option: String } = "option",
        /// In a line of standard input, counted from 1.
        Line { line: u64 } = "line",
    }
}

errors! {
    /// Something that was asked for can't be done.
    pub enum CommandError: "command" {
        /// A line of standard input can't be read.
        Input { place: InputPlace, reason: ReadError } = "input",
        /// A file can't be written.
        Unwritable { path: PathBuf, reason: SystemError } = "unwritable",
        /// A table can't be written.
        Table { path: PathBuf, reason: TableError } = "table",
        /// The system says why.
        System { reason: SystemError } = "system",
        /// Nothing of a curve can be drawn.
        NoFiniteValue { curve: PlottedCurve, low: f64, high: f64 } = "no-finite-value",
        /// Nothing of several curves can be drawn.
        NoFiniteValues { curves: PlottedCurve, low: f64, high: f64 } = "no-finite-values",
    }
}

errors! {
    /// What a chart shows of a function.
    pub enum PlottedCurve: "curve" {
        Value { name: String } = "value",
        Slope { name: String } = "slope",
        Both { first: Box<PlottedCurve>, second: Box<PlottedCurve> } = "both",
    }
}

errors! {
    /// Why a table is not written.
    pub enum TableError: "table" {
        /// What is there is no table of a sweep.
        Foreign = "foreign",
        /// What is there can't be read.
        Unreadable { reason: ReadError } = "unreadable",
        /// The system says why.
        System { reason: SystemError } = "system",
    }
}

errors! {
    /// What is wrong with the files of a sweep that goes on, or of several that are put together.
    pub enum JournalError: "journal" {
        /// It can't be opened.
        Unopened { path: PathBuf, reason: ReadError } = "unopened",
        /// It can't be locked.
        Unlocked { path: PathBuf, reason: SystemError } = "unlocked",
        /// Another sweep has it.
        Busy { path: PathBuf } = "busy",
        /// A line can't be read.
        Read { path: PathBuf, reason: ReadError } = "read",
        /// It can't be read at all.
        Unreadable { path: PathBuf, reason: ReadError } = "unreadable",
        /// The system says why it can't be changed.
        System { path: PathBuf, reason: SystemError } = "system",
        /// Lines can't be added.
        Unwritable { path: PathBuf, reason: SystemError } = "unwritable",
        /// The last line is not one that was broken off.
        ForeignLine { path: PathBuf, line: u64 } = "foreign-line",
        /// It does not begin with what was run.
        Foreign { path: PathBuf } = "foreign",
        /// The same, of a file that is put together with others.
        Headless { path: PathBuf } = "headless",
        /// A line makes no sense.
        Line { path: PathBuf, line: u64, reason: Message } = "line",
        /// It is of another sweep.
        Other { path: PathBuf, difference: Difference } = "other",
        /// What begins at a line is of another sweep.
        OtherPart { path: PathBuf, line: u64, difference: Difference } = "other-part",
        /// A seed does not belong to the sweep.
        Seed { path: PathBuf, line: u64, seed: u64 } = "seed",
        /// A seed has two results.
        Twice { path: PathBuf, line: u64, seed: u64 } = "twice",
    }
}

errors! {
    /// What sets two sweeps apart.
    pub enum Difference: "difference" {
        Experiment { there: String, here: String } = "experiment",
        Epochs { there: u64, here: u64 } = "epochs",
        /// The experiment was changed.
        Changed { experiment: String } = "changed",
        Seeds { count: u64, from: u64, own: u64, start: u64 } = "seeds",
        Varied = "varied",
    }
}

//! Errors in the arguments of a command, and failures in running it.

use super::parse_error::ParseError;
use crate::files::{ReadError, SystemError};
use crate::lessons::LessonError;
use crate::words::{Message, errors};
use std::path::PathBuf;

errors! {
    /// An argument is invalid.
    pub enum UsageError: "usage" {
        /// The arguments cannot be parsed.
        Parse { reason: ParseError, command: String } = "parse",
        /// An argument is not UTF-8.
        NotUtf8 { word: String } = "not-utf8",
        Kiosk = "kiosk",
        Learner = "learner",
        Lesson = "lesson",
        /// The home directory is not an absolute path.
        Home { home: String } = "home",
        /// The value of an option is invalid.
        Option { option: String, value: String, reason: Message } = "option",
        Formula { reason: Message } = "formula",
        /// A lesson of the reader's own is broken.
        Lessons { reason: LessonError } = "lessons",
        /// The word is not a colour depth.
        Depth { word: String } = "depth",
        /// The value is neither true, false nor auto.
        Ascii { word: String } = "ascii",
        /// The text is not a size.
        Size { text: String } = "size",
        /// A chart needs more cells.
        ChartSize { columns: u16, rows: u16, least: u16 } = "chart-size",
        /// The text is not a pair of ends.
        Ends { option: String, text: String } = "ends",
        /// The ends are too far apart.
        TooWide { option: String, text: String } = "too-wide",
        /// A range of places has no end or too many places.
        Steps { place: InputPlace, text: String } = "steps",
        /// There is nothing to evaluate.
        NoFunction = "no-function",
        /// There is no place to evaluate at.
        NoPlace = "no-place",
        /// The end of a file's name is that of another format.
        OutFormat { path: PathBuf, end: String } = "out-format",
        /// A frame needs more cells.
        FrameSize { text: String, columns: u16, rows: u16 } = "frame-size",
        /// A table would replace a file that is not one of its kind.
        Table { path: PathBuf, reason: TableError } = "table",
        /// Standard input would have several readers.
        SharedInput { readers: Vec<String> } = "shared-input",
        /// Standard output would have several writers.
        SharedOutput { writers: Vec<String> } = "shared-output",
        /// Nothing of this kind has a file.
        ListName { what: String } = "list-name",
        /// There is no theme of this name.
        NoTheme { name: String, hint: Message } = "no-theme",
        /// The text is not a parameter with its value.
        Parameter { text: String } = "parameter",
        Gain { text: String } = "gain",
        /// A whole number is out of bounds, or the text is not one.
        Whole { low: u64, high: u64 } = "whole",
        /// The text is not a number.
        NoNumber { place: InputPlace, text: String } = "no-number",
        /// The number is too large for an `f64`.
        PastDouble { place: InputPlace, text: String } = "past-double",
        /// A file to be read would be overwritten.
        WritesOver { path: PathBuf } = "writes-over",
        /// No file to merge was given.
        NoMerge = "no-merge",
        /// Standard input is merged with other files.
        MergeInput = "merge-input",
        Shard { reason: Message } = "shard",
        /// An animation goes to an SVG file only.
        AnimateOut = "animate-out",
        AnimateFormat = "animate-format",
        /// A table and the keys should both come from standard input.
        PlainInput = "plain-input",
    }
}

errors! {
    /// Where a number was read.
    #[derive(Eq)]
    pub enum InputPlace: "input-place" {
        Option { option: String } = "option",
        /// A line of standard input, counted from 1.
        Line { line: u64 } = "line",
    }
}

errors! {
    /// Something failed while a command ran.
    pub enum CommandError: "command" {
        /// The run of the exhibit has no end.
        Endless = "endless",
        /// A line of standard input cannot be read.
        Input { place: InputPlace, reason: ReadError } = "input",
        /// A file cannot be written.
        Unwritable { path: PathBuf, reason: SystemError } = "unwritable",
        /// A table cannot be written.
        Table { path: PathBuf, reason: TableError } = "table",
        /// The system reported an error.
        System { reason: SystemError } = "system",
        /// A curve has no finite value in the chart.
        NoFiniteValue { curve: PlottedCurve, low: f64, high: f64 } = "no-finite-value",
        /// None of several curves has a finite value in the chart.
        NoFiniteValues { curves: PlottedCurve, low: f64, high: f64 } = "no-finite-values",
    }
}

errors! {
    pub enum PlottedCurve: "curve" {
        Value { name: String } = "value",
        Slope { name: String } = "slope",
        Both { first: Box<PlottedCurve>, second: Box<PlottedCurve> } = "both",
    }
}

errors! {
    /// Why a table is not written.
    pub enum TableError: "table" {
        /// The existing file is not a table of a sweep.
        Foreign = "foreign",
        /// The existing file cannot be read.
        Unreadable { reason: ReadError } = "unreadable",
        /// The system reported an error.
        System { reason: SystemError } = "system",
    }
}

errors! {
    /// Errors in the file of a sweep that continues, or in several files that are merged.
    pub enum SweepJournalError: "journal" {
        /// It cannot be opened.
        Unopened { path: PathBuf, reason: ReadError } = "unopened",
        /// It cannot be locked.
        Unlocked { path: PathBuf, reason: SystemError } = "unlocked",
        /// Another sweep is using it.
        Busy { path: PathBuf } = "busy",
        /// A line cannot be read.
        Read { path: PathBuf, reason: ReadError } = "read",
        /// The file cannot be read at all.
        Unreadable { path: PathBuf, reason: ReadError } = "unreadable",
        /// The system reported an error when the file was changed.
        System { path: PathBuf, reason: SystemError } = "system",
        /// Lines cannot be added.
        Unwritable { path: PathBuf, reason: SystemError } = "unwritable",
        /// The last line is incomplete and was not written by this program.
        ForeignLine { path: PathBuf, line: u64 } = "foreign-line",
        /// It does not begin with the line that describes a sweep.
        Foreign { path: PathBuf } = "foreign",
        /// The same, in a file to be merged.
        Headless { path: PathBuf } = "headless",
        /// A line is invalid.
        Line { path: PathBuf, line: u64, reason: Message } = "line",
        /// It belongs to another sweep.
        Other { path: PathBuf, difference: Difference } = "other",
        /// The part that begins at a line belongs to another sweep.
        OtherPart { path: PathBuf, line: u64, difference: Difference } = "other-part",
        /// A seed does not belong to the sweep.
        Seed { path: PathBuf, line: u64, seed: u64 } = "seed",
        /// A seed has two results.
        Twice { path: PathBuf, line: u64, seed: u64 } = "twice",
    }
}

errors! {
    /// The difference between two sweeps.
    pub enum Difference: "difference" {
        Experiment { there: String, here: String } = "experiment",
        Epochs { there: u64, here: u64 } = "epochs",
        Changed { experiment: String } = "changed",
        Seeds { count: u64, from: u64, own: u64, start: u64 } = "seeds",
        Varied = "varied",
    }
}

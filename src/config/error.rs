//! What can be wrong with settings.

use crate::files::ReadError;
use crate::input::KeymapError;
use crate::words::{Message, WordHint, errors};
use std::path::PathBuf;

errors! {
    /// Where something was set.
    #[derive(Eq)]
    pub enum SettingPlace: "place" {
        /// In a file that is not read by lines, or as a whole.
        File { file: String } = "file",
        /// In a line of a file, counted from 1.
        Line { file: String, line: usize } = "line",
        /// On the command line, as it was written.
        Option { option: String } = "option",
    }
}

errors! {
    /// What kind of value something is.
    #[derive(Copy, Eq)]
    pub enum ValueKind: "value-kind" {
        Text = "text",
        Whole = "whole",
        Number = "number",
        Boolean = "boolean",
        List = "list",
        Table = "table",
        Date = "date",
        Texts = "texts",
        Numbers = "numbers",
    }
}

errors! {
    /// What a setting may be, where it is something else.
    pub enum RightValue: "right-value" {
        /// A whole number within bounds.
        Whole { low: i64, high: i64 } = "whole",
        /// A number within bounds.
        Number { low: f64, high: f64 } = "number",
        /// Both ends of an axis, so far apart.
        Ends { least: f64, most: f64 } = "ends",
        /// Yes, no, or as the terminal has it.
        Auto = "auto",
        /// One of some words.
        OneOf { words: Vec<String>, last: String } = "one-of",
    }
}

errors! {
    /// Why settings can't be used.
    pub enum ConfigError: "config" {
        /// The file can't be read.
        Unreadable { path: PathBuf, reason: ReadError } = "unreadable",
        /// A text is no TOML.
        Toml { place: SettingPlace, reason: Message } = "toml",
        /// The settings as a whole don't fit together.
        Decode { reason: Message } = "decode",
        /// What follows `--set` has no `=`.
        Set { place: SettingPlace } = "set",
        /// There is no setting of this name.
        Unknown { place: SettingPlace, path: String, hint: WordHint } = "unknown",
        /// A value is of another kind.
        Kind { place: SettingPlace, path: String, kind: ValueKind, example: String, got: ValueKind } = "kind",
        /// A value stands where a table must.
        NoTable { place: SettingPlace, path: String, got: ValueKind } = "no-table",
        /// An item of a list is of another kind.
        Item { place: SettingPlace, path: String, kinds: ValueKind, example: String, value: String, got: ValueKind } = "item",
        /// A value is of the right kind and out of its range.
        Range { place: SettingPlace, path: String, value: String, right: Box<RightValue> } = "range",
        /// Two keys clash, or one is none.
        Keys { reason: KeymapError } = "keys",
        /// A setting makes no sense, and it is known where it was set.
        Blamed { place: SettingPlace, setting: String, reason: Message } = "blamed",
    }
}

errors! {
    /// Why the program can't begin with its settings.
    pub enum SettingError: "setting" {
        /// A setting makes no sense.
        Wrong { setting: String, reason: Message } = "wrong",
        /// Something that is no setting makes no sense.
        Other { reason: Message } = "other",
    }
}

impl SettingError {
    /// A reason against a setting, by its name.
    pub fn of(setting: &'static str) -> impl Fn(Message) -> Self {
        move |reason| Self::Wrong { setting: setting.to_owned(), reason }
    }
}

impl From<Message> for SettingError {
    fn from(reason: Message) -> Self {
        Self::Other { reason }
    }
}

errors! {
    /// Why a word names no format of frames.
    #[derive(Eq)]
    pub enum FrameFormatError: "frame-format" {
        /// There is none of this name.
        Unknown { id: String } = "unknown",
    }
}

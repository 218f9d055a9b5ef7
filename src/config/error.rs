//! Errors in settings.

use crate::files::ReadError;
use crate::input::KeymapError;
use crate::words::{Message, WordHint, errors};
use std::path::PathBuf;

errors! {
    #[derive(Eq)]
    pub enum SettingPlace: "place" {
        /// In a file, where no line is known.
        File { file: String } = "file",
        /// In a line of a file, counted from 1.
        Line { file: String, line: usize } = "line",
        /// On the command line, as it was written.
        Option { option: String } = "option",
    }
}

errors! {
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
    /// What a setting should be.
    pub enum RightValue: "right-value" {
        /// A whole number within bounds.
        Whole { low: i64, high: i64 } = "whole",
        /// A number within bounds.
        Number { low: f64, high: f64 } = "number",
        /// Both ends of an axis, with bounds of their distance.
        Ends { least: f64, most: f64 } = "ends",
        /// True, false or auto.
        Auto = "auto",
        /// One of some words.
        OneOf { words: Vec<String>, last: String } = "one-of",
    }
}

errors! {
    /// Why settings cannot be used.
    pub enum ConfigError: "config" {
        /// The file cannot be read.
        Unreadable { path: PathBuf, reason: ReadError } = "unreadable",
        /// The text is not valid TOML.
        Toml { place: SettingPlace, reason: Message } = "toml",
        /// The merged settings cannot be decoded.
        Decode { reason: Message } = "decode",
        /// The argument of `--set` has no `=`.
        Set { place: SettingPlace } = "set",
        /// There is no setting of this name.
        Unknown { place: SettingPlace, path: String, hint: WordHint } = "unknown",
        /// A value is of another kind.
        Kind { place: SettingPlace, path: String, kind: ValueKind, example: String, got: ValueKind } = "kind",
        /// There is a value where a table is expected.
        NoTable { place: SettingPlace, path: String, got: ValueKind } = "no-table",
        /// An item of a list is of another kind.
        Item { place: SettingPlace, path: String, kinds: ValueKind, example: String, value: String, got: ValueKind } = "item",
        /// A value is of the right kind but out of range.
        Range { place: SettingPlace, path: String, value: String, right: Box<RightValue> } = "range",
        /// Two keys clash, or a text is not a key.
        Keys { reason: KeymapError } = "keys",
        /// A setting is invalid, and the place where it was set is known.
        Blamed { place: SettingPlace, setting: String, reason: Message } = "blamed",
    }
}

errors! {
    /// Why the program cannot start with its settings.
    pub enum SettingError: "setting" {
        /// A setting is invalid.
        Wrong { setting: String, reason: Message } = "wrong",
        /// Something other than a setting is invalid.
        Other { reason: Message } = "other",
    }
}

impl SettingError {
    /// An error of the setting with this name.
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
    /// Why a word is not a format of frames.
    #[derive(Eq)]
    pub enum FrameFormatError: "frame-format" {
        Unknown { id: String } = "unknown",
    }
}

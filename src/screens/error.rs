//! Errors in an exhibit line.

use crate::words::{Message, errors};

errors! {
    /// Why an exhibit line leads to no state of a room.
    pub enum ExhibitError: "exhibit" {
        /// The line is empty.
        Empty = "empty",
        /// The line does not begin with the name of a room.
        UnknownRoom { room: String, rooms: Vec<String> } = "unknown-room",
        /// There is no such room.
        NoRoom { room: String } = "no-room",
        /// The `start` setting names a room that does not exist.
        WrongStart { room: String, rooms: Vec<String> } = "wrong-start",
        /// A lesson cannot show this room.
        NoExhibits { room: String } = "no-exhibits",
        /// There is a word where an option is expected.
        NoOption { word: String } = "no-option",
        /// An option has no value.
        NoValue { word: String } = "no-value",
        /// A quote is not closed.
        Quote { line: String } = "quote",
        /// The room takes no subject.
        NoSubject { room: String, subject: String } = "no-subject",
        /// The room has no such option.
        UnknownOption { room: String, name: String, names: Vec<String> } = "unknown-option",
        /// The room has no such option, but one with a similar name.
        MistypedOption { room: String, name: String, near: String } = "mistyped-option",
        /// The value of an option is invalid.
        Option { name: String, value: String, reason: Message } = "option",
        /// There is no experiment to start with.
        NoExperiment = "no-experiment",
    }
}

errors! {
    /// What the value of an option should be.
    pub enum OptionError: "option" {
        Boolean = "boolean",
        OnOff = "on-off",
        Number = "number",
        /// The number is out of bounds.
        Between { value: String, low: String, high: String } = "between",
        /// The number is outside the range of the chart.
        InSight { value: String, low: String, high: String } = "in-sight",
        Parameter = "parameter",
        Page = "page",
        Ends = "ends",
        /// The ends of an axis are too close, too far apart, or in the wrong order.
        Range { ends: String } = "range",
        /// There are too many functions to compare.
        Marks { most: usize } = "marks",
        Whole { example: u64 } = "whole",
        Count { least: u64, most: u64 } = "count",
        Epochs = "epochs",
        Epoch = "epoch",
        Position = "position",
        Unit = "unit",
        Point = "point",
        Seed = "seed",
        Speed = "speed",
        OneOf { names: Vec<String> } = "one-of",
        /// Both axes of a map would have the same column.
        SameColumn = "same-column",
        /// It is no sample of the training data.
        Sample { most: usize } = "sample",
        Method = "method",
        Logits { least: usize, most: usize } = "logits",
        Class { count: usize } = "class",
        Step { count: usize } = "step",
        /// The step of the lesson asks for no prediction.
        NoQuestion = "no-question",
        Answer = "answer",
    }
}

//! What can be wrong with an exhibit line.

use crate::words::{Message, errors};

errors! {
    /// Why an exhibit line leads to no state of a room.
    pub enum ExhibitError: "exhibit" {
        /// It is empty.
        Empty = "empty",
        /// It begins with the name of no room.
        UnknownRoom { room: String, rooms: Vec<String> } = "unknown-room",
        /// There is no such room.
        NoRoom { room: String } = "no-room",
        /// The program is to begin in a room that there is not.
        WrongStart { room: String, rooms: Vec<String> } = "wrong-start",
        /// The room can't be within a lesson.
        NoExhibits { room: String } = "no-exhibits",
        /// A word stands where an option must.
        NoOption { word: String } = "no-option",
        /// An option has no value.
        NoValue { word: String } = "no-value",
        /// A quote does not end.
        Quote { line: String } = "quote",
        /// The room takes no subject.
        NoSubject { room: String, subject: String } = "no-subject",
        /// The room has no such option.
        UnknownOption { room: String, name: String, names: Vec<String> } = "unknown-option",
        /// The room has no such option, but one of a similar name.
        MistypedOption { room: String, name: String, near: String } = "mistyped-option",
        /// The value of an option makes no sense.
        Option { name: String, value: String, reason: Message } = "option",
        /// There is no experiment to begin with.
        NoExperiment = "no-experiment",
    }
}

errors! {
    /// What would be right for the value of an option.
    pub enum OptionError: "option" {
        Boolean = "boolean",
        OnOff = "on-off",
        Number = "number",
        /// The number is out of bounds.
        Between { value: String, low: String, high: String } = "between",
        /// The number is not in the range of the chart.
        InSight { value: String, low: String, high: String } = "in-sight",
        Parameter = "parameter",
        Page = "page",
        Ends = "ends",
        /// The ends of an axis are too near, too far apart, or in the wrong order.
        Range { ends: String } = "range",
        /// Too much is compared.
        Marks { most: usize } = "marks",
        Whole { example: u64 } = "whole",
        Count { least: u64, most: u64 } = "count",
        Epochs = "epochs",
        Epoch = "epoch",
        Position = "position",
        Seed = "seed",
        Speed = "speed",
        OneOf { names: Vec<String> } = "one-of",
        Method = "method",
        Logits { least: usize, most: usize } = "logits",
        Class { count: usize } = "class",
        Step { count: usize } = "step",
        /// The step of a lesson has no prediction.
        NoQuestion = "no-question",
        Answer = "answer",
    }
}

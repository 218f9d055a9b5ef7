//! Errors in JSON as messages.

use crate::words::{Arg, Message, ToArg, errors};
use serde_json::error::Category;

errors! {
    /// What is wrong with a text in place of JSON. The parser gives its reason in English.
    #[derive(Eq)]
    pub enum JsonReason: "json-reason" {
        /// The text ends within a value.
        End = "end",
        /// It is not JSON.
        Syntax { reason: String } = "syntax",
        /// It is JSON of another form.
        Data { reason: String } = "data",
    }
}

errors! {
    /// Why a text is not JSON, or not JSON of the expected form.
    pub enum JsonError: "json" {
        /// The reason is a [`JsonReason`], or a message of this program.
        At { reason: Arg, line: usize, column: usize } = "at",
        /// The same without a line and column.
        Whole { reason: Arg } = "whole",
    }
}

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column, text) = (error.line(), error.column(), error.to_string());
        let carried = Message::carried(&text).map(|message| message.to_arg());
        // The parser appends the line and column in English.
        let reason = text.rsplit_once(" at line ").map_or(&*text, |(reason, _)| reason).to_owned();
        let own = match error.classify() {
            Category::Eof => JsonReason::End,
            Category::Data => JsonReason::Data { reason },
            Category::Syntax | Category::Io => JsonReason::Syntax { reason },
        };
        let reason = carried.unwrap_or_else(|| own.to_arg());
        if line == 0 { Self::Whole { reason } } else { Self::At { reason, line, column } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::Error;

    #[test]
    fn what_the_reader_of_json_says_is_said_with_its_place_once() {
        let error = |text| serde_json::from_str::<u8>(text).unwrap_err();
        for (text, said) in [
            ("{", "this JSON has another form (invalid type: map, expected u8), at line 1 column 0"),
            ("\"a", "this JSON ends too early, at line 1 column 2"),
            ("1,", "this is not valid JSON (trailing characters), at line 1 column 2"),
            ("\n\nx", "this is not valid JSON (expected value), at line 3 column 1"),
        ] {
            assert_eq!(JsonError::from(error(text)).to_string(), said, "{text}");
        }
        let own = Message::new("error.list.missing");
        let error = || serde_json::Error::custom(own.carry());
        assert_eq!(JsonError::from(error()), JsonError::Whole { reason: own.to_arg() });
    }
}

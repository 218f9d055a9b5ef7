//! Errors in JSON as messages.

use crate::words::{Arg, Message, ToArg, errors};

errors! {
    /// Why a text is not JSON, or not JSON of the expected form.
    pub enum JsonError: "json" {
        /// The reason comes from the JSON parser, or is a message of this program.
        At { reason: Arg, line: usize, column: usize } = "at",
        /// The same without a line and column.
        Whole { reason: Arg } = "whole",
    }
}

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column, text) = (error.line(), error.column(), error.to_string());
        let carried = Message::carried(&text).map(|message| message.to_arg());
        if line == 0 {
            return Self::Whole { reason: carried.unwrap_or(Arg::Text(text)) };
        }
        // The parser appends the line and column in English.
        let own = || Arg::Text(text.rsplit_once(" at line ").map_or(&*text, |(reason, _)| reason).to_owned());
        Self::At { reason: carried.unwrap_or_else(own), line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::Error;

    #[test]
    fn what_the_reader_of_json_says_is_said_with_its_place_once() {
        let error = |text| serde_json::from_str::<u8>(text).unwrap_err();
        for text in ["{", "\"a\"", "1,", "300", "\n\nx"] {
            assert_eq!(JsonError::from(error(text)).to_string(), error(text).to_string());
        }
        let own = Message::new("error.list.missing");
        let error = || serde_json::Error::custom(own.carry());
        assert_eq!(JsonError::from(error()), JsonError::Whole { reason: own.to_arg() });
    }
}

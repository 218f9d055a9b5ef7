//! Errors of the parser of the command line. The parser's messages are English only; the catalogue has both languages.

use crate::words::{Message, errors};

errors! {
    /// What the parser did not understand.
    pub enum ParseError: "parse" {
        UnknownArgument { argument: String } = "unknown-argument",
        UnknownCommand { word: String } = "unknown-command",
        Missing { arguments: Vec<String> } = "missing",
        NoValue { argument: String } = "no-value",
        UnknownValue { value: String, argument: String, values: Vec<String> } = "unknown-value",
        WrongValue { value: String, argument: String, reason: Message } = "wrong-value",
        UnexpectedValue { value: String, argument: String } = "unexpected-value",
        Conflict { argument: String, other: String } = "conflict",
        Conflicts { argument: String, others: Vec<String> } = "conflicts",
        Repeated { argument: String } = "repeated",
        NotUtf8 = "not-utf8",
        /// Another error, in the words of the parser.
        Other { reason: String } = "other",
        Hinted { reason: Box<ParseError>, hint: ParseHint } = "hinted",
    }
}

errors! {
    /// Why a value is wrong, if no code of this program says it.
    pub enum ParseReason: "parse-reason" {
        Unknown = "unknown",
        /// The parser gives its reason in English.
        Other { reason: String } = "other",
    }
}

errors! {
    /// A suggestion of what was meant.
    pub enum ParseHint: "parse-hint" {
        Argument { similar: String } = "argument",
        Command { similar: String } = "command",
        Value { similar: String } = "value",
        /// Other commands have this option.
        Elsewhere { argument: String, commands: Vec<String> } = "elsewhere",
        /// The word is a subject of this command.
        Line { line: String } = "line",
    }
}

impl ParseError {
    /// The error with a suggestion, if there is one.
    pub(super) fn hinted(self, hint: Option<ParseHint>) -> Self {
        match hint {
            Some(hint) => Self::Hinted { reason: Box::new(self), hint },
            None => self,
        }
    }
}

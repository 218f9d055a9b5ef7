//! What the parser of the command line can find wrong. The parser says it in English alone; the catalogue says it in both
//! languages.

use crate::words::{Message, errors};

errors! {
    /// What the parser did not understand.
    pub enum ParseError: "parse" {
        UnknownArgument { argument: String } = "unknown-argument",
        UnknownCommand { word: String } = "unknown-command",
        /// A command has commands of its own.
        NoCommand { command: String, commands: Vec<String> } = "no-command",
        Missing { arguments: Vec<String> } = "missing",
        NoValue { argument: String } = "no-value",
        UnknownValue { value: String, argument: String, values: Vec<String> } = "unknown-value",
        WrongValue { value: String, argument: String, reason: Message } = "wrong-value",
        UnexpectedValue { value: String, argument: String } = "unexpected-value",
        Conflict { argument: String, other: String } = "conflict",
        Conflicts { argument: String, others: Vec<String> } = "conflicts",
        Repeated { argument: String } = "repeated",
        NotUtf8 = "not-utf8",
        /// Something else, as the parser says it.
        Other { reason: Message } = "other",
        Hinted { reason: Box<ParseError>, hint: ParseHint } = "hinted",
    }
}

errors! {
    /// What may have been meant.
    pub enum ParseHint: "parse-hint" {
        Argument { similar: String } = "argument",
        Command { similar: String } = "command",
        Commands { similar: Vec<String> } = "commands",
        Value { similar: String } = "value",
        AsValue { argument: String } = "as-value",
    }
}

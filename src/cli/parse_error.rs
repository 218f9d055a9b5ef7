//! Errors of the parser of the command line. The parser's messages are English only; the catalogue has both languages.

use crate::words::{Message, errors};

errors! {
    /// What the parser did not understand.
    pub enum ParseError: "parse" {
        UnknownArgument { argument: String } = "unknown-argument",
        UnknownCommand { word: String } = "unknown-command",
        /// A subcommand of this command is missing.
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
        Commands { similar: Vec<String> } = "commands",
        Value { similar: String } = "value",
        AsValue { argument: String } = "as-value",
    }
}

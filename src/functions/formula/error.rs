//! Errors in a formula, with their positions.

use crate::words::{Message, ToMessage, errors, in_english};

/// A range of the text, counted in characters. It is empty where something is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Span {
    /// The index of the first character.
    pub start: usize,
    /// The index after the last character.
    pub end: usize,
}

impl Span {
    /// From the start of one range to the end of another.
    pub(super) fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end.max(self.end) }
    }
}

/// Why a text is not a formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", in_english(self))]
pub struct FormulaError {
    /// The position of the mistake.
    pub span: Span,
    /// The mistake.
    pub problem: Problem,
}

errors! {
    /// The mistakes in a formula.
    #[derive(Eq)]
    pub enum Problem: "formula" {
        /// The text is empty.
        Empty = "empty",
        /// The text has more characters than a formula may have.
        TooLong { most: usize } = "too-long",
        /// The nesting is deeper than allowed.
        TooDeep { most: usize } = "too-deep",
        /// A character that has no meaning here.
        Character { found: char } = "character",
        /// A number larger than the largest `f64`.
        Number { found: String } = "number",
        /// An unknown name.
        Name { name: String } = "name",
        /// An unknown name, and the most similar known one.
        NameNear { name: String, near: String } = "name-near",
        /// Brackets after a name that is not a function.
        NoFunction { name: String } = "no-function",
        /// A function without brackets and arguments.
        Brackets { name: String } = "brackets",
        /// A function with too few or too many arguments.
        Arguments { name: String, takes: usize, given: usize } = "arguments",
        /// A function with too few arguments that takes this many or more.
        ArgumentsLeast { name: String, takes: usize, given: usize } = "arguments-least",
        /// A bracket that is not closed, with the column where it was opened, counted from 1.
        Unclosed { column: usize } = "unclosed",
        /// A closing bracket without an opening one.
        Unopened = "unopened",
        /// Something else where a number, a name or a bracket is expected.
        Value { found: String } = "value",
        /// Two values without an operator between them.
        Operator { found: String } = "operator",
        /// The text ends where a value is expected.
        End = "end",
        /// `if` without `then`.
        Then = "then",
        /// `if … then …` without `else`.
        Else = "else",
        /// A number where a condition is expected.
        Condition = "condition",
        /// `a < b < c`.
        Chain = "chain",
        /// `=` in place of `==`.
        Equals = "equals",
        /// A parameter without a name.
        KnobName = "knob-name",
        /// A name that a parameter can't have.
        KnobTaken { name: String } = "knob-taken",
        /// Two parameters with the same name.
        KnobTwice { name: String } = "knob-twice",
        /// A parameter without a default.
        KnobValue { name: String } = "knob-value",
        /// A range of a parameter that is invalid, or that does not contain the default.
        KnobRange { name: String } = "knob-range",
        /// More parameters than a formula may have.
        Knobs { most: usize } = "knobs",
    }
}

errors! {
    /// A problem with the column where it begins, counted from 1.
    enum Placed: "formula-place" {
        /// For a text of one line.
        Column { column: usize, problem: Problem } = "column",
    }
}

impl ToMessage for FormulaError {
    fn message(&self) -> Message {
        Placed::Column { column: self.span.start + 1, problem: self.problem.clone() }.message()
    }
}

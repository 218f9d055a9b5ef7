//! What can be wrong with a formula, and where.

use crate::words::{Message, ToMessage, errors, in_english};
use std::fmt;

/// A stretch of the text, counted in characters; empty where something is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
}

impl Span {
    /// From the start of one stretch to the end of another.
    pub(super) fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end.max(self.end) }
    }
}

/// Why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    /// Where.
    pub span: Span,
    /// What.
    pub problem: Problem,
}

errors! {
    /// What is wrong.
    #[derive(Eq)]
    pub enum Problem: "formula" {
        /// There is nothing.
        Empty = "empty",
        /// More characters than a formula may have.
        TooLong { most: usize } = "too-long",
        /// More brackets within brackets than a formula may have.
        TooDeep { most: usize } = "too-deep",
        /// A character that means nothing here.
        Character { found: char } = "character",
        /// A number beyond the largest there is.
        Number { found: String } = "number",
        /// A name that means nothing.
        Name { name: String } = "name",
        /// The same, and the name that looks most like it.
        NameNear { name: String, near: String } = "name-near",
        /// Brackets after something that is no function.
        NoFunction { name: String } = "no-function",
        /// A function without the brackets that hold what it takes.
        Brackets { name: String } = "brackets",
        /// A function with too few or too many things in its brackets.
        Arguments { name: String, takes: usize, given: usize } = "arguments",
        /// The same of a function that takes so many or more.
        ArgumentsLeast { name: String, takes: usize, given: usize } = "arguments-least",
        /// A bracket that is not closed: the column where it was opened, counted from 1.
        Unclosed { column: usize } = "unclosed",
        /// A bracket that nothing opened.
        Unopened = "unopened",
        /// Something else where a number, a name or a bracket belongs.
        Value { found: String } = "value",
        /// Two values with nothing between them.
        Operator { found: String } = "operator",
        /// The text ends where a value belongs.
        End = "end",
        /// `if` without `then`.
        Then = "then",
        /// `if … then …` without `else`.
        Else = "else",
        /// A number where a condition belongs.
        Condition = "condition",
        /// `a < b < c`.
        Chain = "chain",
        /// `=` where `==` is meant.
        Equals = "equals",
        /// A knob without its name.
        KnobName = "knob-name",
        /// A name that a knob can't have.
        KnobTaken { name: String } = "knob-taken",
        /// Two knobs of one name.
        KnobTwice { name: String } = "knob-twice",
        /// A knob without its default.
        KnobValue { name: String } = "knob-value",
        /// A range of a knob that is none, or that leaves out the default.
        KnobRange { name: String } = "knob-range",
        /// More knobs than a formula may have.
        Knobs { most: usize } = "knobs",
    }
}

errors! {
    /// A problem with the column where it begins, counted from 1.
    enum Placed: "formula-place" {
        /// Where there is one line.
        Column { column: usize, problem: Problem } = "column",
    }
}

impl ToMessage for FormulaError {
    fn message(&self) -> Message {
        Placed::Column { column: self.span.start + 1, problem: self.problem.clone() }.message()
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&in_english(self))
    }
}

impl std::error::Error for FormulaError {}

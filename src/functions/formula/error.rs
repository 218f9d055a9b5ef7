//! What can be wrong with a formula, where, and how it is said.

use super::{MOST_CHARACTERS, MOST_KNOBS, MOST_NESTED};
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

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing.
    Empty,
    /// More characters than a formula may have.
    TooLong,
    /// More brackets within brackets than a formula may have.
    TooDeep,
    /// A character that means nothing here.
    Character(char),
    /// A number beyond the largest there is.
    Number(String),
    /// A name that means nothing, and the one that looks most like it.
    Name(String, Option<String>),
    /// Brackets after something that is no function.
    NoFunction(String),
    /// A function without the brackets that hold what it takes.
    Brackets(String),
    /// A function with too few or too many things in its brackets.
    Arguments {
        /// The function.
        name: String,
        /// How many it takes: `1`, `3`, `2 or more`.
        takes: String,
        /// How many were given.
        given: usize,
    },
    /// A bracket that is not closed: the column where it was opened, counted from 1.
    Unclosed(usize),
    /// A bracket that nothing opened.
    Unopened,
    /// Something else where a number, a name or a bracket belongs.
    Value(String),
    /// Two values with nothing between them.
    Operator(String),
    /// The text ends where a value belongs.
    End,
    /// `if` without `then`.
    Then,
    /// `if … then …` without `else`.
    Else,
    /// A number where a condition belongs.
    Condition,
    /// `a < b < c`.
    Chain,
    /// `=` where `==` is meant.
    Equals,
    /// A knob without its name.
    KnobName,
    /// A name that a knob can't have.
    KnobTaken(String),
    /// Two knobs of one name.
    KnobTwice(String),
    /// A knob without its default.
    KnobValue(String),
    /// A range of a knob that is none, or that leaves out the default.
    KnobRange(String),
    /// More knobs than a formula may have.
    Knobs,
}

impl Problem {
    /// The key of its sentence in a catalogue, and what fills the blanks.
    pub fn words(&self) -> (&'static str, Vec<(&'static str, String)>) {
        let named = |name: &str| vec![("name", name.to_owned())];
        match self {
            Self::Empty => ("empty", vec![]),
            Self::TooLong => ("too-long", vec![("most", MOST_CHARACTERS.to_string())]),
            Self::TooDeep => ("too-deep", vec![("most", MOST_NESTED.to_string())]),
            Self::Character(c) => ("character", vec![("found", c.to_string())]),
            Self::Number(text) => ("number", vec![("found", text.clone())]),
            Self::Name(name, None) => ("name", named(name)),
            Self::Name(name, Some(near)) => ("name-near", vec![("name", name.clone()), ("near", near.clone())]),
            Self::NoFunction(name) => ("no-function", named(name)),
            Self::Brackets(name) => ("brackets", named(name)),
            Self::Arguments { name, takes, given } => (
                if takes.ends_with('+') { "arguments-least" } else { "arguments" },
                vec![
                    ("name", name.clone()),
                    ("takes", takes.trim_end_matches('+').to_owned()),
                    ("given", given.to_string()),
                ],
            ),
            Self::Unclosed(column) => ("unclosed", vec![("column", column.to_string())]),
            Self::Unopened => ("unopened", vec![]),
            Self::Value(found) => ("value", vec![("found", found.clone())]),
            Self::Operator(found) => ("operator", vec![("found", found.clone())]),
            Self::End => ("end", vec![]),
            Self::Then => ("then", vec![]),
            Self::Else => ("else", vec![]),
            Self::Condition => ("condition", vec![]),
            Self::Chain => ("chain", vec![]),
            Self::Equals => ("equals", vec![]),
            Self::KnobName => ("knob-name", vec![]),
            Self::KnobTaken(name) => ("knob-taken", named(name)),
            Self::KnobTwice(name) => ("knob-twice", named(name)),
            Self::KnobValue(name) => ("knob-value", named(name)),
            Self::KnobRange(name) => ("knob-range", named(name)),
            Self::Knobs => ("knobs", vec![("most", MOST_KNOBS.to_string())]),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "a formula is missing; right would be as in x * tanh(x)"),
            Self::TooLong => write!(f, "a formula has at most {MOST_CHARACTERS} characters"),
            Self::TooDeep => write!(f, "a formula nests at most {MOST_NESTED} levels deep"),
            Self::Character(c) => write!(f, "the character {c} means nothing here"),
            Self::Number(text) => write!(f, "the number {text} is too large"),
            Self::Name(name, None) => {
                write!(f, "there is no {name}; a knob is declared at the end: ; {name} = 1 in 0..2")
            }
            Self::Name(name, Some(near)) => write!(f, "there is no {name}; did you mean {near}?"),
            Self::NoFunction(name) => write!(f, "{name} is no function; for a product write {name} * (...)"),
            Self::Brackets(name) => write!(f, "{name} needs brackets, as in {name}(x)"),
            Self::Arguments { name, takes, given } => match takes.strip_suffix('+') {
                Some(least) => write!(f, "{name} takes {least} arguments or more, and here it has {given}"),
                None => write!(f, "{name} takes {takes} in its brackets, and here it has {given}"),
            },
            Self::Unclosed(column) => write!(f, "the bracket opened at column {column} is not closed"),
            Self::Unopened => write!(f, "this bracket closes nothing"),
            Self::Value(found) => write!(f, "a number, a name or a bracket belongs here, not {found}"),
            Self::Operator(found) => write!(f, "an operator is missing before {found}; for a product write *"),
            Self::End => write!(f, "the formula ends where a number, a name or a bracket belongs"),
            Self::Then => write!(f, "the if has no then; right would be if x < 0 then a else b"),
            Self::Else => write!(f, "the if has no else; right would be if x < 0 then a else b"),
            Self::Condition => write!(f, "a condition belongs here, as in x < 0"),
            Self::Chain => write!(f, "comparisons can't be chained; right would be a < x and x < b"),
            Self::Equals => write!(f, "two values are compared with =="),
            Self::KnobName => write!(f, "after ; come knobs, as in ; a = 0.1 in 0..1"),
            Self::KnobTaken(name) => write!(f, "{name} already means something; a knob needs another name"),
            Self::KnobTwice(name) => write!(f, "there are two knobs called {name}"),
            Self::KnobValue(name) => write!(f, "the knob {name} needs a value, as in {name} = 0.1 in 0..1"),
            Self::KnobRange(name) => {
                write!(f, "the range of {name} is low..high with the value inside, as in 0..1")
            }
            Self::Knobs => write!(f, "a formula has at most {MOST_KNOBS} knobs"),
        }
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.span.start + 1, self.problem)
    }
}

impl std::error::Error for FormulaError {}

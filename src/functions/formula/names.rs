//! The names that a formula can use.

use super::tree::{Call, MathConstant};
use crate::text;

/// Keywords.
const WORDS: [&str; 7] = ["if", "then", "else", "and", "or", "not", "in"];

/// Other common names.
const ALIASES: [(&str, &str); 6] = [
    ("log", "ln"),
    ("logistic", "sigmoid"),
    ("arctan", "atan"),
    ("sgn", "sign"),
    ("heaviside", "step"),
    ("σ", "sigmoid"),
];

/// The function with this name.
pub(super) fn call(name: &str) -> Option<Call> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name);
    Call::all().find(|call| call.name() == name)
}

/// The constant of this name.
pub(super) fn constant(name: &str) -> Option<MathConstant> {
    let name = if name == "π" { "pi" } else { name };
    MathConstant::ALL.into_iter().find(|constant| constant.name() == name)
}

/// Whether it is a keyword.
pub(super) fn is_word(name: &str) -> bool {
    WORDS.contains(&name)
}

/// Whether a parameter may have this name.
pub(super) fn is_free(name: &str) -> bool {
    name != "x" && !is_word(name) && call(name).is_none() && constant(name).is_none()
}

/// The known name that is most similar to an unknown one. A single letter is probably a parameter, not a typing
/// mistake.
pub(super) fn nearest(name: &str, parameters: &[String]) -> Option<String> {
    if name.chars().count() < 2 {
        return None;
    }
    let calls = Call::all().map(Call::name);
    let constants = MathConstant::ALL.into_iter().map(MathConstant::name);
    let mut known: Vec<&str> = calls.chain(constants).chain(WORDS).chain(ALIASES.map(|(alias, _)| alias)).collect();
    known.extend(parameters.iter().map(String::as_str));
    text::nearest(name, known).map(str::to_owned)
}

//! What names mean.

use super::parse::constants;
use super::tree::{Call, Constant};

/// Words of the grammar.
const WORDS: [&str; 7] = ["if", "then", "else", "and", "or", "not", "in"];

/// Other names that people use.
const ALIASES: [(&str, &str); 6] = [
    ("log", "ln"),
    ("logistic", "sigmoid"),
    ("arctan", "atan"),
    ("sgn", "sign"),
    ("heaviside", "step"),
    ("σ", "sigmoid"),
];

/// What is called by this name.
pub(super) fn call(name: &str) -> Option<Call> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name);
    Call::all().find(|call| call.name() == name)
}

/// The constant of this name.
pub(super) fn constant(name: &str) -> Option<Constant> {
    let name = if name == "π" { "pi" } else { name };
    Constant::ALL.into_iter().find(|constant| constant.name() == name)
}

/// Whether it is a word of the grammar.
pub(super) fn is_word(name: &str) -> bool {
    WORDS.contains(&name)
}

/// The known name that looks most like one that is not known. A single letter looks like a knob, not like a slip.
pub(super) fn nearest(name: &str, knobs: &[String]) -> Option<String> {
    if name.chars().count() < 2 {
        return None;
    }
    let name = name.to_lowercase();
    let calls = Call::all().map(Call::name);
    let known = calls.chain(constants()).chain(WORDS).chain(ALIASES.map(|(alias, _)| alias)).map(str::to_owned);
    known
        .chain(knobs.iter().cloned())
        .map(|known| {
            let longer = known.chars().count().abs_diff(name.chars().count());
            let likeness = strsim::jaro_winkler(&name, &known);
            (strsim::damerau_levenshtein(&name, &known), longer, likeness, known)
        })
        .filter(|(slips, _, likeness, _)| *slips <= 1 || *likeness > 0.8)
        .min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)))
        .map(|(.., known)| known)
}

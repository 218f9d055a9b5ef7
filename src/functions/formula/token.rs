//! Splits the text into tokens.

use super::error::{FormulaError, Problem, Span};

/// The tokens of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FormulaToken {
    Number(f64),
    Name(String),
    /// An operator or a separator, in its ASCII spelling.
    Mark(&'static str),
    End,
}

impl FormulaToken {
    /// The name of the token in a message.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => name.clone(),
            Self::Mark(mark) => (*mark).to_owned(),
            Self::End => String::new(),
        }
    }
}

/// What is read, and what it means, longest first. Symbols that are pasted from papers mean what they look like.
const MARKS: [(&str, &str); 30] = [
    ("**", "^"),
    ("<=", "<="),
    (">=", ">="),
    ("==", "=="),
    ("!=", "!="),
    ("..", ".."),
    ("…", ".."),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("+", "+"),
    ("-", "-"),
    ("−", "-"),
    ("–", "-"),
    ("*", "*"),
    ("·", "*"),
    ("×", "*"),
    ("⋅", "*"),
    ("/", "/"),
    ("÷", "/"),
    ("^", "^"),
    ("(", "("),
    (")", ")"),
    (",", ","),
    (";", ";"),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("²", "²"),
    ("³", "³"),
];

/// All tokens with their positions, followed by an end token.
pub(super) fn tokens(text: &str) -> Result<Vec<(FormulaToken, Span)>, FormulaError> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let (token, end) = token(&letters, at)?;
        let span = Span { start: at, end };
        match token {
            FormulaToken::Mark(power @ ("²" | "³")) => {
                found.push((FormulaToken::Mark("^"), span));
                found.push((FormulaToken::Number(if power == "²" { 2.0 } else { 3.0 }), span));
            }
            token => found.push((token, span)),
        }
        at = end;
    }
    found.push((FormulaToken::End, Span { start: letters.len(), end: letters.len() }));
    Ok(found)
}

fn token(letters: &[char], at: usize) -> Result<(FormulaToken, usize), FormulaError> {
    let c = letters[at];
    let digit = |i: usize| letters.get(i).is_some_and(char::is_ascii_digit);
    if c.is_ascii_digit() || c == '.' && digit(at + 1) {
        return number(letters, at);
    }
    if c.is_alphabetic() || c == '_' {
        let end = run(letters, at, |c| c.is_alphabetic() || c.is_ascii_digit() || c == '_');
        return Ok((FormulaToken::Name(letters[at..end].iter().collect()), end));
    }
    let reads = |mark: &str| mark.chars().enumerate().all(|(i, m)| letters.get(at + i) == Some(&m));
    let mark = MARKS.iter().find(|(mark, _)| reads(mark));
    mark.map(|(mark, means)| (FormulaToken::Mark(means), at + mark.chars().count()))
        .ok_or(FormulaError { span: Span { start: at, end: at + 1 }, problem: Problem::Character { found: c } })
}

fn run(letters: &[char], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    letters[from..].iter().position(|c| !belongs(*c)).map_or(letters.len(), |n| from + n)
}

/// Digits, a fraction, an exponent. In `0..1` the dots belong to the range. In `2e` the letter is a name.
fn number(letters: &[char], at: usize) -> Result<(FormulaToken, usize), FormulaError> {
    let digits = |from: usize| run(letters, from, |c| c.is_ascii_digit());
    let mut end = digits(at);
    if letters.get(end) == Some(&'.') && letters.get(end + 1) != Some(&'.') {
        end = digits(end + 1);
    }
    if matches!(letters.get(end), Some('e' | 'E')) {
        let sign = usize::from(matches!(letters.get(end + 1), Some('+' | '-')));
        let last = digits((end + 1 + sign).min(letters.len()));
        if last > end + 1 + sign {
            end = last;
        }
    }
    let text: String = letters[at..end].iter().collect();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((FormulaToken::Number(number), end)),
        _ => Err(FormulaError { span: Span { start: at, end }, problem: Problem::Number { found: text } }),
    }
}

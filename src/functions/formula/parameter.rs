//! Parameters after the formula: `; a = 0.1 in 0..1, b = 2`.

use super::MOST_KNOBS;
use super::error::{FormulaError, Problem, Span};
use super::names::is_free;
use super::token::FormulaToken;
use crate::functions::activation::Parameter;

/// A parameter as it is declared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) default: f64,
    /// Both ends, if they were given.
    pub(super) range: Option<(f64, f64)>,
}

impl Declared {
    /// As a [`Parameter`], with a step of about a hundredth of its range.
    pub(super) fn parameter(&self) -> Parameter {
        let (min, max) = self.range.unwrap_or_else(|| around(self.default));
        Parameter {
            name: self.name.clone().into(),
            symbol: self.name.clone().into(),
            min,
            max,
            step: step((max - min) / 100.0),
            default: self.default,
        }
    }

    /// The declaration as text.
    pub(super) fn text(&self) -> String {
        let (name, default) = (&self.name, self.default);
        self.range
            .map_or_else(|| format!("{name} = {default}"), |(low, high)| format!("{name} = {default} in {low}..{high}"))
    }
}

/// A range for a default without one: from `-m` to `m`, with m the first of 1, 2, 5, 10, … that is at least twice the
/// default.
fn around(default: f64) -> (f64, f64) {
    let m = step((2.0 * default.abs()).max(1.0)).min(f64::MAX);
    (-m, m)
}

/// The first of 1, 2, 5 times a power of ten that is not less than a number.
fn step(least: f64) -> f64 {
    let power = libm::floor(libm::log10(least.clamp(1e-300, 1e300)));
    let whole = libm::exp10(power.abs());
    let rungs = [1.0, 2.0, 5.0, 10.0].map(|m| if power < 0.0 { m / whole } else { m * whole });
    rungs.into_iter().find(|rung| *rung >= least * (1.0 - 1e-9)).unwrap_or(rungs[3])
}

/// The declared names, as far as they can be recognised: those after `;` or `,`.
pub(super) fn names(tokens: &[(FormulaToken, Span)]) -> Vec<String> {
    let starts = |token: &FormulaToken| matches!(token, FormulaToken::Mark(";" | ","));
    tokens
        .windows(2)
        .filter_map(|pair| match &pair[1].0 {
            FormulaToken::Name(name) if starts(&pair[0].0) && is_free(name) => Some(name.clone()),
            _ => None,
        })
        .collect()
}

/// Parses the declarations. The first token is the `;`, the last the end.
pub(super) fn declared(tokens: &[(FormulaToken, Span)]) -> Result<Vec<Declared>, FormulaError> {
    let mut found: Vec<Declared> = Vec::new();
    let mut reader = Reader { tokens, at: 0 };
    while !matches!(reader.peek().0, FormulaToken::End) {
        let (token, span) = reader.peek();
        if !matches!(token, FormulaToken::Mark(";" | ",")) {
            return fault(span, Problem::KnobName);
        }
        reader.at += 1;
        // A separator with nothing after it is a declaration that is still being typed.
        if matches!(reader.peek().0, FormulaToken::End) {
            break;
        }
        let (parameter, span) = reader.parameter()?;
        let problem = match () {
            () if found.iter().any(|other| other.name == parameter.name) => Problem::KnobTwice { name: parameter.name },
            () if found.len() == MOST_KNOBS => Problem::Knobs { most: MOST_KNOBS },
            () => {
                found.push(parameter);
                continue;
            }
        };
        return fault(span, problem);
    }
    Ok(found)
}

fn fault<T>(span: Span, problem: Problem) -> Result<T, FormulaError> {
    Err(FormulaError { span, problem })
}

struct Reader<'a> {
    tokens: &'a [(FormulaToken, Span)],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> (FormulaToken, Span) {
        let last = self.tokens.last().map_or(Span::default(), |(_, span)| *span);
        self.tokens.get(self.at).cloned().unwrap_or((FormulaToken::End, last))
    }

    fn take(&mut self, wanted: &FormulaToken) -> bool {
        let is_it = self.peek().0 == *wanted;
        self.at += usize::from(is_it);
        is_it
    }

    fn parameter(&mut self) -> Result<(Declared, Span), FormulaError> {
        let (token, span) = self.peek();
        let FormulaToken::Name(name) = token else { return fault(span, Problem::KnobName) };
        if !is_free(&name) {
            return fault(span, Problem::KnobTaken { name });
        }
        self.at += 1;
        let value = |reader: &mut Self| {
            let at = reader.peek().1;
            reader.number().ok_or(FormulaError { span: at, problem: Problem::KnobValue { name: name.clone() } })
        };
        if !self.take(&FormulaToken::Mark("=")) {
            return fault(self.peek().1, Problem::KnobValue { name });
        }
        let default = value(self)?;
        let mut range = None;
        if self.take(&FormulaToken::Name("in".to_owned())) {
            let start = self.peek().1;
            let low = value(self)?;
            if !self.take(&FormulaToken::Mark("..")) {
                return fault(self.peek().1, Problem::KnobRange { name });
            }
            let high = value(self)?;
            let span = start.to(self.tokens[self.at - 1].1);
            if low >= high || !(low..=high).contains(&default) || !(high - low).is_finite() {
                return fault(span, Problem::KnobRange { name });
            }
            range = Some((low, high));
        }
        Ok((Declared { name, default, range }, span))
    }

    /// A number with or without a sign.
    fn number(&mut self) -> Option<f64> {
        let start = self.at;
        let sign = if self.take(&FormulaToken::Mark("-")) { -1.0 } else { 1.0 };
        if let FormulaToken::Number(number) = self.peek().0 {
            self.at += 1;
            return Some(sign * number);
        }
        self.at = start;
        None
    }
}

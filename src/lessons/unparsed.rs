//! Markup that Markdown did not parse, so that a reader would see its characters: a link whose address has a space and
//! no angle brackets, `**` next to a letter, a number in text that is not Markdown.

use super::{LessonFault, LessonStep, SignHint};

/// Markup characters, and what would be right.
const SIGNS: [(&str, SignHint); 4] =
    [("](=", SignHint::Figure), ("](", SignHint::Address), ("**", SignHint::Strong), ("`", SignHint::Code)];

/// Positions or lines with the errors there.
pub(super) type Found = Vec<(usize, LessonFault)>;

/// The text of one paragraph, item or heading, and where in the source each piece of it begins.
#[derive(Debug, Default)]
pub(super) struct UnparsedText {
    text: String,
    pieces: Vec<(usize, usize)>,
}

impl UnparsedText {
    /// Adds text from a position of the source. Escaped characters are meant to be shown.
    pub(super) fn push(&mut self, words: &str, at: usize, is_escaped: bool) {
        self.pieces.push((self.text.len(), at));
        let mut rest = words.chars();
        if is_escaped && rest.next().is_some() {
            self.text.push('\0');
        }
        self.text.push_str(rest.as_str());
    }

    /// Marks a break between the text so far and the text that follows.
    pub(super) fn part(&mut self) {
        self.text.push('\0');
    }

    /// The errors in the text so far, each with its position. Starts a new text.
    pub(super) fn take(&mut self) -> Found {
        let Self { text, pieces } = std::mem::take(self);
        let place =
            |at: usize| pieces.iter().rev().find(|(start, _)| *start <= at).map_or(0, |(start, of)| of + at - start);
        found(&text).into_iter().map(|(at, why)| (place(at), why)).collect()
    }
}

/// Possible markup in the text below a step, which is not Markdown.
pub(super) fn in_tail(step: &LessonStep) -> Found {
    let Some(p) = &step.prediction else { return Vec::new() };
    let words = [&p.question, &p.because].into_iter().chain(&p.answers);
    let signs = words.filter_map(|words| SIGNS.iter().find(|(sign, _)| words.contains(sign)));
    let why = |(sign, _): &(&str, SignHint)| LessonFault::PlainSign { sign: (*sign).to_owned() };
    signs.map(|sign| (step.at, why(sign))).collect()
}

fn found(text: &str) -> Found {
    let why = |(sign, right): (&str, SignHint)| LessonFault::Sign { sign: sign.to_owned(), right };
    let first = |from: usize| {
        let rest = &text[from..];
        let places = SIGNS.iter().filter_map(|sign| Some((from + rest.find(sign.0)?, *sign)));
        places.min_by_key(|(at, sign)| (*at, std::cmp::Reverse(sign.0.len())))
    };
    let mut all = Vec::new();
    let mut from = 0;
    while let Some((at, sign)) = first(from) {
        all.push((at, why(sign)));
        from = at + sign.0.len();
    }
    all
}

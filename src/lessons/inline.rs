//! Text within a line: plain, strong, emphasised, code, checked numbers, links.

/// A span of text of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct InlineSpan {
    pub text: String,
    pub kind: InlineKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    Plain,
    /// A term at its first use.
    Strong,
    /// Emphasised text, or a title.
    Emphasis,
    /// A key, a formula, or text to type.
    Code,
    /// A number that is checked against an exhibit.
    Number(NumberKind),
    /// The title of a link, with its address.
    Link(String),
}

/// What a number is, so that text and picture show it in the same colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    Value,
    /// A slope or a gradient.
    Slope,
}

impl NumberKind {
    /// The kind of a figure, by its name.
    pub(super) fn of(figure: &str) -> Self {
        let is_slope = ["slope", "steepest", "gradient", "true-slope"].iter().any(|name| figure.starts_with(name));
        if is_slope { Self::Slope } else { Self::Value }
    }
}

/// Spans built from parser events. Neighbours of the same kind are joined.
#[derive(Debug, Default)]
pub(super) struct InlineSpans(Vec<InlineSpan>);

impl InlineSpans {
    pub(super) fn push(&mut self, text: &str, kind: &InlineKind) {
        match self.0.last_mut() {
            Some(last) if last.kind == *kind => last.text.push_str(text),
            _ => self.0.push(InlineSpan { text: text.to_owned(), kind: kind.clone() }),
        }
    }

    pub(super) fn take(&mut self) -> Vec<InlineSpan> {
        std::mem::take(&mut self.0)
    }
}

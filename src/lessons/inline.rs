//! Text within a line: plain, strong, emphasised, code, checked numbers, links.

/// A stretch of text of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct InlineSpan {
    /// The words.
    pub text: String,
    /// How they are meant.
    pub kind: InlineKind,
}

/// How words are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// As any other.
    Plain,
    /// A term where it is first said.
    Strong,
    /// Emphasised, or a title.
    Emphasis,
    /// A key, a formula, something to type.
    Code,
    /// A number that an exhibit bears out.
    Number,
    /// The title of something that lies at an address.
    Link(String),
}

/// Runs put together from events, neighbours of a kind joined.
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

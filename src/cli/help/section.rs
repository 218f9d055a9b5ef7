//! The parts of a page.

pub(in crate::cli) struct HelpSection {
    pub(in crate::cli) title: &'static str,
    pub(in crate::cli) prose: Vec<String>,
    pub(in crate::cli) items: Vec<HelpItem>,
}

pub(in crate::cli) struct HelpItem {
    pub(in crate::cli) term: String,
    pub(in crate::cli) text: String,
}

impl HelpItem {
    pub(super) fn new(term: &str, text: &str) -> Self {
        Self { term: term.to_owned(), text: text.to_owned() }
    }
}

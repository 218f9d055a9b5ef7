//! Pages as lines of text, as wide as the terminal.

use super::page::HelpPage;
use super::section::HelpItem;
use crate::widgets::text::width;

/// The widest first column.
const COLUMN: usize = 26;
/// The indent of an entry, and of its text where that has lines of its own.
const INDENT: usize = 2;
const DEEPER: usize = 6;
/// The narrowest second column beside the first one.
const NARROW: usize = 30;

impl HelpPage {
    /// The help in lines of at most so many cells, if no word is longer.
    pub(in crate::cli) fn text(&self, columns: usize) -> String {
        let mut out = String::new();
        wrap(&format!("{}.", self.about), 0, 0, columns, &mut out);
        out.push('\n');
        wrap(&format!("Usage: {}", self.usage), 0, DEEPER + 1, columns, &mut out);
        for section in &self.sections {
            out.push('\n');
            out.push_str(section.title);
            out.push_str(":\n");
            for paragraph in &section.prose {
                wrap(paragraph, INDENT, INDENT, columns, &mut out);
            }
            entries(&section.items, columns, &mut out);
        }
        out
    }
}

fn entries(items: &[HelpItem], columns: usize, out: &mut String) {
    let widest = items.iter().map(|item| width(&item.term)).filter(|cells| *cells <= COLUMN).max().unwrap_or(0);
    let text = INDENT + widest + 2;
    let beside = columns >= text + NARROW;
    for item in items {
        out.push_str(&" ".repeat(INDENT));
        out.push_str(&item.term);
        if beside && width(&item.term) <= widest {
            let gap = " ".repeat(widest + 2 - width(&item.term));
            out.push_str(&gap);
            wrap_from(&item.text, text, text, columns, out);
        } else {
            out.push('\n');
            let indent = if beside { text } else { DEEPER + INDENT };
            wrap(&item.text, indent, indent, columns, out);
        }
    }
}

/// Appends a paragraph with these indents of its first line and of the others.
fn wrap(text: &str, first: usize, rest: usize, columns: usize, out: &mut String) {
    out.push_str(&" ".repeat(first));
    wrap_from(text, first, rest, columns, out);
}

/// The same where the first line is begun already, up to this cell.
fn wrap_from(text: &str, begun: usize, rest: usize, columns: usize, out: &mut String) {
    let (mut at, mut is_first) = (begun, true);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let cells = width(word);
        if !is_first && at + 1 + cells > columns {
            out.push('\n');
            out.push_str(&" ".repeat(rest));
            (at, is_first) = (rest, true);
        }
        if !is_first {
            out.push(' ');
            at += 1;
        }
        out.push_str(word);
        (at, is_first) = (at + cells, false);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_before_the_edge() {
        let mut out = String::new();
        wrap("one two three four", 2, 4, 12, &mut out);
        assert_eq!(out, "  one two\n    three\n    four\n");
        let items = [
            HelpItem::new("-q, --quiet", "One line at the end and nothing else"),
            HelpItem::new("    --a-very-long-option <NUMBER>", "Text"),
        ];
        let mut out = String::new();
        entries(&items, 46, &mut out);
        let want = "  -q, --quiet  One line at the end and nothing\n               else\n      --a-very-long-option <NUMBER>\n               Text\n";
        assert_eq!(out, want);
    }
}

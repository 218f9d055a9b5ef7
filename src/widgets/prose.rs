//! Text in several tones, wrapped between words. Widths are in cells. Korean text wraps between words, too.

use super::{Look, text};
use crate::text::visible;
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use unicode_width::UnicodeWidthChar;

/// The role of words in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TextTone {
    #[default]
    Plain,
    /// A heading.
    Title,
    /// A term at its first use.
    Strong,
    Emphasis,
    /// Text to type, or the letter of an answer.
    Code,
    /// A key, drawn as a cap.
    Key,
    /// A number, or a right answer.
    Value,
    /// A slope.
    Slope,
    /// What the reader should see first.
    Accent,
    /// A term that is explained elsewhere.
    Link,
    /// Secondary text.
    Muted,
    /// A wrong answer.
    Wrong,
}

impl TextTone {
    fn style(self, look: Look) -> Style {
        match self {
            Self::Plain => look.style(Role::Text),
            Self::Title => look.style(Role::Title),
            Self::Strong => look.style(Role::Text).add_modifier(Modifier::BOLD),
            Self::Emphasis => look.style(Role::Text).add_modifier(Modifier::ITALIC),
            Self::Code | Self::Accent => look.style(Role::Focus),
            Self::Key => look.style(Role::Selected),
            Self::Slope => look.style(Role::Slope),
            Self::Value => look.style(Role::Value),
            Self::Link => look.style(Role::Text).add_modifier(Modifier::UNDERLINED),
            Self::Muted => look.style(Role::Muted),
            Self::Wrong => look.style(Role::Warning),
        }
    }
}

/// Text of one tone.
pub type StyledText = (String, TextTone);

/// A space where no line is broken.
pub const TIED: char = '\u{a0}';

/// A text whose words stay together on a line.
pub fn tied(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// Lines of at most `cells` cells. A word longer than a line is broken anywhere.
pub fn wrap(pieces: &[StyledText], cells: usize) -> Vec<Vec<StyledText>> {
    let mut page = Page { lines: vec![Vec::new()], used: 0, cells: cells.max(1) };
    let mut word: Vec<(char, TextTone)> = Vec::new();
    for (text, tone) in pieces {
        for c in text.chars() {
            if c.is_whitespace() && c != TIED {
                page.put(&std::mem::take(&mut word));
            } else {
                let c = if c == TIED { ' ' } else { c };
                word.extend(visible(c.encode_utf8(&mut [0; 4])).chars().map(|c| (c, *tone)));
            }
        }
    }
    page.put(&word);
    page.lines
}

struct Page {
    lines: Vec<Vec<StyledText>>,
    used: usize,
    cells: usize,
}

impl Page {
    fn put(&mut self, word: &[(char, TextTone)]) {
        let wide: usize = word.iter().map(|(c, _)| c.width().unwrap_or(0)).sum();
        if wide == 0 {
            return;
        }
        if self.used > 0 && self.used + 1 + wide > self.cells {
            self.break_line();
        } else if self.used > 0 {
            // If the words on both sides have the same tone, the space between them has it, too.
            let before = self.lines.last().and_then(|line| line.last()).map(|(_, tone)| *tone);
            let tone = word.first().map(|(_, tone)| *tone).filter(|tone| before == Some(*tone)).unwrap_or_default();
            self.push(' ', tone);
        }
        for (c, tone) in word {
            if self.used + c.width().unwrap_or(0) > self.cells {
                self.break_line();
            }
            self.push(*c, *tone);
        }
    }

    fn break_line(&mut self) {
        self.lines.push(Vec::new());
        self.used = 0;
    }

    fn push(&mut self, c: char, tone: TextTone) {
        self.used += c.width().unwrap_or(0);
        let Some(line) = self.lines.last_mut() else { return };
        match line.last_mut().filter(|(_, last)| *last == tone) {
            Some((text, _)) => text.push(c),
            None => line.push((c.to_string(), tone)),
        }
    }
}

/// Draws one line from (x, y), in at most `cells` cells.
pub fn draw(line: &[StyledText], x: u16, y: u16, cells: usize, buf: &mut Buffer, look: Look) {
    let mut used = 0;
    for (words, tone) in line {
        let put = text::put(buf, x + used, y, cells.saturating_sub(usize::from(used)), words, tone.style(look));
        used += put;
    }
}

/// The words of a line without their tones.
pub fn plain(line: &[StyledText]) -> String {
    line.iter().map(|(words, _)| words.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[(&str, TextTone)], cells: usize) -> Vec<String> {
        let pieces: Vec<StyledText> = pieces.iter().map(|(text, tone)| ((*text).to_owned(), *tone)).collect();
        wrap(&pieces, cells).iter().map(|line| plain(line)).collect()
    }

    #[test]
    fn korean_is_broken_between_words_by_its_width() {
        let text = [("정확도는 ", TextTone::Plain), ("0.75", TextTone::Value), ("로, 직선이 얻는", TextTone::Plain)];
        assert_eq!(lines(&text, 16), ["정확도는 0.75로,", "직선이 얻는"]);
        assert_eq!(lines(&text, 15), ["정확도는", "0.75로, 직선이", "얻는"]);
    }

    #[test]
    fn tones_do_not_break_words_and_tied_words_stay() {
        assert_eq!(
            lines(&[("f(", TextTone::Code), ("x", TextTone::Emphasis), (") is", TextTone::Plain)], 5),
            ["f(x)", "is"]
        );
        assert_eq!(lines(&[("go ", TextTone::Plain), (&tied("a + b"), TextTone::Code)], 6), ["go", "a + b"]);
        assert_eq!(lines(&[("abcdefgh", TextTone::Plain)], 3), ["abc", "def", "gh"]);
    }
}

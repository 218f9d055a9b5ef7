//! Asks the terminal for its capabilities.
//!
//! Over SSH, `TERM` arrives but `COLORTERM` and `LANG` do not. So the terminal itself is asked, with one bundle of
//! questions. Every terminal answers the last one. Answers are used whenever they arrive; nothing waits for them.

use crate::screens::TerminalCapabilities;
use crate::tile::ColorDepth;

/// The colour that is set and asked for. No palette has it.
const COLOUR: [u8; 3] = [1, 2, 3];

/// A Hangul syllable, two cells wide. A terminal without UTF-8 shows its three bytes in three cells or more, because
/// none of them is a control character there.
const WIDE: &str = "갠";

/// All questions at once. The screen must be cleared afterwards, because a terminal may show a question that it does
/// not know.
///
/// 1. DECRQSS of the colours after the background was set to a true colour: is it unchanged?
/// 2. CPR after a wide character in the first column: how many cells did it take?
/// 3. OSC 11: the background.
/// 4. DECRQM of mode 2026: synchronised output.
/// 5. DA1, the fence: after its answer, no other answer follows.
pub(super) fn questions() -> String {
    let [r, g, b] = COLOUR;
    let depth = format!("\x1b[48;2;{r};{g};{b}m\x1bP$qm\x1b\\\x1b[0m");
    format!("{depth}\r{WIDE}\x1b[6n\r\x1b[K\x1b]11;?\x1b\\\x1b[?2026$p\x1b[c")
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProbeReply {
    /// Whether the terminal has exactly the colour that was set.
    TrueColour(bool),
    /// The column of the cursor, counted from 1.
    Column(u16),
    /// Whether the background is light.
    Light(bool),
    /// Whether synchronised output is supported.
    Synchronised(bool),
    /// The answer to the last question.
    Attributes,
}

/// The answer in the text after `ESC [`.
pub(super) fn of_csi(body: &str) -> Option<ProbeReply> {
    if let Some(rest) = body.strip_prefix('?') {
        let known = |state: &str| matches!(state, "1" | "2" | "3");
        return match rest.strip_suffix("$y") {
            Some(mode) => mode.strip_prefix("2026;").map(|state| ProbeReply::Synchronised(known(state))),
            None => rest.ends_with('c').then_some(ProbeReply::Attributes),
        };
    }
    let (row, column) = body.strip_suffix('R')?.split_once(';')?;
    row.parse::<u16>().ok()?;
    column.parse().ok().map(ProbeReply::Column)
}

/// The answer in the text between `ESC P` and its end.
pub(super) fn of_dcs(body: &str) -> Option<ProbeReply> {
    let style = body.strip_prefix("1$r")?.strip_suffix('m')?;
    let [r, g, b] = COLOUR.map(|part| part.to_string());
    // 48:2:1:2:3, 48:2::1:2:3 and 48;2;1;2;3 are all in use.
    let mut parts = style.split([';', ':']).filter(|part| !part.is_empty()).skip_while(|part| *part != "48").skip(1);
    Some(ProbeReply::TrueColour(parts.by_ref().take(4).eq(["2", &r, &g, &b])))
}

/// The answer in the text between `ESC ]` and its end.
pub(super) fn of_osc(body: &str) -> Option<ProbeReply> {
    let colour = body.strip_prefix("11;")?;
    let parts = colour.strip_prefix("rgb:").or_else(|| colour.strip_prefix("rgba:"))?;
    let share = |part: &str| {
        let most = 16_u32.checked_pow(part.len() as u32).filter(|_| (1..=4).contains(&part.len()))? - 1;
        Some(f64::from(u32::from_str_radix(part, 16).ok()?) / f64::from(most))
    };
    let mut shares = parts.split('/').map(share);
    let (r, g, b) = (shares.next()??, shares.next()??, shares.next()??);
    // Luma as in BT.601. Halfway between black and white, dark text is as good as light text.
    Some(ProbeReply::Light(0.299 * r + 0.587 * g + 0.114 * b > 0.5))
}

/// The answers so far.
#[derive(Debug, Default)]
pub(super) struct Probe {
    findings: TerminalCapabilities,
    /// Whether the last question was answered.
    over: bool,
}

impl Probe {
    /// Whether no more answers will come.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    pub(super) fn findings(&self) -> TerminalCapabilities {
        self.findings
    }

    /// Takes an answer. Returns whether it belonged to the questions.
    pub(super) fn take(&mut self, answer: ProbeReply) -> bool {
        let found = &mut self.findings;
        match answer {
            ProbeReply::TrueColour(yes) => found.depth = yes.then_some(ColorDepth::TrueColor),
            // After the last answer, it belongs to another question. A column far to the right means that something
            // moved the cursor.
            ProbeReply::Column(_) if self.over => return false,
            // One cell: the terminal shows UTF-8, but no wide characters.
            ProbeReply::Column(column @ 2..=7) => found.utf8 = found.utf8.or(Some(column <= 3)),
            ProbeReply::Column(_) => {}
            ProbeReply::Light(light) => found.light = Some(light),
            ProbeReply::Synchronised(known) => found.synchronised = Some(known),
            ProbeReply::Attributes => self.over = true,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_many_terminals_are_understood() {
        for style in ["48:2:1:2:3", "0;48:2::1:2:3", "0;48;2;1;2;3", "48:2:1:2:3;1"] {
            assert_eq!(of_dcs(&format!("1$r{style}m")), Some(ProbeReply::TrueColour(true)), "{style}");
        }
        for style in ["0", "0;48;5;16", "48:5:232", "0;40"] {
            assert_eq!(of_dcs(&format!("1$r{style}m")), Some(ProbeReply::TrueColour(false)), "{style}");
        }
        assert_eq!(of_dcs("0$r"), None, "not known there");
        assert_eq!(of_osc("11;rgb:1010/1414/1c1c"), Some(ProbeReply::Light(false)));
        assert_eq!(of_osc("11;rgb:ff/fd/f0"), Some(ProbeReply::Light(true)));
        assert_eq!(of_osc("11;rgba:ffff/ffff/ffff/ffff"), Some(ProbeReply::Light(true)));
        assert_eq!(of_osc("11;white"), None);
        assert_eq!(of_csi("?2026;2$y"), Some(ProbeReply::Synchronised(true)));
        assert_eq!(of_csi("?2026;0$y"), Some(ProbeReply::Synchronised(false)));
        assert_eq!(of_csi("?64;1;2c"), Some(ProbeReply::Attributes));
        assert_eq!(of_csi("1;3R"), Some(ProbeReply::Column(3)));
        for body in ["B", "R", "5~", "1;2D", "?1;2u"] {
            assert_eq!(of_csi(body), None, "{body}");
        }
    }

    #[test]
    fn three_cells_for_three_bytes_are_no_utf_8() {
        for (column, utf8) in [(2, true), (3, true), (4, false), (7, false)] {
            let mut probe = Probe::default();
            assert!(probe.take(ProbeReply::Column(column)));
            assert_eq!(probe.findings().utf8, Some(utf8));
        }
        assert!(WIDE.bytes().all(|byte| byte >= 0xa0), "no control character in an eight-bit code");
    }

    #[test]
    fn after_the_fence_a_column_belongs_to_no_question() {
        let mut probe = Probe::default();
        assert!(probe.take(ProbeReply::Attributes));
        assert!(probe.is_over());
        assert!(!probe.take(ProbeReply::Column(3)));
        assert_eq!(probe.findings(), TerminalCapabilities::default());
        assert!(probe.take(ProbeReply::Light(true)), "but what says itself what it answers is used even then");
        assert_eq!(probe.findings().light, Some(true));
    }
}

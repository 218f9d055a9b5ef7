//! One number of a table, depending on the width: as digits, as a sign and a bar, or as a bar.

use crate::theme::Role;
use crate::tile::ColorDepth;
use crate::widgets::panel::set;
use crate::widgets::{Look, heat, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

const DECIMALS: usize = 3;

/// The format of all numbers of a table, so that they are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WeightFormat {
    /// With a sign and this many decimals, in a column of this many cells. Without a zero before the point, if `bare`.
    Digits { decimals: usize, cells: usize, bare: bool },
    /// A sign and a bar.
    Signed,
    /// A bar that rises if the number is positive, and hangs if it is negative. A mark without colour.
    Bar,
}

fn digits(x: f64, decimals: usize, bare: bool) -> String {
    let written = if x == 0.0 { format!(" {:.decimals$}", 0.0) } else { format!("{x:+.decimals$}") };
    if bare && written.get(1..2) == Some("0") { format!("{}{}", &written[..1], &written[2..]) } else { written }
}

impl WeightFormat {
    /// The most detailed format for numbers up to a largest one that fits into a column of this many cells.
    pub(super) fn fitting(largest: f64, cells: usize) -> Self {
        let ways = (1..=DECIMALS).rev().map(|decimals| (decimals, false)).chain([(1, true), (0, false)]);
        for (decimals, bare) in ways {
            // As wide as the largest number, with an empty cell between neighbours, which is given up before the
            // numbers are.
            let wide = digits(largest, decimals, bare).len();
            let free = usize::from(decimals > 1);
            // A single whole digit shows too little if all numbers are smaller than 1.5.
            if wide + free <= cells && (decimals > 0 || largest >= 1.5) {
                return Self::Digits { decimals, cells: (wide + 1).min(cells), bare };
            }
        }
        if cells > 1 { Self::Signed } else { Self::Bar }
    }

    pub(super) fn cells(self) -> usize {
        match self {
            Self::Digits { cells, .. } => cells,
            Self::Signed => 2,
            Self::Bar => 1,
        }
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Digits { .. })
    }

    /// Draws a number into its field, in the tone of its ratio to the largest.
    pub(super) fn draw(self, x: f64, largest: f64, field: Rect, buf: &mut Buffer, look: Look) {
        let cells = usize::from(field.width);
        if field.is_empty() {
            return;
        }
        if !x.is_finite() {
            let words = if self.is_number() { format!("{x:+}") } else { "?".repeat(cells) };
            text::put(buf, field.x, field.y, cells, &text::right(&words, cells), look.style(Role::Warning));
            return;
        }
        let share = if largest > 0.0 { x / largest } else { 0.0 };
        match self {
            Self::Digits { decimals, bare, .. } => {
                let wide = cells - usize::from(cells > digits(largest, decimals, bare).len());
                let words = format!("{} ", text::right(&digits(x, decimals, bare), wide));
                let words: String = words.chars().take(cells).collect();
                text::put(buf, field.x, field.y, cells, &words, heat::tone(share, look));
            }
            Self::Signed => {
                let style = look.style(role(share));
                set(buf, field.x, field.y, sign(share), style);
                if cells > 1 {
                    set(buf, field.x + 1, field.y, size(share, look), style);
                }
            }
            Self::Bar => draw_bar(share, field, buf, look),
        }
    }
}

fn role(share: f64) -> Role {
    if share < 0.0 { Role::Negative } else { Role::Positive }
}

fn sign(share: f64) -> &'static str {
    if share > 0.0 {
        "+"
    } else if share < 0.0 {
        "-"
    } else {
        " "
    }
}

const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The ratio to the largest in eighths. Only zero has none.
fn eighths(share: f64) -> usize {
    (share.abs() * 8.0).ceil().clamp(0.0, 8.0) as usize
}

/// A bar, or in ASCII a digit in tenths of the largest.
fn size(share: f64, look: Look) -> &'static str {
    const TENTHS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    if look.ascii { TENTHS[(share.abs() * 10.0).clamp(0.0, 9.0) as usize] } else { EIGHTHS[eighths(share)] }
}

fn draw_bar(share: f64, field: Rect, buf: &mut Buffer, look: Look) {
    let style = look.style(role(share));
    if look.ascii || look.theme.depth == ColorDepth::None {
        // Without colour, the bars of neighbours would merge.
        let glyphs = if share < 0.0 { ["'", "-", "="] } else { [".", "+", "#"] };
        let size = (share.abs() * 3.0).ceil().clamp(0.0, 3.0) as usize;
        let glyph = size.checked_sub(1).map_or(" ", |n| glyphs[n]);
        set(buf, field.x, field.y, glyph, style);
    } else if share < 0.0 {
        // There are no hanging blocks in eighths, so the rest of the cell is drawn with ink and paper exchanged.
        set(buf, field.x, field.y, EIGHTHS[8 - eighths(share)], style.add_modifier(Modifier::REVERSED));
    } else {
        set(buf, field.x, field.y, EIGHTHS[eighths(share)], style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_cells_fewer_digits_then_bars() {
        let all = |largest: f64| {
            [8, 7, 6, 5, 4, 3, 2, 1].map(|cells| match WeightFormat::fitting(largest, cells) {
                entry @ WeightFormat::Digits { decimals, bare, .. } => {
                    assert!(digits(largest, decimals, bare).len() <= cells && entry.cells() <= cells);
                    digits(largest, decimals, bare)
                }
                entry => format!("{entry:?}"),
            })
        };
        assert_eq!(all(0.16), ["+0.160", "+0.160", "+0.16", "+0.2", "+0.2", "+.2", "Signed", "Bar"]);
        assert_eq!(all(12.5), ["+12.500", "+12.50", "+12.5", "+12.5", "+12", "+12", "Signed", "Bar"]);
        assert_eq!(all(1e9), ["Signed"; 7].into_iter().chain(["Bar"]).collect::<Vec<&str>>()[..]);
    }

    #[test]
    fn numbers_of_a_table_are_equally_wide() {
        for x in [0.0, 0.16, -0.16, -1e-9, 3.0, -4.999] {
            assert_eq!(digits(x, 2, false).len(), 5, "{x}");
        }
        assert_eq!([digits(-0.2, 1, true), digits(0.0, 1, true)], ["-.2", " .0"]);
    }
}

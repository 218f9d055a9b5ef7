//! A table of signed numbers as a heat map: the hue shows the sign, the depth of colour the size, and the text both.

use super::{Look, text};
use crate::theme::Role;
use crate::theme::contrast::parts;
use crate::tile::ColorDepth;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use termprofile::TermProfile;

/// The number of tones from zero to the largest number. Few tones mean that small changes leave most cells unchanged.
const TONES: f64 = 8.0;
/// How far the deepest tone is mixed towards the colour of its sign. With more, the number on it would be hard to read.
const DEEPEST: f64 = 0.55;

/// A number in this many cells, always with its sign: `+0.1600`, `+.160`, `-.2`, `+`. It has no needless digits.
pub fn signed(x: f64, cells: usize) -> String {
    let sign = if x == 0.0 {
        " "
    } else if x > 0.0 {
        "+"
    } else {
        "-"
    };
    let size = x.abs();
    for decimals in (1..=4).rev() {
        let digits = format!("{size:.decimals$}");
        // A number that would be shown as zero but is not zero is written as a power of ten, if that fits.
        if x != 0.0 && digits.chars().all(|c| matches!(c, '0' | '.')) {
            let power = format!("{sign}{size:.0e}");
            if power.len() <= cells {
                return power;
            }
        }
        let bare = digits.strip_prefix('0').filter(|_| digits.len() + 1 > cells).unwrap_or(&digits);
        if bare.len() < cells {
            return format!("{sign}{bare}");
        }
    }
    let whole = format!("{sign}{size:.0}");
    if whole.len() <= cells { whole } else { sign.to_owned() }
}

/// The style of a number whose ratio to the largest is `share`, -1 to 1.
pub(super) fn tone(share: f64, look: Look) -> Style {
    let Some([r, g, b]) = paper(share, look).map(|parts| parts.map(|part| part.round() as u8)) else {
        return ink(share, look);
    };
    let profile = if look.theme.depth == ColorDepth::TrueColor { TermProfile::TrueColor } else { TermProfile::Ansi256 };
    let paper = profile.adapt_style(Style::new().bg(Color::Rgb(r, g, b))).bg;
    look.theme.on_tone(paper.unwrap_or_default())
}

/// The style of numbers of one sign.
fn ink(share: f64, look: Look) -> Style {
    look.style(if share < 0.0 { Role::Negative } else { Role::Positive })
}

/// The background, as red, green and blue, of a number whose ratio to the largest is `share`. `None` if there are too
/// few colours.
pub(super) fn paper(share: f64, look: Look) -> Option<[f64; 3]> {
    let (ColorDepth::TrueColor | ColorDepth::Indexed256) = look.theme.depth else { return None };
    let ink = ink(share, look).fg.and_then(parts)?;
    let depth = (share.abs() * TONES).round() / TONES * DEEPEST;
    let paper = look.theme.paper_parts();
    Some([0, 1, 2].map(|n| paper[n] + (ink[n] - paper[n]) * depth))
}

/// Draws one number in the middle of its field. The whole field has its tone.
pub fn draw(x: f64, largest: f64, field: Rect, buf: &mut Buffer, look: Look) {
    if field.is_empty() {
        return;
    }
    let share = if largest > 0.0 { (x / largest).clamp(-1.0, 1.0) } else { 0.0 };
    let style = tone(share, look);
    let cells = usize::from(field.width);
    for y in field.top()..field.bottom() {
        text::put(buf, field.x, y, cells, &" ".repeat(cells), style);
    }
    // Leaves an empty cell between neighbours, unless that costs the last digit.
    let words = signed(x, if cells > 4 { (cells - 1).min(8) } else { cells });
    let left = (cells.saturating_sub(text::width(&words)) / 2) as u16;
    text::put(buf, field.x + left, field.y + (field.height - 1) / 2, cells, &words, style);
}

/// Draws text in a field, with the tone of a ratio to the largest number, -1 to 1.
pub fn draw_words(words: &str, share: f64, field: Rect, buf: &mut Buffer, look: Look) {
    if field.is_empty() {
        return;
    }
    let (style, cells) = (tone(share.clamp(-1.0, 1.0), look), usize::from(field.width));
    for y in field.top()..field.bottom() {
        text::put(buf, field.x, y, cells, &" ".repeat(cells), style);
    }
    let left = (cells.saturating_sub(text::width(words)) / 2) as u16;
    text::put(buf, field.x + left, field.y + (field.height - 1) / 2, cells, words, style);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_legible_on_every_tone() {
        for (name, _) in crate::theme::BUILT_IN {
            for depth in [ColorDepth::TrueColor, ColorDepth::Indexed256] {
                let theme = crate::theme::Theme::load(name, depth).unwrap();
                let look = Look { theme: &theme, ascii: false };
                for share in (-8..=8).map(|n| f64::from(n) / 8.0) {
                    let style = tone(share, look);
                    let found = crate::theme::contrast::ratio(style.fg.unwrap(), style.bg.unwrap());
                    assert!(found >= 4.5, "{name} {depth:?} at {share}: {found:.2}, {style:?}");
                }
            }
        }
    }

    #[test]
    fn numbers_keep_their_sign_however_narrow() {
        let all = |x: f64| [7, 6, 5, 4, 3, 2, 1].map(|cells| signed(x, cells));
        assert_eq!(all(0.16), ["+0.1600", "+.1600", "+.160", "+.16", "+.2", "+0", "+"]);
        assert_eq!(all(-4.5), ["-4.5000", "-4.500", "-4.50", "-4.5", "-4", "-4", "-"]);
        assert_eq!([signed(0.0, 5), signed(-8.2e-40, 6), signed(1e-9, 5)], [" .000", "-8e-40", "+1e-9"]);
        for cells in 1..10 {
            for x in [0.0, 1.0, -0.999_99, 123.456, 1e-9, -1e-300] {
                assert!(signed(x, cells).len() <= cells, "{x} in {cells}: {}", signed(x, cells));
            }
        }
    }
}

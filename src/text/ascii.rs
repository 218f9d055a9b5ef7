//! ASCII in place of other characters.

use super::push_code;
use std::borrow::Cow;
use std::fmt::Write;

/// The replacement of each glyph, one cell for one cell.
const CELLS: &[(&str, &str)] = &[
    ("⁻ᐨ−–—┄─", "-"),
    ("ˣ×", "x"),
    ("²", "2"),
    ("³", "3"),
    ("αâ", "a"),
    ("β", "b"),
    ("λ", "l"),
    ("μ", "u"),
    ("σ", "s"),
    ("Φ", "P"),
    ("φ", "p"),
    ("π", "p"),
    ("θ", "t"),
    ("Δ", "D"),
    ("∂", "d"),
    ("√", "V"),
    ("·", "."),
    ("…", "~"),
    ("≈", "~"),
    ("′", "'"),
    ("≥", ">"),
    ("≤", "<"),
    ("≠", "#"),
    ("∞", "I"),
    ("½", "h"),
];

/// The replacement where cells need not be kept.
const WORDS: &[(&str, &str)] = &[
    ("±", "+-"),
    ("…", "..."),
    ("≈", "~"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "!="),
    ("∞", "inf"),
    ("½", "1/2"),
    ("√", "sqrt"),
    ("Σ", "sum"),
    ("Π", "prod"),
    ("α", "alpha"),
    ("β", "beta"),
    ("δ", "delta"),
    ("ε", "epsilon"),
    ("η", "eta"),
    ("θ", "theta"),
    ("λ", "lambda"),
    ("μ", "mu"),
    ("π", "pi"),
    ("ρ", "rho"),
    ("σ", "sigma"),
    ("φ", "phi"),
    ("ω", "omega"),
    ("Δ", "Delta"),
    ("Φ", "Phi"),
    ("÷", "/"),
    ("←", "<-"),
    ("→", "->"),
    ("↑", "up"),
    ("↓", "down"),
    ("⇧", "shift-"),
    ("⇥", "tab"),
    ("⇤", "shift-tab"),
    ("“”„", "\""),
    ("‘’", "'"),
    ("‖", "|"),
    ("éè", "e"),
    ("ü", "u"),
    ("■█", "#"),
    ("□○", "o"),
    ("⁰₀", "0"),
    ("¹₁", "1"),
    ("₂", "2"),
    ("⁴", "4"),
    ("⁵", "5"),
    ("⁶", "6"),
    ("⁷", "7"),
    ("⁸", "8"),
    ("⁹", "9"),
    ("₊⁺", "+"),
    ("ᵢ", "_i"),
    ("ₜ", "_t"),
    ("ᵗ", "^t"),
    ("ᵃ", "^a"),
    ("ⁿ", "^n"),
    ("ʳ", "^r"),
    ("ᶻ", "^z"),
];

fn of<'a>(table: &[(&str, &'a str)], glyph: &str) -> Option<&'a str> {
    table.iter().find(|(glyphs, _)| glyphs.contains(glyph)).map(|(_, ascii)| *ascii)
}

/// The ASCII character in place of a glyph, in the same cell.
pub fn stand_in(glyph: &str) -> Option<&'static str> {
    of(CELLS, glyph)
}

/// The text in ASCII. A character without a replacement is written as its code: `\u{d55c}`.
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let mut bytes = [0; 4];
        let glyph = &*c.encode_utf8(&mut bytes);
        match of(WORDS, glyph).or_else(|| stand_in(glyph)) {
            _ if c.is_ascii() => out.push(c),
            Some(ascii) => out.push_str(ascii),
            None => push_code(&mut out, c),
        }
    }
    out.into()
}

/// JSON in ASCII, which means the same.
pub(super) fn json(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.into()
}

/// TOML in ASCII, whose basic strings mean the same.
pub(super) fn toml(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let _ = match u32::from(c) {
            _ if c.is_ascii() => out.write_char(c),
            code @ ..=0xffff => write!(out, "\\u{code:04x}"),
            code => write!(out, "\\U{code:08x}"),
        };
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_said_in_ascii() {
        assert_eq!(ascii("R² within ±10 … σ(x) ≥ ½ · −1"), "R2 within +-10 ... sigma(x) >= 1/2 . -1");
        assert_eq!(ascii("한.csv"), "\\u{d55c}.csv");
        assert!(matches!(ascii("plain"), Cow::Borrowed(_)));
        let read: serde_json::Value = serde_json::from_str(&json("\"한 🐕\"")).unwrap();
        assert_eq!(read, "한 🐕");
    }
}

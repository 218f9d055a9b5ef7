//! What a cell of a text holds.

/// The cells that count as missing, beside empty ones.
const ABSENT: [&[u8]; 7] = [b"NA", b"N/A", b"NaN", b"nan", b"null", b"NULL", b"?"];

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Missing,
    Number(f64),
    Infinite,
    Text,
}

/// Whether a cell without space around it is missing.
pub(super) fn is_missing(bytes: &[u8]) -> bool {
    bytes.is_empty() || ABSENT.contains(&bytes)
}

/// Reads a cell.
pub(super) fn cell(bytes: &[u8]) -> Cell {
    let bytes = bytes.trim_ascii();
    // Only what begins like a number is one, so that a column may hold the word "nano". Most cells are numbers, so they
    // come first.
    if matches!(bytes.first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.')) {
        return match std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<f64>().ok()) {
            Some(x) if x.is_finite() => Cell::Number(x),
            Some(x) if x.is_nan() => Cell::Missing,
            Some(_) => Cell::Infinite,
            None => Cell::Text,
        };
    }
    let is = |word: &[u8]| bytes.eq_ignore_ascii_case(word);
    match () {
        () if is_missing(bytes) => Cell::Missing,
        () if is(b"inf") || is(b"infinity") => Cell::Infinite,
        () => Cell::Text,
    }
}

/// Powers of ten that `f64` has exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];
/// The most digits that surely fit in a `u64`.
const DIGITS: usize = 19;

/// The number at the beginning of some bytes, and its length, if it is a plain decimal whose digits and power of ten
/// `f64` has exactly. One division then rounds correctly (W. D. Clinger, 1990, "How to read floating point numbers
/// accurately"), so the result has the bits of [`str::parse`], in a third of its time. `None` for any other number, and
/// for what is none.
pub(super) fn plain_decimal(bytes: &[u8]) -> Option<(f64, usize)> {
    let is_negative = bytes.first() == Some(&b'-');
    let start = usize::from(is_negative);
    let (whole, point) = digits(bytes, start, 0);
    let (digits, end) = if bytes.get(point) == Some(&b'.') { digits(bytes, point + 1, whole) } else { (whole, point) };
    let places = end.saturating_sub(point + 1);
    let count = point - start + places;
    if count == 0 || count > DIGITS || digits > 1 << 53 {
        return None;
    }
    let x = digits as f64 / POWERS[places];
    Some((if is_negative { -x } else { x }, end))
}

/// The digits from a place on, after those of a number, and where they end.
fn digits(bytes: &[u8], from: usize, before: u64) -> (u64, usize) {
    let (mut number, mut at) = (before, from);
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        // Too many digits are refused later, by their count.
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (number, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 5000, failure_persistence: None, ..ProptestConfig::default() })]

        /// The short way gives the bits of the standard library, or nothing.
        #[test]
        fn a_plain_decimal_has_the_bits_of_the_standard_library(
            text in "-?[0-9]{0,20}(\\.[0-9]{0,20})?",
            x in any::<f64>().prop_filter("finite", |x| x.is_finite()), places in 0..12_usize,
        ) {
            for text in [text, format!("{x:.places$}"), x.to_string(), format!("{:.places$}", x % 1e6)] {
                let known: Option<f64> = text.parse().ok();
                if let Some((found, length)) = plain_decimal(text.as_bytes()) {
                    prop_assert_eq!((Some(found.to_bits()), length), (known.map(f64::to_bits), text.len()), "{}", text);
                }
            }
        }
    }

    #[test]
    fn most_numbers_of_a_file_are_read_the_short_way() {
        for text in ["0", "-1.288185", "5.1", "123456", "5.", ".5", "-0.0", "9007199254740992", "0.000000000000000001"]
        {
            assert!(plain_decimal(text.as_bytes()).is_some(), "{text}");
        }
        for text in ["", "-", ".", "-.", "+1", "9007199254740993", "12345678901234567890", "x"] {
            assert!(plain_decimal(text.as_bytes()).is_none(), "{text}");
        }
    }
}

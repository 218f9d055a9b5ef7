//! Numbers as text. This is the program's only rule for when a number is written as a power of ten:
//!
//! * 0, and absolute values from 0.0001 to below a million, are ordinary and written plainly: `3.14159`, `0.0005`.
//! * Any other number is written in the shorter of both ways, or plainly if they have the same length: `1e-7`, `2.5e9`,
//!   `12345678.9`.
//!
//! Only the number of digits and the width in cells differ between places, never the notation.

use libm::{floor, log10};

/// The digits of a number that is rounded because it is very large or very small.
const FEW: usize = 3;
/// The digits of any other number that is rounded.
const DIGITS: usize = 4;

/// Whether a number is written plainly, whatever its digits are.
pub fn is_ordinary(x: f64) -> bool {
    x == 0.0 || (1e-4..1e6).contains(&x.abs())
}

/// The fewest digits that read back as the same number: `0.1`, `-10`, `1e300`, `inf`, `NaN`.
pub fn full(x: f64) -> String {
    let plain = x.to_string();
    if !x.is_finite() || is_ordinary(x) {
        return plain;
    }
    shorter(plain, format!("{x:e}"))
}

/// Up to four digits, or three for numbers that are not ordinary, without trailing zeros: `0.25`, `1.098`, `-10`, `∞`,
/// `1e-7`.
pub fn short(x: f64) -> String {
    if !x.is_finite() {
        return not_finite(x);
    }
    if x == 0.0 {
        return "0".to_owned();
    }
    rounded(x, if is_ordinary(x) { DIGITS } else { FEW })
}

/// This many significant digits, at least one, without trailing zeros.
pub fn rounded(x: f64, digits: usize) -> String {
    let near = significant(x, digits);
    // All digits before the point are written.
    if is_ordinary(x) && near.abs() >= 1.0 {
        let decimals = (digits as f64 - 1.0 - floor(log10(near.abs()))).max(0.0) as usize;
        return trim(&format!("{x:.decimals$}")).to_owned();
    }
    full(near)
}

/// Right-aligned in this many cells, with this many decimals if they fit. A small number gets more decimals if it would
/// otherwise have fewer than three digits: `   0.6900`, ` 0.000123`, `-1.23e-12`.
pub fn steady(x: f64, decimals: usize, cells: usize) -> String {
    let text = if !x.is_finite() {
        not_finite(x)
    } else if is_ordinary(x) || is_ordinary(significant(x, FEW)) {
        let needed = if x == 0.0 { 0.0 } else { FEW as f64 - 1.0 - floor(log10(significant(x, FEW).abs())) };
        let most = decimals.max(needed.max(0.0) as usize);
        fitting(most, cells, |decimals| fixed(x, decimals))
    } else {
        fitting(FEW - 1, cells, |decimals| format!("{x:.decimals$e}"))
    };
    format!("{text:>cells$}")
}

/// With this many decimals. A number that rounds to zero has no sign.
pub fn fixed(x: f64, decimals: usize) -> String {
    let text = format!("{x:.decimals$}");
    let is_zero = text.starts_with('-') && text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if is_zero { text.replacen('-', "", 1) } else { text }
}

/// The first text, with fewer and fewer decimals, that fits, or else the last.
fn fitting(most: usize, cells: usize, write: impl Fn(usize) -> String) -> String {
    let fits = (0..=most).rev().map(&write).find(|text| text.len() <= cells);
    fits.unwrap_or_else(|| write(0))
}

/// The nearest number with this many digits.
fn significant(x: f64, digits: usize) -> f64 {
    let decimals = digits.max(1) - 1;
    format!("{x:.decimals$e}").parse().unwrap_or(x)
}

/// The shorter of a number written plainly and as a power of ten.
pub fn shorter(plain: String, power: String) -> String {
    if plain.len() <= power.len() { plain } else { power }
}

fn not_finite(x: f64) -> String {
    match x {
        x if x.is_nan() => "NaN",
        x if x > 0.0 => "∞",
        _ => "−∞",
    }
    .to_owned()
}

/// Without zeros at the end of the decimals.
pub fn trim(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_in_sentences_are_short() {
        for (x, text) in [
            (0.25, "0.25"),
            (0.0, "0"),
            (-10.0, "-10"),
            (1.098_765, "1.099"),
            (0.123_456, "0.1235"),
            (0.001_234_56, "0.001235"),
            (123.456, "123.5"),
            (12_345.6, "12346"),
            (999_999.9, "1000000"),
            (1e-7, "1e-7"),
            (2.5e9, "2.5e9"),
            (1_234_567.0, "1.23e6"),
            (9.9996, "10"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(short(x), text);
        }
    }

    #[test]
    fn all_digits_are_written_the_shorter_way() {
        for (x, text) in [
            (std::f64::consts::PI, "3.141592653589793"),
            (0.0001, "0.0001"),
            (100_000.0, "100000"),
            (1e6, "1e6"),
            (12_345_678.9, "12345678.9"),
            (-1e-300, "-1e-300"),
            (0.000_02, "2e-5"),
            (f64::MAX, "1.7976931348623157e308"),
            (-0.0, "-0"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(full(x), text);
        }
    }

    #[test]
    fn a_steady_number_keeps_its_width_and_its_digits() {
        for (x, text) in [
            (0.69, "   0.6900"),
            (0.000_123_4, " 0.000123"),
            (-123_456.7, "-123456.7"),
            (0.000_099_99, " 0.000100"),
            (-1.23e-12, "-1.23e-12"),
            (-1.234e-100, "-1.2e-100"),
            (0.0, "   0.0000"),
        ] {
            assert_eq!(steady(x, 4, 9), text, "{x}");
        }
        assert_eq!([steady(0.000_543, 4, 6), steady(99_999.9, 1, 6)], ["0.0005", "100000"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

        #[test]
        fn ordinary_numbers_have_no_power_and_all_read_back(
            x in prop_oneof![proptest::num::f64::NORMAL, -1e6..1e6_f64, -1.0..1.0_f64], decimals in 0..7_usize
        ) {
            let written = [full(x), short(x), rounded(x, decimals), steady(x, decimals, 9)];
            for text in &written {
                prop_assert!(!is_ordinary(x) || !text.contains('e'), "{x}: {text}");
                let power = text.split_once('e').map_or(-400, |(_, power)| power.parse::<i32>().unwrap_or(0));
                prop_assert!(power == -400 || !(-4..6).contains(&power), "{x}: {text}");
            }
            prop_assert_eq!(full(x).parse::<f64>().ok(), Some(x));
            let near: f64 = short(x).parse().unwrap_or(f64::NAN);
            prop_assert!((near / x - 1.0).abs() < 0.006, "{x}: {near}");
        }
    }
}

//! Numbers as JavaScript reads them.

/// The number of a text, or NaN. An empty text is 0.
pub(super) fn number(text: &str) -> f64 {
    let text = text.trim();
    if text.is_empty() {
        return 0.0;
    }
    let prefixed = |prefix: [&str; 2], radix: u32| {
        let digits = prefix.into_iter().find_map(|prefix| text.strip_prefix(prefix))?;
        Some(
            digits.chars().try_fold(0.0, |sum, digit| Some(sum * f64::from(radix) + f64::from(digit.to_digit(radix)?))),
        )
        .map(|sum| sum.filter(|_| !digits.is_empty()).unwrap_or(f64::NAN))
    };
    let found = prefixed(["0x", "0X"], 16).or_else(|| prefixed(["0o", "0O"], 8)).or_else(|| prefixed(["0b", "0B"], 2));
    if let Some(number) = found {
        return number;
    }
    match text.strip_prefix(['+', '-']).unwrap_or(text) {
        "Infinity" if text.starts_with('-') => f64::NEG_INFINITY,
        "Infinity" => f64::INFINITY,
        // Rust takes words such as inf as numbers as well.
        digits if digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-')) => {
            text.parse().unwrap_or(f64::NAN)
        }
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_those_of_javascript() {
        let known = [
            ("0.03", 0.03),
            (" 7 ", 7.0),
            ("", 0.0),
            ("+5", 5.0),
            ("-.5", -0.5),
            ("1e1", 10.0),
            ("5.", 5.0),
            ("0x1F", 31.0),
            ("0b101", 5.0),
            ("Infinity", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
        ];
        for (text, value) in known {
            assert_eq!(number(text), value, "{text:?}");
        }
        for text in ["inf", "NaN", "infinity", "1e", "0x", "0xg", "1,5", "4 2", "--1", "abc", "1_0"] {
            assert!(number(text).is_nan(), "{text:?}");
        }
    }
}

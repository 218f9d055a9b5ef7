//! Numbers in words: short where they stand in sentences, of steady width where they change under a moving cursor.

/// Up to four significant digits, without needless zeros: `0.25`, `1.098`, `-10`, `∞`, `1e-7`.
pub(super) fn short(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    if x == 0.0 || x.is_nan() {
        return if x == 0.0 { "0" } else { "NaN" }.to_owned();
    }
    let size = x.abs();
    if !(1e-4..1e6).contains(&size) {
        let text = format!("{x:.2e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{power}", trim(digits));
    }
    // The power of ten once rounded to four digits: 9.9996 counts as ten.
    let rounded = format!("{x:.3e}");
    let power: i32 = rounded.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
    let decimals = (3 - power).max(0) as usize;
    trim(&format!("{x:.decimals$}")).to_owned()
}

fn trim(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

/// Nine cells wide, whatever the number: `   0.6900`, `-1.23e-12`.
pub(super) fn steady(x: f64) -> String {
    let size = x.abs();
    let text = if x == 0.0 || (1e-4..1e3).contains(&size) {
        fixed(x, 4)
    } else if x.is_nan() {
        "no number".to_owned()
    } else {
        let text = format!("{x:.2e}");
        if text.len() <= 9 { text } else { format!("{x:.1e}") }
    };
    format!("{text:>9}")
}

/// With so many decimals; what is rounded to zero has no sign.
pub(super) fn fixed(x: f64, decimals: usize) -> String {
    let text = format!("{x:.decimals$}");
    let is_zero = text.starts_with('-') && text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if is_zero { text.replacen('-', "", 1) } else { text }
}

/// A place on the x axis, with the digits that a step of the cursor needs, of steady width within a range.
pub(super) fn place(x: f64, step: f64, [low, high]: [f64; 2]) -> String {
    let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 9.0) as usize;
    // A cursor between the steps of a coarser view keeps its digits: 0.4 is not 0.
    let rough = fixed(x, decimals).parse::<f64>().is_ok_and(|shown| (shown - x).abs() > 1e-9 * x.abs());
    let decimals = if rough { decimals.max(4) } else { decimals };
    let wide = [low, high].map(|end| format!("{end:.decimals$}").len()).into_iter().max().unwrap_or(0);
    format!("{:>wide$}", fixed(x, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (1e-7, "1e-7"),
            (2.5e9, "2.5e9"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(short(x), text);
        }
    }

    #[test]
    fn a_place_between_steps_keeps_its_digits() {
        assert_eq!(place(0.4, 1.0, [-50.0, 50.0]).trim(), "0.4000");
        assert_eq!(place(3.0, 1.0, [-50.0, 50.0]).trim(), "3");
    }

    #[test]
    fn numbers_under_a_cursor_do_not_dance() {
        for x in [0.0, 0.69, -9999.9, 1e-12, -1.23e-300, 1e300, f64::NAN, f64::NEG_INFINITY] {
            assert_eq!(steady(x).len(), 9, "{x}: {}", steady(x));
        }
        assert_eq!((fixed(-1e-17, 3), fixed(-0.5, 1)), ("0.000".into(), "-0.5".into()));
        assert_eq!((place(0.8, 0.2, [-10.0, 10.0]), place(-0.0, 0.2, [-10.0, 10.0])), ("  0.8".into(), "  0.0".into()));
    }
}

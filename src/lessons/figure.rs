//! Numbers in a text that are checked against an exhibit.

/// A number in the text, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureCheck {
    /// Its line in the file.
    pub line: usize,
    /// The number as written.
    pub written: String,
    /// The figure of the exhibit, such as `slope` or `loss:tanh`.
    pub figure: String,
    /// Keys to press in the step's exhibit first; `None` for those that the step itself runs.
    pub after: Option<String>,
    /// Another exhibit that has the figure, instead of the step's own.
    pub within: Option<String>,
}

impl FigureCheck {
    /// Parses the text after the `=` of a link: `FIGURE`, `FIGURE after KEYS` or `FIGURE in EXHIBIT`.
    pub(super) fn read(source: &str, written: &str, line: usize) -> Self {
        let cut = |word: &str| source.find(word).map(|at| (at, at + word.len()));
        let (after, within) = (cut(" after "), cut(" in "));
        let first_is_after = match (after, within) {
            (Some(a), Some(b)) => a.0 < b.0,
            (a, _) => a.is_some(),
        };
        let (figure, rest) = match if first_is_after { after } else { within } {
            Some((end, start)) => (&source[..end], Some(source[start..].trim().to_owned())),
            None => (source, None),
        };
        let (after, within) = if first_is_after { (rest, None) } else { (None, rest) };
        Self { line, written: written.to_owned(), figure: figure.trim().to_owned(), after, within }
    }
}

/// A value formatted like `written`: with as many digits, and the same exponent or percent sign. `None` if `written` is
/// not a number.
pub fn written_as(value: f64, written: &str) -> Option<String> {
    let plain = written.trim().replace('−', "-");
    let (number, percent) = match plain.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (plain.as_str(), false),
    };
    number.parse::<f64>().ok()?;
    let value = if percent { value * 100.0 } else { value };
    let (mantissa, power) = number.split_once('e').map_or((number, None), |(m, e)| (m, Some(e)));
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let text = if power.is_some() { format!("{value:.decimals$e}") } else { format!("{value:.decimals$}") };
    // A value that rounds to zero has no sign.
    let is_nothing = text.parse() == Ok(0.0);
    let text = if is_nothing { text.trim_start_matches('-').to_owned() } else { text };
    Some(if percent { written.trim().replace('−', "-").replacen(number, &text, 1) } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_after_and_in_counts() {
        let check = FigureCheck::read("loss:by hand in train xor --epoch 3", "0.5", 7);
        assert_eq!((check.figure.as_str(), check.within.as_deref()), ("loss:by hand", Some("train xor --epoch 3")));
        let check = FigureCheck::read("value after 5*right", "0.5", 7);
        assert_eq!((check.figure.as_str(), check.after.as_deref()), ("value", Some("5*right")));
        let check = FigureCheck::read("p1", "0.5", 7);
        assert_eq!((check.after, check.within), (None, None));
        // Keys may type words that contain an "in".
        let check = FigureCheck::read("value after f 'text:a*x; a = 1 in 0..2'", "1", 7);
        assert_eq!(check.after.as_deref(), Some("f 'text:a*x; a = 1 in 0..2'"));
    }

    #[test]
    fn values_are_written_alike() {
        assert_eq!(written_as(0.2499, "0.25").as_deref(), Some("0.25"));
        assert_eq!(written_as(0.2851, "28.5 %").as_deref(), Some("28.5 %"));
        assert_eq!(written_as(7.5312e-8, "7.5e-8").as_deref(), Some("7.5e-8"));
        assert_eq!(written_as(-0.0065, "-0.0065").as_deref(), Some("-0.0065"));
        assert_eq!(written_as(-0.00001, "0.00").as_deref(), Some("0.00"));
        assert_eq!(written_as(f64::NAN, "1").as_deref(), Some("NaN"));
        assert_eq!(written_as(1.0, "one"), None);
    }
}

//! Where an activation is evaluated: numbers, and ranges such as `-2:2:0.5`.

use crate::cli::CliError;
use crate::cli::mistake::{InputPlace, UsageError};

/// The most places of a range.
const MOST: f64 = 1e6;

/// Whether a word is a place and not the name of an activation.
pub(super) fn is_place(word: &str) -> bool {
    word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        || word.split(',').all(|part| part.trim().parse::<f64>().is_ok())
        || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Appends the numbers of a place.
pub(super) fn read(text: &str, place: &InputPlace, numbers: &mut Vec<f64>) -> Result<(), CliError> {
    if !text.contains(':') {
        numbers.push(number(text, place)?);
        return Ok(());
    }
    let wrong = || CliError::usage(UsageError::Steps { place: place.clone(), text: text.trim().to_owned() });
    let ends = text.split(':').map(|part| number(part, place)).collect::<Result<Vec<_>, _>>()?;
    let &[low, high, step] = ends.as_slice() else { return Err(wrong()) };
    // The last place counts if rounding alone keeps it from being reached.
    let steps = ((high - low) / step + 1e-9).floor();
    if !(0.0..MOST).contains(&steps) || ends.iter().any(|x| !x.is_finite()) {
        return Err(wrong());
    }
    let decimals = decimals(text);
    numbers.extend((0..=steps as u64).map(|n| {
        let x = low + n as f64 * step;
        // 0.1 + 2 * 0.1 is meant to be 0.3.
        decimals.and_then(|decimals| format!("{x:.decimals$}").parse().ok()).unwrap_or(x)
    }));
    Ok(())
}

/// The most decimals of the numbers in a range, if all are written without a power of ten.
fn decimals(text: &str) -> Option<usize> {
    let plain = !text.contains(['e', 'E']);
    let after = |part: &str| part.trim().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    plain.then(|| text.split(':').map(after).max().unwrap_or(0)).filter(|decimals| *decimals <= 15)
}

fn number(text: &str, place: &InputPlace) -> Result<f64, CliError> {
    let text = text.trim();
    let (place, text) = (|| place.clone(), || text.to_owned());
    let no_number = || CliError::usage(UsageError::NoNumber { place: place(), text: text() });
    let past = || CliError::usage(UsageError::PastDouble { place: place(), text: text() });
    let x: f64 = text().parse().map_err(|_| no_number())?;
    let said = text().to_lowercase().contains("inf");
    if x.is_infinite() && !said { Err(past()) } else { Ok(x) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Option<Vec<f64>> {
        let mut numbers = Vec::new();
        read(text, &InputPlace::Option { option: "--at".to_owned() }, &mut numbers).ok()?;
        Some(numbers)
    }

    #[test]
    fn ranges_have_both_ends_and_decimal_places() {
        assert_eq!(places("-2:2:0.5").unwrap().len(), 9);
        assert_eq!(places("0:0.3:0.1").unwrap(), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(places("1:0:-0.5").unwrap(), [1.0, 0.5, 0.0]);
        assert_eq!(places("0:1:0.4").unwrap(), [0.0, 0.4, 0.8]);
        assert_eq!(places("0:2e-300:1e-300").unwrap().len(), 3);
        for wrong in ["0:1", "0:1:0", "0:1:-1", "0:1:1e-9", "0:inf:1", "a:1:1", "0:1:1:1"] {
            assert_eq!(places(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn places_are_told_from_names() {
        assert!(["1", "-2", "inf", "1,2", "-2:2:0.5", "1,b", "3x"].iter().all(|word| is_place(word)));
        assert!(["gelu", "relu6", "selu:alpha=1", "--x"].iter().all(|word| !is_place(word)));
    }
}

//! Shares and losses as text.

use crate::text::number;
use crate::words::Words;

/// A share in percent, without needless digits.
pub(crate) fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A share in percent with one decimal; a dot if it is unknown.
pub(crate) fn percent_to_a_tenth(share: f64) -> String {
    if share.is_nan() { "·".to_owned() } else { format!("{:.1}", share * 100.0) }
}

/// A loss of constant width: with `decimals` decimals, and three fewer from 10 on.
pub(crate) fn loss(x: f64, decimals: usize, cells: usize) -> String {
    number::steady(x, if x.abs() < 10.0 { decimals } else { decimals - 3 }, cells)
}

/// Units of time: from how many seconds on each is used, its seconds, and its key in the catalogue.
const TIMES: [(f64, f64, &str); 4] = [
    (72.0 * 3600.0, 86400.0, "unit.days"),
    (90.0 * 60.0, 3600.0, "unit.hours"),
    (90.0, 60.0, "unit.minutes"),
    (0.0, 1.0, "unit.seconds"),
];

/// A time in seconds, in whole units of the reader's language.
pub(crate) fn time(seconds: f64, words: &Words) -> String {
    let unit = TIMES.iter().find(|(from, _, _)| seconds >= *from);
    let (size, key) = unit.map_or((1.0, "unit.seconds"), |(_, size, key)| (*size, *key));
    words.fill(key, &[("count", &format!("{:>2.0}", seconds / size))])
}

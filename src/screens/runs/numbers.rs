//! Shares and losses as text.

use crate::text::number;

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

//! How counts, shares and losses are written in tables and sentences.

use crate::nn::sweep::Share;
use crate::text::number;

/// A number in few digits, whatever its size.
pub(super) fn short(x: f64) -> String {
    if x == 0.0 { "0".to_owned() } else { number::steady(x, 4, 10).trim_start().to_owned() }
}

pub(super) fn seeds(count: u64) -> String {
    if count == 1 { "1 seed".to_owned() } else { format!("{count} seeds") }
}

pub(super) fn percent(share: f64) -> String {
    format!("{} %", hundredths(share))
}

pub(super) fn interval(share: &Share) -> String {
    format!("{}, {}", hundredths(share.low), hundredths(share.high))
}

/// In hundredths with one decimal, or with as many as it takes not to claim all or nothing.
fn hundredths(share: f64) -> String {
    let written = (1..=6).map(|decimals| format!("{:.decimals$}", 100.0 * share));
    let mut fair = written.filter(|text| {
        let rounded: f64 = text.parse().unwrap_or(share);
        (rounded == 0.0) == (share == 0.0) && (rounded == 100.0) == (share == 1.0)
    });
    fair.next().unwrap_or_else(|| number::full(100.0 * share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_short_of_all_is_a_hundred() {
        assert_eq!([0.906, 1.0, 0.0, 0.9999, 0.0003].map(hundredths), ["90.6", "100.0", "0.0", "99.99", "0.03"]);
        assert_eq!(interval(&Share::new(10_000, 10_000)), "99.96, 100.0");
    }
}

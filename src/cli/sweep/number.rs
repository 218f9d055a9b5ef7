//! Formats counts, shares and losses for tables and sentences.

use crate::nn::sweep::Share;
use crate::nn::sweep::verdict::hundredths;
pub(super) use crate::nn::sweep::verdict::short;

pub(super) fn seeds(count: u64) -> String {
    if count == 1 { "1 seed".to_owned() } else { format!("{count} seeds") }
}

pub(super) fn percent(share: f64) -> String {
    format!("{}%", hundredths(share))
}

pub(super) fn interval(share: &Share) -> String {
    format!("{}, {}", hundredths(share.low), hundredths(share.high))
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

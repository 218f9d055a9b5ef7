//! The marks of samples on a map of errors: bars, the longer the larger the error.

use super::{Plane, PlaneShade, Point};
use crate::theme::Role;
use crate::widgets::Look;

/// Bars that grow from below, for training, and from the left, for the test.
const UPRIGHT: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LYING: [&str; 8] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];
/// The same in ASCII: digits for training, letters for the test.
const DIGITS: [&str; 8] = ["0", "1", "2", "3", "4", "5", "6", "7"];
const LETTERS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

/// The bar of an error that is this share of the largest one. A share that is not a number is that of the largest.
pub(super) fn bar(share: f64, is_test: bool, look: Look) -> &'static str {
    let bars = match (is_test, look.ascii) {
        (false, false) => UPRIGHT,
        (true, false) => LYING,
        (false, true) => DIGITS,
        (true, true) => LETTERS,
    };
    let level = if share.is_nan() { 8.0 } else { (share * 8.0).ceil().clamp(1.0, 8.0) };
    bars[level as usize - 1]
}

impl Plane<'_> {
    /// The largest error if the map shows errors.
    pub(super) fn largest_error(&self) -> Option<f64> {
        if let PlaneShade::Errors { largest } = self.shade { Some(largest) } else { None }
    }
}

/// The mark of a sample on a map of errors.
pub(super) fn mark(point: &Point, largest: f64, look: Look) -> &'static str {
    let share = if largest > 0.0 { point.error / largest } else { 0.0 };
    bar(share, point.is_test, look)
}

/// The role of a mark.
pub(super) fn role(is_wrong: bool) -> Role {
    if is_wrong { Role::Warning } else { Role::Text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;
    use crate::tile::ColorDepth;

    #[test]
    fn a_larger_error_has_no_shorter_bar() {
        let theme = Theme::load("dark", ColorDepth::TrueColor).unwrap();
        for (is_test, ascii) in [(false, false), (true, false), (false, true), (true, true)] {
            let look = Look { theme: &theme, ascii };
            let bars: Vec<&str> = (0..=100).map(|n| bar(f64::from(n) / 100.0, is_test, look)).collect();
            let mut kinds = bars.clone();
            kinds.dedup();
            let distinct: std::collections::BTreeSet<&str> = kinds.iter().copied().collect();
            assert!(kinds.len() == 8 && distinct.len() == 8, "each of eight bars for one stretch of shares: {kinds:?}");
            assert_eq!((bars[0], bars[100]), (bar(0.0, is_test, look), bar(1.0, is_test, look)));
            assert_eq!(bar(f64::NAN, is_test, look), bar(1.0, is_test, look));
        }
    }
}

//! The names of curves in the frame of a chart, with their numbers, in as many cells as there are.

use crate::widgets::{names, text};
use ratatui::style::Style;

/// The fewest cells to which the name of a contestant is shortened beside its number.
const LEAST_NAME: usize = 3;

/// A curve in the frame of a chart.
pub(super) struct CurveName {
    /// A sample of the line, and a space; empty if colour distinguishes it.
    pub(super) mark: String,
    pub(super) name: String,
    /// Whether it is that of the test data.
    pub(super) is_test: bool,
    /// Its numbers, the most important first.
    pub(super) numbers: Vec<String>,
    pub(super) style: Style,
}

/// The entries in at most this many cells. Numbers are left out before names are cut, and numbers are never cut. A single
/// contestant needs no name. If entries are left out, their number is said.
pub(super) fn fitted(entries: &[CurveName], cells: usize) -> Vec<(String, Style)> {
    let all: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let with = |names: &[String], most: usize| {
        let said = |(entry, name): (&CurveName, &String)| {
            let numbers = entry.numbers.iter().take(most).map(String::as_str);
            let parts = std::iter::once(name.as_str()).filter(|name| !name.is_empty()).chain(numbers);
            (format!("{}{}", entry.mark, parts.collect::<Vec<_>>().join(" ")), entry.style)
        };
        entries.iter().zip(names).map(said).collect::<Vec<_>>()
    };
    let wide = |entries: &[(String, Style)]| entries.iter().map(|(words, _)| text::width(words) + 2).sum::<usize>();
    let most = entries.iter().map(|entry| entry.numbers.len()).max().unwrap_or(0);
    let is_single = entries.iter().filter(|entry| !entry.is_test).count() < 2;
    let (full, short) = (all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), without_common(entries));
    // The line of the test data is known by its dashes.
    let own = entries.iter().zip(&short).map(|(entry, name)| if entry.is_test { String::new() } else { name.clone() });
    let own = own.collect::<Vec<_>>();
    let none = is_single.then(|| vec![String::new(); entries.len()]);
    let whole: Vec<Vec<String>> = [full, short, own].into_iter().chain(none).collect();
    let uncut = (1..=most.max(1)).rev().flat_map(|numbers| whole.iter().map(move |names| (names.clone(), numbers)));
    let lengths = (LEAST_NAME..=names::longest(&all)).rev();
    let cut = lengths.map(|length| (names::shortened(&all, length), 1));
    let ways = uncut.chain(cut).map(|(names, numbers)| with(&names, numbers));
    let counted = || first_of(with(&whole[1], 1), cells, wide);
    ways.into_iter().find(|entries| wide(entries) <= cells).unwrap_or_else(counted)
}

/// The names without what those of all contestants begin with.
fn without_common(entries: &[CurveName]) -> Vec<String> {
    let own: Vec<&str> = entries.iter().filter(|entry| !entry.is_test).map(|entry| entry.name.as_str()).collect();
    let is_whole = |short: &[String]| own.iter().zip(short).all(|(name, short)| name.ends_with(short.as_str()));
    let lengths = (1..=names::longest(&own)).map(|length| names::shortened(&own, length));
    let mut short = lengths.into_iter().find(|short| is_whole(short)).unwrap_or_default().into_iter();
    let name = |entry: &CurveName| if entry.is_test { Some(entry.name.clone()) } else { short.next() };
    entries.iter().map(name).map(Option::unwrap_or_default).collect()
}

/// As many entries as fit, and the number of the others.
fn first_of(
    mut entries: Vec<(String, Style)>,
    cells: usize,
    wide: impl Fn(&[(String, Style)]) -> usize,
) -> Vec<(String, Style)> {
    let all = entries.len();
    while let Some((_, style)) = entries.pop() {
        let mut shown = entries.clone();
        shown.push((format!("+{}", all - entries.len()), style));
        if wide(&shown) <= cells {
            return shown;
        }
    }
    Vec::new()
}

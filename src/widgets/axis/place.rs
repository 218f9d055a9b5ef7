//! Places labels along a row: each one centred at its number, none overlapping.

use super::{LabelStyle, Tick};
use crate::widgets::text;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLabel {
    /// The column of the number.
    pub column: usize,
    /// The first column of the label.
    pub start: usize,
    /// The number as text.
    pub label: String,
}

impl PlacedLabel {
    fn of(tick: &Tick, column: impl Fn(f64) -> Option<usize>, room: &Range<usize>) -> Option<Self> {
        let column = column(tick.at)?;
        let cells = text::width(&tick.label);
        // A minus sign is left of the column, so that the digits are centred.
        let sign = usize::from(tick.label.starts_with('-'));
        // A label must be centred. Moved to a side, it would stand at another number.
        let start = column.checked_sub((cells - sign) / 2 + sign)?;
        let inside = start >= room.start && start + cells <= room.end;
        inside.then(|| Self { column, start, label: tick.label.clone() })
    }

    fn end(&self) -> usize {
        self.start + text::width(&self.label)
    }
}

/// The labels of an axis from `low` to `high` that fit into the columns `room`: those of `ticks` that fit. If these are
/// fewer than two, two labels of finer ticks, if any two fit.
pub fn placed(
    labels: LabelStyle,
    [low, high]: [f64; 2],
    ticks: &[Tick],
    column: impl Fn(f64) -> Option<usize>,
    room: Range<usize>,
) -> Vec<PlacedLabel> {
    let mut found: Vec<PlacedLabel> = Vec::new();
    for one in ticks.iter().filter_map(|tick| PlacedLabel::of(tick, &column, &room)) {
        if found.last().is_none_or(|last| one.start > last.end()) {
            found.push(one);
        }
    }
    if found.len() > 1 {
        return found;
    }
    let outer = |ticks: Vec<Tick>| {
        let mut fitting = ticks.iter().filter_map(|tick| PlacedLabel::of(tick, &column, &room));
        let first = fitting.next()?;
        let last = fitting.next_back().filter(|last| last.start > first.end())?;
        Some(vec![first, last])
    };
    let both = labels.finer(low, high).find_map(outer);
    both.or_else(|| ends(labels, [low, high], &column, &room)).unwrap_or(found)
}

/// Both ends, moved inwards so that they fit. This is used only if no two numbers between them differ or have room.
fn ends(
    labels: LabelStyle,
    [low, high]: [f64; 2],
    column: impl Fn(f64) -> Option<usize>,
    room: &Range<usize>,
) -> Option<Vec<PlacedLabel>> {
    let both = labels.finer(low, high).last()?;
    let [first, last] = both.as_slice() else { return None };
    let (left, right) = (column(first.at)?, column(last.at)?);
    let cells = text::width(&last.label);
    let end = (right + 1).min(room.end);
    let middle = |tick| PlacedLabel::of(tick, &column, room);
    let start = left.max(room.start);
    let first = middle(first).unwrap_or_else(|| PlacedLabel { column: left, start, label: first.label.clone() });
    let start = end.checked_sub(cells)?;
    let last = middle(last).unwrap_or_else(|| PlacedLabel { column: right, start, label: last.label.clone() });
    (last.start > first.end()).then(|| vec![first, last])
}

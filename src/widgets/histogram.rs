//! Bars for counts, in eighths of a cell, with the count axis on the left and the numbers in the panel's lower edge.

use super::axis::{LabelStyle, PlacedLabel, Scale, padded, placed, ticks};
use super::panel::{Panel, set};
use super::{Look, text};
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[derive(Clone, Copy, Debug)]
pub struct HistogramChart<'a> {
    /// The count of each bin.
    pub counts: &'a [u64],
    /// The lower edge of the first bin.
    pub low: f64,
    /// The upper edge of the last bin.
    pub high: f64,
}

/// The most bins of a histogram, as in the notebook.
pub const MOST_BINS: usize = 100;

/// The cells that the labels of the count axis need for the largest count.
fn gutter(most: u64) -> usize {
    // Counts below ten thousand are written in full.
    let wide = if most >= 1000 { 4 } else { 2 };
    short(most).len().max(wide) + 1
}

/// The number of bins that fit into a panel with this many inner columns, for counts up to `samples`.
pub fn bins(columns: usize, samples: usize) -> usize {
    columns.saturating_sub(gutter(samples as u64)).clamp(1, MOST_BINS)
}

/// A count in few characters: 950, 12k, 1.0M.
fn short(count: u64) -> String {
    match count {
        0..10_000 => count.to_string(),
        10_000..999_500 => format!("{:.0}k", count as f64 / 1e3),
        _ => format!("{:.1}M", count as f64 / 1e6),
    }
}

/// Draws bars inside a panel.
pub fn draw(
    bars: HistogramChart,
    panel: &Panel,
    area: Rect,
    buf: &mut Buffer,
    look: Look,
    style: Style,
    samples: usize,
) {
    // Without any numbers, the range does not matter.
    let [low, high] = if bars.low < bars.high { [bars.low, bars.high] } else { padded(bars.low, bars.high) };
    let bars = HistogramChart { low, high, ..bars };
    let inner = panel.draw(area, buf, look);
    let most = bars.counts.iter().copied().max().unwrap_or(0);
    let gutter = gutter(samples as u64);
    if inner.is_empty() || usize::from(inner.width) <= gutter || bars.counts.is_empty() {
        return;
    }
    let left = inner.x + gutter as u16;
    let per_bin = (usize::from(inner.right() - left) / bars.counts.len()).max(1);
    draw_counts(inner, gutter, most, buf, look);
    for (bin, count) in bars.counts.iter().enumerate() {
        for cell in 0..per_bin {
            let x = left + (bin * per_bin + cell) as u16;
            if x < inner.right() {
                draw_bar(*count, most, x, inner, buf, look, style);
            }
        }
    }
    draw_numbers(bars, panel, inner, left, bars.counts.len() * per_bin, buf, look);
}

fn draw_bar(count: u64, most: u64, x: u16, inner: Rect, buf: &mut Buffer, look: Look, style: Style) {
    let rows = u64::from(inner.height);
    let parts: u64 = if look.ascii { 1 } else { 8 };
    let full = rows * parts;
    // A bin that is not empty is always visible.
    let tall = (count * full / most.max(1)).max(u64::from(count > 0));
    for row in 0..rows {
        let part = tall.saturating_sub(row * parts).min(parts);
        if part > 0 {
            const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
            let glyph = if look.ascii { "#" } else { EIGHTHS[part as usize] };
            set(buf, x, inner.bottom() - 1 - row as u16, glyph, style);
        }
    }
}

fn draw_counts(inner: Rect, gutter: usize, most: u64, buf: &mut Buffer, look: Look) {
    let x = inner.x + gutter as u16 - 1;
    for y in inner.top()..inner.bottom() {
        set(buf, x, y, look.glyph("│", "|"), look.style(Role::Border));
    }
    let mut label = |y: u16, words: &str| {
        let words = text::right(words, gutter - 1);
        text::put(buf, inner.x, y, gutter - 1, &words, look.style(Role::Muted));
        set(buf, x, y, look.glyph("┤", "+"), look.style(Role::Border));
    };
    // If all counts are zero, the axis shows 1.
    label(inner.top(), &short(most.max(1)));
    if inner.height > 1 {
        label(inner.bottom() - 1, "0");
    }
}

fn draw_numbers(
    bars: HistogramChart,
    panel: &Panel,
    inner: Rect,
    left: u16,
    cells: usize,
    buf: &mut Buffer,
    look: Look,
) {
    let edge = inner.bottom();
    set(buf, left - 1, edge, look.glyph("┴", "+"), look.style(Role::Border));
    let words = panel.bottom.map_or(0, |(words, _)| text::width(words) + 3);
    let end = usize::from(inner.right()).saturating_sub(words);
    let scale = Scale { low: bars.low, high: bars.high, dots: cells };
    let column = |x: f64| Some(usize::from(left) + scale.dot(x).round().max(0.0) as usize);
    let few = ticks(bars.low, bars.high, (cells / 8).clamp(2, 9));
    for PlacedLabel { start, label, .. } in
        placed(LabelStyle::Numbers, [bars.low, bars.high], &few, column, usize::from(inner.x) + 1..end)
    {
        text::put(buf, start as u16, edge, text::width(&label), &label, look.style(Role::Muted));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short() {
        assert_eq!([0, 950, 12_345, 19_900, 999_499, 999_999].map(short), ["0", "950", "12k", "20k", "999k", "1.0M"]);
    }

    #[test]
    fn as_many_bins_as_columns_up_to_a_hundred() {
        assert_eq!(bins(40, 1000), 35);
        assert_eq!(bins(400, 1000), 100);
        assert_eq!(bins(0, 1000), 1);
    }
}

//! Signed horizontal bars, each in a row with a name and a number. Negative bars extend to the left.

use super::list::first_row;
use super::panel::set;
use super::{Look, text};
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub name: String,
    /// The number as text, with its sign.
    pub label: String,
    pub value: f64,
    pub style: Style,
    /// Whether it is the one that keys change.
    pub chosen: bool,
}

/// Bars with a common scale.
#[derive(Clone, Copy, Debug)]
pub struct BarChart<'a> {
    /// The bars from top to bottom.
    pub bars: &'a [Bar],
    /// The number at the left end, at most 0.
    pub low: f64,
    /// The number at the right end, at least 0.
    pub high: f64,
}

/// The rows of the nth of `count` items in an area: all the same height, with an empty row between them if there is
/// room.
pub fn slot(n: usize, count: usize, area: Rect) -> Rect {
    let count = count.max(1) as u16;
    let each = (area.height / count).clamp(1, 5);
    let thick = if each >= 3 { each - 1 } else { 1 };
    let y = area.y.saturating_add(each.saturating_mul(n as u16));
    Rect::new(area.x, y, area.width, thick).intersection(area)
}

/// Draws bars into an area: name, number, bar.
pub fn draw(all: &BarChart, area: Rect, buf: &mut Buffer, look: Look) {
    let widest = |of: fn(&Bar) -> &str| all.bars.iter().map(|bar| text::width(of(bar))).max().unwrap_or(0);
    let labels = widest(|bar| &bar.label);
    let names = widest(|bar| &bar.name).min(usize::from(area.width).saturating_sub(labels + 8));
    let left = (names + labels + 4) as u16;
    // If there are more bars than rows, the chosen one is in sight.
    let rows = usize::from(area.height);
    let chosen = all.bars.iter().position(|bar| bar.chosen).unwrap_or(0);
    let first = if all.bars.len() > rows { first_row(all.bars.len(), chosen, rows) } else { 0 };
    for (n, bar) in all.bars.iter().skip(first).enumerate() {
        let slot = slot(n, all.bars.len(), area);
        if slot.is_empty() {
            continue;
        }
        let middle = slot.y + (slot.height - 1) / 2;
        let pointer = if bar.chosen { look.glyph("▸", ">") } else { " " };
        let role = look.style(if bar.chosen { Role::Focus } else { Role::Text });
        text::put(buf, slot.x, middle, names + 1, &format!("{pointer}{}", bar.name), role);
        let number = text::right(&bar.label, labels);
        text::put(buf, slot.x + names as u16 + 2, middle, labels, &number, bar.style);
        let room = Rect::new(slot.x + left, slot.y, slot.width.saturating_sub(left + 1), slot.height);
        draw_bar(all, bar, room, buf, look);
    }
}

fn draw_bar(all: &BarChart, bar: &Bar, room: Rect, buf: &mut Buffer, look: Look) {
    let cells = f64::from(room.width);
    // Halved, because the difference between the extremes of `f64` overflows.
    let span = all.high / 2.0 - all.low / 2.0;
    if room.is_empty() || span.is_nan() || span <= 0.0 {
        return;
    }
    let zero = ((-all.low / 2.0) / span * cells).round();
    let long = (bar.value / 2.0 / span * cells).clamp(-zero, cells - zero);
    for y in room.top()..room.bottom() {
        let axis = (room.x + zero as u16).min(room.right() - 1);
        set(buf, axis, y, look.glyph("┊", ":"), look.style(Role::Border));
        let (whole, part) = (long.abs().floor(), long.abs().fract());
        for cell in 0..whole as u16 {
            let x = if long > 0.0 { axis + cell } else { axis.saturating_sub(cell + 1) };
            set(buf, x, y, look.glyph("█", "#"), bar.style);
        }
        let end = if long > 0.0 { axis + whole as u16 } else { axis.saturating_sub(whole as u16 + 1) };
        if let Some(glyph) = end_of(part, long > 0.0, look).filter(|_| (room.left()..room.right()).contains(&end)) {
            set(buf, end, y, glyph, bar.style);
        }
    }
}

/// The partial cell at the end of a bar: in eighths to the right, in halves to the left. A bar that is not zero is
/// always visible.
fn end_of(part: f64, rightwards: bool, look: Look) -> Option<&'static str> {
    const EIGHTHS: [&str; 7] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if look.ascii {
        return (part >= 0.5).then_some("#");
    }
    if rightwards {
        return ((part * 8.0) as usize).checked_sub(1).map(|n| EIGHTHS[n.min(6)]);
    }
    (part >= 0.25).then_some(if part >= 0.75 { "█" } else { "▐" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;
    use crate::tile::ColorDepth;

    fn drawn(values: &[f64], low: f64, high: f64) -> Vec<String> {
        let theme = Theme::load("dark", ColorDepth::None).unwrap();
        let look = Look { theme: &theme, ascii: true };
        let bar = |value: &f64| Bar {
            name: "a".into(),
            label: String::new(),
            value: *value,
            style: Style::new(),
            chosen: false,
        };
        let bars: Vec<Bar> = values.iter().map(bar).collect();
        let area = Rect::new(0, 0, 16, values.len() as u16);
        let mut buf = Buffer::empty(area);
        draw(&BarChart { bars: &bars, low, high }, area, &mut buf, look);
        (0..area.height).map(|y| (5..15).map(|x| buf[(x, y)].symbol().to_owned()).collect()).collect()
    }

    #[test]
    fn bars_grow_from_zero_to_both_sides() {
        assert_eq!(drawn(&[1.0, -1.0, 0.4], -1.0, 1.0), ["     #####", "#####:    ", "     ##   "]);
    }

    #[test]
    fn the_largest_numbers_have_bars_too() {
        assert_eq!(drawn(&[f64::MAX, f64::MIN], f64::MIN, f64::MAX), ["     #####", "#####:    "]);
        assert_eq!(drawn(&[0.0], 0.0, 0.0), ["          "]);
    }

    #[test]
    fn slots_lie_in_their_area_and_never_overlap() {
        for count in 1..=10 {
            for height in 0..60 {
                let area = Rect::new(3, 2, 20, height);
                let slots: Vec<Rect> = (0..count).map(|n| slot(n, count, area)).collect();
                assert!(slots.iter().all(|s| area.intersection(*s) == *s));
                assert!(slots.windows(2).all(|pair| !pair[0].intersects(pair[1])), "{count} in {height}");
                assert!(usize::from(height) < count || slots.iter().all(|s| s.height > 0));
            }
        }
    }
}

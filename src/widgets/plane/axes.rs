//! The square of a map within its area, and its axes.

use super::{Field, Plane};
use crate::theme::Role;
use crate::widgets::axis::{LabelStyle, PlacedLabel, Tick, placed};
use crate::widgets::panel::set;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// With fewer columns or rows, the map has no axes.
const LEAST: (u16, u16) = (12, 6);
/// From this many rows on, the x axis has its own line, and the legend a row if it needs one.
const ROOMY: u16 = 10;
/// The most cells of the name at the y axis.
const NAME: usize = 8;

/// The areas of the parts of a map.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) map: Rect,
    /// The area for the legend, beside or below the map. Empty if there is no room.
    pub(super) legend: Rect,
    pub(super) is_beside: bool,
    /// The cells left of the map, for labels and a line. Zero without axes.
    gutter: u16,
    /// The rows below the map.
    below: u16,
    end: u16,
    x: Vec<Tick>,
    y: Vec<Tick>,
}

/// The largest square, with cells twice as high as wide.
fn square(columns: u16, rows: u16) -> (u16, u16) {
    let columns = columns.min(rows.saturating_mul(2));
    (columns, rows.min(columns.div_ceil(2)))
}

impl Layout {
    pub(super) fn of(plane: &Plane, area: Rect) -> Self {
        let axes = area.width >= LEAST.0 && area.height >= LEAST.1;
        let roomy = area.height >= ROOMY;
        let y = if axes { Field::ticks(plane.field.y) } else { Vec::new() };
        let x = if axes { Field::ticks(plane.field.x) } else { Vec::new() };
        let widest = y.iter().map(|t| text::width(&t.label)).max().unwrap_or(0);
        let gutter = if axes { (widest.max(text::width(plane.y_name).min(NAME)) + 1) as u16 } else { 0 };
        let below = match (axes, roomy) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => 2,
        };
        let wanted = plane.legend.width_of_column();
        let free = area.width.saturating_sub(gutter);
        let (columns, rows) = square(free, area.height - below);
        let beside = wanted > 0 && free - columns > wanted + 1;
        // Below the map, the legend may use the whole width.
        let under = if beside || !roomy { 0 } else { plane.legend.rows(area.width) };
        // A legend of several rows needs a map of several rows.
        let under = if under > 1 && area.height < ROOMY + 2 * under { 0 } else { under };
        let (columns, rows) = if beside { (columns, rows) } else { square(free, area.height - below - under) };
        let side = if beside { wanted + 2 } else { 0 };
        let left = area.x + (area.width - gutter - columns - side) / 2;
        let top = area.y + (area.height - below - under - rows) / 2;
        let map = Rect::new(left + gutter, top, columns, rows);
        let legend = if beside {
            Rect::new(map.right() + 2, top, wanted, rows)
        } else {
            Rect::new(area.x, map.bottom() + below, area.width, under)
        };
        let end = if beside { legend.right() } else { area.right() };
        Self { map, legend, is_beside: beside, gutter, below, end, x, y }
    }

    fn column(&self, share: f64) -> u16 {
        self.map.x + ((share * f64::from(self.map.width)) as u16).min(self.map.width.saturating_sub(1))
    }

    fn row(&self, share: f64) -> u16 {
        self.map.y + (((1.0 - share) * f64::from(self.map.height)) as u16).min(self.map.height.saturating_sub(1))
    }
}

pub(super) fn draw(plane: &Plane, layout: &Layout, buf: &mut Buffer, look: Look) {
    if layout.gutter == 0 {
        return;
    }
    draw_y(plane, layout, buf, look);
    if layout.below > 1 {
        draw_line(plane, layout, buf, look);
    }
    draw_numbers(plane, layout, buf, look);
}

fn draw_y(plane: &Plane, layout: &Layout, buf: &mut Buffer, look: Look) {
    let map = layout.map;
    let (left, cells) = (map.x - layout.gutter, usize::from(layout.gutter) - 1);
    for y in map.top()..map.bottom() {
        set(buf, map.x - 1, y, look.glyph("│", "|"), look.style(Role::Border));
    }
    let mut taken = Vec::new();
    for tick in &layout.y {
        let y = layout.row(plane.field.share(0.0, tick.at).1);
        text::put(buf, left, y, cells, &text::right(&tick.label, cells), look.style(Role::Muted));
        set(buf, map.x - 1, y, look.glyph("┤", "+"), look.style(Role::Border));
        taken.push(y);
    }
    if let Some(y) = (map.top()..map.bottom()).find(|y| !taken.contains(y)) {
        let name = text::cut(&look.spell(plane.y_name), cells);
        text::put(buf, left, y, cells, &text::right(&name, cells), look.style(Role::Text));
    }
}

fn draw_line(plane: &Plane, layout: &Layout, buf: &mut Buffer, look: Look) {
    let (map, line) = (layout.map, look.style(Role::Border));
    set(buf, map.x - 1, map.bottom(), look.glyph("└", "+"), line);
    for x in map.left()..map.right() {
        set(buf, x, map.bottom(), look.glyph("─", "-"), line);
    }
    for tick in &layout.x {
        let x = layout.column(plane.field.share(tick.at, 0.0).0);
        set(buf, x, map.bottom(), look.glyph("┬", "+"), line);
    }
}

fn draw_numbers(plane: &Plane, layout: &Layout, buf: &mut Buffer, look: Look) {
    let map = layout.map;
    let y = map.bottom() + layout.below - 1;
    let (mut free, mut gap) = (map.x - layout.gutter, 0..0);
    let column = |x: f64| {
        let share = plane.field.share(x, 0.0).0;
        (-1e-9..=1.0 + 1e-9).contains(&share).then(|| usize::from(layout.column(share)))
    };
    let room = usize::from(free)..usize::from((map.right() + 1).min(layout.end));
    for PlacedLabel { column, start, label } in
        placed(LabelStyle::Numbers, plane.field.x.into(), &layout.x, column, room)
    {
        let (start, cells) = (start as u16, text::width(&label) as u16);
        text::put(buf, start, y, usize::from(cells), &label, look.style(Role::Muted));
        if layout.below > 1 {
            set(buf, column as u16, map.bottom(), look.glyph("┬", "+"), look.style(Role::Border));
        }
        (free, gap) = (start + cells + 1, free..start);
    }
    // The name is at the end of the axis: after the last number if that is in the way, or else before it.
    let name = text::cut(&look.spell(plane.x_name), usize::from(map.width / 2));
    let cells = text::width(&name) as u16;
    let past = map.right().saturating_sub(cells).max(free);
    let start = if past + cells <= layout.end { past } else { gap.end.saturating_sub(cells + 1) };
    if cells > 0 && (start >= free || start >= gap.start) {
        text::put(buf, start, y, usize::from(cells), &name, look.style(Role::Text));
    }
}

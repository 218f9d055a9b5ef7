//! A chart ready to be drawn: dots, ticks and zero lines, computed for one size.

use super::dots::{ASCII, BRAILLE, Curve, Dots};
use crate::theme::Role;
use crate::widgets::axis::{LabelStyle, PlacedLabel, Scale, Tick, padded, placed};
use crate::widgets::panel::{Panel, set};
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The content of a chart.
#[derive(Clone, Copy, Debug)]
pub struct Spec<'a> {
    /// Both ends of the x axis.
    pub x: [f64; 2],
    /// Both ends of the y axis.
    pub y: [f64; 2],
    /// The curves, each traced over [`Plot::dot_columns`] columns.
    pub curves: &'a [Curve<'a>],
    /// The label styles of the x axis and the y axis.
    pub labels: [LabelStyle; 2],
    /// Whether only ASCII may be used.
    pub ascii: bool,
}

/// A chart computed for one size.
#[derive(Clone, Debug, Default)]
pub struct Plot {
    dots: Dots,
    x: Option<Scale>,
    y: Option<Scale>,
    x_ticks: Vec<Tick>,
    y_ticks: Vec<Tick>,
    gutter: usize,
    /// For the first curve, the number of points without a finite value, and of all sampled points.
    pub(super) missing: (usize, usize),
    /// Whether there are curves, but none has a finite value here.
    pub(super) blank: bool,
    labels: [LabelStyle; 2],
    /// Whether no line shows where numbers are zero.
    has_no_zero: bool,
}

/// The fewest columns of cells for the curves.
const LEAST_COLUMNS: usize = 4;

/// Both ends of an axis, widened if they are equal.
fn sound([low, high]: [f64; 2]) -> [f64; 2] {
    if low < high && low.is_finite() && high.is_finite() { [low, high] } else { padded(low, high) }
}

/// The labels of the y axis, and the cells that they and the axis line take from a chart of this size.
fn gutter(y: [f64; 2], labels: LabelStyle, columns: usize, rows: usize, ascii: bool) -> (Vec<Tick>, usize) {
    let dots = Plot::dot_rows(ascii);
    let found = if labels == LabelStyle::PowersAndZero && rows > 1 {
        let dot = (y[1] - y[0]) / (rows * dots - 1) as f64;
        let mut found = labels.row_ticks(y[0] + dot * dots as f64, y[1], rows - 1, dots);
        found.insert(0, Tick { at: y[0] + dot * (dots / 2) as f64, label: "0".to_owned() });
        found
    } else {
        labels.row_ticks(y[0], y[1], rows, dots)
    };
    let widest = found.iter().map(|t| text::width(&t.label)).max().unwrap_or(0);
    // Labels that leave no room for the curve are left out. A label that is cut off would show another number.
    if widest + 1 + LEAST_COLUMNS > columns { (Vec::new(), 1) } else { (found, widest + 1) }
}

impl Plot {
    /// The columns of dots of a chart of `columns` × `rows` cells beside the labels of its y axis.
    pub fn dot_columns(y: [f64; 2], labels: LabelStyle, columns: usize, rows: usize, ascii: bool) -> usize {
        columns.saturating_sub(gutter(sound(y), labels, columns, rows, ascii).1)
            * if ascii { ASCII.0 } else { BRAILLE.0 }
    }

    /// The cells that the labels of the y axis and its line take from a chart of `columns` × `rows` cells.
    pub fn gutter_of(y: [f64; 2], labels: LabelStyle, columns: usize, rows: usize, ascii: bool) -> usize {
        gutter(sound(y), labels, columns, rows, ascii).1
    }

    /// The same chart without lines where numbers are zero, for numbers that are never negative: their axis ends there.
    #[must_use]
    pub fn without_zero_lines(self) -> Self {
        Self { has_no_zero: true, ..self }
    }

    /// The number of points where the first function has no finite value, and of all sampled points.
    pub fn missing(&self) -> (usize, usize) {
        self.missing
    }

    /// Whether no curve has a finite value between the ends of the x axis.
    pub fn is_blank(&self) -> bool {
        self.blank
    }

    /// The number of dots in the height of a cell.
    pub fn dot_rows(ascii: bool) -> usize {
        if ascii { ASCII.1 } else { BRAILLE.1 }
    }

    /// Computes a chart of `columns` × `rows` cells, including the labels of the y axis.
    pub fn new(spec: &Spec, columns: usize, rows: usize) -> Self {
        let grid = if spec.ascii { ASCII } else { BRAILLE };
        let spec = &Spec { x: sound(spec.x), y: sound(spec.y), ..*spec };
        let (y_ticks, gutter) = gutter(spec.y, spec.labels[1], columns, rows, spec.ascii);
        let across = columns.saturating_sub(gutter);
        if across == 0 || rows == 0 {
            return Self::default();
        }
        let dots = Dots::of(spec.curves, across, rows, grid, spec.y[0], spec.y[1]);
        let ticks = |most| spec.labels[0].ticks(spec.x[0], spec.x[1], most);
        let widest = ticks(9).iter().map(|t| text::width(&t.label)).max().unwrap_or(1);
        let x_ticks = ticks((across / (widest + 3)).clamp(1, 15));
        let x = Some(Scale { low: spec.x[0], high: spec.x[1], dots: across * grid.0 });
        let y = Some(Scale { low: spec.y[0], high: spec.y[1], dots: rows * grid.1 });
        Self {
            dots,
            x,
            y,
            x_ticks,
            y_ticks,
            gutter,
            labels: spec.labels,
            missing: (0, 0),
            blank: false,
            has_no_zero: false,
        }
    }

    /// The column of cells, right of the labels, for a number of the x axis.
    pub fn column(&self, x: f64) -> Option<usize> {
        let scale = self.x.filter(|_| self.dots.columns > 0)?;
        let per_cell = scale.dots / self.dots.columns;
        let dot = scale.dot(x).round();
        (dot >= 0.0 && dot < scale.dots as f64).then(|| dot as usize / per_cell)
    }

    /// The number of the x axis at a column of the panel around this chart, counted from the panel's edge.
    pub fn number_at(&self, column: u16) -> Option<f64> {
        let scale = self.x.filter(|_| self.dots.columns > 0)?;
        let cell = usize::from(column).checked_sub(self.gutter + 1).filter(|cell| *cell < self.dots.columns)?;
        let per_cell = scale.dots / self.dots.columns;
        Some(scale.at((cell * per_cell) as f64 + (per_cell - 1) as f64 / 2.0))
    }

    /// Both ends of the x axis and of the y axis, and the cells that they cover in the area of the chart.
    pub fn axes(&self, area: Rect) -> Option<([f64; 2], [f64; 2], Rect)> {
        let (x, y) = self.x.zip(self.y)?;
        let (left, top) = self.origin(area);
        let cells = Rect::new(left, top, self.dots.columns as u16, self.dots.rows as u16);
        Some(([x.low, x.high], [y.low, y.high], cells.intersection(area)))
    }

    /// The row of cells for a number of the y axis.
    pub fn row(&self, y: f64) -> Option<usize> {
        let scale = self.y.filter(|_| self.dots.rows > 0)?;
        let per_cell = scale.dots / self.dots.rows;
        let dot = (scale.dots - 1) as f64 - scale.dot(y).round();
        (dot >= 0.0 && dot < scale.dots as f64).then(|| dot as usize / per_cell)
    }

    /// The labels of the y axis with their rows.
    #[cfg(test)]
    pub(super) fn y_labels(&self) -> impl Iterator<Item = (usize, &str)> {
        self.y_ticks.iter().filter_map(|tick| Some((self.row(tick.at)?, tick.label.as_str())))
    }

    /// The range of numbers in one cell of the x axis.
    pub fn cell_step(&self) -> f64 {
        self.x.map_or(0.0, |scale| scale.step() * (scale.dots / self.dots.columns.max(1)) as f64)
    }

    fn origin(&self, area: Rect) -> (u16, u16) {
        (area.x + self.gutter as u16, area.y)
    }

    fn draw_body(&self, area: Rect, buf: &mut Buffer, look: Look, styles: &[Style]) {
        let (left, top) = self.origin(area);
        let muted = look.style(Role::Border);
        // On a logarithmic axis, position zero stands for 1 and gets no line.
        let [x_powers, y_powers] =
            self.labels.map(|labels| matches!(labels, LabelStyle::Powers | LabelStyle::PowersAndZero));
        // In the first column, the line would repeat the axis.
        let zero_column = self.column(0.0).filter(|column| !x_powers && *column > 0 && !self.has_no_zero);
        let zero_row = self.row(0.0).filter(|_| !y_powers && !self.has_no_zero);
        for row in 0..self.dots.rows.min(usize::from(area.height)) {
            for column in 0..self.dots.columns.min(usize::from(area.right().saturating_sub(left))) {
                let (x, y) = (left + column as u16, top + row as u16);
                if let Some((glyph, curve)) = self.dots.cell(column, row) {
                    let style = styles.get(curve).copied().unwrap_or_default();
                    set(buf, x, y, glyph.encode_utf8(&mut [0; 4]), style);
                } else if zero_row == Some(row) {
                    set(buf, x, y, look.glyph("┄", "-"), muted);
                } else if zero_column == Some(column) {
                    set(buf, x, y, look.glyph("┊", ":"), muted);
                }
            }
        }
    }

    /// Draws the curves and the y axis into the inside of a panel.
    pub fn draw_inside(&self, inner: Rect, buf: &mut Buffer, look: Look, styles: &[Style]) {
        if !inner.is_empty() && self.dots.columns > 0 {
            self.draw_body(inner, buf, look, styles);
            self.draw_y_axis(inner, buf, look);
        }
    }

    /// Draws the labels of the x axis into the edge below the inside of a panel. Other text takes `taken` cells of it.
    pub fn draw_edge(&self, inner: Rect, taken: usize, buf: &mut Buffer, look: Look) {
        if inner.is_empty() || self.dots.columns == 0 {
            return;
        }
        let edge = inner.bottom();
        let room = usize::from(inner.width).saturating_sub(taken);
        set(buf, inner.x + self.gutter as u16 - 1, edge, look.glyph("┴", "+"), look.style(Role::Border));
        for PlacedLabel { start, label, .. } in self.x_labels(room) {
            text::put(buf, inner.x + start as u16, edge, text::width(&label), &label, look.style(Role::Muted));
        }
    }

    /// Draws only the curves, on a chart of the same size that is drawn already.
    pub fn draw_over(&self, area: Rect, buf: &mut Buffer, styles: &[Style]) {
        let (left, top) = self.origin(area);
        for row in 0..self.dots.rows.min(usize::from(area.height)) {
            for column in 0..self.dots.columns.min(usize::from(area.right().saturating_sub(left))) {
                if let Some((glyph, curve)) = self.dots.cell(column, row) {
                    let style = styles.get(curve).copied().unwrap_or_default();
                    set(buf, left + column as u16, top + row as u16, glyph.encode_utf8(&mut [0; 4]), style);
                }
            }
        }
    }

    fn draw_y_axis(&self, area: Rect, buf: &mut Buffer, look: Look) {
        let (line, tick) = (look.glyph("│", "|"), look.glyph("┤", "+"));
        let x = area.x + (self.gutter as u16).saturating_sub(1);
        for y in area.y..area.bottom().min(area.y + self.dots.rows as u16) {
            set(buf, x, y, line, look.style(Role::Border));
        }
        for t in &self.y_ticks {
            let Some(row) = self.row(t.at) else { continue };
            let y = area.y + row as u16;
            let label = text::right(&t.label, self.gutter - 1);
            text::put(buf, area.x, y, self.gutter - 1, &label, look.style(Role::Muted));
            set(buf, x, y, tick, look.style(Role::Border));
        }
    }

    /// The positions of the labels of the x axis.
    fn x_labels(&self, room: usize) -> Vec<PlacedLabel> {
        let Some(scale) = self.x else { return Vec::new() };
        let column = |x: f64| self.column(x).map(|column| column + self.gutter);
        placed(self.labels[0], [scale.low, scale.high], &self.x_ticks, column, 0..room)
    }

    /// Draws a vertical line at a number of the x axis, and a point on it at a number of the y axis.
    pub fn draw_cursor(&self, area: Rect, buf: &mut Buffer, look: Look, x: f64, y: f64) {
        let Some(column) = self.column(x) else { return };
        let (left, top) = self.origin(area);
        let at = left + column as u16;
        let style = look.style(Role::Focus);
        for row in 0..self.dots.rows {
            if self.dots.cell(column, row).is_none() {
                set(buf, at, top + row as u16, look.glyph("│", "|"), style);
            }
        }
        if let Some(row) = self.row(y) {
            set(buf, at, top + row as u16, look.glyph("●", "@"), style);
        }
    }

    /// The cell of a point of a chart inside `area`. If y is NaN or outside, it is in the last row.
    pub fn cell_of(&self, area: Rect, x: f64, y: f64) -> Option<(u16, u16)> {
        let (left, top) = self.origin(area);
        let row = self.row(y).unwrap_or(self.dots.rows.saturating_sub(1));
        self.column(x).map(|column| (left + column as u16, top + row as u16))
    }

    pub fn draw_ring(&self, area: Rect, buf: &mut Buffer, look: Look, x: f64, y: f64) {
        if let (Some(column), Some(row)) = (self.column(x), self.row(y)) {
            let (left, top) = self.origin(area);
            set(buf, left + column as u16, top + row as u16, look.glyph("○", "o"), look.style(Role::Warning));
        }
    }
}

/// Draws a chart inside a panel, with the labels of its x axis in the panel's lower edge. Returns the area of the
/// chart.
pub fn draw_framed(plot: &Plot, panel: &Panel, area: Rect, buf: &mut Buffer, look: Look, styles: &[Style]) -> Rect {
    let inner = panel.draw(area, buf, look);
    plot.draw_inside(inner, buf, look, styles);
    plot.draw_edge(inner, panel.bottom.map_or(0, |(words, _)| text::width(words) + 3), buf, look);
    inner
}

/// Draws a chart without a panel. The axis line and its labels take the last two rows of the area.
pub fn draw_plain(plot: &Plot, area: Rect, buf: &mut Buffer, look: Look, styles: &[Style]) {
    plot.draw_body(area, buf, look, styles);
    plot.draw_y_axis(area, buf, look);
    let y = area.y + plot.dots.rows as u16;
    let line = look.style(Role::Border);
    let corner = area.x + plot.gutter as u16 - 1;
    set(buf, corner, y, look.glyph("└", "+"), line);
    for x in corner + 1..area.right() {
        set(buf, x, y, look.glyph("─", "-"), line);
    }
    for PlacedLabel { column, start, label } in plot.x_labels(usize::from(area.width)) {
        set(buf, area.x + column as u16, y, look.glyph("┬", "+"), line);
        text::put(buf, area.x + start as u16, y + 1, text::width(&label), &label, look.style(Role::Muted));
    }
}

//! The decision boundary of a network: its output over the plane of two inputs as a map of tones, the line between the
//! classes, and the data on top. With several outputs, each place has the class of the largest one.
//!
//! ```text
//!   x2│▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀  □ legend
//! 1.0 ┤▀▀▀■▀▀▀▀⢀⠤▀▀▀▀▀▀  ■ legend
//!     │▀▀▀▀⢀⠤⠊▀▀▀▀□×▀▀▀
//! 0.0 ┤⠤⠊▀▀▀▀▀▀▀▀▀▀▀▀▀
//!     └─┬──────────┬───
//!      0.0        1.0  x1
//! ```

mod axes;
mod classes;
mod contour;
mod errors;
mod field;
mod legend;
mod thumbnail;
mod tones;

pub use classes::{MOST_CLASSES, class_ink, mark_of_class};
pub use field::{Field, Point};
pub use legend::Legend;

pub(super) use contour::Contour;
pub(super) use thumbnail::Thumbnail;
pub(super) use tones::Split;

use super::Look;
use super::panel::set;
use super::plot::braille;
use crate::theme::Role;
use crate::tile::ColorDepth;
use axes::Layout;
use classes::{ClassDots, ClassTones, MarkKind, class_mark, is_filled};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use tones::{Palette, PlaneTone};

/// A map of a field, divided by a threshold into two sides, with data on it; or a map of several fields, with the class of
/// the largest at each place.
#[derive(Clone, Copy, Debug)]
pub struct Plane<'a> {
    /// The values of the map. In a map of classes, those of the first class.
    pub field: &'a Field,
    /// In a map of classes, the values of the other classes, at the same places. Empty if there is one output.
    pub others: &'a [Field],
    pub points: &'a [Point],
    /// What the tones show.
    pub shade: PlaneShade<'a>,
    /// Whether the sides of the threshold are classes, so that the line between them means something.
    pub has_border: bool,
    /// The border between the classes. Values above it belong to the second class, 1.
    pub threshold: f64,
    /// The value with the deepest tone of the first class, 0.
    pub low: f64,
    /// The value with the deepest tone of the second class.
    pub high: f64,
    /// The name of the first input.
    pub x_name: &'a str,
    /// The name of the second input.
    pub y_name: &'a str,
    /// The legend beside or below the map, if there is room.
    pub legend: Legend<'a>,
}

/// What the tones of a map show.
#[derive(Clone, Copy, Debug, Default)]
pub enum PlaneShade<'a> {
    /// The output, or the class of the largest one.
    #[default]
    Output,
    /// Another field, with the hue of the side of `middle`. The border of the output is drawn over it if there is one.
    Other {
        field: &'a Field,
        /// The value with the deepest tone below the middle.
        low: f64,
        middle: f64,
        /// The value with the deepest tone above the middle.
        high: f64,
    },
    /// Sizes from zero to `high`, in one hue. The border of the output is drawn over them if there is one.
    Size { field: &'a Field, high: f64 },
    /// Nothing but the border of the output, and bars for the errors of the samples.
    Errors { largest: f64 },
}

/// The dots of a cell, across and down.
pub(super) fn grid(look: Look) -> (usize, usize) {
    if look.ascii { (1, 1) } else { (2, 4) }
}

/// Draws a map into an area, with its plane as a square. Returns the cells that the plane covers.
pub fn draw(plane: &Plane, area: Rect, buf: &mut Buffer, look: Look) -> Rect {
    let layout = Layout::of(plane, area.intersection(buf.area));
    let palette = Palette::new(look);
    let tones = ClassTones::new(if plane.is_of_classes() { plane.others.len() + 1 } else { 0 }, look);
    match plane.shade {
        PlaneShade::Output if plane.is_of_classes() => draw_classes(plane, layout.map, buf, look, &tones),
        PlaneShade::Output | PlaneShade::Other { .. } | PlaneShade::Size { .. } => {
            draw_map(plane, layout.map, buf, look, &palette);
        }
        PlaneShade::Errors { .. } => draw_border(plane, layout.map, buf, look),
    }
    draw_points(plane, layout.map, buf, look);
    axes::draw(plane, &layout, buf, look);
    let tones = plane.is_of_classes().then_some(&tones);
    let inks = legend::Inks { look, palette: &palette, tones, shade: plane.shade };
    legend::draw(&plane.legend, &layout, buf, &inks);
    layout.map
}

impl Plane<'_> {
    fn is_of_classes(&self) -> bool {
        !self.others.is_empty()
    }

    /// Whether it shows numbers, which have neither sides nor classes.
    fn is_of_numbers(&self) -> bool {
        !self.has_border && !self.is_of_classes()
    }

    /// The mark of a sample.
    fn mark(&self, point: &Point, look: Look) -> &'static str {
        if let Some(largest) = self.largest_error() {
            return errors::mark(point, largest, look);
        }
        if self.is_of_classes() {
            let kind = if point.is_test { MarkKind::Test } else { MarkKind::Training };
            return class_mark(point.target.max(0.0) as usize, kind, look);
        }
        // Samples of numbers are often so dense that there is no cell beside them for a cross.
        if point.is_wrong && self.is_of_numbers() {
            return look.glyph("×", "x");
        }
        let above = point.target > self.threshold;
        if point.is_test { test_mark(above, look) } else { mark(above, look) }
    }
}

fn draw_classes(plane: &Plane, map: Rect, buf: &mut Buffer, look: Look, tones: &ClassTones) {
    let (across, down) = grid(look);
    let (columns, rows) = (usize::from(map.width) * across, usize::from(map.height) * down);
    let dots = ClassDots::of([plane.field].into_iter().chain(plane.others), columns, rows);
    let borders = dots.borders();
    for at in map.positions() {
        let (column, row) = (usize::from(at.x - map.x), usize::from(at.y - map.y));
        let bits = borders.cell(column, row, across, down);
        let class = dots.class_of_cell((column, row), (across, down));
        if bits != 0 {
            let style = class.map_or(look.style(Role::Title), |class| tones.on(class, Role::Title));
            let glyph = if look.ascii { dots.slant(column, row) } else { braille(bits) };
            set(buf, at.x, at.y, glyph.encode_utf8(&mut [0; 4]), style);
            continue;
        }
        match class {
            None => set(buf, at.x, at.y, "?", look.style(Role::Warning)),
            Some(class) => {
                let glyph = if is_filled(column, row) { class_mark(class, MarkKind::Filling, look) } else { " " };
                set(buf, at.x, at.y, glyph, tones.filling(class));
            }
        }
    }
}

/// The border of the output in dots: between classes, or between the sides of the threshold.
enum Border {
    Classes(ClassDots, Contour),
    Sides(Vec<f64>, Contour),
}

impl Border {
    fn of(plane: &Plane, columns: usize, rows: usize) -> Self {
        if plane.is_of_classes() {
            let dots = ClassDots::of([plane.field].into_iter().chain(plane.others), columns, rows);
            let borders = dots.borders();
            return Self::Classes(dots, borders);
        }
        let values = plane.field.resampled(columns, rows);
        // Without a border, no value is on the other side of NaN.
        let contour = Contour::of(&values, columns, rows, if plane.has_border { plane.threshold } else { f64::NAN });
        Self::Sides(values, contour)
    }

    /// The glyph of the border in a cell. `None` where there is none.
    fn glyph(&self, (columns, rows): (usize, usize), (column, row): (usize, usize), look: Look) -> Option<char> {
        let (across, down) = grid(look);
        let (Self::Classes(_, contour) | Self::Sides(_, contour)) = self;
        let bits = contour.cell(column, row, across, down);
        (bits != 0).then(|| match self {
            _ if !look.ascii => braille(bits),
            Self::Classes(dots, _) => dots.slant(column, row),
            Self::Sides(values, _) => slant((columns, rows), (column, row), |x, y| values[y * columns + x]),
        })
    }
}

/// Draws the border alone.
fn draw_border(plane: &Plane, map: Rect, buf: &mut Buffer, look: Look) {
    let (across, down) = grid(look);
    let dots = (usize::from(map.width) * across, usize::from(map.height) * down);
    let border = Border::of(plane, dots.0, dots.1);
    for at in map.positions() {
        let glyph = border.glyph(dots, (usize::from(at.x - map.x), usize::from(at.y - map.y)), look);
        let glyph = glyph.unwrap_or(' ');
        set(buf, at.x, at.y, glyph.encode_utf8(&mut [0; 4]), look.style(Role::Muted));
    }
}

/// Keeps the tones of sizes pale where all are zero.
const LEAST_SIZE: f64 = 1e-200;

/// The values of the tones, and the numbers between which they are.
fn toned(plane: &Plane, columns: usize, rows: usize) -> (Vec<f64>, Split) {
    match plane.shade {
        PlaneShade::Other { field, low, middle, high } => {
            (field.resampled(columns, rows), Split { low, threshold: middle, high })
        }
        // Nothing is below the threshold, not even zero.
        PlaneShade::Size { field, high } => {
            let split = Split { low: -1.0, threshold: -f64::MIN_POSITIVE, high: high.max(LEAST_SIZE) };
            (field.resampled(columns, rows), split)
        }
        PlaneShade::Output | PlaneShade::Errors { .. } => (
            plane.field.resampled(columns, rows),
            Split { low: plane.low, threshold: plane.threshold, high: plane.high },
        ),
    }
}

fn draw_map(plane: &Plane, map: Rect, buf: &mut Buffer, look: Look, palette: &Palette) {
    let (across, down) = grid(look);
    let (columns, rows) = (usize::from(map.width) * across, usize::from(map.height) * down);
    let border = Border::of(plane, columns, rows);
    let (values, split) = toned(plane, columns, rows);
    // The tone of a range of dot rows in one cell.
    let tone = |column: usize, row: usize, rows: usize| {
        let dots = (row..row + rows).flat_map(|y| (0..across).map(move |x| y * columns + column * across + x));
        split.tone_of_most(dots.map(|at| values[at]))
    };
    for row in 0..usize::from(map.height) {
        for column in 0..usize::from(map.width) {
            let (x, y) = (map.x + column as u16, map.y + row as u16);
            let whole = tone(column, row * down, down);
            if let Some(glyph) = border.glyph((columns, rows), (column, row), look) {
                let style = whole.map_or(look.style(Role::Title), |tone| palette.on(tone, Role::Title));
                set(buf, x, y, glyph.encode_utf8(&mut [0; 4]), style);
                continue;
            }
            let halves = (down > 1).then(|| (tone(column, row * down, 2), tone(column, row * down + 2, 2)));
            let (glyph, style) = match (plane.shade, whole) {
                // Without colours for the depths of one hue, there are glyphs for them.
                (PlaneShade::Size { .. }, Some(tone)) if palette.paper(tone).is_none() => palette.step(tone),
                _ => cell(whole, halves, palette, look),
            };
            set(buf, x, y, glyph, style);
        }
    }
}

/// Draws a cell without a line: one tone, or two halves if the terminal has enough colours.
fn cell(
    whole: Option<PlaneTone>,
    halves: Option<(Option<PlaneTone>, Option<PlaneTone>)>,
    palette: &Palette,
    look: Look,
) -> (&'static str, Style) {
    let Some(tone) = whole else { return ("?", look.style(Role::Warning)) };
    if let Some((Some(upper), Some(lower))) = halves
        && upper != lower
        && let (Some(ink), Some(paper)) = (palette.paper(upper), palette.paper(lower))
    {
        return ("▀", Style::new().fg(ink).bg(paper));
    }
    palette.filling(tone)
}

/// The direction of the line through a cell of one dot, perpendicular to the gradient of the values.
fn slant((columns, rows): (usize, usize), (column, row): (usize, usize), at: impl Fn(usize, usize) -> f64) -> char {
    let right = at((column + 1).min(columns - 1), row) - at(column.saturating_sub(1), row);
    let down = at(column, (row + 1).min(rows - 1)) - at(column, row.saturating_sub(1));
    match (right.abs(), down.abs()) {
        (x, y) if y < x * 0.4 => '|',
        (x, y) if x < y * 0.4 => '-',
        _ if (right > 0.0) == (down > 0.0) => '/',
        _ => '\\',
    }
}

/// Whether a map in an area has the names of its classes in its legend, and the meaning of a cross.
pub fn legend_shows(plane: &Plane, area: Rect) -> [bool; 2] {
    plane.legend.shows(&Layout::of(plane, area))
}

/// The bar of the largest error.
pub fn largest_bar(look: Look) -> &'static str {
    errors::bar(1.0, false, look)
}

/// The mark of a side of the threshold before its name.
pub fn mark_of_side(above: bool, look: Look) -> &'static str {
    mark(above, look)
}

pub(super) fn mark(above: bool, look: Look) -> &'static str {
    if above { look.glyph("■", "#") } else { look.glyph("□", "o") }
}

/// The mark of a sample that is kept for the test.
fn test_mark(above: bool, look: Look) -> &'static str {
    if above { look.glyph("▪", "%") } else { look.glyph("▫", "c") }
}

/// The cell of a sample on the map. `None` if the sample is beyond it.
fn cell_of(plane: &Plane, map: Rect, point: &Point) -> Option<(u16, u16)> {
    let (along, up) = plane.field.share(point.x, point.y);
    let inside = (0.0..=1.0).contains(&along) && (0.0..=1.0).contains(&up) && !map.is_empty();
    let place = |share: f64, cells: u16| ((share * f64::from(cells)) as u16).min(cells - 1);
    inside.then(|| (map.x + place(along, map.width), map.y + place(1.0 - up, map.height)))
}

/// The cells that the plane of a map covers in an area.
pub fn map_area(plane: &Plane, area: Rect) -> Rect {
    Layout::of(plane, area).map
}

/// The samples under a position of a map that is drawn into an area: those of its cell, or else those of the cells beside it.
pub fn points_at(plane: &Plane, area: Rect, at: Position) -> Vec<usize> {
    let map = Layout::of(plane, area).map;
    if !map.contains(at) {
        return Vec::new();
    }
    let cells: Vec<_> = plane.points.iter().map(|point| cell_of(plane, map, point)).collect();
    let within = |reach: u16| {
        let near = |(x, y): (u16, u16)| y == at.y && x.abs_diff(at.x) <= reach;
        (0..cells.len()).filter(|n| cells[*n].is_some_and(near)).collect::<Vec<usize>>()
    };
    let found = within(0);
    if found.is_empty() { within(1) } else { found }
}

fn draw_points(plane: &Plane, map: Rect, buf: &mut Buffer, look: Look) {
    let mut placed: Vec<(bool, (u16, u16), &Point)> =
        plane.points.iter().filter_map(|point| Some((point.is_wrong, cell_of(plane, map, point)?, point))).collect();
    // Wrong predictions are drawn on top, and so are large errors.
    if plane.largest_error().is_some() {
        placed.sort_by(|a, b| a.2.error.total_cmp(&b.2.error));
    } else {
        placed.sort_by_key(|(wrong, ..)| *wrong);
    }
    for (wrong, (x, y), point) in &placed {
        put(buf, *x, *y, plane.mark(point, look), look, errors::role(*wrong));
    }
    let mut taken: Vec<(u16, u16)> = placed.iter().map(|(_, at, _)| *at).collect();
    taken.sort_unstable();
    let has_crosses = !plane.is_of_numbers() && plane.largest_error().is_none();
    for (_, (x, y), _) in placed.iter().filter(|(wrong, ..)| *wrong && has_crosses) {
        let beside = [x + 1, x.wrapping_sub(1)].into_iter().filter(|x| (map.left()..map.right()).contains(x));
        let free = beside.map(|x| (x, *y)).find(|at| taken.binary_search(at).is_err());
        match free {
            Some((x, y)) => {
                put(buf, x, y, look.glyph("×", "x"), look, Role::Warning);
            }
            None => buf[(*x, *y)].modifier.insert(Modifier::REVERSED),
        }
    }
    for (_, (x, y), point) in placed.iter().filter(|(.., point)| point.is_chosen) {
        let beside = [(x.wrapping_sub(1), "["), (x + 1, "]")];
        for (x, bracket) in beside.into_iter().filter(|(x, _)| (map.left()..map.right()).contains(x)) {
            put(buf, x, *y, bracket, look, Role::Focus);
        }
        let role = if point.is_wrong { Role::Warning } else { Role::Focus };
        put(buf, *x, *y, plane.mark(point, look), look, role);
    }
}

/// Draws a glyph on a tone and keeps the tone.
pub(super) fn put(buf: &mut Buffer, x: u16, y: u16, glyph: &str, look: Look, role: Role) {
    if let Some(cell) = buf.cell_mut((x, y)) {
        let on_tone = !matches!(cell.bg, Color::Reset) && look.theme.depth != ColorDepth::None;
        let style = if on_tone { look.theme.mark_on(role, cell.bg) } else { look.style(role) };
        let style = style.add_modifier(Modifier::BOLD);
        // Of a cell with two tones, the glyph gets the lower one as its background.
        cell.set_symbol(glyph).set_style(Style { fg: style.fg.or(Some(Color::Reset)), ..style });
    }
}

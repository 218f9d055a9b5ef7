//! The decision boundary of a network: its output over the plane of its two inputs as a map of tones, the line between
//! the classes, and the data on top.
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
mod contour;
mod field;
mod legend;
mod thumbnail;
mod tones;

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
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use tones::{Palette, PlaneTone};

/// A map of a field, divided by a threshold into two classes, with data on it.
#[derive(Clone, Copy, Debug)]
pub struct Plane<'a> {
    /// The values of the map.
    pub field: &'a Field,
    pub points: &'a [Point],
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

/// The dots of a cell, across and down.
pub(super) fn grid(look: Look) -> (usize, usize) {
    if look.ascii { (1, 1) } else { (2, 4) }
}

/// Draws a map into an area, with its plane as a square. Returns the cells that the plane covers.
pub fn draw(plane: &Plane, area: Rect, buf: &mut Buffer, look: Look) -> Rect {
    let layout = Layout::of(plane, area.intersection(buf.area));
    let palette = Palette::new(look);
    draw_map(plane, layout.map, buf, look, &palette);
    draw_points(plane, layout.map, buf, look);
    axes::draw(plane, &layout, buf, look);
    legend::draw(&plane.legend, &layout, buf, look, &palette);
    layout.map
}

fn draw_map(plane: &Plane, map: Rect, buf: &mut Buffer, look: Look, palette: &Palette) {
    let (across, down) = grid(look);
    let (columns, rows) = (usize::from(map.width) * across, usize::from(map.height) * down);
    let values = plane.field.resampled(columns, rows);
    let contour = Contour::of(&values, columns, rows, plane.threshold);
    let split = Split { low: plane.low, threshold: plane.threshold, high: plane.high };
    // The tone of a range of dot rows in one cell.
    let tone = |column: usize, row: usize, rows: usize| {
        let dots = (row..row + rows).flat_map(|y| (0..across).map(move |x| y * columns + column * across + x));
        split.tone_of_most(dots.map(|at| values[at]))
    };
    for row in 0..usize::from(map.height) {
        for column in 0..usize::from(map.width) {
            let (x, y) = (map.x + column as u16, map.y + row as u16);
            let bits = contour.cell(column, row, across, down);
            let whole = tone(column, row * down, down);
            if bits != 0 {
                let style = whole.map_or(look.style(Role::Title), |tone| palette.on(tone, Role::Title));
                let glyph = if look.ascii { slant(&values, columns, column, row) } else { braille(bits) };
                set(buf, x, y, glyph.encode_utf8(&mut [0; 4]), style);
                continue;
            }
            let halves = (down > 1).then(|| (tone(column, row * down, 2), tone(column, row * down + 2, 2)));
            let (glyph, style) = cell(whole, halves, palette, look);
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

/// The direction of the line through a cell, perpendicular to the gradient of the values.
fn slant(values: &[f64], columns: usize, column: usize, row: usize) -> char {
    let rows = values.len() / columns;
    let at = |x: usize, y: usize| values[y * columns + x];
    let right = at((column + 1).min(columns - 1), row) - at(column.saturating_sub(1), row);
    let down = at(column, (row + 1).min(rows - 1)) - at(column, row.saturating_sub(1));
    match (right.abs(), down.abs()) {
        (x, y) if y < x * 0.4 => '|',
        (x, y) if x < y * 0.4 => '-',
        _ if (right > 0.0) == (down > 0.0) => '/',
        _ => '\\',
    }
}

pub(super) fn mark(above: bool, look: Look) -> &'static str {
    if above { look.glyph("■", "#") } else { look.glyph("□", "o") }
}

fn draw_points(plane: &Plane, map: Rect, buf: &mut Buffer, look: Look) {
    let cell = |point: &Point| {
        let (along, up) = plane.field.share(point.x, point.y);
        let inside = (0.0..=1.0).contains(&along) && (0.0..=1.0).contains(&up) && !map.is_empty();
        let place = |share: f64, cells: u16| ((share * f64::from(cells)) as u16).min(cells - 1);
        inside.then(|| (map.x + place(along, map.width), map.y + place(1.0 - up, map.height)))
    };
    let mut placed: Vec<(bool, (u16, u16), &Point)> =
        plane.points.iter().filter_map(|point| Some((point.is_wrong, cell(point)?, point))).collect();
    // Wrong predictions are drawn on top.
    placed.sort_by_key(|(wrong, ..)| *wrong);
    for (wrong, (x, y), point) in &placed {
        let role = if *wrong { Role::Warning } else { Role::Text };
        put(buf, *x, *y, mark(point.target > plane.threshold, look), look, role);
    }
    let mut taken: Vec<(u16, u16)> = placed.iter().map(|(_, at, _)| *at).collect();
    taken.sort_unstable();
    for (_, (x, y), _) in placed.iter().filter(|(wrong, ..)| *wrong) {
        let beside = [x + 1, x.wrapping_sub(1)].into_iter().filter(|x| (map.left()..map.right()).contains(x));
        let free = beside.map(|x| (x, *y)).find(|at| taken.binary_search(at).is_err());
        match free {
            Some((x, y)) => {
                put(buf, x, y, look.glyph("×", "x"), look, Role::Warning);
            }
            None => buf[(*x, *y)].modifier.insert(Modifier::REVERSED),
        }
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

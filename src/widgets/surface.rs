//! The output of a network over the plane of its two inputs, as a surface in space that turns and tilts: a mesh of dots
//! without hidden lines, the plane at the threshold as scattered dots, and the data as pins.

mod canvas;
mod labels;
mod mesh;
mod view;

use super::Look;
use super::panel::set;
use super::plane::{Field, Point, mark, put};
use super::plot::braille;
use crate::theme::Role;
use crate::tile::ColorDepth;
use canvas::{Ink, SurfaceCanvas};
use labels::SurfaceLabels;
use mesh::{Mesh, height, place};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use view::Camera;

/// A surface over a field, seen from one direction.
#[derive(Clone, Copy, Debug)]
pub struct Surface<'a> {
    pub field: &'a Field,
    /// The data. Each is a pin from the surface to its target.
    pub points: &'a [Point],
    /// Whether the sides of the threshold are classes, so that the line between them means something.
    pub has_border: bool,
    /// The border between the classes. Values above it belong to the second class, 1.
    pub threshold: f64,
    /// The value of the floor. Lower values are drawn at the floor.
    pub low: f64,
    /// The value of the ceiling. Higher values are drawn at the ceiling.
    pub high: f64,
    /// The azimuth of the viewer in degrees: 0 looks along x, 90 along y.
    pub turn: f64,
    /// The elevation of the viewer in degrees: 0 is level with the floor, 90 from above. Other values are clamped.
    pub tilt: f64,
    /// The names of the two inputs and of the output.
    pub names: [&'a str; 3],
}

/// The smallest size in cells with numbers and names.
const LABELLED: (u16, u16) = (24, 9);

/// How far below the surface, in units of the box, the head of a pin may be and still be shown as if on it.
const BURIED: f64 = 0.1;

pub fn draw(surface: &Surface, area: Rect, buf: &mut Buffer, look: Look) {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let labelled = area.width >= LABELLED.0 && area.height >= LABELLED.1;
    let inner = if labelled { Rect::new(area.x + 4, area.y + 1, area.width - 8, area.height - 3) } else { area };
    let grid = if look.ascii { (1, 2) } else { (2, 4) };
    let mut canvas = SurfaceCanvas::new(usize::from(inner.width) * grid.0, usize::from(inner.height) * grid.1);
    canvas.dashed = look.theme.depth == ColorDepth::None;
    let view = Camera::new(surface.turn, surface.tilt, canvas.columns, canvas.rows);
    let mesh = Mesh::new(surface, &view);
    mesh.cover(&mut canvas);
    labels::draw_box(&mut canvas, &view);
    if surface.has_border {
        mesh.draw_plane(&mut canvas, &view);
    }
    mesh.draw(&mut canvas, surface.threshold);
    if surface.has_border {
        mesh.draw_contour(&mut canvas, surface.threshold);
    }
    draw_pins(surface, &view, &mut canvas);
    draw_dots(&canvas, grid, inner, buf, look);
    draw_heads(surface, &view, &canvas, grid, inner, buf, look);
    if labelled {
        let shifted = view.moved(4.0 * grid.0 as f64, grid.1 as f64);
        SurfaceLabels { surface, view: &shifted, area, grid, buf, look }.draw();
    }
}

/// The ASCII character for the lit dots of a cell. The two sides differ without colour, too.
fn ascii(bits: u8, ink: Ink) -> char {
    match (bits, ink) {
        (1, Ink::Below) => '`',
        (1, _) => '\'',
        (2, Ink::Below) => ',',
        (2, _) => '.',
        (_, Ink::Below) => ';',
        (_, Ink::Line) => '*',
        _ => ':',
    }
}

fn draw_dots(canvas: &SurfaceCanvas, grid: (usize, usize), area: Rect, buf: &mut Buffer, look: Look) {
    for row in 0..usize::from(area.height) {
        for column in 0..usize::from(area.width) {
            let (bits, ink) = canvas.cell(column, row, grid.0, grid.1);
            if bits == 0 {
                continue;
            }
            let glyph = if look.ascii { ascii(bits, ink) } else { braille(bits) };
            let role = match ink {
                Ink::Above => Role::Positive,
                Ink::Below => Role::Negative,
                Ink::Line => Role::Title,
                Ink::None | Ink::Frame => Role::Border,
            };
            set(buf, area.x + column as u16, area.y + row as u16, glyph.encode_utf8(&mut [0; 4]), look.style(role));
        }
    }
}

/// The data within the field: the position along x and y as fractions, the value of the surface there, and the target.
fn pins<'a>(surface: &'a Surface) -> impl Iterator<Item = (&'a Point, (f64, f64), f64)> {
    surface.points.iter().filter_map(|point| {
        let (along, up) = surface.field.share(point.x, point.y);
        let inside = (0.0..=1.0).contains(&along) && (0.0..=1.0).contains(&up) && point.target.is_finite();
        inside.then(|| (point, (along, up), surface.field.at(along, up)))
    })
}

fn draw_pins(surface: &Surface, view: &Camera, canvas: &mut SurfaceCanvas) {
    for (point, (along, up), value) in pins(surface) {
        if value.is_finite() {
            let [foot, head] = [value, point.target].map(|value| view.see(place(along, up, height(surface, value))));
            canvas.line(foot, head, |_| Ink::Line);
        }
    }
}

/// Draws the heads of the pins. A head behind the surface is dim.
fn draw_heads(
    surface: &Surface,
    view: &Camera,
    canvas: &SurfaceCanvas,
    grid: (usize, usize),
    area: Rect,
    buf: &mut Buffer,
    look: Look,
) {
    for (point, (along, up), _) in pins(surface) {
        let seen = view.see(place(along, up, height(surface, point.target)));
        let role = match (canvas.sees_within(seen, BURIED), point.is_wrong) {
            (false, _) => Role::Muted,
            (true, true) => Role::Warning,
            (true, false) => Role::Title,
        };
        let (x, y) = (seen.x.round().max(0.0) as usize / grid.0, seen.y.round().max(0.0) as usize / grid.1);
        if x < usize::from(area.width) && y < usize::from(area.height) {
            put(buf, area.x + x as u16, area.y + y as u16, mark(point.target > surface.threshold, look), look, role);
        }
    }
}

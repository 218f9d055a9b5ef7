//! A network as a picture: its inputs, then its layers from left to right. Each unit is a small map or curve of its
//! output, each weight an edge.
//!
//! ```text
//!  x1 ▏██   ⣀⠤⠒  1.1▂▓▓▒░
//!     ▏██ ⡠⠊      ✓  ▓▒░
//!  x2 ▏▀▀ ⠤⠤⠤⠤⠤  1.2█ ░▒▓ ⠤⠤  2.1
//! ```

mod edges;
mod layout;

pub use layout::{ColumnPlace, Hit, NetLayout, NetShape};

use super::panel::set;
use super::plane::{self, Field, Thumbnail};
use super::plot::braille;
use super::{Look, text};
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// What the output of a unit looks like over the inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum UnitPicture {
    /// Nothing is known of it.
    #[default]
    Blank,
    /// Over the plane of two inputs, from -1 to 1.
    Map(Field),
    /// Over one input, from 0 to 1.
    Curve(Vec<f64>),
}

/// Whether a unit can learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitHealth {
    /// It can.
    Well,
    /// Its slope is nearly zero on nine of ten samples or more.
    Saturated,
    /// Its value and slope are zero on every sample.
    Dead,
    /// Its gradient is far smaller than those of its layer.
    NoGradient,
}

impl UnitHealth {
    /// The mark of the unit.
    pub fn mark(self, look: Look) -> &'static str {
        match self {
            Self::Well => look.glyph("✓", "."),
            Self::Saturated => look.glyph("≡", "="),
            Self::Dead => look.glyph("†", "x"),
            Self::NoGradient => look.glyph("∅", "0"),
        }
    }
}

/// A unit, or an input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// The number of a unit, as in `1.3`, or the name of an input.
    pub label: String,
    pub picture: UnitPicture,
    /// The bias of a unit.
    pub bias: Option<f64>,
    /// The health of a unit.
    pub health: Option<UnitHealth>,
    /// The weight of the edge from each node of the column before.
    pub weights: Vec<f64>,
    /// Whether the edge from each node of the column before is cut. Empty if none is.
    pub cut: Vec<bool>,
    /// Whether its weights and its bias are not trained.
    pub is_frozen: bool,
}

impl Node {
    /// Whether it is frozen, and the number of its edges that are cut, as marks.
    fn marks(&self, look: Look) -> String {
        let frozen = if self.is_frozen { look.glyph("*", "#") } else { "" };
        let cut = match self.cut.iter().filter(|cut| **cut).count() {
            0 => String::new(),
            count @ 1..10 => format!("{}{count}", look.glyph("✂", "%")),
            _ => format!("{}+", look.glyph("✂", "%")),
        };
        format!("{frozen}{cut}")
    }
}

/// A network, and what is chosen in it.
#[derive(Clone, Copy, Debug)]
pub struct Net<'a> {
    /// The inputs, then the units of each layer.
    pub columns: &'a [Vec<Node>],
    /// The column and the index of the chosen node.
    pub chosen: (usize, usize),
    /// The edge of the chosen node that is chosen, by the index of the node that it comes from.
    pub edge: Option<usize>,
}

/// Draws a network into the places of its layout.
pub fn draw(net: &Net, layout: &NetLayout, buf: &mut Buffer, look: Look) {
    edges::draw(net, layout, buf, look);
    let thumbnail = Thumbnail::new(look);
    for (c, column) in layout.columns.iter().enumerate() {
        let Some(nodes) = net.columns.get(column.index) else { continue };
        for place in &column.nodes {
            let Some(node) = nodes.get(place.index) else { continue };
            let is_chosen = net.chosen == (column.index, place.index);
            draw_node(node, is_chosen, place.area, column.label, &thumbnail, buf, look);
        }
        draw_more(column, nodes, layout, c, buf, look);
    }
    draw_sides(layout, buf, look);
}

fn draw_node(
    node: &Node,
    is_chosen: bool,
    area: Rect,
    label: u16,
    thumbnail: &Thumbnail,
    buf: &mut Buffer,
    look: Look,
) {
    let cells = usize::from(label);
    let mut style = look.style(if is_chosen { Role::Focus } else { Role::Text });
    if is_chosen {
        style = style.add_modifier(Modifier::BOLD);
    }
    let mark = if is_chosen { look.glyph("▸", ">") } else { " " };
    text::put(buf, area.x, area.y, cells, &text::left(&format!("{mark}{}", node.label), cells), style);
    if let Some(health) = node.health.filter(|_| area.height > 1) {
        let role = if health == UnitHealth::Well { Role::Muted } else { Role::Warning };
        text::put(
            buf,
            area.x,
            area.y + 1,
            cells,
            &text::left(&format!(" {}{}", health.mark(look), node.marks(look)), cells),
            look.style(role),
        );
    }
    let bar = Rect { x: area.x + label, width: 1, ..area };
    draw_bias(node.bias, bar, buf, look);
    let picture = Rect { x: bar.x + 1, width: area.width - label - 1, ..area };
    match &node.picture {
        UnitPicture::Blank => {}
        UnitPicture::Map(field) => thumbnail.draw(field, picture, buf),
        UnitPicture::Curve(values) => draw_curve(values, picture, buf, look, Role::Text),
    }
}

/// The size of a bias that fills the bar.
const FULL_BIAS: f64 = 2.0;

/// Draws a bias as a bar that grows from the bottom. Its hue is that of its sign.
fn draw_bias(bias: Option<f64>, bar: Rect, buf: &mut Buffer, look: Look) {
    let Some(bias) = bias else { return };
    let role = if bias < 0.0 { Role::Negative } else { Role::Positive };
    let eighths = (bias.abs() / FULL_BIAS).min(1.0) * f64::from(bar.height) * 8.0;
    for row in 0..bar.height {
        let level = (eighths - f64::from(row) * 8.0).clamp(0.0, 8.0).round() as usize;
        let glyph = match (level, look.ascii) {
            // A bias near zero keeps a mark, so that the place of the bar is seen.
            (0, false) if row == 0 => "▏",
            (0, _) => " ",
            (_, true) if bias < 0.0 => "-",
            (_, true) => "+",
            (level, false) => ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][level - 1],
        };
        set(buf, bar.x, bar.bottom() - 1 - row, glyph, look.style(if level == 0 { Role::Border } else { role }));
    }
}

/// Draws a curve of values from 0 to 1 as dots, with vertical runs where it is steep.
pub fn draw_curve(values: &[f64], area: Rect, buf: &mut Buffer, look: Look, role: Role) {
    let (across, down) = plane::grid(look);
    let (columns, rows) = (usize::from(area.width) * across, usize::from(area.height) * down);
    if columns == 0 || rows == 0 || values.is_empty() {
        return;
    }
    let dot = |column: usize| {
        let at = column * (values.len() - 1) / (columns - 1).max(1);
        let value = values[at];
        value.is_finite().then(|| ((1.0 - value.clamp(0.0, 1.0)) * (rows - 1) as f64).round() as usize)
    };
    let mut bits = vec![0_u8; usize::from(area.width) * usize::from(area.height)];
    let mut before = None;
    for column in 0..columns {
        let here = dot(column);
        if let Some(row) = here {
            let from = before.unwrap_or(row);
            for y in row.min(from)..=row.max(from) {
                bits[y / down * usize::from(area.width) + column / across] |=
                    1 << (y % down * across + column % across);
            }
        }
        before = here;
    }
    for (n, bits) in bits.iter().enumerate().filter(|(_, bits)| **bits != 0) {
        let (x, y) = (n % usize::from(area.width), n / usize::from(area.width));
        let glyph = if look.ascii { '*' } else { braille(*bits) };
        set(buf, area.x + x as u16, area.y + y as u16, glyph.encode_utf8(&mut [0; 4]), look.style(role));
    }
}

/// Says below a column how many of its nodes are left out, and which if there is room.
fn draw_more(column: &ColumnPlace, nodes: &[Node], layout: &NetLayout, c: usize, buf: &mut Buffer, look: Look) {
    if column.more == 0 {
        return;
    }
    let place = layout.below(c);
    let cells = usize::from(place.width);
    let is_hidden = |(n, _): &(usize, &Node)| column.nodes.iter().all(|place| place.index != *n);
    let hidden = nodes.iter().enumerate().filter(is_hidden).map(|(_, node)| node.label.as_str());
    let named = format!(" +{}: {}", column.more, hidden.take(9).collect::<Vec<_>>().join(" "));
    let said = if text::width(&named) <= cells { named } else { format!(" +{}", column.more) };
    text::put(buf, place.x, place.y, cells, &said, look.style(Role::Muted));
}

/// Says beside the first and the last column how many columns are left out.
fn draw_sides(layout: &NetLayout, buf: &mut Buffer, look: Look) {
    let (before, after) = layout.hidden;
    let area = layout.area;
    let style = look.style(Role::Muted);
    if before > 0 {
        let words = format!("{}{before}", look.glyph("‹", "<"));
        text::put(buf, area.x, area.y, usize::from(area.width), &words, style);
    }
    if after > 0 {
        let words = format!("{after}{}", look.glyph("›", ">"));
        let cells = text::width(&words);
        text::put(buf, area.right().saturating_sub(cells as u16), area.y, cells, &words, style);
    }
}

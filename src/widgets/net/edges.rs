//! The edges of a network, as lines of dots: the width shows the size of a weight, the hue its sign.

use super::layout::{into, out_of};
use super::{Net, NetLayout};
use crate::theme::Role;
use crate::theme::contrast::parts;
use crate::tile::ColorDepth;
use crate::widgets::Look;
use crate::widgets::panel::set;
use crate::widgets::plane;
use crate::widgets::plot::braille;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use termprofile::TermProfile;

/// Sizes of weights: below the first a line is dotted, below the second broken, and from the third on double.
const SIZES: [f64; 3] = [0.15, 0.5, 1.2];
/// How far the colour of an edge that is not chosen is mixed from the background to that of its sign: for the weakest and
/// the strongest.
const DEPTHS: (f64, f64) = (0.4, 0.75);

/// A weight between two visible nodes.
struct Edge {
    from: Rect,
    to: Rect,
    weight: f64,
    /// Whether it leads to the chosen node, or is chosen itself.
    is_chosen: bool,
}

pub(super) fn draw(net: &Net, layout: &NetLayout, buf: &mut Buffer, look: Look) {
    let mut edges = visible(net, layout);
    // Strong edges and those of the chosen node are drawn over the others.
    edges.sort_by(|a, b| a.is_chosen.cmp(&b.is_chosen).then(a.weight.abs().total_cmp(&b.weight.abs())));
    let mut canvas = Canvas::new(layout.area, look);
    for edge in &edges {
        canvas.draw(edge, look);
    }
    canvas.put(buf, look);
}

fn visible(net: &Net, layout: &NetLayout) -> Vec<Edge> {
    let mut edges = Vec::new();
    for pair in layout.columns.windows(2) {
        let Some(nodes) = net.columns.get(pair[1].index) else { continue };
        for to in &pair[1].nodes {
            let is_node = net.chosen == (pair[1].index, to.index);
            for from in &pair[0].nodes {
                let Some(node) = nodes.get(to.index) else { continue };
                let Some(weight) = node.weights.get(from.index) else { continue };
                if node.cut.get(from.index) == Some(&true) {
                    continue;
                }
                let is_chosen = is_node && net.edge.is_none_or(|edge| edge == from.index);
                edges.push(Edge { from: from.area, to: to.area, weight: *weight, is_chosen });
            }
        }
    }
    edges
}

/// Dots, and the style of each cell: that of the last edge through it.
struct Canvas {
    area: Rect,
    grid: (usize, usize),
    bits: Vec<u8>,
    styles: Vec<Style>,
    glyphs: Vec<char>,
}

impl Canvas {
    fn new(area: Rect, look: Look) -> Self {
        let cells = usize::from(area.width) * usize::from(area.height);
        let styles = vec![Style::default(); cells];
        Self { area, grid: plane::grid(look), bits: vec![0; cells], styles, glyphs: vec!['.'; cells] }
    }

    /// Draws an edge as one line, or as two beside each other.
    fn draw(&mut self, edge: &Edge, look: Look) {
        if !edge.weight.is_finite() {
            return;
        }
        let style = style(edge, look);
        let (across, down) = self.grid;
        let dots = |(x, y): (f64, f64)| {
            ((x - f64::from(self.area.x)) * across as f64, (y - f64::from(self.area.y)) * down as f64)
        };
        let (from, to) = (dots(out_of(edge.from)), dots(into(edge.to)));
        let gaps = gaps(edge.weight, look);
        self.line(from, to, gaps, style);
        if edge.weight.abs() >= SIZES[2] && down > 1 {
            self.line((from.0, from.1 + 1.0), (to.0, to.1 + 1.0), gaps, style);
        }
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), (on, off): (usize, usize), style: Style) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let steps = dx.abs().max(dy.abs()).ceil().max(1.0);
        for step in 0..steps as usize {
            if step % (on + off) >= on {
                continue;
            }
            let share = (step as f64 + 0.5) / steps;
            self.light(from.0 + dx * share, from.1 + dy * share, (dx, dy), style);
        }
    }

    fn light(&mut self, x: f64, y: f64, (dx, dy): (f64, f64), style: Style) {
        let (across, down) = self.grid;
        let (columns, rows) = (usize::from(self.area.width) * across, usize::from(self.area.height) * down);
        let (x, y) = (x.max(0.0) as usize, y.max(0.0) as usize);
        if x >= columns || y >= rows {
            return;
        }
        let at = y / down * usize::from(self.area.width) + x / across;
        self.bits[at] |= 1 << (y % down * across + x % across);
        self.styles[at] = style;
        self.glyphs[at] = match dy / dx.max(1e-9) {
            slope if slope.abs() < 0.25 => '-',
            slope if slope < 0.0 => '/',
            _ => '\\',
        };
    }

    fn put(&self, buf: &mut Buffer, look: Look) {
        for (n, bits) in self.bits.iter().enumerate().filter(|(_, bits)| **bits != 0) {
            let (x, y) = (n % usize::from(self.area.width), n / usize::from(self.area.width));
            let glyph = if look.ascii { self.glyphs[n] } else { braille(*bits) };
            let (x, y) = (self.area.x + x as u16, self.area.y + y as u16);
            set(buf, x, y, glyph.encode_utf8(&mut [0; 4]), self.styles[n]);
        }
    }
}

/// The dots of a line that are lit and those that are not. Without colour, gaps show a negative weight.
fn gaps(weight: f64, look: Look) -> (usize, usize) {
    match weight.abs() {
        size if size < SIZES[0] => (1, 3),
        _ if weight < 0.0 && look.theme.depth == ColorDepth::None => (2, 2),
        size if size < SIZES[1] => (4, 2),
        _ => (1, 0),
    }
}

fn style(edge: &Edge, look: Look) -> Style {
    let style = look.style(if edge.weight < 0.0 { Role::Negative } else { Role::Positive });
    if edge.is_chosen {
        return style.add_modifier(Modifier::BOLD);
    }
    let (ColorDepth::TrueColor | ColorDepth::Indexed256) = look.theme.depth else { return style };
    let Some(ink) = style.fg.and_then(parts) else { return style };
    let paper = look.theme.paper_parts();
    // In few steps, so that small changes leave most cells unchanged.
    let share = (edge.weight.abs() / SIZES[2]).min(1.0);
    let depth = DEPTHS.0 + (DEPTHS.1 - DEPTHS.0) * (share * 4.0).round() / 4.0;
    let [r, g, b] = [0, 1, 2].map(|n| (paper[n] + (ink[n] - paper[n]) * depth).round() as u8);
    let profile = if look.theme.depth == ColorDepth::TrueColor { TermProfile::TrueColor } else { TermProfile::Ansi256 };
    profile.adapt_style(Style::new().fg(Color::Rgb(r, g, b)))
}

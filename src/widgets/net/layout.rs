//! Where the nodes of a network are. If a layer does not fit, its strongest units are shown, and always the chosen one.

use super::Node;
use crate::widgets::text;
use ratatui::layout::{Position, Rect};

/// The rows of a unit's picture: as many as fit. A picture is twice as many cells wide, so that it is square.
const HEIGHTS: [u16; 4] = [5, 4, 3, 2];
/// The fewest cells between two columns, where edges are drawn.
const GAP: u16 = 6;
/// The cells of a label, with the mark of the chosen node.
const LABELS: (usize, usize) = (4, 8);

/// What the layout depends on besides the area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetShape {
    /// The strength of each node of each column: the sum of the sizes of its edges.
    strengths: Vec<Vec<f64>>,
    /// The cells of the labels of each column.
    labels: Vec<u16>,
}

impl NetShape {
    pub fn of(columns: &[Vec<Node>]) -> Self {
        let incoming = |node: &Node| node.weights.iter().map(|w| w.abs()).sum::<f64>();
        let strengths = columns.iter().enumerate().map(|(n, nodes)| {
            let outgoing = |index: usize| {
                let above = columns.get(n + 1).into_iter().flatten();
                above.filter_map(|node| node.weights.get(index)).map(|w| w.abs()).sum::<f64>()
            };
            nodes.iter().enumerate().map(|(index, node)| incoming(node) + outgoing(index)).collect()
        });
        let label = |nodes: &Vec<Node>| {
            let longest = nodes.iter().map(|node| text::width(&node.label) + 1).max().unwrap_or(0);
            longest.clamp(LABELS.0, LABELS.1) as u16
        };
        Self { strengths: strengths.collect(), labels: columns.iter().map(label).collect() }
    }
}

/// A node and its area: label, bias and picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodePlace {
    pub index: usize,
    pub area: Rect,
}

/// The visible nodes of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnPlace {
    /// The index of the column, 0 for the inputs.
    pub index: usize,
    /// The cells of its labels.
    pub label: u16,
    pub nodes: Vec<NodePlace>,
    /// The number of nodes that are left out.
    pub more: usize,
}

/// The places of a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetLayout {
    pub area: Rect,
    pub columns: Vec<ColumnPlace>,
    /// The number of columns that are left out before and after.
    pub hidden: (usize, usize),
}

/// What is at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    Node {
        column: usize,
        index: usize,
    },
    /// The edge to a node, from the node with an index in the column before.
    Edge {
        column: usize,
        index: usize,
        from: usize,
    },
}

impl NetLayout {
    /// Places a network in an area, so that the chosen node is visible.
    pub fn of(shape: &NetShape, area: Rect, chosen: (usize, usize)) -> Self {
        let most = shape.strengths.iter().map(Vec::len).max().unwrap_or(0) as u16;
        if most == 0 || area.height < 2 {
            return Self { area, ..Self::default() };
        }
        let rows = |height: u16| most * (height + u16::from(height > 2));
        let wide = |height: u16| shape.labels.iter().map(|label| column_width(*label, height) + GAP).sum::<u16>() - GAP;
        let fits = |height: &&u16| rows(**height) <= area.height && wide(**height) <= area.width;
        let least = HEIGHTS[HEIGHTS.len() - 1];
        let height = HEIGHTS.iter().find(fits).copied().unwrap_or(least);
        let (first, count) = window(shape, area.width.saturating_sub(2 * MARK), height, chosen.0);
        let shown = first..first + count;
        // Where columns are left out, there is room for a mark.
        let (left, right) = (mark(first), mark(shape.labels.len() - first - count));
        let (whole, area) = (area, Rect { x: area.x + left, width: area.width.saturating_sub(left + right), ..area });
        let used: u16 = shape.labels[shown.clone()].iter().map(|label| column_width(*label, height)).sum();
        let free = area.width.saturating_sub(used);
        let mut columns = Vec::new();
        let mut x = area.x;
        for (n, index) in shown.enumerate() {
            // The free cells are shared out so that the last column ends at the right edge.
            let after = |n: usize| u32::from(free) * n as u32 / (count.max(2) - 1) as u32;
            x += (after(n) - after(n.saturating_sub(1))) as u16;
            let wide = column_width(shape.labels[index], height);
            let keep = if chosen.0 == index { chosen.1 } else { 0 };
            columns.push(column(shape, index, Rect { x, width: wide, ..area }, height, keep));
            x += wide;
        }
        let after = shape.labels.len() - first - count;
        Self { area: whole, columns, hidden: (first, after) }
    }

    /// The same places, this many cells to the right and down.
    #[must_use]
    pub fn moved(&self, x: u16, y: u16) -> Self {
        let moved = |area: Rect| Rect { x: area.x + x, y: area.y + y, ..area };
        let mut layout = Self { area: moved(self.area), ..self.clone() };
        for place in layout.columns.iter_mut().flat_map(|column| &mut column.nodes) {
            place.area = moved(place.area);
        }
        layout
    }

    /// The row below the nodes of a visible column.
    pub(super) fn below(&self, column: usize) -> Rect {
        let last = self.columns.get(column).and_then(|column| column.nodes.last());
        last.map_or(Rect::ZERO, |place| Rect { y: self.area.bottom() - 1, height: 1, ..place.area })
    }

    /// The place of a node if it is visible.
    pub fn place(&self, column: usize, index: usize) -> Option<Rect> {
        let column = self.columns.iter().find(|place| place.index == column)?;
        column.nodes.iter().find(|place| place.index == index).map(|place| place.area)
    }

    /// The node or edge at a position. Of several edges, the nearest.
    pub fn hit(&self, at: Position) -> Option<Hit> {
        for column in &self.columns {
            if let Some(place) = column.nodes.iter().find(|place| place.area.contains(at)) {
                return Some(Hit::Node { column: column.index, index: place.index });
            }
        }
        let between = self.columns.windows(2).find(|pair| {
            let edge = |column: &ColumnPlace| column.nodes.first().map(|place| place.area);
            let (left, right) = (edge(&pair[0]), edge(&pair[1]));
            left.zip(right).is_some_and(|(left, right)| (left.right()..right.left()).contains(&at.x))
        })?;
        let edges = between[1].nodes.iter().flat_map(|to| between[0].nodes.iter().map(move |from| (from, to)));
        let distance = |(from, to): &(&NodePlace, &NodePlace)| {
            let ((x0, y0), (x1, y1)) = (out_of(from.area), into(to.area));
            let share = (f64::from(at.x) + 0.5 - x0) / (x1 - x0).max(1.0);
            (y0 + (y1 - y0) * share - f64::from(at.y) - 0.5).abs()
        };
        let nearest = edges.map(|edge| (distance(&edge), edge)).min_by(|a, b| a.0.total_cmp(&b.0));
        let (_, (from, to)) = nearest.filter(|(distance, _)| *distance < 1.0)?;
        Some(Hit::Edge { column: between[1].index, index: to.index, from: from.index })
    }
}

/// Where edges leave a node, in cells.
pub(super) fn out_of(area: Rect) -> (f64, f64) {
    (f64::from(area.right()), f64::from(area.y) + f64::from(area.height) / 2.0)
}

/// Where edges come into a node.
pub(super) fn into(area: Rect) -> (f64, f64) {
    (f64::from(area.x), f64::from(area.y) + f64::from(area.height) / 2.0)
}

/// The cells for the number of columns that are left out on a side.
const MARK: u16 = 2;

fn mark(hidden: usize) -> u16 {
    if hidden > 0 { MARK } else { 0 }
}

/// The cells of a column: label, bias and picture.
fn column_width(label: u16, height: u16) -> u16 {
    label + 1 + 2 * height
}

/// The first visible column, and how many fit, so that the chosen column is visible with the one before it.
fn window(shape: &NetShape, width: u16, height: u16, chosen: usize) -> (usize, usize) {
    let all = shape.labels.len();
    let all_fit =
        shape.labels.iter().map(|label| column_width(*label, height) + GAP).sum::<u16>() <= width + 2 * MARK + GAP;
    if all_fit {
        return (0, all);
    }
    let fits = |from: usize, to: usize| {
        let used: u16 = shape.labels[from..to].iter().map(|label| column_width(*label, height) + GAP).sum();
        used <= width + GAP
    };
    let mut first = 0;
    let last = (chosen + 1).min(all);
    while first + 1 < last && !fits(first, last) {
        first += 1;
    }
    let mut end = last.max(first + 1);
    while end < all && fits(first, end + 1) {
        end += 1;
    }
    // What is free at the end is used for columns before.
    while first > 0 && fits(first - 1, end) {
        first -= 1;
    }
    (first, end - first)
}

/// Places the nodes of a column: all, or the strongest and the one to keep.
fn column(shape: &NetShape, index: usize, area: Rect, height: u16, keep: usize) -> ColumnPlace {
    let strengths = &shape.strengths[index];
    let fit = usize::from(area.height / height).max(1);
    let mut shown: Vec<usize> = (0..strengths.len()).collect();
    if strengths.len() > fit {
        // A row is left for the number of the others.
        let count = usize::from(area.height.saturating_sub(1) / height).max(1);
        shown.sort_by(|a, b| (*b == keep).cmp(&(*a == keep)).then(strengths[*b].total_cmp(&strengths[*a])));
        shown.truncate(count);
        shown.sort_unstable();
    }
    let more = strengths.len() - shown.len();
    let rows = area.height - u16::from(more > 0);
    let count = shown.len() as u16;
    let spare = rows.saturating_sub(count * height);
    let place = |(n, index): (usize, &usize)| {
        // Free rows are spread around the nodes evenly.
        let above = spare * (2 * n as u16 + 1) / (2 * count);
        let y = area.y + above + n as u16 * height;
        NodePlace { index: *index, area: Rect { y, height, ..area } }
    };
    let nodes = shown.iter().enumerate().map(place).collect();
    ColumnPlace { index, label: shape.labels[index], nodes, more }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(sizes: &[usize]) -> Vec<Vec<Node>> {
        let mut before = 0;
        let column = |(n, size): (usize, &usize)| {
            let nodes = (0..*size).map(|unit| Node {
                label: format!("{n}.{}", unit + 1),
                weights: (0..before).map(|from| (unit + from) as f64).collect(),
                ..Node::default()
            });
            let nodes: Vec<Node> = nodes.collect();
            before = *size;
            nodes
        };
        sizes.iter().enumerate().map(column).collect()
    }

    #[test]
    fn nodes_lie_in_the_area_and_do_not_overlap_and_the_chosen_one_is_there() {
        for sizes in [&[2, 4, 2, 1][..], &[2, 8, 8, 8, 1], &[4096, 3, 10], &[1, 1], &[7, 40, 2, 2, 2, 2, 2, 2, 2, 2, 1]]
        {
            let shape = NetShape::of(&network(sizes));
            for (width, height) in (20..150).step_by(7).flat_map(|w| (4..44).step_by(3).map(move |h| (w, h))) {
                let area = Rect::new(3, 2, width, height);
                for chosen in sizes.iter().enumerate().flat_map(|(c, n)| [(c, 0), (c, n - 1)]) {
                    let layout = NetLayout::of(&shape, area, chosen);
                    let places: Vec<Rect> =
                        layout.columns.iter().flat_map(|column| &column.nodes).map(|place| place.area).collect();
                    assert!(layout.place(chosen.0, chosen.1).is_some(), "{sizes:?} {area} {chosen:?}");
                    for (n, place) in places.iter().enumerate() {
                        assert_eq!(place.intersection(area), *place, "{sizes:?} {area} {chosen:?}");
                        assert!(places[..n].iter().all(|other| !other.intersects(*place)), "{sizes:?} {area}");
                    }
                    for column in &layout.columns {
                        assert_eq!(column.more + column.nodes.len(), sizes[column.index]);
                    }
                    assert_eq!(layout.hidden.0 + layout.columns.len() + layout.hidden.1, sizes.len());
                }
            }
        }
    }

    #[test]
    fn the_strongest_units_are_shown() {
        let shape = NetShape::of(&network(&[2, 9, 1]));
        let layout = NetLayout::of(&shape, Rect::new(0, 0, 60, 9), (1, 0));
        let shown: Vec<usize> = layout.columns[1].nodes.iter().map(|place| place.index).collect();
        assert_eq!((shown, layout.columns[1].more), (vec![0, 6, 7, 8], 5));
    }

    #[test]
    fn a_click_finds_a_node_or_an_edge() {
        let layout = NetLayout::of(&NetShape::of(&network(&[2, 2, 1])), Rect::new(0, 0, 60, 12), (1, 0));
        let node = layout.place(1, 1).unwrap();
        assert_eq!(layout.hit(node.as_position()), Some(Hit::Node { column: 1, index: 1 }));
        let from = layout.place(0, 1).unwrap();
        let beside = Position::new(from.right() + 1, from.y + from.height / 2);
        assert!(matches!(layout.hit(beside), Some(Hit::Edge { column: 1, from: 1, .. })), "{:?}", layout.hit(beside));
        assert_eq!(layout.hit(Position::new(0, 11)), None);
    }
}

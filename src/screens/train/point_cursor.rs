//! The cursor of points by hand: the axes that it moves along, and how it is drawn.

use super::TrainScreen;
use super::layout::{Pane, TrainPanel};
use crate::theme::Role;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

/// The axes that the cursor moves along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PointAxes {
    /// The ends of both.
    pub(super) ends: [[f64; 2]; 2],
    /// The cells that they cover.
    pub(super) cells: Rect,
    /// The panel that they are in.
    pub(super) panel: TrainPanel,
}

impl PointAxes {
    /// The cells along both axes, the second from below.
    pub(super) fn counts(&self) -> [u16; 2] {
        [self.cells.width, self.cells.height]
    }

    /// The cell of a place, from the left and from below. Places beyond the axes have the outermost cells.
    pub(super) fn cell(&self, place: [f64; 2]) -> [u16; 2] {
        [0, 1].map(|axis| {
            let ([low, high], count) = (self.ends[axis], self.counts()[axis]);
            (((place[axis] - low) / (high - low) * f64::from(count)).max(0.0) as u16).min(count - 1)
        })
    }

    /// The place in the middle of a cell, with as few digits as tell it from its neighbours.
    pub(super) fn place(&self, cell: [u16; 2]) -> [f64; 2] {
        [0, 1].map(|axis| {
            let ([low, high], count) = (self.ends[axis], f64::from(self.counts()[axis]));
            let step = (high - low) / count;
            rounded(low + (f64::from(cell[axis]) + 0.5) * step, step)
        })
    }

    /// The cell under a position.
    pub(super) fn under(&self, at: Position) -> Option<[u16; 2]> {
        self.cells.contains(at).then(|| [at.x - self.cells.x, self.cells.bottom() - 1 - at.y])
    }
}

/// A number with the decimals that a step needs.
pub(super) fn rounded(number: f64, step: f64) -> f64 {
    let decimals = decimals(step);
    format!("{number:.decimals$}").parse::<f64>().map_or(number, |number| number + 0.0)
}

/// The decimals that tell numbers apart that are this far from each other, with a digit more.
pub(super) fn decimals(step: f64) -> usize {
    std::iter::successors(Some(step), |step| Some(step * 10.0)).take(12).position(|step| step >= 4.0).unwrap_or(12)
}

/// The panel that a cursor can be on.
pub(super) fn panel(room: &TrainScreen) -> Option<TrainPanel> {
    [TrainPanel::Field, TrainPanel::Fit].into_iter().find(|panel| room.derived.panels.of(*panel).is_some())
}

/// Whether keys put points.
pub(super) fn is_on(room: &TrainScreen) -> bool {
    room.now.point.is_some() && room.focus() == Some(Pane::Map) && panel(room).is_some()
}

/// Draws the cursor on a panel.
pub(super) fn draw(room: &TrainScreen, on: TrainPanel, area: Rect, buf: &mut Buffer, look: Look) {
    let Some((axes, place)) = room.derived.axes.zip(room.now.point).filter(|_| is_on(room)) else { return };
    let (Some(own), true) = (room.derived.panels.of(on), axes.panel == on) else { return };
    let [column, row] = axes.cell(place);
    let x = axes.cells.x + column + area.x.saturating_sub(own.x);
    let y = axes.cells.bottom() - 1 - row + area.y.saturating_sub(own.y);
    for (x, glyph) in [(x.wrapping_sub(1), "╺"), (x, "╋"), (x + 1, "╸")] {
        if x >= axes.cells.x && area.contains(Position::new(x, y)) {
            let ascii = if glyph == "╋" { "+" } else { "-" };
            text::put(buf, x, y, 1, look.glyph(glyph, ascii), look.style(Role::Focus).add_modifier(Modifier::BOLD));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_in_the_middle_of_its_cell() {
        let cells = Rect::new(3, 2, 31, 15);
        for ends in [[[-6.8, 6.8], [-6.3, 7.1]], [[0.0, 1e-3], [5.0, 5000.0]], [[-0.13, 1.13], [-0.13, 1.13]]] {
            let axes = PointAxes { ends, cells, panel: TrainPanel::Field };
            for column in 0..31 {
                for row in 0..15 {
                    assert_eq!(axes.cell(axes.place([column, row])), [column, row], "{ends:?}");
                }
            }
            assert_eq!(axes.cell([f64::NEG_INFINITY, 1e9]), [0, 14]);
        }
        let axes = PointAxes { ends: [[0.0, 31.0], [0.0, 15.0]], cells, panel: TrainPanel::Fit };
        assert_eq!(axes.under(Position::new(3, 16)), Some([0, 0]));
        assert_eq!(axes.under(Position::new(2, 16)), None);
    }
}

//! The layout of a room: a map from panels to areas.

use crate::screens::stage;
use ratatui::layout::{Constraint, Layout, Position, Rect};

/// The smallest size of a room of runs, in columns and rows.
pub(crate) const LEAST: (u16, u16) = (60, 14);
/// The rows for progress and for the experiment.
const FOOT: u16 = 2;

/// The areas of the visible panels, in a room at the origin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PanelMap<P> {
    places: Vec<(P, Rect)>,
    /// The rows below the panels; `None` on a stage, and if nothing fits.
    pub(crate) foot: Option<Rect>,
}

impl<P> Default for PanelMap<P> {
    fn default() -> Self {
        Self { places: Vec::new(), foot: None }
    }
}

impl<P: Copy + PartialEq> PanelMap<P> {
    /// Splits a body into its foot and the area for panels above it; `None` if the body is too small.
    pub(crate) fn above_foot(body: Rect) -> Option<(Self, Rect)> {
        if body.width < LEAST.0 || body.height < LEAST.1 {
            return None;
        }
        let [main, foot] = body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(FOOT)]));
        Some((Self { foot: Some(foot), ..Self::default() }, main))
    }

    /// The panels of a stage, without a foot.
    pub(crate) fn of_stage(stage: &[P], body: Rect) -> Self {
        Self { places: stage::places(stage, body), foot: None }
    }

    /// One panel above the foot.
    pub(crate) fn of_pane(panel: P, body: Rect) -> Self {
        let Some((mut panels, main)) = Self::above_foot(body) else { return Self::default() };
        panels.put(panel, main);
        panels
    }

    /// Whether nothing fits.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Sets the area of a panel. A panel has one area.
    pub(crate) fn put(&mut self, panel: P, area: Rect) {
        self.places.retain(|(known, _)| *known != panel);
        self.places.push((panel, area));
    }

    /// Puts a panel in the place of another one.
    pub(crate) fn replace(&mut self, panel: P, by: P) {
        if let Some(area) = self.of(panel) {
            self.places.retain(|(known, _)| *known != panel);
            self.put(by, area);
        }
    }

    /// The area of a panel if it is visible.
    pub(crate) fn of(&self, panel: P) -> Option<Rect> {
        self.places.iter().find(|(known, _)| *known == panel).map(|(_, area)| *area)
    }

    /// The panel at a position.
    pub(crate) fn under(&self, at: Position) -> Option<(P, Rect)> {
        self.places.iter().copied().find(|(_, area)| area.contains(at))
    }

    /// The panels on the screen, for a room that is drawn into an area.
    pub(crate) fn on(&self, area: Rect) -> impl Iterator<Item = (P, Rect)> {
        self.places
            .iter()
            .map(move |(panel, place)| (*panel, shifted(*place, area)))
            .filter(|(_, place)| !place.is_empty())
    }

    /// Every area, with the foot last.
    #[cfg(test)]
    pub(crate) fn all(&self) -> Vec<Rect> {
        self.places.iter().map(|(_, area)| *area).chain(self.foot).collect()
    }
}

/// Moves an area of a room at the origin to where the room is drawn.
pub(crate) fn shifted(place: Rect, area: Rect) -> Rect {
    Rect::new(place.x + area.x, place.y + area.y, place.width, place.height).intersection(area)
}

/// The two rows of a foot: progress, and the experiment.
pub(crate) fn foot_rows(foot: Rect) -> [Rect; 2] {
    [Rect { height: 1, ..foot }, Rect { y: foot.y + 1, height: foot.height.saturating_sub(1), ..foot }]
}

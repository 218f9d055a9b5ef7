//! Where the panels of a room lie: a map from what a panel shows to its place.

use ratatui::layout::{Constraint, Layout, Position, Rect};

/// What a room of runs needs at least, in columns and rows.
pub(crate) const LEAST: (u16, u16) = (60, 14);
/// Rows for how far it is, and for what is trained.
const FOOT: u16 = 2;

/// A place for each panel that is in sight, in a room at the origin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PanelMap<P> {
    places: Vec<(P, Rect)>,
    /// The rows below the panels; absent where nothing fits.
    pub(crate) foot: Option<Rect>,
}

impl<P> Default for PanelMap<P> {
    fn default() -> Self {
        Self { places: Vec::new(), foot: None }
    }
}

impl<P: Copy + PartialEq> PanelMap<P> {
    /// The foot of a body, and what is left above it for panels; `None` where the body is too small.
    pub(crate) fn above_foot(body: Rect) -> Option<(Self, Rect)> {
        if body.width < LEAST.0 || body.height < LEAST.1 {
            return None;
        }
        let [main, foot] = body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(FOOT)]));
        Some((Self { foot: Some(foot), ..Self::default() }, main))
    }

    /// Puts a panel somewhere. A panel has one place.
    pub(crate) fn put(&mut self, panel: P, area: Rect) {
        self.places.retain(|(known, _)| *known != panel);
        self.places.push((panel, area));
    }

    /// Where a panel is, if it is in sight.
    pub(crate) fn of(&self, panel: P) -> Option<Rect> {
        self.places.iter().find(|(known, _)| *known == panel).map(|(_, area)| *area)
    }

    /// The panel at a place.
    pub(crate) fn under(&self, at: Position) -> Option<(P, Rect)> {
        self.places.iter().copied().find(|(_, area)| area.contains(at))
    }

    /// The panels as they lie on the screen, for a room that is drawn into an area.
    pub(crate) fn on(&self, area: Rect) -> impl Iterator<Item = (P, Rect)> {
        self.places
            .iter()
            .map(move |(panel, place)| (*panel, shifted(*place, area)))
            .filter(|(_, place)| !place.is_empty())
    }

    /// Every place, that of the foot last.
    #[cfg(test)]
    pub(crate) fn all(&self) -> Vec<Rect> {
        self.places.iter().map(|(_, area)| *area).chain(self.foot).collect()
    }
}

/// A place of a room at the origin, where the room is drawn into an area.
pub(crate) fn shifted(place: Rect, area: Rect) -> Rect {
    Rect::new(place.x + area.x, place.y + area.y, place.width, place.height).intersection(area)
}

/// The two rows of a foot: how far it is, and what is trained.
pub(crate) fn foot_rows(foot: Rect) -> [Rect; 2] {
    [Rect { height: 1, ..foot }, Rect { y: foot.y + 1, height: foot.height.saturating_sub(1), ..foot }]
}

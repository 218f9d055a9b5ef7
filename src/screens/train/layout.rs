//! The layout of Train's panels.
//!
//! ```text
//! 150×36 and up                        104×26 and up           76×16 and up            below
//! ╭ net ──────────────╮╭ map ──╮       ╭ net ──────╮╭ map ──╮  ╭ net ──────╮╭ map ──╮  ╭ net ────╮╭ map ──╮
//! │                   ││       │       │           ││       │  │           ││       │  │ or insp.││       │
//! │                   ││       │       │           ││       │  │           ││       │  ╰─────────╯╰───────╯
//! ╰───────────────────╯╰───────╯       ╰───────────╯╰───────╯  ╰───────────╯╰───────╯  ╭ loss ────────────╮
//! ╭ loss ╮╭ inspector ╮╭ inside╮       ╭ loss ─────╮╭ insp. ╮  ╭ loss ─────╮╭ insp. ╮  │                  │
//! ╰ acc. ╯╰───────────╯╰───────╯       ╰ accuracy ─╯╰───────╯  ╰───────────╯╰───────╯  ╰──────────────────╯
//!  epoch 62/100 ━━━━━╌╌╌                epoch …                 epoch …                 epoch …
//!  learning rate 0.01  …                learning rate …         learning rate …         learning rate …
//! ```

use super::view::TrainView;
use crate::screens::runs::panels::{LEAST, PanelMap};
use crate::screens::view::Named;
use ratatui::layout::{Constraint, Layout, Rect};

/// What a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TrainPanel {
    Loss,
    Accuracy,
    /// Losses and accuracies over one axis of epochs.
    Time,
    Field,
    Surface,
    Fit,
    Pieces,
    Inside,
    /// The weights without the table of layers.
    Weights,
    /// One unit in numbers.
    Unit,
    /// How often each class was taken for each.
    Confusion,
    /// The network as a picture.
    Net,
    /// The chosen unit in numbers and curves.
    Inspector,
}

impl Named for TrainPanel {
    const ALL: &'static [Self] = &[
        Self::Loss,
        Self::Accuracy,
        Self::Time,
        Self::Field,
        Self::Surface,
        Self::Fit,
        Self::Pieces,
        Self::Inside,
        Self::Weights,
        Self::Unit,
        Self::Confusion,
        Self::Net,
        Self::Inspector,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Accuracy => "accuracy",
            Self::Time => "time",
            Self::Field => "field",
            Self::Surface => "surface",
            Self::Fit => "fit",
            Self::Pieces => "pieces",
            Self::Inside => "inside",
            Self::Weights => "weights",
            Self::Unit => "unit",
            Self::Confusion => "confusion",
            Self::Net => "net",
            Self::Inspector => "inspector",
        }
    }
}

impl TrainView {
    /// The panels that show this view on a stage.
    pub(super) fn page(self) -> &'static [TrainPanel] {
        match self {
            Self::First => &[],
            Self::Curves => &[TrainPanel::Time],
            Self::Field => &[TrainPanel::Field],
            Self::Surface => &[TrainPanel::Surface],
            Self::Fit => &[TrainPanel::Fit],
            Self::Pieces => &[TrainPanel::Pieces],
            Self::Inside => &[TrainPanel::Inside],
        }
    }

    /// The panel that shows this view, if it is one panel.
    fn panel(self) -> Option<TrainPanel> {
        match self {
            Self::First | Self::Curves => None,
            Self::Field => Some(TrainPanel::Field),
            Self::Surface => Some(TrainPanel::Surface),
            Self::Fit => Some(TrainPanel::Fit),
            Self::Pieces => Some(TrainPanel::Pieces),
            Self::Inside => Some(TrainPanel::Inside),
        }
    }
}

/// A part of the room that has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The network.
    Net,
    /// The map, or the fit over one input.
    Map,
    /// Losses and accuracies by epoch.
    Time,
    /// The chosen unit in numbers.
    Inspector,
}

impl Named for Pane {
    const ALL: &'static [Self] = &[Self::Net, Self::Map, Self::Time, Self::Inspector];

    fn id(self) -> &'static str {
        match self {
            Self::Net => "net",
            Self::Map => "map",
            Self::Time => "time",
            Self::Inspector => "inspector",
        }
    }
}

impl Pane {
    /// The table of its keys.
    pub(super) fn keys(self) -> &'static str {
        match self {
            Self::Net => "train-net",
            Self::Map => "train-map",
            Self::Time => "train-time",
            Self::Inspector => "train-inspector",
        }
    }

    /// The pane of a panel.
    pub(super) fn of(panel: TrainPanel) -> Self {
        match panel {
            TrainPanel::Net => Self::Net,
            TrainPanel::Field | TrainPanel::Surface | TrainPanel::Fit | TrainPanel::Pieces => Self::Map,
            TrainPanel::Loss | TrainPanel::Accuracy | TrainPanel::Time => Self::Time,
            TrainPanel::Inside
            | TrainPanel::Weights
            | TrainPanel::Unit
            | TrainPanel::Confusion
            | TrainPanel::Inspector => Self::Inspector,
        }
    }

    /// The pane after this one, or before it.
    pub(super) fn turned(self, forward: bool) -> Self {
        let here = Self::ALL.iter().position(|pane| *pane == self).unwrap_or(0);
        Self::ALL[(here + if forward { 1 } else { Self::ALL.len() - 1 }) % Self::ALL.len()]
    }
}

/// How much fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LayoutDetail {
    /// All panes, with the table of layers and weights.
    All,
    /// All panes, with room for the accuracy.
    Most,
    /// All panes, the lower ones small.
    Small,
    /// The inspector takes the place of the network.
    Least,
    /// No panel.
    Nothing,
}

impl LayoutDetail {
    /// The detail that fits into a body.
    pub(super) fn of(body: Rect) -> Self {
        match (body.width, body.height) {
            (150.., 36..) => Self::All,
            (104.., 26..) => Self::Most,
            (76.., 16..) => Self::Small,
            (w, h) if w >= LEAST.0 && h >= LEAST.1 => Self::Least,
            _ => Self::Nothing,
        }
    }

    /// The views that a key cycles through, out of those that an experiment has.
    pub(super) fn views(self, all: &[TrainView]) -> Vec<TrainView> {
        let is_inside = |view: &TrainView| *view == TrainView::Inside;
        match self {
            Self::Small | Self::Least => [&[TrainView::First], all].concat(),
            // Without a map, the first view is none of the others.
            Self::All if all.first() == Some(&TrainView::Inside) => vec![TrainView::First, TrainView::Curves],
            Self::Most if all.first() == Some(&TrainView::Inside) => [&[TrainView::First], all].concat(),
            Self::Most => all.to_vec(),
            Self::All => all.iter().copied().filter(|view| !is_inside(view)).collect(),
            Self::Nothing => Vec::new(),
        }
    }
}

/// Splits an area into columns, the second of this width.
fn beside(area: Rect, wide: u16) -> [Rect; 2] {
    area.layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Length(wide)]))
}

/// Splits an area into rows, the second of this height.
fn above(area: Rect, high: u16) -> [Rect; 2] {
    area.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(high)]))
}

fn across<const N: usize>(area: Rect) -> [Rect; N] {
    area.layout(&Layout::horizontal([Constraint::Fill(1); N]))
}

/// The widest a map needs to be: its plane is a square, beside its axis.
fn map_width(height: u16) -> u16 {
    2 * height.saturating_sub(4) + 12
}

/// Lays out the room with a view in front, for an experiment that has the views `all`. On a small screen, a view that was
/// asked for is large, and there are no panes.
pub(super) fn arrange(body: Rect, front: TrainView, all: &[TrainView], focus: Pane) -> PanelMap<TrainPanel> {
    let Some((mut panels, main)) = PanelMap::above_foot(body) else { return PanelMap::default() };
    let map = [front].iter().chain(all).copied().find(|view| view.is_output());
    let map = map.and_then(TrainView::panel);
    let [left, right] = across(main);
    let inspector = if front == TrainView::Inside { TrainPanel::Inside } else { TrainPanel::Inspector };
    match (LayoutDetail::of(body), front.panel()) {
        (_, None) if front == TrainView::Curves => panels.put(TrainPanel::Time, main),
        (LayoutDetail::All, _) => everything(&mut panels, main, map),
        (LayoutDetail::Most, _) => most(&mut panels, main, map, inspector),
        (LayoutDetail::Small, Some(panel)) => {
            panels.put(TrainPanel::Time, left);
            panels.put(panel, right);
        }
        (LayoutDetail::Small, None) => small(&mut panels, main, map),
        (LayoutDetail::Least | LayoutDetail::Nothing, Some(panel)) => panels.put(panel, main),
        (LayoutDetail::Least | LayoutDetail::Nothing, None) => least(&mut panels, main, map, focus),
    }
    panels
}

fn everything(panels: &mut PanelMap<TrainPanel>, main: Rect, map: Option<TrainPanel>) {
    let [top, bottom] = above(main, (main.height * 2 / 5).clamp(15, 22));
    upper(panels, top, map, map_width(top.height).min(main.width * 9 / 20), TrainPanel::Inside);
    let [time, inspector, inside] = across(bottom);
    if map.is_none() {
        // The table of layers has the place of the map.
        panels.put(TrainPanel::Inspector, inspector.union(inside));
    } else {
        panels.put(TrainPanel::Inspector, inspector);
        panels.put(TrainPanel::Inside, inside);
    }
    panels.put(TrainPanel::Time, time);
}

fn most(panels: &mut PanelMap<TrainPanel>, main: Rect, map: Option<TrainPanel>, inspector: TrainPanel) {
    let [top, bottom] = above(main, (main.height * 2 / 5).clamp(10, 14));
    let wide = map_width(top.height).min(main.width * 9 / 20);
    upper(panels, top, map, wide, TrainPanel::Confusion);
    let [time, rest] = beside(bottom, wide.max(44));
    panels.put(TrainPanel::Time, time);
    panels.put(inspector, rest);
}

fn small(panels: &mut PanelMap<TrainPanel>, main: Rect, map: Option<TrainPanel>) {
    let [top, bottom] = above(main, 6 + main.height.saturating_sub(18) / 2);
    let wide = map_width(top.height).clamp(30, main.width * 9 / 20);
    upper(panels, top, map, wide, TrainPanel::Confusion);
    let [time, rest] = beside(bottom, 38);
    panels.put(TrainPanel::Time, time);
    panels.put(TrainPanel::Inspector, rest);
}

fn least(panels: &mut PanelMap<TrainPanel>, main: Rect, map: Option<TrainPanel>, focus: Pane) {
    let [top, bottom] = above(main, 4 + main.height.saturating_sub(12) / 2);
    let wide = map_width(top.height).clamp(28, main.width / 2);
    upper(panels, top, map, wide, TrainPanel::Confusion);
    if focus == Pane::Inspector {
        panels.replace(TrainPanel::Net, TrainPanel::Inspector);
    }
    panels.put(TrainPanel::Time, bottom);
}

/// The network and the map beside each other; without a map, another panel.
fn upper(panels: &mut PanelMap<TrainPanel>, area: Rect, map: Option<TrainPanel>, wide: u16, other: TrainPanel) {
    let [net, right] = beside(area, wide);
    panels.put(TrainPanel::Net, net);
    panels.put(map.unwrap_or(other), right);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_fill_the_room_and_every_panel_is_in_sight_at_some_press() {
        use TrainPanel::{Inside, Inspector, Net, Time};
        let kinds: [&[TrainView]; 4] = [
            &[TrainView::Field, TrainView::Inside, TrainView::Curves],
            &[TrainView::Field, TrainView::Surface, TrainView::Inside, TrainView::Curves],
            &[TrainView::Fit, TrainView::Pieces, TrainView::Inside, TrainView::Curves],
            &[TrainView::Inside, TrainView::Curves],
        ];
        for all in kinds {
            for width in 60..250 {
                for height in 14..80 {
                    let body = Rect::new(0, 1, width, height);
                    let mut seen = Vec::new();
                    for front in LayoutDetail::of(body).views(all) {
                        for focus in Pane::ALL {
                            let panels = arrange(body, front, all, *focus);
                            let rects = panels.all();
                            let area: u32 = rects.iter().map(|r| r.area()).sum();
                            assert_eq!(area, body.area(), "{width}×{height} {front:?}");
                            assert!(
                                rects.iter().enumerate().all(|(n, a)| rects[..n].iter().all(|b| !a.intersects(*b)))
                            );
                            seen.extend(TrainPanel::ALL.iter().filter(|panel| panels.of(**panel).is_some()));
                        }
                    }
                    for panel in [Net, Inside, Inspector, Time] {
                        assert!(seen.contains(&&panel), "{width}×{height} {panel:?}");
                    }
                    let maps = all.iter().filter_map(|view| view.panel()).filter(|panel| Pane::of(*panel) == Pane::Map);
                    assert!(maps.into_iter().all(|map| seen.contains(&&map)), "{width}×{height}");
                }
            }
        }
    }
}

//! The layout of Train's panels.
//!
//! ```text
//! 160×40 and up                        104×26 and up            76×16 and up             below
//! ╭ loss ──╮╭ field ─╮╭ inside ╮       ╭ loss ──╮╭ view ──╮     ╭ loss ──╮╭ view ──╮     ╭ view ─────────╮
//! │        ││        ││        │       │        ││        │     │        ││  or    │     │  or curves    │
//! ╰────────╯╰────────╯│        │       ╰────────╯╰────────╯     │        ││ inside │     │  or inside    │
//! ╭ accur. ╮╭ surface╮│        │       ╭ accur. ╮╭ inside ╮     │        ││ or acc.│     │               │
//! ╰────────╯╰────────╯╰────────╯       ╰────────╯╰────────╯     ╰────────╯╰────────╯     ╰───────────────╯
//!  epoch 62/100 ━━━━━╌╌╌                epoch …                  epoch …                  epoch …
//!  learning rate 0.01  …                learning rate …          learning rate …          learning rate …
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
}

impl Named for TrainPanel {
    const ALL: &'static [Self] = &[
        Self::Loss,
        Self::Accuracy,
        Self::Field,
        Self::Surface,
        Self::Fit,
        Self::Pieces,
        Self::Inside,
        Self::Weights,
        Self::Unit,
        Self::Confusion,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Accuracy => "accuracy",
            Self::Field => "field",
            Self::Surface => "surface",
            Self::Fit => "fit",
            Self::Pieces => "pieces",
            Self::Inside => "inside",
            Self::Weights => "weights",
            Self::Unit => "unit",
            Self::Confusion => "confusion",
        }
    }
}

impl TrainView {
    /// The panels that show this view on a stage.
    pub(super) fn page(self) -> &'static [TrainPanel] {
        match self {
            Self::First => &[],
            Self::Curves => &[TrainPanel::Loss, TrainPanel::Accuracy],
            Self::Field => &[TrainPanel::Field],
            Self::Surface => &[TrainPanel::Surface],
            Self::Fit => &[TrainPanel::Fit],
            Self::Pieces => &[TrainPanel::Pieces],
            Self::Inside => &[TrainPanel::Inside],
        }
    }

    /// The panel that shows this view. The curves are two panels; the loss is already visible where there is space for
    /// two panels.
    fn panel(self) -> Option<TrainPanel> {
        match self {
            Self::First => None,
            Self::Curves => Some(TrainPanel::Accuracy),
            Self::Field => Some(TrainPanel::Field),
            Self::Surface => Some(TrainPanel::Surface),
            Self::Fit => Some(TrainPanel::Fit),
            Self::Pieces => Some(TrainPanel::Pieces),
            Self::Inside => Some(TrainPanel::Inside),
        }
    }
}

/// How many panels fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LayoutDetail {
    /// All panels, with both views of the outputs.
    All,
    /// The curves, one view of the outputs, and the inside.
    Most,
    /// The loss and one other panel.
    Two,
    /// One panel.
    One,
    /// No panel.
    Nothing,
}

impl LayoutDetail {
    /// The detail that fits into a body.
    pub(super) fn of(body: Rect) -> Self {
        match (body.width, body.height) {
            (160.., 38..) => Self::All,
            (104.., 26..) => Self::Most,
            (76.., 16..) => Self::Two,
            (w, h) if w >= LEAST.0 && h >= LEAST.1 => Self::One,
            _ => Self::Nothing,
        }
    }

    /// The views that a key cycles through, out of those that an experiment has.
    pub(super) fn views(self, all: &[TrainView]) -> Vec<TrainView> {
        let fixed = |view: &TrainView| !matches!(view, TrainView::Inside | TrainView::Curves);
        match self {
            Self::Two | Self::One => all.to_vec(),
            Self::Most => all.iter().copied().filter(fixed).collect(),
            Self::All | Self::Nothing => Vec::new(),
        }
    }
}

fn across<const N: usize>(area: Rect) -> [Rect; N] {
    area.layout(&Layout::horizontal([Constraint::Fill(1); N]))
}

fn down(area: Rect) -> (Rect, Rect) {
    let [a, b] = area.layout(&Layout::vertical([Constraint::Fill(1); 2]));
    (a, b)
}

/// Lays out the room with a view in front, for an experiment that has the views `all`.
pub(super) fn arrange(body: Rect, front: TrainView, all: &[TrainView]) -> PanelMap<TrainPanel> {
    let Some((mut panels, main)) = PanelMap::above_foot(body) else { return PanelMap::default() };
    let outputs: Vec<TrainView> =
        all.iter().copied().filter(|v| !matches!(v, TrainView::Inside | TrainView::Curves)).collect();
    match LayoutDetail::of(body) {
        LayoutDetail::All => everything(&mut panels, main, &outputs),
        LayoutDetail::Most => most(&mut panels, main, front, &outputs),
        LayoutDetail::Two => {
            let [left, right] = across(main);
            panels.put(TrainPanel::Loss, left);
            put(&mut panels, front, right);
        }
        LayoutDetail::One | LayoutDetail::Nothing if front == TrainView::Curves => {
            let [left, right] = across(main);
            panels.put(TrainPanel::Loss, left);
            panels.put(TrainPanel::Accuracy, right);
        }
        LayoutDetail::One | LayoutDetail::Nothing => put(&mut panels, front, main),
    }
    panels
}

fn put(panels: &mut PanelMap<TrainPanel>, view: TrainView, area: Rect) {
    if let Some(panel) = view.panel() {
        panels.put(panel, area);
    }
}

fn curves(panels: &mut PanelMap<TrainPanel>, area: Rect) {
    let (top, bottom) = down(area);
    panels.put(TrainPanel::Loss, top);
    panels.put(TrainPanel::Accuracy, bottom);
}

fn everything(panels: &mut PanelMap<TrainPanel>, main: Rect, outputs: &[TrainView]) {
    let [left, middle, right] = across(main);
    curves(panels, left);
    match outputs {
        [] => return panels.put(TrainPanel::Inside, middle.union(right)),
        [a] => put(panels, *a, middle),
        [a, b, ..] => {
            let (top, bottom) = down(middle);
            put(panels, *a, top);
            put(panels, *b, bottom);
        }
    }
    panels.put(TrainPanel::Inside, right);
}

fn most(panels: &mut PanelMap<TrainPanel>, main: Rect, front: TrainView, outputs: &[TrainView]) {
    let [left, right] = across(main);
    curves(panels, left);
    // The view in front may be one that is always visible at this size.
    let view = if outputs.contains(&front) { Some(&front) } else { outputs.first() };
    let Some(view) = view else { return panels.put(TrainPanel::Inside, right) };
    let [top, bottom] = right.layout(&Layout::vertical([Constraint::Fill(11), Constraint::Fill(9)]));
    put(panels, *view, top);
    panels.put(TrainPanel::Inside, bottom);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_fill_the_room_and_every_view_is_in_sight_at_some_press() {
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
                    let views = LayoutDetail::of(body).views(all);
                    let fronts = if views.is_empty() { vec![all[0]] } else { views };
                    let mut seen = [false; 2];
                    for front in fronts {
                        let panels = arrange(body, front, all);
                        let rects = panels.all();
                        let area: u32 = rects.iter().map(|r| r.area()).sum();
                        assert_eq!(area, body.area(), "{width}×{height} {front:?}");
                        assert!(rects.iter().enumerate().all(|(n, a)| rects[..n].iter().all(|b| !a.intersects(*b))));
                        seen[0] |= panels.of(TrainPanel::Inside).is_some();
                        seen[1] |= panels.of(TrainPanel::Accuracy).is_some() && panels.of(TrainPanel::Loss).is_some();
                    }
                    assert_eq!(seen, [true; 2], "{width}×{height}");
                }
            }
        }
    }
}

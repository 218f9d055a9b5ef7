//! The layout of Softmax's panels.
//!
//! ```text
//! all at once                         where rows are few: three pages of
//! ╭ logits ──────╮╭ probabilities ─╮  ╭ logits ──────╮╭ probabilities ─╮
//! ╰──────────────╯╰────────────────╯  │  or Jacobian, all over         │
//! ╭ Jacobian ────╮╭ gradient ──────╮  │  or probabilities and gradient │
//! ╰──────────────╯╰────────────────╯  ╰──────────────╯╰────────────────╯
//! ```

use crate::screens::stage;
use crate::screens::view::Named;
use ratatui::layout::{Constraint, Layout, Rect};

/// The smallest size of Softmax, in columns and rows.
pub(super) const LEAST: (u16, u16) = (60, 14);

/// The areas of the visible panels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct SoftmaxPanels {
    pub(super) logits: Option<Rect>,
    pub(super) probabilities: Option<Rect>,
    pub(super) jacobian: Option<Rect>,
    pub(super) gradient: Option<Rect>,
    /// The number of pages at this size.
    pub(super) pages: usize,
}

/// What a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SoftmaxPanel {
    Logits,
    Probabilities,
    Jacobian,
    Gradient,
}

impl Named for SoftmaxPanel {
    const ALL: &'static [Self] = &[Self::Logits, Self::Probabilities, Self::Jacobian, Self::Gradient];

    fn id(self) -> &'static str {
        match self {
            Self::Logits => "logits",
            Self::Probabilities => "probabilities",
            Self::Jacobian => "jacobian",
            Self::Gradient => "gradient",
        }
    }
}

/// The pages of a stage.
pub(super) const PAGES: &[&[SoftmaxPanel]] = &[
    &[SoftmaxPanel::Logits, SoftmaxPanel::Probabilities],
    &[SoftmaxPanel::Jacobian],
    &[SoftmaxPanel::Gradient, SoftmaxPanel::Probabilities],
];

/// Lays out a stage.
pub(super) fn on_stage(body: Rect, stage: &[SoftmaxPanel]) -> SoftmaxPanels {
    let mut panels = SoftmaxPanels { pages: PAGES.len(), ..SoftmaxPanels::default() };
    for (panel, area) in stage::places(stage, body) {
        let place = match panel {
            SoftmaxPanel::Logits => &mut panels.logits,
            SoftmaxPanel::Probabilities => &mut panels.probabilities,
            SoftmaxPanel::Jacobian => &mut panels.jacobian,
            SoftmaxPanel::Gradient => &mut panels.gradient,
        };
        *place = Some(area);
    }
    panels
}

fn halves(area: Rect) -> (Option<Rect>, Option<Rect>) {
    let [a, b] = area.layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]));
    (Some(a), Some(b))
}

/// Lays out a page of the room for that number of classes.
pub(super) fn arrange(body: Rect, classes: usize, page: usize) -> SoftmaxPanels {
    if body.width < LEAST.0 || body.height < LEAST.1 {
        return SoftmaxPanels { pages: 1, ..SoftmaxPanels::default() };
    }
    // A row per class and the frame; the Jacobian also has a row of column names.
    let (least, table) = (classes as u16 + 2, classes as u16 + 3);
    if body.width >= 76 && body.height >= least + table && body.height >= 18 {
        let [top, bottom] =
            body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Min(body.height.div_ceil(2).max(table))]));
        let ((logits, probabilities), (jacobian, gradient)) = (halves(top), halves(bottom));
        return SoftmaxPanels { logits, probabilities, jacobian, gradient, pages: 1 };
    }
    let all = SoftmaxPanels { pages: 3, ..SoftmaxPanels::default() };
    let (left, right) = halves(body);
    match page % 3 {
        0 => SoftmaxPanels { logits: left, probabilities: right, ..all },
        1 => SoftmaxPanels { jacobian: Some(body), ..all },
        _ => SoftmaxPanels { probabilities: left, gradient: right, ..all },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_fill_the_room_and_hold_every_class() {
        for width in 60..250 {
            for height in 14..80 {
                for classes in 2..=10 {
                    let body = Rect::new(0, 1, width, height);
                    let pages = arrange(body, classes, 0).pages;
                    for page in 0..pages {
                        let p = arrange(body, classes, page);
                        let all = [p.logits, p.probabilities, p.jacobian, p.gradient];
                        let rects: Vec<Rect> = all.into_iter().flatten().collect();
                        assert_eq!(rects.iter().map(|r| r.area()).sum::<u32>(), body.area(), "{width}×{height}");
                        assert!(rects.iter().all(|r| usize::from(r.height) >= classes + 2), "{width}×{height}");
                        assert!(p.jacobian.is_none_or(|r| usize::from(r.height) >= classes + 3));
                    }
                }
            }
        }
    }
}

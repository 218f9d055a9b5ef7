//! The layout of Softmax's panels.
//!
//! ```text
//! all at once                         where rows are few: three pages of
//! ╭ logits ──────╮╭ probabilities ─╮  ╭ logits ──────╮╭ probabilities ─╮
//! ╰──────────────╯╰────────────────╯  │  or Jacobian, all over         │
//! ╭ Jacobian ────╮╭ gradient ──────╮  │  or probabilities and gradient │
//! ╰──────────────╯╰────────────────╯  ╰──────────────╯╰────────────────╯
//!
//! 150×40 and up
//! ╭ logits ──────╮╭ Jacobian ──────╮
//! ╰──────────────╯╰────────────────╯
//! ╭ probab. ─────╮╭ probabilities by
//! ╰──────────────╯│ temperature    │
//! ╭ gradient ────╮│                │
//! ╰──────────────╯╰────────────────╯
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
    pub(super) temperature: Option<Rect>,
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
    /// Probabilities over the temperature.
    Temperature,
}

impl Named for SoftmaxPanel {
    const ALL: &'static [Self] =
        &[Self::Logits, Self::Probabilities, Self::Jacobian, Self::Gradient, Self::Temperature];

    fn id(self) -> &'static str {
        match self {
            Self::Logits => "logits",
            Self::Probabilities => "probabilities",
            Self::Jacobian => "jacobian",
            Self::Gradient => "gradient",
            Self::Temperature => "temperature",
        }
    }
}

/// The pages of a stage.
pub(super) const PAGES: &[&[SoftmaxPanel]] = &[
    &[SoftmaxPanel::Logits, SoftmaxPanel::Probabilities],
    &[SoftmaxPanel::Jacobian],
    &[SoftmaxPanel::Gradient, SoftmaxPanel::Probabilities],
    &[SoftmaxPanel::Temperature],
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
            SoftmaxPanel::Temperature => &mut panels.temperature,
        };
        *place = Some(area);
    }
    panels
}

fn halves(area: Rect) -> (Option<Rect>, Option<Rect>) {
    let [a, b] = area.layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]));
    (Some(a), Some(b))
}

/// From this size on, the probabilities over the temperature have room as well.
const LARGE: (u16, u16) = (150, 40);
/// The most rows of a class in the Jacobian.
const TALLEST: u16 = 5;

/// Three panels of bars above each other, and the Jacobian above the temperature beside them. The Jacobian needs `table` rows.
fn large(body: Rect, table: u16) -> SoftmaxPanels {
    let [bars, right] = body.layout(&Layout::horizontal([Constraint::Fill(2), Constraint::Fill(3)]));
    let [logits, probabilities, gradient] = bars.layout(&Layout::vertical([Constraint::Fill(1); 3]));
    // As many rows as the classes can use, and at most half of them.
    let rows = ((table - 3) * TALLEST + 3).min(right.height / 2).max(table);
    let [jacobian, temperature] = right.layout(&Layout::vertical([Constraint::Length(rows), Constraint::Fill(1)]));
    SoftmaxPanels {
        logits: Some(logits),
        probabilities: Some(probabilities),
        jacobian: Some(jacobian),
        gradient: Some(gradient),
        temperature: Some(temperature),
        pages: 1,
    }
}

/// Lays out a page of the room for that number of classes.
pub(super) fn arrange(body: Rect, classes: usize, page: usize) -> SoftmaxPanels {
    if body.width < LEAST.0 || body.height < LEAST.1 {
        return SoftmaxPanels { pages: 1, ..SoftmaxPanels::default() };
    }
    // A row per class and the frame; the Jacobian also has a row of column names.
    let (least, table) = (classes as u16 + 2, classes as u16 + 3);
    if body.width >= LARGE.0 && body.height >= LARGE.1 && body.height >= 3 * least {
        return large(body, table);
    }
    if body.width >= 76 && body.height >= least + table && body.height >= 18 {
        let [top, bottom] =
            body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Min(body.height.div_ceil(2).max(table))]));
        let ((logits, probabilities), (jacobian, gradient)) = (halves(top), halves(bottom));
        return SoftmaxPanels { logits, probabilities, jacobian, gradient, temperature: None, pages: 1 };
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
                        let all = [p.logits, p.probabilities, p.jacobian, p.gradient, p.temperature];
                        let rects: Vec<Rect> = all.into_iter().flatten().collect();
                        assert_eq!(rects.iter().map(|r| r.area()).sum::<u32>(), body.area(), "{width}×{height}");
                        let bars = [p.logits, p.probabilities, p.gradient].into_iter().flatten();
                        assert!(bars.into_iter().all(|r| usize::from(r.height) >= classes + 2), "{width}×{height}");
                        assert!(p.jacobian.is_none_or(|r| usize::from(r.height) >= classes + 3));
                    }
                }
            }
        }
    }
}

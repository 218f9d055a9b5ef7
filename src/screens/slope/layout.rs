//! The layout of Slope's panels.
//!
//! ```text
//! 120×40 and up                      80×24: two pages                   below: three pages
//! ╭ list ─╮╭ slopes ──╮╭ errors ──╮  ╭ list ─╮╭ slopes ─────────────╮   ╭ slopes ─────────╮
//! │       ││          ││          │  │       │╰─ or the difference ─╯   │                 │
//! │       │╰──────────╯│          │  │       │╭ errors ─────────────╮   │  or errors      │
//! │       │╭ differ. ─╮│          │  │       ││                     │   │  or difference  │
//! ╰───────╯╰──────────╯╰──────────╯  ╰───────╯╰─────────────────────╯   ╰─────────────────╯
//! ```

use crate::screens::stage;
use crate::screens::view::Named;
use ratatui::layout::{Constraint, Layout, Rect};

/// The smallest size of Slope, in columns and rows.
pub(super) const LEAST: (u16, u16) = (60, 14);

/// The areas of the visible panels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct SlopePanels {
    pub(super) list: Option<Rect>,
    pub(super) curves: Option<Rect>,
    pub(super) difference: Option<Rect>,
    pub(super) errors: Option<Rect>,
    /// The number of pages at this size.
    pub(super) pages: usize,
}

/// What a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlopePanel {
    List,
    Slopes,
    Difference,
    Errors,
}

impl Named for SlopePanel {
    const ALL: &'static [Self] = &[Self::List, Self::Slopes, Self::Difference, Self::Errors];

    fn id(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Slopes => "slopes",
            Self::Difference => "difference",
            Self::Errors => "errors",
        }
    }
}

/// The pages of a stage.
pub(super) const PAGES: &[&[SlopePanel]] = &[&[SlopePanel::Slopes], &[SlopePanel::Errors], &[SlopePanel::Difference]];

/// Lays out a stage.
pub(super) fn on_stage(body: Rect, stage: &[SlopePanel]) -> SlopePanels {
    let mut panels = SlopePanels { pages: PAGES.len(), ..SlopePanels::default() };
    for (panel, area) in stage::places(stage, body) {
        let place = match panel {
            SlopePanel::List => &mut panels.list,
            SlopePanel::Slopes => &mut panels.curves,
            SlopePanel::Difference => &mut panels.difference,
            SlopePanel::Errors => &mut panels.errors,
        };
        *place = Some(area);
    }
    panels
}

/// Lays out a page of the room.
pub(super) fn arrange(body: Rect, page: usize) -> SlopePanels {
    if body.width < LEAST.0 || body.height < LEAST.1 {
        return SlopePanels { pages: 1, ..SlopePanels::default() };
    }
    if body.width < 76 || body.height < 18 {
        let all = SlopePanels { pages: 3, ..SlopePanels::default() };
        return match page % 3 {
            0 => SlopePanels { curves: Some(body), ..all },
            1 => SlopePanels { errors: Some(body), ..all },
            _ => SlopePanels { difference: Some(body), ..all },
        };
    }
    let list_width = if body.width >= 150 { 22 } else { 18 };
    let [list, main] = body.layout(&Layout::horizontal([Constraint::Length(list_width), Constraint::Fill(1)]));
    let list = Some(list);
    let halves = [Constraint::Fill(1), Constraint::Fill(1)];
    if main.width >= 90 && main.height >= 24 {
        let [left, right] = main.layout(&Layout::horizontal(halves));
        let [top, bottom] = left.layout(&Layout::vertical([Constraint::Fill(3), Constraint::Fill(2)]));
        return SlopePanels { list, curves: Some(top), difference: Some(bottom), errors: Some(right), pages: 1 };
    }
    let [top, bottom] = main.layout(&Layout::vertical(halves));
    let panels = SlopePanels { list, errors: Some(bottom), pages: 2, ..SlopePanels::default() };
    if page.is_multiple_of(2) {
        SlopePanels { curves: Some(top), ..panels }
    } else {
        SlopePanels { difference: Some(top), ..panels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_fill_the_room_and_every_one_is_on_some_page() {
        for width in 60..250 {
            for height in 14..80 {
                let body = Rect::new(0, 1, width, height);
                let pages = arrange(body, 0).pages;
                let mut seen = [false; 3];
                for page in 0..pages {
                    let p = arrange(body, page);
                    let rects: Vec<Rect> = [p.list, p.curves, p.difference, p.errors].into_iter().flatten().collect();
                    assert_eq!(rects.iter().map(|r| r.area()).sum::<u32>(), body.area(), "{width}×{height}");
                    assert!(rects.iter().enumerate().all(|(n, a)| rects[..n].iter().all(|b| !a.intersects(*b))));
                    [p.curves, p.difference, p.errors].iter().zip(&mut seen).for_each(|(r, s)| *s |= r.is_some());
                }
                assert_eq!(seen, [true; 3], "{width}×{height}");
            }
        }
    }
}

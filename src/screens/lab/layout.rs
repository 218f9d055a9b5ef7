//! The layout of the Lab's panels.
//!
//! A large screen shows all panels at once. A smaller one shows the pairs as pages:
//!
//! ```text
//! ╭ functions ╮╭ function ─╮╭ slope ────╮      ╭ functions ╮╭ function ─╮╭ slope ────╮     ╭ function ─╮╭ slope ────╮
//! │           │╰───────────╯╰───────────╯      │           │╰───────────╯╰───────────╯     │           ││           │
//! │           │╭ samples ──╮╭ values ───╮      │           │╭ samples ──╮╭ values ───╮     │           ││           │
//! ├ knobs ────┤╰───────────╯╰───────────╯      ├ knobs ────┤│  or before  and after  │     │  or samples and values │
//! │           │╭ before ───╮╭ after ────╮      ╰───────────╯╰───────────╯╰───────────╯     │  or before  and after  │
//! ╰───────────╯╰───────────╯╰───────────╯                                                  ╰───────────╯╰───────────╯
//! ```

use crate::screens::stage;
use crate::screens::view::Named;
use ratatui::layout::{Constraint, Layout, Rect};

/// The smallest size of the Lab, in columns and rows.
pub(super) const LEAST: (u16, u16) = (60, 14);

/// The areas of the visible panels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LabPanels {
    pub(super) list: Option<Rect>,
    pub(super) parameters: Option<Rect>,
    pub(super) function: Option<Rect>,
    pub(super) slope: Option<Rect>,
    pub(super) samples: Option<Rect>,
    pub(super) values: Option<Rect>,
    pub(super) before: Option<Rect>,
    pub(super) after: Option<Rect>,
    /// The number of pages at this size.
    pub(super) pages: usize,
}

/// What a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LabPanel {
    List,
    Knobs,
    Function,
    Slope,
    Samples,
    Values,
    Before,
    After,
}

impl Named for LabPanel {
    const ALL: &'static [Self] =
        &[Self::List, Self::Knobs, Self::Function, Self::Slope, Self::Samples, Self::Values, Self::Before, Self::After];

    fn id(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Knobs => "knobs",
            Self::Function => "function",
            Self::Slope => "slope",
            Self::Samples => "samples",
            Self::Values => "values",
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// The pages of a stage.
pub(super) const PAGES: &[&[LabPanel]] = &[
    &[LabPanel::Function, LabPanel::Slope],
    &[LabPanel::Samples, LabPanel::Values],
    &[LabPanel::Before, LabPanel::After],
];

/// Lays out a stage.
pub(super) fn on_stage(body: Rect, stage: &[LabPanel]) -> LabPanels {
    let mut panels = LabPanels { pages: PAGES.len(), ..LabPanels::default() };
    for (panel, area) in stage::places(stage, body) {
        let place = match panel {
            LabPanel::List => &mut panels.list,
            LabPanel::Knobs => &mut panels.parameters,
            LabPanel::Function => &mut panels.function,
            LabPanel::Slope => &mut panels.slope,
            LabPanel::Samples => &mut panels.samples,
            LabPanel::Values => &mut panels.values,
            LabPanel::Before => &mut panels.before,
            LabPanel::After => &mut panels.after,
        };
        *place = Some(area);
    }
    panels
}

fn halves(area: Rect) -> (Option<Rect>, Option<Rect>) {
    let [a, b] = area.layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]));
    (Some(a), Some(b))
}

/// Lays out a page of the room.
pub(super) fn arrange(body: Rect, page: usize) -> LabPanels {
    if body.width < LEAST.0 || body.height < LEAST.1 {
        return LabPanels { pages: 1, ..LabPanels::default() };
    }
    if body.width < 76 || body.height < 18 {
        return one_pair(body, page);
    }
    let list_width = if body.width >= 150 { 22 } else { 18 };
    let [side, main] = body.layout(&Layout::horizontal([Constraint::Length(list_width), Constraint::Fill(1)]));
    let [list, parameters] = side.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(4)]));
    let panels = LabPanels { list: Some(list), parameters: Some(parameters), ..LabPanels::default() };
    if main.height >= 27 { three_pairs(main, panels) } else { two_pairs(main, page, panels) }
}

fn three_pairs(main: Rect, panels: LabPanels) -> LabPanels {
    let rows = [Constraint::Fill(13), Constraint::Fill(9), Constraint::Fill(17)];
    let [top, middle, bottom] = main.layout(&Layout::vertical(rows));
    let ((function, slope), (samples, values), (before, after)) = (halves(top), halves(middle), halves(bottom));
    LabPanels { function, slope, samples, values, before, after, pages: 1, ..panels }
}

fn two_pairs(main: Rect, page: usize, panels: LabPanels) -> LabPanels {
    // Pictures need height; histograms need less.
    let pictures = page % 2 == 1;
    let rows = if pictures { [9, 12] } else { [11, 9] }.map(Constraint::Fill);
    let [top, bottom] = main.layout(&Layout::vertical(rows));
    let (function, slope) = halves(top);
    let panels = LabPanels { function, slope, pages: 2, ..panels };
    let (left, right) = halves(bottom);
    if pictures {
        LabPanels { before: left, after: right, ..panels }
    } else {
        LabPanels { samples: left, values: right, ..panels }
    }
}

fn one_pair(body: Rect, page: usize) -> LabPanels {
    let (left, right) = halves(body);
    let panels = LabPanels { pages: 3, ..LabPanels::default() };
    match page % 3 {
        0 => LabPanels { function: left, slope: right, ..panels },
        1 => LabPanels { samples: left, values: right, ..panels },
        _ => LabPanels { before: left, after: right, ..panels },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rects(p: &LabPanels) -> Vec<Rect> {
        [p.list, p.parameters, p.function, p.slope, p.samples, p.values, p.before, p.after]
            .into_iter()
            .flatten()
            .collect()
    }

    #[test]
    fn panels_fill_the_room_and_never_overlap() {
        for width in 0..250 {
            for height in 0..80 {
                let body = Rect::new(0, 2, width, height);
                for page in 0..arrange(body, 0).pages {
                    let found = rects(&arrange(body, page));
                    let covered: u32 = found.iter().map(|r| r.area()).sum();
                    assert!(covered == body.area() || found.is_empty(), "{width}×{height} page {page}");
                    assert!(found.iter().enumerate().all(|(i, a)| found[..i].iter().all(|b| !a.intersects(*b))));
                    assert!(found.iter().all(|r| body.intersection(*r) == *r && r.height >= 4));
                }
            }
        }
    }

    #[test]
    fn every_panel_is_on_some_page() {
        for (width, height) in [(60, 14), (80, 20), (120, 36), (200, 56)] {
            let body = Rect::new(0, 0, width, height);
            let pages = arrange(body, 0).pages;
            let seen: Vec<LabPanels> = (0..pages).map(|page| arrange(body, page)).collect();
            let any = |f: fn(&LabPanels) -> Option<Rect>| seen.iter().any(|p| f(p).is_some());
            assert!(any(|p| p.function) && any(|p| p.slope) && any(|p| p.samples));
            assert!(any(|p| p.values) && any(|p| p.before) && any(|p| p.after));
        }
    }
}

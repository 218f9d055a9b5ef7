//! The layout of Sweep's panels.
//!
//! ```text
//! 104×26 and up                                 76×16 and up             below
//! ╭ verdict ───────╮╭ loss by epoch ────╮       ╭ verdict ╮╭ view ──╮    ╭ verdict ──────╮
//! ╰────────────────╯│                   │       │         ││ losses │    │  or losses    │
//! ╭ final losses ──╮╰───────────────────╯       │         ││ or fan │    │  or fan       │
//! │                │╭ seeds ─╮╭ grid    ╮       │         ││ or …   │    │  or …         │
//! ╰────────────────╯│        ││ or      │       ╰─────────╯╰────────╯    ╰───────────────╯
//! ╭ causes ────────╮│        ││ nothing │
//! ╰────────────────╯╰────────╯╰─────────╯
//!  640/1000 ━━━━━━━━╌╌╌╌  rate  time left        640/1000 ━━━━           640/1000 ━━━━
//! ```

use crate::screens::runs::panels::PanelMap;
use crate::screens::view::Named;
use ratatui::layout::{Constraint, Layout, Rect};

/// The view that is shown when there is no space for everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SweepView {
    /// Success rates with their intervals, and who won.
    Verdict,
    /// Final losses.
    Losses,
    /// Losses by epoch.
    Fan,
    /// Why runs failed.
    Causes,
    /// Seeds by loss.
    Seeds,
    /// The grid of variants.
    Grid,
}

impl Named for SweepView {
    const ALL: &'static [Self] = &[Self::Verdict, Self::Losses, Self::Fan, Self::Causes, Self::Seeds, Self::Grid];

    fn id(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Losses => "losses",
            Self::Fan => "fan",
            Self::Causes => "causes",
            Self::Seeds => "seeds",
            Self::Grid => "grid",
        }
    }
}

/// The views that a key cycles through.
pub(super) fn views(body: Rect, grid: bool) -> Vec<SweepView> {
    let all = SweepView::ALL.iter().copied().filter(|view| grid || *view != SweepView::Grid);
    match (body.width, body.height) {
        (104.., 26..) => Vec::new(),
        (76.., 16..) => all.skip(1).collect(),
        _ => all.collect(),
    }
}

/// Lays out the room with a view in front.
pub(super) fn arrange(body: Rect, front: SweepView, grid: bool, contestants: usize) -> PanelMap<SweepView> {
    let Some((mut panels, main)) = PanelMap::above_foot(body) else { return PanelMap::default() };
    let halves = [Constraint::Fill(1), Constraint::Fill(1)];
    let among = views(body, grid);
    let front = if among.contains(&front) { front } else { among.first().copied().unwrap_or(front) };
    if among.is_empty() {
        let [left, right] = main.layout(&Layout::horizontal(halves));
        let verdict = Constraint::Length((2 * contestants as u16 + 4).min(main.height / 3));
        let rows = [verdict, Constraint::Fill(3), Constraint::Fill(2)];
        let [top, middle, bottom] = left.layout(&Layout::vertical(rows));
        panels.put(SweepView::Verdict, top);
        panels.put(SweepView::Losses, middle);
        panels.put(SweepView::Causes, bottom);
        let [fan, below] = right.layout(&Layout::vertical([Constraint::Fill(11), Constraint::Fill(9)]));
        panels.put(SweepView::Fan, fan);
        if grid {
            let [seeds, grid] = below.layout(&Layout::horizontal([Constraint::Fill(2), Constraint::Fill(3)]));
            panels.put(SweepView::Seeds, seeds);
            panels.put(SweepView::Grid, grid);
        } else {
            panels.put(SweepView::Seeds, below);
        }
    } else if body.width >= 76 && body.height >= 16 {
        let [left, right] = main.layout(&Layout::horizontal(halves));
        panels.put(SweepView::Verdict, left);
        panels.put(front, right);
    } else {
        panels.put(front, main);
    }
    panels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_fill_the_room_and_every_view_is_in_sight_at_some_press() {
        for grid in [false, true] {
            for (width, height) in (60..220).flat_map(|w| (14..70).map(move |h| (w, h))) {
                let body = Rect::new(0, 1, width, height);
                let among = views(body, grid);
                let fronts = if among.is_empty() { vec![SweepView::Losses] } else { among };
                let mut seen = [false; 6];
                for front in fronts {
                    let panels = arrange(body, front, grid, 2);
                    let rects = panels.all();
                    assert_eq!(rects.iter().map(|r| r.area()).sum::<u32>(), body.area(), "{width}×{height}");
                    assert!(rects.iter().enumerate().all(|(n, a)| rects[..n].iter().all(|b| !a.intersects(*b))));
                    seen.iter_mut().zip(SweepView::ALL).for_each(|(seen, view)| *seen |= panels.of(*view).is_some());
                }
                assert_eq!(seen, [true, true, true, true, true, grid], "{width}×{height}");
            }
        }
    }
}

//! The stage of a room: the panels that are shown alone and large, instead of the room's own layout.
//!
//! Steps of lessons and the option `--panels` set it. The keys that turn pages or views go through the room's pages of
//! the stage.

use super::command::Command;
use super::setting::Setting;
use super::view::Named;
use crate::input::Verb;
use crate::words::Message;
use ratatui::layout::{Constraint, Layout, Rect};

/// The panels on the stage, from left to right or from top to bottom; empty if the room has its own layout.
pub(crate) type Stage<P> = Vec<P>;

/// The most panels on a stage.
pub(crate) const MOST: usize = 4;
/// The smallest area with a stage, in columns and rows.
const LEAST: (u16, u16) = (20, 5);
/// Two panels stand side by side if the area is at least this many times as wide as high, in cells.
const BESIDE: u16 = 4;

/// A room whose panels can be shown alone.
pub(crate) trait Staged: Sized + 'static {
    type Panel: Named;

    fn stage(&self) -> &Stage<Self::Panel>;
    fn stage_mut(&mut self) -> &mut Stage<Self::Panel>;
    /// The panels that keys can show alone, in order.
    fn panes(&self) -> Vec<Self::Panel> {
        Self::Panel::ALL.to_vec()
    }
    /// A key has shown a panel alone, or all of them again.
    fn was_turned(&mut self) {}
}

/// The command that shows the next panel alone. After the last one, all are shown again.
pub(crate) const fn next_pane<R: Staged>() -> Command<R> {
    Command::new(Verb::NextPane, "pane", |room, _| turn(room, true))
}

/// The same backwards.
pub(crate) const fn previous_pane<R: Staged>() -> Command<R> {
    Command::new(Verb::PreviousPane, "pane", |room, _| turn(room, false))
}

fn turn<R: Staged>(room: &mut R, forward: bool) {
    let panes = room.panes();
    // The layout of the room comes before the first panel and after the last one.
    let here = room.stage().first().and_then(|shown| panes.iter().position(|pane| pane == shown)).map_or(0, |n| n + 1);
    let next = (here + if forward { 1 } else { panes.len() }) % (panes.len() + 1);
    *room.stage_mut() = next.checked_sub(1).and_then(|n| panes.get(n)).into_iter().copied().collect();
    room.was_turned();
}

/// The option that sets the stage.
pub(crate) const fn setting<R: Staged>(help: &'static str) -> Setting<R> {
    Setting {
        name: "panels",
        takes: "NAME,...",
        help,
        set: |room, value| {
            *room.stage_mut() = read(value)?;
            Ok(())
        },
        get: |room| {
            let names: Vec<&str> = room.stage().iter().map(|panel| panel.id()).collect();
            if names.is_empty() { Vec::new() } else { vec![names.join(",")] }
        },
    }
}

fn read<P: Named>(value: &str) -> Result<Stage<P>, Message> {
    let mut stage = Stage::new();
    for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let panel = P::parse(name)?;
        if !stage.contains(&panel) && stage.len() < MOST {
            stage.push(panel);
        }
    }
    Ok(stage)
}

/// The page after the one that shows the first panel of the stage.
pub(crate) fn next<P: Named>(stage: &[P], pages: &[&[P]]) -> Stage<P> {
    let here = pages.iter().position(|page| page.first() == stage.first());
    let here = here.or_else(|| pages.iter().position(|page| stage.iter().any(|panel| page.contains(panel))));
    let next = here.map_or(0, |n| n + 1) % pages.len().max(1);
    pages.get(next).map_or_else(Stage::new, |page| page.to_vec())
}

/// The areas of that many panels in an area; none if it is too small. Panels are as near to a width of three times their
/// height as whole rows and columns allow.
pub(crate) fn grid(area: Rect, count: usize) -> Vec<Rect> {
    if area.width < LEAST.0 || area.height < LEAST.1 || count == 0 {
        return Vec::new();
    }
    let beside = area.width >= BESIDE * area.height;
    match count {
        3.. if !beside => {
            let rows = area.layout_vec(&Layout::vertical(vec![Constraint::Fill(1); count.div_ceil(2)]));
            let halves = |(n, row): (usize, &Rect)| {
                let of_row = if 2 * n + 1 < count { 2 } else { 1 };
                row.layout_vec(&Layout::horizontal(vec![Constraint::Fill(1); of_row]))
            };
            rows.iter().enumerate().flat_map(halves).collect()
        }
        _ if beside => area.layout_vec(&Layout::horizontal(vec![Constraint::Fill(1); count])),
        _ => area.layout_vec(&Layout::vertical(vec![Constraint::Fill(1); count])),
    }
}

/// The panels of a stage and their areas.
pub(crate) fn places<P: Copy>(stage: &[P], area: Rect) -> Vec<(P, Rect)> {
    stage.iter().copied().zip(grid(area, stage.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_fill_the_area_and_do_not_overlap() {
        for count in 1..=MOST {
            for (width, height) in (20..220).flat_map(|w| (5..60).map(move |h| (w, h))) {
                let area = Rect::new(3, 2, width, height);
                let rects = grid(area, count);
                assert_eq!(rects.len(), count);
                assert_eq!(rects.iter().map(|r| r.area()).sum::<u32>(), area.area(), "{width}×{height} {count}");
                assert!(rects.iter().enumerate().all(|(n, a)| rects[..n].iter().all(|b| !a.intersects(*b))));
            }
        }
        assert!(grid(Rect::new(0, 0, 10, 3), 1).is_empty());
    }
}

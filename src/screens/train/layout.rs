//! Where the panels of Train lie.
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

use super::view::View;
use ratatui::layout::{Constraint, Layout, Rect};

/// What Train needs at least.
pub(super) const LEAST: (u16, u16) = (60, 14);
/// Rows for how far it is, and for the knobs.
const FOOT: u16 = 2;

/// A place for each panel that is in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Panels {
    pub(super) loss: Option<Rect>,
    pub(super) accuracy: Option<Rect>,
    pub(super) field: Option<Rect>,
    pub(super) surface: Option<Rect>,
    pub(super) fit: Option<Rect>,
    pub(super) pieces: Option<Rect>,
    pub(super) inside: Option<Rect>,
    pub(super) foot: Option<Rect>,
}

/// How much of the room fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// Everything at once, both ways to see the outputs among it.
    All,
    /// Curves, one way to see the outputs, and the inside.
    Most,
    /// The loss and one more.
    Two,
    /// One at a time.
    One,
    /// Nothing.
    Nothing,
}

impl Fold {
    /// What fits into a body.
    pub(super) fn of(body: Rect) -> Self {
        match (body.width, body.height) {
            (160.., 38..) => Self::All,
            (104.., 26..) => Self::Most,
            (76.., 16..) => Self::Two,
            (w, h) if w >= LEAST.0 && h >= LEAST.1 => Self::One,
            _ => Self::Nothing,
        }
    }

    /// The views among which a key goes on, of those that an experiment has.
    pub(super) fn views(self, all: &[View]) -> Vec<View> {
        let fixed = |view: &View| !matches!(view, View::Inside | View::Curves);
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

/// Lays out the room with a view in front, for an experiment that has some views.
pub(super) fn arrange(body: Rect, front: View, all: &[View]) -> Panels {
    let fold = Fold::of(body);
    if fold == Fold::Nothing {
        return Panels::default();
    }
    let [main, foot] = body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(FOOT)]));
    let mut panels = Panels { foot: Some(foot), ..Panels::default() };
    let outputs: Vec<View> = all.iter().copied().filter(|v| !matches!(v, View::Inside | View::Curves)).collect();
    match fold {
        Fold::All => {
            let [left, middle, right] = across(main);
            (panels.loss, panels.accuracy) = some(down(left));
            panels.inside = Some(right);
            let (top, bottom) = down(middle);
            match outputs.as_slice() {
                [a, b] => {
                    panels.put(*a, top);
                    panels.put(*b, bottom);
                }
                _ => panels.inside = Some(middle.union(right)),
            }
        }
        Fold::Most => {
            let [left, right] = across(main);
            (panels.loss, panels.accuracy) = some(down(left));
            // The view in front may be one that is always in sight here.
            let view = if outputs.contains(&front) { Some(&front) } else { outputs.first() };
            let halves = [Constraint::Fill(11), Constraint::Fill(9)];
            let [top, bottom] = right.layout(&Layout::vertical(halves));
            panels.inside = Some(if view.is_some() { bottom } else { right });
            if let Some(view) = view {
                panels.put(*view, top);
            }
        }
        Fold::Two => {
            let [left, right] = across(main);
            panels.loss = Some(left);
            panels.put(front, right);
            if front == View::Curves {
                panels.accuracy = Some(right);
            }
        }
        Fold::One | Fold::Nothing => {
            panels.put(front, main);
            if front == View::Curves {
                let [left, right] = across(main);
                (panels.loss, panels.accuracy) = (Some(left), Some(right));
            }
        }
    }
    panels
}

fn some((a, b): (Rect, Rect)) -> (Option<Rect>, Option<Rect>) {
    (Some(a), Some(b))
}

impl Panels {
    fn put(&mut self, view: View, area: Rect) {
        match view {
            View::Field => self.field = Some(area),
            View::Surface => self.surface = Some(area),
            View::Fit => self.fit = Some(area),
            View::Pieces => self.pieces = Some(area),
            View::Inside => self.inside = Some(area),
            View::Curves | View::First => {}
        }
    }

    /// Every panel that is in sight.
    #[cfg(test)]
    fn all(&self) -> Vec<Rect> {
        let all = [self.loss, self.accuracy, self.field, self.surface, self.fit, self.pieces, self.inside, self.foot];
        all.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_fill_the_room_and_every_view_is_in_sight_at_some_press() {
        let kinds: [&[View]; 3] = [
            &[View::Field, View::Surface, View::Inside, View::Curves],
            &[View::Fit, View::Pieces, View::Inside, View::Curves],
            &[View::Inside, View::Curves],
        ];
        for all in kinds {
            for width in 60..250 {
                for height in 14..80 {
                    let body = Rect::new(0, 1, width, height);
                    let views = Fold::of(body).views(all);
                    let fronts = if views.is_empty() { vec![all[0]] } else { views };
                    let mut seen = [false; 2];
                    for front in fronts {
                        let panels = arrange(body, front, all);
                        let rects = panels.all();
                        let area: u32 = rects.iter().map(|r| r.area()).sum();
                        assert_eq!(area, body.area(), "{width}×{height} {front:?}");
                        assert!(rects.iter().enumerate().all(|(n, a)| rects[..n].iter().all(|b| !a.intersects(*b))));
                        seen[0] |= panels.inside.is_some();
                        seen[1] |= panels.accuracy.is_some() && panels.loss.is_some();
                    }
                    assert_eq!(seen, [true; 2], "{width}×{height}");
                }
            }
        }
    }
}

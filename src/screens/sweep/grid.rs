//! The grid of variants: a table of success rates, or of median losses if the experiment has no accuracy.

use super::SweepScreen;
use crate::nn::sweep::{SweepSetup, SweepSummary};
use crate::screens::DrawContext;
use crate::screens::runs::draw::contestant_names;
use crate::screens::runs::numbers;
use crate::theme::Role;
use crate::widgets::panel::{Panel, one_name_behind};
use crate::widgets::{Look, heat, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the panel.
pub(super) fn draw(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let judged = room.setup.experiment().success.is_some();
    let title = words.get(if judged { "sweep.grid" } else { "sweep.grid-losses" });
    let inner = Panel::titled(title).draw(area, buf, look);
    let names = contestant_names(&room.setup, words, look);
    one_name_behind(title, &names, room.now.shown.contestant, 2, area, buf);
    let Some(table) = SweepGrid::of(room, inner, words) else { return };
    let Ok(setup) = &room.control.setup else { return };
    let muted = look.style(Role::Muted);
    text::put(buf, inner.x + 1, inner.y, usize::from(table.heads), &parameter(setup, 0, words), muted);
    for (n, value) in setup.vary().get(1).map_or(&[][..], |columns| &columns.values).iter().enumerate() {
        // Letters cut off without dots say more than fewer letters with dots.
        let words: String = value.chars().take(usize::from(table.wide.saturating_sub(1))).collect();
        text::put(buf, table.left + table.wide * n as u16, inner.y, usize::from(table.wide), &words, muted);
    }
    for cell in 0..table.across * table.down {
        let field = table.field(cell);
        if field.is_empty() {
            break;
        }
        if cell % table.across == 0 {
            let value = setup.vary().first().and_then(|rows| rows.values.get(cell / table.across));
            let (value, heads) = (value.map_or("", String::as_str), usize::from(table.heads));
            text::put(buf, inner.x + 1, field.y, heads, value, look.style(Role::Text));
        }
        let figures = room.control.status.as_ref().and_then(|status| status.summaries.get(cell));
        draw_cell(room, figures, cell, field, buf, look);
    }
}

fn parameter(setup: &SweepSetup, n: usize, words: &Words) -> String {
    let name = setup.vary().get(n).map_or("", |vary| vary.hyperparameter.name());
    words.find_in("train", &format!("knob-{name}")).unwrap_or(name).to_owned()
}

/// The positions of variants in the panel of the grid.
pub(super) struct SweepGrid {
    inner: Rect,
    /// The width of the row headings, in cells of the screen.
    heads: u16,
    left: u16,
    wide: u16,
    tall: u16,
    across: usize,
    down: usize,
}

impl SweepGrid {
    /// The grid of variants; `None` if nothing is varied.
    pub(super) fn of(room: &SweepScreen, inner: Rect, words: &Words) -> Option<Self> {
        let setup = room.control.setup.as_ref().ok()?;
        let rows = &setup.vary().first()?.values;
        let across = setup.vary().get(1).map_or(1, |columns| columns.values.len()).max(1);
        let values = rows.iter().map(|value| text::width(value)).max().unwrap_or(0);
        // The name of the hyperparameter is shown if each column still has space for a number.
        let (named, free) = (text::width(&parameter(setup, 0, words)), usize::from(inner.width).saturating_sub(2));
        let heads = values.max(named.min(free.saturating_sub(across * 6))).min(free / 2) as u16;
        let wide = (inner.width.saturating_sub(heads + 2) / across as u16).min(12);
        let tall = (inner.height.saturating_sub(1) / rows.len().max(1) as u16).clamp(1, 3);
        Some(Self { inner, heads, left: inner.x + heads + 2, wide, tall, across, down: rows.len() })
    }

    /// The area of a variant, without the gap beside it; empty if there is no space for it.
    fn field(&self, cell: usize) -> Rect {
        let (row, column) = ((cell / self.across) as u16, (cell % self.across) as u16);
        let (x, y) = (self.left + self.wide * column, self.inner.y + 1 + self.tall * row);
        let tall = self.tall.min(self.inner.bottom().saturating_sub(y));
        Rect::new(x, y, self.wide.saturating_sub(1), tall)
    }

    /// The variant at a position.
    pub(super) fn at(&self, place: Position) -> Option<usize> {
        (0..self.across * self.down).find(|cell| self.field(*cell).contains(place))
    }
}

/// A share in as many digits as fit. It is never cut, because the rest of a number is another number.
fn percent(share: f64, cells: usize) -> String {
    let whole = (100.0 * share).round();
    let all = [format!("{}%", numbers::percent_to_a_tenth(share)), format!("{whole}%"), format!("{whole}")];
    all.into_iter().find(|words| words.len() <= cells).unwrap_or_default()
}

fn draw_cell(
    room: &SweepScreen,
    figures: Option<&SweepSummary>,
    cell: usize,
    field: Rect,
    buf: &mut Buffer,
    look: Look,
) {
    let standing =
        figures.filter(|figures| figures.done > 0).and_then(|f| f.contestants.get(room.now.shown.contestant));
    let (words, share) = match standing {
        None => ("·".to_owned(), 0.0),
        Some(standing) => match standing.succeeded {
            Some(share) => (percent(share.value(), usize::from(field.width)), share.value()),
            None => (numbers::loss(standing.loss[2], 5, 9).trim().to_owned(), 0.0),
        },
    };
    heat::draw_words(&words, share, field, buf, look);
    if cell == room.now.cell && !field.is_empty() {
        let y = field.y + (field.height - 1) / 2;
        // The marker is in the gap between columns, where it hides no digit.
        text::put(buf, field.x.saturating_sub(1), y, 1, look.glyph("▸", ">"), look.style(Role::Focus));
    }
}

//! What is varied: a table of shares of success, or of median losses where the experiment has no measure.

use super::Sweep;
use super::draw::{self, style};
use crate::lab::sweep::Figures;
use crate::screens::View;
use crate::theme::Role;
use crate::widgets::panel::{Panel, names_in_edge};
use crate::widgets::{Look, heat, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the panel.
pub(super) fn draw(room: &Sweep, view: View, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let judged = room.setup.experiment().success.is_some();
    let title = words.get(if judged { "sweep.grid" } else { "sweep.grid-losses" });
    let inner = Panel::titled(title).draw(area, buf, look);
    if let Some(contestant) = room.setup.experiment().contestants.get(room.now.contestant) {
        let at = text::width(title) as u16 + 4;
        let cells = usize::from(area.width.saturating_sub(at + 2));
        names_in_edge(&[(contestant.name.clone(), style(room.now.contestant, look))], at, area, cells, buf);
    }
    let Ok(setup) = &room.control.setup else { return };
    let (rows, columns): (&[String], &[String]) = match setup.vary() {
        [rows] => (&rows.values, &[]),
        [rows, columns] => (&rows.values, &columns.values),
        _ => return,
    };
    let name = |n: usize| {
        let knob = setup.vary().get(n).map_or("", |vary| vary.knob.name());
        words.find_in("train", &format!("knob-{knob}")).unwrap_or(knob).to_owned()
    };
    let heads = rows.iter().map(|value| text::width(value)).chain([text::width(&name(0))]).max().unwrap_or(0);
    let heads = heads.min(usize::from(inner.width) / 2) as u16;
    let across = columns.len().max(1) as u16;
    let wide = (inner.width.saturating_sub(heads + 2) / across).min(12);
    let left = inner.x + heads + 2;
    let muted = look.style(Role::Muted);
    text::put(buf, inner.x + 1, inner.y, usize::from(heads), &name(0), muted);
    for (n, value) in columns.iter().enumerate() {
        let words = text::cut(value, usize::from(wide.saturating_sub(1)));
        text::put(buf, left + wide * n as u16, inner.y, usize::from(wide), &words, muted);
    }
    let tall = ((inner.height.saturating_sub(1)) / rows.len().max(1) as u16).clamp(1, 3);
    for (row, value) in rows.iter().enumerate() {
        let y = inner.y + 1 + tall * row as u16;
        if y >= inner.bottom() {
            break;
        }
        text::put(buf, inner.x + 1, y, usize::from(heads), value, look.style(Role::Text));
        for column in 0..usize::from(across) {
            let cell = row * usize::from(across) + column;
            let field = Rect::new(left + wide * column as u16, y, wide.saturating_sub(1), tall.min(inner.bottom() - y));
            let figures = room.control.stand.as_ref().and_then(|stand| stand.figures.get(cell));
            draw_cell(room, figures, cell, field, buf, look);
        }
    }
}

fn draw_cell(room: &Sweep, figures: Option<&Figures>, cell: usize, field: Rect, buf: &mut Buffer, look: Look) {
    let standing = figures.filter(|figures| figures.done > 0).and_then(|f| f.contestants.get(room.now.contestant));
    let (words, share) = match standing {
        None => ("·".to_owned(), 0.0),
        Some(standing) => match standing.succeeded {
            Some(share) => (format!("{}%", draw::percent(share.value())), share.value()),
            None => (draw::loss(standing.loss[2]).trim().to_owned(), 0.0),
        },
    };
    heat::draw_words(&words, share, field, buf, look);
    if cell == room.now.cell && !field.is_empty() {
        let y = field.y + (field.height - 1) / 2;
        // In the gap between columns, where it hides no digit.
        text::put(buf, field.x.saturating_sub(1), y, 1, look.glyph("▸", ">"), look.style(Role::Focus));
    }
}

//! Draws Slope, one function per panel.

use super::layout::{self, SlopePanels};
use super::{SlopeScreen, facts};
use crate::screens::DrawContext;
use crate::screens::functions::List;
use crate::screens::number::short;
use crate::text::number;
use crate::theme::Role;
use crate::widgets::panel::{Panel, names_in_edge};
use crate::widgets::plot::{draw_framed, line_of};
use crate::widgets::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

type Part = fn(&SlopeScreen, DrawContext, Rect, &mut Buffer);

pub(super) fn draw(room: &SlopeScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let panels = &room.derived.panels;
    if *panels == (SlopePanels { pages: panels.pages, ..SlopePanels::default() }) {
        let need = format!("{}×{}", layout::LEAST.0, layout::LEAST.1 + 4);
        let words = view.shared.words.fill("slope.too-small", &[("size", &need)]);
        text::put(buf, area.x, area.y, usize::from(area.width), &words, view.look.style(Role::Warning));
        return;
    }
    // Panels are computed for a room at the origin; the room on the screen is below the title.
    let at = |panel: Option<Rect>| {
        let moved = panel.map(|p| Rect::new(p.x + area.x, p.y + area.y, p.width, p.height).intersection(area));
        moved.filter(|rect| !rect.is_empty())
    };
    let parts: [(Option<Rect>, Part); 4] =
        [(panels.list, functions), (panels.curves, curves), (panels.difference, difference), (panels.errors, errors)];
    for (panel, part) in parts {
        if let Some(rect) = at(panel) {
            part(room, view, rect, buf);
        }
    }
}

fn functions(room: &SlopeScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let parameters = knob_line(room, usize::from(area.width.saturating_sub(6)));
    let panel = Panel { bottom: Some((&parameters, Role::Focus)), ..Panel::titled(words.get("lab.functions")) };
    let inner = panel.draw(area, buf, look);
    let all = || (0..room.functions.len()).collect();
    let listed = room.filter.as_ref().map_or_else(all, |filter| filter.listed(&room.functions));
    List { functions: &room.functions, listed: &listed, chosen: room.chosen }.draw(|_| None, words, inner, buf, look);
}

/// The knobs in one line, the current one first, as many as fit.
pub(super) fn knob_line(room: &SlopeScreen, cells: usize) -> String {
    let f = room.function();
    let all: Vec<String> = f
        .parameters()
        .iter()
        .zip(f.parameter_values())
        .map(|(parameter, value)| format!("{} {}", parameter.symbol, short(*value)))
        .collect();
    let mut line = String::new();
    for parameter in all.iter().cycle().skip(room.parameter).take(all.len()) {
        let joined = if line.is_empty() { parameter.clone() } else { format!("{line}  {parameter}") };
        if text::width(&joined) <= cells {
            line = joined;
        }
    }
    line
}

fn curves(room: &SlopeScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let styles = [Role::Slope, Role::Numeric, Role::Value].map(|role| look.style(role));
    let lines = [0, 1, 3].map(|n| line_of(n, look));
    let keys = ["slope.exact", "slope.numeric", "slope.difference"];
    let names: Vec<(String, Style)> = keys
        .iter()
        .zip(lines)
        .zip(styles)
        .map(|((key, line), style)| (format!("{line}{}", words.get(key)), style))
        .collect();
    let right = format!("h {}", step(room.now.h));
    let line = if room.derived.panels.list.is_none() { knob_line(room, 30) } else { String::new() };
    let panel = Panel { right: Some((&right, Role::Focus)), bottom: Some((&line, Role::Focus)), ..Panel::default() };
    draw_framed(&room.derived.curves, &panel, area, buf, look, &styles);
    let cells = usize::from(area.width).saturating_sub(text::width(&right) + 5);
    names_in_edge(&names, 1, area, cells, buf);
}

fn difference(room: &SlopeScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let largest = room.derived.comparison().and_then(|c| c.largest);
    let right = largest.map_or_else(String::new, |l| format!("≤ {}", short(l.error)));
    let panel = Panel { right: Some((&right, Role::Value)), ..Panel::titled(words.get("slope.difference")) };
    draw_framed(&room.derived.difference, &panel, area, buf, look, &[look.style(Role::Value)]);
}

fn errors(room: &SlopeScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let method = words.find_in("method", room.now.method.id()).unwrap_or_default();
    let best = facts::best(room, words).filter(|_| area.width >= 76);
    let right = best.map_or_else(|| method.to_owned(), |best| format!("{method}  {best}"));
    let panel = Panel { right: Some((&right, Role::Numeric)), ..Panel::titled(words.get("slope.errors")) };
    let plot = &room.derived.errors;
    let inner = draw_framed(plot, &panel, area, buf, look, &[look.style(Role::Numeric)]);
    let error = room.derived.comparison().and_then(|c| c.largest).map(|l| l.error);
    let axis = &room.derived.errors_axis;
    let (h, at) = (libm::log10(room.now.h), error.map_or(f64::NAN, |error| axis.place(error)));
    // The cursor is drawn first, so that words avoid it.
    plot.draw_cursor(inner, buf, look, h, at);
    if let Some((best, least)) = room.derived.best() {
        let (x, y) = (libm::log10(best), axis.place(least));
        plot.draw_ring(inner, buf, look, x, y);
        let words = words.get("slope.best-mark");
        if let Some(place) = plot.cell_of(inner, x, y) {
            let style = look.style(Role::Warning);
            let cells = text::width(words) as u16;
            let spots = [
                (place.0 + 2, place.1),
                (place.0.saturating_sub(cells / 2), place.1 + 1),
                (place.0.saturating_sub(cells + 1), place.1),
            ];
            put_in_blank(words, &spots, inner, buf, style);
        }
    }
    sides(room, view, inner, buf);
}

/// Names both sides of the best step where the chart is empty, as low as possible.
fn sides(room: &SlopeScreen, view: DrawContext, inner: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    if room.derived.best().is_none_or(|(_, least)| least == 0.0) {
        return;
    }
    let style = look.style(Role::Muted);
    let left = format!("{} {}", look.glyph("◂", "<"), words.get("slope.rounding"));
    let right = format!("{} {}", words.get("slope.truncation"), look.glyph("▸", ">"));
    let axis = room.derived.errors.cell_of(inner, -17.0, f64::NAN).map_or(inner.x, |(x, _)| x);
    let rows = || (inner.top()..inner.bottom()).rev();
    let third = inner.width / 3;
    let lefts: Vec<(u16, u16)> = rows().flat_map(|y| (axis + 1..axis + third).map(move |x| (x, y))).collect();
    put_in_blank(&left, &lefts, inner, buf, style);
    let end = inner.right().saturating_sub(text::width(&right) as u16);
    let rights: Vec<(u16, u16)> =
        rows().flat_map(|y| (end.saturating_sub(third)..end).rev().map(move |x| (x, y))).collect();
    put_in_blank(&right, &rights, inner, buf, style);
}

/// A step with three digits, which are enough to recognise it.
pub(super) fn step(h: f64) -> String {
    number::rounded(h, 3)
}

/// Writes words at the first of some places where they cover nothing.
fn put_in_blank(words: &str, places: &[(u16, u16)], inner: Rect, buf: &mut Buffer, style: Style) {
    let cells = text::width(words) as u16;
    let blank = |(x, y): &&(u16, u16)| {
        let spot = Rect::new(*x, *y, cells, 1);
        let inside = inner.intersection(spot) == spot;
        inside && (x.saturating_sub(1)..x + cells).all(|x| buf.cell((x, *y)).is_some_and(|cell| cell.symbol() == " "))
    };
    if let Some((x, y)) = places.iter().find(blank).copied() {
        text::put(buf, x, y, usize::from(cells), words, style);
    }
}

//! Draws Softmax, one function per panel.

use super::layout::{self, SoftmaxPanels};
use super::{SoftmaxScreen, facts, temperature};
use crate::screens::DrawContext;
use crate::screens::nice_steps::turn;
use crate::screens::number::short;
use crate::theme::Role;
use crate::widgets::bars::{self, Bar, BarChart};
use crate::widgets::panel::Panel;
use crate::widgets::{heat, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

type Part = fn(&SoftmaxScreen, DrawContext, Rect, &mut Buffer);

pub(super) fn draw(room: &SoftmaxScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let p = &room.panels;
    if *p == (SoftmaxPanels { pages: p.pages, ..SoftmaxPanels::default() }) {
        let need = format!("{}×{}", layout::LEAST.0, layout::LEAST.1 + 4);
        let words = view.shared.words.fill("softmax.too-small", &[("size", &need)]);
        text::put(buf, area.x, area.y, usize::from(area.width), &words, view.look.style(Role::Warning));
        return;
    }
    let parts: [(Option<Rect>, Part); 5] = [
        (p.logits, logits),
        (p.probabilities, probabilities),
        (p.jacobian, jacobian),
        (p.gradient, gradient),
        (p.temperature, temperature::draw),
    ];
    for (panel, part) in parts {
        // Panels are computed for a room at the origin; the room on the screen is below the title.
        let moved = panel.map(|p| Rect::new(p.x + area.x, p.y + area.y, p.width, p.height).intersection(area));
        if let Some(rect) = moved.filter(|rect| !rect.is_empty()) {
            part(room, view, rect, buf);
        }
    }
}

/// The name of a class, with a mark if it is the true one.
fn name(room: &SoftmaxScreen, n: usize, view: DrawContext) -> String {
    let mark = if n == room.now.class { view.look.glyph("◆", "*") } else { " " };
    format!("{mark}{}", facts::name(n, &view.shared.words))
}

/// Bars of all classes, coloured by sign or all alike.
fn all_bars(
    room: &SoftmaxScreen,
    view: DrawContext,
    values: &[f64],
    role: Option<Role>,
    label: impl Fn(f64) -> String,
) -> Vec<Bar> {
    let by_sign = |value: f64| if value < 0.0 { Role::Negative } else { Role::Positive };
    let one = |(n, value): (usize, &f64)| Bar {
        name: name(room, n, view),
        label: label(*value),
        value: *value,
        style: view.look.style(role.unwrap_or_else(|| by_sign(*value))),
        chosen: n == room.now.chosen,
    };
    values.iter().enumerate().map(one).collect()
}

/// The end of the scale of logits: a round number, so that bars keep their length while one of them changes.
fn reach(logits: &[f64]) -> f64 {
    let most = logits.iter().fold(0.0_f64, |most, z| most.max(z.abs()));
    turn(most * (1.0 - 1e-6), true, (2.0, f64::MAX))
}

fn logit(z: f64) -> String {
    let sign = if z > 0.0 { "+" } else { "" };
    if z.abs() < 1e4 { format!("{sign}{z:.3}") } else { format!("{sign}{}", short(z)) }
}

fn logits(room: &SoftmaxScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let t = words.fill("softmax.temperature", &[("t", &room.now.temperature.to_string())]);
    let panel = Panel { right: Some((&t, Role::Focus)), ..Panel::titled(words.get("softmax.logits")) };
    let inner = panel.draw(area, buf, view.look);
    let high = reach(&room.now.logits);
    let bars = all_bars(room, view, &room.now.logits, None, logit);
    bars::draw(&BarChart { bars: &bars, low: -high, high }, inner, buf, view.look);
}

fn probabilities(room: &SoftmaxScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let sum = words.fill("softmax.sum", &[("sum", &format!("{:.4}", room.shown.sum()))]);
    let panel = Panel { bottom: Some((&sum, Role::Value)), ..Panel::titled(words.get("softmax.probabilities")) };
    let inner = panel.draw(area, buf, view.look);
    let write = |p: f64| if p > 0.0 && p < 5e-5 { format!("{p:.0e}") } else { format!("{p:.4}") };
    let bars = all_bars(room, view, &room.shown.probabilities(), Some(Role::Value), write);
    bars::draw(&BarChart { bars: &bars, low: 0.0, high: 1.0 }, inner, buf, view.look);
}

fn gradient(room: &SoftmaxScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let class = facts::name(room.now.class, words);
    let values = [("class", class.as_str()), ("formula", facts::formula(room))];
    let (title, loss) = (words.fill("softmax.gradient", &values), facts::loss(room, "softmax.loss", words));
    let fits = text::width(&title) + 4 <= usize::from(area.width);
    let title = if fits { title.as_str() } else { facts::formula(room) };
    let panel = Panel { bottom: Some((&loss, Role::Slope)), ..Panel::titled(title) };
    let inner = panel.draw(area, buf, view.look);
    let slopes = room.shown.loss_gradient(room.now.class);
    let most = 1.0 / room.now.temperature;
    let bars = all_bars(room, view, &slopes, None, |slope| heat::signed(slope, 8));
    bars::draw(&BarChart { bars: &bars, low: -most, high: most }, inner, buf, view.look);
}

fn jacobian(room: &SoftmaxScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let long = words.get("softmax.jacobian-long");
    let title = if text::width(long) + 6 <= usize::from(area.width) { long } else { words.get("softmax.jacobian") };
    let inner = Panel::titled(title).draw(area, buf, look);
    let count = room.classes();
    let named = (0..count).map(|n| text::width(&name(room, n, view))).max().unwrap_or(0) + 2;
    let names = named.min(usize::from(inner.width).saturating_sub(count * 4).max(5)) as u16;
    let width = (inner.width.saturating_sub(names) / count as u16).min(16);
    if width == 0 || inner.height < 2 {
        return;
    }
    let table = table(inner);
    let slopes = room.shown.jacobian();
    let largest = slopes.iter().fold(0.0, |most, slope| slope.abs().max(most));
    for n in 0..count {
        let style = look.style(if n == room.now.chosen { Role::Focus } else { Role::Muted });
        let x = inner.x + names + width * n as u16;
        // Names that are cut short may look alike; numbers do not.
        let named = name(room, n, view).trim().to_owned();
        let head = if text::width(&named) < usize::from(width) { named } else { (n + 1).to_string() };
        let left = (usize::from(width).saturating_sub(text::width(&head)) / 2) as u16;
        text::put(buf, x + left, inner.y, usize::from(width), &head, style);
        let row = slot_of(n, count, table);
        let middle = row.y + row.height.saturating_sub(1) / 2;
        let pointer = if n == room.now.chosen { look.glyph("▸", ">") } else { " " };
        text::put(buf, row.x, middle, usize::from(names) - 1, &format!("{pointer}{}", name(room, n, view)), style);
        for j in 0..count {
            let field = Rect::new(inner.x + names + width * j as u16, row.y, width, row.height);
            heat::draw(slopes[[n, j]], largest, field.intersection(inner), buf, look);
        }
    }
}

/// The rows of the Jacobian in its panel, below the names of its columns.
pub(super) fn table(inner: Rect) -> Rect {
    Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner }
}

/// Rows of the table have no gaps, because it is a map.
pub(super) fn slot_of(n: usize, count: usize, table: Rect) -> Rect {
    let tall = (table.height / count as u16).clamp(1, 5);
    Rect { y: table.y + tall * n as u16, height: tall, ..table }.intersection(table)
}

//! The probabilities of all classes over the temperature.

use super::{SoftmaxScreen, TEMPERATURES, facts};
use crate::functions::curve_sampling::CurveTrace;
use crate::functions::softmax::Softmax;
use crate::numeric::maths::exp;
use crate::screens::DrawContext;
use crate::theme::Role;
use crate::tile::ColorDepth;
use crate::widgets::Look;
use crate::widgets::axis::{LabelStyle, aligned};
use crate::widgets::panel::{Panel, names_behind};
use crate::widgets::plot::{Curve, Plot, Spec, draw_framed, line_of};
use crate::widgets::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Dashes for screens without colour.
const DASHES: [Option<(usize, usize)>; 4] = [None, Some((6, 2)), Some((3, 2)), Some((1, 2))];

/// The chart for an area. The axis of the temperature is logarithmic.
pub(super) fn curves(room: &SoftmaxScreen, area: Rect, look: Look) -> Plot {
    let (columns, rows) = (usize::from(area.width.saturating_sub(2)), usize::from(area.height.saturating_sub(2)));
    let y = aligned(0.0, 1.0, rows, Plot::dot_rows(look.ascii));
    let x = [TEMPERATURES.0, TEMPERATURES.1].map(libm::log10);
    let dots = Plot::dot_columns(y, LabelStyle::Percent, columns, rows, look.ascii);
    let at = |n: usize| x[0] + (x[1] - x[0]) * n as f64 / (dots.max(2) - 1) as f64;
    let all: Vec<(f64, Vec<f64>)> = (0..dots)
        .map(|n| {
            let temperature = exp(at(n) * std::f64::consts::LN_10);
            (at(n), Softmax::of(&room.now.logits, temperature).probabilities())
        })
        .collect();
    let trace = |class: usize| {
        let points: Vec<(f64, f64)> = all.iter().map(|(x, shares)| (*x, shares[class])).collect();
        CurveTrace::through(&points, x[0], x[1], dots)
    };
    let traces: Vec<CurveTrace> = (0..room.classes()).map(trace).collect();
    let is_dashed = look.theme.depth == ColorDepth::None;
    let dash = |n: usize| if is_dashed { DASHES[n % DASHES.len()] } else { None };
    let curves: Vec<Curve> = traces.iter().enumerate().map(|(n, trace)| Curve { trace, dash: dash(n) }).collect();
    let labels = [LabelStyle::Powers, LabelStyle::Percent];
    Plot::new(&Spec { x, y, curves: &curves, labels, ascii: look.ascii }, columns, rows).without_zero_lines()
}

/// The style of a class. The chosen one has that of the focus.
fn style(room: &SoftmaxScreen, n: usize, look: Look) -> Style {
    if n == room.now.chosen { look.style(Role::Focus) } else { look.theme.series(n, Role::Value) }
}

pub(super) fn draw(room: &SoftmaxScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let title = words.get("softmax.over-temperature");
    let panel = Panel { bottom: Some(("T", Role::Muted)), ..Panel::titled(title) };
    let styles: Vec<Style> = (0..room.classes()).map(|n| style(room, n, look)).collect();
    let inner = draw_framed(&room.curves, &panel, area, buf, look, &styles);
    let shares = room.shown.probabilities();
    let name = |(n, p): (usize, &f64)| {
        (format!("{}{} {p:.4}", line_of(n, look), facts::name(n, words)), styles.get(n).copied().unwrap_or_default())
    };
    let names: Vec<(String, Style)> = shares.iter().enumerate().map(name).collect();
    let wide: usize = names.iter().map(|(name, _)| text::width(name) + 2).sum();
    // Where not all have room, that of the chosen class matters most.
    let fits = wide + text::width(title) + 6 <= usize::from(area.width);
    let chosen = room.now.chosen.min(names.len().saturating_sub(1));
    names_behind(title, if fits { &names } else { &names[chosen..=chosen] }, 2, area, buf);
    let (at, p) = (libm::log10(room.now.temperature), shares.get(chosen).copied().unwrap_or(f64::NAN));
    room.curves.draw_cursor(inner, buf, look, at, p);
}

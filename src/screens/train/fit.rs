//! The data and the predictions over one input: of all contestants, of the units of one, or of one unit.

use super::TrainScreen;
use super::curve_names::{self, CurveName};
use super::derived_key::{TrainKey, dash};
use super::framed::titled;
use super::layout::TrainPanel;
use super::line_ends::{LineEnd, place_ends};
use super::map_mode::{self, MapMode};
use super::net;
use super::point_cursor;
use crate::functions::curve_sampling::{CurvePiece, CurveTrace};
use crate::jobs::train::RunStatus;
use crate::nn::experiment::Contestant;
use crate::nn::training_run::Predictor;
use crate::screens::DrawContext;
use crate::screens::runs::charts::{extent, inside};
use crate::screens::runs::draw::style;
use crate::theme::Role;
use crate::widgets::axis::{LabelStyle, aligned, padded};
use crate::widgets::panel::{Panel, names_behind};
use crate::widgets::plot::{Curve, Plot, Spec, draw_framed, line_of};
use crate::widgets::{Look, text};
use ndarray::{ArrayView1, ArrayView2};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The number of points at which predictions over one input are computed.
const PLACES: usize = 401;
/// The role of the curves of units, which no contestant has in any theme. Their names tell them apart.
const UNIT: Role = Role::Slope;

/// Data and predictions over one input.
#[derive(Debug, Default)]
pub(super) struct Fit {
    data: Plot,
    lines: Plot,
    /// What stands at the right ends of the lines.
    ends: Vec<LineEnd>,
}

/// The first row of a table; empty if there is none.
#[expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]
fn first(table: ArrayView2<f64>) -> Vec<f64> {
    table.rows().into_iter().next().map(|row| row.to_vec()).unwrap_or_default()
}

/// Numbers as a table of one row.
fn one_row(numbers: &[f64]) -> ArrayView2<'_, f64> {
    ArrayView1::from(numbers).insert_axis(ndarray::Axis(0))
}

/// The data as dots, one piece per sample.
fn scatter(xs: &[f64], ys: &[f64], x: [f64; 2], columns: usize) -> CurveTrace {
    let step = (x[1] - x[0]) / (columns.max(2) - 1) as f64;
    let mut pieces: Vec<(usize, CurvePiece)> = xs
        .iter()
        .zip(ys)
        .map(|(at, y)| (((at - x[0]) / step).round().max(0.0) as usize, CurvePiece { low: *y, high: *y, middle: *y }))
        .collect();
    pieces.sort_by_key(|(column, _)| *column);
    CurveTrace::of_pieces(pieces)
}

/// Both ends of the axis, and the places on it where predictions are computed. Points by hand can be put beyond the data.
fn places(xs: &[f64], is_wide: bool) -> ([f64; 2], Vec<f64>) {
    let (low, high) = xs.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    let [low, high] = if low < high { widened([low, high], is_wide) } else { padded(low, high) };
    let at = |n: usize| low + (high - low) * n as f64 / (PLACES - 1) as f64;
    ([low, high], (0..PLACES).map(at).collect())
}

/// Both ends moved outwards by a tenth of the range, if points can be put there.
fn widened([low, high]: [f64; 2], is_wide: bool) -> [f64; 2] {
    let margin = if is_wide && low < high { (high - low) / 10.0 } else { 0.0 };
    [low - margin, high + margin]
}

/// Lines over one input.
struct Lines {
    values: Vec<Vec<f64>>,
    /// The numbers that the axis covers.
    rows: Vec<f64>,
    /// What stands at the end of each line; empty for nothing.
    names: Vec<String>,
    /// Whether there is room for points beyond the data.
    is_wide: bool,
}

/// Data and lines over one input.
fn over(status: &RunStatus, shown: &Lines, area: Rect, key: &TrainKey) -> Fit {
    let Lines { values: lines, rows, names, is_wide } = shown;
    let (xs, ys) = (first(status.data.columns()), first(status.data.targets.view()));
    if xs.is_empty() || ys.is_empty() {
        return Fit::default();
    }
    let (x, at) = places(&xs, *is_wide);
    let (low, high) = extent(rows.iter().copied());
    let [low, high] = if low < high { widened([low, high], *is_wide) } else { padded(low, high) };
    let (columns, cells) = inside(area);
    let ends = names.iter().map(|name| text::width(name) + 1).max().filter(|wide| *wide > 1).unwrap_or(0);
    // In a narrow panel, the lines are more important than their names.
    let (columns, is_named) = if ends * 3 < columns { (columns - ends, ends > 0) } else { (columns, false) };
    let y = aligned(low, high, cells, Plot::dot_rows(key.ascii));
    let dots = Plot::dot_columns(y, LabelStyle::Numbers, columns, cells, key.ascii);
    let data = [scatter(&xs, &ys, x, dots)];
    let line = |values: &Vec<f64>| {
        let points: Vec<(f64, f64)> = at.iter().copied().zip(values.iter().copied()).collect();
        CurveTrace::through(&points, x[0], x[1], dots)
    };
    let traces: Vec<CurveTrace> = lines.iter().map(line).collect();
    let plot = |traces: &[CurveTrace], dashed: bool| {
        let dash = |n| if dashed { dash(n, key) } else { None };
        let curves: Vec<Curve> = traces.iter().enumerate().map(|(n, trace)| Curve { trace, dash: dash(n) }).collect();
        Plot::new(&Spec { x, y, curves: &curves, labels: [LabelStyle::Numbers; 2], ascii: key.ascii }, columns, cells)
    };
    let lines_of_dots = plot(&traces, true);
    let end = |(n, (line, name)): (usize, (&Vec<f64>, &String))| {
        let (bottom, top) = (y[0].min(y[1]), y[0].max(y[1]));
        let last = line.last().copied().filter(|last| last.is_finite())?;
        let row = lines_of_dots.row(last.clamp(bottom, top))?;
        (is_named && !name.is_empty()).then(|| LineEnd { row, line: n, name: name.clone() })
    };
    let ends = place_ends(lines.iter().zip(names).enumerate().filter_map(end).collect(), cells);
    Fit { data: plot(&data, false), lines: lines_of_dots, ends }
}

/// The predictions of all contestants.
pub(super) fn fitted(room: &TrainScreen, area: Rect, key: &TrainKey) -> Fit {
    let Some(status) = room.control.shown() else { return Fit::default() };
    let is_wide = point_cursor::is_on(room);
    let (_, at) = places(&first(status.data.columns()), is_wide);
    let inputs = status.data.inputs_of(one_row(&at));
    let lines: Vec<Vec<f64>> =
        status.observations.iter().map(|seen| first(seen.learner.predict(inputs.view()).view())).collect();
    let rows = first(status.data.targets.view());
    over(status, &Lines { values: lines, rows, names: Vec::new(), is_wide }, area, key)
}

/// The values of the chosen unit of the shown contestant.
pub(super) fn of_unit(room: &TrainScreen, area: Rect, key: &TrainKey) -> Fit {
    let Some((status, seen)) =
        room.control.shown().and_then(|status| Some((status, status.observations.get(key.now.shown.contestant)?)))
    else {
        return Fit::default();
    };
    let (_, at) = places(&first(status.data.columns()), false);
    let inputs = status.data.inputs_of(one_row(&at));
    let values = first(map_mode::unit(seen, net::chosen(room), inputs.view()).view());
    let names = vec![net::chosen_name(room)];
    let fit = over(status, &Lines { rows: values.clone(), values: vec![values], names, is_wide: false }, area, key);
    // Targets have another scale than the values of a unit, so the curve is drawn in place of the data.
    Fit { data: fit.lines, lines: Plot::default(), ends: fit.ends }
}

/// What each unit of the last hidden layer adds to the output, and their sum with the bias.
pub(super) fn pieced(room: &TrainScreen, area: Rect, key: &TrainKey) -> Fit {
    let contestant = key.now.shown.contestant;
    let Some(status) = room.control.shown() else { return Fit::default() };
    let Some(Predictor::Network(network)) = status.observations.get(contestant).map(|seen| &seen.learner) else {
        return Fit::default();
    };
    let (_, at) = places(&first(status.data.columns()), false);
    let shown = status.data.inputs_of(one_row(&at));
    let trace = network.trace(shown.view());
    let last = network.depth().saturating_sub(1);
    // The inputs of the output layer, each times its weight.
    let inputs = if last == 0 { shown.view() } else { trace.values[last - 1].view() };
    let mut lines: Vec<Vec<f64>> = vec![trace.values.last().map(|values| first(values.view())).unwrap_or_default()];
    let weigh = |(values, weight): (ArrayView1<f64>, &f64)| values.iter().map(|v| v * weight).collect::<Vec<f64>>();
    lines.extend(inputs.rows().into_iter().zip(network.weights(last)).map(weigh));
    let mut rows: Vec<f64> = lines.iter().flatten().copied().collect();
    rows.extend(first(status.data.targets.view()));
    // The sum has its name in the frame.
    let units = (0..inputs.nrows()).map(|n| net::node_name(room, last, n));
    let names = std::iter::once(String::new()).chain(units).collect();
    over(status, &Lines { values: lines, rows, names, is_wide: false }, area, key)
}

/// Draws the data in one style, lines over them, and the names of the lines.
fn draw_fit(fit: &Fit, panel: &Panel, data: Style, styles: &[Style], area: Rect, buf: &mut Buffer, look: Look) {
    let inner = draw_framed(&fit.data, panel, area, buf, look, &[data]);
    fit.lines.draw_over(inner, buf, styles);
    let wide = fit.ends.iter().map(|end| text::width(&end.name)).max().unwrap_or(0);
    let x = inner.right().saturating_sub(wide as u16);
    for end in fit.ends.iter().filter(|end| end.row < usize::from(inner.height)) {
        let style = styles.get(end.line).copied().unwrap_or_default();
        text::put(buf, x, inner.y + end.row as u16, wide, &look.spell(&end.name), style);
    }
}

/// The ends of both axes of the fit, and the cells that they cover, in the area of its panel.
pub(super) fn axes(fit: &Fit, panel: Rect) -> Option<([f64; 2], [f64; 2], Rect)> {
    fit.data.axes(Rect::new(panel.x + 1, panel.y + 1, panel.width.saturating_sub(2), panel.height.saturating_sub(2)))
}

/// The name of the only column.
fn column(room: &TrainScreen) -> String {
    room.control.experiment.data.titles().pop().unwrap_or_default()
}

pub(super) fn draw(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    if map_mode::mode(room) == MapMode::Unit {
        return draw_unit(room, view, area, buf);
    }
    let (look, words) = (view.look, &view.shared.words);
    let (title, role) = titled(room, words.get("train.fit"), view);
    let column = column(room);
    let bottom = Some((column.as_str(), Role::Muted));
    let panel = Panel { title: vec![(title.as_str(), role)], bottom, ..Panel::default() };
    let contestants = &room.control.experiment.contestants;
    let styles: Vec<Style> = (0..contestants.len()).map(|n| style(n, look)).collect();
    draw_fit(&room.derived.fit, &panel, look.style(Role::Border), &styles, area, buf, look);
    let entry = |(n, c): (usize, &Contestant)| CurveName {
        mark: line_of(n, look),
        name: room.setup.shown_name(&c.name, words),
        is_test: false,
        numbers: Vec::new(),
        style: style(n, look),
    };
    let entries: Vec<CurveName> = contestants.iter().enumerate().map(entry).collect();
    let cells = usize::from(area.width).saturating_sub(text::width(&title) + 6);
    let data = (format!("· {}", words.get("train.data")), look.style(Role::Muted));
    // Dots are known as the data.
    let with_data = cells.checked_sub(text::width(&data.0) + 2).map(|left| curve_names::fitted(&entries, left));
    let is_whole = |(name, entry): (&(String, Style), &CurveName)| name.0.ends_with(&entry.name);
    let named = with_data.filter(|names| names.len() == entries.len() && names.iter().zip(&entries).all(is_whole));
    let names = named
        .map_or_else(|| curve_names::fitted(&entries, cells), |names| std::iter::once(data).chain(names).collect());
    names_behind(&title, &names, 2, area, buf);
    point_cursor::draw(room, TrainPanel::Fit, area, buf, look);
}

fn draw_unit(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let unit = net::chosen_name(room);
    let is_input = net::chosen(room).column == 0;
    let title = if is_input { unit } else { words.fill("train.unit", &[("n", &unit)]) };
    let (title, role) = titled(room, &title, view);
    let (name, column) = (contestant(room, view), column(room));
    let panel = Panel {
        title: vec![(title.as_str(), role)],
        right: Some((name.as_str(), style_role(room))),
        bottom: Some((column.as_str(), Role::Muted)),
    };
    let style = view.look.style(Role::Focus);
    draw_fit(&room.derived.fit, &panel, style, &[style], area, buf, view.look);
}

fn contestant(room: &TrainScreen, view: DrawContext) -> String {
    let contestants = &room.control.experiment.contestants;
    let shown = contestants.get(room.now.shown.contestant);
    shown.map_or(String::new(), |c| room.setup.shown_name(&c.name, &view.shared.words))
}

pub(super) fn draw_pieces(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let (title, role) = titled(room, words.get("train.pieces"), view);
    let (name, column) = (contestant(room, view), column(room));
    let bottom = Some((column.as_str(), Role::Muted));
    let panel = Panel { title: vec![(title.as_str(), role)], right: Some((name.as_str(), style_role(room))), bottom };
    // The sum is the contestant's own prediction.
    let own = style(room.now.shown.contestant, look);
    let styles: Vec<Style> = std::iter::once(own).chain(unit_styles(room, look)).collect();
    draw_fit(&room.derived.pieces, &panel, look.style(Role::Border), &styles, area, buf, look);
    let sum = (format!("{}{}", line_of(0, look), words.get("train.sum")), own);
    names_behind(&title, &[sum], text::width(&name) + 5, area, buf);
}

/// The styles of the units of the last hidden layer. The chosen one has that of the focus.
fn unit_styles(room: &TrainScreen, look: Look) -> Vec<Style> {
    let (sizes, chosen) = (net::sizes(room), net::chosen(room));
    let last = sizes.len().saturating_sub(2);
    let count = sizes.get(last).copied().unwrap_or(0);
    let is_chosen = |n: usize| chosen.column == last && chosen.index == n;
    (0..count).map(|n| look.style(if is_chosen(n) { Role::Focus } else { UNIT })).collect()
}

/// The role of the current contestant's name, for widgets that take only roles.
fn style_role(room: &TrainScreen) -> Role {
    if room.now.shown.contestant == 0 { Role::Value } else { Role::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_unit_has_the_colour_of_a_contestant() {
        use crate::theme::{BUILT_IN, Theme};
        use crate::tile::ColorDepth;
        for (name, _) in BUILT_IN {
            let theme = Theme::load(name, ColorDepth::TrueColor).unwrap();
            let look = Look { theme: &theme, ascii: false };
            let contestants = [0, 1, 2, 3].map(|n| style(n, look).fg);
            for role in [UNIT, Role::Focus] {
                assert!(!contestants.contains(&look.style(role).fg), "{name} {role:?}");
            }
        }
    }
}

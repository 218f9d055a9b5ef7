//! Draws the Lab, one function per panel.

use super::LabScreen;
use super::facts::picture_name;
use super::layout::{self, LabPanels};
use super::prepare::FittedPicture;
use crate::functions::activation::Parameter;
use crate::functions::numeric_slope::{Method, derivative};
use crate::functions::sample_stats::{Histogram, SampleStats};
use crate::picture::Levels;
use crate::screens::DrawContext;
use crate::screens::functions::{List, name};
use crate::screens::number::{fixed, place, short, steady};
use crate::theme::Role;
use crate::widgets::histogram::{self, HistogramChart};
use crate::widgets::panel::Panel;
use crate::widgets::plot::{Plot, draw_framed, line_of};
use crate::widgets::{picture, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The step of the numerical slope shown beside the exact one. It is near the best step of central differences, with an
/// error of about 1e-11.
const STEP: f64 = 1e-5;

/// The fewest cells in which a formula is useful.
const LEAST_FORMULA: usize = 14;

type Part = fn(&LabScreen, DrawContext, Rect, &mut Buffer);

pub(super) fn draw(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let panels = &room.derived.panels;
    // Panels are computed for a room at the origin; the room on the screen is below the title.
    let at = |panel: Option<Rect>| {
        panel.map(|p| Rect::new(p.x + area.x, p.y + area.y, p.width, p.height).intersection(area))
    };
    if *panels == (LabPanels { pages: panels.pages, ..LabPanels::default() }) {
        let need = format!("{}×{}", layout::LEAST.0, layout::LEAST.1 + 4);
        let words = view.shared.words.fill("lab.too-small", &[("size", &need)]);
        for (line, y) in text::wrap(&words, usize::from(area.width)).iter().zip(area.top()..area.bottom()) {
            text::put(buf, area.x, y, usize::from(area.width), line, view.look.style(Role::Warning));
        }
        return;
    }
    let parts: [(Option<Rect>, Part); 8] = [
        (panels.list, functions),
        (panels.parameters, parameters),
        (panels.function, function),
        (panels.slope, slope),
        (panels.samples, samples),
        (panels.values, values),
        (panels.before, before),
        (panels.after, after),
    ];
    for (panel, part) in parts {
        if let Some(rect) = at(panel).filter(|rect| !rect.is_empty()) {
            part(room, view, rect, buf);
        }
    }
}

fn functions(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let title = words.get("lab.functions");
    let inner = Panel::titled(title).draw(area, buf, look);
    let mark = |n: usize| room.marks.contains(&n).then(|| (look.glyph("◆", "*"), mark_style(room, n, view)));
    List { functions: &room.functions, listed: &room.listed(), chosen: room.chosen }
        .draw(mark, words, inner, buf, look);
}

/// The style of a mark: that of its curve.
fn mark_style(room: &LabScreen, n: usize, view: DrawContext) -> Style {
    let place = room.compared().position(|f| f.id() == room.functions[n].id());
    view.look.theme.series(place.unwrap_or(0), Role::Value)
}

fn parameters(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let inner = Panel::titled(words.get("lab.knobs")).draw(area, buf, look);
    let f = room.function();
    if f.parameters().is_empty() {
        let none = words.get("lab.no-knobs");
        text::put(buf, inner.x + 1, inner.y, usize::from(inner.width), none, look.style(Role::Muted));
    }
    for (n, (parameter, value)) in f.parameters().iter().zip(f.parameter_values()).enumerate() {
        let y = inner.y + n as u16;
        if y < inner.bottom() {
            let turns = n == room.parameter;
            let pointer = if turns { look.glyph("▸", ">") } else { " " };
            let line = format!(
                "{pointer}{} {}  {}",
                parameter.symbol,
                parameter_value(*value, parameter),
                parameter_range(parameter)
            );
            let role = if turns { Role::Focus } else { Role::Text };
            text::put(buf, inner.x, y, usize::from(inner.width), &look.spell(&line), look.style(role));
        }
    }
}

/// The knobs of the function and their values.
pub(super) fn caption(room: &LabScreen, view: DrawContext) -> String {
    let f = room.function();
    let all = f.parameters().iter().zip(f.parameter_values());
    let knobs: Vec<String> =
        all.map(|(knob, value)| format!("{} {}", knob.symbol, parameter_value(*value, knob).trim())).collect();
    view.look.spell(&knobs.join("  "))
}

fn parameter_value(value: f64, parameter: &Parameter) -> String {
    let steps = parameter.step.to_string().split_once('.').map_or(0, |(_, d)| d.len()).min(4);
    // A value between steps keeps its digits: SELU's α is 1.6733, not 1.7.
    let between = (format!("{value:.steps$}").parse::<f64>().unwrap_or(value) - value).abs() > 1e-9;
    let decimals = if between { 4 } else { steps };
    let wide =
        [parameter.min, parameter.max].map(|end| format!("{end:.decimals$}").len()).into_iter().max().unwrap_or(0);
    format!("{value:>wide$.decimals$}")
}

fn parameter_range(parameter: &Parameter) -> String {
    format!("{}…{}", short(parameter.min), short(parameter.max))
}

/// The current knob in one line, for rooms too small for a panel of knobs.
fn knob_line(room: &LabScreen) -> String {
    let f = room.function();
    let turns = f.parameters().iter().zip(f.parameter_values()).nth(room.parameter);
    turns
        .map(|(parameter, value)| {
            format!("{} {}  {}", parameter.symbol, parameter_value(*value, parameter), parameter_range(parameter))
        })
        .unwrap_or_default()
}

fn styles(room: &LabScreen, view: DrawContext, first: Role) -> Vec<Style> {
    (0..room.compared().count()).map(|n| view.look.theme.series(n, first)).collect()
}

/// The names of the curves, each in its colour. A single curve is named by its formula.
fn legend<'a>(
    room: &'a LabScreen,
    view: DrawContext<'a>,
    first: Role,
    formula: &'a str,
    symbol: &'static str,
) -> Vec<(String, Style)> {
    let theme = view.look.theme;
    let count = room.compared().count();
    if count == 1 {
        let words = if formula.is_empty() { symbol.to_owned() } else { format!("{symbol} = {formula}") };
        return vec![(words, view.look.style(Role::Title))];
    }
    let one = |(n, f)| (format!("{}{}", line_of(n, view.look), name(f, &view.shared.words)), theme.series(n, first));
    room.compared().enumerate().map(one).collect()
}

fn chart(
    room: &LabScreen,
    view: DrawContext,
    area: Rect,
    buf: &mut Buffer,
    plot: &Plot,
    first: Role,
    read: &str,
) -> Rect {
    let formula = if first == Role::Value { room.function().formula() } else { room.function().slope_formula() };
    let symbol = if first == Role::Value { "f(x)" } else { "f′(x)" };
    let mut panel = Panel { right: Some((read, first)), ..Panel::default() };
    let line = knob_line(room);
    if room.derived.panels.parameters.is_none() && first == Role::Value && !line.is_empty() {
        panel.bottom = Some((&line, Role::Focus));
    }
    let inner = draw_framed(plot, &panel, area, buf, view.look, &styles(room, view, first));
    let mut free = usize::from(area.width).saturating_sub(text::width(read) + 7);
    let mut x = area.x + 2;
    let mut legend = legend(room, view, first, formula, symbol);
    for (words, _) in &mut legend {
        *words = view.look.spell(words);
    }
    // The names of several curves share the space of one formula.
    let several = legend.len() > 1;
    let wide: usize = legend.iter().map(|(words, _)| text::width(words) + 2).sum();
    let share = if several && wide > free { (free / legend.len()).saturating_sub(2) } else { free };
    for (words, style) in legend {
        let is_own = room.function().text().is_some() && !several;
        let shown = match () {
            () if several => text::cut(&words, share),
            () if text::width(&words) <= free => words,
            () if is_own && free >= LEAST_FORMULA => text::cut(&words, free),
            () => symbol.to_owned(),
        };
        if text::width(&shown) > free || several && text::width(&shown) < 3 {
            break;
        }
        text::put(buf, x - 1, area.y, 1, " ", style);
        let used = text::put(buf, x, area.y, free, &shown, style);
        text::put(buf, x + used, area.y, 1, " ", style);
        (x, free) = (x + used + 2, free.saturating_sub(usize::from(used) + 2));
    }
    inner
}

fn function(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let x = room.now.cursor;
    let y = room.function().value(x);
    let at = format!("x {}", place(x, room.cursor_step(), room.now.x));
    // With several curves, their names need the space, and the status lines have the numbers.
    let read = if room.compared().count() > 1 { String::new() } else { format!("{at}  f {}", steady(y)) };
    let plot = &room.derived.function;
    let inner = chart(room, view, area, buf, plot, Role::Value, &read);
    plot.draw_cursor(inner, buf, view.look, x, y);
    nothing(room, view, area, buf, plot);
}

/// Shows a message if no function in the chart has a value in the x range.
fn nothing(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer, plot: &Plot) {
    if plot.is_blank() {
        let [low, high] = room.now.x;
        let ends = [("low", &*short(low)), ("high", &*short(high))];
        empty(&view.shared.words.fill("lab.nothing-here", &ends), area, buf, view);
    }
}

fn slope(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (x, f) = (room.now.cursor, room.function());
    let y = f.slope(x);
    let mut read = if room.compared().count() > 1 { String::new() } else { format!("f′ {}", steady(y)) };
    if room.now.numeric && room.compared().count() > 1 {
        // The names of the curves need the space; the status lines have the exact value.
        let found = derivative(|x| f.value(x), x, STEP, Method::Central);
        read = format!("≈ {}", steady(found).trim_start());
    } else if room.now.numeric {
        let found = derivative(|x| f.value(x), x, STEP, Method::Central);
        let read_out = format!("f′ {}", steady(y));
        let wide = format!("{read_out}  ≈ {}  Δ {}", steady(found), steady(found - y));
        read = if text::width(&wide) + 12 <= usize::from(area.width) {
            wide
        } else {
            format!("{read_out} ≈{}", steady(found))
        };
    }
    let plot = &room.derived.slope;
    let inner = chart(room, view, area, buf, plot, Role::Slope, &read);
    plot.draw_cursor(inner, buf, view.look, x, y);
    nothing(room, view, area, buf, plot);
    for b in room.compared().flat_map(|f| f.facts().breaks) {
        plot.draw_ring(inner, buf, view.look, b.x, b.slope_used);
    }
}

fn moments(h: &Histogram) -> [String; 3] {
    let (mean, deviation) = (format!("μ {}", fixed(h.mean, 3)), format!("σ {}", fixed(h.deviation, 3)));
    let ends = format!("min {}  max {}", short(h.min), short(h.max));
    [format!("{mean}  {deviation}  {ends}"), format!("{mean}  {deviation}"), deviation]
}

/// Pairs of (left, right) wordings for the two ends of an edge, in the order in which they are tried. Wording 0 is the
/// longest.
const PAIRS: [(usize, usize); 10] = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1), (0, 2), (1, 2), (2, 2), (1, 3)];

/// The first pair of wordings that fits into an edge together; the shortest title alone if none does.
fn edge(left: &[String; 3], right: &[String; 3], cells: usize) -> (String, String) {
    let room = cells.saturating_sub(9);
    let words = |(l, r): (usize, usize)| (left[l].clone(), right.get(r).cloned().unwrap_or_default());
    let fits = |(l, r): &(String, String)| text::width(l) + text::width(r) <= room;
    PAIRS.into_iter().map(words).find(fits).unwrap_or_else(|| (left[2].clone(), String::new()))
}

fn samples(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let Some(survey) = room.derived.survey() else { return };
    let name = format!("{}  n {}", words.get("lab.samples"), room.now.count);
    let kind = words.find_in("distribution", room.now.distribution.id()).unwrap_or_default();
    let brief = words.get("lab.samples").to_owned();
    let titles = [format!("{name}  {kind} ×{}", short(room.now.scale)), name, brief];
    let (title, right) = edge(&titles, &moments(&survey.inputs), usize::from(area.width));
    let panel = Panel { right: Some((&right, Role::Muted)), ..Panel::titled(&title) };
    bars(room, view, area, buf, &panel, &survey.inputs, Role::Muted);
}

fn values(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let Some(survey) = room.derived.survey() else { return };
    let name = words.get("lab.values");
    let percent = |n: usize| format!("{:.1}%", 100.0 * n as f64 / survey.count.max(1) as f64);
    let (flat, dead) = (percent(survey.saturated), percent(survey.dead));
    let shares = words.fill("lab.shares", &[("saturated", &flat), ("dead", &dead)]);
    // There are no moments if every sample is missing.
    let mut rights = if survey.lost < survey.count { moments(&survey.outputs) } else { Default::default() };
    if room.derived.is_surveying() {
        rights = [words.get("lab.counting"); 3].map(str::to_owned);
    }
    let brief = words.get("lab.values-brief").to_owned();
    let titles = [format!("{name}  {shares}"), name.to_owned(), brief];
    let (title, right) = edge(&titles, &rights, usize::from(area.width));
    let lost = lost(room, survey, area, words);
    let bottom = Some((lost.as_str(), Role::Warning)).filter(|(lost, _)| !lost.is_empty());
    let panel = Panel { right: Some((&right, Role::Value)), bottom, ..Panel::titled(&title) };
    bars(room, view, area, buf, &panel, &survey.outputs, Role::Value);
    if survey.lost == survey.count && !room.derived.is_surveying() {
        empty(words.get("lab.no-values"), area, buf, view);
    }
}

/// The number of samples that are in no bin, in the longest wording that fits.
fn lost(room: &LabScreen, survey: &SampleStats, area: Rect, words: &Words) -> String {
    let Some(long) = super::facts::lost(room, words) else { return String::new() };
    // The numbers of the axis need space as well.
    let brief = words.fill("lab.missing-brief", &[("n", &survey.lost.to_string())]);
    if text::width(&long) + 12 <= usize::from(area.width) { long } else { brief }
}

/// Writes a message into a panel that has nothing to draw.
fn empty(said: &str, area: Rect, buf: &mut Buffer, view: DrawContext) {
    let cells = usize::from(area.width.saturating_sub(4));
    let lines = text::wrap(said, cells);
    let rows = (area.y + 1..area.bottom().saturating_sub(1)).skip(usize::from(area.height / 2).saturating_sub(2));
    for (line, y) in lines.iter().zip(rows) {
        let x = area.x + (area.width.saturating_sub(text::width(line) as u16)) / 2;
        text::put(buf, x, y, cells, line, view.look.style(Role::Warning));
    }
}

fn bars(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer, panel: &Panel, h: &Histogram, role: Role) {
    let bars = HistogramChart { counts: &h.counts, low: h.low, high: h.high };
    histogram::draw(bars, panel, area, buf, view.look, view.look.style(role), room.now.count);
}

fn before(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let title = words.get("lab.picture");
    let size = room.derived.picture().map_or_else(String::new, |p| format!("{}×{}", p.original().0, p.original().1));
    let named = format!("{} {size}", picture_name(&room.now, words));
    let right = room.derived.loading().map_or(named, str::to_owned);
    photograph(room, view, area, buf, &room.derived.before, (title, &right, Role::Muted));
}

fn after(room: &LabScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let title = words.fill("lab.after", &[("gain", &short(room.now.gain))]);
    let (before, after) = (&room.derived.before, &room.derived.after);
    // A picture of one tone has no contrast to keep.
    let kept = (after.max - after.min) / (before.max - before.min) * 100.0;
    let kept = match kept {
        kept if !kept.is_finite() => "–".to_owned(),
        kept if kept < 1e6 => format!("{kept:.0}"),
        kept => short(kept),
    };
    let right = |key: &str| words.fill(key, &[("percent", &kept)]);
    let rights = ["lab.contrast", "lab.contrast-short", "lab.contrast-brief"].map(right);
    let brief = words.fill("lab.after-brief", &[("gain", &short(room.now.gain))]);
    let (title, right) = edge(&[title, brief.clone(), brief], &rights, usize::from(area.width));
    photograph(room, view, area, buf, after, (&title, &right, Role::Value));
}

/// What is black and white in a picture, in the longest wording that fits beside the ends of its tones.
fn ends(view: DrawContext, shown: &FittedPicture, cells: usize) -> String {
    let words = &view.shared.words;
    let [low, high] = shown.scale.map(short);
    // On its own scale, a picture is black and white at the ends of its tones.
    let own = shown.scale == [shown.min, shown.max];
    let (long, brief) = match shown.levels {
        Some(Levels::Auto) => ("lab.scale-auto", "lab.scale-auto-short"),
        Some(Levels::Range) | None => ("lab.scale", "lab.scale-short"),
    };
    let fill = |key| words.fill(key, &[("low", &low), ("high", &high)]);
    let [min, max] = [shown.min, shown.max].map(tone);
    let tones = if own { String::new() } else { format!("min {min}  max {max}  ") };
    let wordings = [tones.clone() + &fill(long), tones + &fill(brief), fill(long), fill(brief)];
    let fitting = wordings.into_iter().find(|wording| text::width(wording) + 6 <= cells);
    fitting.unwrap_or_else(|| fill("lab.scale-short"))
}

/// Formats one end of the tones of a picture.
fn tone(x: f64) -> String {
    if x.abs() < 1e6 { fixed(x, 3) } else { short(x) }
}

fn photograph(
    room: &LabScreen,
    view: DrawContext,
    area: Rect,
    buf: &mut Buffer,
    shown: &FittedPicture,
    words: (&str, &str, Role),
) {
    let (title, right, role) = words;
    let has_tones = room.derived.picture().is_some() && !shown.min.is_nan();
    let ends = if has_tones { ends(view, shown, usize::from(area.width)) } else { String::new() };
    let panel = Panel { right: Some((right, role)), bottom: Some((&ends, role)), ..Panel::titled(title) };
    let inner = panel.draw(area, buf, view.look);
    match &shown.tiles {
        Some(tiles) => picture::draw(tiles, inner, buf, view.look),
        None => {
            let words = room.derived.loading().unwrap_or_default();
            text::put(buf, inner.x + 1, inner.y, usize::from(inner.width), words, view.look.style(Role::Muted));
        }
    }
}

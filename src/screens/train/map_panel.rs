//! Draws the map and the surface of the shown contestant.

use super::TrainScreen;
use super::class_names::class_names;
use super::framed::framed;
use super::layout::TrainPanel;
use super::map::{MapKind, MapShade};
use super::map_mode::{self, MapMode};
use super::net;
use super::point_cursor;
use crate::nn::dataset::TaskKind;
use crate::screens::DrawContext;
use crate::screens::number::short;
use crate::text::number::fixed;
use crate::theme::Role;
use crate::widgets::panel::{self, Panel};
use crate::widgets::plane::{self, Field, Legend, Plane, PlaneShade};
use crate::widgets::surface::{self, Surface};
use crate::widgets::{Look, names, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What the frame says of the columns, in at most this many cells: the axes and the others if there are more than two, and
/// the chosen sample.
fn frame_words(room: &TrainScreen, cells: usize, view: DrawContext) -> String {
    let words = &view.shared.words;
    let titles = room.control.experiment.data.titles();
    let (axes, at) = (room.derived.map.axes, room.now.map.at.map(|at| (at + 1).to_string()));
    let keys = match (titles.len(), &at) {
        (..=2, None) => return String::new(),
        // The scale of errors names the sample.
        (..=2, Some(_)) if map_mode::mode(room) == MapMode::Error => return String::new(),
        (..=2, Some(_)) => ["train.map-sample"; 3],
        (_, None) => ["train.map-median", "train.map-median-short", "train.map-median-least"],
        (_, Some(_)) => ["train.map-at-sample", "train.map-at-sample-short", "train.map-at-sample-least"],
    };
    let said = |key: &str, most: usize| {
        let [x, y] = axes.map(|axis| titles.get(axis).map(|title| text::cut(title, most)).unwrap_or_default());
        words.fill(key, &[("x", &x), ("y", &y), ("n", at.as_deref().unwrap_or_default())])
    };
    let longest = axes.iter().filter_map(|axis| titles.get(*axis)).map(|title| text::width(title)).max().unwrap_or(0);
    // The names are whole if they can be. They are beside the axes, too.
    let short = (4..=longest).rev().map(|most| said(keys[1], most));
    let mut all = [said(keys[0], longest)].into_iter().chain(short);
    all.find(|words| text::width(&view.look.spell(words)) + 2 <= cells).unwrap_or_else(|| said(keys[2], 4))
}

fn title<'a>(room: &TrainScreen, words: &'a Words) -> &'a str {
    let is_numbers = matches!(room.control.experiment.data.task(), TaskKind::Numbers { .. });
    words.get(if is_numbers { "train.sum" } else { "train.field" })
}

/// The columns of the axes and the output, for labels.
pub(super) fn axis_names(room: &TrainScreen) -> [String; 2] {
    let titles = room.control.experiment.data.titles();
    room.derived.map.axes.map(|axis| titles.get(axis).cloned().unwrap_or_default())
}

/// The title of the map in its mode, and what the frame says of its tones.
fn mode_words(room: &TrainScreen, words: &Words, look: Look, cells: usize) -> (String, String) {
    let map = &room.derived.map;
    let said = |key: &str, x: f64| words.fill(key, &[("x", &short(x))]);
    match (map_mode::mode(room), &map.shade) {
        (MapMode::Unit, shade) => {
            let key = if net::chosen(room).column == 0 { "train.map-input" } else { "train.map-unit" };
            let scale = match shade {
                MapShade::Other { high, .. } if *high > 1.0 => {
                    words.fill("train.net-scale", &[("scale", &fixed(*high, 1))])
                }
                _ => String::new(),
            };
            (words.fill(key, &[("unit", &net::chosen_name(room))]), scale)
        }
        (MapMode::Error, MapShade::Errors { largest }) => {
            let scale = error_scale(room, *largest, words, look, cells);
            (words.get("train.map-error").to_owned(), scale)
        }
        (MapMode::Gradient, MapShade::Size { field, .. }) => {
            let (low, high) = map_mode::range(field);
            let range = words.fill("train.map-range", &[("low", &short(low)), ("high", &short(high))]);
            (words.get("train.map-gradient").to_owned(), range)
        }
        (MapMode::Difference, MapShade::Other { field, .. }) => {
            let since = room.control.paused.as_ref().map_or(0, |rest| rest.at.epoch).to_string();
            let (low, high) = map_mode::range(field);
            let most = high.max(-low);
            let change =
                if most == 0.0 { words.get("train.map-no-change").to_owned() } else { said("train.map-change", most) };
            (words.fill("train.map-difference", &[("epoch", &since)]), change)
        }
        _ => (title(room, words).to_owned(), String::new()),
    }
}

/// How large the error of a full bar is, and that of the chosen sample, in at most this many cells.
fn error_scale(room: &TrainScreen, largest: f64, words: &Words, look: Look, cells: usize) -> String {
    let (bar, full) = (plane::largest_bar(look), short(largest));
    let chosen = room.now.map.at.zip(room.derived.map.points.iter().find(|point| point.is_chosen));
    let chosen = chosen.map(|(n, point)| ((n + 1).to_string(), short(point.error)));
    let with = |scale: &str, of: &dyn Fn(&str, &str) -> String| match &chosen {
        Some((n, error)) => format!("{scale} · {}", of(n, error)),
        None => scale.to_owned(),
    };
    let long = words.fill("train.map-largest", &[("bar", bar), ("x", &full)]);
    let brief = format!("{bar} {full}");
    let named = |n: &str, x: &str| words.fill("train.map-error-of", &[("n", n), ("x", x)]);
    let ways = [with(&long, &named), with(&brief, &named), with(&brief, &|n, x| format!("{n}: {x}"))];
    ways.into_iter().find(|said| text::width(said) <= cells).unwrap_or(brief)
}

/// The words of a map, which a plane borrows.
struct MapWords {
    names: Vec<String>,
    line: String,
    wrong: String,
    test: String,
    axes: [String; 2],
}

impl MapWords {
    fn of(room: &TrainScreen, words: &Words) -> Self {
        let map = &room.derived.map;
        let names = match (&map.shade, map.kind) {
            // Bars in place of marks do not say which class a sample has.
            (MapShade::Errors { .. }, _) => Vec::new(),
            (_, MapKind::Numbers) => [("train.lowest", map.low), ("train.highest", map.high)]
                .map(|(key, x)| words.fill(key, &[("x", &short(x))]))
                .to_vec(),
            (_, MapKind::Border | MapKind::Classes) => class_names(room, words),
        };
        let line = match map.kind {
            MapKind::Border => words.fill("train.line", &[("threshold", &map.threshold.to_string())]),
            MapKind::Classes => words.get("train.border").to_owned(),
            MapKind::Numbers => String::new(),
        };
        let wrong = match room.control.experiment.data.task() {
            TaskKind::Numbers { tolerance } => words.fill("train.beyond", &[("tolerance", &short(tolerance))]),
            TaskKind::Classes => words.get("train.wrong-class").to_owned(),
            TaskKind::Labels | TaskKind::Signs => words.get("train.wrong").to_owned(),
        };
        let has_test = map.points.iter().any(|point| point.is_test);
        let test = if has_test { words.get("train.test").to_owned() } else { String::new() };
        Self { names, line, wrong, test, axes: axis_names(room) }
    }
}

/// Gives the map as a plane to a function.
fn with_plane<T>(room: &TrainScreen, words: &Words, then: impl FnOnce(&Plane) -> T) -> T {
    let map = &room.derived.map;
    let said = MapWords::of(room, words);
    let classes: Vec<&str> = said.names.iter().map(String::as_str).collect();
    let none = Field::default();
    let (first, others) = map.fields.split_first().unwrap_or((&none, &[]));
    let shade = match &map.shade {
        MapShade::Output => PlaneShade::Output,
        MapShade::Other { field, low, middle, high } => {
            PlaneShade::Other { field, low: *low, middle: *middle, high: *high }
        }
        MapShade::Size { field, high } => PlaneShade::Size { field, high: *high },
        MapShade::Errors { largest } => PlaneShade::Errors { largest: *largest },
    };
    then(&Plane {
        field: first,
        others: if map.kind == MapKind::Classes { others } else { &[] },
        points: &map.points,
        shade,
        has_border: map.kind == MapKind::Border,
        threshold: map.threshold,
        low: map.low,
        high: map.high,
        x_name: &said.axes[0],
        y_name: &said.axes[1],
        legend: Legend { classes: &classes, test: &said.test, line: &said.line, wrong: &said.wrong },
    })
}

/// The cells that the plane covers in the panel of the map.
pub(super) fn plane_area(room: &TrainScreen, words: &Words, panel: Rect) -> Rect {
    with_plane(room, words, |plane| plane::map_area(plane, inside(panel)))
}

/// The samples under a position of the panel of the map.
pub(super) fn samples_at(room: &TrainScreen, words: &Words, panel: Rect, at: Position) -> Vec<usize> {
    with_plane(room, words, |plane| plane::points_at(plane, inside(panel), at))
}

/// What is inside the frame of a panel.
fn inside(panel: Rect) -> Rect {
    Rect::new(panel.x + 1, panel.y + 1, panel.width.saturating_sub(2), panel.height.saturating_sub(2))
}

pub(super) fn field(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let (title, range) = mode_words(room, words, view.look, usize::from(area.width).saturating_sub(6));
    let cells = usize::from(area.width).saturating_sub(4);
    let [has_classes, has_wrong] = with_plane(room, words, |plane| plane::legend_shows(plane, inside(area)));
    // What the legend of the map has no room for is in the frame.
    let wrong = if has_wrong { String::new() } else { wrong_words(room, view) };
    let kept = if wrong.is_empty() { 0 } else { text::width(&wrong) + 4 };
    let bottom = bottom_words(room, &range, cells.saturating_sub(kept), view);
    let panel = Panel { bottom: Some((&bottom, Role::Text)), ..Panel::titled(&title) };
    let inner = framed(room, room.now.shown.contestant, &panel, view, area, buf);
    with_plane(room, words, |plane| plane::draw(plane, inner, buf, view.look));
    let taken = if bottom.is_empty() { 0 } else { text::width(&view.look.spell(&bottom)) + 2 };
    let cells = cells.saturating_sub(taken);
    let free = cells.saturating_sub(2);
    let beside = free.checked_sub(text::width(&wrong) + 2);
    let said = match (has_classes, beside.map(|cells| marks(room, cells, view))) {
        (true, _) => wrong,
        (false, Some(marks)) if !marks.is_empty() && !wrong.is_empty() => format!("{marks}  {wrong}"),
        (false, _) => Some(marks(room, free, view)).filter(|marks| !marks.is_empty()).unwrap_or(wrong),
    };
    panel::bottom_left(&said, Role::Text, cells, area, buf, view.look);
    point_cursor::draw(room, TrainPanel::Field, area, buf, view.look);
}

/// What a cross means, if there is one.
fn wrong_words(room: &TrainScreen, view: DrawContext) -> String {
    let map = &room.derived.map;
    let has_crosses = !matches!(map.shade, MapShade::Errors { .. }) && map.points.iter().any(|point| point.is_wrong);
    let cross = || format!("{} {}", view.look.glyph("×", "x"), MapWords::of(room, &view.shared.words).wrong);
    if has_crosses { cross() } else { String::new() }
}

/// The marks of the classes with their names, in at most this many cells. Names are shortened, but differ. Empty if there is
/// too little room, or if there are no marks of classes.
fn marks(room: &TrainScreen, cells: usize, view: DrawContext) -> String {
    let names = match (&room.derived.map.shade, room.derived.map.kind) {
        (MapShade::Errors { .. }, _) | (_, MapKind::Numbers) => return String::new(),
        (_, MapKind::Border | MapKind::Classes) => class_names(room, &view.shared.words),
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let is_border = room.derived.map.kind == MapKind::Border;
    let mark = |n: usize| {
        if is_border { plane::mark_of_side(n == 1, view.look) } else { plane::mark_of_class(n, view.look) }
    };
    let of = |most: usize| {
        let each =
            names::shortened(&names, most).into_iter().enumerate().map(|(n, name)| format!("{} {name}", mark(n)));
        each.collect::<Vec<_>>().join("  ")
    };
    let longest = names::longest(&names);
    (LEAST_NAME.min(longest)..=longest).rev().map(of).find(|words| text::width(words) <= cells).unwrap_or_default()
}

/// The fewest cells to which the name of a class is shortened.
const LEAST_NAME: usize = 2;

/// What the frame says of the tones and of the columns. If there is no room for both, the tones come first.
fn bottom_words(room: &TrainScreen, range: &str, cells: usize, view: DrawContext) -> String {
    if range.is_empty() {
        return frame_words(room, cells, view);
    }
    let columns = frame_words(room, cells.saturating_sub(text::width(range) + 3), view);
    let both = format!("{range} · {columns}");
    if columns.is_empty() || text::width(&view.look.spell(&both)) + 2 > cells { range.to_owned() } else { both }
}

pub(super) fn raised(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let map = &room.derived.map;
    let degrees = view.look.glyph("°", "");
    let angles = format!("{}{degrees} {}{degrees}", room.now.turn, room.now.tilt);
    let bottom = frame_words(room, usize::from(area.width).saturating_sub(4), view);
    let panel = Panel {
        right: Some((&angles, Role::Muted)),
        bottom: Some((&bottom, Role::Text)),
        ..Panel::titled(words.get("train.surface"))
    };
    let inner = framed(room, room.now.shown.contestant, &panel, view, area, buf);
    let none = Field::default();
    let field = map.fields.first().unwrap_or(&none);
    // The ends are rounded to halves of the range, so that the box does not move while the surface does.
    let (bottom, top) = if map.kind == MapKind::Numbers { (map.low, map.high) } else { (0.0, 1.0) };
    let span = if top > bottom { top - bottom } else { 1.0 };
    let values = field.values.iter().filter(|v| v.is_finite()).map(|v| (v - bottom) / span);
    let (low, high) = values.fold((0.0_f64, 1.0_f64), |(low, high), v| (low.min(v), high.max(v)));
    let (low, high) = ((low * 2.0).floor() / 2.0, (high * 2.0).ceil() / 2.0);
    let [x_name, y_name] = axis_names(room);
    let surface = Surface {
        field,
        points: &map.points,
        has_border: map.kind != MapKind::Numbers,
        threshold: map.threshold,
        low: bottom + low.max(-1.0) * span,
        high: bottom + high.min(2.0) * span,
        turn: room.now.turn,
        tilt: room.now.tilt,
        names: [&x_name, &y_name, words.get("train.sum")],
    };
    surface::draw(&surface, inner, buf, view.look);
}

//! Draws the map and the surface of the shown contestant.

use super::TrainScreen;
use super::framed::framed;
use super::map::MapKind;
use crate::nn::dataset::TaskKind;
use crate::screens::DrawContext;
use crate::screens::number::short;
use crate::theme::Role;
use crate::widgets::panel::Panel;
use crate::widgets::plane::{self, Field, Legend, Plane};
use crate::widgets::surface::{self, Surface};
use crate::widgets::text;
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The names of the classes, or of both labels.
pub(super) fn class_names(room: &TrainScreen, words: &Words) -> Vec<String> {
    let data = &room.control.experiment.data;
    let named = data.classes();
    let count = if data.task() == TaskKind::Classes { room.control.experiment.widths().1 } else { 2 };
    if named.len() == count {
        return named;
    }
    let class = |n: usize| match (data.task(), n) {
        (TaskKind::Signs, 0) => "-1".to_owned(),
        (TaskKind::Signs, _) => "+1".to_owned(),
        _ => n.to_string(),
    };
    (0..count).map(|n| words.fill("train.class", &[("n", &class(n))])).collect()
}

/// What the frame says of the columns, in at most this many cells: the axes and the others if there are more than two, and
/// the chosen sample.
fn frame_words(room: &TrainScreen, cells: usize, view: DrawContext) -> String {
    let words = &view.shared.words;
    let titles = room.control.experiment.data.titles();
    let (axes, at) = (room.derived.map.axes, room.now.map.at.map(|at| (at + 1).to_string()));
    let keys = match (titles.len(), &at) {
        (..=2, None) => return String::new(),
        (..=2, Some(_)) => ["train.map-sample"; 2],
        (_, None) => ["train.map-median", "train.map-median-short"],
        (_, Some(_)) => ["train.map-at-sample", "train.map-at-sample-short"],
    };
    let said = |key: &str, most: usize| {
        let [x, y] = axes.map(|axis| titles.get(axis).map(|title| text::cut(title, most)).unwrap_or_default());
        words.fill(key, &[("x", &x), ("y", &y), ("n", at.as_deref().unwrap_or_default())])
    };
    let longest = axes.iter().filter_map(|axis| titles.get(*axis)).map(|title| text::width(title)).max().unwrap_or(0);
    // The names are whole if they can be.
    let short = (4..=longest).rev().map(|most| said(keys[1], most));
    let mut all = [said(keys[0], longest)].into_iter().chain(short);
    all.find(|words| text::width(&view.look.spell(words)) + 2 <= cells).unwrap_or_else(|| said(keys[1], 4))
}

fn title<'a>(room: &TrainScreen, words: &'a Words) -> &'a str {
    let is_numbers = matches!(room.control.experiment.data.task(), TaskKind::Numbers { .. });
    words.get(if is_numbers { "train.sum" } else { "train.field" })
}

/// The columns of the axes and the output, for labels.
fn axis_names(room: &TrainScreen) -> [String; 2] {
    let titles = room.control.experiment.data.titles();
    room.derived.map.axes.map(|axis| titles.get(axis).cloned().unwrap_or_default())
}

pub(super) fn field(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let words = &view.shared.words;
    let map = &room.derived.map;
    let bottom = frame_words(room, usize::from(area.width).saturating_sub(4), view);
    let panel = Panel { bottom: Some((&bottom, Role::Text)), ..Panel::titled(title(room, words)) };
    let inner = framed(room, room.now.shown.contestant, &panel, view, area, buf);
    let names = match map.kind {
        MapKind::Numbers => [("train.lowest", map.low), ("train.highest", map.high)]
            .map(|(key, x)| words.fill(key, &[("x", &short(x))]))
            .to_vec(),
        MapKind::Border | MapKind::Classes => class_names(room, words),
    };
    let classes: Vec<&str> = names.iter().map(String::as_str).collect();
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
    let test = if has_test { words.get("train.test") } else { "" };
    let [x_name, y_name] = axis_names(room);
    let none = Field::default();
    let (first, others) = map.fields.split_first().unwrap_or((&none, &[]));
    let plane = Plane {
        field: first,
        others: if map.kind == MapKind::Classes { others } else { &[] },
        points: &map.points,
        has_border: map.kind == MapKind::Border,
        threshold: map.threshold,
        low: map.low,
        high: map.high,
        x_name: &x_name,
        y_name: &y_name,
        legend: Legend { classes: &classes, test, line: &line, wrong: &wrong },
    };
    plane::draw(&plane, inner, buf, view.look);
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

//! Small pictures of data in lists: the samples, and what a feature makes of them.

use crate::functions::formula::ColumnFormula;
use crate::nn::dataset::{Dataset, TaskKind};
use crate::text::number::short;
use crate::theme::Role;
use crate::widgets::panel::set;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// The most points of a picture of samples.
const POINTS: usize = 400;

/// A sample in the picture.
struct Point {
    x: f64,
    y: f64,
    /// The class of a sample of two, for its mark.
    is_above: Option<bool>,
}

/// The samples over their first two columns, or the target over the only one.
pub(super) fn scatter(data: &Dataset, area: Rect, buf: &mut Buffer, look: Look) {
    let (columns, levels) = (data.columns(), levels(data));
    let is_plane = columns.nrows() > 1;
    let border = border(data);
    let point = |n: usize| Point {
        x: columns[(0, n)],
        y: if is_plane { columns[(1, n)] } else { levels[n] },
        is_above: is_plane.then(|| levels[n] > border),
    };
    // A plane is a square: a cell is twice as high as wide.
    let width = if is_plane { area.width.min(2 * area.height) } else { area.width };
    draw(&(0..levels.len()).map(point).collect::<Vec<_>>(), Rect { width, ..area }, buf, look);
}

/// What a feature makes of the samples, with the ends of its axis. The samples of each class are piled up in a band of
/// their own, so that one sees whether the feature tells classes apart. Numbers are targets over the feature.
pub(super) fn feature(data: &Dataset, names: &[String], formula: &str, area: Rect, buf: &mut Buffer, look: Look) {
    let Ok(formula) = ColumnFormula::parse(formula, names) else { return };
    let rows: Vec<Vec<f64>> = data.columns().rows().into_iter().map(|column| column.to_vec()).collect();
    let values = formula.values(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let (levels, border) = (levels(data), border(data));
    let has_classes = !matches!(data.task, TaskKind::Numbers { .. });
    let point = |n: usize| Point { x: values[n], y: levels[n], is_above: has_classes.then(|| levels[n] > border) };
    let is_finite = |n: &usize| values.get(*n).is_some_and(|value| value.is_finite());
    let points: Vec<Point> = (0..levels.len()).filter(is_finite).map(point).collect();
    let above = Rect { height: area.height - 1, ..area };
    if has_classes {
        draw_piles(&points, above, buf, look);
    } else {
        draw(&points, above, buf, look);
    }
    let (low, high) = ends(points.iter().map(|point| point.x));
    if low <= high {
        let (left, right) = (short(low), short(high));
        let (y, cells, style) = (area.bottom() - 1, usize::from(area.width), look.style(Role::Muted));
        text::put(buf, area.x, y, cells, &left, style);
        let width = text::width(&right).min(cells) as u16;
        text::put(buf, area.right() - width, y, usize::from(width), &right, style);
    }
}

/// The target of each sample, or the index of its class where each class has an output.
fn levels(data: &Dataset) -> Vec<f64> {
    let index = |sample: &[f64]| sample.iter().position(|target| *target > 0.5).unwrap_or(0) as f64;
    if data.task == TaskKind::Classes {
        return data.targets.columns().into_iter().map(|sample| index(&sample.to_vec())).collect();
    }
    data.targets.row(0).to_vec()
}

/// Levels above this are drawn with the mark of the second class.
fn border(data: &Dataset) -> f64 {
    if data.task == TaskKind::Signs { 0.0 } else { 0.5 }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn share(value: f64, (low, high): (f64, f64)) -> f64 {
    if high > low { (value - low) / (high - low) } else { 0.5 }
}

fn draw(points: &[Point], area: Rect, buf: &mut Buffer, look: Look) {
    if area.is_empty() {
        return;
    }
    let (across, up) = (ends(points.iter().map(|point| point.x)), ends(points.iter().map(|point| point.y)));
    for point in points.iter().step_by(points.len().div_ceil(POINTS).max(1)) {
        let x = area.x + (share(point.x, across) * f64::from(area.width - 1)).round() as u16;
        let y = area.bottom() - 1 - (share(point.y, up) * f64::from(area.height - 1)).round() as u16;
        put_mark(point.is_above, x, y, buf, look);
    }
}

/// Draws a band for each class, the first at the bottom. A point stands on those of its class with the same x. If piles
/// do not fit into their band, all are made lower.
fn draw_piles(points: &[Point], area: Rect, buf: &mut Buffer, look: Look) {
    let across = ends(points.iter().map(|point| point.x));
    let mut classes: Vec<f64> = points.iter().map(|point| point.y).collect();
    classes.sort_by(f64::total_cmp);
    classes.dedup();
    let band = usize::from(area.height) / classes.len().max(1);
    if band == 0 || area.width == 0 {
        return;
    }
    let mut piles: BTreeMap<(usize, u16), (usize, Option<bool>)> = BTreeMap::new();
    for point in points {
        let class = classes.partition_point(|class| *class < point.y);
        let x = (share(point.x, across) * f64::from(area.width - 1)).round() as u16;
        piles.entry((class, x)).or_insert((0, point.is_above)).0 += 1;
    }
    let highest = piles.values().map(|(count, _)| *count).max().unwrap_or(0).max(band);
    for ((class, x), (count, is_above)) in piles {
        for level in 0..(count * band).div_ceil(highest) {
            put_mark(is_above, area.x + x, area.bottom() - 1 - (class * band + level) as u16, buf, look);
        }
    }
}

fn put_mark(is_above: Option<bool>, x: u16, y: u16, buf: &mut Buffer, look: Look) {
    let (glyph, role) = match is_above {
        None => (look.glyph("•", "*"), Role::Value),
        Some(true) => (look.glyph("■", "#"), Role::Positive),
        Some(false) => (look.glyph("□", "o"), Role::Negative),
    };
    set(buf, x, y, glyph, look.style(role));
}

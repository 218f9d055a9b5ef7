//! The cost of drawing a map, a surface and tables of weights: `cargo bench --bench fields`.
#![allow(clippy::expect_used, missing_docs, reason = "a benchmark")]

use actlab::theme::Theme;
use actlab::tile::ColorDepth;
use actlab::widgets::Look;
use actlab::widgets::plane::{self, Field, Legend, Plane, PlaneShade, Point};
use actlab::widgets::surface::{self, Surface};
use actlab::widgets::weights::{self, LayerWeights, WeightWords};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn main() {
    divan::main();
}

const SIZES: [(u16, u16); 2] = [(60, 20), (200, 60)];

/// XOR as two ramps.
fn field() -> Field {
    let ramp = |x: f64| (x * 4.0 - 1.5).clamp(0.0, 1.0);
    Field::of(|x, y| ramp((x - y).abs()), 127, 127, (-0.25, 1.25), (-0.25, 1.25))
}

fn points(field: &Field) -> Vec<Point> {
    let place = |n: u32, by: f64| (f64::from(n) * by).fract();
    let point = |(x, y): (f64, f64)| {
        let (along, up) = field.share(x, y);
        Point { x, y, target: (x - y).abs().round(), answer: field.at(along, up), is_wrong: false, ..Point::default() }
    };
    (0..100).map(|n| point((place(n, 0.618_034), place(n, 0.754_878)))).collect()
}

fn draw(bencher: Bencher, (columns, rows): (u16, u16), depth: ColorDepth, draw: impl Fn(Rect, &mut Buffer, Look)) {
    let theme = Theme::load("dark", depth).expect("a theme");
    let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
    let area = buf.area;
    bencher.bench_local(|| draw(black_box(area), &mut buf, Look { theme: &theme, ascii: false }));
}

#[divan::bench(args = SIZES, consts = [false, true])]
fn map<const FEW_COLOURS: bool>(bencher: Bencher, size: (u16, u16)) {
    let field = field();
    let points = points(&field);
    let legend = Legend { classes: &["zero", "one"], test: "", line: "the line", wrong: "misjudged" };
    let (x_name, y_name) = ("x1", "x2");
    let (field, points) = (&field, &points);
    let (others, has_border) = (&[][..], true);
    let plane = Plane {
        field,
        others,
        points,
        shade: PlaneShade::Output,
        has_border,
        threshold: 0.5,
        low: 0.0,
        high: 1.0,
        x_name,
        y_name,
        legend,
    };
    let depth = if FEW_COLOURS { ColorDepth::Indexed256 } else { ColorDepth::TrueColor };
    draw(bencher, size, depth, |area, buf, look| {
        plane::draw(&plane, area, buf, look);
    });
}

#[divan::bench(args = SIZES, consts = [30, 60])]
fn turned<const TILT: u8>(bencher: Bencher, size: (u16, u16)) {
    let field = field();
    let points = points(&field);
    let (tilt, names) = (f64::from(TILT), ["x1", "x2", "output"]);
    let surface = Surface {
        field: &field,
        points: &points,
        has_border: true,
        threshold: 0.5,
        low: 0.0,
        high: 1.0,
        turn: -60.0,
        tilt,
        names,
    };
    draw(bencher, size, ColorDepth::TrueColor, |area, buf, look| {
        buf.reset();
        surface::draw(&surface, area, buf, look);
    });
}

#[divan::bench(args = SIZES, consts = [4, 64])]
fn tables<const UNITS: usize>(bencher: Bencher, size: (u16, u16)) {
    let numbers: Vec<f64> = (0..UNITS * UNITS).map(|n| (n as f64 * 0.618_034).fract() * 4.0 - 2.0).collect();
    let words =
        WeightWords { bias: "bias", more_units: ["+{n}"; 2], more_inputs: ["+{n}"; 2], more_layers: ["+{n}"; 2] };
    let layer = LayerWeights { name: "hidden", inputs: &[], weights: &numbers, biases: &numbers[..UNITS], notes: &[] };
    draw(bencher, size, ColorDepth::TrueColor, |area, buf, look| {
        weights::draw(&[layer; 3], &words, area, buf, look);
    });
}

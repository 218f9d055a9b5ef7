//! Maps, surfaces and tables of weights: positions, fit, and that nothing is shown by colour alone.
#![allow(clippy::expect_used, reason = "tests")]

use actlab::runtime::export;
use actlab::theme::{Role, Theme};
use actlab::tile::ColorDepth;
use actlab::widgets::Look;
use actlab::widgets::plane::{self, Field, Legend, Plane, PlaneShade, Point};
use actlab::widgets::surface::{self, Surface};
use actlab::widgets::weights::{self, LayerWeights, WeightWords};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const DEPTHS: [ColorDepth; 4] = [ColorDepth::TrueColor, ColorDepth::Indexed256, ColorDepth::Ansi16, ColorDepth::None];
const LEGEND: Legend =
    Legend { classes: &["answers 0", "answers 1"], test: "", line: "output = 0.5", wrong: "misjudged" };
const WORDS: WeightWords = WeightWords {
    bias: "bias",
    more_units: ["+{n} more unit", "+{n} more units"],
    more_inputs: ["+{n} more input", "+{n} more inputs"],
    more_layers: ["+{n} more layer", "+{n} more layers"],
};

fn buffer(columns: u16, rows: u16, depth: ColorDepth, ascii: bool, draw: impl Fn(Rect, &mut Buffer, Look)) -> Buffer {
    let theme = Theme::load("dark", depth).expect("a theme");
    let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
    draw(buf.area, &mut buf, Look { theme: &theme, ascii });
    buf
}

/// The exclusive or, with sharp or soft edges.
fn exclusive_or() -> Field {
    let ramp = |x: f64| (x * 2.5 - 0.75).clamp(0.02, 0.98);
    Field::of(|x, y| ramp((x - y).abs()), 127, 127, (-0.25, 1.25), (-0.25, 1.25))
}

fn corners() -> Vec<Point> {
    let answers = [(0.0, 0.0, 0.02), (0.0, 1.0, 0.98), (1.0, 0.0, 0.4), (1.0, 1.0, 0.02)];
    answers
        .map(|(x, y, answer)| Point {
            x,
            y,
            target: f64::from(x != y),
            answer,
            is_wrong: answer == 0.4,
            ..Point::default()
        })
        .to_vec()
}

fn map<'a>(field: &'a Field, points: &'a [Point]) -> Plane<'a> {
    Plane {
        field,
        others: &[],
        points,
        shade: PlaneShade::Output,
        has_border: true,
        threshold: 0.5,
        low: 0.0,
        high: 1.0,
        x_name: "x1",
        y_name: "x2",
        legend: LEGEND,
    }
}

fn solid<'a>(field: &'a Field, points: &'a [Point], turn: f64, tilt: f64) -> Surface<'a> {
    let names = ["x1", "x2", "output"];
    Surface { field, points, has_border: true, threshold: 0.5, low: 0.0, high: 1.0, turn, tilt, names }
}

fn map_of(field: &Field, depth: ColorDepth, ascii: bool) -> Buffer {
    buffer(60, 20, depth, ascii, |area, buf, look| {
        plane::draw(&map(field, &[]), area, buf, look);
    })
}

#[test]
fn a_map_without_colour() {
    let (field, points) = (exclusive_or(), corners());
    for (name, ascii) in [("map", false), ("map_ascii", true)] {
        let buf = buffer(60, 20, ColorDepth::None, ascii, |area, buf, look| {
            plane::draw(&map(&field, &points), area, buf, look);
        });
        insta::assert_snapshot!(name, export::text(&buf));
    }
}

#[test]
fn a_surface_without_colour() {
    let (field, points) = (exclusive_or(), corners());
    for (name, ascii) in [("surface", false), ("surface_ascii", true)] {
        let buf = buffer(60, 20, ColorDepth::None, ascii, |area, buf, look| {
            surface::draw(&solid(&field, &points, -60.0, 30.0), area, buf, look);
        });
        insta::assert_snapshot!(name, export::text(&buf));
    }
}

#[test]
fn tables_of_weights() {
    let numbers: Vec<f64> = (0..64 * 64).map(|n| (f64::from(n) * 0.618_034).fract() * 4.0 - 2.0).collect();
    let small = LayerWeights {
        name: "hidden",
        inputs: &["x1", "x2"],
        weights: &numbers[..8],
        biases: &[0.0, -12.5, f64::NAN, 1e-9],
        notes: &["", "dead"],
    };
    let large = LayerWeights { name: "wide", inputs: &[], weights: &numbers, biases: &numbers[..64], notes: &[] };
    for (name, columns, rows, ascii) in [("weights", 40, 16, false), ("weights_ascii", 24, 9, true)] {
        let buf = buffer(columns, rows, ColorDepth::None, ascii, |area, buf, look| {
            assert_eq!(weights::draw(&[small, large, small], &WORDS, area, buf, look), rows);
        });
        insta::assert_snapshot!(name, export::text(&buf));
    }
    for rows in [3, 30] {
        buffer(40, rows, ColorDepth::TrueColor, false, |area, buf, look| {
            assert_eq!(weights::draw(&[small], &WORDS, area, buf, look), rows.min(5));
        });
    }
}

/// Both sides of a straight line have different glyphs.
#[test]
fn the_sides_of_a_map_differ_without_colour() {
    let field = Field::of(|x, _| x, 127, 127, (0.0, 1.0), (0.0, 1.0));
    for (depth, ascii) in
        [(ColorDepth::None, false), (ColorDepth::None, true), (ColorDepth::Ansi16, false), (ColorDepth::Ansi16, true)]
    {
        let theme = Theme::load("dark", depth).expect("a theme");
        let mut buf = Buffer::empty(Rect::new(0, 0, 60, 20));
        let area = buf.area;
        let place = plane::draw(&map(&field, &[]), area, &mut buf, Look { theme: &theme, ascii });
        for y in place.top()..place.bottom() {
            let row: Vec<&str> = (place.left()..place.right()).map(|x| buf[(x, y)].symbol()).collect();
            let (left, right) = row.split_at(row.len() / 2);
            // The line is on the cell to one side of the middle or the other.
            let (left, right) = (&left[..left.len() - 1], &right[1..]);
            assert!(left.iter().all(|cell| !right.contains(cell)), "{depth:?} {ascii}: {row:?}");
            let line = ["|", "⡇", "⢸"];
            assert!(row[row.len() / 2 - 1..=row.len() / 2].iter().any(|cell| line.contains(cell)), "{row:?}");
        }
    }
}

#[test]
fn a_misjudged_point_has_a_cross() {
    let (field, points) = (exclusive_or(), corners());
    for (ascii, cross) in [(false, "×"), (true, "x")] {
        let crosses = |points: &[Point]| {
            let mut plane = map(&field, points);
            (plane.x_name, plane.legend) = ("", Legend::default());
            plane.y_name = "";
            let buf = buffer(40, 18, ColorDepth::None, ascii, |area, buf, look| {
                plane::draw(&plane, area, buf, look);
            });
            export::text(&buf).matches(cross).count()
        };
        assert_eq!((crosses(&points), crosses(&points[..2])), (1, 0));
    }
}

/// There are few tones, so that a slow connection need not carry invisible changes.
#[test]
fn small_changes_change_few_cells_and_jumps_none() {
    let changed = |f: &dyn Fn(f64, f64) -> f64| {
        let by = |more: f64| Field::of(|x, y| f(x, y) + more, 127, 127, (0.0, 1.0), (0.0, 1.0));
        let (before, after) =
            (map_of(&by(0.0), ColorDepth::TrueColor, false), map_of(&by(1e-4), ColorDepth::TrueColor, false));
        before.content.iter().zip(&after.content).filter(|(a, b)| a != b).count()
    };
    assert_eq!(changed(&|x, y| f64::from(x + y > 1.3)), 0);
    assert_eq!(changed(&|x, y| if x * y > 0.3 { 0.93 } else { 0.21 }), 0);
    let slope = changed(&|x, y| 0.4 * x + 0.55 * y);
    assert!(slope <= 12, "{slope} of 1200 cells");
}

/// A wall in front of a floor: from the front nothing of the floor is visible, from the back most of it.
#[test]
fn a_surface_hides_what_lies_behind_it() {
    let height = |y: f64| if y < 0.1 { 0.501 } else { f64::from(y < 0.3) };
    let wall = Field::of(|_, y| height(y), 127, 127, (0.0, 1.0), (0.0, 1.0));
    let theme = Theme::load("dark", ColorDepth::TrueColor).expect("a theme");
    let floor = |turn: f64| {
        let buf = buffer(60, 24, ColorDepth::TrueColor, false, |area, buf, look| {
            surface::draw(&Surface { low: 0.499, ..solid(&wall, &[], turn, 12.0) }, area, buf, look);
        });
        buf.content.iter().filter(|cell| Some(cell.fg) == theme.style(Role::Negative).fg).count()
    };
    assert_eq!(floor(-90.0), 0);
    assert!(floor(90.0) > 100, "{}", floor(90.0));
}

fn value() -> impl Strategy<Value = f64> {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, -0.0, 0.5, 1e-310];
    prop_oneof![3 => -2.0..2.0f64, 1 => prop::sample::select(odd.to_vec())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_panics_or_leaves_its_area(
        (columns, rows) in (0..90u16, 0..40u16),
        (wide, tall) in (0..9usize, 0..9usize),
        values in prop::collection::vec(value(), 80),
        bounds in (value(), value(), value()),
        view in (value(), value()),
        (depth, ascii) in (0..4usize, any::<bool>()),
    ) {
        let name = ["", "x1", "입력 하나", "a long name of an input", "출력"];
        let points: Vec<Point> = values
            .chunks_exact(4)
            .map(|v| Point { x: v[0], y: v[1], target: v[2], answer: v[3], error: v[3], is_wrong: v[3] > v[2], is_test: v[0] > v[1], is_chosen: v[1] > v[2] })
            .collect();
        let value = |(row, column)| values.get(row * wide + column).copied().unwrap_or(f64::NAN);
        let of = ndarray::Array2::from_shape_fn((tall, wide), value);
        let field = Field { values: of, x: (0.0, 1.0), y: (-1.0, bounds.0) };
        let (low, threshold, high) = bounds;
        let classes = [name[columns as usize % 5], name[rows as usize % 5], name[tall % 5], name[wide % 5]];
        let classes = &classes[..2 + (columns + rows) as usize % 3];
        let legend = Legend { classes, test: name[tall % 5], ..LEGEND };
        let (x_name, y_name) = (name[wide % 5], name[tall % 5]);
        let others = vec![field.clone(); classes.len() - 1];
        let (has_border, is_of_classes) = (low > 0.0, threshold > 0.0);
        let others = if is_of_classes { &others[..] } else { &[] };
        let shade = match tall % 4 {
            0 => PlaneShade::Output,
            1 => PlaneShade::Other { field: &field, low, middle: threshold, high },
            2 => PlaneShade::Size { field: &field, high },
            _ => PlaneShade::Errors { largest: high },
        };
        let plane =
            Plane { field: &field, others, points: &points, shade, has_border, threshold, low, high, x_name, y_name, legend };
        let names = [x_name, y_name, name[4]];
        let (turn, tilt) = (view.0 * 90.0, view.1 * 60.0);
        let surface = Surface { field: &field, points: &points, has_border, threshold, low, high, turn, tilt, names };
        let layer = LayerWeights { name: name[wide % 5], inputs: &name, weights: &values, biases: &values[..wide], notes: &name };
        let theme = Theme::load("dark", DEPTHS[depth]).expect("a theme");
        let look = Look { theme: &theme, ascii };
        let area = Rect::new(3, 2, columns, rows);
        for widget in 0..3 {
            let mut buf = Buffer::empty(Rect::new(0, 0, columns + 6, rows + 4));
            match widget {
                0 => {
                    let place = plane::draw(&plane, area, &mut buf, look);
                    prop_assert_eq!(place.intersection(area).area(), place.area());
                }
                1 => surface::draw(&surface, area, &mut buf, look),
                _ => prop_assert!(weights::draw(&[layer; 3], &WORDS, area, &mut buf, look) <= rows),
            }
            let whole = buf.area;
            for (x, y) in whole.positions().map(|at| (at.x, at.y)) {
                let cell = &buf[(x, y)];
                prop_assert!(area.contains((x, y).into()) || cell.symbol() == " ", "{} at {}, {}", widget, x, y);
                // Names come from the caller, and the application replaces the sign that marks cut text.
                let given = cell.symbol().chars().all(|c| c.is_ascii() || c == '…' || c >= '가');
                prop_assert!(!ascii || given, "{}", cell.symbol());
            }
        }
    }
}

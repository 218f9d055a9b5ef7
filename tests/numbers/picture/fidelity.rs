//! How similar the drawn cells are to the picture. The area that a glyph covers follows from its Unicode name here, so
//! that the program's tables are not checked against themselves.

use std::collections::BTreeMap;

use actlab::{
    picture::{Picture, Raster},
    tile::{CELL_HEIGHT, CELL_WIDTH, CellTone, ColorDepth, GlyphSet, Tiles, fit_raster},
};

use super::rings;

const PIXELS: usize = CELL_WIDTH * CELL_HEIGHT;
/// Samples along each side of a pixel. 16 · 6 rows are divisible by three and by eight.
const FINE: usize = 6;

/// Code points and their names, from the Unicode character database.
const NAMES: &str = include_str!("../../data/blocks.txt");

struct Glyphs(BTreeMap<char, Vec<f32>>);

impl Glyphs {
    fn new() -> Self {
        let named = NAMES.lines().map(|line| {
            let (code, name) = line.split_once(' ').unwrap();
            (char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap(), mask(name))
        });
        Self(named.chain([(' ', vec![0.0; PIXELS])]).collect())
    }

    /// The cell that shows `glyph` in two levels.
    fn drawn(&self, glyph: char, ink: f32, paper: f32) -> impl Iterator<Item = f32> {
        let mask = self.0.get(&glyph).unwrap_or_else(|| panic!("{glyph:?} is no block"));
        mask.iter().map(move |share| paper + (ink - paper) * share)
    }

    /// Peak signal to noise ratio of tiles against the raster they were fitted to, in decibels.
    fn psnr(&self, raster: &Raster, tiles: &Tiles) -> f64 {
        let mut errors = 0.0;
        for row in 0..tiles.rows {
            for (column, tile) in tiles.row(row).iter().enumerate() {
                for (index, shown) in
                    self.drawn(tile.glyph, level(tile.ink, true), level(tile.paper, false)).enumerate()
                {
                    let (x, y) = (column * CELL_WIDTH + index % CELL_WIDTH, row * CELL_HEIGHT + index / CELL_WIDTH);
                    let off = f64::from(shown - raster.pixels()[y * raster.width() + x]);
                    errors += off * off;
                }
            }
        }
        10.0 * libm::log10(255.0 * 255.0 * raster.pixels().len() as f64 / errors)
    }
}

/// The levels of xterm's palette. The terminal's default is white on black.
fn level(tone: CellTone, ink: bool) -> f32 {
    match tone {
        CellTone::Gray(gray) => f32::from(gray),
        CellTone::Default => f32::from(u8::from(ink)) * 255.0,
        CellTone::Indexed(index @ 232..) => 8.0 + 10.0 * f32::from(index - 232),
        CellTone::Indexed(index) => {
            let grays = [
                (0, 0),
                (7, 229),
                (8, 127),
                (15, 255),
                (16, 0),
                (59, 95),
                (102, 135),
                (145, 175),
                (188, 215),
                (231, 255),
            ];
            let gray = grays.iter().find(|(gray, _)| *gray == index).unwrap_or_else(|| panic!("{index} is no gray"));
            gray.1 as f32
        }
    }
}

fn mask(name: &str) -> Vec<f32> {
    if let Some(shade) = ["LIGHT SHADE", "MEDIUM SHADE", "DARK SHADE"].iter().position(|shade| *shade == name) {
        return vec![(shade + 1) as f32 / 4.0; PIXELS];
    }
    let share = |pixel: usize| {
        let samples = (0..FINE * FINE).filter(|sample| {
            let place = |pixel: usize, sample: usize, size: usize| {
                (pixel as f64 + (sample as f64 + 0.5) / FINE as f64) / size as f64
            };
            let x = place(pixel % CELL_WIDTH, sample % FINE, CELL_WIDTH);
            let y = place(pixel / CELL_WIDTH, sample / FINE, CELL_HEIGHT);
            inked(name, x, y)
        });
        samples.count() as f32 / (FINE * FINE) as f32
    };
    (0..PIXELS).map(share).collect()
}

/// Whether the character with this name covers the point, both coordinates 0 to 1 from the upper left.
fn inked(name: &str, x: f64, y: f64) -> bool {
    let numbered = |digits: &str, rows: f64| {
        let block = (y * rows) as usize * 2 + (x * 2.0) as usize + 1;
        digits.contains(&block.to_string())
    };
    if let Some(digits) = name.strip_prefix("BLOCK SEXTANT-") {
        return numbered(digits, 3.0);
    }
    if let Some(digits) = name.strip_prefix("BLOCK OCTANT-") {
        return numbered(digits, 4.0);
    }
    if let Some(quadrants) = name.strip_prefix("QUADRANT ") {
        return quadrants.split(" AND ").any(|quadrant| quadrant.split(' ').all(|side| part(side, 0.5, x, y)));
    }
    if let Some((corner, ends)) = name.split_once(" BLOCK DIAGONAL ") {
        let (from, to) = ends.split_once(" TO ").unwrap();
        return same_side(point(corner), (point(from), point(to)), (x, y));
    }
    if let Some(corner) = name.strip_prefix("BLACK ").and_then(|rest| rest.strip_suffix(" TRIANGLE")) {
        let rising = ((0.0, 1.0), (1.0, 0.0));
        let falling = ((0.0, 0.0), (1.0, 1.0));
        let line = if matches!(corner, "LOWER RIGHT" | "UPPER LEFT") { rising } else { falling };
        return same_side(point(corner), line, (x, y));
    }
    if let Some((sides, _)) = name.split_once(" TRIANGULAR ") {
        return sides.split(" AND ").any(|side| match side {
            "LEFT" => x < y && x < 1.0 - y,
            "RIGHT" => x > y && x > 1.0 - y,
            "UPPER" => y < x && y < 1.0 - x,
            _ => y > x && y > 1.0 - x,
        });
    }
    block(name.strip_suffix(" BLOCK").unwrap_or_else(|| panic!("{name}?")), x, y)
}

/// FULL, or an interval from one side. Two intervals are intersected.
fn block(name: &str, x: f64, y: f64) -> bool {
    const SHARES: [(&str, f64); 8] = [
        ("ONE EIGHTH", 0.125),
        ("ONE QUARTER", 0.25),
        ("THREE EIGHTHS", 0.375),
        ("HALF", 0.5),
        ("FIVE EIGHTHS", 0.625),
        ("THREE QUARTERS", 0.75),
        ("SEVEN EIGHTHS", 0.875),
        ("FULL", 1.0),
    ];
    let middle = (0.25..0.75).contains(&y);
    match name {
        "MIDDLE LEFT ONE QUARTER" => middle && x < 0.5,
        "MIDDLE RIGHT ONE QUARTER" => middle && x > 0.5,
        "FULL" => true,
        _ => {
            if let Some((side, rest)) = name.split_once(" HALF ") {
                return part(side, 0.5, x, y) && block(rest, x, y);
            }
            let (side, share) = name.split_once(' ').unwrap();
            part(side, SHARES.iter().find(|(known, _)| *known == share).unwrap().1, x, y)
        }
    }
}

fn part(side: &str, share: f64, x: f64, y: f64) -> bool {
    match side {
        "LEFT" => x < share,
        "RIGHT" => x > 1.0 - share,
        "UPPER" => y < share,
        "LOWER" => y > 1.0 - share,
        _ => panic!("{side}?"),
    }
}

fn point(name: &str) -> (f64, f64) {
    let x = if name.ends_with("LEFT") {
        0.0
    } else if name.ends_with("RIGHT") {
        1.0
    } else {
        0.5
    };
    let thirds = [("UPPER MIDDLE", 1.0), ("LOWER MIDDLE", 2.0), ("UPPER", 0.0), ("LOWER", 3.0)];
    (x, thirds.iter().find(|(height, _)| name.starts_with(height)).unwrap().1 / 3.0)
}

fn same_side(corner: (f64, f64), (from, to): ((f64, f64), (f64, f64)), at: (f64, f64)) -> bool {
    let side = |p: (f64, f64)| (to.0 - from.0) * (p.1 - from.1) - (to.1 - from.1) * (p.0 - from.0);
    side(corner) * side(at) > 0.0
}

#[test]
fn a_cell_that_looks_like_a_glyph_is_drawn_with_that_shape() {
    let glyphs = Glyphs::new();
    for set in [GlyphSet::Half, GlyphSet::Quadrant, GlyphSet::Sextant, GlyphSet::Octant] {
        let mut tried = 0;
        for glyph in set.glyphs(ColorDepth::None) {
            let pixels = glyphs.drawn(glyph, 220.0, 30.0).collect();
            let raster = Raster::from_pixels(CELL_WIDTH, CELL_HEIGHT, pixels).unwrap();
            let tiles = fit_raster(&raster, set, ColorDepth::TrueColor, false);
            let tile = tiles.get(0, 0).unwrap();
            let psnr = glyphs.psnr(&raster, &tiles);
            assert!(psnr > 40.0, "{glyph:?} of {set} came out as {tile:?}, {psnr:.1} dB");
            tried += 1;
        }
        let wanted = [7, 33, 33 + 112 + 4, 33 + 112 + 4 + 238][GlyphSet::ALL.iter().position(|s| *s == set).unwrap()];
        assert_eq!(tried, wanted, "{set}");
    }
}

#[test]
fn without_colours_a_white_glyph_on_black_is_that_glyph() {
    let glyphs = Glyphs::new();
    for set in [GlyphSet::Half, GlyphSet::Quadrant, GlyphSet::Sextant, GlyphSet::Octant] {
        for glyph in set.glyphs(ColorDepth::None) {
            let pixels = glyphs.drawn(glyph, 255.0, 0.0).collect();
            let raster = Raster::from_pixels(CELL_WIDTH, CELL_HEIGHT, pixels).unwrap();
            assert_eq!(fit_raster(&raster, set, ColorDepth::None, false).get(0, 0).unwrap().glyph, glyph, "{set}");
        }
    }
}

#[test]
fn finer_sets_come_nearer_and_all_come_near() {
    let glyphs = Glyphs::new();
    let picture: Picture = rings();
    let raster = Raster::new(&picture, &picture.raw(), 32 * CELL_WIDTH, 16 * CELL_HEIGHT);
    let psnr = |set, depth| glyphs.psnr(&raster, &fit_raster(&raster, set, depth, false));
    for (depth, floors) in [
        (ColorDepth::TrueColor, [20.4, 22.9, 25.7, 25.8]),
        (ColorDepth::Indexed256, [20.3, 22.8, 25.5, 25.6]),
        (ColorDepth::Ansi16, [18.4, 19.2, 20.2, 20.2]),
        (ColorDepth::None, [17.2; 4]),
    ] {
        let sets = [GlyphSet::Half, GlyphSet::Quadrant, GlyphSet::Sextant, GlyphSet::Octant];
        let reached = sets.map(|set| psnr(set, depth));
        assert!(reached.iter().zip(floors).all(|(reached, floor)| *reached >= floor), "{depth:?}: {reached:.2?}");
        assert!(reached.is_sorted(), "{depth:?}: {reached:.2?}");
    }
}

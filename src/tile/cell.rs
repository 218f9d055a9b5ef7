//! Fits one cell: its shape and its two tones.
//!
//! With many tones, the shape whose mask correlates best with the pixels has the smallest squared error, and its two
//! tones follow by regression. With few tones, the tones are rounded first and then the errors compared. Shades, which
//! mix two tones, are compared as well.

use super::{
    CELL_HEIGHT, CELL_WIDTH, CellTone, ColorDepth, GlyphSet, Tile,
    mask::{Mask, PIXELS},
    palette::{ANSI, Shade},
    shape::{GlyphShape, Shapes, Sums, shapes},
};
use crate::picture::Raster;

/// The mean square, in levels squared, that a shape must explain to be drawn. Below it, a cell is flat and stays a
/// space, however its noise changes.
const FLAT: f32 = 0.25;

/// ASCII characters from empty to dense, with the fraction of a cell that they cover in a common monospaced font.
const RAMP: [(char, f32); 10] = [
    (' ', 0.0),
    ('.', 0.025),
    (':', 0.05),
    (';', 0.067),
    ('+', 0.1),
    ('x', 0.14),
    ('o', 0.17),
    ('%', 0.19),
    ('#', 0.24),
    ('@', 0.265),
];

/// Block elements that cover a fraction of the cell evenly.
const SHADES: [(char, f32); 5] = [(' ', 0.0), ('░', 0.25), ('▒', 0.5), ('▓', 0.75), ('█', 1.0)];

/// A cell without a shape, with its mean brightness.
#[derive(Clone, Copy, Debug)]
struct Flat {
    level: f32,
    tile: Tile,
}

/// Fits glyphs of one set in the tones of one terminal.
pub(super) struct Fitter {
    depth: ColorDepth,
    ink: f32,
    paper: f32,
    shapes: &'static Shapes,
    flats: Vec<Flat>,
    sums: Sums,
}

impl Fitter {
    pub(super) fn new(set: GlyphSet, depth: ColorDepth, light: bool) -> Self {
        let (ink, paper) = if light { (0.0, 255.0) } else { (255.0, 0.0) };
        let shapes = shapes(set);
        Self { depth, ink, paper, shapes, flats: flats(set, depth, ink, paper), sums: Sums::new(shapes) }
    }

    /// Every character that [`Fitter::fit`] may choose.
    pub(super) fn glyphs(&self) -> Vec<char> {
        let inverse = |shape: &'static GlyphShape| shape.inverse.filter(|_| self.depth == ColorDepth::None);
        let shapes = self.shapes.all.iter().flat_map(|shape| [Some(shape.glyph), inverse(shape)]).flatten();
        shapes.chain(self.flats.iter().map(|flat| flat.tile.glyph)).chain([' ']).collect()
    }

    /// The tile for the cell in `column` and `row` of the raster, which must contain it.
    pub(super) fn fit(&mut self, raster: &Raster, column: usize, row: usize) -> Tile {
        let mut pixels: Mask = [0.0; PIXELS];
        let width = raster.width();
        let corner = row * CELL_HEIGHT * width + column * CELL_WIDTH;
        for (y, line) in pixels.as_chunks_mut::<CELL_WIDTH>().0.iter_mut().enumerate() {
            line.copy_from_slice(&raster.pixels()[corner + y * width..][..CELL_WIDTH]);
        }
        self.sums.load(&pixels, self.shapes);
        match self.depth {
            ColorDepth::TrueColor | ColorDepth::Indexed256 => self.correlated(),
            ColorDepth::Ansi16 => self.least(Self::rounded),
            ColorDepth::None => self.least(Self::plain),
        }
    }

    /// The shape with the highest correlation, in its two tones by regression.
    fn correlated(&self) -> Tile {
        let mean = self.sums.total / PIXELS as f32;
        let mut best = None;
        let mut most = FLAT * PIXELS as f32;
        for shape in &self.shapes.all {
            let above = self.sums.under[shape.sum] - shape.area * mean;
            let gain = above * above * shape.scale;
            if gain > most {
                (best, most) = (Some(shape), gain);
            }
        }
        let blank = Tile { glyph: ' ', ink: CellTone::Default, paper: self.depth.nearest(mean).tone };
        best.map_or(blank, |shape| {
            let (ink, paper) = self.tones(shape);
            if ink == paper { blank } else { Tile { glyph: shape.glyph, ink: ink.tone, paper: paper.tone } }
        })
    }

    /// The tones of ink and paper with the smallest squared error, rounded to those of the terminal.
    fn tones(&self, shape: &GlyphShape) -> (Shade, Shade) {
        let mean = self.sums.total / PIXELS as f32;
        let rise = (self.sums.under[shape.sum] - shape.area * mean) * shape.scale;
        let paper = mean - rise * shape.area / PIXELS as f32;
        (self.depth.nearest(paper + rise), self.depth.nearest(paper))
    }

    /// The tile with the smallest error among the flat ones and the results of `of` for each shape. Of equal ones, the
    /// first.
    fn least(&self, of: fn(&Self, &GlyphShape) -> (f32, Tile)) -> Tile {
        let flat = self.flats.iter().map(|flat| (self.flat_error(flat.level), flat.tile));
        let shaped = self.shapes.all.iter().map(|shape| of(self, shape));
        let blank = Tile { glyph: ' ', ink: CellTone::Default, paper: CellTone::Default };
        let least =
            flat.chain(shaped).fold((f32::INFINITY, blank), |best, next| if next.0 < best.0 { next } else { best });
        least.1
    }

    /// The squared error of one level for all pixels, minus the sum of the squared pixels.
    fn flat_error(&self, level: f32) -> f32 {
        level * (PIXELS as f32 * level - 2.0 * self.sums.total)
    }

    /// The squared error of a shape with `sum`, `area` and `square`, minus the sum of the squared pixels.
    fn error(&self, ink: f32, paper: f32, [sum, area, square]: [f32; 3]) -> f32 {
        let rise = ink - paper;
        self.flat_error(paper) + rise * (2.0 * paper * area + rise * square - 2.0 * sum)
    }

    /// A shape in the nearest two of few tones.
    fn rounded(&self, shape: &GlyphShape) -> (f32, Tile) {
        let (ink, paper) = self.tones(shape);
        let error = self.error(ink.level, paper.level, [self.sums.under[shape.sum], shape.area, shape.square]);
        (error, Tile { glyph: shape.glyph, ink: ink.tone, paper: paper.tone })
    }

    /// A shape in the terminal's default ink, or its inverse.
    fn plain(&self, shape: &GlyphShape) -> (f32, Tile) {
        let (all, sum) = (PIXELS as f32, self.sums.under[shape.sum]);
        let tile = |glyph| Tile { glyph, ink: CellTone::Default, paper: CellTone::Default };
        let straight = (self.error(self.ink, self.paper, [sum, shape.area, shape.square]), tile(shape.glyph));
        let rest = [self.sums.total - sum, all - shape.area, all - 2.0 * shape.area + shape.square];
        let inverse = shape.inverse.map(|glyph| (self.error(self.ink, self.paper, rest), tile(glyph)));
        inverse.filter(|inverse| inverse.0 < straight.0).unwrap_or(straight)
    }
}

/// The cells without a shape whose errors are compared, simplest first.
fn flats(set: GlyphSet, depth: ColorDepth, ink: f32, paper: f32) -> Vec<Flat> {
    let ramp: &[(char, f32)] = if set == GlyphSet::Ascii { &RAMP } else { &SHADES };
    match depth {
        ColorDepth::TrueColor | ColorDepth::Indexed256 => Vec::new(),
        ColorDepth::Ansi16 => mixed(ramp),
        ColorDepth::None => {
            // Ink that covers at most a quarter cannot show white, so the densest character counts as white.
            let densest = ramp.last().map_or(1.0, |(_, share)| *share);
            let level = |share: f32| paper + (ink - paper) * share / densest;
            let tile = |glyph| Tile { glyph, ink: CellTone::Default, paper: CellTone::Default };
            ramp.iter().map(|&(glyph, share)| Flat { level: level(share), tile: tile(glyph) }).collect()
        }
    }
}

/// Plain grays, then every mix of two neighbouring grays.
fn mixed(ramp: &[(char, f32)]) -> Vec<Flat> {
    let blank =
        |gray: Shade| Flat { level: gray.level, tile: Tile { glyph: ' ', ink: CellTone::Default, paper: gray.tone } };
    let mut flats: Vec<Flat> = ANSI.into_iter().map(blank).collect();
    for pair in ANSI.windows(2) {
        for (ink, paper) in [(pair[1], pair[0]), (pair[0], pair[1])] {
            flats.extend(ramp.iter().filter(|(_, share)| (0.01..0.99).contains(share)).map(|&(glyph, share)| Flat {
                level: paper.level + (ink.level - paper.level) * share,
                tile: Tile { glyph, ink: ink.tone, paper: paper.tone },
            }));
        }
    }
    flats
}

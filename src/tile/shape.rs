//! The shapes into which a cell can be divided, and fast sums of the pixels under each shape.
//!
//! Most shapes are unions of a few blocks, so the sums under them follow from the sums of the blocks by one addition
//! each. Only wedges need a product over all pixels of the cell.

use std::sync::LazyLock;

use super::{
    CELL_HEIGHT, CELL_WIDTH, GlyphSet,
    mask::{Mask, PIXELS},
    octant::{QUADRANTS, from_quadrants, octants},
    wedge::wedges,
};

/// The start of each family of shapes in [`Sums::under`].
const OCTANT: usize = 0;
const SEXTANT: usize = OCTANT + 256;
const LOWER: usize = SEXTANT + 64;
const LEFT: usize = LOWER + 8;
const WEDGE: usize = LEFT + 8;

/// A division of a cell into ink and paper.
#[derive(Clone, Debug)]
pub(super) struct GlyphShape {
    /// The character of the shape.
    pub(super) glyph: char,
    /// The character of the rest of the cell, if the set has it.
    pub(super) inverse: Option<char>,
    /// The index of its sum in [`Sums::under`].
    pub(super) sum: usize,
    /// The number of covered pixels.
    pub(super) area: f32,
    /// The sum of the squared fractions. It equals the area unless pixels are covered partly.
    pub(super) square: f32,
    /// One over the mask's sum of squares about its mean.
    pub(super) scale: f32,
}

impl GlyphShape {
    fn new(glyph: char, inverse: Option<char>, sum: usize, mask: &Mask) -> Self {
        let area: f32 = mask.iter().sum();
        let square: f32 = mask.iter().map(|share| share * share).sum();
        Self { glyph, inverse, sum, area, square, scale: 1.0 / (square - area * area / PIXELS as f32) }
    }
}

/// The shapes of a glyph set, simplest characters first. A shape and its inverse are one entry.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    pub(super) all: Vec<GlyphShape>,
    sextants: bool,
    wedges: Vec<Mask>,
}

/// The shapes of `set`. None for sets that only have tones.
pub(super) fn shapes(set: GlyphSet) -> &'static Shapes {
    static HALF: LazyLock<Shapes> = LazyLock::new(|| Shapes { all: halves(), ..Shapes::default() });
    static QUADRANT: LazyLock<Shapes> = LazyLock::new(|| Shapes { all: blocks(), ..Shapes::default() });
    static SEXTANT: LazyLock<Shapes> = LazyLock::new(legacy);
    static OCTANT: LazyLock<Shapes> = LazyLock::new(everything);
    static NONE: Shapes = Shapes { all: Vec::new(), sextants: false, wedges: Vec::new() };
    match set {
        GlyphSet::Half => &HALF,
        GlyphSet::Quadrant => &QUADRANT,
        GlyphSet::Sextant => &SEXTANT,
        GlyphSet::Octant => &OCTANT,
        GlyphSet::Ascii | GlyphSet::Shade => &NONE,
    }
}

fn halves() -> Vec<GlyphShape> {
    vec![quadrant(0b1100)]
}

fn quadrant(bits: usize) -> GlyphShape {
    let pattern = from_quadrants(bits);
    GlyphShape::new(QUADRANTS[bits], Some(QUADRANTS[15 - bits]), OCTANT + pattern, &octant_mask(pattern))
}

fn octant_mask(pattern: usize) -> Mask {
    std::array::from_fn(|pixel| {
        let (x, y) = (pixel % CELL_WIDTH, pixel / CELL_WIDTH);
        let block = y * 4 / CELL_HEIGHT * 2 + x * 2 / CELL_WIDTH;
        (pattern >> block & 1) as f32
    })
}

/// U+2580–259F: halves, quadrants, eighths from below and from the left.
fn blocks() -> Vec<GlyphShape> {
    let mut all = halves();
    all.extend([0b0101, 0b0001, 0b0010, 0b0100, 0b1000, 0b1001].map(quadrant));
    let eighths = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'].into_iter().zip(1..).filter(|&(_, k)| k != 4);
    all.extend(eighths.map(|(glyph, k)| {
        let mask = std::array::from_fn(|pixel| f32::from(u8::from(pixel / CELL_WIDTH >= CELL_HEIGHT - 2 * k)));
        GlyphShape::new(glyph, (k == 7).then_some('▔'), LOWER + k, &mask)
    }));
    let eighths = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'].into_iter().zip(1..).filter(|&(_, k)| k != 4);
    all.extend(eighths.map(|(glyph, k)| {
        let mask = std::array::from_fn(|pixel| f32::from(u8::from(pixel % CELL_WIDTH < k)));
        GlyphShape::new(glyph, (k == 7).then_some('▕'), LEFT + k, &mask)
    }));
    all
}

/// Blocks, sextants and wedges.
fn legacy() -> Shapes {
    let mut all = blocks();
    all.extend((1..32).filter(|&pattern| pattern != 0b01_0101).map(|pattern| {
        GlyphShape::new(sextant(pattern), Some(sextant(63 - pattern)), SEXTANT + pattern, &sextant_mask(pattern))
    }));
    let wedges = wedges();
    all.extend(
        (WEDGE..).zip(&wedges).map(|(sum, wedge)| GlyphShape::new(wedge.glyph, Some(wedge.inverse), sum, &wedge.mask)),
    );
    Shapes { all, sextants: true, wedges: wedges.into_iter().map(|wedge| wedge.mask).collect() }
}

/// The character of a sextant pattern, bit 2·row + column. The block U+1FB00 leaves out the empty pattern, the left
/// half, the right half and the full one, which have older characters.
fn sextant(pattern: usize) -> char {
    let code = 0x1FB00 + pattern - 1 - usize::from(pattern > 21) - usize::from(pattern > 42);
    char::from_u32(code as u32).unwrap_or(' ')
}

/// The fraction of row `y` in each third of the cell's height.
fn thirds(y: usize) -> [f32; 3] {
    let (top, bottom) = (3 * y, 3 * (y + 1));
    std::array::from_fn(|third| {
        let (start, end) = (third * CELL_HEIGHT, (third + 1) * CELL_HEIGHT);
        bottom.min(end).saturating_sub(top.max(start)) as f32 / 3.0
    })
}

fn sextant_mask(pattern: usize) -> Mask {
    std::array::from_fn(|pixel| {
        let side = pixel % CELL_WIDTH * 2 / CELL_WIDTH;
        let shares = thirds(pixel / CELL_WIDTH);
        (0..3).map(|third| (pattern >> (2 * third + side) & 1) as f32 * shares[third]).sum()
    })
}

/// Blocks, sextants, wedges and octants.
fn everything() -> Shapes {
    let mut shapes = legacy();
    let glyphs = octants();
    for pattern in 1..128 {
        let (glyph, inverse) = (glyphs[pattern], glyphs[255 - pattern]);
        if !shapes.all.iter().any(|shape| shape.glyph == glyph || shape.inverse == Some(glyph)) {
            shapes.all.push(GlyphShape::new(glyph, Some(inverse), OCTANT + pattern, &octant_mask(pattern)));
        }
    }
    shapes
}

/// The sums of a cell's pixels: of all pixels, and under every shape.
pub(super) struct Sums {
    pub(super) total: f32,
    pub(super) under: Vec<f32>,
}

impl Sums {
    pub(super) fn new(shapes: &Shapes) -> Self {
        Self { total: 0.0, under: vec![0.0; WEDGE + shapes.wedges.len()] }
    }

    /// Computes the sums under the shapes in `shapes`. The others are not changed.
    pub(super) fn load(&mut self, pixels: &Mask, shapes: &Shapes) {
        let mut columns = [0.0; CELL_WIDTH];
        let mut halves = [[0.0; 2]; CELL_HEIGHT];
        for (row, half) in pixels.as_chunks::<CELL_WIDTH>().0.iter().zip(&mut halves) {
            for (column, pixel) in columns.iter_mut().zip(row) {
                *column += pixel;
            }
            *half = [(row[0] + row[1]) + (row[2] + row[3]), (row[4] + row[5]) + (row[6] + row[7])];
        }
        self.total = columns.iter().sum();
        if shapes.all.is_empty() {
            return;
        }
        let blocks: [f32; 8] = std::array::from_fn(|block| {
            let rows = &halves[block / 2 * 4..][..4];
            (rows[0][block % 2] + rows[1][block % 2]) + (rows[2][block % 2] + rows[3][block % 2])
        });
        unions(&blocks, &mut self.under[OCTANT..SEXTANT]);
        for k in 1..8 {
            let [upper, lower] =
                [CELL_HEIGHT - 2 * k, CELL_HEIGHT - 2 * k + 1].map(|row| halves[row][0] + halves[row][1]);
            self.under[LOWER + k] = self.under[LOWER + k - 1] + (upper + lower);
            self.under[LEFT + k] = self.under[LEFT + k - 1] + columns[k - 1];
        }
        if shapes.sextants {
            unions(&sixths(&halves), &mut self.under[SEXTANT..LOWER]);
        }
        for (sum, mask) in self.under[WEDGE..].iter_mut().zip(&shapes.wedges) {
            *sum = product(pixels, mask);
        }
    }
}

/// The sums of the six blocks of the sextants. Rows on their borders count partly.
fn sixths(halves: &[[f32; 2]; CELL_HEIGHT]) -> [f32; 6] {
    let mut sums = [0.0; 6];
    for (y, half) in halves.iter().enumerate() {
        for (third, share) in thirds(y).into_iter().enumerate() {
            sums[2 * third] += share * half[0];
            sums[2 * third + 1] += share * half[1];
        }
    }
    sums
}

/// The sum of every subset of `blocks`, at the index whose bits are the subset.
fn unions(blocks: &[f32], sums: &mut [f32]) {
    sums[0] = 0.0;
    for (bit, block) in blocks.iter().enumerate() {
        let (without, with) = sums.split_at_mut(1 << bit);
        for (with, without) in with.iter_mut().zip(without) {
            *with = *without + block;
        }
    }
}

/// The sum of the products, in eight lanes that are added in a fixed order.
fn product(a: &Mask, b: &Mask) -> f32 {
    let mut lanes = [0.0; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
}

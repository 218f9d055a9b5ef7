//! Cells divided by a slanted line: the wedges and triangles of Unicode 13's symbols for legacy computing.

use super::{
    CELL_HEIGHT, CELL_WIDTH,
    mask::{Mask, PIXELS},
};

/// The ends of a cut, in halves of the cell from the left and thirds from the top.
type Cut = ((i32, i32), (i32, i32));

/// The first of the wedges, U+1FB3C–1FB51. Each is filled below its line.
const FIRST: u32 = 0x1FB3C;
/// The distance from a wedge's code point to that of its inverse.
const TO_INVERSE: u32 = 0x16;

/// The cuts of the wedges, in order of code point.
const CUTS: [Cut; 22] = [
    ((0, 2), (1, 3)),
    ((0, 2), (2, 3)),
    ((0, 1), (1, 3)),
    ((0, 1), (2, 3)),
    ((0, 0), (1, 3)),
    ((0, 1), (1, 0)),
    ((0, 1), (2, 0)),
    ((0, 2), (1, 0)),
    ((0, 2), (2, 0)),
    ((0, 3), (1, 0)),
    ((0, 2), (2, 1)),
    ((1, 3), (2, 2)),
    ((0, 3), (2, 2)),
    ((1, 3), (2, 1)),
    ((0, 3), (2, 1)),
    ((1, 3), (2, 0)),
    ((1, 0), (2, 1)),
    ((0, 0), (2, 1)),
    ((1, 0), (2, 2)),
    ((0, 0), (2, 2)),
    ((1, 0), (2, 3)),
    ((0, 1), (2, 2)),
];

/// The diagonals, which are older: character, inverse, and the line below which they are filled.
const DIAGONALS: [(char, char, Cut); 2] = [('◣', '◥', ((0, 0), (2, 3))), ('◢', '◤', ((0, 3), (2, 0)))];

/// Samples along each side of a pixel.
const FINE: i32 = 8;

/// A wedge: its character, the character of the rest of the cell, and the fraction of each pixel that it covers.
pub(super) struct Wedge {
    pub(super) glyph: char,
    pub(super) inverse: char,
    pub(super) mask: Mask,
}

/// All wedges, diagonals and triangles, once each with their inverse.
pub(super) fn wedges() -> Vec<Wedge> {
    let cut = (FIRST..).zip(CUTS).map(|(code, cut)| (letter(code), letter(code + TO_INVERSE), below(cut)));
    let diagonal = DIAGONALS.into_iter().map(|(glyph, inverse, cut)| (glyph, inverse, below(cut)));
    // A quarter of the cell between its centre and one side: left, upper, right, lower.
    let quarters: [fn(i32, i32) -> bool; 4] =
        [|x, y| x < y && x < -y, |x, y| y < x && y < -x, |x, y| x > y && x > -y, |x, y| y > x && y > -x];
    let triangle = (0x1FB6C..).zip(quarters).map(|(code, quarter)| (letter(code), letter(code - 4), sampled(quarter)));
    cut.chain(diagonal).chain(triangle).map(|(glyph, inverse, mask)| Wedge { glyph, inverse, mask }).collect()
}

fn letter(code: u32) -> char {
    char::from_u32(code).unwrap_or(' ')
}

/// The part of the cell below a line. Samples lie at −1 to 1 across and down, in units of 1 / `UNIT`.
fn below(((ax, ay), (bx, by)): Cut) -> Mask {
    // With x = 2·across − 1 and y = 2·down − 1, a point of the cut is at (ax − 1, 2·ay/3 − 1); all times 3.
    sampled(move |x, y| (bx - ax) * (3 * y - UNIT * (2 * ay - 3)) > (by - ay) * 2 * (x - UNIT * (ax - 1)))
}

/// Half a cell's width or height, in sample units. Samples are at even coordinates across and at odd ones down, so none
/// is on a diagonal of the cell.
const UNIT: i32 = FINE * CELL_HEIGHT as i32;

/// The fraction of each pixel where `inside` holds, from 8 × 8 samples.
fn sampled(inside: impl Fn(i32, i32) -> bool) -> Mask {
    let mut mask = [0.0; PIXELS];
    for (index, share) in mask.iter_mut().enumerate() {
        let (px, py) = ((index % CELL_WIDTH) as i32 * FINE, (index / CELL_WIDTH) as i32 * FINE);
        let samples = (0..FINE * FINE).map(|sample| (px + sample % FINE, py + sample / FINE));
        let covered = samples.filter(|&(sx, sy)| inside((2 * sx + 1) * 2 - UNIT, 2 * sy + 1 - UNIT)).count();
        *share = covered as f32 / (FINE * FINE) as f32;
    }
    mask
}

//! Converts traces to dots: which dots are lit, and to which curve each cell belongs.

use crate::functions::curve_sampling::{CurvePiece, CurveTrace};
use crate::widgets::axis::Scale;

/// The dots of a cell, across and down.
pub(super) const BRAILLE: (usize, usize) = (2, 4);
/// Without Unicode: one point above, one point below.
pub(super) const ASCII: (usize, usize) = (1, 2);

#[derive(Clone, Copy, Debug)]
pub struct Curve<'a> {
    /// The range of values over each column of dots.
    pub trace: &'a CurveTrace,
    /// Gaps that distinguish curves without colour: the number of dots on and off.
    pub dash: Option<(usize, usize)>,
}

/// The dots of a chart, cell by cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dots {
    pub columns: usize,
    pub rows: usize,
    grid: (usize, usize),
    /// The lit dots of each cell, bit row × across + column.
    lit: Vec<u8>,
    /// The curve to which each cell belongs.
    owner: Vec<u8>,
}

impl Dots {
    /// Lights the dots of all curves in a chart of `columns` × `rows` cells whose y axis goes from `low` to `high`.
    pub fn of(curves: &[Curve], columns: usize, rows: usize, grid: (usize, usize), low: f64, high: f64) -> Self {
        let scale = Scale { low, high, dots: rows * grid.1 };
        let layers: Vec<Vec<u8>> = curves.iter().map(|curve| light(curve, columns, rows, grid, scale)).collect();
        let mut lit = vec![0; columns * rows];
        for layer in &layers {
            lit.iter_mut().zip(layer).for_each(|(all, one)| *all |= one);
        }
        let owner = share(&layers, columns, rows, grid);
        Self { columns, rows, grid, lit, owner }
    }

    /// The glyph of a cell and its curve. `None` if no dot is lit.
    pub fn cell(&self, column: usize, row: usize) -> Option<(char, usize)> {
        let at = row * self.columns + column;
        let bits = *self.lit.get(at).filter(|bits| **bits != 0)?;
        let glyph = if self.grid == ASCII { ascii(bits) } else { braille(bits) };
        Some((glyph, usize::from(self.owner[at])))
    }
}

fn light(curve: &Curve, columns: usize, rows: usize, grid: (usize, usize), scale: Scale) -> Vec<u8> {
    let mut cells = vec![0; columns * rows];
    if rows == 0 {
        return cells;
    }
    for (column, piece) in &curve.trace.pieces {
        let off = curve.dash.is_some_and(|(on, off)| column % (on + off) >= on);
        if *column >= columns * grid.0 || off {
            continue;
        }
        let Some((first, last)) = run(*piece, scale) else { continue };
        for dot in first..=last {
            let bit = (dot % grid.1) * grid.0 + column % grid.0;
            cells[dot / grid.1 * columns + column / grid.0] |= 1 << bit;
        }
    }
    cells
}

/// The dots of a column that a piece lights, from the top. `None` if it is outside the chart.
fn run(piece: CurvePiece, scale: Scale) -> Option<(usize, usize)> {
    let bottom = (scale.dots - 1) as f64;
    // Dots count from the top, so a high value has a small dot number.
    let down = |value: f64| bottom - scale.dot(value);
    let (top, end) = (down(piece.high), down(piece.low));
    if end < -0.5 || top > bottom + 0.5 || top.is_nan() || end.is_nan() {
        return None;
    }
    // A flat piece is one dot, the nearest to its middle. Only a steep piece is a vertical line.
    let (first, last) = if end - top < 1.0 { (down(piece.middle), down(piece.middle)) } else { (top, end) };
    let dot = |v: f64| v.clamp(0.0, bottom).round() as usize;
    Some((dot(first), dot(last)))
}

/// A curve that was hidden for this many columns of dots comes next, whatever its share.
const LONGEST_WAIT: u32 = 8;

/// How much of a curve is visible, in columns of dots.
#[derive(Clone, Copy, Debug, Default)]
struct Sight {
    /// The columns that the curve passes through.
    passes: u32,
    /// The columns in which it is visible, in cells that only it passes through and in cells given to it so far.
    seen: u32,
    /// The columns since it was last visible.
    hidden: u32,
}

/// The dot columns of a cell, as bits, in which a dot is lit.
fn across(bits: u8, grid: (usize, usize)) -> u8 {
    let rows = (0..grid.1).map(|row| bits >> (row * grid.0));
    rows.fold(0, |all, row| all | row) & ((1 << grid.0) - 1)
}

/// Gives each cell to one of the curves in it, so that all have equal visible shares and none is hidden for long.
fn share(layers: &[Vec<u8>], columns: usize, rows: usize, grid: (usize, usize)) -> Vec<u8> {
    let cells = |column: usize| (0..rows).map(move |row| row * columns + column);
    let curves = |at: usize| (0..layers.len()).filter(move |curve| layers[*curve][at] != 0);
    let passes = |curve: usize, column: usize| cells(column).fold(0, |all, at| all | across(layers[curve][at], grid));
    let own = |curve: usize, column: usize| {
        let alone = cells(column).filter(|at| curves(*at).eq([curve]));
        alone.fold(0, |all, at| all | across(layers[curve][at], grid))
    };
    let total = |count: &dyn Fn(usize) -> u8| (0..columns).map(|column| count(column).count_ones()).sum();
    let mut sights: Vec<Sight> = (0..layers.len())
        .map(|curve| Sight { passes: total(&|c| passes(curve, c)), seen: total(&|c| own(curve, c)), hidden: 0 })
        .collect();
    let mut owner = vec![0; columns * rows];
    for column in 0..columns {
        let alone: Vec<u8> = (0..layers.len()).map(|curve| own(curve, column)).collect();
        let mut seen = alone.clone();
        for at in cells(column) {
            // First a curve that was hidden too long, then the one that is least visible. A cell that shows nothing new
            // of a curve comes last.
            let urgency = |curve: &usize| {
                let sight = sights[*curve];
                let new = across(layers[*curve][at], grid) & !seen[*curve];
                let share = sight.seen * 1000 / sight.passes.max(1);
                (new == 0, sight.hidden < LONGEST_WAIT || seen[*curve] != 0, share, *curve)
            };
            if let Some(next) = curves(at).min_by_key(urgency) {
                owner[at] = next as u8;
                let new = across(layers[next][at], grid) & !seen[next];
                sights[next].seen += new.count_ones();
                seen[next] |= new;
            }
        }
        for (curve, sight) in sights.iter_mut().enumerate() {
            sight.hidden = if seen[curve] == 0 { sight.hidden + passes(curve, column).count_ones() } else { 0 };
        }
    }
    owner
}

/// Unicode numbers braille dots down the left column, then down the right, with the lowest row last.
pub(in crate::widgets) fn braille(bits: u8) -> char {
    const ORDER: [u8; 8] = [0, 3, 1, 4, 2, 5, 6, 7];
    let pattern = (0..8).filter(|i| bits >> i & 1 == 1).fold(0_u32, |all, i| all | 1 << ORDER[i]);
    char::from_u32(0x2800 + pattern).unwrap_or(' ')
}

fn ascii(bits: u8) -> char {
    match bits {
        1 => '\'',
        2 => '.',
        _ => ':',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(f: impl Fn(f64) -> f64, columns: usize) -> CurveTrace {
        CurveTrace::of(|xs, ys| xs.iter().zip(ys).for_each(|(x, y)| *y = f(*x)), &[], -10.0, 10.0, columns)
    }

    fn curve(trace: &CurveTrace) -> Curve<'_> {
        Curve { trace, dash: None }
    }

    #[test]
    fn braille_dots_lie_where_they_should() {
        assert_eq!([braille(1), braille(2), braille(4), braille(0x40), braille(0x80)], ['⠁', '⠈', '⠂', '⡀', '⢀']);
        assert_eq!(braille(0xff), '⣿');
    }

    #[test]
    fn a_flat_line_is_one_dot_high() {
        let t = trace(|_| 0.0, 20);
        let dots = Dots::of(&[curve(&t)], 10, 2, BRAILLE, -1.0, 1.0);
        let top: String = (0..10).filter_map(|c| dots.cell(c, 0)).map(|c| c.0).collect();
        let bottom: String = (0..10).filter_map(|c| dots.cell(c, 1)).map(|c| c.0).collect();
        assert_eq!((top.as_str(), bottom.as_str()), ("", "⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉"));
    }

    #[test]
    fn what_lies_outside_is_clipped() {
        let t = trace(|_| 7.0, 20);
        let dots = Dots::of(&[curve(&t)], 10, 4, BRAILLE, -1.0, 1.0);
        assert!((0..10).all(|c| (0..4).all(|r| dots.cell(c, r).is_none())));
    }

    #[test]
    fn four_curves_in_one_place_take_turns() {
        let t = trace(|x| x, 160);
        let dots = Dots::of(&[curve(&t); 4], 80, 20, BRAILLE, -10.0, 10.0);
        for curve in 0..4 {
            let mut hidden = 0;
            for column in 0..80 {
                let seen = (0..20).any(|row| dots.cell(column, row).is_some_and(|c| c.1 == curve));
                hidden = if seen { 0 } else { hidden + 1 };
                assert!(hidden <= 7, "curve {curve} is hidden at {column}");
            }
        }
    }

    /// The fraction of dot columns in which a curve is visible in its colour, and the longest interval in which it is
    /// not.
    fn in_sight(dots: &Dots, curve: usize, alone: &Dots) -> (f64, usize) {
        let (mut seen, mut passed, mut gap, mut longest) = (0, 0, 0, 0);
        for column in 0..dots.columns * 2 {
            let lit = |d: &Dots, row: usize| {
                let at = row / 4 * d.columns + column / 2;
                (d.lit[at] >> (row % 4 * 2 + column % 2) & 1 == 1).then_some(usize::from(d.owner[at]))
            };
            let own: Vec<usize> = (0..dots.rows * 4).filter(|row| lit(alone, *row).is_some()).collect();
            if own.is_empty() {
                continue;
            }
            passed += 1;
            let near = |row: usize| own.iter().any(|o| o.abs_diff(row) <= 1);
            if (0..dots.rows * 4).any(|row| near(row) && lit(dots, row) == Some(curve)) {
                (seen, gap) = (seen + 1, 0);
            } else {
                gap += 1;
                longest = longest.max(gap);
            }
        }
        (f64::from(seen) / f64::from(passed), longest)
    }

    #[test]
    fn rectifiers_that_meet_are_all_in_sight() {
        use crate::functions::function::Function;
        let functions = ["relu", "gelu", "silu", "mish"].map(|id| Function::named(id).unwrap());
        for half in [5.0, 10.0] {
            let traces: Vec<CurveTrace> =
                functions.iter().map(|f| CurveTrace::of(|xs, ys| f.values(xs, ys), &[], -half, half, 154)).collect();
            let curves: Vec<Curve> = traces.iter().map(curve).collect();
            let dots = Dots::of(&curves, 77, 21, BRAILLE, -1.0, half);
            for (n, f) in functions.iter().enumerate() {
                let alone = Dots::of(&curves[n..=n], 77, 21, BRAILLE, -1.0, half);
                let (share, gap) = in_sight(&dots, n, &alone);
                assert!(share >= 0.35 && gap <= 14, "{} ±{half}: {share:.3} in sight, {gap} hidden", f.id());
            }
        }
    }

    #[test]
    fn nothing_fits_into_nothing() {
        let t = trace(|x| x, 0);
        assert_eq!(Dots::of(&[curve(&t)], 0, 0, BRAILLE, 0.0, 1.0).cell(0, 0), None);
        let t = trace(|x| x, 8);
        assert_eq!(Dots::of(&[curve(&t)], 4, 0, BRAILLE, 0.0, 1.0).cell(0, 0), None);
    }
}

//! A scatter plot of two columns in braille, or in ASCII with a dot for each cell.

use crate::nn::data_table::{Cells, DataTable};
use crate::text::number;

/// The dots of a braille character: two columns of four rows, as bits.
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// The character of a cell.
fn dots_of(bits: u8, ascii: bool) -> char {
    match (ascii, bits) {
        (true, 0) => ' ',
        (true, _) => '.',
        (false, bits) => char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' '),
    }
}

/// The lines of a plot of this many cells, with the ends of both axes.
pub(super) fn draw(table: &DataTable, pair: [usize; 2], (columns, rows): (usize, usize), ascii: bool) -> Vec<String> {
    let numbers = pair.map(|n| match &table.columns[n].cells {
        Cells::Numbers(numbers) => numbers.as_slice(),
        Cells::Texts { .. } => &[],
    });
    let ends = numbers.map(|all| {
        let known = all.iter().filter(|x| !x.is_nan());
        known.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], x| [low.min(*x), high.max(*x)])
    });
    let mut cells = vec![0_u8; columns * rows];
    // Halves keep the distance of the largest numbers finite.
    let place = |x: f64, [low, high]: [f64; 2], dots: usize| {
        let share = if high > low { (x / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) } else { 0.5 };
        // A cast is much faster than `round`, and the same for what is not negative.
        (share * (dots - 1) as f64 + 0.5) as usize
    };
    for (x, y) in numbers[0].iter().zip(numbers[1]).filter(|(x, y)| !x.is_nan() && !y.is_nan()) {
        let (right, up) = (place(*x, ends[0], 2 * columns), place(*y, ends[1], 4 * rows));
        let down = 4 * rows - 1 - up;
        cells[down / 4 * columns + right / 2] |= DOTS[right % 2][down % 4];
    }
    let labels = ends.map(|ends| ends.map(number::short));
    let wide = labels[1].iter().map(String::len).max().unwrap_or(0);
    let mut lines: Vec<String> = cells
        .chunks(columns)
        .enumerate()
        .map(|(row, cells)| {
            let label = if row == 0 {
                &labels[1][1]
            } else if row + 1 == rows {
                &labels[1][0]
            } else {
                ""
            };
            let dots: String = cells.iter().map(|bits| dots_of(*bits, ascii)).collect();
            format!("{label:>wide$} {dots}")
        })
        .collect();
    let [low, high] = &labels[0];
    let between = columns.saturating_sub(low.len() + high.len());
    lines.push(format!("{:wide$} {low}{:between$}{high}", "", ""));
    lines
}

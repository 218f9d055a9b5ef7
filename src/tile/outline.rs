//! The outlines of the glyphs in pictures and bars, for drawings outside a terminal.

use super::octant::{QUADRANTS, octants};

/// Boxes in fractions of a cell: left, top, width, height.
pub type Boxes = Vec<[f64; 4]>;

/// The boxes that a block glyph covers. `None` for every other character.
pub fn shape_of(glyph: char) -> Option<Boxes> {
    let eighths = |n: u32| f64::from(n) / 8.0;
    match glyph {
        ' ' => Some(Vec::new()),
        '█' => Some(vec![[0.0, 0.0, 1.0, 1.0]]),
        '▀' => Some(vec![[0.0, 0.0, 1.0, 0.5]]),
        '▐' => Some(vec![[0.5, 0.0, 0.5, 1.0]]),
        '▔' => Some(vec![[0.0, 0.0, 1.0, 0.125]]),
        '▕' => Some(vec![[0.875, 0.0, 0.125, 1.0]]),
        '▁'..='▇' => {
            let tall = eighths(glyph as u32 - 0x2580);
            Some(vec![[0.0, 1.0 - tall, 1.0, tall]])
        }
        '▉'..='▏' => Some(vec![[0.0, 0.0, eighths(0x2590 - glyph as u32), 1.0]]),
        '▖'..='▟' => QUADRANTS.iter().position(|q| *q == glyph).map(|bits| grid(bits, 2)),
        '\u{1fb00}'..='\u{1fb3b}' => {
            let n = glyph as usize - 0x1fb00 + 1;
            let n = n + usize::from(n >= 21);
            Some(grid(n + usize::from(n >= 42), 3))
        }
        _ => octants().iter().position(|o| *o == glyph).map(|bits| grid(bits, 4)),
    }
}

/// The boxes of a pattern of two columns and `rows` rows, bit row × 2 + column.
fn grid(bits: usize, rows: usize) -> Boxes {
    let tall = 1.0 / rows as f64;
    let lit = (0..rows * 2).filter(|i| bits >> i & 1 == 1);
    lit.map(|i| [(i % 2) as f64 / 2.0, (i / 2) as f64 * tall, 0.5, tall]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_lie_where_the_names_say() {
        assert_eq!(shape_of('▂'), Some(vec![[0.0, 0.75, 1.0, 0.25]]));
        assert_eq!(shape_of('▎'), Some(vec![[0.0, 0.0, 0.25, 1.0]]));
        assert_eq!(shape_of('▘'), Some(vec![[0.0, 0.0, 0.5, 0.5]]));
        assert_eq!(shape_of('a'), None);
        let area = |c| shape_of(c).map(|b| b.iter().map(|b| b[2] * b[3]).sum::<f64>());
        assert_eq!(area('▟'), Some(0.75));
        assert!((area('\u{1fb3b}').unwrap_or_default() - 5.0 / 6.0).abs() < 1e-12, "all but the upper left sextant");
    }
}

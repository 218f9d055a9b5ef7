//! Pictures in character cells. For each cell, the block glyph and the two tones are chosen that are closest to its 8 ×
//! 16 pixels by least squares, so that an edge becomes the glyph with an edge in the same place.
//!
//! ```text
//! picture ─ tones ─► raster, 8 × 16 pixels a cell ─► best glyph ─► two tones, as many as the terminal has
//! ```

mod cell;
mod glyphs;
mod mask;
mod octant;
mod outline;
mod palette;
mod shape;
mod wedge;

use crate::picture::{Picture, Raster, Toned};

pub use glyphs::{GlyphSet, GlyphSetError};
pub use outline::{Boxes, shape_of};
pub use palette::{CellTone, ColorDepth};

/// The width of a cell in pixels of the raster.
pub const CELL_WIDTH: usize = 8;
/// The height of a cell in pixels of the raster.
pub const CELL_HEIGHT: usize = 16;

/// The content of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// The character, one cell wide.
    pub glyph: char,
    /// The tone of the character.
    pub ink: CellTone,
    /// The tone behind it.
    pub paper: CellTone,
}

/// A picture in cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiles {
    /// The number of cells in a row.
    pub columns: usize,
    pub rows: usize,
    cells: Vec<Tile>,
}

impl Tiles {
    /// The cells of row `row`, from the top, left to right. Empty below the last row.
    pub fn row(&self, row: usize) -> &[Tile] {
        let start = row.saturating_mul(self.columns);
        self.cells.get(start..start.saturating_add(self.columns)).unwrap_or_default()
    }

    /// The cell in column `x` of row `y`, if there is one.
    pub fn get(&self, x: usize, y: usize) -> Option<&Tile> {
        self.row(y).get(x)
    }
}

/// The picture, toned, in exactly `columns` × `rows` cells. For its proportions, see [`fitted_size`]. `light` says that
/// the terminal writes dark on light, which matters only without colours.
pub fn fit(
    picture: &Picture,
    toned: &Toned,
    columns: usize,
    rows: usize,
    set: GlyphSet,
    depth: ColorDepth,
    light: bool,
) -> Tiles {
    let mut fitter = cell::Fitter::new(set, depth, light);
    let mut cells = Vec::with_capacity(columns * rows);
    for band in Raster::bands(picture, toned, (columns * CELL_WIDTH, rows * CELL_HEIGHT), CELL_HEIGHT) {
        cells.extend((0..columns).map(|column| fitter.fit(&band, column, 0)));
    }
    Tiles { columns, rows, cells }
}

/// As [`fit`], from a raster of 8 × 16 pixels per cell. Incomplete cells at the right and at the bottom are left out.
pub fn fit_raster(raster: &Raster, set: GlyphSet, depth: ColorDepth, light: bool) -> Tiles {
    let (columns, rows) = (raster.width() / CELL_WIDTH, raster.height() / CELL_HEIGHT);
    let mut fitter = cell::Fitter::new(set, depth, light);
    let mut cells = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        cells.extend((0..columns).map(|column| fitter.fit(raster, column, row)));
    }
    Tiles { columns, rows, cells }
}

/// The largest size in cells, columns and rows, that keeps a picture's proportions if a cell is twice as high as wide.
/// At least 1 × 1 if there is any room, or else 0 × 0.
pub fn fitted_size(width: u32, height: u32, max_columns: usize, max_rows: usize) -> (usize, usize) {
    if width == 0 || height == 0 || max_columns == 0 || max_rows == 0 {
        return (0, 0);
    }
    let (width, height) = (u128::from(width), u128::from(height));
    let rounded = |above: u128, below: u128| usize::try_from((above * 2 + below) / (below * 2)).unwrap_or(usize::MAX);
    let rows = rounded(max_columns as u128 * height, width * 2);
    if rows <= max_rows {
        return (max_columns, rows.max(1));
    }
    (rounded(max_rows as u128 * width * 2, height).clamp(1, max_columns), max_rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    #[test]
    fn band_by_band_it_is_the_same_picture() {
        let levels = Array2::from_shape_fn((40, 60), |(y, x)| ((y * 60 + x) * (y * 60 + x) % 251) as u8);
        let picture = Picture::from_levels(&levels).unwrap();
        let toned = picture.raw();
        for (columns, rows) in [(17, 9), (1, 1), (0, 3), (3, 0)] {
            let raster = Raster::new(&picture, &toned, columns * CELL_WIDTH, rows * CELL_HEIGHT);
            let whole = fit_raster(&raster, GlyphSet::Quadrant, ColorDepth::TrueColor, false);
            assert_eq!(fit(&picture, &toned, columns, rows, GlyphSet::Quadrant, ColorDepth::TrueColor, false), whole);
        }
    }
}

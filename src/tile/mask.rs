//! Pixels of a cell, and how much of each something covers.

use super::{CELL_HEIGHT, CELL_WIDTH};

/// Pixels in a cell.
pub(super) const PIXELS: usize = CELL_WIDTH * CELL_HEIGHT;

/// How much of each pixel a shape covers, 0 to 1, row after row.
pub(super) type Mask = [f32; PIXELS];

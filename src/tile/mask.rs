//! Masks: the pixels of a cell that a shape covers.

use super::{CELL_HEIGHT, CELL_WIDTH};

/// The number of pixels in a cell.
pub(super) const PIXELS: usize = CELL_WIDTH * CELL_HEIGHT;

/// The fraction of each pixel that a shape covers, 0 to 1, row after row.
pub(super) type Mask = [f32; PIXELS];

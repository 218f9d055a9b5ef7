//! Projects the box of a surface to dots: rotated about its vertical axis, tilted, seen in parallel projection.

use crate::numeric::maths::sincos;
use std::f64::consts::SQRT_2;

/// Half the height of the box. Half its width and half its depth are 1.
pub(super) const TALL: f64 = 0.75;
/// How much wider than true the box may be drawn, if there is room.
const STRETCH: f64 = 1.3;

/// A point in the box: x and y from -1 to 1, z from -[`TALL`] to [`TALL`].
pub(super) type Place = [f64; 3];

/// A point on the screen, in dots from the upper left, with its depth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Seen {
    pub(super) x: f64,
    pub(super) y: f64,
    /// The depth in units of the box. Larger is nearer.
    pub(super) near: f64,
}

/// A parallel projection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Camera {
    /// Sine and cosine of the azimuth.
    turn: (f64, f64),
    /// Sine and cosine of the elevation.
    tilt: (f64, f64),
    across: f64,
    pub(super) up: f64,
    middle: (f64, f64),
}

impl Camera {
    /// The view from an azimuth and an elevation in degrees that fits the box, at any rotation, into this many dots.
    pub(super) fn new(turn: f64, tilt: f64, columns: usize, rows: usize) -> Self {
        let whole = |degrees: f64| if degrees.is_finite() { degrees % 360.0 } else { 0.0 };
        let turn = sincos(whole(turn).to_radians());
        let tilt = sincos(whole(tilt).clamp(0.0, 90.0).to_radians());
        let (width, height) = (columns.saturating_sub(1) as f64 / 2.0, rows.saturating_sub(1) as f64 / 2.0);
        let up = (height / (TALL * tilt.1 + SQRT_2 * tilt.0)).min(width / SQRT_2);
        let across = (width / SQRT_2).min(up * STRETCH);
        Self { turn, tilt, across, up, middle: (width, height) }
    }

    pub(super) fn see(&self, [x, y, z]: Place) -> Seen {
        let ((sin_turn, cos_turn), (sin_tilt, cos_tilt)) = (self.turn, self.tilt);
        let towards = x * cos_turn + y * sin_turn;
        Seen {
            x: self.middle.0 + (y * cos_turn - x * sin_turn) * self.across,
            y: self.middle.1 - (z * cos_tilt - towards * sin_tilt) * self.up,
            near: towards * cos_tilt + z * sin_tilt,
        }
    }

    /// The same view, moved this many dots to the right and down.
    pub(super) fn moved(&self, right: f64, down: f64) -> Self {
        Self { middle: (self.middle.0 + right, self.middle.1 + down), ..*self }
    }

    /// The nearest corner of the floor, with x and y each -1 or 1.
    pub(super) fn nearest_corner(&self) -> (f64, f64) {
        (if self.turn.1 >= 0.0 { 1.0 } else { -1.0 }, if self.turn.0 >= 0.0 { 1.0 } else { -1.0 })
    }
}

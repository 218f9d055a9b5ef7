//! How the head is posed and seen: from head coordinates (x to the viewer's right, y up, z out of the face; the skull
//! about two units wide) to pixels and back.

use crate::canvas::Spot;
use crate::vector::{Vector, vector};

/// Side of the picture, in pixels.
pub(crate) const SIDE: usize = 512;
const PIXELS_PER_UNIT: f64 = 187.0;
const DISTANCE: f64 = 7.5;
/// The pixel on which the middle of the skull comes to lie.
const CENTRE: Spot = Spot { x: 277.0, y: 271.0 };

/// A turned head before a camera with a long lens.
pub(crate) struct Camera {
    /// The camera's right, up and backward directions, in head coordinates.
    axes: [Vector; 3],
}

impl Camera {
    /// Angles in radians: `yaw` turns the face to the viewer's right, `pitch` lowers it, `roll` tilts it clockwise.
    pub(crate) fn new(yaw: f64, pitch: f64, roll: f64) -> Self {
        let (sy, cy) = libm::sincos(yaw);
        let (sp, cp) = libm::sincos(pitch);
        let (sr, cr) = libm::sincos(roll);
        // Rows of roll × pitch × yaw: what the camera sees of each head axis.
        let right = vector(cy, 0.0, sy);
        let up = vector(sp * sy, cp, -sp * cy);
        let back = vector(-cp * sy, sp, cp * cy);
        Self { axes: [right * cr + up * sr, up * cr - right * sr, back] }
    }

    /// A direction given in the camera's own axes, in head coordinates.
    pub(crate) fn direction(&self, seen: Vector) -> Vector {
        let [right, up, back] = self.axes;
        right * seen.x + up * seen.y + back * seen.z
    }

    /// The ray through a spot: its origin and unit direction, in head coordinates.
    pub(crate) fn ray(&self, spot: Spot) -> (Vector, Vector) {
        let x = (spot.x - CENTRE.x) / PIXELS_PER_UNIT;
        let y = (CENTRE.y - spot.y) / PIXELS_PER_UNIT;
        (self.direction(vector(0.0, 0.0, DISTANCE)), self.direction(vector(x, y, -DISTANCE)).unit())
    }

    /// Where a point of the head appears.
    pub(crate) fn project(&self, point: Vector) -> Spot {
        let [right, up, _] = self.axes;
        let scale = PIXELS_PER_UNIT * DISTANCE / (DISTANCE - self.nearness(point));
        Spot { x: CENTRE.x + point.dot(right) * scale, y: CENTRE.y - point.dot(up) * scale }
    }

    /// The place on a flat patch of the head, spanned by `across` and `up` from `centre`, that a spot lies on: (1, 0) is
    /// the end of `across`.
    pub(crate) fn patch(&self, centre: Vector, across: Vector, up: Vector) -> impl Fn(Spot) -> (f64, f64) + use<> {
        let (o, u, v) = (self.project(centre), self.project(centre + across), self.project(centre + up));
        let (ux, uy, vx, vy) = (u.x - o.x, u.y - o.y, v.x - o.x, v.y - o.y);
        let area = ux * vy - uy * vx;
        move |spot| {
            let (x, y) = (spot.x - o.x, spot.y - o.y);
            ((x * vy - y * vx) / area, (y * ux - x * uy) / area)
        }
    }

    /// Where the camera stands, in head coordinates.
    pub(crate) fn position(&self) -> Vector {
        self.direction(vector(0.0, 0.0, DISTANCE))
    }

    /// How far towards the camera a point lies, in units.
    pub(crate) fn nearness(&self, point: Vector) -> f64 {
        let [_, _, back] = self.axes;
        point.dot(back)
    }
}

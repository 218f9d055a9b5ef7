//! Points and directions in space, with the few operations the picture needs; only IEEE basic operations and square
//! roots, so every machine computes the same bits.

use std::ops::{Add, Mul, Neg, Sub};

/// A point or a direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vector {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) z: f64,
}

/// Shorthand for a vector from its coordinates.
pub(crate) const fn vector(x: f64, y: f64, z: f64) -> Vector {
    Vector { x, y, z }
}

impl Vector {
    pub(crate) fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub(crate) fn cross(self, other: Self) -> Self {
        vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub(crate) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The same direction with length one; the zero vector stays near zero instead of becoming NaN.
    pub(crate) fn unit(self) -> Self {
        self * (1.0 / self.length().max(1e-9))
    }

    /// The part of this direction that lies in the surface with the given unit normal.
    pub(crate) fn along_surface(self, normal: Self) -> Self {
        self - normal * self.dot(normal)
    }

    /// The mirror image in the plane that divides the head into left and right.
    pub(crate) fn mirrored(self, side: f64) -> Self {
        vector(self.x * side, self.y, self.z)
    }
}

impl Add for Vector {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        vector(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vector {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        vector(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f64> for Vector {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        vector(self.x * factor, self.y * factor, self.z * factor)
    }
}

impl Neg for Vector {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

/// Linear blend from `a` (at 0) to `b` (at 1).
pub(crate) fn blend(a: f64, b: f64, share: f64) -> f64 {
    a + (b - a) * share
}

/// Hermite step: 0 below `low`, 1 above `high`, smooth between. `low` may exceed `high`, which turns it round.
pub(crate) fn smoothstep(low: f64, high: f64, value: f64) -> f64 {
    let t = ((value - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

//! Seeded randomness from integer hashes alone: the picture must be the same bits wherever it is drawn.

use crate::vector::{Vector, blend};

/// A stream of uniform numbers (`SplitMix64`; Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Uniform in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (scramble(self.state) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in [-1, 1).
    pub(crate) fn signed(&mut self) -> f64 {
        self.unit() * 2.0 - 1.0
    }
}

fn scramble(state: u64) -> u64 {
    let a = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    b ^ (b >> 31)
}

fn lattice(x: i64, y: i64, z: i64) -> f64 {
    let key = (x as u64).wrapping_mul(0x8DA6_B343)
        ^ (y as u64).wrapping_mul(0xD816_3841).rotate_left(21)
        ^ (z as u64).wrapping_mul(0xCB1A_B31F).rotate_left(42);
    (scramble(key.wrapping_add(0x9E37_79B9_7F4A_7C15)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Smooth value noise in [-1, 1] with features about one unit wide.
pub(crate) fn value_noise(point: Vector) -> f64 {
    let (fx, fy, fz) = (point.x.floor(), point.y.floor(), point.z.floor());
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (tx, ty, tz) = (ease(point.x - fx), ease(point.y - fy), ease(point.z - fz));
    let (x, y, z) = (fx as i64, fy as i64, fz as i64);
    let row = |y, z| blend(lattice(x, y, z), lattice(x + 1, y, z), tx);
    let sheet = |z| blend(row(y, z), row(y + 1, z), ty);
    blend(sheet(z), sheet(z + 1), tz) * 2.0 - 1.0
}

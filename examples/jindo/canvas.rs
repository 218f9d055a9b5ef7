//! The sheet everything is painted on: tones in [0, 1], at twice the final size so that edges come out smooth.

use crate::vector::{blend, smoothstep};

/// A point on the final picture, in its pixels, y down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// One station of a brush stroke.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Station {
    pub(crate) at: Spot,
    /// Full width of the brush, in pixels of the final picture.
    pub(crate) width: f64,
    pub(crate) tone: f64,
    pub(crate) opacity: f64,
}

/// Canvas pixels per pixel of the final picture, each way.
const FINE: usize = 2;

pub(crate) struct Canvas {
    size: usize,
    tones: Vec<f64>,
}

impl Canvas {
    /// A square canvas for a final picture of `side` pixels, filled by `tone_at`.
    pub(crate) fn new(side: usize, tone_at: impl Fn(Spot) -> f64) -> Self {
        let size = side * FINE;
        let tones = (0..size * size).map(|index| tone_at(spot(index % size, index / size))).collect();
        Self { size, tones }
    }

    /// Paints every pixel within `radius` of `centre`; `paint` answers (tone, opacity) for a spot.
    pub(crate) fn dab(&mut self, centre: Spot, radius: f64, paint: impl Fn(Spot) -> (f64, f64)) {
        let columns = self.span(centre.x, radius);
        for row in self.span(centre.y, radius) {
            for column in columns.clone() {
                let (tone, opacity) = paint(spot(column, row));
                self.lay(column, row, tone, opacity);
            }
        }
    }

    /// A brush stroke through the stations, its width, tone and opacity changing evenly from one to the next.
    pub(crate) fn stroke(&mut self, stations: &[Station]) {
        for pair in stations.windows(2) {
            if let [from, to] = pair {
                self.segment(from, to);
            }
        }
    }

    fn segment(&mut self, from: &Station, to: &Station) {
        let (dx, dy) = (to.at.x - from.at.x, to.at.y - from.at.y);
        let squared = (dx * dx + dy * dy).max(1e-9);
        let centre = Spot { x: from.at.x + dx * 0.5, y: from.at.y + dy * 0.5 };
        let reach = from.width.max(to.width) * 0.5 + 1.0;
        let rows = self.span(centre.y, dy.abs() * 0.5 + reach);
        let columns = self.span(centre.x, dx.abs() * 0.5 + reach);
        for row in rows {
            for column in columns.clone() {
                let here = spot(column, row);
                let (px, py) = (here.x - from.at.x, here.y - from.at.y);
                let t = (px * dx + py * dy) / squared;
                if !(0.0..1.0).contains(&t) {
                    continue;
                }
                let (qx, qy) = (px - dx * t, py - dy * t);
                let gap = (qx * qx + qy * qy).sqrt() - blend(from.width, to.width, t) * 0.5;
                let cover = smoothstep(0.35, -0.35, gap);
                self.lay(column, row, blend(from.tone, to.tone, t), cover * blend(from.opacity, to.opacity, t));
            }
        }
    }

    fn span(&self, centre: f64, radius: f64) -> std::ops::Range<usize> {
        let pixel = |value: f64| (value * FINE as f64).clamp(0.0, self.size as f64) as usize;
        pixel(centre - radius)..pixel(centre + radius + 1.0)
    }

    fn lay(&mut self, column: usize, row: usize, tone: f64, opacity: f64) {
        if let Some(old) = self.tones.get_mut(row * self.size + column) {
            *old = blend(*old, tone, opacity);
        }
    }

    /// The final picture: the mean of each block, through `develop`, as gray levels row by row.
    pub(crate) fn levels(&self, develop: impl Fn(f64) -> f64) -> Vec<u8> {
        let side = self.size / FINE;
        let mean = |index: usize| {
            let (column, row) = (index % side * FINE, index / side * FINE);
            let block = (0..FINE * FINE).map(|k| (row + k / FINE) * self.size + column + k % FINE);
            block.filter_map(|k| self.tones.get(k)).sum::<f64>() / (FINE * FINE) as f64
        };
        (0..side * side).map(|index| (develop(mean(index)).clamp(0.0, 1.0) * 255.0 + 0.5) as u8).collect()
    }
}

fn spot(column: usize, row: usize) -> Spot {
    Spot { x: (column as f64 + 0.5) / FINE as f64, y: (row as f64 + 0.5) / FINE as f64 }
}

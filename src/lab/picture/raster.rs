//! Pictures at another size, by area average: each new pixel is the mean of the box it covers, so nothing is skipped and
//! nothing shimmers. Rows are averaged before columns, each sum in a fixed order.

use super::{LEVELS, Picture, Toned};

/// Tones of a picture at a size of one's own, 0 (black) to 255 (white), row after row from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    width: usize,
    height: usize,
    pixels: Vec<f32>,
}

impl Raster {
    /// The whole picture, toned and averaged onto `width` × `height` pixels. The proportions are the caller's affair.
    pub fn new(picture: &Picture, toned: &Toned, width: usize, height: usize) -> Self {
        let from = (picture.width as usize, picture.height as usize);
        Self { width, height, pixels: average(&picture.levels, toned.shown(), from, (width, height)) }
    }

    /// A raster from tones of one's own; `None` unless there are exactly `width` × `height` of them.
    pub fn from_pixels(width: usize, height: usize, pixels: Vec<f32>) -> Option<Self> {
        (width.checked_mul(height) == Some(pixels.len())).then_some(Self { width, height, pixels })
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The tones, row after row from the top.
    pub fn pixels(&self) -> &[f32] {
        &self.pixels
    }
}

/// Gray levels at a smaller size, rounded to the nearest.
pub(super) fn shrink(levels: &[u8], from: (u32, u32), to: (u32, u32)) -> Vec<u8> {
    let same: [f32; LEVELS] = std::array::from_fn(|level| level as f32);
    let sizes = [from, to].map(|(width, height)| (width as usize, height as usize));
    average(levels, &same, sizes[0], sizes[1]).into_iter().map(|tone| (tone + 0.5) as u8).collect()
}

/// The stretch of the old pixels that one new pixel covers.
struct Span {
    first: usize,
    /// Share of each old pixel, from `first` on; the shares add up to one.
    shares: Vec<f32>,
}

/// How each of `to` new pixels covers `from` old ones. The bounds are whole multiples of 1 / `to` of an old pixel, so
/// they are worked out in integers.
fn spans(from: usize, to: usize) -> Vec<Span> {
    (0..to)
        .map(|pixel| {
            let (start, end) = (pixel * from, (pixel + 1) * from);
            let (first, last) = (start / to, (end - 1) / to);
            let share = |old: usize| end.min((old + 1) * to) - start.max(old * to);
            Span { first, shares: (first..=last).map(|old| share(old) as f32 / from as f32).collect() }
        })
        .collect()
}

fn average(levels: &[u8], tones: &[f32; LEVELS], from: (usize, usize), to: (usize, usize)) -> Vec<f32> {
    if to.0 == 0 || to.1 == 0 {
        return Vec::new();
    }
    let columns = spans(from.0, to.0);
    let mut pixels = Vec::with_capacity(to.0 * to.1);
    let mut source = Row { index: None, tones: vec![0.0; from.0] };
    let mut mean = vec![0.0; from.0];
    for Span { first, shares } in spans(from.1, to.1) {
        mean.fill(0.0);
        for (index, share) in (first..).zip(shares) {
            source.load(index, levels, tones);
            for (mean, tone) in mean.iter_mut().zip(&source.tones) {
                *mean += share * tone;
            }
        }
        pixels.extend(columns.iter().map(|span| weigh(span, &mean)));
    }
    pixels
}

fn weigh(span: &Span, row: &[f32]) -> f32 {
    span.shares.iter().zip(&row[span.first..]).map(|(share, tone)| share * tone).sum()
}

/// One row of the old picture, toned. Neighbouring new rows share an old one at their border: it is toned once.
struct Row {
    index: Option<usize>,
    tones: Vec<f32>,
}

impl Row {
    fn load(&mut self, index: usize, levels: &[u8], tones: &[f32; LEVELS]) {
        if self.index != Some(index) {
            let row = levels.chunks_exact(self.tones.len()).nth(index).unwrap_or_default();
            for (tone, level) in self.tones.iter_mut().zip(row) {
                *tone = tones[usize::from(*level)];
            }
            self.index = Some(index);
        }
    }
}

//! Pictures at another size, by area averaging: each new pixel is the mean of the box that it covers, so no pixel is
//! skipped and nothing flickers. Rows are averaged before columns, each sum in a fixed order.

use super::{LEVELS, Picture, Toned};

/// The tones of a picture at a given size, 0 (black) to 255 (white), row after row from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    width: usize,
    height: usize,
    pixels: Vec<f32>,
}

impl Raster {
    /// The whole picture, toned and averaged to `width` × `height` pixels. The caller decides the proportions.
    pub fn new(picture: &Picture, toned: &Toned, width: usize, height: usize) -> Self {
        let from = (picture.width as usize, picture.height as usize);
        Self { width, height, pixels: average(picture.pixels(), toned.shown(), from, (width, height)) }
    }

    /// The same in bands of this many rows, from the top, because a large raster takes far more memory than the result.
    /// Rows that do not fill a band are left out.
    pub fn bands<'a>(
        picture: &'a Picture,
        toned: &'a Toned,
        (width, height): (usize, usize),
        rows: usize,
    ) -> impl Iterator<Item = Self> + 'a {
        let from = (picture.width as usize, picture.height as usize);
        let mut average = Average::new(picture.pixels(), toned.shown(), from, (width, height));
        let rows = rows.max(1);
        (0..height / rows).map(move |band| {
            let mut pixels = Vec::with_capacity(width * rows);
            (band * rows..(band + 1) * rows).for_each(|row| pixels.extend(average.row(row)));
            Self { width, height: rows, pixels }
        })
    }

    /// A raster from given tones. `None` unless there are exactly `width` × `height` of them.
    pub fn from_pixels(width: usize, height: usize, pixels: Vec<f32>) -> Option<Self> {
        (width.checked_mul(height) == Some(pixels.len())).then_some(Self { width, height, pixels })
    }

    /// The number of pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of rows.
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

/// The range of old pixels that one new pixel covers.
struct Span {
    first: usize,
    /// The weight of each old pixel, from `first` on. The weights add up to one.
    shares: Vec<f32>,
}

/// The old pixels that new pixel number `pixel` covers, when `from` old ones become `to` new ones. The bounds are whole
/// multiples of 1 / `to` of an old pixel, so they are computed in integers.
fn span(pixel: usize, from: usize, to: usize) -> Span {
    let (start, end) = (pixel * from, (pixel + 1) * from);
    let (first, last) = (start / to, (end - 1) / to);
    let share = |old: usize| end.min((old + 1) * to) - start.max(old * to);
    Span { first, shares: (first..=last).map(|old| share(old) as f32 / from as f32).collect() }
}

fn average(levels: &[u8], tones: &[f32; LEVELS], from: (usize, usize), to: (usize, usize)) -> Vec<f32> {
    let mut average = Average::new(levels, tones, from, to);
    let mut pixels = Vec::with_capacity(to.0 * to.1);
    (0..to.1).for_each(|row| pixels.extend(average.row(row)));
    pixels
}

/// Computes the new picture row by row.
struct Average<'a> {
    levels: &'a [u8],
    tones: &'a [f32; LEVELS],
    /// The old and the new number of rows.
    heights: (usize, usize),
    columns: Vec<Span>,
    source: Row,
    mean: Vec<f32>,
}

impl<'a> Average<'a> {
    fn new(levels: &'a [u8], tones: &'a [f32; LEVELS], from: (usize, usize), to: (usize, usize)) -> Self {
        let columns = (0..to.0).map(|pixel| span(pixel, from.0, to.0)).collect();
        let source = Row { index: None, tones: vec![0.0; from.0] };
        Self { levels, tones, heights: (from.1, to.1), columns, source, mean: vec![0.0; from.0] }
    }

    fn row(&mut self, row: usize) -> impl Iterator<Item = f32> {
        let Span { first, shares } = span(row, self.heights.0, self.heights.1);
        self.mean.fill(0.0);
        for (index, share) in (first..).zip(shares) {
            self.source.load(index, self.levels, self.tones);
            for (mean, tone) in self.mean.iter_mut().zip(&self.source.tones) {
                *mean += share * tone;
            }
        }
        self.columns.iter().map(|span| weigh(span, &self.mean))
    }
}

fn weigh(span: &Span, row: &[f32]) -> f32 {
    span.shares.iter().zip(&row[span.first..]).map(|(share, tone)| share * tone).sum()
}

/// One toned row of the old picture. Neighbouring new rows share an old row at their border, which is toned only once.
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

//! The tones of the gray levels. A tone is computed once per level, not once per pixel.

use super::LEVELS;

/// The tone where nothing can be distinguished: a uniform picture, or a NaN.
const MIDDLE: f32 = 127.5;

/// A tone for each gray level: its value, and the brightness with which it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Toned {
    tones: [f64; LEVELS],
    shown: [f32; LEVELS],
    min: f64,
    max: f64,
    scale: [f64; 2],
}

impl Toned {
    /// Unchanged levels: the value is level / 255, and the brightness is the level.
    pub(super) fn plain(counts: &[u64; LEVELS]) -> Self {
        let tones = std::array::from_fn(|level| level as f64 / 255.0);
        let (min, max) = range(&tones, counts);
        Self { tones, shown: std::array::from_fn(|level| level as f32), min, max, scale: [0.0, 1.0] }
    }

    /// Tones stretched so that the darkest one in the picture is black and the lightest white.
    pub(super) fn stretched(tones: &[f64; LEVELS], counts: &[u64; LEVELS]) -> Self {
        let (min, max) = range(tones, counts);
        Self { tones: *tones, shown: tones.map(|tone| brightness(tone, min, max)), min, max, scale: [min, max] }
    }

    /// The same tones with `low` shown black and `high` white.
    pub(super) fn on(self, [low, high]: [f64; 2]) -> Self {
        Self { shown: self.tones.map(|tone| brightness(tone, low, high)), scale: [low, high], ..self }
    }

    /// The tones that are shown black and white.
    pub fn scale(&self) -> [f64; 2] {
        self.scale
    }

    /// The smallest finite tone among the levels of the original picture. 0 if none is finite.
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The largest finite tone among the levels of the original picture. 0 if none is finite.
    pub fn max(&self) -> f64 {
        self.max
    }

    /// The range of the tones in the picture: `max − min`.
    pub fn spread(&self) -> f64 {
        self.max - self.min
    }

    /// The value of each level, in order of level.
    pub fn tones(&self) -> &[f64; LEVELS] {
        &self.tones
    }

    /// The brightness of each level, 0 (black) to 255 (white). Infinities are black or white, and NaN is middle gray.
    /// Everything is middle gray if all tones in the picture are equal. Levels that result only from shrinking are
    /// limited to the range of the original levels.
    pub fn shown(&self) -> &[f32; LEVELS] {
        &self.shown
    }
}

/// The smallest and the largest finite tone of the levels that occur.
fn range(tones: &[f64; LEVELS], counts: &[u64; LEVELS]) -> (f64, f64) {
    let present = tones.iter().zip(counts).filter(|(tone, count)| **count > 0 && tone.is_finite());
    present
        .map(|(tone, _)| *tone)
        .fold(None, |range: Option<(f64, f64)>, tone| {
            Some(range.map_or((tone, tone), |(min, max)| (min.min(tone), max.max(tone))))
        })
        .unwrap_or((0.0, 0.0))
}

fn brightness(tone: f64, min: f64, max: f64) -> f32 {
    if tone.is_infinite() {
        return if tone > 0.0 { 255.0 } else { 0.0 };
    }
    if tone.is_nan() || min >= max {
        return MIDDLE;
    }
    // Halved, because the difference of two finite numbers may be infinite.
    let part = (tone * 0.5 - min * 0.5) / (max * 0.5 - min * 0.5);
    (part.clamp(0.0, 1.0) * 255.0) as f32
}

/// How often each level occurs.
pub(super) fn count(levels: &[u8]) -> [u64; LEVELS] {
    let mut counts = [0; LEVELS];
    for &level in levels {
        counts[usize::from(level)] += 1;
    }
    counts
}

/// The median level, 0 to 255. Halfway between the middle two if the number of pixels is even.
pub(super) fn median(counts: &[u64; LEVELS]) -> f64 {
    let total: u64 = counts.iter().sum();
    let low = ranked(counts, total.saturating_sub(1) / 2);
    let high = ranked(counts, total / 2);
    f64::midpoint(low as f64, high as f64)
}

/// The level of the pixel with this rank, from 0, when all are sorted.
fn ranked(counts: &[u64; LEVELS], rank: u64) -> usize {
    let mut below = 0;
    counts
        .iter()
        .position(|count| {
            below += count;
            below > rank
        })
        .unwrap_or(0)
}

//! Which tones are black and which are white.

use super::Toned;
use crate::words::errors;

/// How the tones of a picture behind a function become gray.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Levels {
    /// On the scale of what the function can give, so that lost contrast is seen to be lost.
    #[default]
    Range,
    /// From the darkest tone present to the lightest, whatever they are.
    Auto,
}

impl Levels {
    /// Both.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name in files and flags.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The other one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Range => Self::Auto,
            Self::Auto => Self::Range,
        }
    }

    /// The tones behind a function whose values lie between `low` and `high`, drawn on their scale; `before` are those that
    /// went in.
    ///
    /// Black and white are the ends of the function's range. Of a function without bounds they are the ends of the picture
    /// before, moved apart as far as it takes to hold every tone: then `linear` changes nothing, and what ReLU cuts off is
    /// seen to be gone.
    #[must_use]
    pub fn draw(self, after: Toned, before: &Toned, [low, high]: [f64; 2]) -> Toned {
        if self == Self::Auto {
            return after;
        }
        let bounded = low.is_finite() && high.is_finite();
        let [low, high] = if bounded { [low, high] } else { [before.min(), before.max()] };
        let scale = [low.min(after.min()), high.max(after.max())];
        after.on(scale)
    }
}

errors! {
    /// Why a text names no kind of levels.
    #[derive(Eq)]
    pub enum LevelsError: "levels" {
        /// There is none of that name.
        Unknown { id: String } = "unknown",
    }
}

impl std::str::FromStr for Levels {
    type Err = LevelsError;

    fn from_str(id: &str) -> Result<Self, LevelsError> {
        let found = Self::ALL.iter().copied().find(|levels| levels.id() == id);
        found.ok_or_else(|| LevelsError::Unknown { id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::function::Function;
    use crate::picture::Picture;

    fn drawn(id: &str, gain: f64, levels: Levels) -> Toned {
        let picture = Picture::from_levels(&ndarray::arr2(&[[0, 100, 255]])).unwrap();
        let f = Function::named(id).unwrap();
        let range = f.facts().ends();
        let after = picture.through(gain, |xs, ys| f.values(xs, ys));
        levels.draw(after, &picture.centred(gain), range)
    }

    /// How far apart black and white of the picture are shown, of 255.
    fn shown(id: &str, gain: f64, levels: Levels) -> f32 {
        let toned = drawn(id, gain, levels);
        (toned.shown()[255] - toned.shown()[0]).round()
    }

    #[test]
    fn contrast_that_is_lost_is_seen_to_be_lost() {
        let kept = drawn("sigmoid", 1.0, Levels::Range);
        let share = f64::from(kept.shown()[255] - kept.shown()[0]) / 255.0;
        assert!((share - kept.spread()).abs() < 1e-6 && share < 0.25, "{share} of {}", kept.spread());
        assert_eq!(shown("sigmoid", 1.0, Levels::Auto), 255.0);
        assert_eq!([shown("step", 1.0, Levels::Range), shown("step", 1.0, Levels::Auto)], [255.0; 2]);
    }

    #[test]
    fn without_bounds_the_scale_is_that_of_the_picture_before() {
        for gain in [0.01, 1.0, 1000.0] {
            assert_eq!(shown("linear", gain, Levels::Range), 255.0);
            // The lower 100 of 255 levels are cut off.
            assert_eq!(shown("relu", gain, Levels::Range), 155.0);
        }
        let [low, high] = drawn("linear", 2.0, Levels::Range).scale();
        assert!((low + 200.0 / 255.0).abs() < 1e-12 && (high - 310.0 / 255.0).abs() < 1e-12, "{low}..{high}");
    }

    #[test]
    fn no_tone_lies_outside_its_scale() {
        for f in crate::functions::activation::all() {
            for gain in [0.01, 1.0, 30.0, 1000.0] {
                let toned = drawn(f.id, gain, Levels::Range);
                let [low, high] = toned.scale();
                assert!(low <= toned.min() && toned.max() <= high, "{} × {gain}: {low}..{high}", f.id);
            }
        }
    }
}

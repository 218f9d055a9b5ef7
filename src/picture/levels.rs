//! Which tones are shown black and white.

use super::Toned;
use crate::words::errors;

/// How the values of a function over a picture become gray levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Levels {
    /// On the scale of the function's range, so that lost contrast is visible.
    #[default]
    Range,
    /// From the darkest to the lightest tone in the picture.
    Auto,
}

impl Levels {
    /// Both ways.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name in files and flags.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The other way.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Range => Self::Auto,
            Self::Auto => Self::Range,
        }
    }

    /// The values of a function whose range is `low` to `high`, on the scale of this option. `before` are the
    /// function's inputs.
    ///
    /// Black and white are the ends of the function's range. For a function without bounds they are the ends of the
    /// input picture, widened until they include every tone. Then `linear` changes nothing, and it is visible what ReLU
    /// cuts off.
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
    /// Why a text does not name an option.
    #[derive(Eq)]
    pub enum LevelsError: "levels" {
        /// No option has this name.
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

    /// The difference between the brightness of the picture's black and white, out of 255.
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

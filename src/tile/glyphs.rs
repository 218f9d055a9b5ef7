//! The characters of which a picture may consist. Characters that a font lacks would be shown as empty boxes.

use crate::words::errors;
use std::{fmt, str::FromStr};

use super::{cell::Fitter, palette::ColorDepth};

/// The characters of which a picture may consist. Each set up to `Octant` includes all sets before it, and also the
/// shades ░▒▓ if there are few tones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum GlyphSet {
    /// Space, ▀, ▄ and █.
    Half,
    /// Block elements, U+2580–259F: halves, quadrants, eighths. Every font has them.
    #[default]
    Quadrant,
    /// Also sextants and wedges, U+1FB00–1FB6F of Unicode 13, and ◢◣◤◥.
    Sextant,
    /// Also octants, U+1CD00–1CDE5 of Unicode 16.
    Octant,
    /// Seven bit ASCII. With many colours, spaces with a background tone, because no ASCII character has the same shape
    /// in all fonts. With few or no colours, a ramp of increasingly dense characters.
    Ascii,
    /// Space, ░▒▓ and █. As with ASCII, only background tones are used if there are many of them.
    Shade,
}

impl GlyphSet {
    /// All sets: those with shapes from the coarsest on, then those without shapes.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name in commands and settings.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The characters that a picture of this set may contain at `depth`, sorted.
    pub fn glyphs(self, depth: ColorDepth) -> Vec<char> {
        let mut glyphs = Fitter::new(self, depth, false).glyphs();
        glyphs.sort_unstable();
        glyphs.dedup();
        glyphs
    }
}

impl fmt::Display for GlyphSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for GlyphSet {
    type Err = GlyphSetError;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        let ids = || Self::ALL.iter().map(|set| set.id().to_owned()).collect();
        let found = Self::ALL.iter().copied().find(|set| set.id() == id);
        found.ok_or_else(|| GlyphSetError::Unknown { id: id.to_owned(), ids: ids() })
    }
}

errors! {
    /// Why an id does not name a glyph set.
    #[derive(Eq)]
    pub enum GlyphSetError: "glyphs" {
        /// No glyph set has this name.
        Unknown { id: String, ids: Vec<String> } = "unknown",
    }
}

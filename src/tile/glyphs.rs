//! Which characters a picture may be made of: what a font lacks would show as empty boxes.

use crate::words::errors;
use std::{fmt, str::FromStr};

use super::{cell::Fitter, palette::ColorDepth};

/// The characters a picture may be made of. Each set up to `Octant` has all of those before it, and the shades ░▒▓ as well
/// where tones are few.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum GlyphSet {
    /// Space, ▀, ▄ and █.
    Half,
    /// Block elements, U+2580–259F: halves, quadrants, eighths. In every font.
    #[default]
    Quadrant,
    /// Sextants and wedges too, U+1FB00–1FB6F of Unicode 13, and ◢◣◤◥.
    Sextant,
    /// Octants too, U+1CD00–1CDE5 of Unicode 16.
    Octant,
    /// Seven bit ASCII. With many colours spaces on a toned ground, for no ASCII character has a shape all fonts agree
    /// on; with few or none a ramp of denser and denser characters.
    Ascii,
    /// Space, ░▒▓ and █. As with ASCII, tones alone are used where there are many of them.
    Shade,
}

impl GlyphSet {
    /// Every set, coarsest shapes first, then those without shapes.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name it has in commands and settings.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The characters a picture of this set may hold at `depth`, sorted.
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
    /// Why an id names no glyph set.
    #[derive(Eq)]
    pub enum GlyphSetError: "glyphs" {
        /// There is none of this name.
        Unknown { id: String, ids: Vec<String> } = "unknown",
    }
}

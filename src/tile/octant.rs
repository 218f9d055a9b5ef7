//! Characters of two by four blocks in a cell.

/// The quadrant characters. Bit 0 is the upper left, 1 the upper right, 2 the lower left, 3 the lower right.
pub(super) const QUADRANTS: [char; 16] =
    [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];

/// Octant patterns whose code points are outside the octant block, without quadrants.
const ELSEWHERE: [(u8, u32); 12] = [
    (0x01, 0x1CEA8),
    (0x02, 0x1CEAB),
    (0x40, 0x1CEA3),
    (0x80, 0x1CEA0),
    (0x14, 0x1FBE6),
    (0x28, 0x1FBE7),
    (0x03, 0x1FB82),
    (0x3F, 0x1FB85),
    (0xC0, 0x2582),
    (0xFC, 0x2586),
    (0x0F, 0x2580),
    (0xF0, 0x2584),
];

/// The first code point of the octant block, Unicode 16.
const FIRST: u32 = 0x1CD00;

/// The four quadrants of `bits` as an octant pattern.
pub(super) const fn from_quadrants(bits: usize) -> usize {
    (bits & 1) * 0x05 + (bits >> 1 & 1) * 0x0A + (bits >> 2 & 1) * 0x50 + (bits >> 3 & 1) * 0xA0
}

/// The characters of all 256 patterns, bit 2·row + column. The octant block contains, in the order of patterns, those
/// that had no character before.
pub(super) fn octants() -> [char; 256] {
    let mut glyphs = ['\0'; 256];
    for (bits, glyph) in QUADRANTS.into_iter().enumerate() {
        glyphs[from_quadrants(bits)] = glyph;
    }
    for (pattern, code) in ELSEWHERE {
        glyphs[usize::from(pattern)] = char::from_u32(code).unwrap_or(' ');
    }
    let missing = glyphs.iter_mut().filter(|glyph| **glyph == '\0');
    for (code, glyph) in (FIRST..).zip(missing) {
        *glyph = char::from_u32(code).unwrap_or(' ');
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::octants;

    #[test]
    fn block_of_octants_is_used_up_exactly() {
        let glyphs = octants();
        let block = glyphs.iter().filter(|glyph| ('\u{1CD00}'..='\u{1CDE5}').contains(*glyph)).count();
        assert_eq!(block, 0xE6, "U+1CD00 to U+1CDE5 are 230 characters");
        let mut sorted = glyphs.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 256, "no two patterns share a character");
    }

    #[test]
    fn known_octants_have_their_character() {
        let glyphs = octants();
        // BLOCK OCTANT-3, -23, -12378 and -2345678 of the Unicode character database.
        assert_eq!(glyphs[0x04], '\u{1CD00}');
        assert_eq!(glyphs[0x06], '\u{1CD01}');
        assert_eq!(glyphs[0xFE], '\u{1CDE5}');
        assert_eq!(glyphs[0x50], '▖');
        assert_eq!(glyphs[0x00], ' ');
    }
}

//! The grays that a terminal can show, and the nearest of them to a level.

/// The number of colours of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColorDepth {
    /// 16 million: 256 grays.
    #[default]
    TrueColor,
    /// The 256 of xterm: 30 grays, from the ramp 232–255 and the diagonal of the colour cube.
    Indexed256,
    /// The 16 of ANSI: 4 grays with the values of xterm. A terminal theme may show others.
    Ansi16,
    /// Only the terminal's default ink and paper.
    None,
}

/// A tone as it is written to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CellTone {
    /// Equal red, green and blue, 0 to 255.
    Gray(u8),
    /// A colour of the terminal's palette.
    Indexed(u8),
    /// The terminal's default colour.
    Default,
}

/// A tone and its level on the screen, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shade {
    pub(super) tone: CellTone,
    pub(super) level: f32,
}

const fn indexed(index: u8, level: f32) -> Shade {
    Shade { tone: CellTone::Indexed(index), level }
}

/// The four grays of the ANSI colours, from black, with their levels in xterm.
pub(super) const ANSI: [Shade; 4] = [indexed(0, 0.0), indexed(8, 127.0), indexed(7, 229.0), indexed(15, 255.0)];

/// The diagonal of the 6 × 6 × 6 colour cube.
const CUBE: [Shade; 6] = [
    indexed(16, 0.0),
    indexed(59, 95.0),
    indexed(102, 135.0),
    indexed(145, 175.0),
    indexed(188, 215.0),
    indexed(231, 255.0),
];

impl ColorDepth {
    /// The nearest shade of the terminal to `level`. Of two equally near shades, the darker.
    pub(super) fn nearest(self, level: f32) -> Shade {
        let level = level.clamp(0.0, 255.0);
        match self {
            Self::TrueColor => {
                let gray = (level + 0.5) as u8;
                Shade { tone: CellTone::Gray(gray), level: f32::from(gray) }
            }
            Self::Indexed256 => {
                let ramp = (0..24_u8).map(|step| indexed(232 + step, 8.0 + 10.0 * f32::from(step)));
                pick(ramp.chain(CUBE), level)
            }
            Self::Ansi16 => pick(ANSI.into_iter(), level),
            Self::None => Shade { tone: CellTone::Default, level },
        }
    }
}

fn pick(shades: impl Iterator<Item = Shade>, level: f32) -> Shade {
    let mut best = ANSI[0];
    let mut least = f32::INFINITY;
    for shade in shades {
        let off = (shade.level - level).abs();
        if off < least || (off == least && shade.level < best.level) {
            (best, least) = (shade, off);
        }
    }
    best
}

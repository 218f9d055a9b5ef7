//! The pieces that rooms are made of. They take plain values and draw into cells; none knows the application.

pub mod axis;
pub mod bars;
pub mod field;
pub mod heat;
pub mod hints;
pub mod histogram;
pub mod list;
pub mod panel;
pub mod picture;
pub mod plane;
pub mod plot;
pub mod prose;
pub mod surface;
pub mod text;
pub mod weights;

use crate::theme::{Role, Theme};
use ratatui::style::Style;

/// What is written out in ASCII.
const SPELT: [(&str, &str); 10] = [
    ("⁻ˣ", "^-x"),
    ("ˣ", "^x"),
    ("²", "^2"),
    ("³", "^3"),
    ("∞", "inf"),
    ("…", ".."),
    ("×", "*"),
    ("≤", "<="),
    ("±", "+-"),
    ("√", "sqrt"),
];

/// How everything is to look: the theme, and whether only ASCII may be used.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Styles by role.
    pub theme: &'a Theme,
    /// Whether glyphs past ASCII are out of reach.
    pub ascii: bool,
}

impl Look<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// A text with what has no stand-in of one cell written out, where only ASCII may be used.
    pub fn spell(&self, text: &str) -> String {
        if !self.ascii {
            return text.to_owned();
        }
        SPELT.iter().fold(text.to_owned(), |text, (glyph, spelt)| text.replace(glyph, spelt))
    }

    /// One glyph or its stand-in.
    pub fn glyph(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { unicode }
    }
}

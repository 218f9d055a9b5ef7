//! The widgets of the rooms. They take plain values and draw into cells, and do not depend on the application.

pub mod axis;
pub mod bars;
pub mod confusion;
pub mod field;
pub mod heat;
pub mod hints;
pub mod histogram;
pub mod list;
pub mod names;
pub mod net;
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

/// The ASCII spelling of symbols.
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

/// The theme, and whether only ASCII may be used.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    pub theme: &'a Theme,
    /// Whether only ASCII may be used.
    pub ascii: bool,
}

impl Look<'_> {
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The text. If only ASCII may be used, symbols that have no one-cell replacement are spelled out.
    pub fn spell(&self, text: &str) -> String {
        if !self.ascii {
            return text.to_owned();
        }
        SPELT.iter().fold(text.to_owned(), |text, (glyph, spelt)| text.replace(glyph, spelt))
    }

    /// A glyph or its ASCII replacement.
    pub fn glyph(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { unicode }
    }
}

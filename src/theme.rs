//! The look of the interface: a dozen roles, each with a style, from a TOML file.
//!
//! Code names roles, never colours. A theme is adapted once to the colours that the terminal can show. Without colour,
//! the roles still differ by weight and by reversal.

pub mod contrast;

use crate::files::{ReadError, TextFiles};
use crate::text::document::from_toml;
use crate::tile::ColorDepth;
use crate::words::{Message, errors};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::path::Path;
use termprofile::TermProfile;

/// A theme larger than this, in bytes, is a slip.
pub const MOST_BYTES: u64 = 1 << 20;

/// The smallest contrast ratio at which text is legible, by WCAG 2.
const LEGIBLE: f64 = 4.5;
/// The smallest contrast ratio at which a mark or a line is visible, by WCAG 2.
pub(crate) const SEEN: f64 = 3.0;

/// The purpose of a piece of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Plain text.
    Text,
    /// Names of panels and rooms.
    Title,
    /// Secondary things: ticks, hints, zero lines.
    Muted,
    /// Frames of panels.
    Border,
    /// What has the focus: the cursor, the selected knob.
    Focus,
    /// The selected row of a list.
    Selected,
    /// Values of functions, and the bars and numbers that show them.
    Value,
    /// Slopes.
    Slope,
    /// Slopes from difference quotients.
    Numeric,
    /// Signed numbers above zero.
    Positive,
    /// Signed numbers below zero.
    Negative,
    /// Errors, and values that do not exist.
    Warning,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    name: String,
    light: bool,
    #[serde(default)]
    paper: Paint,
    series: Vec<Paint>,
    roles: Roles,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    text: Paint,
    title: Paint,
    muted: Paint,
    border: Paint,
    focus: Paint,
    selected: Paint,
    value: Paint,
    slope: Paint,
    numeric: Paint,
    positive: Paint,
    negative: Paint,
    warning: Paint,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Paint {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    /// The colour in place of the others if the terminal has sixteen: the nearest of sixteen is seldom the right one.
    ansi: Option<String>,
    /// Whether ink and paper are exchanged if there are sixteen colours.
    ansi_reversed: bool,
}

errors! {
    /// Why a theme can't be loaded.
    pub enum ThemeError: "theme" {
        /// It is neither a built-in theme nor the path of a file.
        Unknown { name: String, names: Vec<String> } = "unknown",
        /// The file can't be read.
        Unreadable { name: String, reason: ReadError } = "unreadable",
        /// The file is not a valid theme.
        Toml { name: String, line: usize, reason: Message } = "toml",
        /// The file has an invalid colour.
        Color { name: String, color: String } = "color",
    }
}

/// A theme, adapted to a colour depth.
#[derive(Clone, Debug)]
pub struct Theme {
    pub name: String,
    /// Whether it is made for a light background.
    pub light: bool,
    /// The colour depth of the terminal.
    pub depth: ColorDepth,
    paper: Color,
    /// Red, green and blue of the background before it is reduced to 256 colours. Tones computed from the nearest of
    /// the 256 would have another hue.
    paper_parts: Option<[f64; 3]>,
    styles: [Style; 12],
    series: Vec<Style>,
}

/// The themes that come with the program: name and text.
pub const BUILT_IN: [(&str, &str); 4] = [
    ("dark", include_str!("../assets/themes/dark.toml")),
    ("light", include_str!("../assets/themes/light.toml")),
    ("contrast", include_str!("../assets/themes/contrast.toml")),
    ("colourblind", include_str!("../assets/themes/colourblind.toml")),
];

/// Whether the name of a theme is the path of a file; `-` is standard input.
pub fn is_path(name: &str) -> bool {
    name == "-" || Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"))
}

impl Theme {
    /// A theme that comes with the program.
    ///
    /// # Errors
    /// [`ThemeError::Unknown`] if there is none of that name.
    pub fn load(name: &str, depth: ColorDepth) -> Result<Self, ThemeError> {
        Self::of(name, depth, &TextFiles::default())
    }

    /// The theme of that name, else the theme file at that path, which has been read.
    ///
    /// # Errors
    /// [`ThemeError`]: no such theme, or what is wrong in the file.
    pub fn of(name: &str, depth: ColorDepth, files: &TextFiles) -> Result<Self, ThemeError> {
        if let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Self::parse(text, name, depth);
        }
        if !is_path(name) {
            let names = BUILT_IN.map(|(name, _)| name.to_owned()).to_vec();
            return Err(ThemeError::Unknown { name: name.to_owned(), names });
        }
        let unreadable = |reason| ThemeError::Unreadable { name: name.to_owned(), reason };
        Self::parse(files.get(name).map_err(unreadable)?, name, depth)
    }

    fn parse(text: &str, origin: &str, depth: ColorDepth) -> Result<Self, ThemeError> {
        let source: Source =
            from_toml(text).map_err(|(line, reason)| ThemeError::Toml { name: origin.to_owned(), line, reason })?;
        let wrong = |NoColor(color)| ThemeError::Color { name: origin.to_owned(), color };
        let r = &source.roles;
        let paints = [
            &r.text,
            &r.title,
            &r.muted,
            &r.border,
            &r.focus,
            &r.selected,
            &r.value,
            &r.slope,
            &r.numeric,
            &r.positive,
            &r.negative,
            &r.warning,
        ];
        let mut styles = [Style::default(); 12];
        for (style, paint) in styles.iter_mut().zip(paints) {
            *style = paint.style(depth).map_err(wrong)?;
        }
        let series = source.series.iter().map(|paint| paint.style(depth)).collect::<Result<_, _>>();
        let (name, light, series) = (source.name, source.light, series.map_err(wrong)?);
        let paper = source.paper.paper(depth).map_err(wrong)?;
        let paper_parts = contrast::parts(source.paper.paper(ColorDepth::TrueColor).map_err(wrong)?);
        let mut theme = Self { name, light, depth, paper, paper_parts, styles, series };
        theme.fit();
        Ok(theme)
    }

    /// Reduces every style to the colour depth.
    fn fit(&mut self) {
        let profile = match self.depth {
            ColorDepth::TrueColor => return,
            ColorDepth::Indexed256 => TermProfile::Ansi256,
            ColorDepth::Ansi16 => TermProfile::Ansi16,
            ColorDepth::None => return self.without_colour(),
        };
        for style in self.styles.iter_mut().chain(&mut self.series) {
            *style = profile.adapt_style(*style);
        }
        self.paper = profile.adapt_style(Style::new().bg(self.paper)).bg.unwrap_or_default();
    }

    /// Replaces colour by weight and reversal.
    fn without_colour(&mut self) {
        self.paper = Color::Reset;
        for style in self.styles.iter_mut().chain(&mut self.series) {
            *style = Style { fg: None, bg: None, ..*style };
        }
        self.styles[Role::Selected as usize] = Style::new().add_modifier(Modifier::REVERSED);
        self.styles[Role::Border as usize] = Style::new().add_modifier(Modifier::DIM);
        self.styles[Role::Muted as usize] = Style::new().add_modifier(Modifier::DIM);
    }

    /// The background of everything. `Reset` if it is that of the terminal.
    pub fn paper(&self) -> Color {
        self.paper
    }

    /// Red, green and blue of the background.
    pub fn paper_parts(&self) -> [f64; 3] {
        self.paper_parts.unwrap_or(if self.light { [255.0; 3] } else { [0.0; 3] })
    }

    /// The style of text on a tone: the normal ink if it is legible there, or else white or black.
    pub fn on_tone(&self, tone: Color) -> Style {
        let style = self.style(Role::Text);
        let inks = [style.fg, Some(Color::Indexed(231)), Some(Color::Indexed(16))].into_iter().flatten();
        let legible = inks.clone().find(|ink| contrast::ratio(*ink, tone) >= LEGIBLE);
        let best = || inks.max_by(|a, b| contrast::ratio(*a, tone).total_cmp(&contrast::ratio(*b, tone)));
        style.fg(legible.or_else(best).unwrap_or_default()).bg(tone)
    }

    /// The style of a mark of a role on a tone. A mark is also recognised by its shape, so if the contrast of its
    /// colour is too low, it has the colour of text.
    pub fn mark_on(&self, role: Role, tone: Color) -> Style {
        let style = self.style(role);
        let ink = style.fg.or(self.style(Role::Text).fg).unwrap_or_default();
        let least = if role == Role::Text { LEGIBLE } else { SEEN };
        if contrast::ratio(ink, tone) >= least { style.bg(tone) } else { style.patch(self.on_tone(tone)) }
    }

    /// Sets ink and paper of the theme in every cell of an area that has no colours of its own.
    pub fn paint(&self, area: Rect, buf: &mut Buffer) {
        if self.paper == Color::Reset {
            return;
        }
        let ink = self.style(Role::Text).fg.unwrap_or_default();
        for at in area.intersection(buf.area).positions() {
            let Some(cell) = buf.cell_mut(at) else { continue };
            if cell.bg == Color::Reset {
                cell.bg = self.paper;
            }
            if cell.fg == Color::Reset {
                cell.fg = ink;
            }
        }
    }

    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The style of the nth of several things in one chart. The first has the role `first`.
    pub fn series(&self, n: usize, first: Role) -> Style {
        match n.checked_sub(1) {
            None => self.style(first),
            Some(n) => self.series.get(n % self.series.len().max(1)).copied().unwrap_or_else(|| self.style(first)),
        }
    }

    /// The name of the built-in theme after this one.
    pub fn next_name(&self) -> &'static str {
        let here = BUILT_IN.iter().position(|(name, _)| *name == self.name);
        BUILT_IN[here.map_or(0, |n| (n + 1) % BUILT_IN.len())].0
    }
}

impl Paint {
    /// The background.
    fn paper(&self, depth: ColorDepth) -> Result<Color, NoColor> {
        let named =
            if depth == ColorDepth::Ansi16 { self.ansi.as_ref().or(self.bg.as_ref()) } else { self.bg.as_ref() };
        named.map_or(Ok(Color::Reset), |text| color(text))
    }

    fn style(&self, depth: ColorDepth) -> Result<Style, NoColor> {
        let mut style = Style::new();
        if depth == ColorDepth::Ansi16 && (self.ansi.is_some() || self.ansi_reversed) {
            style.fg = self.ansi.as_deref().map(color).transpose()?;
            return Ok(if self.ansi_reversed { style.add_modifier(Modifier::REVERSED) } else { style });
        }
        style.fg = self.fg.as_deref().map(color).transpose()?;
        style.bg = self.bg.as_deref().map(color).transpose()?;
        Ok(if self.bold { style.add_modifier(Modifier::BOLD) } else { style })
    }
}

/// A text that is not a colour.
struct NoColor(String);

fn color(text: &str) -> Result<Color, NoColor> {
    text.parse().map_err(|_| NoColor(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_is_legible_on_what_it_is_drawn_on() {
        for (name, _) in BUILT_IN {
            for depth in [ColorDepth::TrueColor, ColorDepth::Indexed256, ColorDepth::Ansi16] {
                let theme = Theme::load(name, depth).unwrap();
                let ink = theme.style(Role::Text).fg.unwrap();
                for (n, style) in theme.styles.iter().chain(&theme.series).enumerate() {
                    let (fg, bg) = (style.fg.unwrap_or(ink), style.bg.unwrap_or(theme.paper()));
                    let least = if n == Role::Border as usize { SEEN } else { LEGIBLE };
                    let found = contrast::ratio(fg, bg);
                    assert!(found >= least, "{name} {depth:?}, style {n}, {fg} on {bg}: {found:.2}");
                }
            }
        }
    }

    #[test]
    fn a_theme_paints_every_cell_that_has_no_colour() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        buf.set_string(1, 0, "a", Style::new().fg(Color::Red));
        buf.set_string(2, 0, "b", Style::new().bg(Color::Blue));
        let area = buf.area;
        Theme::load("dark", ColorDepth::None).unwrap().paint(area, &mut buf);
        assert_eq!((buf[(0, 0)].fg, buf[(0, 0)].bg), (Color::Reset, Color::Reset), "without colour nothing is painted");
        let theme = Theme::load("light", ColorDepth::TrueColor).unwrap();
        theme.paint(area, &mut buf);
        let (ink, paper) = (theme.style(Role::Text).fg.unwrap(), Color::Rgb(255, 255, 255));
        let seen: Vec<_> = buf.content.iter().map(|cell| (cell.fg, cell.bg)).collect();
        assert_eq!(seen, [(ink, paper), (Color::Red, paper), (ink, Color::Blue)]);
    }

    #[test]
    fn every_built_in_theme_is_sound_at_every_depth() {
        for (name, _) in BUILT_IN {
            for depth in [ColorDepth::TrueColor, ColorDepth::Indexed256, ColorDepth::Ansi16, ColorDepth::None] {
                let theme = Theme::load(name, depth).unwrap();
                assert_eq!(theme.name, name);
                let colours = theme.styles.iter().filter(|s| s.fg.is_some()).count();
                assert_eq!(colours == 0, depth == ColorDepth::None, "{name} {depth:?}");
                assert!(
                    !theme.styles.iter().any(|s| matches!(s.fg, Some(Color::Rgb(..))))
                        || depth == ColorDepth::TrueColor
                );
            }
        }
    }

    #[test]
    fn focus_shows_without_colour() {
        let theme = Theme::load("dark", ColorDepth::None).unwrap();
        assert_ne!(theme.style(Role::Selected), theme.style(Role::Text));
        assert_ne!(theme.style(Role::Focus), theme.style(Role::Text));
    }

    #[test]
    fn mistakes_get_a_sentence() {
        let err = Theme::load("drak", ColorDepth::TrueColor).unwrap_err();
        assert!(err.to_string().contains("dark, light, contrast, colourblind"), "{err}");
        let text = BUILT_IN[0].1.replace("#62b6f7", "blueish");
        let err = Theme::parse(&text, "mine.toml", ColorDepth::TrueColor).unwrap_err();
        assert_eq!(err.to_string(), "the theme mine.toml: \"blueish\" is not a colour; expected, for example, #62b6f7");
        let err = Theme::parse("name = 3", "mine.toml", ColorDepth::TrueColor).unwrap_err();
        assert!(err.to_string().starts_with("the theme mine.toml, line 1: "), "{err}");
    }
}

//! Tones of a decision: the hue shows the side of the threshold, the depth the distance from it, in few steps.

use crate::theme::Role;
use crate::theme::contrast::parts;
use crate::tile::ColorDepth;
use crate::widgets::{Look, heat};
use ratatui::style::{Color, Style};

/// The number of tones of each side. Few tones mean that small changes of the values leave most cells unchanged.
const LEVELS: u8 = 5;
/// The palest tones of the heat map that are left out, so that the sides differ even near the line between them.
const SKIPPED: u8 = 3;

/// The side of the threshold on which a value is, and the depth of its tone, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::widgets) struct PlaneTone {
    /// Whether the value is above the threshold. A value equal to it is not.
    pub(in crate::widgets) above: bool,
    level: u8,
}

/// The range of values, and the threshold that divides it.
#[derive(Clone, Copy, Debug)]
pub(in crate::widgets) struct Split {
    pub(in crate::widgets) low: f64,
    pub(in crate::widgets) threshold: f64,
    pub(in crate::widgets) high: f64,
}

impl Split {
    /// The tone of a value. `None` if the value is not finite.
    pub(in crate::widgets) fn tone(&self, value: f64) -> Option<PlaneTone> {
        let above = value > self.threshold;
        let reach = if above { self.high - self.threshold } else { self.threshold - self.low };
        let share = (value - self.threshold).abs() / reach;
        // If a side has no extent, every value on it has the deepest tone.
        let share = if reach > 0.0 && !share.is_nan() { share } else { 1.0 };
        let level = (share * f64::from(LEVELS)).ceil().clamp(1.0, f64::from(LEVELS)) as u8;
        value.is_finite().then_some(PlaneTone { above, level })
    }

    /// The tone of the mean of the values on the side of the majority, so that a cell with the line in it is as deep as
    /// its side, and not pale. `None` if any value is not finite.
    pub(in crate::widgets) fn tone_of_most(&self, values: impl Iterator<Item = f64>) -> Option<PlaneTone> {
        let (mut sums, mut counts) = ([0.0; 2], [0_u32; 2]);
        for value in values {
            let side = usize::from(value > self.threshold || value.is_nan());
            sums[side] += value;
            counts[side] += 1;
        }
        if !(sums[0] + sums[1]).is_finite() {
            return None;
        }
        let side = usize::from(counts[1] >= counts[0]);
        self.tone(sums[side] / f64::from(counts[side]))
    }
}

impl PlaneTone {
    pub(super) fn deepest(above: bool) -> Self {
        Self { above, level: LEVELS }
    }

    fn role(self) -> Role {
        if self.above { Role::Positive } else { Role::Negative }
    }
}

/// The level that is shown in place of a level. The 256 colours do not have five increasingly deep colours of one hue,
/// but two.
fn fitting(level: u8, depth: ColorDepth) -> u8 {
    match depth {
        ColorDepth::Indexed256 if level * 2 > LEVELS + 1 => LEVELS,
        ColorDepth::Indexed256 => 2,
        _ => level,
    }
}

fn paper(share: f64, look: Look) -> Option<Color> {
    let parts = heat::paper(share, look)?;
    if look.theme.depth == ColorDepth::Indexed256 {
        return Some(of_hue(parts, &[]));
    }
    let [r, g, b] = parts.map(|part| part.round() as u8);
    Some(Color::Rgb(r, g, b))
}

/// The nearest colour of the 256-colour cube that keeps the hue and most of the saturation, and is not taken. The nearest
/// of all is often a gray, which is the same for both sides.
pub(super) fn of_hue(wanted: [f64; 3], taken: &[Option<Color>]) -> Color {
    let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let hue = |parts: [f64; 3]| parts.map(|part| part - (parts[0] + parts[1] + parts[2]) / 3.0);
    let tint = hue(wanted);
    let off = |index: u8| {
        let found = parts(Color::Indexed(index)).unwrap_or_default();
        let gap = [0, 1, 2].map(|n| found[n] - wanted[n]);
        let own = hue(found);
        let saturated = dot(own, own) >= 0.36 * dot(tint, tint);
        let alike = dot(own, tint) >= 0.8 * (dot(own, own) * dot(tint, tint)).sqrt();
        let is_taken = taken.contains(&Some(Color::Indexed(index)));
        dot(gap, gap) + if saturated && alike { 0.0 } else { 1e6 } + if is_taken { 1e5 } else { 0.0 }
    };
    let nearest = (16..=231).min_by(|a, b| off(*a).total_cmp(&off(*b)));
    nearest.map_or(Color::Reset, Color::Indexed)
}

/// The tones as the terminal can show them, computed once per drawing.
pub(super) struct Palette<'a> {
    look: Look<'a>,
    papers: Vec<Option<Color>>,
}

impl<'a> Palette<'a> {
    pub(super) fn new(look: Look<'a>) -> Self {
        let share = |level: u8| f64::from(fitting(level, look.theme.depth) + SKIPPED) / f64::from(LEVELS + SKIPPED);
        let levels = (1..=LEVELS).map(|level| -share(level)).chain((1..=LEVELS).map(share));
        Self { look, papers: levels.map(|share| paper(share, look)).collect() }
    }

    /// The background colour of a tone. `None` if there are too few colours.
    pub(super) fn paper(&self, tone: PlaneTone) -> Option<Color> {
        let at = usize::from(tone.level - 1) + if tone.above { usize::from(LEVELS) } else { 0 };
        self.papers.get(at).copied().flatten()
    }

    /// The style of a role on a tone.
    pub(super) fn on(&self, tone: PlaneTone, role: Role) -> Style {
        match self.paper(tone) {
            Some(paper) if role == Role::Text => self.look.theme.on_tone(paper),
            Some(paper) => self.look.theme.mark_on(role, paper),
            None => self.look.style(role),
        }
    }

    /// A glyph for the depth of a tone, without background colours.
    pub(super) fn step(&self, tone: PlaneTone) -> (&'static str, Style) {
        const STEPS: [(&str, &str); LEVELS as usize] = [(" ", " "), ("░", "."), ("▒", ":"), ("▓", "*"), ("█", "#")];
        let (glyph, ascii) = STEPS[usize::from(tone.level - 1)];
        (self.look.glyph(glyph, ascii), self.look.style(tone.role()))
    }

    /// The filling of a cell of one tone. Without background colours, the two sides differ by their pattern.
    pub(super) fn filling(&self, tone: PlaneTone) -> (&'static str, Style) {
        if self.paper(tone).is_some() {
            return (" ", self.on(tone, Role::Text));
        }
        let deep = tone.level * 2 > LEVELS;
        let glyph = match (tone.above, deep, self.look.theme.depth) {
            (true, true, ColorDepth::Ansi16) => self.look.glyph("▒", ":"),
            (true, _, _) if self.look.ascii => {
                if deep {
                    ":"
                } else {
                    "."
                }
            }
            (true, _, _) => "░",
            (false, _, ColorDepth::Ansi16) => self.look.glyph("·", "`"),
            (false, _, _) => " ",
        };
        (glyph, self.look.style(tone.role()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{BUILT_IN, Theme, contrast};

    #[test]
    fn marks_are_legible_on_every_tone() {
        for (name, _) in BUILT_IN {
            for depth in [ColorDepth::TrueColor, ColorDepth::Indexed256] {
                let theme = Theme::load(name, depth).unwrap();
                let palette = Palette::new(Look { theme: &theme, ascii: false });
                for (above, level) in (1..=LEVELS).flat_map(|level| [(false, level), (true, level)]) {
                    let style = palette.on(PlaneTone { above, level }, Role::Text);
                    let found = contrast::ratio(style.fg.unwrap(), style.bg.unwrap());
                    assert!(found >= 4.5, "{name} {depth:?} {above} {level}: {found:.2}, {style:?}");
                    let mark = palette.on(PlaneTone { above, level }, Role::Warning);
                    let found = contrast::ratio(mark.fg.unwrap(), mark.bg.unwrap());
                    assert!(found >= 3.0, "{name} {depth:?} {above} {level}: {found:.2}, {mark:?}");
                }
            }
        }
    }
}

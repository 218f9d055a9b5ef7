//! A map of classes: each place has the class of the largest output, with a tone and a mark of its own.

use super::tones::of_hue;
use super::{Contour, Field, slant};
use crate::theme::contrast::{self, parts};
use crate::theme::{Role, SEEN};
use crate::tile::ColorDepth;
use crate::widgets::Look;
use ratatui::style::{Color, Style};

/// The most classes that have marks of their own.
pub const MOST_CLASSES: usize = 10;

/// The marks of each class: of a sample for training, of one for the test, and the glyph that fills its regions.
const MARKS: [[&str; 3]; MOST_CLASSES] = [
    ["●", "○", "•"],
    ["■", "□", "▪"],
    ["▲", "△", "▴"],
    ["◆", "◇", "∷"],
    ["▼", "▽", "▾"],
    ["★", "☆", "⋆"],
    ["►", "▻", "▸"],
    ["◄", "◅", "◂"],
    ["▮", "▯", "╎"],
    ["▬", "▭", "╌"],
];
/// The same in ASCII.
const ASCII: [[&str; 3]; MOST_CLASSES] = [
    ["A", "a", "."],
    ["B", "b", ":"],
    ["C", "c", "'"],
    ["D", "d", ","],
    ["E", "e", ";"],
    ["F", "f", "\""],
    ["G", "g", "~"],
    ["H", "h", "="],
    ["I", "i", "^"],
    ["J", "j", "*"],
];

/// The number of hues. Neighbouring classes differ in hue and in depth, and no two of ten classes have both the same.
const HUES: usize = 5;
/// How far tones are mixed towards their hue.
const DEPTHS: [f64; 3] = [0.44, 0.30, 0.18];
/// The same with 256 colours, which have few colours near the background.
const FEW_DEPTHS: [f64; 3] = [0.62, 0.46, 0.32];

/// What a mark of a class stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::widgets) enum MarkKind {
    Training,
    Test,
    Filling,
}

/// The mark of a class. Classes past the tenth have those of the first ten again.
pub(in crate::widgets) fn class_mark(class: usize, kind: MarkKind, look: Look) -> &'static str {
    let marks = if look.ascii { &ASCII } else { &MARKS };
    marks[class % MOST_CLASSES][kind as usize]
}

/// The mark of a class before its name.
pub fn mark_of_class(class: usize, look: Look) -> &'static str {
    class_mark(class, MarkKind::Training, look)
}

/// The colour of a class on the background of the theme.
pub fn class_ink(class: usize, look: Look) -> Style {
    let style = match class % HUES {
        0 => look.style(Role::Negative),
        1 => look.style(Role::Positive),
        2 => look.theme.series(1, Role::Value),
        3 => look.style(Role::Focus),
        _ => look.theme.series(2, Role::Value),
    };
    Style { fg: style.fg, ..Style::new() }
}

fn paper(class: usize, taken: &[Option<Color>], look: Look) -> Option<Color> {
    let depths = match look.theme.depth {
        ColorDepth::TrueColor => DEPTHS,
        ColorDepth::Indexed256 => FEW_DEPTHS,
        ColorDepth::Ansi16 | ColorDepth::None => return None,
    };
    let (ink, paper) = (class_ink(class, look).fg.and_then(parts)?, look.theme.paper_parts());
    let depth = depths[class % depths.len()];
    let mixed = [0, 1, 2].map(|n| paper[n] + (ink[n] - paper[n]) * depth);
    if look.theme.depth == ColorDepth::Indexed256 {
        return Some(of_hue(mixed, taken));
    }
    let [r, g, b] = mixed.map(|part| part.round() as u8);
    Some(Color::Rgb(r, g, b))
}

/// The tones of classes as the terminal can show them, computed once per drawing.
pub(super) struct ClassTones<'a> {
    look: Look<'a>,
    papers: Vec<Option<Color>>,
}

impl<'a> ClassTones<'a> {
    pub(super) fn new(classes: usize, look: Look<'a>) -> Self {
        let mut papers = Vec::with_capacity(classes);
        for class in 0..classes {
            let paper = paper(class, &papers, look);
            papers.push(paper);
        }
        Self { look, papers }
    }

    fn paper(&self, class: usize) -> Option<Color> {
        self.papers.get(class).copied().flatten()
    }

    /// The style of a role on the tone of a class.
    pub(super) fn on(&self, class: usize, role: Role) -> Style {
        match self.paper(class) {
            Some(paper) if role == Role::Text => self.look.theme.on_tone(paper),
            Some(paper) => self.look.theme.mark_on(role, paper),
            None => self.look.style(role),
        }
    }

    /// The style of the glyphs that fill the regions of a class.
    pub(super) fn filling(&self, class: usize) -> Style {
        let ink = class_ink(class, self.look);
        match (self.paper(class), ink.fg) {
            (Some(paper), Some(fg)) if contrast::ratio(fg, paper) >= SEEN => ink.bg(paper),
            (Some(paper), _) => self.look.theme.on_tone(paper),
            (None, _) => ink,
        }
    }
}

/// Whether a cell of a region has the glyph of its class. The others have its tone alone.
pub(super) fn is_filled(column: usize, row: usize) -> bool {
    (column + 2 * (row % 2)) % 4 == 1
}

/// The class of the largest output at each dot, the top row of dots first.
pub(super) struct ClassDots {
    columns: usize,
    rows: usize,
    outputs: Vec<Vec<f64>>,
    classes: Vec<Option<usize>>,
}

impl ClassDots {
    /// The dots of fields, one for each class.
    pub(super) fn of<'a>(fields: impl Iterator<Item = &'a Field>, columns: usize, rows: usize) -> Self {
        let outputs: Vec<Vec<f64>> = fields.map(|field| field.resampled(columns, rows)).collect();
        let class = |at: usize| {
            let mut best = None::<(usize, f64)>;
            for (class, output) in outputs.iter().enumerate() {
                if !output[at].is_finite() {
                    return None;
                }
                if best.is_none_or(|(_, most)| output[at] > most) {
                    best = Some((class, output[at]));
                }
            }
            best.map(|(class, _)| class)
        };
        let classes = (0..columns * rows).map(class).collect();
        Self { columns, rows, outputs, classes }
    }

    /// How much larger the output of one class is than that of another.
    fn lead(&self, at: usize, class: usize, other: usize) -> f64 {
        self.outputs[class][at] - self.outputs[other][at]
    }

    /// The borders between classes.
    pub(super) fn borders(&self) -> Contour {
        Contour::between(self.columns, self.rows, |a, b| {
            let (one, other) = (self.classes[a]?, self.classes[b]?);
            let distance = |at| self.lead(at, one, other).abs();
            (one != other).then(|| distance(a) > distance(b))
        })
    }

    /// The class of most dots of a cell. `None` if an output is not finite at one of them.
    pub(super) fn class_of_cell(&self, (column, row): (usize, usize), (across, down): (usize, usize)) -> Option<usize> {
        let mut counts = vec![0_u32; self.outputs.len()];
        for y in row * down..(row + 1) * down {
            for x in column * across..(column + 1) * across {
                counts[self.classes[y * self.columns + x]?] += 1;
            }
        }
        // Of equal counts, the first.
        let most = counts.iter().max().copied()?;
        counts.iter().position(|count| *count == most)
    }

    /// The direction of the border through a cell of one dot.
    pub(super) fn slant(&self, column: usize, row: usize) -> char {
        let here = row * self.columns + column;
        let beside = [
            (column + 1 < self.columns).then(|| here + 1),
            (row + 1 < self.rows).then(|| here + self.columns),
            column.checked_sub(1).map(|_| here - 1),
            row.checked_sub(1).map(|_| here - self.columns),
        ];
        let own = self.classes[here];
        let other = beside.into_iter().flatten().filter_map(|at| self.classes[at]).find(|class| Some(*class) != own);
        let (Some(own), Some(other)) = (own, other) else { return '|' };
        slant((self.columns, self.rows), (column, row), |x, y| self.lead(y * self.columns + x, own, other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{BUILT_IN, Theme};

    #[test]
    fn classes_have_different_tones_and_what_is_on_them_is_legible() {
        for (name, _) in BUILT_IN {
            for depth in [ColorDepth::TrueColor, ColorDepth::Indexed256] {
                let theme = Theme::load(name, depth).unwrap();
                let look = Look { theme: &theme, ascii: false };
                let tones = ClassTones::new(MOST_CLASSES, look);
                for class in 0..MOST_CLASSES {
                    let paper = tones.paper(class).unwrap();
                    assert!(
                        (0..class).all(|other| tones.paper(other) != Some(paper)),
                        "{name} {depth:?}: class {class} has the tone of another, {paper}"
                    );
                    let ratio = |style: Style| contrast::ratio(style.fg.unwrap(), style.bg.unwrap());
                    let found = [tones.on(class, Role::Text), tones.on(class, Role::Warning), tones.filling(class)];
                    let found = found.map(ratio);
                    assert!(
                        found[0] >= 4.5 && found[1] >= 3.0 && found[2] >= 3.0,
                        "{name} {depth:?} {class} {found:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn marks_are_different_and_one_cell_wide() {
        for table in [&MARKS, &ASCII] {
            let mut all: Vec<&str> = table.iter().flatten().copied().collect();
            assert!(all.iter().all(|mark| crate::widgets::text::width(mark) == 1));
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), 3 * MOST_CLASSES);
        }
        assert!(
            ASCII.iter().flatten().all(|mark| mark.is_ascii() && !"x-|/\\+".contains(mark)),
            "these mean other things"
        );
    }

    #[test]
    fn borders_run_where_the_largest_output_changes() {
        let field = |f: &dyn Fn(f64, f64) -> f64| Field::of(f, 41, 41, (0.0, 1.0), (0.0, 1.0));
        // Three regions: left, upper right, lower right.
        let fields = [field(&|x, _| 0.5 - x), field(&|_, y| y - 0.5), field(&|_, y| 0.5 - y)];
        let dots = ClassDots::of(fields.iter(), 40, 40);
        assert_eq!(dots.class_of_cell((0, 5), (2, 4)), Some(0));
        assert_eq!(dots.class_of_cell((19, 0), (2, 4)), Some(1));
        assert_eq!(dots.class_of_cell((19, 9), (2, 4)), Some(2));
        let borders = dots.borders();
        assert!((0..10).all(|row| (0..20).any(|column| borders.cell(column, row, 2, 4) != 0)), "each row has a border");
        assert_eq!(borders.cell(0, 5, 2, 4), 0);
        // An output that is not finite has no class.
        let odd = [field(&|_, _| f64::NAN), field(&|_, _| 1.0)];
        assert_eq!(ClassDots::of(odd.iter(), 8, 8).class_of_cell((0, 0), (2, 4)), None);
    }
}

//! The legend of a map: its tones, its marks and its line.

use super::axes::Layout;
use super::classes::{ClassTones, MarkKind, class_mark};
use super::tones::{Palette, PlaneTone};
use super::{PlaneShade, errors, mark, test_mark};
use crate::theme::Role;
use crate::widgets::names::{longest, shortened};
use crate::widgets::panel::set;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The texts of the legend. An empty text is left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Legend<'a> {
    /// The names of the classes in their order, or of both ends of the numbers.
    pub classes: &'a [&'a str],
    /// The name of the marks of samples that are kept for the test.
    pub test: &'a str,
    /// The name of the line.
    pub line: &'a str,
    /// The meaning of a cross in place of a point.
    pub wrong: &'a str,
}

/// The cells of a sample and the space after it.
const SAMPLE: u16 = 4;
/// The same where there is little room: one mark.
const SMALL_SAMPLE: u16 = 2;
/// The spaces between entries in a row.
const GAP: u16 = 2;
/// The most cells of a name in a column beside the map.
const MOST_NAME: usize = 20;
/// The fewest cells to which a name is shortened.
const LEAST_NAME: usize = 4;
/// The most rows below the map.
const MOST_ROWS: u16 = 3;

/// What an entry shows before its words.
#[derive(Clone, Copy)]
enum Sample {
    Class(usize),
    Test,
    Line,
    Wrong,
}

/// Entries below the map, in as many rows as they need.
struct Rows {
    /// The cells of a sample and the space after it.
    sample: u16,
    rows: Vec<Vec<(Sample, String)>>,
}

impl Legend<'_> {
    fn entries(&self, classes: Vec<String>) -> Vec<(Sample, String)> {
        let classes = classes.into_iter().enumerate().map(|(n, name)| (Sample::Class(n), name));
        let others = [(Sample::Test, self.test), (Sample::Line, self.line), (Sample::Wrong, self.wrong)];
        let others = others.map(|(sample, words)| (sample, words.to_owned()));
        classes.chain(others).filter(|(_, words)| !words.is_empty()).collect()
    }

    /// Whether the area of the layout has the names of the classes, and the meaning of a cross.
    pub(super) fn shows(&self, layout: &Layout) -> [bool; 2] {
        let (is_class, is_wrong) =
            (|sample: &Sample| matches!(sample, Sample::Class(_)), |sample: &Sample| matches!(sample, Sample::Wrong));
        let mut shown: Vec<Sample> = Vec::new();
        if layout.is_beside {
            let entries = self.entries(self.names(MOST_NAME));
            shown.extend(entries.iter().take(usize::from(layout.legend.height)).map(|(sample, _)| *sample));
        } else if let Some(Rows { rows, .. }) = self.below(layout.legend.width) {
            let rows = rows.iter().take(usize::from(layout.legend.height));
            shown.extend(rows.flatten().map(|(sample, _)| *sample));
        }
        [shown.iter().any(is_class), shown.iter().any(is_wrong)]
    }

    fn names(&self, most: usize) -> Vec<String> {
        shortened(self.classes, most)
    }

    /// The width of the entries below one another.
    pub(super) fn width_of_column(&self) -> u16 {
        let widest = self.entries(self.names(MOST_NAME)).iter().map(|(_, words)| text::width(words)).max();
        widest.filter(|widest| *widest > 0).map_or(0, |widest| widest as u16 + SAMPLE)
    }

    /// The number of rows below the map. 0 if the classes do not fit.
    pub(super) fn rows(&self, columns: u16) -> u16 {
        self.below(columns).map_or(0, |below| below.rows.len() as u16)
    }

    /// The classes and the test in as few rows as they need, with names shortened before the last row is used. The other
    /// entries are there if they fit as well.
    fn below(&self, columns: u16) -> Option<Rows> {
        let longest = longest(self.classes);
        let few = self.classes.len() < 3;
        // Names as they are, then shorter ones, then with smaller samples, and each time with more rows.
        let whole = [(1, SAMPLE, longest), (1, SMALL_SAMPLE, longest), (2, SAMPLE, longest)];
        let least = |rows, sample| (LEAST_NAME.min(longest)..=longest).rev().map(move |most| (rows, sample, most));
        let shorter = least(1, SAMPLE).chain(least(2, SMALL_SAMPLE)).chain(least(MOST_ROWS, SMALL_SAMPLE));
        let whole = whole.into_iter().filter(|(_, sample, _)| !few || *sample == SAMPLE);
        // A map without names of classes has the other entries.
        let others = self.classes.is_empty() && !self.entries(Vec::new()).is_empty();
        let mut tried = whole.chain(shorter).filter(|_| longest > 0 || others);
        tried.find_map(|(rows, sample, most)| self.flow(columns, rows.into(), sample, most))
    }

    fn flow(&self, columns: u16, most_rows: usize, sample: u16, most: usize) -> Option<Rows> {
        let mut rows = vec![Vec::new()];
        let mut used = 0;
        for (kind, words) in self.entries(self.names(most)) {
            let is_needed = matches!(kind, Sample::Class(_) | Sample::Test);
            let cells = text::width(&words) as u16 + sample;
            let gap = if used == 0 { 0 } else { GAP };
            if used + gap + cells <= columns {
                used += gap + cells;
            } else if !is_needed {
                continue;
            } else if rows.len() < most_rows && cells <= columns && used > 0 {
                rows.push(Vec::new());
                used = cells;
            } else {
                return None;
            }
            rows.last_mut()?.push((kind, words));
        }
        Some(Rows { sample, rows })
    }
}

/// The tones of the map.
pub(super) struct Inks<'a> {
    pub(super) look: Look<'a>,
    pub(super) palette: &'a Palette<'a>,
    /// The tones of a map of classes.
    pub(super) tones: Option<&'a ClassTones<'a>>,
    pub(super) shade: PlaneShade<'a>,
}

/// Draws the legend in the area of the layout: entries below one another beside the map, or in rows below it.
pub(super) fn draw(legend: &Legend, layout: &Layout, buf: &mut Buffer, inks: &Inks) {
    let area = layout.legend;
    if area.is_empty() {
        return;
    }
    if layout.is_beside {
        for ((sample, words), y) in legend.entries(legend.names(MOST_NAME)).iter().zip(area.top()..area.bottom()) {
            draw_entry(*sample, words, (area.x, y), SAMPLE, buf, inks);
        }
        return;
    }
    let Some(Rows { sample, rows }) = legend.below(area.width) else { return };
    for (row, y) in rows.iter().zip(area.top()..area.bottom()) {
        let cells = |(_, words): &(Sample, String)| text::width(words) as u16 + sample;
        let used = row.iter().map(|entry| cells(entry) + GAP).sum::<u16>().saturating_sub(GAP);
        let mut x = area.x + area.width.saturating_sub(used) / 2;
        for entry in row {
            draw_entry(entry.0, &entry.1, (x, y), sample, buf, inks);
            x += cells(entry) + GAP;
        }
    }
}

fn draw_entry(sample: Sample, words: &str, (x, y): (u16, u16), wide: u16, buf: &mut Buffer, inks: &Inks) {
    draw_sample(sample, Rect::new(x, y, wide - 1, 1), buf, inks);
    text::put(buf, x + wide, y, text::width(words), &inks.look.spell(words), inks.look.style(Role::Muted));
}

fn draw_sample(sample: Sample, area: Rect, buf: &mut Buffer, inks: &Inks) {
    let (look, y, middle) = (inks.look, area.y, area.x + area.width / 2);
    let bold = Modifier::BOLD;
    let text = look.style(Role::Text).add_modifier(bold);
    // Tones of something else are not those of classes.
    let is_toned = matches!(inks.shade, PlaneShade::Output);
    match (sample, inks.tones) {
        (Sample::Class(n), tones) if !is_toned => {
            let mark = if tones.is_some() { class_mark(n, MarkKind::Training, look) } else { mark(n == 1, look) };
            set(buf, middle, y, mark, text);
        }
        (Sample::Test, _) if matches!(inks.shade, PlaneShade::Errors { .. }) => {
            set(buf, middle, y, errors::bar(0.5, true, look), text);
        }
        (Sample::Wrong, _) if matches!(inks.shade, PlaneShade::Errors { .. }) => {
            let style = look.style(Role::Warning).add_modifier(bold);
            set(buf, middle, y, errors::bar(0.75, false, look), style);
        }
        (Sample::Class(n), Some(tones)) => {
            for x in area.left()..area.right() {
                set(buf, x, y, class_mark(n, MarkKind::Filling, look), tones.filling(n));
            }
            let style = tones.on(n, Role::Text).add_modifier(bold);
            set(buf, middle, y, class_mark(n, MarkKind::Training, look), style);
        }
        (Sample::Class(n), None) => {
            let tone = PlaneTone::deepest(n == 1);
            let (glyph, style) = inks.palette.filling(tone);
            for x in area.left()..area.right() {
                set(buf, x, y, glyph, style);
            }
            set(buf, middle, y, mark(n == 1, look), inks.palette.on(tone, Role::Text).add_modifier(bold));
        }
        (Sample::Test, tones) => {
            let marks = match tones {
                Some(_) => [0, 1].map(|n| class_mark(n, MarkKind::Test, look)),
                None => [false, true].map(|above| test_mark(above, look)),
            };
            let last = area.right() - 1;
            set(buf, last, y, marks[1], look.style(Role::Text).add_modifier(bold));
            set(buf, last.saturating_sub(2).max(area.x), y, marks[0], look.style(Role::Text).add_modifier(bold));
        }
        (Sample::Line, _) => {
            for x in area.left()..area.right() {
                set(buf, x, y, look.glyph("⠒", "-"), look.style(Role::Title));
            }
        }
        (Sample::Wrong, _) => set(buf, middle, y, look.glyph("×", "x"), look.style(Role::Warning).add_modifier(bold)),
    }
}

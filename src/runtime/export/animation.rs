//! Frames as one SVG that plays by itself and repeats.
//!
//! A cell is written once for as long as it stays the same. Cells that appear and vanish with the same frames are a
//! group, and the style sheet shows each group at its time. A viewer without animation shows the last frame.

use super::row;
use super::svg::{BASELINE, Ground, HIGH, RowDrawing, WIDE, rect};
use crate::words::errors;
use ratatui::buffer::{Buffer, Cell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Frames per second of the program's own time.
pub const FRAME_RATE: u64 = 10;
/// How many frames long the last frame stays before the first one follows.
const PAUSE: u64 = 20;
/// The limit of the file. Sites that show pictures in documents refuse files of more than 5 MB.
const MOST_MIB: u64 = 4;

errors! {
    /// Why there is no animation.
    pub enum AnimationError: "animation" {
        /// The file would be too large. The first `seconds` already exceed the limit.
        TooLarge { limit: u64, seconds: f64 } = "too-large",
    }
}

/// A cell with its column and row.
type Placed<'a> = (u16, u16, &'a Cell);

/// An animation that grows frame by frame.
#[derive(Debug)]
pub struct Animation {
    ground: Ground,
    last: Buffer,
    /// For each cell of the last frame, the number of the frame in which it appeared.
    since: Vec<u64>,
    /// The number of the last frame; the first is 0.
    now: u64,
    groups: String,
    /// The number in the class name of each colour.
    colors: BTreeMap<String, usize>,
    /// The frames in which groups appear, and how many frames they stay.
    starts: BTreeSet<u64>,
    lengths: BTreeSet<u64>,
}

impl Animation {
    /// Starts with the first frame. `light` is for terminals with a light background.
    pub fn new(first: Buffer, light: bool) -> Self {
        Self {
            ground: Ground::new(light),
            since: vec![0; first.content.len()],
            last: first,
            now: 0,
            groups: String::new(),
            colors: BTreeMap::new(),
            starts: BTreeSet::new(),
            lengths: BTreeSet::new(),
        }
    }

    /// Adds the next frame, which has the size of the first.
    ///
    /// # Errors
    /// The file would be too large.
    pub fn push(&mut self, frame: Buffer) -> Result<(), AnimationError> {
        self.now += 1;
        let last = std::mem::replace(&mut self.last, frame);
        let mut gone: BTreeMap<u64, Vec<Placed>> = BTreeMap::new();
        let pairs = visible(&last).into_iter().zip(visible(&self.last));
        for (((x, y, before), (_, _, after)), since) in pairs.zip(&mut self.since) {
            if before != after {
                let appeared = std::mem::replace(since, self.now);
                gone.entry(appeared).or_default().extend(before.map(|cell| (x, y, cell)));
            }
        }
        for (since, cells) in gone {
            self.write_group(since, Some(self.now), &cells);
        }
        self.check(self.groups.len())
    }

    /// The whole document.
    ///
    /// # Errors
    /// The file would be too large.
    pub fn finish(mut self) -> Result<String, AnimationError> {
        let last = std::mem::take(&mut self.last);
        let mut left: BTreeMap<u64, Vec<Placed>> = BTreeMap::new();
        for ((x, y, cell), since) in visible(&last).into_iter().zip(&self.since) {
            left.entry(*since).or_default().extend(cell.map(|cell| (x, y, cell)));
        }
        for (since, cells) in left {
            self.write_group(since, None, &cells);
        }
        let (w, h) = (f64::from(last.area.width) * WIDE, f64::from(last.area.height) * HIGH);
        let document = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
             font-family=\"'DejaVu Sans Mono','Menlo','Consolas',monospace\" font-size=\"13\" \
             shape-rendering=\"crispEdges\" xml:space=\"preserve\">\n<style>\n{}</style>\n\
             <rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>\n{}</svg>\n",
            self.style(),
            self.ground.paper,
            self.groups
        );
        self.check(document.len())?;
        Ok(document)
    }

    fn check(&self, bytes: usize) -> Result<(), AnimationError> {
        if bytes as u64 > MOST_MIB << 20 {
            let seconds = self.now as f64 / FRAME_RATE as f64;
            return Err(AnimationError::TooLarge { limit: MOST_MIB, seconds });
        }
        Ok(())
    }

    /// The length of the animation in frames.
    fn total(&self) -> u64 {
        self.now + PAUSE
    }

    /// Writes cells that are there from frame `since` until frame `until`, or until the end. They are ordered by row.
    fn write_group(&mut self, since: u64, until: Option<u64>, cells: &[Placed]) {
        let mut papers: BTreeMap<usize, String> = BTreeMap::new();
        let mut shapes: BTreeMap<usize, String> = BTreeMap::new();
        let mut words = String::new();
        for line in cells.chunk_by(|a, b| a.1 == b.1) {
            let y = line.first().map_or(0, |(_, y, _)| *y);
            let top = f64::from(y) * HIGH;
            let drawing = RowDrawing::new(line.iter().map(|(x, _, cell)| (*x, *cell)), y, self.ground);
            for (start, end, color) in drawing.papers {
                let paper = rect(f64::from(start) * WIDE, top, f64::from(end - start) * WIDE, HIGH);
                papers.entry(self.class(&color)).or_default().push_str(&paper);
            }
            for (color, path) in drawing.shapes {
                shapes.entry(self.class(&color)).or_default().push_str(&path);
            }
            for word in drawing.words {
                let (class, x, y) = (self.class(&word.color), word.x(), top + BASELINE);
                let bold = if word.bold { " b" } else { "" };
                // One character has no distance to the next that could be wrong.
                let is_long = word.text.chars().nth(1).is_some();
                let long = if is_long { format!(" textLength=\"{}\"", word.long()) } else { String::new() };
                let text = word.escaped();
                let _ = write!(words, "<text class=\"c{class}{bold}\" x=\"{x}\" y=\"{y}\"{long}>{text}</text>");
            }
        }
        if papers.is_empty() && shapes.is_empty() && words.is_empty() {
            return;
        }
        let classes = self.classes(since, until);
        let _ = write!(self.groups, "<g class=\"{classes}\">");
        for (class, path) in papers.iter().chain(&shapes) {
            let _ = write!(self.groups, "<path class=\"c{class}\" d=\"{path}\"/>");
        }
        let _ = writeln!(self.groups, "{words}</g>");
    }

    /// The class names of a group. `v` is for groups of the last frame, which a viewer without animation shows.
    fn classes(&mut self, since: u64, until: Option<u64>) -> String {
        if since == 0 && until.is_none() {
            return "v".to_owned();
        }
        let length = until.unwrap_or(self.total()) - since;
        self.starts.insert(since);
        self.lengths.insert(length);
        let last = if until.is_none() { "v " } else { "" };
        format!("{last}l{length} s{since}")
    }

    fn class(&mut self, color: &str) -> usize {
        if let Some(class) = self.colors.get(color) {
            return *class;
        }
        let class = self.colors.len();
        self.colors.insert(color.to_owned(), class);
        class
    }

    /// The style sheet. Every group repeats the same period. It is visible at the beginning of its own period, which
    /// begins at its first frame because of its negative delay.
    fn style(&self) -> String {
        let seconds = |frames: u64| frames as f64 / FRAME_RATE as f64;
        let total = self.total();
        let mut style = format!(
            "g{{visibility:hidden;animation:{}s step-end infinite}}\n.v{{visibility:visible}}\n.b{{font-weight:bold}}\n",
            seconds(total)
        );
        for (color, class) in &self.colors {
            let _ = writeln!(style, ".c{class}{{fill:{color}}}");
        }
        for start in &self.starts {
            let _ = writeln!(style, ".s{start}{{animation-delay:-{}s}}", seconds(total - start));
        }
        for length in &self.lengths {
            let share = 100.0 * *length as f64 / total as f64;
            let _ = writeln!(
                style,
                ".l{length}{{animation-name:l{length}}}@keyframes l{length}{{0%{{visibility:visible}}\
                 {share:.4}%,to{{visibility:hidden}}}}"
            );
        }
        style.push_str("@media(prefers-reduced-motion:reduce){g{animation:none!important}}\n");
        style
    }
}

/// The cells of a frame by position, without the second half of each wide character.
fn visible(buf: &Buffer) -> Vec<(u16, u16, Option<&Cell>)> {
    let mut cells = Vec::with_capacity(buf.content.len());
    for y in buf.area.top()..buf.area.bottom() {
        let mut drawn = row(buf, y).peekable();
        for x in buf.area.left()..buf.area.right() {
            cells.push((x, y, drawn.next_if(|(at, _)| *at == x).map(|(_, cell)| cell)));
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    fn frame(text: &str) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
        buf.set_string(0, 0, text, Style::new());
        buf
    }

    fn animated(frames: &[&str]) -> String {
        let mut frames = frames.iter().map(|text| frame(text));
        let mut animation = Animation::new(frames.next().unwrap(), false);
        frames.for_each(|frame| animation.push(frame).unwrap());
        animation.finish().unwrap()
    }

    #[test]
    fn what_stays_is_written_once() {
        let drawing = animated(&["ab x", "ab y", "ab y", "ab z"]);
        let groups: Vec<&str> = drawing.lines().filter(|line| line.starts_with("<g")).collect();
        let want = [
            "<g class=\"l1 s0\"><text class=\"c0\" x=\"24\" y=\"12\">x</text></g>",
            "<g class=\"l2 s1\"><text class=\"c0\" x=\"24\" y=\"12\">y</text></g>",
            "<g class=\"v\"><text class=\"c0\" x=\"0\" y=\"12\" textLength=\"16\">ab</text></g>",
            "<g class=\"v l20 s3\"><text class=\"c0\" x=\"24\" y=\"12\">z</text></g>",
        ];
        assert_eq!(groups, want);
        // 3 frames and the pause: 2.3 s. The last group begins 2 s before the end.
        assert!(drawing.contains("animation:2.3s step-end infinite"), "{drawing}");
        assert!(drawing.contains(".s3{animation-delay:-2s}"), "{drawing}");
    }

    #[test]
    fn the_second_half_of_a_wide_character_appears_when_the_character_goes() {
        let drawing = animated(&["활성", "ab"]);
        assert!(
            drawing.contains("<g class=\"l1 s0\"><text class=\"c0\" x=\"0\" y=\"12\" textLength=\"32\">활성</text>")
        );
        assert!(
            drawing.contains("<g class=\"v l20 s1\"><text class=\"c0\" x=\"0\" y=\"12\" textLength=\"16\">ab</text>")
        );
    }

    #[test]
    fn a_file_that_grows_too_large_is_given_up() {
        let noise = |seed: u32| {
            let mut buf = Buffer::empty(Rect::new(0, 0, 200, 60));
            for (i, cell) in buf.content.iter_mut().enumerate() {
                let color = (i as u32 + seed).wrapping_mul(2_654_435_761).to_be_bytes();
                cell.set_symbol("▀").set_fg(Color::Rgb(color[0], color[1], color[2]));
            }
            buf
        };
        let mut animation = Animation::new(noise(0), false);
        let error = (1..600).find_map(|seed| animation.push(noise(seed)).err()).unwrap();
        let AnimationError::TooLarge { limit, seconds } = error;
        assert!(limit == MOST_MIB && seconds < 5.0, "{seconds}");
        assert!(animation.groups.len() < 6 << 20);
    }
}

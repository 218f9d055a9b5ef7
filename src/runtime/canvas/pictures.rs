//! Chooses which pictures are sent first, if a slow connection carries only a part of a frame.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

/// A cell of a picture that was left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LeftCell {
    /// The first cell of its picture.
    picture: usize,
    at: usize,
}

/// A cell that belongs to no picture.
const NONE: usize = usize::MAX;

/// Where a screen has pictures, which may come later than letters. A picture is what touches at sides and has a background
/// of its own, such as blocks in two colours, with few letters in it. A row of text that is highlighted is none.
#[derive(Debug)]
pub(super) struct Pictures {
    /// For each cell, the first cell of its picture, or [`NONE`].
    first: Vec<usize>,
}

impl Pictures {
    pub(super) fn of(screen: &Buffer, paper: Color) -> Self {
        let mut pictures = Self { first: vec![NONE; screen.content.len()] };
        let has_background = screen.content.iter().map(|cell| cell.bg != paper).collect();
        pictures.add(has_background, screen, |cells| is_picture(cells, screen));
        pictures
    }

    /// The same, and lines on the paper: those that are new, and those that disappear.
    pub(super) fn with_lines(shown: &Buffer, next: &Buffer, paper: Color) -> Self {
        let mut pictures = Self::of(next, paper);
        let is_line_or_was = |(shown, next)| is_line(next, paper) || is_line(shown, paper) && is_blank(next, paper);
        let lines = shown.content.iter().zip(&next.content).map(is_line_or_was).collect();
        pictures.add(lines, next, |_| true);
        pictures
    }

    /// Adds each group of open cells that touch, if it is a picture.
    fn add(&mut self, mut is_open: Vec<bool>, screen: &Buffer, is_picture: impl Fn(&[usize]) -> bool) {
        for start in 0..is_open.len() {
            if !is_open[start] {
                continue;
            }
            let cells = touching(start, &mut is_open, screen.area.width.into());
            if is_picture(&cells) {
                for at in cells {
                    self.first[at] = start;
                }
            }
        }
    }

    pub(super) fn contain(&self, at: usize) -> bool {
        self.first[at] != NONE
    }

    /// The cells of pictures that `next` lacks of `full`, picture by picture.
    pub(super) fn left_out(&self, full: &Buffer, next: &Buffer) -> Vec<LeftCell> {
        let differs = |at: &usize| self.contain(*at) && full.content[*at] != next.content[*at];
        let left = (0..full.content.len()).filter(differs);
        let mut left: Vec<LeftCell> = left.map(|at| LeftCell { picture: self.first[at], at }).collect();
        left.sort_unstable();
        left
    }
}

/// The open cells that are connected with `start`. They are closed.
fn touching(start: usize, is_open: &mut [bool], width: usize) -> Vec<usize> {
    let (mut cells, mut next) = (Vec::new(), vec![start]);
    while let Some(at) = next.pop() {
        if !std::mem::take(&mut is_open[at]) {
            continue;
        }
        cells.push(at);
        let column = at % width;
        next.extend((column > 0).then(|| at - 1));
        next.extend((column + 1 < width).then_some(at + 1));
        next.extend(at.checked_sub(width));
        next.extend((at + width < is_open.len()).then_some(at + width));
    }
    cells
}

/// Whether these cells are a picture: with blocks, or of several rows, and at most a quarter of them letters.
fn is_picture(cells: &[usize], screen: &Buffer) -> bool {
    let width = usize::from(screen.area.width);
    let count = |holds: fn(char) -> bool| {
        let first = |at: &&usize| screen.content[**at].symbol().chars().next().is_some_and(holds);
        cells.iter().filter(first).count()
    };
    let has_rows = cells.iter().any(|at| at / width != cells[0] / width);
    4 * count(char::is_alphanumeric) <= cells.len() && (has_rows || count(is_block) > 0)
}

/// Whether a cell is a part of a line that is drawn on the paper with dots.
pub(super) fn is_line(cell: &Cell, paper: Color) -> bool {
    cell.bg == paper && cell.symbol().starts_with(|c| matches!(c, '\u{2801}'..='\u{28ff}'))
}

pub(super) fn is_blank(cell: &Cell, paper: Color) -> bool {
    cell.bg == paper && cell.symbol() == " "
}

/// Whether a character is a part of a block, or dots.
fn is_block(c: char) -> bool {
    matches!(c, '\u{2580}'..='\u{259f}' | '\u{2800}'..='\u{28ff}' | '\u{1cd00}'..='\u{1ceaf}' | '\u{1fb00}'..='\u{1fbff}')
}

/// About `most` of the cells, from that at `turn` on: whole pictures, or rows of one that is larger. Returns them, and
/// the turn of the next ones. At least one row is chosen, so that every cell gets its turn.
pub(super) fn choose(left: &[LeftCell], turn: LeftCell, most: usize, width: usize) -> (Vec<usize>, LeftCell) {
    let start = left.partition_point(|cell| *cell < turn);
    let (before, after) = left.split_at(start);
    let mut chosen = Vec::new();
    let mut pictures = after.chunk_by(is_one_picture).chain(before.chunk_by(is_one_picture)).peekable();
    while let Some(picture) = pictures.next_if(|picture| chosen.len() + picture.len() <= most) {
        chosen.extend(picture.iter().map(|cell| cell.at));
    }
    let Some(next) = pictures.next() else { return (chosen, turn) };
    if !chosen.is_empty() {
        return (chosen, next[0]);
    }
    let is_one_row = |a: &LeftCell, b: &LeftCell| a.at / width == b.at / width;
    for row in next.chunk_by(is_one_row) {
        if !chosen.is_empty() && chosen.len() + row.len() > most {
            return (chosen, row[0]);
        }
        chosen.extend(row.iter().map(|cell| cell.at));
    }
    (chosen, pictures.next().map_or(turn, |next| next[0]))
}

fn is_one_picture(a: &LeftCell, b: &LeftCell) -> bool {
    a.picture == b.picture
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(picture: usize, at: std::ops::Range<usize>) -> Vec<LeftCell> {
        at.map(|at| LeftCell { picture, at }).collect()
    }

    #[test]
    fn pictures_that_touch_nowhere_are_several() {
        let mut full = Buffer::with_lines(["▄▄ ▄▄", "▄▄ ▄ ", "   ▄▄"]);
        full.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()).for_each(|cell| cell.bg = Color::Blue);
        let none = Buffer::empty(full.area);
        let left = Pictures::of(&full, Color::Reset).left_out(&full, &none);
        let of = |picture| left.iter().filter(|cell| cell.picture == picture).map(|cell| cell.at).collect::<Vec<_>>();
        assert_eq!((of(0), of(3)), (vec![0, 1, 5, 6], vec![3, 4, 8, 13, 14]));
        assert_eq!(left.len(), 9);
    }

    #[test]
    fn a_highlighted_row_is_no_picture_and_a_plain_area_is_one() {
        let pictures = |rows: &[&str]| {
            let mut screen = Buffer::with_lines(rows.iter().copied());
            screen.content.iter_mut().for_each(|cell| cell.bg = Color::Blue);
            Pictures::of(&screen, Color::Reset).contain(0)
        };
        assert!(!pictures(&["a row    "]) && !pictures(&["한국어       "]) && !pictures(&["         "]));
        assert!(!pictures(&["letters in a", "window of 12"]));
        assert!(pictures(&["         ", "         "]) && pictures(&["▄▄▄▄ "]));
        assert!(pictures(&["▪▄▪  ▪  ▄▄", "▄▄ x▪▪▪▫  "]), "points on a map");
    }

    #[test]
    fn lines_that_come_and_go_are_one_picture() {
        let (shown, next) = (Buffer::with_lines(["⠒⠒⠒ab "]), Buffer::with_lines(["  ⠤⠤⠤c"]));
        let pictures = Pictures::with_lines(&shown, &next, Color::Reset);
        assert_eq!((0..6).map(|at| pictures.first[at]).collect::<Vec<_>>(), [0, 0, 0, 0, 0, NONE]);
    }

    #[test]
    fn pictures_take_turns_and_stay_whole_where_they_fit() {
        let left = [cells(0, 0..4), cells(10, 10..14), cells(20, 20..24)].concat();
        let (first, turn) = choose(&left, LeftCell::default(), 9, 10);
        assert_eq!(first, (0..4).chain(10..14).collect::<Vec<_>>());
        let (second, turn) = choose(&left, turn, 9, 10);
        assert_eq!(second, (20..24).chain(0..4).collect::<Vec<_>>());
        assert_eq!(choose(&left, turn, 100, 10).0.len(), 12, "all fit");
    }

    #[test]
    fn a_large_picture_comes_by_rows_and_ends() {
        let left = cells(0, 0..50);
        let (mut seen, mut turn) = (std::collections::BTreeSet::new(), LeftCell::default());
        for _ in 0..3 {
            let (chosen, next) = choose(&left, turn, 25, 10);
            assert!((10..=25).contains(&chosen.len()), "whole rows: {chosen:?}");
            seen.extend(chosen);
            turn = next;
        }
        assert_eq!(seen.len(), 50, "each row had its turn");
        assert_eq!(choose(&left, turn, 0, 10).0.len(), 10, "at least a row");
    }
}

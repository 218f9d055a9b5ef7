//! Texts that occur many times, each kept once.

use super::cell::is_missing;
use super::{Cells, MISSING};
use std::collections::HashMap;
use std::hash::Hash;

/// The bytes of a text in the map beside its letters: the key, its number, and unused room.
const ENTRY: u64 = 2 * (size_of::<(Vec<u8>, u32)>() as u64 + 1) + 16;

/// A column of texts while it is read. Texts are numbered in the order in which they occur.
#[derive(Debug)]
pub(super) struct TextColumn<T> {
    known: HashMap<T, u32>,
    rows: Vec<u32>,
    letters: u64,
}

impl<T> Default for TextColumn<T> {
    fn default() -> Self {
        Self { known: HashMap::new(), rows: Vec::new(), letters: 0 }
    }
}

impl<T> TextColumn<T> {
    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

impl<'a> TextColumn<&'a [u8]> {
    /// Adds the text of a row, without space around it.
    pub(super) fn add(&mut self, bytes: &'a [u8]) {
        let bytes = bytes.trim_ascii();
        let next = self.known.len() as u32;
        let index = if is_missing(bytes) { MISSING } else { *self.known.entry(bytes).or_insert(next) };
        self.rows.push(index);
    }
}

impl TextColumn<Vec<u8>> {
    /// Adds the text of a row, without space around it.
    pub(super) fn add_copy(&mut self, bytes: &[u8]) {
        let bytes = bytes.trim_ascii();
        let index = if is_missing(bytes) { MISSING } else { self.index(bytes) };
        self.rows.push(index);
    }

    /// Adds the rows of a part.
    pub(super) fn append(&mut self, part: &TextColumn<&[u8]>) {
        let places = numbered(&part.known).into_iter().map(|text| self.index(text)).collect::<Vec<_>>();
        self.rows.extend(part.rows.iter().map(|row| places.get(*row as usize).copied().unwrap_or(MISSING)));
    }

    /// Adds the rows of a column.
    pub(super) fn append_cells(&mut self, cells: &Cells) {
        match cells {
            Cells::Numbers(numbers) => {
                for x in numbers {
                    let index = if x.is_nan() { MISSING } else { self.index(x.to_string().as_bytes()) };
                    self.rows.push(index);
                }
            }
            Cells::Texts { values, rows } => {
                let places: Vec<u32> = values.iter().map(|text| self.index(text.as_bytes())).collect();
                self.rows.extend(rows.iter().map(|row| places.get(*row as usize).copied().unwrap_or(MISSING)));
            }
        }
    }

    fn index(&mut self, text: &[u8]) -> u32 {
        if let Some(index) = self.known.get(text) {
            return *index;
        }
        let next = self.known.len() as u32;
        self.known.insert(text.to_vec(), next);
        self.letters += text.len() as u64;
        next
    }

    /// The bytes that it takes.
    pub(super) fn memory(&self) -> u64 {
        4 * self.rows.capacity() as u64 + self.letters + ENTRY * self.known.len() as u64
    }

    /// The same with the texts sorted.
    pub(super) fn cells(self) -> Cells {
        let mut sorted: Vec<(Vec<u8>, u32)> = self.known.into_iter().collect();
        sorted.sort_unstable();
        let mut places = vec![0; sorted.len()];
        for ((_, index), place) in sorted.iter().zip(0..) {
            places[*index as usize] = place;
        }
        let mut rows = self.rows;
        for row in &mut rows {
            *row = places.get(*row as usize).copied().unwrap_or(MISSING);
        }
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
        };
        Cells::Texts { values: sorted.into_iter().map(|(bytes, _)| text(bytes)).collect(), rows }
    }
}

/// The texts in the order of their numbers.
fn numbered<'a, T: Copy + Default + Eq + Hash + 'a>(known: &HashMap<T, u32>) -> Vec<T> {
    let mut texts = vec![T::default(); known.len()];
    for (text, index) in known {
        texts[*index as usize] = *text;
    }
    texts
}

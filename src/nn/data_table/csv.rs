//! Text of comma-separated values, with delimiter, header, byte order mark, line ends and quotes detected.

use super::cell::{Cell, cell};
use super::error::{DataFileError, short};
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::collections::HashMap;

/// How a text was read.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvReading {
    /// The character between cells.
    pub delimiter: char,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// Whether the text begins with a byte order mark.
    pub has_mark: bool,
    /// Whether lines end in CR and LF.
    pub is_crlf: bool,
    /// Whether any cell is in quotes.
    pub has_quotes: bool,
}

pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";
/// The delimiters that are tried, and the rows that decide.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
const DECIDING: usize = 50;

pub(super) fn reader(text: &[u8], delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

/// The first rows, which decide how a text is read.
fn first_rows(text: &[u8], delimiter: u8) -> impl Iterator<Item = ByteRecord> {
    reader(text, delimiter).into_byte_records().take(DECIDING).flatten()
}

/// The delimiter that gives the most cells in a row, the same number in all of the first rows. Of equal ones, the first.
fn delimiter(text: &[u8]) -> u8 {
    let cells = |delimiter: u8| {
        let rows: Vec<usize> = first_rows(text, delimiter).map(|row| row.len()).collect();
        let first = rows.first().copied().unwrap_or(0);
        // Rows of different lengths speak against a delimiter, but less than if it does not occur at all.
        let even = rows.iter().filter(|cells| **cells == first).count() * 2 > rows.len();
        if even { first } else { 1 }
    };
    let found = DELIMITERS.map(|delimiter| (cells(delimiter), delimiter));
    found.into_iter().rev().max_by_key(|(cells, _)| *cells).map_or(b',', |(_, delimiter)| delimiter)
}

/// What the beginning of a text says of all of it.
pub(super) struct CsvHead {
    pub(super) reading: CsvReading,
    pub(super) names: Vec<String>,
    /// The columns that hold a text in the first rows.
    pub(super) kinds: Vec<bool>,
}

impl CsvHead {
    /// The head of a text that begins after its byte order mark, and ends where a line does.
    pub(super) fn of(text: &[u8], has_mark: bool) -> Result<Self, DataFileError> {
        let delimiter = delimiter(text);
        let mut rows = first_rows(text, delimiter).peekable();
        let first = rows.peek().cloned().unwrap_or_default();
        let is_named = |name: &[u8]| !matches!(cell(name), Cell::Number(_) | Cell::Infinite | Cell::Missing);
        let has_header = first.iter().all(is_named);
        let names = names(&first, has_header)?;
        let mut kinds = vec![false; names.len()];
        for row in rows.skip(usize::from(has_header)) {
            row.iter().zip(&mut kinds).for_each(|(bytes, is_text)| *is_text |= cell(bytes) == Cell::Text);
        }
        let reading = CsvReading {
            delimiter: char::from(delimiter),
            has_header,
            has_mark,
            is_crlf: text.split(|byte| *byte == b'\n').next().is_some_and(|first| first.ends_with(b"\r")),
            has_quotes: false,
        };
        Ok(Self { reading, names, kinds })
    }
}

fn names(first: &ByteRecord, has_header: bool) -> Result<Vec<String>, DataFileError> {
    let name = |(n, cell): (usize, &[u8])| {
        if has_header { String::from_utf8_lossy(cell).trim().to_owned() } else { format!("column {}", n + 1) }
    };
    let names: Vec<String> = first.iter().enumerate().map(name).collect();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (n, name) in names.iter().enumerate() {
        if let Some(first) = known.insert(name, n) {
            return Err(DataFileError::Twice { name: short(name), first: first + 1, second: n + 1 });
        }
    }
    Ok(names)
}

//! Text of comma-separated values, with delimiter, header, byte order mark, line ends and quotes detected.

use super::error::{DataFileError, short};
use super::{Cells, DataTable, MISSING, TableColumn};
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

const MARK: &[u8] = b"\xef\xbb\xbf";
/// The delimiters that are tried, and the rows that decide.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
const DECIDING: usize = 50;
/// The cells that count as missing, beside empty ones.
const ABSENT: [&[u8]; 7] = [b"NA", b"N/A", b"NaN", b"nan", b"null", b"NULL", b"?"];

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell {
    Missing,
    Number(f64),
    Infinite,
    Text,
}

fn cell(bytes: &[u8]) -> Cell {
    let bytes = bytes.trim_ascii();
    // Only what begins like a number is one, so that a column may hold the word "nano". Most cells are numbers, so they
    // come first.
    if matches!(bytes.first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.')) {
        return match std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<f64>().ok()) {
            Some(x) if x.is_finite() => Cell::Number(x),
            Some(x) if x.is_nan() => Cell::Missing,
            Some(_) => Cell::Infinite,
            None => Cell::Text,
        };
    }
    let is = |word: &[u8]| bytes.eq_ignore_ascii_case(word);
    match () {
        () if bytes.is_empty() || ABSENT.contains(&bytes) => Cell::Missing,
        () if is(b"inf") || is(b"infinity") => Cell::Infinite,
        () => Cell::Text,
    }
}

fn reader(text: &[u8], delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

/// The delimiter that gives the most cells in a row, the same number in all of the first rows. Of equal ones, the first.
fn delimiter(text: &[u8]) -> u8 {
    let cells = |delimiter: u8| {
        let rows: Vec<usize> =
            reader(text, delimiter).into_byte_records().take(DECIDING).flatten().map(|row| row.len()).collect();
        let first = rows.first().copied().unwrap_or(0);
        // Rows of different lengths speak against a delimiter, but less than if it does not occur at all.
        let even = rows.iter().filter(|cells| **cells == first).count() * 2 > rows.len();
        if even { first } else { 1 }
    };
    let found = DELIMITERS.map(|delimiter| (cells(delimiter), delimiter));
    found.into_iter().rev().max_by_key(|(cells, _)| *cells).map_or(b',', |(_, delimiter)| delimiter)
}

/// Reads a table.
///
/// # Errors
/// [`DataFileError`] with line and column.
pub fn parse_csv(bytes: &[u8]) -> Result<DataTable, DataFileError> {
    let text = bytes.strip_prefix(MARK).unwrap_or(bytes);
    if text.trim_ascii().is_empty() {
        return Err(DataFileError::Empty);
    }
    let line = |at: usize| text[..at].split(|byte| *byte == b'\n').count();
    // `contains` is many times faster than the search for the place.
    if text.contains(&0)
        && let Some(at) = text.iter().position(|byte| *byte == 0)
    {
        return Err(DataFileError::Binary { line: line(at) });
    }
    std::str::from_utf8(text).map_err(|error| DataFileError::Binary { line: line(error.valid_up_to()) })?;
    let delimiter = delimiter(text);
    let first = reader(text, delimiter).into_byte_records().next().and_then(Result::ok).unwrap_or_default();
    let has_header = !first.iter().any(|name| matches!(cell(name), Cell::Number(_) | Cell::Infinite | Cell::Missing));
    let names = names(&first, has_header)?;
    let reading = CsvReading {
        delimiter: char::from(delimiter),
        has_header,
        has_mark: bytes.len() != text.len(),
        is_crlf: text.split(|byte| *byte == b'\n').next().is_some_and(|first| first.ends_with(b"\r")),
        has_quotes: text.contains(&b'"'),
    };
    let kinds = vec![false; names.len()];
    // A column that turns out to hold texts is read again from its beginning, which happens once at the most.
    let columns = match columns(text, reading, kinds)? {
        Read::Whole(columns) => columns,
        Read::Again(kinds) => match columns(text, reading, kinds)? {
            Read::Whole(columns) => columns,
            Read::Again(_) => return Err(DataFileError::NoRows),
        },
    };
    let rows = columns.first().map_or(0, Cells::len);
    if rows == 0 {
        return Err(DataFileError::NoRows);
    }
    let columns: Vec<TableColumn> =
        names.into_iter().zip(columns).map(|(name, cells)| TableColumn { name, cells }).collect();
    Ok(DataTable { test: 0, targets: vec![columns.len() - 1], columns, rows, reading: Some(reading) })
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

/// The cells of all columns, or which columns hold texts if that was not known before.
enum Read {
    Whole(Vec<Cells>),
    Again(Vec<bool>),
}

/// A column of texts while it is read. Texts are numbered in the order in which they occur.
#[derive(Default)]
struct Texts {
    known: HashMap<Vec<u8>, u32>,
    rows: Vec<u32>,
}

impl Texts {
    fn add(&mut self, bytes: &[u8]) {
        let bytes = bytes.trim_ascii();
        if bytes.is_empty() || ABSENT.contains(&bytes) {
            return self.rows.push(MISSING);
        }
        let next = self.known.len() as u32;
        let index = self.known.get(bytes).copied().unwrap_or_else(|| {
            self.known.insert(bytes.to_vec(), next);
            next
        });
        self.rows.push(index);
    }

    /// The same with the texts sorted.
    fn cells(self) -> Cells {
        let mut sorted: Vec<(Vec<u8>, u32)> = self.known.into_iter().collect();
        sorted.sort_unstable();
        let mut places = vec![0; sorted.len()];
        for ((_, index), place) in sorted.iter().zip(0..) {
            places[*index as usize] = place;
        }
        let place = |index: &u32| places.get(*index as usize).copied().unwrap_or(MISSING);
        let rows = self.rows.iter().map(place).collect();
        let values = sorted.iter().map(|(text, _)| String::from_utf8_lossy(text).into_owned()).collect();
        Cells::Texts { values, rows }
    }
}

fn columns(text: &[u8], reading: CsvReading, mut kinds: Vec<bool>) -> Result<Read, DataFileError> {
    let mut numbers: Vec<Vec<f64>> = vec![Vec::new(); kinds.len()];
    let mut texts: Vec<Texts> = kinds.iter().map(|_| Texts::default()).collect();
    let (mut row, mut again) = (ByteRecord::new(), false);
    let known = kinds.clone();
    let mut reader = reader(text, reading.delimiter as u8);
    let mut is_header = reading.has_header;
    // Reading from memory, with records of any length, does not fail.
    while reader.read_byte_record(&mut row).unwrap_or(false) {
        if std::mem::take(&mut is_header) {
            continue;
        }
        let line = || row.position().map_or(0, |at| at.line() as usize);
        if row.len() != kinds.len() {
            return Err(DataFileError::Ragged { line: line(), cells: row.len(), first: kinds.len() });
        }
        for (n, bytes) in row.iter().enumerate() {
            if known[n] {
                texts[n].add(bytes);
                continue;
            }
            match cell(bytes) {
                Cell::Number(x) => numbers[n].push(x),
                Cell::Missing => numbers[n].push(f64::NAN),
                Cell::Text => (kinds[n], again) = (true, true),
                Cell::Infinite if kinds[n] => {}
                Cell::Infinite => {
                    let cell = short(&String::from_utf8_lossy(bytes));
                    return Err(DataFileError::Infinite { line: line(), column: n + 1, cell });
                }
            }
        }
    }
    if again {
        return Ok(Read::Again(kinds));
    }
    let each = numbers.into_iter().zip(texts).zip(known);
    Ok(Read::Whole(
        each.map(|((numbers, texts), is_text)| if is_text { texts.cells() } else { Cells::Numbers(numbers) }).collect(),
    ))
}

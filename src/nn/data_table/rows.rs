//! The cells of some rows of a text, column by column.

use super::Cells;
use super::cell::{Cell, cell, plain_decimal};
use super::csv::reader;
use super::texts::TextColumn;
use csv::ByteRecord;

/// A column of the rows that are read so far. `T` is a text that is borrowed or copied.
#[derive(Debug)]
pub(super) enum RowColumn<T> {
    Numbers {
        numbers: Vec<f64>,
        /// Whether a cell is a text after all. Nothing is added from there on.
        is_text: bool,
        /// Where the row of the first infinite number begins in the text, and the cell.
        infinite: Option<(usize, Vec<u8>)>,
    },
    Texts(TextColumn<T>),
}

/// Why rows can't be read. Places are bytes of the text.
#[derive(Debug, PartialEq)]
pub(super) enum RowFault {
    /// A row has another number of cells.
    Ragged { at: usize, cells: usize },
    /// A byte is in no text.
    Binary { at: usize },
    /// A quoted cell has a quote or a line end in it, so that a line may be a part of a row.
    Quotes,
}

impl<T> RowColumn<T> {
    /// Columns without rows, each of texts or of numbers.
    pub(super) fn empty(kinds: &[bool]) -> Vec<Self> {
        Self::in_rooms(kinds, &mut Vec::new())
    }

    /// The same in vectors that have room already.
    pub(super) fn in_rooms(kinds: &[bool], rooms: &mut Vec<Vec<f64>>) -> Vec<Self> {
        let column = |is_text: &bool| match is_text {
            true => Self::Texts(TextColumn::default()),
            false => Self::Numbers { numbers: rooms.pop().unwrap_or_default(), is_text: false, infinite: None },
        };
        kinds.iter().map(column).collect()
    }

    /// The number of rows.
    pub(super) fn rows(&self) -> usize {
        match self {
            Self::Numbers { numbers, .. } => numbers.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    fn reserve(&mut self, rows: usize) {
        if let Self::Numbers { numbers, .. } = self {
            numbers.reserve(rows);
        }
    }

    /// Adds a cell to a column of numbers. Its row begins at a place.
    fn add_number(&mut self, bytes: &[u8], at: usize) {
        let Self::Numbers { numbers, is_text, infinite } = self else { return };
        match cell(bytes) {
            _ if *is_text => {}
            Cell::Number(x) => numbers.push(x),
            Cell::Missing => numbers.push(f64::NAN),
            Cell::Text => *is_text = true,
            Cell::Infinite => {
                infinite.get_or_insert_with(|| (at, bytes.to_vec()));
                numbers.push(f64::NAN);
            }
        }
    }
}

/// Checks that a part, which begins at a place in the text, is text.
pub(super) fn check_text(part: &[u8], begin: usize) -> Result<(), RowFault> {
    // `contains` is many times faster than the search for the place.
    if part.contains(&0)
        && let Some(at) = part.iter().position(|byte| *byte == 0)
    {
        return Err(RowFault::Binary { at: begin + at });
    }
    match std::str::from_utf8(part) {
        Ok(_) => Ok(()),
        Err(error) => Err(RowFault::Binary { at: begin + error.valid_up_to() }),
    }
}

/// Whether a byte ends a line.
pub(super) fn is_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// A part of a text in which every line is a row, if there are rows. It ends where a line does.
#[derive(Debug)]
pub(super) struct PlainPart<'a> {
    pub(super) text: &'a [u8],
    /// Where it begins.
    pub(super) begin: usize,
    /// Its columns, which are empty before it is read.
    pub(super) columns: Vec<RowColumn<&'a [u8]>>,
}

impl PlainPart<'_> {
    /// Reads the rows, up to a mistake. Empty lines are no rows.
    pub(super) fn read(mut self, delimiter: u8) -> (Self, Result<(), RowFault>) {
        let read = check_text(self.text, self.begin);
        let read = read.and_then(|()| plain_rows(self.text, self.begin, delimiter, &mut self.columns));
        (self, read)
    }
}

fn plain_rows<'a>(
    part: &'a [u8],
    begin: usize,
    delimiter: u8,
    columns: &mut [RowColumn<&'a [u8]>],
) -> Result<(), RowFault> {
    let last = columns.len().saturating_sub(1);
    let mut at = 0;
    while at < part.len() {
        if is_end(part[at]) {
            at += 1;
            continue;
        }
        let row = at;
        for (n, column) in columns.iter_mut().enumerate() {
            at = plain_cell(part, at, delimiter, column, begin + row)?;
            let is_delimiter = part.get(at) == Some(&delimiter);
            if is_delimiter != (n < last) {
                return Err(RowFault::Ragged { at: begin + row, cells: cells_of(&part[row..], delimiter) });
            }
            at += 1;
        }
        if row == 0 {
            // The other rows are about as long as the first.
            for column in columns.iter_mut() {
                column.reserve(part.len() / at + 1);
            }
        }
    }
    Ok(())
}

/// The number of cells in the line at the beginning of some bytes.
fn cells_of(line: &[u8], delimiter: u8) -> usize {
    reader(line, delimiter).into_byte_records().flatten().next().map_or(0, |row| row.len())
}

/// The cell at the beginning of some bytes, without its quotes, and its length with them. An unquoted cell may have quotes in it.
fn cell_of(rest: &[u8], delimiter: u8) -> Result<(&[u8], usize), RowFault> {
    let is_over = |byte: &u8| *byte == delimiter || is_end(*byte);
    if rest.first() != Some(&b'"') {
        let cell = &rest[..rest.iter().position(is_over).unwrap_or(rest.len())];
        return Ok((cell, cell.len()));
    }
    let inside = &rest[1..];
    let length = inside.iter().position(|byte| *byte == b'"' || is_end(*byte)).unwrap_or(inside.len());
    let is_simple = inside.get(length) == Some(&b'"') && inside.get(length + 1).is_none_or(is_over);
    if is_simple { Ok((&inside[..length], length + 2)) } else { Err(RowFault::Quotes) }
}

/// Adds the cell at a place to a column. Returns where it ends.
fn plain_cell<'a>(
    part: &'a [u8],
    at: usize,
    delimiter: u8,
    column: &mut RowColumn<&'a [u8]>,
    row: usize,
) -> Result<usize, RowFault> {
    let is_over = |byte: &u8| *byte == delimiter || is_end(*byte);
    let rest = &part[at..];
    if let RowColumn::Numbers { numbers, is_text: false, .. } = column
        && let Some((x, length)) = plain_decimal(rest)
        && rest.get(length).is_none_or(is_over)
    {
        numbers.push(x);
        return Ok(at + length);
    }
    let (bytes, length) = cell_of(rest, delimiter)?;
    match column {
        RowColumn::Texts(texts) => texts.add(bytes),
        numbers @ RowColumn::Numbers { .. } => numbers.add_number(bytes, row),
    }
    Ok(at + length)
}

/// Adds the rows of a part that may have quotes, which begins at a place in the text. Returns its length up to the last row,
/// which counts only if nothing follows the part.
pub(super) fn quoted(
    part: &[u8],
    begin: usize,
    delimiter: u8,
    columns: &mut [RowColumn<Vec<u8>>],
    is_last: bool,
) -> Result<usize, RowFault> {
    let (mut row, mut reader) = (ByteRecord::new(), reader(part, delimiter));
    let mut end = 0;
    // Reading from memory, with records of any length, does not fail.
    while reader.read_byte_record(&mut row).unwrap_or(false) {
        let read = reader.position().byte() as usize;
        if read >= part.len() && !is_last {
            break;
        }
        // The reader counts empty lines before a row to the row.
        let at = begin + end + part[end..].iter().take_while(|byte| is_end(**byte)).count();
        end = read;
        if row.len() != columns.len() {
            return Err(RowFault::Ragged { at, cells: row.len() });
        }
        for (bytes, column) in row.iter().zip(columns.iter_mut()) {
            match column {
                RowColumn::Texts(texts) => texts.add_copy(bytes),
                numbers @ RowColumn::Numbers { .. } => numbers.add_number(bytes, at),
            }
        }
    }
    check_text(&part[..end], begin)?;
    Ok(end)
}

impl RowColumn<Vec<u8>> {
    /// Adds the rows of a part, and room for more rows. Returns the room of the part.
    pub(super) fn append(&mut self, part: RowColumn<&[u8]>, more: usize) -> Vec<f64> {
        match (self, part) {
            (Self::Texts(texts), RowColumn::Texts(part)) => texts.append(&part),
            (
                Self::Numbers { numbers, is_text, infinite },
                RowColumn::Numbers { numbers: mut part, is_text: is_part_text, infinite: part_infinite },
            ) => {
                if numbers.capacity() < numbers.len() + part.len() && more > part.len() {
                    // Without room now, there is less room later.
                    let _ = numbers.try_reserve_exact(more);
                }
                numbers.extend_from_slice(&part);
                // An infinite number after a text is a text.
                if !*is_text {
                    *infinite = infinite.take().or(part_infinite);
                }
                *is_text |= is_part_text;
                part.clear();
                return part;
            }
            // Parts have columns of the same kinds.
            _ => {}
        }
        Vec::new()
    }

    /// The bytes that it takes.
    pub(super) fn memory(&self) -> u64 {
        match self {
            Self::Numbers { numbers, .. } => size_of::<f64>() as u64 * numbers.capacity() as u64,
            Self::Texts(texts) => texts.memory(),
        }
    }

    /// Its cells, once all rows are read.
    pub(super) fn cells(self) -> Cells {
        match self {
            Self::Numbers { numbers, .. } => Cells::Numbers(numbers),
            Self::Texts(texts) => texts.cells(),
        }
    }
}

//! A text of comma-separated values that is read block by block.
//!
//! A block is cut at line ends, and all cores read the parts. Where quoted cells have quotes or line ends in them, one core reads
//! the block, by the rules of the `csv` crate. The parts are joined in their order, so that the table is the same on any number
//! of cores. If a column of numbers turns out to hold texts, the text is read a second time. It is kept for that only if it
//! can't be read from its source again.

use super::csv::{CsvHead, MARK, reader};
use super::error::{DataFileError, short};
use super::rows::{self, PlainPart, RowColumn, RowFault, is_end};
use super::{ChosenColumns, DataTable, TableColumn};
use crate::nn::memory_limit::Memory;
use crate::numeric::cores;
use csv::ByteRecord;

/// The bytes of the text that are read at once.
pub(super) const BLOCK: usize = 4 << 20;

/// How a text is cut. The table is the same however that is.
#[derive(Clone, Copy)]
struct Cut {
    /// The bytes that are read at once.
    block: usize,
    /// The bytes of a part of them.
    part: usize,
    cores: usize,
}

/// The rows so far.
pub(super) struct CsvRows {
    memory: Memory,
    cut: Cut,
    /// The expected size of the text.
    size: usize,
    /// Whether all of the text is kept.
    is_kept: bool,
    /// The text, or what is left of it.
    pub(super) text: Vec<u8>,
    /// The bytes and the line ends of the text before what is left of it.
    before: usize,
    lines: usize,
    head: Option<CsvHead>,
    /// Where the first row of data begins in the text, and the line ends before it.
    first: usize,
    first_line: usize,
    /// The end of the rows that are read, in what is left of the text.
    parsed: usize,
    /// The bytes after it that are wanted before the next rows are read.
    wanted: usize,
    columns: Vec<RowColumn<Vec<u8>>>,
    /// Vectors of earlier parts, whose memory the next ones use again.
    rooms: Vec<Vec<f64>>,
}

/// What comes after a block.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// There may be more rows.
    More,
    /// All rows are read.
    Over,
    /// The text is to be read again, from this byte on.
    Again { from: usize },
}

impl CsvRows {
    /// A table of a text of about this size, within a limit. `is_kept` says that the text can't be read again.
    pub(super) fn new(memory: Memory, size: usize, is_kept: bool) -> Self {
        Self::cut(memory, size, is_kept, Cut { block: BLOCK, part: 256 << 10, cores: cores::count() })
    }

    fn cut(memory: Memory, size: usize, is_kept: bool, cut: Cut) -> Self {
        let text = Vec::with_capacity(if is_kept { size } else { 0 });
        Self {
            memory,
            cut,
            size,
            is_kept,
            text,
            before: 0,
            lines: 0,
            head: None,
            first: 0,
            first_line: 0,
            parsed: 0,
            wanted: cut.block,
            columns: Vec::new(),
            rooms: Vec::new(),
        }
    }

    /// The end of the rows that are read.
    pub(super) fn done(&self) -> usize {
        self.before + self.parsed
    }

    /// The bytes of text that are wanted before [`Self::advance`] can go on.
    pub(super) fn missing(&self) -> usize {
        (self.parsed + self.wanted).saturating_sub(self.text.len())
    }

    /// Reads a block of rows. `is_over` says that the text is complete.
    pub(super) fn advance(&mut self, is_over: bool) -> Result<Step, DataFileError> {
        self.allow()?;
        let end = self.text.len().min(self.parsed + self.wanted);
        let is_last = is_over && end == self.text.len();
        let Some(head) = &mut self.head else {
            self.begin(end, is_last)?;
            if self.head.is_none() {
                self.wanted = self.wanted.saturating_mul(2);
            }
            return Ok(Step::More);
        };
        let (region, delimiter) = (&self.text[self.parsed..end], head.reading.delimiter as u8);
        head.reading.has_quotes |= region.contains(&b'"');
        let lines = if is_last { region.len() } else { line_end(region) };
        let mut read = self.plain(lines, delimiter);
        if read == Err(RowFault::Quotes) {
            read = rows::quoted(&self.text[self.parsed..end], self.parsed, delimiter, &mut self.columns, is_last);
        }
        self.check_infinite()?;
        let read = read.map_err(|fault| self.fault(&fault))?;
        self.parsed += read;
        // A row may be longer than a block.
        self.wanted = if read == 0 { self.wanted.saturating_mul(2) } else { self.cut.block };
        self.allow()?;
        self.forget();
        if is_last { Ok(self.next()) } else { Ok(Step::More) }
    }

    /// Forgets the text that is done, unless it is to be kept.
    fn forget(&mut self) {
        if !self.is_kept {
            self.lines += lines(&self.text[..self.parsed]);
            self.before += self.parsed;
            self.text.drain(..self.parsed);
            self.parsed = 0;
        }
    }

    fn allow(&self) -> Result<(), DataFileError> {
        let bytes = self.text.len() as u64 + self.columns.iter().map(RowColumn::memory).sum::<u64>();
        DataFileError::allow(self.memory, bytes)
    }

    /// Reads the head, if the text up to a place has it.
    fn begin(&mut self, end: usize, is_last: bool) -> Result<(), DataFileError> {
        let mark = if self.text.starts_with(MARK) { MARK.len() } else { 0 };
        let text = self.text[..end].get(mark..).unwrap_or(&[]);
        let text = if is_last { text } else { &text[..line_end(text)] };
        if text.trim_ascii().is_empty() {
            return if is_last { Err(DataFileError::Empty) } else { Ok(()) };
        }
        rows::check_text(text, mark).map_err(|fault| self.fault(&fault))?;
        let mut head = CsvHead::of(text, mark > 0)?;
        let mut length = 0;
        if head.reading.has_header {
            let mut reader = reader(text, head.reading.delimiter as u8);
            // Reading from memory, with records of any length, does not fail.
            drop(reader.read_byte_record(&mut ByteRecord::new()));
            length = reader.position().byte() as usize;
            head.reading.has_quotes = text[..length].contains(&b'"');
        }
        self.columns = RowColumn::empty(&head.kinds);
        self.first = mark + length;
        self.first_line = lines(&self.text[..self.first]);
        (self.parsed, self.head) = (self.first, Some(head));
        Ok(())
    }

    /// Reads so many bytes in which every line is a row. Nothing is read if a quoted cell makes that uncertain.
    fn plain(&mut self, length: usize, delimiter: u8) -> Result<usize, RowFault> {
        let end = self.parsed + length;
        let kinds: Vec<bool> = self.columns.iter().map(|column| matches!(column, RowColumn::Texts(_))).collect();
        let parts = parts(&self.text[self.parsed..end], self.cut.part).into_iter();
        let part = |(text, begin)| PlainPart {
            text,
            begin: self.parsed + begin,
            columns: RowColumn::in_rooms(&kinds, &mut self.rooms),
        };
        let read = cores::map(self.cut.cores, parts.map(part).collect(), |part| part.read(delimiter));
        if read.iter().any(|(_, read)| *read == Err(RowFault::Quotes)) {
            return Err(RowFault::Quotes);
        }
        let more = read.first().map_or(0, |(part, _)| self.rows_after(part));
        let mut parts: Vec<Vec<_>> = kinds.iter().map(|_| Vec::new()).collect();
        let mut fault = Ok(());
        for (part, read) in read {
            if fault.is_ok() {
                parts.iter_mut().zip(part.columns).for_each(|(parts, column)| parts.push(column));
                fault = read;
            }
        }
        let columns = self.columns.iter_mut().zip(parts).collect();
        let append = |(own, parts): (&mut RowColumn<_>, Vec<RowColumn<&[u8]>>)| {
            parts.into_iter().map(|part| own.append(part, more)).collect::<Vec<_>>()
        };
        let rooms = cores::map(self.cut.cores, columns, append).into_iter().flatten();
        self.rooms.extend(rooms.filter(|room| room.capacity() > 0));
        fault?;
        Ok(length)
    }

    /// About how many rows there are from a part on, if their numbers fit in the memory: as many for its size as in the part,
    /// and some more.
    fn rows_after(&self, part: &PlainPart<'_>) -> usize {
        let rows = part.columns.first().map_or(0, RowColumn::rows);
        let left = self.size.saturating_sub(self.before + part.begin) as f64 / part.text.len().max(1) as f64 * 1.02;
        let rows = (rows as f64 * left) as usize;
        let bytes = (self.columns.len() as u64).saturating_mul(8 * rows as u64);
        if bytes < self.memory.bytes { rows } else { 0 }
    }

    /// Checks that no number is infinite. After the first text of a column, there are no numbers in it.
    fn check_infinite(&self) -> Result<(), DataFileError> {
        let infinite = |(column, n): (&RowColumn<_>, usize)| match column {
            RowColumn::Numbers { infinite: Some((at, cell)), .. } => Some((*at, n, cell.clone())),
            _ => None,
        };
        match self.columns.iter().zip(1..).filter_map(infinite).min() {
            Some((at, column, cell)) => {
                let cell = short(&String::from_utf8_lossy(&cell));
                Err(DataFileError::Infinite { line: self.line(at), column, cell })
            }
            None => Ok(()),
        }
    }

    /// What comes after the last row. Columns that turned out to hold texts are read again.
    fn next(&mut self) -> Step {
        let is_new = |column: &RowColumn<_>| matches!(column, RowColumn::Numbers { is_text: true, .. });
        if !self.columns.iter().any(is_new) {
            return Step::Over;
        }
        let is_text = |column: &RowColumn<_>| matches!(column, RowColumn::Texts(_)) || is_new(column);
        let kinds: Vec<bool> = self.columns.iter().map(is_text).collect();
        self.columns = RowColumn::empty(&kinds);
        if self.is_kept {
            self.parsed = self.first;
            return Step::More;
        }
        self.text.clear();
        (self.before, self.lines, self.parsed) = (self.first, self.first_line, 0);
        Step::Again { from: self.first }
    }

    /// The line of a place in what is left of the text, from 1.
    fn line(&self, at: usize) -> usize {
        1 + self.lines + lines(&self.text[..at])
    }

    fn fault(&self, fault: &RowFault) -> DataFileError {
        match fault {
            RowFault::Binary { at } => DataFileError::Binary { line: self.line(*at) },
            // Rows with such cells are read in another way.
            RowFault::Quotes => DataFileError::NoRows,
            RowFault::Ragged { at, cells } => {
                DataFileError::Ragged { line: self.line(*at), cells: *cells, first: self.columns.len() }
            }
        }
    }

    /// The table, once all rows are read.
    pub(super) fn table(self) -> Result<DataTable, DataFileError> {
        let Self { text, head, columns, .. } = self;
        // Texts are copied, so the memory is free before they are sorted.
        drop(text);
        let CsvHead { reading, names, kinds: _ } = head.ok_or(DataFileError::Empty)?;
        let columns: Vec<TableColumn> =
            names.into_iter().zip(columns).map(|(name, column)| TableColumn { name, cells: column.cells() }).collect();
        let rows = columns.first().map_or(0, |column| column.cells.len());
        if rows == 0 {
            return Err(DataFileError::NoRows);
        }
        Ok(DataTable {
            test: 0,
            targets: vec![columns.len() - 1],
            columns,
            rows,
            reading: Some(reading),
            choices: ChosenColumns::default(),
        })
    }
}

/// Reads a table.
///
/// # Errors
/// [`DataFileError`] with line and column.
pub fn parse_csv(bytes: &[u8]) -> Result<DataTable, DataFileError> {
    let mut rows = CsvRows::new(Memory::UNLIMITED, bytes.len(), true);
    rows.text.extend_from_slice(bytes);
    while rows.advance(true)? != Step::Over {}
    rows.table()
}

/// The number of line ends in a text.
fn lines(text: &[u8]) -> usize {
    // A sum of bytes, of few enough to fit in one, is a sixteenth of the work.
    let ends = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    text.chunks(usize::from(u8::MAX)).map(|chunk| usize::from(ends(chunk))).sum()
}

/// The length of a text up to the end of its last whole line.
fn line_end(text: &[u8]) -> usize {
    text.iter().rposition(|byte| is_end(*byte)).map_or(0, |at| at + 1)
}

/// A region cut at line ends into parts of about a size, each with the place where it begins.
fn parts(region: &[u8], size: usize) -> Vec<(&[u8], usize)> {
    let (mut parts, mut at) = (Vec::new(), 0);
    while at < region.len() {
        let wanted = (at + size).min(region.len());
        let end = region[wanted..].iter().position(|byte| is_end(*byte)).map_or(region.len(), |more| wanted + more + 1);
        parts.push((&region[at..end], at));
        at = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::Cells;
    use super::super::cell::{Cell, cell};
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, is_kept: bool, cut: Cut) -> Result<DataTable, DataFileError> {
        let mut rows = CsvRows::cut(Memory::UNLIMITED, text.len(), is_kept, cut);
        let mut source = text.as_bytes();
        loop {
            let (now, later) = source.split_at(rows.missing().min(source.len()));
            rows.text.extend_from_slice(now);
            source = later;
            match rows.advance(source.is_empty())? {
                Step::More => {}
                Step::Over => return rows.table(),
                Step::Again { from } => source = &text.as_bytes()[from..],
            }
        }
    }

    const WHOLE: Cut = Cut { block: 1 << 20, part: 1 << 20, cores: 1 };

    /// Cells of every kind, and what may be between them.
    fn text() -> impl Strategy<Value = String> {
        let cell = prop::sample::select(vec![
            "1",
            "-2.5",
            "+3",
            "1e3",
            "007",
            " 4 ",
            "NA",
            "",
            "nan",
            "?",
            "x",
            "2019-01-02",
            "-",
            ".",
            "5.",
            ".5",
            "inf",
            "9007199254740993",
            "123456789012345678901",
            "1e400",
            "\"q,\nr\"",
            "\"7\"",
            "a\"b",
            "\"it\"\"s\"",
            "é",
        ]);
        let row = prop::collection::vec(cell, 3..=3).prop_map(|cells| cells.join(","));
        let end = prop::sample::select(vec!["\n", "\r\n", "\n\n", "\r"]);
        let rows = prop::collection::vec((row, end), 0..400);
        let start = prop::sample::select(vec!["", "a,b,c\n", "\u{feff}a,b,c\r\n", "\na,b,\"c\"\n"]);
        (start, rows, prop::sample::select(vec!["", "1,2", "1,2,3", "\"1,2,3"])).prop_map(|(start, rows, end)| {
            start.to_owned() + &rows.into_iter().map(|(a, b)| a + b).collect::<String>() + end
        })
    }

    /// What the `csv` crate reads, row by row. `None` if a row is too short or too long.
    fn oracle(text: &str, reading: crate::nn::data_table::CsvReading) -> Option<Vec<Vec<Vec<u8>>>> {
        let text = text.trim_start_matches('\u{feff}').as_bytes();
        let rows = reader(text, reading.delimiter as u8).into_byte_records().skip(usize::from(reading.has_header));
        let rows: Vec<ByteRecord> = rows.map(Result::ok).collect::<Option<_>>()?;
        Some(rows.iter().map(|row| row.iter().map(<[u8]>::to_vec).collect()).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_table_is_the_same_however_its_text_is_cut(
            text in text(), block in 2000..2500_usize, part in 1..100_usize, cores in 1..4_usize,
        ) {
            let whole = read(&text, true, WHOLE);
            let cut = Cut { block, part, cores };
            // Written out, because NaN is not equal to itself.
            let said = |read: &Result<DataTable, DataFileError>| format!("{read:?}");
            prop_assert_eq!(said(&whole), said(&read(&text, true, cut)));
            prop_assert_eq!(said(&whole), said(&read(&text, false, cut)));
            if let Ok(table) = whole {
                let reading = table.reading.unwrap_or_default();
                let rows = oracle(&text, reading).unwrap_or_default();
                prop_assert_eq!(table.rows, rows.len());
                for (n, column) in table.columns.iter().enumerate() {
                    for (at, row) in rows.iter().enumerate() {
                        match (&column.cells, cell(&row[n])) {
                            (Cells::Numbers(numbers), Cell::Number(x)) => prop_assert_eq!(numbers[at].to_bits(), x.to_bits()),
                            (Cells::Numbers(numbers), found) => {
                                prop_assert_eq!(found, Cell::Missing);
                                prop_assert!(numbers[at].is_nan());
                            }
                            (Cells::Texts { values, rows }, found) => {
                                let text = values.get(rows[at] as usize).map(String::as_bytes);
                                let right = row[n].trim_ascii();
                                prop_assert_eq!(text, (!super::super::cell::is_missing(right)).then_some(right), "{:?}", found);
                            }
                        }
                    }
                }
            }
        }
    }
}

//! Arrays that NumPy has saved: one in an `.npy` file, or `x` and `y` in an `.npz` file.
//!
//! The format is that of `numpy.lib.format`: a mark, a version, a dictionary as text with type, order and shape, and the
//! elements. An `.npz` file is a ZIP archive of such files, deflated or not.

use super::error::DataFileError;
use super::{Cells, ChosenColumns, DataTable, TableColumn};
use crate::nn::memory_limit::Memory;
use fdeflate::Decompressor;
use std::borrow::Cow;

const MARK: &[u8] = b"\x93NUMPY";

/// An array with its rows. An array of one dimension has one column.
struct NumberArray {
    rows: usize,
    columns: Vec<Vec<f64>>,
}

/// A whole number of 2 or 4 bytes, the lowest first.
fn whole(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

/// The text after a key of the dictionary.
fn value<'a>(dictionary: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = dictionary.split_once(&format!("'{key}':"))?;
    Some(rest.trim_start())
}

/// What turns the bytes of an element, the lowest first, into a number.
type ElementReader = fn([u8; 8]) -> f64;

/// The size of an element of a type, and its reader.
fn element(kind: &str) -> Option<(usize, ElementReader)> {
    /// The first bytes of an element.
    fn first<const SIZE: usize>(bytes: [u8; 8]) -> [u8; SIZE] {
        std::array::from_fn(|n| bytes[n])
    }
    Some(match kind {
        "f8" => (8, f64::from_le_bytes),
        "f4" => (4, |bytes| f64::from(f32::from_le_bytes(first(bytes)))),
        "i8" => (8, |bytes| i64::from_le_bytes(bytes) as f64),
        "i4" => (4, |bytes| f64::from(i32::from_le_bytes(first(bytes)))),
        "i2" => (2, |bytes| f64::from(i16::from_le_bytes(first(bytes)))),
        "i1" => (1, |bytes| f64::from(i8::from_le_bytes(first(bytes)))),
        "u8" => (8, |bytes| u64::from_le_bytes(bytes) as f64),
        "u4" => (4, |bytes| f64::from(u32::from_le_bytes(first(bytes)))),
        "u2" => (2, |bytes| f64::from(u16::from_le_bytes(first(bytes)))),
        "u1" | "b1" => (1, |bytes| f64::from(bytes[0])),
        _ => return None,
    })
}

/// Reads an array. So many bytes are in use already.
fn array(bytes: &[u8], memory: Memory, used: u64) -> Result<NumberArray, DataFileError> {
    let sized = || {
        let is_long = *bytes.strip_prefix(MARK)?.first()? > 1;
        let (start, size) = if is_long { (12, 4) } else { (10, 2) };
        let end = start + whole(bytes, 8, size)?;
        Some((std::str::from_utf8(bytes.get(start..end)?).ok()?, &bytes[end..]))
    };
    let (dictionary, data) = sized().ok_or(DataFileError::NoArray)?;
    let shape = || {
        let shape = value(dictionary, "shape")?.strip_prefix('(')?.split_once(')')?.0;
        let sizes = shape.split(',').map(str::trim).filter(|size| !size.is_empty());
        sizes.map(|size| size.parse().ok()).collect::<Option<Vec<usize>>>()
    };
    let shape = shape().ok_or(DataFileError::NoArray)?;
    let is_by_columns = value(dictionary, "fortran_order").is_some_and(|order| order.starts_with("True"));
    // A type that is not a quoted text is a list of fields.
    let kind =
        value(dictionary, "descr").and_then(|kind| kind.strip_prefix('\'')?.split_once('\'')).map(|(kind, _)| kind);
    let kind = kind.ok_or(DataFileError::ArrayType)?;
    let is_big = kind.starts_with('>');
    let (size, number) = element(kind.trim_start_matches(['<', '>', '|', '='])).ok_or(DataFileError::ArrayType)?;
    let (rows, columns) = match shape[..] {
        [rows] => (rows, 1),
        [rows, columns] => (rows, columns),
        _ => return Err(DataFileError::Dimensions { dimensions: shape.len() }),
    };
    let wanted = rows.checked_mul(columns).and_then(|count| count.checked_mul(size));
    let data = wanted.and_then(|wanted| data.get(..wanted)).ok_or(DataFileError::ArrayShort { rows, columns })?;
    let read = |n: usize| {
        let mut bytes = [0; 8];
        bytes[..size].copy_from_slice(&data[n * size..][..size]);
        if is_big {
            bytes[..size].reverse();
        }
        number(bytes)
    };
    let place =
        |(column, row): (usize, usize)| if is_by_columns { column * rows + row } else { row * columns + column };
    DataFileError::allow(memory, used.saturating_add(8 * (rows * columns) as u64))?;
    let column = |column| (0..rows).map(|row| read(place((column, row)))).collect();
    Ok(NumberArray { rows, columns: (0..columns).map(column).collect() })
}

/// A member of an archive.
struct Member<'a> {
    name: &'a str,
    /// How it is compressed: 0 for not at all, 8 for deflated.
    method: usize,
    bytes: &'a [u8],
    /// Its size and its CRC-32 after decompression.
    size: usize,
    crc: usize,
}

impl Member<'_> {
    /// Its bytes after decompression. So many bytes are in use already.
    fn content(&self, memory: Memory, used: u64) -> Result<Cow<'_, [u8]>, DataFileError> {
        let damaged = || DataFileError::Damaged { name: self.name.to_owned() };
        let content = match self.method {
            0 => Cow::Borrowed(self.bytes),
            8 => {
                DataFileError::allow(memory, used.saturating_add(self.size as u64))?;
                Cow::Owned(inflated(self.bytes, self.size).ok_or_else(damaged)?)
            }
            _ => return Err(DataFileError::Compressed { name: self.name.to_owned() }),
        };
        if crc32fast::hash(&content) as usize == self.crc { Ok(content) } else { Err(damaged()) }
    }
}

/// What deflated bytes become, if that is as many bytes as expected.
fn inflated(bytes: &[u8], size: usize) -> Option<Vec<u8>> {
    /// The decoder reads zlib streams, which are deflated bytes between this header and a checksum.
    const HEADER: &[u8] = &[0x78, 0x01];
    const CHECKSUM: &[u8] = &[0; 4];
    let mut decoder = Decompressor::new();
    // The archive has a checksum of its own.
    decoder.ignore_adler32();
    let (mut content, mut end) = (vec![0; size], 0);
    for (part, is_last) in [(HEADER, false), (bytes, false), (CHECKSUM, true)] {
        let mut part = part;
        while !part.is_empty() && !decoder.is_done() {
            let (read, written) = decoder.read(part, &mut content, end, is_last).ok()?;
            if read == 0 && written == 0 {
                return None;
            }
            (part, end) = (&part[read..], end + written);
        }
    }
    (decoder.is_done() && end == size).then_some(content)
}

/// The members of a ZIP archive, by its directory at the end (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16).
fn members(bytes: &[u8]) -> Option<Vec<Member<'_>>> {
    let end = (0..bytes.len().saturating_sub(21)).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    let (count, mut at) = (whole(bytes, end + 10, 2)?, whole(bytes, end + 16, 4)?);
    let mut members = Vec::new();
    for _ in 0..count {
        bytes.get(at..)?.strip_prefix(b"PK\x01\x02")?;
        let (method, crc) = (whole(bytes, at + 10, 2)?, whole(bytes, at + 16, 4)?);
        let (packed, size) = (whole(bytes, at + 20, 4)?, whole(bytes, at + 24, 4)?);
        let [name, extra, comment] = [28, 30, 32].map(|offset| whole(bytes, at + offset, 2));
        let (name, extra, comment, local) = (name?, extra?, comment?, whole(bytes, at + 42, 4)?);
        bytes.get(local..)?.strip_prefix(b"PK\x03\x04")?;
        let start = local + 30 + whole(bytes, local + 26, 2)? + whole(bytes, local + 28, 2)?;
        let text = std::str::from_utf8(bytes.get(at + 46..at + 46 + name)?).ok()?;
        members.push(Member {
            name: text.strip_suffix(".npy").unwrap_or(text),
            method,
            bytes: bytes.get(start..start.checked_add(packed)?)?,
            size,
            crc,
        });
        at += 46 + name + extra + comment;
    }
    Some(members)
}

/// The columns of an array, with a name for each: its index, and their number.
fn columns(array: NumberArray, name: impl Fn(usize, usize) -> String) -> Result<Vec<TableColumn>, DataFileError> {
    for (numbers, column) in array.columns.iter().zip(1..) {
        if let Some(at) = numbers.iter().position(|x| x.is_infinite()) {
            return Err(DataFileError::Infinite { line: at + 1, column, cell: numbers[at].to_string() });
        }
    }
    let count = array.columns.len();
    let each = array.columns.into_iter().enumerate();
    Ok(each.map(|(n, numbers)| TableColumn { name: name(n, count), cells: Cells::Numbers(numbers) }).collect())
}

fn table(columns: Vec<TableColumn>, targets: Vec<usize>) -> Result<DataTable, DataFileError> {
    let rows = columns.first().map_or(0, |column| column.cells.len());
    if rows == 0 {
        return Err(DataFileError::Empty);
    }
    Ok(DataTable { columns, rows, test: 0, targets, reading: None, choices: ChosenColumns::default() })
}

/// Reads an array of rows and columns, of which the last is the target.
///
/// # Errors
/// [`DataFileError`] if it is no array of numbers.
pub(super) fn parse_npy(bytes: &[u8], memory: Memory) -> Result<DataTable, DataFileError> {
    let columns = columns(array(bytes, memory, bytes.len() as u64)?, |n, _| format!("column {}", n + 1))?;
    let last = columns.len().saturating_sub(1);
    table(columns, vec![last])
}

/// Reads the arrays `x`, inputs by rows and columns, and `y`, the targets.
///
/// # Errors
/// [`DataFileError`] if there are no such arrays of numbers.
pub(super) fn parse_npz(bytes: &[u8], memory: Memory) -> Result<DataTable, DataFileError> {
    let members = members(bytes).ok_or(DataFileError::NoArray)?;
    let find = |name: &str| members.iter().find(|member| member.name == name);
    let (Some(x), Some(y)) = (find("x"), find("y")) else {
        let names: Vec<&str> = members.iter().map(|member| member.name).collect();
        return Err(DataFileError::Arrays { names: names.join(", ") });
    };
    let named = |letter: &'static str| {
        move |n: usize, count: usize| if count == 1 { letter.to_owned() } else { format!("{letter}{}", n + 1) }
    };
    let mut used = bytes.len() as u64;
    let mut read = |member: &Member<'_>| -> Result<NumberArray, DataFileError> {
        let content = member.content(memory, used)?;
        let unpacked = if matches!(content, Cow::Owned(_)) { content.len() as u64 } else { 0 };
        let array = array(&content, memory, used.saturating_add(unpacked))?;
        used = used.saturating_add(8 * (array.rows * array.columns.len()) as u64);
        Ok(array)
    };
    let (x, y) = (read(x)?, read(y)?);
    if x.rows != y.rows {
        return Err(DataFileError::ArrayRows { x: x.rows, y: y.rows });
    }
    let mut all = columns(x, named("x"))?;
    let targets = columns(y, named("y"))?;
    let places = (all.len()..all.len() + targets.len()).collect();
    all.extend(targets);
    table(all, places)
}

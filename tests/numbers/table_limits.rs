//! Limits on the memory of tables while they are read.
#![allow(clippy::unwrap_used, clippy::format_collect, reason = "tests")]

use super::tables::arrays;
use actlab::nn::data_table::{ColumnRef, Selection, TableFormat, TableReadError, TableReader, TableSource, parse_csv};
use actlab::nn::memory::Memory;
use std::io::{Cursor, Read};

/// Reads a source to its end, or to its mistake.
fn read_within(bytes: u64, source: TableSource, format: TableFormat) -> String {
    let memory = Memory { bytes, setting: "limits.memory" };
    let read = || {
        let mut reader = TableReader::new(source, format, memory)?;
        while reader.advance()? {}
        reader.table().map_err(TableReadError::from)
    };
    match read() {
        Ok(table) => format!("{} rows", table.rows),
        Err(TableReadError::Wrong(reason)) => reason.to_string(),
        Err(other) => format!("{other:?}"),
    }
}

/// A text without end, in which every row differs.
struct Endless {
    row: u64,
    kind: fn(u64) -> String,
    left: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.left.len() < buffer.len() {
            self.left.extend((self.kind)(self.row).bytes());
            self.row += 1;
        }
        buffer.copy_from_slice(&self.left[..buffer.len()]);
        self.left.drain(..buffer.len());
        Ok(buffer.len())
    }
}

/// The most memory while something is done.
fn peak(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).bytes_max
}

#[test]
fn a_limit_on_memory_holds_while_a_file_is_read() {
    const LIMIT: u64 = 16 << 20;
    let kinds: [fn(u64) -> String; 4] = [
        |row| format!("{row}.5,{row}\n"),
        |row| format!("text {row},1\n"),
        |row| format!("\"quoted {row}\",1\n"),
        // A cell that never ends.
        |row| if row == 0 { "a,b\n1,\"".to_owned() } else { "more\n".to_owned() },
    ];
    for kind in kinds {
        let peak = peak(|| {
            let said = read_within(
                LIMIT,
                TableSource::Stream(Box::new(Endless { kind, row: 0, left: Vec::new() })),
                TableFormat::Csv,
            );
            assert!(said.contains("takes more than 16 MiB of memory, the limit of limits.memory"), "{said}");
        });
        // Text grows by doubling, and a block is in parts before its columns are counted.
        assert!(peak < 3 * LIMIT, "{}: {} MiB", kind(7), peak >> 20);
    }
    // A file of arrays that is larger is refused before a byte is read.
    let none = read_within(LIMIT, TableSource::File(Box::new(std::io::empty()), LIMIT + 1), TableFormat::Npy);
    assert!(none.contains("16 MiB"), "{none}");
    let npy = arrays("f8.npy");
    assert!(
        read_within(200, TableSource::Stream(Box::new(Cursor::new(npy.clone()))), TableFormat::Npy)
            .contains("limits.memory")
    );
    assert_eq!(read_within(1 << 20, TableSource::Stream(Box::new(Cursor::new(npy))), TableFormat::Npy), "4 rows");
    // What a compressed array unpacks to is counted before it is unpacked.
    let packed = arrays("packed.npz");
    assert!(packed.len() < 10_000);
    let peak = peak(|| {
        let said = read_within(1 << 20, TableSource::Stream(Box::new(Cursor::new(packed.clone()))), TableFormat::Npz);
        assert!(said.contains("takes more than 1 MiB"), "{said}");
    });
    assert!(peak < 3 << 19, "{peak}");
    assert_eq!(
        read_within(8 << 20, TableSource::Stream(Box::new(Cursor::new(packed))), TableFormat::Npz),
        "100000 rows"
    );
}

#[test]
fn inputs_of_texts_are_counted_before_they_are_made() {
    let rows: String = (0..50_000).map(|n| format!("t{},{}\n", n % 20, n % 2)).collect();
    let table = parse_csv(format!("text,target\n{rows}").as_bytes()).unwrap();
    let choice = Selection { inputs: vec![ColumnRef::Number(1)], ..Selection::default() };
    let within = |mebibytes| table.select_within(&choice, Memory::mebibytes(mebibytes, "kiosk.memory"));
    // Twenty columns of 50,000 numbers are 8 MB.
    assert!(within(4).unwrap_err().to_string().contains("more than 4 MiB of memory, the limit of kiosk.memory"));
    assert_eq!(within(16).unwrap().inputs.dim(), (20, 50_000));
}

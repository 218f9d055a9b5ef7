//! A table that is read step by step, within a limit on memory.

use super::csv_rows::{BLOCK, CsvRows, Step};
use super::error::DataFileError;
use super::{DataTable, ReadProgress, TableFormat, npy};
use crate::files::ReadError;
use crate::nn::memory_limit::Memory;
use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};
use std::time::Duration;

/// Why there is no table of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum TableReadError {
    /// The file can't be read.
    Unreadable(ReadError),
    /// What is in it can't be used.
    Wrong(DataFileError),
}

impl From<DataFileError> for TableReadError {
    fn from(reason: DataFileError) -> Self {
        Self::Wrong(reason)
    }
}

/// Where the bytes of a table come from.
pub enum TableSource {
    /// A file of a size, which can be read again.
    File(Box<dyn SeekableRead>, u64),
    /// A stream, which can't.
    Stream(Box<dyn Read + Send>),
}

/// What a file can do.
pub trait SeekableRead: Read + Seek + Send {}

impl<T: Read + Seek + Send> SeekableRead for T {}

impl TableSource {
    fn size(&self) -> Option<u64> {
        match self {
            Self::File(_, size) => Some(*size),
            Self::Stream(_) => None,
        }
    }

    /// Adds so many bytes, or those up to the end.
    fn read(&mut self, wanted: usize, bytes: &mut Vec<u8>) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.take(wanted as u64).read_to_end(bytes),
            Self::Stream(stream) => stream.take(wanted as u64).read_to_end(bytes),
        }
    }

    /// Goes back to a byte.
    fn go_to(&mut self, byte: usize) -> io::Result<()> {
        match self {
            Self::File(file, _) => file.seek(SeekFrom::Start(byte as u64)).map(drop),
            Self::Stream(_) => Ok(()),
        }
    }
}

impl From<io::Error> for TableReadError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.into())
    }
}

/// A table of which a part is read.
pub struct TableReader {
    source: TableSource,
    memory: Memory,
    /// Whether the source has ended.
    is_over: bool,
    content: Content,
}

/// What is read so far.
enum Content {
    Csv(Box<CsvRows>),
    Npy(Vec<u8>),
    Npz(Vec<u8>),
}

impl fmt::Debug for TableReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TableReader")
            .field("size", &self.source.size())
            .field("done", &self.done())
            .finish_non_exhaustive()
    }
}

impl TableReader {
    /// A table in a form.
    ///
    /// # Errors
    /// [`DataFileError::Memory`] if a file of arrays is larger than the limit.
    pub fn new(source: TableSource, format: TableFormat, memory: Memory) -> Result<Self, DataFileError> {
        let size = source.size().unwrap_or(0);
        // A text is not kept, and its numbers may take less than it does.
        if format != TableFormat::Csv {
            DataFileError::allow(memory, size)?;
        }
        let bytes = usize::try_from(size).unwrap_or(usize::MAX);
        let content = match format {
            TableFormat::Csv => {
                Content::Csv(Box::new(CsvRows::new(memory, bytes, matches!(source, TableSource::Stream(_)))))
            }
            TableFormat::Npy => Content::Npy(Vec::with_capacity(bytes)),
            TableFormat::Npz => Content::Npz(Vec::with_capacity(bytes)),
        };
        Ok(Self { source, memory, is_over: false, content })
    }

    /// Reads on for a few milliseconds. Returns whether there is more.
    ///
    /// # Errors
    /// [`TableReadError`]. Nothing of the table is then of use.
    pub fn advance(&mut self) -> Result<bool, TableReadError> {
        let (bytes, wanted) = match &mut self.content {
            Content::Csv(rows) => {
                let wanted = rows.missing();
                (&mut rows.text, wanted)
            }
            Content::Npy(bytes) | Content::Npz(bytes) => (bytes, BLOCK),
        };
        if !self.is_over && wanted > 0 {
            let most = usize::try_from(self.memory.bytes).unwrap_or(usize::MAX);
            // One byte too many shows that there are more.
            let wanted = wanted.min((most - bytes.len().min(most)).saturating_add(1));
            make_room(bytes, wanted, most);
            self.is_over = self.source.read(wanted, bytes)? < wanted;
            DataFileError::allow(self.memory, bytes.len() as u64)?;
        }
        let Content::Csv(rows) = &mut self.content else { return Ok(!self.is_over) };
        match rows.advance(self.is_over)? {
            Step::More => Ok(true),
            Step::Over => Ok(false),
            Step::Again { from } => {
                self.source.go_to(from)?;
                self.is_over = false;
                Ok(true)
            }
        }
    }

    /// The bytes that are done.
    fn done(&self) -> u64 {
        match &self.content {
            Content::Csv(rows) => rows.done() as u64,
            Content::Npy(bytes) | Content::Npz(bytes) => bytes.len() as u64,
        }
    }

    /// How far it is after a time.
    pub fn progress(&self, elapsed: Duration) -> ReadProgress {
        ReadProgress { done: self.done(), size: self.source.size(), elapsed }
    }

    /// The table, once all is read.
    ///
    /// # Errors
    /// [`DataFileError`] with the place in the file.
    pub fn table(self) -> Result<DataTable, DataFileError> {
        match self.content {
            Content::Csv(rows) => rows.table(),
            Content::Npy(bytes) => npy::parse_npy(&bytes, self.memory),
            Content::Npz(bytes) => npy::parse_npz(&bytes, self.memory),
        }
    }
}

/// Makes room for so many bytes. Room is doubled up to a limit, so that a source of unknown size is not copied often.
fn make_room(bytes: &mut Vec<u8>, wanted: usize, most: usize) {
    let needed = bytes.len().saturating_add(wanted);
    if needed > bytes.capacity() {
        let room = bytes.capacity().saturating_mul(2).min(most).max(needed);
        bytes.reserve_exact(room - bytes.len());
    }
}

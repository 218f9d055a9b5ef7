//! Reading with a limit: regular files only, never more bytes than the caller allows.

use crate::words::errors;
use crate::words::{Message, ToMessage};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::Path;

/// A mark at the start of some texts that says that they are UTF-8. It is not part of the text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

errors! {
    /// What a path leads to if it is not a regular file.
    #[derive(Copy, Eq)]
    pub enum FileKind: "file-kind" {
        /// A directory.
        Directory = "directory",
        /// A character or block device.
        Device = "device",
        /// A named pipe.
        Fifo = "fifo",
        /// A socket.
        Socket = "socket",
    }
}

impl FileKind {
    /// The kind of a file. `None` if it is a regular file.
    pub fn of(about: &Metadata) -> Option<Self> {
        if about.is_file() {
            return None;
        }
        if about.is_dir() {
            return Some(Self::Directory);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::FileTypeExt;
            let kind = about.file_type();
            if kind.is_fifo() {
                return Some(Self::Fifo);
            }
            if kind.is_socket() {
                return Some(Self::Socket);
            }
        }
        Some(Self::Device)
    }
}

errors! {
    /// Why a file can't be read. The text is a clause that follows the name of the file.
    #[derive(Eq)]
    pub enum ReadError: "read" {
        /// There is no such file.
        Missing = "missing",
        /// The program has no permission to read it.
        Forbidden = "forbidden",
        /// It is not a regular file.
        NotRegular { kind: FileKind } = "not-regular",
        /// It has more bytes than this.
        TooLarge { limit: Bytes } = "too-large",
        /// A line has more bytes than this.
        LongLine { limit: Bytes } = "long-line",
        /// It is not UTF-8 from this line on, counted from 1.
        NotUtf8 { line: usize } = "not-utf8",
        /// The system reports an error.
        System { reason: String } = "system",
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing,
            ErrorKind::PermissionDenied => Self::Forbidden,
            ErrorKind::IsADirectory => Self::NotRegular { kind: FileKind::Directory },
            _ => Self::System { reason: error.to_string() },
        }
    }
}

/// A number of bytes, shown in the largest unit that divides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl ToMessage for Bytes {
    fn message(&self) -> Message {
        let units = [(1 << 30, "unit.gib"), (1 << 20, "unit.mib"), (1 << 10, "unit.kib")];
        let unit = units.iter().find(|(unit, _)| self.0 >= *unit && self.0.is_multiple_of(*unit));
        let (unit, key) = unit.copied().unwrap_or((1, "unit.bytes"));
        Message::new(key).with("count", &(self.0 / unit))
    }
}

/// Opens a regular file for reading. Anything else is refused before it is opened, and again after. Otherwise opening a
/// named pipe without a writer would block forever.
///
/// # Errors
/// [`ReadError`] if it is missing, can't be read, or is not a regular file.
pub fn open(path: &Path) -> Result<File, ReadError> {
    regular(&std::fs::metadata(path)?)?;
    checked(path, File::options().read(true))
}

/// Opens a regular file for reading, and says how many bytes it has.
///
/// # Errors
/// [`ReadError`], as [`open`].
pub fn open_sized(path: &Path) -> Result<(File, u64), ReadError> {
    let file = open(path)?;
    let size = file.metadata()?.len();
    Ok((file, size))
}

/// Opens the controlling terminal of the program, wherever standard input comes from.
///
/// # Errors
/// The program has no controlling terminal.
pub fn controlling_terminal() -> io::Result<File> {
    File::open("/dev/tty")
}

/// Opens a regular file for reading and writing. It is created if it is missing, and never truncated.
///
/// # Errors
/// [`ReadError`] if it can't be read or written, or is not a regular file.
pub fn open_to_grow(path: &Path) -> Result<File, ReadError> {
    match std::fs::metadata(path) {
        Ok(about) => regular(&about)?,
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    checked(path, File::options().read(true).write(true).create(true).truncate(false))
}

fn checked(path: &Path, options: &mut OpenOptions) -> Result<File, ReadError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    regular(&file.metadata()?)?;
    Ok(file)
}

fn regular(about: &Metadata) -> Result<(), ReadError> {
    FileKind::of(about).map_or(Ok(()), |kind| Err(ReadError::NotRegular { kind }))
}

/// The bytes of a regular file, at most `most` of them.
///
/// # Errors
/// [`ReadError`]. A file that grows past the limit while it is read is refused as well.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let file = open(path)?;
    if file.metadata()?.len() > most {
        return Err(ReadError::TooLarge { limit: Bytes(most) });
    }
    take(file, most)
}

/// The text of a regular file of at most `most` bytes, without a byte order mark.
///
/// # Errors
/// [`ReadError`], also if it is not UTF-8.
pub fn text(path: &Path, most: u64) -> Result<String, ReadError> {
    decode(bytes(path, most)?)
}

/// The text of standard input, read as [`text`] reads a file.
///
/// # Errors
/// [`ReadError`] if it is too large or not UTF-8.
pub fn input_text(most: u64) -> Result<String, ReadError> {
    decode(take(io::stdin().lock(), most)?)
}

/// The text of standard input for `-`, else that of the file.
///
/// # Errors
/// [`ReadError`], as [`text`].
pub fn text_or_input(path: &Path, most: u64) -> Result<String, ReadError> {
    if is_standard(path) { input_text(most) } else { text(path, most) }
}

/// The bytes of standard input for `-`, else those of the file.
///
/// # Errors
/// [`ReadError`], as [`bytes`].
pub fn bytes_or_input(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    if is_standard(path) { take(io::stdin().lock(), most) } else { bytes(path, most) }
}

/// Whether a path stands for standard input or output.
pub fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

fn take(source: impl Read, most: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    source.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(ReadError::TooLarge { limit: Bytes(most) }) } else { Ok(bytes) }
}

/// Bytes as text, without a byte order mark.
///
/// # Errors
/// [`ReadError::NotUtf8`] with the line.
pub fn decode(mut bytes: Vec<u8>) -> Result<String, ReadError> {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        ReadError::NotUtf8 { line: valid.split(|byte| *byte == b'\n').count() }
    })
}

/// The lines of a source, one after another, each of limited length. The number of lines is not limited.
#[derive(Debug)]
pub struct Lines<R> {
    source: BufReader<R>,
    most: u64,
    number: usize,
    bytes: u64,
    buffer: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// Lines of at most `most` bytes, including their line ends.
    pub fn new(source: R, most: u64) -> Self {
        Self { source: BufReader::new(source), most, number: 0, bytes: 0, buffer: Vec::new() }
    }

    /// The number of bytes in the lines so far, including their line ends.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next line with its line end, if it has one. `None` after the last. A byte order mark before the first is
    /// skipped.
    ///
    /// # Errors
    /// [`ReadError::LongLine`], [`ReadError::NotUtf8`] with its number, or an error of the system.
    pub fn next_line(&mut self) -> Result<Option<&str>, ReadError> {
        self.buffer.clear();
        let length = (&mut self.source).take(self.most + 1).read_until(b'\n', &mut self.buffer)?;
        if length == 0 {
            return Ok(None);
        }
        if length as u64 > self.most {
            return Err(ReadError::LongLine { limit: Bytes(self.most) });
        }
        self.bytes += length as u64;
        self.number += 1;
        if self.number == 1 && self.buffer.starts_with(BYTE_ORDER_MARK) {
            self.buffer.drain(..BYTE_ORDER_MARK.len());
        }
        std::str::from_utf8(&self.buffer).map(Some).map_err(|_| ReadError::NotUtf8 { line: self.number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_within_the_limit_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("text");
        std::fs::write(&path, "\u{feff}a\nb").unwrap();
        assert_eq!(text(&path, 8), Ok("a\nb".to_owned()), "without its mark");
        assert_eq!(bytes(&path, 5), Err(ReadError::TooLarge { limit: Bytes(5) }));
        assert_eq!(bytes(folder.path(), 9), Err(ReadError::NotRegular { kind: FileKind::Directory }));
        assert_eq!(bytes(&folder.path().join("no"), 9), Err(ReadError::Missing));
        std::fs::write(&path, b"a\n\xff").unwrap();
        assert_eq!(text(&path, 8), Err(ReadError::NotUtf8 { line: 2 }));
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_pipes_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert_eq!(bytes(&pipe, 9), Err(ReadError::NotRegular { kind: FileKind::Fifo }));
        assert_eq!(bytes(Path::new("/dev/zero"), 9), Err(ReadError::NotRegular { kind: FileKind::Device }));
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(bytes(&socket, 9), Err(ReadError::NotRegular { kind: FileKind::Socket }));
    }

    #[test]
    fn lines_are_bounded_and_counted() {
        let mut lines = Lines::new(&b"\xef\xbb\xbfone\ntwo"[..], 8);
        assert_eq!(lines.next_line(), Ok(Some("one\n")));
        assert_eq!(lines.next_line(), Ok(Some("two")));
        assert_eq!(lines.next_line(), Ok(None));
        let mut lines = Lines::new(&b"one\n\xff\nthree thousand"[..], 8);
        assert_eq!(lines.next_line(), Ok(Some("one\n")));
        assert_eq!(lines.next_line(), Err(ReadError::NotUtf8 { line: 2 }));
        assert_eq!(lines.next_line(), Err(ReadError::LongLine { limit: Bytes(8) }));
    }

    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        let said = |bytes| ReadError::TooLarge { limit: Bytes(bytes) }.to_string();
        assert_eq!(said(1 << 20), "it is larger than 1 MiB");
        assert_eq!(said(1 << 16), "it is larger than 64 KiB");
        assert_eq!(said(1000), "it is larger than 1000 bytes");
    }
}

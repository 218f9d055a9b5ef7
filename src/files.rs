//! The reader's files: bounded reading, atomic replacement, and locks between programs.
//!
//! Every file that the program opens by a path is opened here, so that no device, pipe or endless file can block it,
//! and no file is ever half-written.

mod lock;
mod read;
mod replace;
mod system;
mod texts;

pub use lock::{Lock, LockError};
pub use read::{
    Bytes, FileKind, Lines, ReadError, bytes, bytes_or_input, controlling_terminal, decode, input_text, is_standard,
    open, open_sized, open_to_grow, text, text_or_input,
};
pub use replace::{Access, Replaced, TemporaryFile, replace, resolve};
pub use system::SystemError;
pub use texts::TextFiles;

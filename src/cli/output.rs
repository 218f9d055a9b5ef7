//! Where a frame goes, and in what form.

use super::args::FormatArg;
use super::mistake::{CommandError, UsageError};
use super::{CliError, error};
use crate::files::{self, Access, Replaced};
use crate::runtime::export;
use crate::words::{Message, Words};
use ratatui::buffer::Buffer;
use std::io::Write;
use std::path::Path;

/// Ends of names that are known not to be written.
const FOREIGN: [&str; 11] = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "pdf", "html", "mp4", "webm", "cast"];

/// The form that is asked for, or else that of the file by the end of its name.
///
/// # Errors
/// The file would have a form that does not exist.
pub(super) fn format(asked: Option<FormatArg>, out: Option<&Path>) -> Result<Option<FormatArg>, UsageError> {
    if asked.is_some() {
        return Ok(asked);
    }
    let Some(path) = out else { return Ok(None) };
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    match end.as_str() {
        "svg" => Ok(Some(FormatArg::Svg)),
        "ans" | "ansi" => Ok(Some(FormatArg::Ansi)),
        end if FOREIGN.contains(&end) => Err(UsageError::OutFormat { path: path.to_owned(), end: end.to_owned() }),
        _ => Ok(Some(FormatArg::Text)),
    }
}

/// A frame in a form.
pub(super) fn frame(frame: &Buffer, format: FormatArg, is_light: bool) -> String {
    match format {
        FormatArg::Text => export::text(frame),
        FormatArg::Ansi => export::ansi(frame),
        FormatArg::Svg => export::svg(frame, is_light),
    }
}

/// Writes to a file, or to standard output for `-` and without a path.
pub(super) fn write(text: &str, path: Option<&Path>, words: &Words, out: &mut dyn Write) -> Result<(), CliError> {
    let Some(path) = path.filter(|path| !files::is_standard(path)) else {
        return Ok(out.write_all(text.as_bytes())?);
    };
    let replaced = files::replace(path, text.as_bytes(), Access::Usual)
        .map_err(|error| CliError::failure(CommandError::Unwritable { path: path.to_owned(), reason: error.into() }))?;
    if replaced == Replaced::Yes {
        error::say(words, &Message::new("cli.replaced").with("path", &path))?;
    }
    Ok(())
}

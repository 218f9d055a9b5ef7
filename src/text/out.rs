//! Standard output and standard error without control characters that a terminal would obey.

use super::{ascii, is_hidden, visible, visible_lines};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the standard streams are ASCII only. The command line decides this once, before anything is written.
static ASCII: AtomicBool = AtomicBool::new(false);

/// Makes the standard streams ASCII only: other characters are replaced, or written as escapes.
pub fn set_ascii(is_ascii: bool) {
    ASCII.store(is_ascii, Ordering::Relaxed);
}

/// The form of the output, which decides how unsafe characters are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines for people, with the escapes of [`visible`].
    Text,
    /// JSON, one value per line, with the escapes `\u001b` or `\u202e`, which stand for the same character in JSON.
    Json,
    /// TOML. Where the output is ASCII, other characters have the escapes of its strings.
    Toml,
    /// A frame with colours: as text, but sequences that set colours and weights (`ESC [ … m`) are kept. The cells of
    /// the frame are already safe.
    Frame,
}

/// A writer whose output has no control characters but line ends.
#[derive(Debug)]
pub struct Safe<W: Write> {
    sink: W,
    form: Form,
    is_ascii: bool,
    /// The beginning of an incomplete character, or of an incomplete sequence in a frame.
    held: Vec<u8>,
}

/// Standard output.
pub fn stdout(form: Form) -> Safe<io::StdoutLock<'static>> {
    Safe::new(io::stdout().lock(), form).ascii()
}

/// Standard error, for lines of text.
pub fn stderr() -> Safe<io::StderrLock<'static>> {
    stderr_in(Form::Text)
}

/// Standard error, in another form.
pub fn stderr_in(form: Form) -> Safe<io::StderrLock<'static>> {
    Safe::new(io::stderr().lock(), form).ascii()
}

/// Writes a progress line to standard error over the previous one. An empty line clears it.
///
/// # Errors
/// An error of the system.
pub fn progress(line: &str) -> io::Result<()> {
    let mut terminal = io::stderr().lock();
    let line = visible(line);
    write!(
        terminal,
        "\r\x1b[K{}",
        if ASCII.load(Ordering::Relaxed) { ascii::ascii(&line) } else { line.as_ref().into() }
    )?;
    terminal.flush()
}

impl<W: Write> Safe<W> {
    /// A writer into `sink`.
    pub fn new(sink: W, form: Form) -> Self {
        Self { sink, form, is_ascii: false, held: Vec::new() }
    }

    /// The same for a standard stream, which may be ASCII only.
    fn ascii(mut self) -> Self {
        self.is_ascii = ASCII.load(Ordering::Relaxed);
        self
    }

    /// Writes the buffered bytes. At the `end`, an incomplete character is written as well.
    fn pass(&mut self, end: bool) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        let mut rest = held.as_slice();
        while !rest.is_empty() {
            let (text, wrong, after) = match std::str::from_utf8(rest) {
                Ok(text) => (text, &[][..], &[][..]),
                Err(error) => {
                    let (text, bad) = rest.split_at(error.valid_up_to());
                    let length = error.error_len().or_else(|| end.then_some(bad.len()));
                    let (wrong, after) = bad.split_at(length.unwrap_or(0));
                    if length.is_none() {
                        self.held = bad.to_vec();
                    }
                    let after = if length.is_none() { &[][..] } else { after };
                    (std::str::from_utf8(text).unwrap_or_default(), wrong, after)
                }
            };
            let cut =
                if self.form == Form::Frame && !end && wrong.is_empty() { open_sequence(text) } else { text.len() };
            self.say(&text[..cut])?;
            if cut < text.len() {
                self.held.splice(0..0, text[cut..].bytes());
            }
            if !wrong.is_empty() {
                let bytes: String = wrong.iter().fold(String::new(), |mut all, byte| {
                    let _ = match self.form {
                        Form::Json => write!(all, "\\ufffd"),
                        Form::Text | Form::Toml | Form::Frame => write!(all, "\\x{byte:02x}"),
                    };
                    all
                });
                self.sink.write_all(bytes.as_bytes())?;
            }
            rest = after;
        }
        Ok(())
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        match self.form {
            Form::Text => self.put(&visible_lines(text)),
            Form::Toml if self.is_ascii => self.sink.write_all(ascii::toml(&visible_lines(text)).as_bytes()),
            Form::Toml => self.sink.write_all(visible_lines(text).as_bytes()),
            Form::Json if self.is_ascii => self.sink.write_all(ascii::json(&json(text)).as_bytes()),
            Form::Json => self.sink.write_all(json(text).as_bytes()),
            Form::Frame => {
                let mut rest = text;
                while let Some(at) = rest.find('\x1b') {
                    let length = colour(&rest[at..]).unwrap_or(0);
                    self.put(&visible_lines(&rest[..at]))?;
                    let (whole, after) = rest[at..].split_at(length.max(1));
                    let whole = if length > 0 { whole.into() } else { visible(whole) };
                    self.sink.write_all(whole.as_bytes())?;
                    rest = after;
                }
                self.put(&visible_lines(rest))
            }
        }
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        if self.is_ascii {
            self.sink.write_all(ascii::ascii(text).as_bytes())
        } else {
            self.sink.write_all(text.as_bytes())
        }
    }
}

impl<W: Write> Write for Safe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend(bytes);
        self.pass(false)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl<W: Write> Drop for Safe<W> {
    fn drop(&mut self) {
        let _ = self.pass(true);
        let _ = self.sink.flush();
    }
}

/// JSON with escapes for hidden characters. Outside strings, JSON has none but line ends.
fn json(text: &str) -> std::borrow::Cow<'_, str> {
    let hides = |c: char| is_hidden(c) && c != '\n';
    if !text.contains(hides) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        let _ = if hides(c) { write!(out, "\\u{:04x}", u32::from(c)) } else { out.write_char(c) };
    }
    out.into()
}

/// The length of the sequence that begins here, if it only sets colours and weights.
fn colour(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\x1b[")?;
    let end = body.find(|c: char| !c.is_ascii_digit() && c != ';' && c != ':')?;
    body[end..].starts_with('m').then_some("\x1b[".len() + end + 1)
}

/// The start of a sequence that may continue after the end of the text, or else the end of the text.
fn open_sequence(text: &str) -> usize {
    const LONGEST: usize = 64;
    text.rfind('\x1b')
        .filter(|at| {
            let rest = &text[*at..];
            let body = rest.strip_prefix("\x1b[").unwrap_or(&rest[1..]);
            rest.len() < LONGEST
                && (rest.len() == 1 || rest.starts_with("\x1b["))
                && body.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':'))
        })
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written<'a>(form: Form, pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
        let mut out = Vec::new();
        let mut safe = Safe::new(&mut out, form);
        pieces.into_iter().for_each(|piece| safe.write_all(piece).unwrap());
        drop(safe);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_form_has_its_escapes() {
        let text = "a\x1b[31m\u{9b}\t\u{202e}\nb".as_bytes();
        assert_eq!(written(Form::Text, [text]), "a\\x1b[31m\\u{9b}\\t\\u{202e}\nb");
        assert_eq!(written(Form::Frame, [text]), "a\x1b[31m\\u{9b}\\t\\u{202e}\nb");
        assert_eq!(written(Form::Json, [text]), "a\\u001b[31m\\u009b\\u0009\\u202e\nb");
        let name = "\u{7f}\u{9b}\u{202e}\x1b\"";
        let line = serde_json::json!({ "name": name }).to_string();
        let read: serde_json::Value = serde_json::from_str(&written(Form::Json, [line.as_bytes()])).unwrap();
        assert_eq!(read["name"], name, "JSON means the same");
    }

    #[test]
    fn in_frames_only_colours_get_through() {
        let through = |text: &str| written(Form::Frame, [text.as_bytes()]);
        assert_eq!(through("\x1b[0;38;2;1;2;3mx\x1b[0m"), "\x1b[0;38;2;1;2;3mx\x1b[0m");
        assert_eq!(through("\x1b[2J\x1b]0;t\x07\x1b[1;1H\x1b"), "\\x1b[2J\\x1b]0;t\\x07\\x1b[1;1H\\x1b");
    }

    #[test]
    fn bytes_that_are_no_text_are_written_as_such() {
        assert_eq!(written(Form::Text, [&b"a\x9b2J\xff\xec\x9e"[..]]), "a\\x9b2J\\xff\\xec\\x9e");
    }

    proptest! {
        #[test]
        fn it_does_not_matter_where_writes_end(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "a", "한", "🐕", "\x1b[1;31m", "\x1b[2J", "\x1b", "\u{9b}", "\u{202e}", "\n", "\t", "m", "[",
            ]), 0..30),
            cuts in prop::collection::vec(0usize..120, 0..20),
            form in prop::sample::select(vec![Form::Text, Form::Json, Form::Frame]),
        ) {
            let whole = pieces.concat();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(whole.len())).collect();
            cuts.sort_unstable();
            let ends = cuts.iter().copied().chain([whole.len()]);
            let starts = [0].into_iter().chain(cuts.iter().copied());
            let cut: Vec<&[u8]> = starts.zip(ends).map(|(start, end)| &whole.as_bytes()[start..end]).collect();
            let out = written(form, cut);
            prop_assert_eq!(&out, &written(form, [whole.as_bytes()]));
            let hidden = |c: char| is_hidden(c) && c != '\n' && !(form == Form::Frame && c == '\x1b');
            prop_assert!(!out.contains(hidden), "{:?}", out);
        }

        #[test]
        fn no_bytes_get_through_raw(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let out = written(Form::Text, bytes.chunks(7));
            prop_assert!(!out.contains(|c: char| is_hidden(c) && c != '\n'));
        }
    }
}

//! Paths as terminals paste them when a file is dropped on the window: plain, in quotes, with a backslash before
//! characters that are special to a shell, or as a `file://` URL. There may be one or several, separated by spaces.

/// Characters that a backslash escapes in a dropped path. Before other characters, a backslash is part of the name.
const ESCAPED: &str = " \t!\"#$&'()*,;<=>?@[\\]^`{|}~:%+";

/// The first path of a text that was dropped. A text of another form is a path itself.
pub fn path_of(text: &str) -> String {
    let text = text.trim();
    let first = text.lines().next().unwrap_or_default().trim();
    if let Some(path) = address(first) {
        return path;
    }
    let word = match first.chars().next() {
        Some(quote @ ('\'' | '"')) => quoted(first, quote),
        _ if first.contains('\\') || names_several(first) => Some(unescaped(first)),
        _ => None,
    };
    let path = word.unwrap_or_else(|| first.to_owned());
    address(&path).unwrap_or(path)
}

/// Whether pasted text is most likely a dropped file: its path is absolute.
pub fn is_dropped(text: &str) -> bool {
    let path = path_of(text);
    path.len() > 1 && (path.starts_with('/') && !path.starts_with("//") || path.starts_with("~/"))
}

/// A path as it must be typed, so that [`path_of`] returns it.
pub fn typed_path(path: &str) -> String {
    if path_of(path) == path && !path.contains('\\') {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}

/// The path of a `file://` URL on this machine.
fn address(text: &str) -> Option<String> {
    let rest =
        text.get(.."file:".len()).filter(|scheme| scheme.eq_ignore_ascii_case("file:")).map(|s| &text[s.len()..])?;
    let rest = rest.split_whitespace().next().unwrap_or_default();
    let path = match rest.strip_prefix("//") {
        // The host is this machine, whatever its name.
        Some(named) => &named[named.find('/')?..],
        None => rest,
    };
    path.starts_with('/').then(|| decoded(path))
}

/// Decodes percent escapes into bytes. Invalid escapes are unchanged.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|two| *first == b'%' && two.iter().all(u8::is_ascii_hexdigit));
        let escape = digits.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The quoted text at the beginning, and what is joined to it as shells join it: `'it'\''s'`. A quote that is not
/// closed is still being typed.
fn quoted(text: &str, first: char) -> Option<String> {
    let (mut path, mut open, mut letters) = (String::new(), None, text.chars().peekable());
    while let Some(c) = letters.next() {
        match (open, c) {
            (None, '\'' | '"') => open = Some(c),
            (None, c) if c.is_whitespace() => break,
            (Some(quote), c) if c == quote => open = None,
            (None, '\\') => path.extend(letters.next()),
            (Some('"'), '\\') if letters.peek().is_some_and(|c| "\"\\$`".contains(*c)) => path.extend(letters.next()),
            (_, c) => path.push(c),
        }
    }
    // A name may begin with a quote and contain no other quote.
    let is_pair = open != Some(first) || text.matches(first).count() > 1;
    (!path.is_empty() && (is_pair || path.starts_with(['/', '~', '.']))).then_some(path)
}

/// Whether a line has several paths: a root or a URL follows a space.
fn names_several(text: &str) -> bool {
    text.starts_with('/') && [" /", " file:", " '/", " \"/"].iter().any(|next| text.contains(next))
}

/// The text up to the first space without a backslash that is followed by another path, without the backslashes.
fn unescaped(text: &str) -> String {
    let (mut path, mut letters) = (String::new(), text.char_indices().peekable());
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' if letters.peek().is_some_and(|(_, c)| ESCAPED.contains(*c)) => {
                path.extend(letters.next().map(|(_, c)| c));
            }
            ' ' if text[at + 1..].starts_with(['/', '\'', '"']) || text[at + 1..].starts_with("file:") => break,
            c => path.push(c),
        }
    }
    path.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_paths_are_read_as_terminals_write_them() {
        for (text, path) in [
            ("/a/dog.png", "/a/dog.png"),
            ("/a/dog.png ", "/a/dog.png"),
            ("/a/my dog.png", "/a/my dog.png"),
            ("'/a/my dog.png' ", "/a/my dog.png"),
            ("\"/a/my dog.png\"", "/a/my dog.png"),
            ("\"/a/my \\\"dog\\\".png\"", "/a/my \"dog\".png"),
            ("'/a/it'\\''s.png'", "/a/it's.png"),
            ("/a/my\\ dog\\ \\(1\\).png", "/a/my dog (1).png"),
            ("file:///a/my%20dog.png", "/a/my dog.png"),
            ("file://host/a/%ED%95%9C.png\r\n", "/a/한.png"),
            ("file:/a/b.png", "/a/b.png"),
            ("'file:///a/my%20dog.png'", "/a/my dog.png"),
            ("/a/one.png /a/two.png", "/a/one.png"),
            ("/a/one\\ 1.png /a/two.png", "/a/one 1.png"),
            ("'/a/one 1.png' '/a/two.png'", "/a/one 1.png"),
            ("file:///a/one.png file:///a/two.png", "/a/one.png"),
            ("file:///a/one.png\nfile:///a/two.png", "/a/one.png"),
            ("/a/one.png\n/a/two.png\n", "/a/one.png"),
            ("~/my\\ dog.png", "~/my dog.png"),
            ("dog.png", "dog.png"),
            ("it's.png", "it's.png"),
            ("100%.png", "100%.png"),
            ("file:///a/100%.png", "/a/100%.png"),
            ("a\\b.png", "a\\b.png"),
            ("'/a/my do", "/a/my do"),
            ("", ""),
        ] {
            assert_eq!(path_of(text), path, "{text:?}");
        }
    }

    #[test]
    fn only_absolute_paths_were_dropped() {
        for text in ["/a/dog.png", "'/a/my dog.png' ", "file:///a/dog.png", "~/dog.png", "\"/a\""] {
            assert!(is_dropped(text), "{text}");
        }
        for text in ["dog.png", "x / 2", "/", "// a comment", "", "file:", "hello /a"] {
            assert!(!is_dropped(text), "{text}");
        }
    }

    #[test]
    fn every_path_can_be_typed() {
        for path in ["/a/b", "/a/my dog", "/a/it's", "'a'", "a\\ b", "\"a\"", "/a /b", "a\\b", "/x/\\\\"] {
            assert_eq!(path_of(&typed_path(path)), path, "{}", typed_path(path));
        }
    }
}

//! Lists separated by commas, as in options.

use crate::words::errors;
use std::ops::Range;

errors! {
    /// Why a text is not a list.
    #[derive(Eq)]
    pub enum ListError: "list" {
        /// There is nothing between two commas, or before or after one.
        Missing = "missing",
    }
}

/// The items between commas, without surrounding spaces. A comma within brackets or quotes belongs to its item, as in
/// `max(0, x)`. Quotes around a whole item are removed.
pub fn list(text: &str) -> Vec<String> {
    parts(text).into_iter().map(|part| item(&text[part])).collect()
}

/// The positions of the items.
fn parts(text: &str) -> Vec<Range<usize>> {
    let (mut depth, mut quote, mut start, mut found) = (0_usize, None, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match (c, quote) {
            (_, Some(open)) => quote = Some(open).filter(|open| *open != c),
            ('"' | '\'', None) => quote = Some(c),
            ('(' | '[' | '{', None) => depth += 1,
            (')' | ']' | '}', None) => depth = depth.saturating_sub(1),
            (',', None) if depth == 0 => {
                found.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(start..text.len());
    found
}

fn item(part: &str) -> String {
    unquoted(part.trim()).to_owned()
}

fn unquoted(item: &str) -> &str {
    let within = |quote: char| item.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| !inner.contains(quote));
    within('"').or_else(|| within('\'')).unwrap_or(item)
}

/// The functions of a list, each with its parameters: `b = 2` belongs to the function before it, as in
/// `selu:alpha=1,scale=2` and in `a*x + b; a = 1, b = 2`.
///
/// # Errors
/// If an item is missing, what would be valid.
pub fn functions(text: &str) -> Result<Vec<String>, ListError> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for part in parts(text) {
        let words = text[part.clone()].trim();
        match found.last_mut() {
            _ if words.is_empty() => return Err(ListError::Missing),
            Some(last) if is_setting(words) && text[last.clone()].contains([':', ';']) => last.end = part.end,
            _ => found.push(part),
        }
    }
    Ok(found.into_iter().map(|part| item(&text[part])).collect())
}

fn is_setting(item: &str) -> bool {
    item.split_once('=').is_some_and(|(name, value)| {
        let name = name.trim();
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_') && !value.starts_with('=')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commas_divide_outside_brackets_and_quotes() {
        for (text, want) in [
            ("silu,mish", &["silu", "mish"][..]),
            (" silu , mish ", &["silu", "mish"]),
            ("max(0, x),relu", &["max(0, x)", "relu"]),
            ("max(0, min(x, 6)), x", &["max(0, min(x, 6))", "x"]),
            ("'my leak',\"a, b\"", &["my leak", "a, b"]),
            ("x),y", &["x)", "y"]),
            ("", &[""]),
            ("a,", &["a", ""]),
        ] {
            assert_eq!(list(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_set_belongs_to_the_function_before_it() {
        for (text, want) in [
            ("elu:alpha=0.5,relu", &["elu:alpha=0.5", "relu"][..]),
            ("selu:alpha=1,scale=2,relu", &["selu:alpha=1,scale=2", "relu"]),
            ("=a*x + b; a = 1, b = 2,mish", &["=a*x + b; a = 1, b = 2", "mish"]),
            ("relu,=max(0, x)", &["relu", "=max(0, x)"]),
            ("x, x == 1", &["x", "x == 1"]),
            ("relu,alpha=1", &["relu", "alpha=1"]),
        ] {
            assert_eq!(functions(text).unwrap(), want, "{text}");
        }
        for text in ["", "silu,", ",silu", "silu,,mish"] {
            assert!(functions(text).unwrap_err().to_string().contains("silu,mish"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn items_that_are_joined_come_apart_again(
            items in prop::collection::vec("[a-z]{1,8}(\\([a-z, ]{0,8}\\))?", 1..6)
        ) {
            prop_assert_eq!(list(&items.join(",")), items.clone());
            prop_assert_eq!(functions(&items.join(" , ")).unwrap(), items);
        }
    }
}

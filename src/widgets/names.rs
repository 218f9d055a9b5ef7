//! Names shortened to fit into cells.

use super::text;

/// The width of the longest name.
pub fn longest(names: &[&str]) -> usize {
    names.iter().map(|name| text::width(name)).max().unwrap_or(0)
}

/// Names of at most this many cells. What they have in common at their beginning, up to the last space or sign, is left out
/// before they are cut, so that `class 1` becomes `1`.
pub fn shortened(names: &[&str], most: usize) -> Vec<String> {
    let common = if longest(names) > most { common(names) } else { 0 };
    names.iter().map(|name| text::cut(&name[common..], most)).collect()
}

/// The length in bytes of the common beginning of all names that ends in a space or a sign.
fn common(names: &[&str]) -> usize {
    let Some((first, others)) = names.split_first().filter(|(_, others)| !others.is_empty()) else { return 0 };
    let mut ends = first.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, c)| at + c.len_utf8());
    // A name is never left without a letter.
    let is_common = |end: &usize| others.iter().chain([first]).all(|n| n.starts_with(&first[..*end]) && n.len() > *end);
    ends.rfind(is_common).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_they_have_in_common_before_they_are_cut() {
        assert_eq!(shortened(&["class 0", "class 1"], 7), ["class 0", "class 1"]);
        assert_eq!(shortened(&["class 0", "class 1"], 6), ["0", "1"]);
        assert_eq!(shortened(&["Iris-setosa", "Iris-virginica"], 8), ["setosa", "virgini…"]);
        assert_eq!(shortened(&["cat", "car"], 2), ["c…", "c…"], "a common letter is no common word");
        assert_eq!(shortened(&["품종 가나다", "품종 라"], 6), ["가나다", "라"]);
        assert_eq!(shortened(&["a b", "a b"], 1), ["b", "b"]);
        assert_eq!(shortened(&["long name"], 5), ["long…"]);
        assert_eq!(shortened(&["a ", "a b"], 2), ["a ", "a…"], "no name becomes empty");
        assert!(shortened(&[], 3).is_empty());
    }
}

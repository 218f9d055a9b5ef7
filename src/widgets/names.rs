//! Names shortened to fit into cells.

use super::text;

/// The width of the longest name.
pub fn longest(names: &[&str]) -> usize {
    names.iter().map(|name| text::width(name)).max().unwrap_or(0)
}

/// Names of at most this many cells. What they have in common at their beginning, up to the last space or sign, is left out
/// before they are cut, so that `class 1` becomes `1`. If different names would look the same, their ends are kept.
pub fn shortened(names: &[&str], most: usize) -> Vec<String> {
    let common = if longest(names) > most { common(names) } else { 0 };
    let rest: Vec<&str> = names.iter().map(|name| &name[common..]).collect();
    let ways: [fn(&str, usize) -> String; 3] = [text::cut, without_middle, end_of];
    let mut all = ways.map(|way| rest.iter().map(|name| way(name, most)).collect::<Vec<String>>());
    let best = all.iter().position(|short| are_distinct(&rest, short)).unwrap_or(0);
    std::mem::take(&mut all[best])
}

/// Whether names that differ are still different.
fn are_distinct(names: &[&str], short: &[String]) -> bool {
    let differ = |a: usize, b: usize| names[a] == names[b] || short[a] != short[b];
    (0..names.len()).all(|a| (0..a).all(|b| differ(a, b)))
}

/// As much of the end of a name as fits, after `…`.
fn end_of(name: &str, cells: usize) -> String {
    let mut used = 1;
    let fits = |c: &char| {
        used += text::width(c.encode_utf8(&mut [0; 4]));
        used <= cells
    };
    if text::width(name) <= cells {
        return name.to_owned();
    }
    let kept: Vec<char> = name.chars().rev().take_while(fits).collect();
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

/// A name without its middle, in whose place is `…`.
fn without_middle(name: &str, cells: usize) -> String {
    if text::width(name) <= cells || cells < 5 {
        return end_of(name, cells);
    }
    let first = text::cut(name, cells.div_ceil(2));
    let left = cells - text::width(&first) + 1;
    format!("{}{}", first.trim_end_matches('…'), end_of(name, left))
}

/// The length in bytes of the common beginning of all names that ends in a space or a sign.
fn common(names: &[&str]) -> usize {
    let Some((first, others)) = names.split_first().filter(|(_, others)| !others.is_empty()) else { return 0 };
    // A number is never cut at its point, nor layers such as `8-8-4` between two of them: the rest would be another name.
    let is_within =
        |at: usize, c: char| matches!(c, '.' | '-') && first[..at].ends_with(|before: char| before.is_ascii_digit());
    let signs = first.char_indices().filter(|(at, c)| !c.is_alphanumeric() && !is_within(*at, *c));
    let mut ends = signs.map(|(at, c)| at + c.len_utf8());
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
        assert_eq!(shortened(&["cat", "car"], 2), ["…t", "…r"], "a common letter is no common word");
        assert_eq!(shortened(&["rate 0.01", "rate 0.001", "rate 0.1"], 6), ["0.01", "0.001", "0.1"]);
        assert_eq!(shortened(&["8-8-8 tanh", "8-8-8-8 tanh"], 11), ["8-8-8 tanh", "8-8-8-8 ta…"]);
        assert_eq!(shortened(&["품종 가나다", "품종 라"], 6), ["가나다", "라"]);
        assert_eq!(shortened(&["a b", "a b"], 1), ["b", "b"]);
        assert_eq!(shortened(&["long name"], 5), ["long…"]);
        assert_eq!(shortened(&["a ", "a b"], 2), ["a ", "a…"], "no name becomes empty");
        assert!(shortened(&[], 3).is_empty());
    }

    #[test]
    fn names_that_differ_still_differ_when_they_are_short() {
        let names = ["rate 0.01", "rate 0.001", "two rates 0.1"];
        for most in 6..14 {
            let short = shortened(&names, most);
            assert!(are_distinct(&names, &short), "{short:?}");
            assert!(short.iter().all(|name| text::width(name) <= most), "{short:?} in {most}");
        }
        assert_eq!(without_middle("two sigmoids", 7), "two…ids");
        assert_eq!(end_of("시그모이드", 5), "…이드");
    }
}

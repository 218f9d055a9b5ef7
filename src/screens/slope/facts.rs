//! The facts of the comparison, in words.

use super::SlopeScreen;
use crate::screens::number::short;
use crate::text::number::rounded;
use crate::words::Words;

/// Facts for the status lines, the most important first.
pub(super) fn facts(room: &SlopeScreen, words: &Words) -> Vec<String> {
    let Some(c) = room.derived.comparison() else { return Vec::new() };
    let mut said = Vec::new();
    if c.missing > 0 {
        let counts = [("n", c.missing.to_string()), ("all", c.xs.len().to_string())];
        said.push(fill(words, "slope.missing", &counts));
    }
    if let Some(l) = &c.largest {
        let values = [("error", short(l.error)), ("x", short(l.x)), ("slope", short(l.slope))];
        said.push(fill(words, "slope.largest", &values));
    }
    if c.zeros > 0 {
        let counts = [("n", c.zeros.to_string()), ("all", c.xs.len().to_string()), ("true", c.true_zeros.to_string())];
        said.push(fill(words, if c.true_zeros > 0 { "slope.zeros-true" } else { "slope.zeros" }, &counts));
    }
    said
}

/// What the comparison is worth: the best step, the usual error, and on which side of the best step this one is.
pub(super) fn advice(room: &SlopeScreen, words: &Words) -> Vec<String> {
    let Some(c) = room.derived.comparison() else { return Vec::new() };
    let mut said: Vec<String> = best(room, words).into_iter().collect();
    if let Some(median) = c.median_relative {
        said.push(fill(words, "slope.median", &[("percent", short(median * 100.0))]));
    }
    said.extend(side(room).map(|key| words.get(key).to_owned()));
    said
}

/// The best step, in words.
pub(super) fn best(room: &SlopeScreen, words: &Words) -> Option<String> {
    let (h, error) = room.derived.best()?;
    let key = if error == 0.0 { "slope.best-exact" } else { "slope.best" };
    Some(fill(words, key, &[("h", rounded(h, 2)), ("error", rounded(error, 2))]))
}

/// Whether the current step is smaller or larger than the best one.
fn side(room: &SlopeScreen) -> Option<&'static str> {
    let (best, error) = room.derived.best()?;
    let now = room.derived.comparison()?.largest?.error;
    Some(match room.now.h {
        _ if now <= 3.0 * error => "slope.near-best",
        h if h < best => "slope.far-small",
        _ => "slope.far-large",
    })
}

fn fill(words: &Words, key: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.fill(key, &values)
}

/// Figures by name, for lessons.
pub(super) fn figures(room: &SlopeScreen) -> Vec<(String, f64)> {
    let mut figures = vec![("h", room.now.h)];
    if let Some(comparison) = room.derived.comparison() {
        figures.extend([("zeros", comparison.zeros as f64), ("points", comparison.xs.len() as f64)]);
        if let Some(largest) = comparison.largest {
            figures.extend([("largest-difference", largest.error), ("at", largest.x), ("true-slope", largest.slope)]);
        }
    }
    if let Some((h, error)) = room.derived.best() {
        figures.extend([("best-h", h), ("best-error", error)]);
    }
    figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

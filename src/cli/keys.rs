//! `actlab list keys`: every key of every room, as Markdown tables. `docs/keys.md` is this text.

use super::args::Globals;
use super::environment::{self, Target};
use super::{CliError, json};
use crate::input::{BESIDE, EVERYWHERE, Key, Keymap, TYPING, Verb, label};
use crate::screens::{SCREENS, without_terms};
use crate::words::Words;
use serde_json::json;
use std::io::Write;

/// The contexts of keys besides the rooms, with the key of their headings in the catalogue.
pub(super) const OTHERS: [(&str, &str); 9] = [
    ("train-net", "keys.train-net"),
    ("train-map", "keys.train-map"),
    ("train-points", "keys.train-points"),
    ("train-time", "keys.train-time"),
    ("train-inspector", "keys.train-inspector"),
    (EVERYWHERE, "app.everywhere"),
    (BESIDE, "keys.beside"),
    (TYPING, "app.typing"),
    ("help", "verb.help"),
];

/// Writes the keys in force, with the reader's settings.
pub(super) fn run(globals: &Globals, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let loaded = environment::load(globals)?;
    let words = Words::of(environment::spoken(&loaded));
    let is_ascii = environment::choices(&loaded, Target::Terminal)?.ascii;
    let rooms = SCREENS.iter().map(|room| (room.id, words.find_in("room", room.id).unwrap_or(room.id)));
    let others = OTHERS.iter().map(|(context, key)| (*context, words.get(key)));
    let has_keys = |(context, _): &(&str, &str)| loaded.keymap.bound(context).next().is_some();
    let contexts: Vec<(&str, &str)> = rooms.chain(others).filter(has_keys).collect();
    if as_json {
        for (context, _) in &contexts {
            for (verb, keys) in rows(&loaded.keymap, context, is_ascii) {
                let line = json!({"context": context, "verb": verb.id(), "keys": keys, "does": does(verb, context, &words, is_ascii)});
                writeln!(out, "{}", json::object("key", line))?;
            }
        }
        return Ok(());
    }
    writeln!(out, "# {}\n\n{}", words.get("keys.title"), words.get("keys.about"))?;
    for (context, name) in &contexts {
        writeln!(out, "\n## {name}\n\n| {} | {} |\n| --- | --- |", words.get("keys.key"), words.get("keys.does"))?;
        for (verb, keys) in rows(&loaded.keymap, context, is_ascii) {
            let keys: Vec<String> = keys.iter().map(|key| code(key)).collect();
            writeln!(out, "| {} | {} |", keys.join(" "), does(verb, context, &words, is_ascii))?;
        }
    }
    writeln!(out, "\n## {}\n\n{}\n", words.get("keys.several"), words.get("keys.several-about"))?;
    for key in REASONED {
        writeln!(out, "- {}: {}", code(key), words.find_in("keys.reason", key).unwrap_or_default())?;
    }
    Ok(())
}

/// The keys that have one meaning where the thing exists, or a reason in `[keys.reason]` of the catalogue.
pub(super) const REASONED: [&str; 6] = ["space", "r", "i", "a", "e", "tab"];

/// The verbs of a context in the order of the configuration, with the labels of their keys.
pub(super) fn rows(keymap: &Keymap, context: &str, is_ascii: bool) -> Vec<(Verb, Vec<String>)> {
    let mut rows: Vec<(Verb, Vec<String>)> = Vec::new();
    let spell = |key: Key| label(key, is_ascii);
    for (key, verb) in keymap.bound(context) {
        match rows.iter_mut().find(|(known, _)| *known == verb) {
            Some((_, keys)) => keys.push(spell(key)),
            None => rows.push((verb, vec![spell(key)])),
        }
    }
    rows
}

/// What a verb does. In ASCII, without the terms of the other language.
pub(super) fn does(verb: Verb, context: &str, words: &Words, is_ascii: bool) -> String {
    let here = words.find_in("verb", &format!("{}-{context}", verb.id()));
    let text = here.or_else(|| words.find_in("verb", verb.id())).unwrap_or(verb.id());
    if is_ascii { without_terms(text, words.language()) } else { text.to_owned() }
}

/// A key as Markdown code. A backtick and a bar need another spelling there.
fn code(key: &str) -> String {
    match key {
        "`" => "`` ` ``".to_owned(),
        "|" => "`\\|`".to_owned(),
        _ => format!("`{key}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::input::parse_key;
    use crate::words::Language;

    #[test]
    fn a_key_with_several_meanings_has_a_reason() {
        let keymap = config::default_keymap().unwrap();
        let words = Words::of(Language::English);
        for key in REASONED {
            let parsed = parse_key(key).unwrap();
            let mut verbs: Vec<Verb> = SCREENS.iter().filter_map(|room| keymap.verb(room.id, parsed)).collect();
            verbs.sort();
            verbs.dedup();
            assert!(verbs.len() < 2 || words.find_in("keys.reason", key).is_some(), "{key}: {verbs:?}");
        }
    }
}

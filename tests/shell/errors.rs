//! Every error is said in both languages. The enums that `errors!` writes are read from the source: a variant without a
//! text, a text without a variant, and a blank that is no field are mistakes.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::layers::files;
use actlab::words::{Arg, Language, Message, Words};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The fields of each variant by the key of its text.
fn variants() -> BTreeMap<String, Vec<String>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources = files(&src).into_iter().filter(|file| file.extension().is_some_and(|e| e == "rs"));
    let mut found = BTreeMap::new();
    for file in sources {
        let text = fs::read_to_string(&file).expect("a source");
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let code: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect();
        let code = code.join(" ");
        for block in code.split("errors! {").skip(1) {
            let (head, body) = block.split_once('{').expect("an enum");
            let group = head.split('"').nth(1).unwrap_or_else(|| panic!("{}: a group", file.display()));
            let body = body.split("} }").next().expect("an end");
            for (key, fields) in read(body) {
                let key = format!("error.{group}.{key}");
                assert!(found.insert(key.clone(), fields).is_none(), "{key} is there twice");
            }
        }
    }
    found
}

/// Keys and fields of the variants in the body of an enum.
fn read(body: &str) -> Vec<(String, Vec<String>)> {
    let parts: Vec<&str> = body.split("= \"").collect();
    let heads =
        parts.iter().enumerate().map(|(n, part)| if n == 0 { *part } else { part.split_once('"').map_or("", |p| p.1) });
    let keys = parts.iter().skip(1).map(|part| part.split('"').next().unwrap_or_default().to_owned());
    keys.zip(heads)
        .map(|(key, head)| {
            let fields = head.split_once('{').map_or("", |(_, fields)| fields).trim_end().trim_end_matches('}');
            let names =
                fields.split(',').filter_map(|field| field.split_once(':')).map(|(name, _)| name.trim().to_owned());
            (key, names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect())
        })
        .collect()
}

fn blanks(text: &str) -> Vec<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_error_has_a_text_in_both_languages() {
    let variants = variants();
    assert!(variants.len() >= 10, "{}", variants.len());
    let mut wrong = Vec::new();
    for words in Language::ALL.map(Words::of) {
        for (key, fields) in &variants {
            let Some(text) = words.find(key) else {
                wrong.push(format!("{key} has no text in {}", words.language()));
                continue;
            };
            let unknown = blanks(text).into_iter().filter(|blank| !fields.contains(blank));
            wrong.extend(unknown.map(|blank| format!("{key} ({}): {blank} is no field", words.language())));
        }
        let orphans = words.keys().filter(|key| key.starts_with("error.") && !variants.contains_key(*key));
        wrong.extend(orphans.map(|key| format!("{key} ({}) belongs to no error", words.language())));
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn errors_in_both_languages() {
    let catalogues = Language::ALL.map(Words::of);
    let mut said = String::new();
    for (key, fields) in variants() {
        let args = fields.into_iter().map(|name| (Cow::Owned(name.clone()), Arg::Text(format!("‹{name}›")))).collect();
        let message = Message { key: Cow::Owned(key.clone()), args };
        let [english, korean] = catalogues.each_ref().map(|words| words.say(&message));
        said.extend([key.as_str(), "\n  ", &english, "\n  ", &korean, "\n"]);
    }
    insta::assert_snapshot!(said);
}

#[test]
fn errors_are_written_by_the_macro_alone() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files(&src).into_iter().filter(|file| file.extension().is_some_and(|e| e == "rs")) {
        let text = fs::read_to_string(&file).expect("a source");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<&str> = code.collect();
        let name = file.strip_prefix(&src).expect("inside").display().to_string();
        if ALLOWED.contains(&name.as_str()) || PENDING.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        let by_hand = code.iter().find(|line| {
            line.contains("Error for ") && line.contains("impl")
                || line.contains("Result<") && line.contains(", String>")
        });
        assert!(by_hand.is_none(), "{name}: {}", by_hand.unwrap_or(&""));
    }
}

/// Where errors are text still. What is mended must not stand here any more.
const PENDING: &[&str] =
    &["app", "cli", "config", "input", "jobs", "lessons", "nn", "runtime", "screens", "theme", "tile", "words"];

/// Where an error is written by hand, each with its reason.
const ALLOWED: &[&str] = &[
    // The macro itself.
    "words/message.rs",
    // The errors of our deserializer, which serde makes through its own trait.
    "text/document/sentence.rs",
    // It has a span beside its text, which the editor marks.
    "functions/formula/error.rs",
];

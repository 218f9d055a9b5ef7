//! A type name exists once in the crate, unless it is private to its file, so that a name identifies its type.
#![allow(clippy::expect_used, reason = "tests")]

use super::layers::files;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The name that a line declares for other files, if any: structs, enums, traits and aliases with a visibility.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub")?;
    let line = if line.starts_with('(') { line.split_once(')')?.1 } else { line };
    let (kind, rest) = line.trim_start().split_once(' ')?;
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    (matches!(kind, "struct" | "enum" | "trait" | "type" | "union") && !name.is_empty()).then_some(name)
}

#[test]
fn a_type_name_exists_once() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files(&src).into_iter().filter(|file| file.extension().is_some_and(|e| e == "rs")) {
        let text = fs::read_to_string(&file).expect("a source");
        let place = file.strip_prefix(&src).expect("inside").display().to_string();
        for name in text.lines().map(str::trim_start).filter_map(declared) {
            places.entry(name.to_owned()).or_default().push(place.clone());
        }
    }
    assert!(places.len() > 200, "{}", places.len());
    let twice: Vec<_> = places.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

#[test]
fn declarations_are_told_from_other_lines() {
    assert_eq!(declared("pub(crate) struct Layer<'a> {"), Some("Layer"));
    assert_eq!(declared("pub type Pair = (f64, f64);"), Some("Pair"));
    assert_eq!(declared("pub enum Kind: \"kind\" {"), Some("Kind"));
    assert_eq!(declared("struct Private;"), None);
    assert_eq!(declared("pub fn layer() {}"), None);
}

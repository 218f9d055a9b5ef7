//! No circular imports among siblings: no module of a directory, with all modules inside it, may use another that uses
//! it in turn, directly or through others.
//!
//! The file of a module may use the modules inside it, and they may use it: this is not counted. Tests are ignored.
#![allow(clippy::expect_used, reason = "tests")]

use super::layers::files;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Directories that still have circles. A directory without circles must not be listed here.
const EXCEPTIONS: &[&str] = &[];

/// A module by its names from the root of the crate.
type Module = Vec<String>;

/// For each pair of siblings where the first uses the second: one file of the first, and the file of the second that it
/// uses.
type Arrows = BTreeMap<(String, String), (Module, Module)>;

/// The code of a file without comments and tests, split into words and signs.
fn words(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut before = ' ';
        for c in line.chars() {
            let belongs = |c: char| c.is_alphanumeric() || c == '_';
            match words.last_mut() {
                Some(word) if belongs(c) && belongs(before) || word == ":" && c == ':' && before == ':' => word.push(c),
                _ if c.is_whitespace() => {}
                _ => words.push(c.to_string()),
            }
            before = c;
        }
    }
    words
}

/// Collects the paths that continue from `base` at a word. Returns the index after them.
fn follow(words: &[String], mut at: usize, base: &Module, found: &mut Vec<Module>) -> usize {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    match word(at) {
        "{" => {
            at += 1;
            while !matches!(word(at), "}" | "") {
                at = if word(at) == "," { at + 1 } else { follow(words, at, base, found) };
            }
            at + 1
        }
        name => {
            let path = [base.as_slice(), &[name.to_owned()]].concat();
            if word(at + 1) == "::" {
                return follow(words, at + 2, &path, found);
            }
            found.push(path);
            if word(at + 1) == "as" { at + 3 } else { at + 1 }
        }
    }
}

/// The paths that a file uses, from the root of the crate.
fn paths(text: &str, module: &Module) -> Vec<Module> {
    let (words, mut found, mut at) = (words(text), Vec::new(), 0);
    while at + 1 < words.len() {
        let ups = words[at..].chunks(2).take_while(|pair| pair.len() == 2 && pair[0] == "super" && pair[1] == "::");
        let ups = ups.count();
        if ups > 0 {
            let base = module[..module.len().saturating_sub(ups)].to_vec();
            at = follow(&words, at + 2 * ups, &base, &mut found);
        } else if words[at] == "crate" && words[at + 1] == "::" {
            at = follow(&words, at + 2, &Module::new(), &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// The imports between the modules of each directory.
fn arrows(sources: &BTreeMap<Module, String>) -> BTreeMap<String, Arrows> {
    let mut all: BTreeMap<String, Arrows> = BTreeMap::new();
    for (module, text) in sources {
        for path in paths(text, module) {
            let lengths = (1..=path.len()).rev();
            let Some(used) = lengths.map(|n| &path[..n]).find(|used| sources.contains_key(*used)) else { continue };
            let shared = module.iter().zip(used).take_while(|(a, b)| a == b).count();
            // If one lies within the other, or they are the same, they are not siblings.
            let (Some(from), Some(to)) = (module.get(shared), used.get(shared)) else { continue };
            let arrows = all.entry(module[..shared].join("/")).or_default();
            arrows.entry((from.clone(), to.clone())).or_insert_with(|| (module.clone(), used.to_vec()));
        }
    }
    all
}

/// Whether imports lead from one sibling to another.
fn leads(arrows: &Arrows, from: &str, to: &str) -> bool {
    let (mut open, mut seen) = (vec![from], BTreeSet::new());
    while let Some(here) = open.pop() {
        if here == to {
            return true;
        }
        if seen.insert(here) {
            open.extend(arrows.keys().filter(|(from, _)| from == here).map(|(_, to)| to.as_str()));
        }
    }
    false
}

/// The circular imports of each directory, each as two files. Directories without circles are left out.
fn circles(sources: &BTreeMap<Module, String>) -> BTreeMap<String, Vec<String>> {
    let told = |arrows: &Arrows| -> Vec<String> {
        let on_circle = arrows.iter().filter(|((from, to), _)| leads(arrows, to, from));
        on_circle.map(|(_, (file, used))| format!("src/{}.rs uses src/{}.rs", file.join("/"), used.join("/"))).collect()
    };
    let all = arrows(sources).into_iter().map(|(directory, arrows)| (directory, told(&arrows)));
    all.filter(|(_, told)| !told.is_empty()).collect()
}

fn sources() -> BTreeMap<Module, String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    for file in files(&src).into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let inside = file.strip_prefix(&src).expect("inside").with_extension("");
        let module: Module = inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        let is_root = matches!(module.as_slice(), [name] if name == "lib" || name == "main");
        if !is_root && !file.ends_with("tests.rs") {
            sources.insert(module, fs::read_to_string(&file).expect("a file"));
        }
    }
    sources
}

#[test]
fn no_arrows_among_siblings_make_a_circle() {
    let sources = sources();
    let count: usize = arrows(&sources).values().map(BTreeMap::len).sum();
    assert!(count > 400, "the imports are read: {count}");
    let mut circles = circles(&sources);
    for exception in EXCEPTIONS {
        let circle = circles.remove(*exception);
        assert!(circle.is_some(), "src/{exception} has no circle any more: take it out of EXCEPTIONS");
    }
    let told = circles.values().flatten().map(String::as_str).collect::<Vec<_>>();
    assert!(told.is_empty(), "these imports make circles:\n{}", told.join("\n"));
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let circle = |files: &[(&str, &str)]| {
        let module = |path: &str| path.split('/').map(str::to_owned).collect::<Module>();
        circles(&files.iter().map(|(path, text)| (module(path), (*text).to_owned())).collect())
    };
    let told = |a: &str, b: &str| vec![format!("src/{a}.rs uses src/{b}.rs"), format!("src/{b}.rs uses src/{a}.rs")];
    for text in [
        "use super::b;",
        "use super::{\n    c::D,\n    b::{self, E as F},\n};",
        "fn f() -> super::b::E {}",
        "use crate::nn::{c, b::E};",
        "fn f() { crate::nn::b::g::<f64>() }",
    ] {
        let found = circle(&[("nn", ""), ("nn/a", text), ("nn/b", "use super::a::G;"), ("nn/c", "")]);
        assert_eq!(found, BTreeMap::from([("nn".to_owned(), told("nn/a", "nn/b"))]), "{text}");
    }
    for text in [
        "// use super::b;",
        "use super::c;",
        "pub(super) struct B;",
        "use super::{c as b, d};",
        "\n#[cfg(test)]\nmod tests {\n    use super::super::b;\n}",
    ] {
        let found = circle(&[("nn", "use crate::nn::a;"), ("nn/a", text), ("nn/b", "use super::a;"), ("nn/c", "")]);
        assert_eq!(found, BTreeMap::new(), "{text}");
    }
    let below = circle(&[("a", ""), ("a/c", "use crate::b::D;"), ("b", ""), ("b/d", "use crate::a::C;")]);
    assert_eq!(below[""], ["src/a/c.rs uses src/b.rs", "src/b/d.rs uses src/a.rs"]);
    let three = circle(&[("a", "use crate::b;"), ("b", "use crate::c;"), ("c", "use crate::a;")]);
    assert_eq!(three[""].len(), 3);
}

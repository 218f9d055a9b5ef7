//! `docs/json.md` has every key that the program prints, and no other.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::command;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

type Keys = BTreeMap<String, BTreeSet<String>>;

/// Objects whose keys are names of other things.
const NAMES: [&str; 6] = ["knobs", "fields", "settings", "environment", "causes", "args"];

/// The keys that every object has.
const COMMON: [&str; 2] = ["schema", "version"];

const LINES: [&str; 29] = [
    "list activations --json",
    "list experiments --json",
    "list lessons --json",
    "list themes --json",
    "list rooms --json",
    "list settings --json",
    "list keys --json",
    "list data --json",
    "list optimisers --json",
    "lessons list --json",
    "lessons check LESSONS --json",
    "lessons progress --json",
    "eval elu 1 --json",
    "eval mine 1 --json --set formulas=FORMULAS",
    "plot elu --json --size 16x8",
    "data iris --json",
    "data TABLE --json",
    "train --data iris --test 0.3 --epochs 3 --json",
    "train spiral --epochs 300 --json",
    "train parabola --epochs 2 --json",
    "train xor-two-sigmoids --epochs 50 --json --stop loss=1.4",
    "train WILD --json",
    "sweep parabola -n 3 --epochs 3 --each",
    "sweep xor-two-sigmoids -n 3 --epochs 3 --json --vary learning-rate=0.1,0.2 --shard 1/2",
    "sweep --data iris --test 0.3 -n 2 --epochs 2 --each",
    "config --json",
    "doctor --json",
    "train nope --json",
    "eval relu b --json",
];

/// A perceptron of numbers whose steps are far too long.
const WILD: &str = "title = \"wild\"\nepochs = 60\n[data]\nkind = \"parabola\"\n[[contestant]]\nname = \"w\"\nloss = \"mse\"\n\
                    optimizer = { kind = \"sgd\", learning_rate = 100.0 }\nlayers = [{ units = 1, activation = \"linear\" }]\n";

fn walk(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                found.insert(key.clone());
                match value {
                    Value::Object(inner) if key == "causes" => inner.values().for_each(|value| walk(value, found)),
                    Value::Object(_) if NAMES.contains(&key.as_str()) => {}
                    value => walk(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| walk(value, found)),
        _ => {}
    }
}

fn printed() -> Keys {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    write("lessons/en/01-x.md", "no lesson");
    let places = [
        ("LESSONS", dir.path().join("lessons").display().to_string()),
        ("FORMULAS", write("formulas.toml", "[[formula]]\nname = \"mine\"\ntext = \"x + 1\"\n")),
        ("TABLE", write("t.csv", "a,b,c\n1,2,x\n3,,y\n4,5,x\n")),
        ("WILD", write("wild.toml", WILD)),
    ];
    let mut found = Keys::new();
    for line in LINES {
        let line = places.iter().fold(line.to_owned(), |line, (name, path)| line.replace(name, path));
        let output = command(&line.split(' ').collect::<Vec<_>>()).output().expect("an end");
        let text = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        for text in text.lines() {
            let object: Value = serde_json::from_str(text).unwrap_or_else(|_| panic!("{line}: {text}"));
            assert!(object["version"].is_u64(), "{line}: {text}");
            walk(&object, found.entry(object["schema"].as_str().expect("a schema").to_owned()).or_default());
        }
    }
    for keys in found.values_mut() {
        keys.retain(|key| !COMMON.contains(&key.as_str()));
    }
    found
}

fn written() -> Keys {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).expect("the page");
    let sections = page.split("\n## ").skip(1).map(|section| section.split_once('\n').expect("a heading"));
    let keys = |text: &str| {
        let rows = text.lines().filter(|line| line.starts_with("| `"));
        let cells = rows.filter_map(|line| line.split('|').nth(1));
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    sections.map(|(name, text)| (name.to_owned(), keys(text))).collect()
}

#[test]
fn the_page_has_every_key_and_no_other() {
    let (printed, written) = (printed(), written());
    assert_eq!(printed.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>());
    for (schema, keys) in &printed {
        let page = &written[schema];
        let (missing, extra): (Vec<_>, Vec<_>) = (keys.difference(page).collect(), page.difference(keys).collect());
        assert!(missing.is_empty() && extra.is_empty(), "{schema}: not on the page {missing:?}, not printed {extra:?}");
    }
}

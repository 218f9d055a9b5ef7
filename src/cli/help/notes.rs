//! What help says beside arguments and options.

use super::section::{HelpItem, HelpSection};
use crate::screens::SCREENS;

/// The words of a key script.
const SCRIPT: [(&str, &str); 8] = [
    ("j, G, up, space", "A key, as the help of a room (?) names it"),
    ("ctrl-c, shift-left", "A key with another one held"),
    ("3*right", "A key that is pressed three times"),
    ("text:abc", "Letters, one after another; quote a text with spaces, as in \"text:a b\""),
    ("tick:30", "Wait for thirty thirtieths of a second of the program's own time"),
    ("until:epoch=500", "Wait until a run has reached this epoch; 3.17 is 17 steps after epoch 3"),
    ("until:done", "Wait until a run or a sweep has ended"),
    ("size:80x24", "Change the size"),
];

/// The sections of a command that its definition does not have.
pub(super) fn of(command: &str) -> Vec<HelpSection> {
    let prose = |title, paragraphs: &[&str]| HelpSection {
        title,
        prose: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
        items: Vec::new(),
    };
    match command {
        "" => vec![prose(
            "Documentation",
            &[
                "Without a command, the program opens: the lessons, at the place where you left them. Press ? for the keys of a room.",
                "The help of a command is 'actlab help COMMAND', and of a room 'actlab help open ROOM'. 'actlab man --out DIR' writes manual pages. \
                 The source has README.md and docs/: the formats of experiments, data, lessons and JSON, and the rules of training.",
            ],
        )],
        "render" => vec![HelpSection {
            title: "Key scripts",
            prose: vec!["A script has words with spaces between. These are its words:".to_owned()],
            items: SCRIPT.iter().map(|(word, does)| HelpItem::new(word, does)).collect(),
        }],
        "play" => vec![prose(
            "The room",
            &[
                "All options of the room Train follow, as in 'actlab play moons --seed 3'; 'actlab help open train' lists them. \
                 Data without an experiment are learned by one hidden layer of 8 tanh units. In an exhibit line, 'play' \
                 stands for 'train playground'.",
            ],
        )],
        "open" => vec![prose(
            "Rooms",
            &[&format!(
                "{}. 'actlab open ROOM --help' has the options of a room. With --plain, lines of keys are key scripts; \
                 'actlab render --help' has their words.",
                rooms()
            )],
        )],
        _ => Vec::new(),
    }
}

/// The ids of all rooms, as a sentence lists them.
fn rooms() -> String {
    let ids: Vec<&str> = SCREENS.iter().map(|room| room.id).collect();
    match ids.split_last() {
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

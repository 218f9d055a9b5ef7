//! Links of TensorFlow Playground on the command line.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{command, fails, out};
use serde_json::Value;

const LINK: &str = "https://playground.tensorflow.org/#activation=relu&dataset=xor&networkShape=5,3&seed=hello&noise=10\
                    &regularization=L1&regularizationRate=0.03&learningRate=0.1";

/// What is written to standard output and to standard error.
fn both(args: &[&str]) -> (String, String) {
    let output = command(args).output().expect("a program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    assert!(output.status.success(), "{args:?}");
    (text(output.stdout), text(output.stderr))
}

fn end(text: &str) -> Value {
    serde_json::from_str(text.lines().last().expect("a line")).expect("JSON")
}

#[test]
fn a_link_trains_wherever_an_experiment_does() {
    let (text, said) = both(&["train", LINK, "--epochs", "30", "--json"]);
    assert_eq!(said, "");
    let line = end(&text);
    assert_eq!((&line["seed_text"], &line["experiment"]), (&"hello".into(), &"playground-link".into()));
    let layers = line["contestants"][0]["layers"].as_array().expect("layers");
    let cut = layers[1]["cut_links"].as_u64().expect("a number");
    let listed = layers[1]["cut"].as_array().expect("rows").iter().flat_map(|row| row.as_array().expect("a row"));
    assert!(cut > 0 && listed.filter(|cut| **cut == true).count() as u64 == cut, "{line}");
    assert!(line["contestants"][0]["test_loss"].is_number());
    let (text, said) = both(&["train", "#dataset=xor&frobnicate=1", "--epochs", "3"]);
    assert!(text.contains("Playground: xor-cloud\n3 epochs, seed 1,"), "{text}");
    assert!(said.starts_with("actlab: ") && said.contains("frobnicate") && said.lines().count() == 1, "{said}");
    assert!(out(&["train", LINK, "--epochs", "30"]).contains("weights cut"));
    let swept: Value =
        serde_json::from_str(&out(&["sweep", LINK, "--seeds", "4", "--epochs", "3", "--json", "--quiet"]))
            .expect("JSON");
    assert!(swept.to_string().contains("playground-link"), "{swept}");
    for args in [vec!["render", "train", LINK, "--epoch", "5"], vec!["render", "sweep", LINK]] {
        assert!(out(&args).contains("playground rules"), "{args:?}");
    }
}

#[test]
fn a_link_with_a_mistake_is_one_sentence_in_both_languages() {
    let (code, said) = fails(&["train", "#networkShape=9999999"]);
    assert!(code == 2 && said.contains("4096") && said.lines().count() == 1, "{said}");
    let (code, said) = fails(&["train", "#batchSize=0", "--lang", "ko"]);
    assert!(code == 2 && said.contains("정수"), "{said}");
    // Shapes that layers allow, but not memory.
    let (code, said) = fails(&["sweep", "#networkShape=4096,4096,4096,4096,4096,4096,4096"]);
    assert!(code == 2 && said.contains("limits.memory"), "{said}");
    let (code, said) = fails(&["render", "train", "#learningRate=x\u{1b}]0;t\u{7}"]);
    assert!(code == 2 && !said.contains('\u{1b}') && !said.contains('\u{7}'), "{said}");
    let (code, said) = fails(&["train", "https://example.org/#dataset=xor"]);
    assert!(code == 1 && said.contains("example.org"), "another host is a path: {said}");
}

#[test]
fn link_prints_a_link_and_says_what_it_leaves_out() {
    let (link, said) = both(&["link", LINK]);
    assert!(link.contains("#activation=relu&regularization=L1&batchSize=10&dataset=xor&"), "{link}");
    assert_eq!(said, "actlab: not in the link: the number of epochs (300)\n");
    let losses = |name: &str| {
        let line = end(&out(&["train", name, "--epochs", "20", "--json"]));
        line["contestants"][0]["loss"].clone()
    };
    assert_eq!(losses(LINK), losses(link.trim_end()), "the link that is printed is the same run");
    let (link, said) = both(&["link", "parabola"]);
    assert!(link.starts_with("https://playground.tensorflow.org/#activation=relu&"), "{link}");
    for part in ["the data parabola", "glorot-uniform", "the optimizer adam", "other contestants (1)"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(both(&["link", "playground", "--seed", "7"]).0.contains("&seed=7&"));
    let line: Value = serde_json::from_str(&out(&["link", "sigmoid-xor", "--json"])).expect("JSON");
    assert!(line["link"].as_str().is_some_and(|link| link.contains("networkShape=&seed=7879&")), "{line}");
    let keys: Vec<&str> =
        line["left_out"].as_array().expect("a list").iter().filter_map(|gap| gap["key"].as_str()).collect();
    assert!(keys.contains(&"error.link-gap.data") && keys.contains(&"error.link-gap.optimizer"), "{line}");
    assert_eq!(fails(&["link", "parabla"]).0, 2);
}

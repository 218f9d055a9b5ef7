//! Frames and sentences of data with a test split. What `--plain` writes are the same sentences.
#![allow(clippy::expect_used, clippy::format_collect, reason = "tests")]

use crate::support::Scenario;
use actlab::tile::ColorDepth;
use actlab::words::Language;
use tempfile::NamedTempFile;

/// Two networks on few and noisy points: the wide one learns the noise.
const SPLIT: &str = "title = \"moons, half of them kept for a test\"\nepochs = 400\nseed = 2\n[data]\nkind = \"moons\"\n\
                     samples = 60\nnoise = 0.6\ntest = 0.5\nfeatures = [\"x\", \"y\", \"x*y\"]\nscale = \"standard\"\n\
                     [success]\naccuracy = 0.9\n[[contestant]]\nname = \"narrow\"\noptimizer = { kind = \"adam\", \
                     learning_rate = 0.02 }\nlayers = [{ units = 2, activation = \"tanh\" }, { units = 1, activation = \
                     \"sigmoid\" }]\n[[contestant]]\nname = \"wide\"\noptimizer = { kind = \"adam\", learning_rate = 0.02 \
                     }\nlayers = [{ units = 24, activation = \"tanh\" }, { units = 24, activation = \"tanh\" }, { units = \
                     1, activation = \"sigmoid\" }]\n";

fn file(text: &str) -> NamedTempFile {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    std::fs::write(file.path(), text).expect("written");
    file
}

fn scenario(file: &NamedTempFile, more: &str) -> Scenario {
    Scenario::new(&format!("train {} {more}", file.path().display()))
}

#[test]
fn every_contestant_has_a_line_for_training_and_one_for_the_test() {
    let file = file(SPLIT);
    let mut album = String::new();
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        let text = scenario(&file, "--epoch 250 --view curves").size(columns, rows).text();
        let title = format!("{columns}x{rows}\n");
        album.extend([&title, text.trim_end(), "\n\n"]);
    }
    let ascii = scenario(&file, "--epoch 250 --view curves").size(80, 24).ascii().text();
    let plain = scenario(&file, "--epoch 250 --view curves").size(80, 24).depth(ColorDepth::None).text();
    album.extend(["ascii\n", ascii.trim_end(), "\n\nwithout colour\n", plain.trim_end(), "\n"]);
    insta::assert_snapshot!("test_curves", album);
}

#[test]
fn a_sentence_says_when_the_test_loss_has_parted() {
    let file = file(SPLIT);
    let facts = scenario(&file, "--epoch 250").size(120, 40).player().app().read().join("\n");
    assert!(facts.contains("wide: since epoch ") && facts.contains("the test loss has risen by "), "{facts}");
    assert!(facts.contains("narrow: loss ") && facts.contains("; test loss "), "{facts}");
    let korean =
        scenario(&file, "--epoch 400").language(Language::Korean).size(120, 40).player().app().read().join("\n");
    assert!(korean.contains("시험 손실은") && korean.contains("; 시험 손실 "), "{korean}");
    // Without a test there is no such sentence.
    let whole = self::file(&SPLIT.replace("test = 0.5\n", "").replace("kept for a test", ""));
    let alone = scenario(&whole, "--epoch 250").size(120, 40).player().app().read().join("\n");
    assert!(!alone.contains("test loss"), "{alone}");
}

#[test]
fn a_table_of_ones_own_has_its_classes_on_the_screen() {
    let folder = tempfile::tempdir().expect("a folder");
    let points: String =
        (0..40).map(|n| format!("{},{},{}\n", n % 7, n % 5, if n % 7 > n % 5 { "oak" } else { "pine" })).collect();
    std::fs::write(folder.path().join("trees.csv"), format!("height,width,tree\n{points}")).expect("written");
    let path = folder.path().join("trees.toml");
    let text = "title = \"trees\"\nepochs = 20\n[data]\nkind = \"csv\"\npath = \"trees.csv\"\ntest = 0.25\n[[contestant]]\nname = \
                \"one\"\nlayers = [{ units = 3, activation = \"tanh\" }, { units = 1, activation = \"sigmoid\" }]\n";
    std::fs::write(&path, text).expect("written");
    let line = format!("train {} --epoch 20", path.display());
    let frame = Scenario::new(&line).size(120, 40).text();
    assert!(frame.contains("□  oak") && frame.contains("■  pine"), "{frame}");
    // A file that is no longer there is an error, and the room keeps what it had.
    let player = Scenario::new("train xor-two-sigmoids").player();
    std::fs::remove_file(folder.path().join("trees.csv")).expect("removed");
    let mut room = player;
    let exhibit = line.parse().expect("an exhibit");
    let error = room.open(&exhibit).expect_err("no file");
    assert!(actlab::words::in_english(&error).contains("there is no such file"), "{error:?}");
    assert!(room.app().read()[0].contains("XOR"), "{:?}", room.app().read());
}

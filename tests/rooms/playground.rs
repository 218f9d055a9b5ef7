//! The playground's rules in Train: the title, the border at 0, cut links, and what a link leaves to say.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;
use actlab::app::{App, Permissions};
use actlab::runtime::export;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Options;
use actlab::words::Language;
use ratatui::layout::Size;

const CUT: &str = "train '#activation=relu&dataset=xor&networkShape=5,3&seed=0.1&noise=10&regularization=L1\
                   &regularizationRate=0.03&learningRate=0.1' --epoch 100";

fn lines(exhibit: &str) -> Vec<String> {
    let player = Scenario::new(exhibit).player();
    player.app().read()
}

#[test]
fn the_title_and_the_seed_are_those_of_the_link() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        let text = Scenario::new(CUT).size(columns, rows).text();
        assert!(text.lines().next().expect("a title").contains("playground rules"), "{text}");
        assert!(text.contains("seed 0.1 "), "{text}");
    }
    let korean = Scenario::new("train playground").size(120, 40).language(Language::Korean).text();
    assert!(korean.contains("플레이그라운드 규칙") && korean.contains("0.59704"), "{korean}");
    let usual = Scenario::new("train spiral").size(120, 40).text();
    assert!(!usual.contains("playground rules"), "{usual}");
    // The next seed is another text.
    let next = Scenario::new("train playground").size(120, 40).keys("n").text();
    assert!(next.contains("seed 1 "), "{next}");
}

#[test]
fn cut_links_are_counted_in_the_net_in_the_inside_and_in_words() {
    let wide = Scenario::new(CUT).size(200, 60).text();
    assert!(
        wide.contains("✂")
            && wide.contains("dead saturated   cut")
            && wide.contains("12/15")
            && wide.contains("L1 has cut 18 weights"),
        "{wide}"
    );
    assert!(Scenario::new(CUT).size(120, 40).ascii().text().contains('%'));
    let said = lines(CUT).join("\n");
    assert!(said.contains("of 10 weights cut") && said.contains("L1 has cut"), "{said}");
    assert!(!lines("train playground --epoch 5").join("\n").contains("cut"), "no L1, nothing to cut");
}

#[test]
fn the_border_is_at_zero_for_labels_and_for_numbers() {
    let text = Scenario::new("train playground --epoch 60").size(200, 60).text();
    assert!(text.contains("output = 0 ") && !text.contains("output = 0.5"), "{text}");
    let numbers = "train '#problem=regression&regDataset=reg-plane&seed=3'";
    // The targets reach from -1.19 to 1.17, whose middle is not 0.
    let text = Scenario::new(&format!("{numbers} --epoch 3")).size(200, 60).text();
    let ends: Vec<&str> =
        text.split_whitespace().filter(|word| word.starts_with("1.1") || word.starts_with("-1.1")).collect();
    assert!(ends.iter().any(|low| low.strip_prefix('-').is_some_and(|high| ends.contains(&high))), "{ends:?}");
}

#[test]
fn a_batch_that_never_comes_is_said() {
    let said = lines("train '#batchSize=251' --epoch 3").join("\n");
    assert!(said.contains("the batch of 251 is larger than the 250 training samples"), "{said}");
    assert!(!lines("train '#batchSize=250' --epoch 3").join("\n").contains("never updates"));
}

#[test]
fn parts_of_a_link_without_meaning_are_said_in_the_status() {
    let text = Scenario::new("train #dataset=xor&wobble=1").size(120, 40).text();
    assert!(text.contains("ignored: wobble"), "{text}");
    assert!(text.contains("Playground: xor-cloud"), "{text}");
    let text = Scenario::new("sweep #dataset=xor&wobble=1").size(120, 40).text();
    assert!(text.contains("ignored: wobble"), "{text}");
}

#[test]
fn networks_without_inputs_or_hidden_layers_are_drawn_in_every_view() {
    for link in ["#x=false&y=false", "#x=false&y=false&networkShape=", "#networkShape=&problem=regression"] {
        for view in ["first", "curves", "field", "surface", "fit", "pieces", "inside"] {
            for (columns, rows) in [(60, 18), (80, 24), (200, 60)] {
                let line = format!("train '{link}' --epoch 3 --view {view}");
                let text = Scenario::new(&line).size(columns, rows).keys("tab left up right down shift-up").text();
                assert!(text.contains("quit") || text.contains("epoch"), "{text}");
            }
        }
    }
}

#[test]
fn a_kiosk_opens_links_since_they_read_no_file() {
    let empty = tempfile::NamedTempFile::new().expect("a temporary file");
    let loaded = actlab::config::load(Some(empty.path()), &[]).expect("the defaults");
    let size = Size::new(120, 40);
    let (mut app, requests) =
        App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an application");
    app.restrict(Permissions::KIOSK);
    let mut player = HeadlessPlayer::new(app, requests, size);
    player.open(&CUT.parse().expect("an exhibit")).expect("a link that opens");
    player.play(&"space".parse().expect("a script"), &mut || true);
    let text = export::text(&player.frame());
    assert!(text.contains("Playground: xor-cloud") && text.contains("✂"), "{text}");
    assert_eq!(player.failure(), None);
}

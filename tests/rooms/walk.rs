//! The lessons in their room: every step in every language, the whole tour by keys, predictions, and the saved place.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::app::{App, Event};
use actlab::config;
use actlab::input::{Script, parse_key};
use actlab::lessons::{Answer, Course, LessonBlock, LessonStep, Progress};
use actlab::runtime::export;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::runtime::progress_file::{KeepError, ProgressFile};
use actlab::screens::{Options, SCREENS, Tour};
use actlab::words::{Language, Words};
use ratatui::layout::Size;
use std::path::Path;
use std::sync::Arc;

fn course() -> Arc<Course> {
    Course::built_in().expect("the lessons")
}

fn player(choices: &Options, size: (u16, u16)) -> HeadlessPlayer {
    let empty = tempfile::NamedTempFile::new().expect("a temporary file");
    let loaded = config::load(Some(empty.path()), &[]).expect("the defaults");
    let size = Size::new(size.0, size.1);
    let (app, effects) = App::new(loaded.config, loaded.keymap, choices, size).expect("an application");
    HeadlessPlayer::new(app, effects, size)
}

fn press(player: &mut HeadlessPlayer, keys: &str) {
    player.play(&keys.parse::<Script>().expect("a script"), &mut || true);
}

fn text(player: &HeadlessPlayer) -> String {
    export::text(&player.frame())
}

/// The words of a step without spaces, in the order in which they appear on the screen.
fn words(step: &LessonStep) -> Vec<String> {
    let mut all = vec![step.title.clone()];
    for block in &step.blocks {
        match block {
            LessonBlock::Paragraph(runs) => all.extend(runs.iter().map(|run| run.text.clone())),
            LessonBlock::Bullets(items) => all.extend(items.iter().flatten().map(|run| run.text.clone())),
            LessonBlock::Formula(lines) => all.extend(lines.clone()),
        }
    }
    match &step.prediction {
        Some(p) => {
            all.push(p.question.clone());
            all.extend(p.answers.clone());
        }
        None => all.extend(step.keys.iter().map(|(_, does)| does.clone())),
    }
    all.iter().map(|text| text.split_whitespace().collect()).collect()
}

/// The text of a step: in the frame at the left of a screen, or above the exhibit.
fn pane(text: &str) -> String {
    text_rows(text).iter().flat_map(|row| row.split_whitespace()).collect()
}

/// The rows of the text, without the frame.
fn text_rows(text: &str) -> Vec<String> {
    let rows: Vec<&str> = text.lines().collect();
    let is_frame = |row: &&str| row.starts_with('╭') || row.starts_with('+');
    let top = rows.iter().position(is_frame).expect("a frame");
    if top > 1 {
        return rows[1..top].iter().map(|row| (*row).to_owned()).collect();
    }
    let inner = |row: &&str| row.split(['│', '|']).nth(1).map(str::to_owned);
    rows[top..].iter().filter(|row| row.starts_with(['│', '|'])).filter_map(inner).collect()
}

/// The rows below the text that panels take, at 80×24.
fn panel_rows(text: &str) -> usize {
    text.lines().filter(|row| row.starts_with(['╭', '│', '╰'])).count()
}

#[test]
fn every_step_shows_its_whole_text_and_its_panels() {
    for (lesson, n) in course().lessons.iter().zip(1..) {
        for language in Language::ALL {
            let catalogue = Words::of(language);
            for (step, at) in lesson.text(language).steps.iter().zip(1..) {
                for (columns, rows) in [(80, 24), (120, 40)] {
                    let line = format!("walk {n} --step {at}");
                    let text = Scenario::new(&line).language(language).size(columns, rows).text();
                    let place = format!("{line} ({language}):\n{text}");
                    let seen = pane(&text);
                    for words in words(step) {
                        assert!(seen.contains(&words), "{words} is not whole in {place}");
                    }
                    assert!(!step.panels.is_empty(), "no panels in {place}");
                    if columns == 80 {
                        assert!(text_rows(&text).len() <= 9, "a title and eight rows in {place}");
                        assert!(panel_rows(&text) >= 11, "nine rows and a frame in {place}");
                    }
                    let hole = catalogue.keys().find(|key| key.contains('.') && text.contains(*key));
                    assert!(!text.contains("]("), "raw markup in {place}");
                    assert_eq!(hole, None, "a word is missing in {place}");
                    let hints = text.trim_end().lines().last().unwrap_or_default();
                    let english = |word: &str| word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase());
                    let foreign = hints.split_whitespace().find(|word| english(word) && *word != "space");
                    assert!(language == Language::English || foreign.is_none(), "{foreign:?} in {hints}");
                    let refused = catalogue.fill("walk.no-exhibit", &[("reason", "")]);
                    assert!(!text.contains(refused.trim()), "{place}");
                }
            }
        }
    }
}

#[test]
fn every_guess_is_answered_with_its_reason() {
    for (lesson, n) in course().lessons.iter().zip(1..) {
        for language in Language::ALL {
            for (step, at) in lesson.text(language).steps.iter().zip(1..) {
                let Some(prediction) = &step.prediction else { continue };
                for (columns, rows) in [(80, 24), (120, 40)] {
                    let line = format!("walk {n} --step {at} --answered true");
                    let text = Scenario::new(&line).language(language).size(columns, rows).text();
                    let seen = pane(&text);
                    // The first letter may lose its capital.
                    let because: String = prediction.because.split_whitespace().collect();
                    let because: String = because.chars().skip(1).collect();
                    let keys = step.keys.iter().map(|(_, does)| does.split_whitespace().collect::<String>());
                    for words in keys.chain([because]) {
                        assert!(seen.contains(&words), "{words} is not whole in {line} ({language}):\n{text}");
                    }
                }
            }
        }
    }
}

#[test]
fn one_step_of_every_lesson() {
    for n in 1..=course().lessons.len() {
        let (language, size) = if n % 2 == 0 { (Language::Korean, (80, 24)) } else { (Language::English, (120, 40)) };
        let text = Scenario::new(&format!("walk {n} --step 2")).language(language).size(size.0, size.1).text();
        insta::assert_snapshot!(format!("lesson_{n:02}"), text);
    }
}

#[test]
fn a_prediction_right_wrong_and_skipped() {
    let guesses =
        [("open", ""), ("watch", "a tick:60"), ("right", "a until:done"), ("wrong", "c until:done"), ("skipped", "s")];
    for (name, keys) in guesses {
        insta::assert_snapshot!(format!("guess_{name}"), Scenario::new("walk 4").keys(keys).size(120, 40).text());
    }
}

#[test]
fn text_and_exhibit_take_turns_on_a_small_screen() {
    for (name, keys) in [("peek", "tab"), ("run", "a until:done tab"), ("back", "a until:done 3*tab")] {
        insta::assert_snapshot!(format!("small_{name}"), Scenario::new("walk 4").keys(keys).size(60, 18).text());
    }
    insta::assert_snapshot!("least", Scenario::new("walk 6 --step 2").size(60, 18).text());
    insta::assert_snapshot!("least_exhibit", Scenario::new("walk 6 --step 2").keys("tab").size(60, 18).text());
}

#[test]
fn the_table_of_contents_and_the_help() {
    let keys = "s ] ] ] a ] ] ] f3";
    insta::assert_snapshot!("contents", Scenario::new("walk 4").keys(keys).size(80, 24).text());
    insta::assert_snapshot!("help_of_text", Scenario::new("walk 4").keys("?").size(120, 40).text());
    insta::assert_snapshot!("help_of_exhibit", Scenario::new("walk 7").keys("tab ?").size(120, 40).text());
}

#[test]
fn ascii_has_no_holes() {
    for (lesson, n) in course().lessons.iter().zip(1..) {
        for (step, at) in lesson.text(Language::English).steps.iter().zip(1..) {
            let text = Scenario::new(&format!("walk {n} --step {at}")).ascii().size(80, 24).text();
            assert!(text.is_ascii(), "{text}");
            // A character without a replacement becomes a question mark. There must be as many as in the text itself.
            let marks = |text: &str| text.matches('?').count();
            assert_eq!(marks(&pane(&text)), marks(&words(step).concat()), "a glyph without a stand-in: {text}");
        }
    }
}

#[test]
fn the_whole_tour_by_keys_alone() {
    let mut player = player(&Options::default(), (120, 40));
    let all = course().lessons.len();
    for (lesson, n) in course().lessons.iter().zip(1..) {
        for (step, at) in lesson.text(Language::English).steps.iter().zip(1..) {
            let shown = text(&player);
            let heading = format!("lesson {n} of {all}");
            assert!(shown.contains(&heading), "{heading}:\n{shown}");
            assert!(shown.contains(&format!("step {at}/")), "{n}.{at}:\n{shown}");
            if let Some(prediction) = &step.prediction {
                press(&mut player, "space");
                assert!(text(&player).contains("make your guess first"), "{n}.{at}");
                // Every letter is pressed somewhere.
                let answer = (n + at) % prediction.answers.len();
                let letter = Answer::Given(answer).text();
                press(&mut player, &letter);
                assert!(text(&player).contains(&format!("You said {letter}. Watch")), "{n}.{at}:\n{}", text(&player));
                // Space skips the rest of the run, which is then trained to its end.
                press(&mut player, "space until:done");
                let right = Answer::Given(prediction.right).text();
                let verdict = if answer == prediction.right {
                    format!("You said {letter}, and {letter} it is")
                } else {
                    format!("You said {letter}; it is {right}")
                };
                assert!(pane(&text(&player)).contains(&verdict.replace(' ', "")), "{n}.{at}:\n{}", text(&player));
            }
            // Through the panels and back to the text.
            let panels = if step.panels.len() > 1 { step.panels.len() } else { 0 };
            press(&mut player, &format!("{}*tab", panels + 2));
            press(&mut player, "]");
        }
    }
    assert!(pane(&text(&player)).contains(&format!("{all}of{all}lessonsaredone")), "{}", text(&player));
    press(&mut player, "f3");
    assert_eq!(text(&player).matches('✓').count(), all, "{}", text(&player));
}

#[test]
fn a_step_that_was_turned_past_its_question_is_not_done() {
    let text = Scenario::new("walk 4").keys("] ] ] ] ] ] [ f3 up").text();
    // In the exhibit, the mark stands for units that can learn.
    assert!(pane(&text).contains("XOR") && !pane(&text).contains('✓'), "{text}");
    let all = course().lessons.len();
    let text = Scenario::new(&format!("walk {all}")).keys("9*]").text();
    assert!(pane(&text).contains(&format!("0of{all}lessonsaredone")), "{text}");
}

#[test]
fn the_exhibit_waits_for_the_guess() {
    let epoch = |keys: &str| {
        let player = Scenario::new("walk 4").keys(keys).size(80, 24).player();
        let figures = player.app().figures();
        figures.iter().find(|(name, _)| name == "epoch").expect("a run").1
    };
    assert_eq!(epoch("tab space e ."), 0.0, "it can be looked at, and no more");
    assert_eq!(epoch("s"), 0.0, "let go, but not started");
    assert_eq!(epoch("s tab ."), 1.0);
    let under_way = epoch("b tick:60");
    assert!((100.0..900.0).contains(&under_way), "the run follows the guess, slowly: {under_way}");
    assert_eq!(epoch("b until:done"), 1000.0, "it ends");
    assert_eq!(epoch("b tick:20 space until:done"), 1000.0, "space skips the rest");
}

#[test]
fn a_run_can_be_skipped_at_any_moment() {
    let frame = |keys: &str| Scenario::new("walk 1 --step 3").keys(keys).size(80, 24).text();
    let whole = frame("b until:done");
    for tick in (0..130).step_by(5) {
        assert_eq!(frame(&format!("b tick:{tick} space tick:60")), whole, "skipped after {tick} ticks");
    }
}

#[test]
fn the_exhibit_has_all_its_keys() {
    // Letters that are answers beside an open question are keys of the exhibit while it has the keys.
    let there = Scenario::new("walk 2 --step 1").keys("tab c a").text();
    let alone = Scenario::new("walk 2 --step 1").text();
    assert_ne!(there, alone);
    let typed = Scenario::new("walk 1").keys("tab / text:]q").player();
    assert!(!typed.has_quit(), "letters are letters while a line is typed");
    let turned = Scenario::new("walk 1").keys("tab ]").text();
    assert!(turned.contains("step 2/"), "{turned}");
    let left = Scenario::new("walk 1").keys("tab 2").player();
    assert_eq!(left.app().exhibit().room, SCREENS[1].id);
    let back = Scenario::new("walk 1").keys("ctrl-p").player();
    assert_eq!(back.app().exhibit().room, SCREENS[SCREENS.len() - 1].id);
}

#[test]
fn the_other_language_is_the_same_step() {
    let text = Scenario::new("walk 4 --step 2").keys("L").text();
    assert!(text.contains("제자리를 맴돌다") && text.contains("단계 2/"), "{text}");
}

#[test]
fn every_state_has_an_address() {
    for (line, keys) in
        [("walk", ""), ("walk 4", "] ]"), ("walk 4", "b until:done"), ("walk 8 --step 2", "s"), ("walk xor", "]")]
    {
        let there = Scenario::new(line).keys(keys).player();
        let address = there.app().exhibit().to_string();
        let back = Scenario::new(&address).player();
        assert_eq!(back.app().exhibit().to_string(), address);
        // After an answer, the text scrolls to its end if there is no space for all of it. Here there is.
        assert_eq!(text(&back), text(&there), "{address}");
    }
    assert_eq!(Scenario::new("walk 4 --step 2 ").player().app().exhibit().to_string(), "walk 04-xor --step 2");
    let text = Scenario::new("walk 6").keys("y").text();
    assert!(text.contains("actlab open lab sigmoid --compare step"), "{text}");
}

#[test]
fn keys_of_a_step_are_those_of_the_reader() {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::io::Write::write_all(&mut file, b"[keys.train]\nto-end = [\"f6\"]\n").expect("written");
    let loaded = config::load(Some(file.path()), &[]).expect("settings");
    let size = Size::new(120, 40);
    let (app, effects) = App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an application");
    let mut player = HeadlessPlayer::new(app, effects, size);
    player.open(&"walk 4 --step 2".parse().expect("an exhibit")).expect("a step");
    assert!(text(&player).contains("F6  run to the end"), "{}", text(&player));
    // And what the step runs by itself is what was meant, whatever the keys.
    press(&mut player, "[ b until:done");
    assert!(text(&player).contains("epoch 1000/1000"), "{}", text(&player));
}

#[test]
fn numbers_hold_whatever_the_settings() {
    let sets = ["lab.samples=200".to_owned(), "seed=3".to_owned()];
    let loaded = config::load(None, &sets).expect("settings");
    let size = Size::new(120, 40);
    let (app, effects) = App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an application");
    let mut player = HeadlessPlayer::new(app, effects, size);
    player.open(&"walk 6 --step 4".parse().expect("an exhibit")).expect("a step");
    let figures = player.app().figures();
    let samples = figures.iter().find(|(name, _)| name == "samples").expect("samples");
    assert_eq!(samples.1, 1000.0);
}

fn come_back(path: &Path) -> HeadlessPlayer {
    let (keeper, progress, word) = ProgressFile::open(Some(path.to_owned()));
    let tour = Tour { progress, word, ..Tour::default() };
    let mut player = player(&Options { tour, ..Options::default() }, (120, 40));
    player.keep_with(keeper);
    player
}

#[test]
fn the_place_and_the_answers_are_kept() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("actlab/progress.toml");
    let mut first = come_back(&path);
    press(&mut first, "3*} c until:done ]");
    let mut second = come_back(&path);
    assert_eq!(second.app().exhibit().to_string(), "walk 04-xor --step 2");
    press(&mut second, "[");
    assert!(text(&second).contains("You said c; it is a, because"), "{}", text(&second));
    press(&mut second, "f5");
    let third = come_back(&path);
    assert_eq!(third.app().exhibit().to_string(), "walk 04-xor");
    assert!(text(&third).contains("your guess"), "{}", text(&third));
}

#[test]
fn a_damaged_place_is_said_on_the_screen() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("progress.toml");
    std::fs::write(&path, "lesson = 4").expect("written");
    let player = come_back(&path);
    assert!(text(&player).contains("the lessons start again"), "{}", text(&player));
    assert_eq!(player.app().exhibit().to_string(), "walk 01-activation");
    assert!(dir.path().join("progress.aside.toml").exists());
}

#[test]
fn a_place_that_is_no_more_is_no_crash() {
    let far = Progress { lesson: "04-xor".to_owned(), step: "gone".to_owned(), ..Progress::default() };
    let gone = Progress { lesson: "99-gone".to_owned(), step: String::new(), ..Progress::default() };
    for (progress, place) in [(far, "walk 04-xor"), (gone, "walk 01-activation")] {
        let tour = Tour { progress, ..Tour::default() };
        let mut player = player(&Options { tour, ..Options::default() }, (80, 24));
        assert_eq!(player.app().exhibit().to_string(), place);
        player.event(Event::Key(parse_key("]").expect("a key")));
    }
}

#[test]
fn what_is_wrong_is_said_in_the_language_of_the_moment() {
    let mut player = player(&Options::default(), (120, 40));
    player.event(Event::Unkept(KeepError::Silent.into()));
    assert!(export::text(&player.frame()).contains("the file system does not answer"));
    player.event(Event::Key(parse_key("L").expect("a key")));
    let korean = export::text(&player.frame());
    let korean: String = korean.split_whitespace().collect();
    assert!(korean.contains("파일시스템이응답하지않습니다"), "{korean}");
}

#[test]
fn why_an_exhibit_is_not_shown_is_said_in_the_language_of_the_moment() {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::create_dir(dir.path().join("en")).expect("made");
    let text =
        "+++\ntitle = \"A\"\nsummary = \"B\"\n+++\n## One\nWords.\n```step\nexhibit = \"lab relu --cursor 99\"\n```\n";
    std::fs::write(dir.path().join("en/01-a.md"), text).expect("written");
    let (course, faults) = Course::read(dir.path());
    assert_eq!(faults, []);
    let tour = Tour { course: course.map(Arc::new), ..Tour::default() };
    let mut player = player(&Options { tour, ..Options::default() }, (120, 40));
    assert!(export::text(&player.frame()).contains("is not between -10 and 10"));
    player.event(Event::Key(parse_key("L").expect("a key")));
    let korean: String = export::text(&player.frame()).split_whitespace().collect();
    assert!(korean.contains("보이는범위인-10에서10"), "{korean}");
}

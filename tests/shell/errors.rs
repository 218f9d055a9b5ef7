//! Every error has a text in both languages. The enums of `errors!` are read from the source. The test fails for a
//! variant without a text, a text without a variant, and a blank that is not a field.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{command, fails};
use super::layers::files;
use actlab::words::{Arg, Language, Message, Words};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The fields of each variant, by the key of its text.
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

/// The keys and fields of the variants in the body of an enum.
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
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<&str> = code.collect();
        let name = file.strip_prefix(&src).expect("inside").display().to_string();
        if ALLOWED.contains(&name.as_str()) {
            continue;
        }
        let by_hand = code.iter().find(|line| {
            line.contains("Error for ") && line.contains("impl")
                || line.contains("Result<") && line.contains(", String>")
        });
        assert!(by_hand.is_none(), "{name}: {}", by_hand.unwrap_or(&""));
    }
}

/// Where an error is written by hand, each with its reason.
const ALLOWED: &[&str] = &[
    // The macro itself.
    "words/message.rs",
    // The errors of our deserializer, which serde creates through its own trait.
    "text/document/sentence.rs",
    // It has a span beside its text, which the editor underlines.
    "functions/formula/error.rs",
];

/// Errors of the command line, their exit codes, and the message in each language.
const MISTAKES: &[(&[&str], i32, &str, &str)] = &[
    (&["train", "/nowhere/nope.toml"], 1, "there is no such file", "그런 파일이 없습니다"),
    (
        &["trian", "xor"],
        2,
        "there is no command 'trian'; did you mean train?; see actlab --help",
        "'trian'(이)라는 명령이 없습니다. train을(를) 뜻하셨습니까?",
    ),
    (
        &["eval", "relu"],
        2,
        "the places are missing; expected, for example, actlab eval gelu 1",
        "값을 구할 곳이 빠졌습니다",
    ),
    (
        &["eval", "relu", "--att", "1"],
        2,
        "there is no option or place for '--att'; did you mean --at?; see actlab eval --help",
        "--at을(를) 뜻하셨습니까?",
    ),
    (&["train", "xor", "--seed"], 2, "--seed <N> needs a value", "'--seed <N>'에 값이 필요합니다"),
    (
        &["train", "xor", "--seed", "x"],
        2,
        "expected a whole number from 0",
        "0에서 18446744073709551615까지의 정수여야 합니다",
    ),
    (
        &["train", "xor", "--every", "2", "--quiet"],
        2,
        "--every <K> can't be used with --quiet; see actlab train --help",
        "인자 '--every <K>'은(는) '--quiet'와(과) 함께 쓸 수 없습니다",
    ),
    (
        &["list", "activation"],
        2,
        "there is no 'activation'; expected one of activations, experiments, lessons,",
        "쓸 수 있는 값: activations, experiments, lessons",
    ),
    (&["lessons", "lst"], 2, "did you mean list?; see actlab lessons --help", "list을(를) 뜻하셨습니까?"),
    (&["train", "xor", "--seeds", "5"], 2, "--seeds is an option of actlab sweep", "actlab sweep의 옵션입니다"),
    (&["train", "--bogus", "xor"], 2, "no option or place for '--bogus'; see actlab train", "'--bogus'(이)라는 옵션은"),
    (&["gelu"], 2, "did you mean 'actlab eval gelu 1'?", "'actlab eval gelu 1'을(를)"),
    (&["eval", "gelu", "0:1"], 2, "expected a range as from:to:step", "시작:끝:간격으로"),
    (&["render", "lab", "--size", "10x10"], 2, "a frame needs at least 60x18", "적어도 60x18"),
    (&["render", "lab", "-o", "x.png"], 2, "there is no format png; expected a name that ends in", "png 형식은"),
    (&["train", "xor", "--epochs", "0"], 2, "a whole number from 1", "1에서"),
    (&["eval", "relu", "--at", "1,b"], 2, "--at: \"b\" is not a number", "--at: \"b\"은(는) 수가 아닙니다"),
    (&["plot", "relu", "--range", "5:-5"], 2, "the lower one first", "유한한 양 끝을 낮은 쪽부터 써야 합니다"),
    (
        &["--set", "sed=3", "list", "activations"],
        2,
        "there is no setting \"sed\"; did you mean \"seed\"?",
        "\"sed\"(이)라는 설정이 없습니다",
    ),
    (
        &["--config", "/nowhere/c.toml", "config"],
        1,
        "the configuration /nowhere/c.toml can't be read",
        "설정 파일 /nowhere/c.toml: 읽을 수 없습니다",
    ),
    (&["render", "lap"], 2, "there is no room \"lap\"", "\"lap\"(이)라는 방이 없습니다"),
    (&["render", "lab", "--curser", "1"], 2, "did you mean --cursor?", "--cursor을(를) 뜻하셨습니까?"),
    (&["render", "lab", "--cursor", "99"], 2, "the visible range", "보이는 범위인"),
    (&["render", "lab", "--keys", "hop"], 2, "the key script has \"hop\"", "키 스크립트의 \"hop\""),
    (&["render", "lab", "--theme", "drak"], 2, "there is no theme \"drak\"", "\"drak\" 테마가 없습니다"),
    (&["render", "lab", "--glyphs", "hex"], 2, "is not a glyph set", "글리프 집합이 아닙니다"),
    (
        &["render", "lab", "--out", "/nowhere/x"],
        1,
        "/nowhere/x can't be written: the folder /nowhere does not exist",
        "폴더 /nowhere이(가) 없습니다",
    ),
    (&["lessons", "show", "99"], 2, "there is no lesson \"99\"", "\"99\"(이)라는 과가 없습니다"),
    (&["sweep", "xor", "--merge", "/nowhere/a"], 2, "can't be used with", "함께 쓸 수 없습니다"),
    (&["sweep", "--merge", "/nowhere/a"], 1, "/nowhere/a can't be read", "/nowhere/a을(를) 읽을 수 없습니다"),
    (&["--kiosk", "doctor"], 2, "--kiosk can't be used with a command", "--kiosk는 명령과 함께 쓸 수 없습니다"),
    (&["--learner", "a/b"], 2, "expected 1 to 32 letters", "글자, 숫자"),
];

#[test]
fn mistakes_of_the_command_line_are_said_in_both_languages() {
    for (args, code, english, korean) in MISTAKES {
        for (language, part) in [("en", english), ("ko", korean)] {
            // Before the error, or the parser may not reach it.
            let args: Vec<&str> = ["--lang", language].iter().chain(*args).copied().collect();
            let (got, said) = fails(&args);
            assert_eq!(got, *code, "{args:?}: {said}");
            assert!(said.starts_with("actlab: ") && said.contains(part) && !said.contains('\n'), "{args:?}: {said}");
            assert!(!said.contains(" {") && !said.contains("error."), "a blank or a text is missing: {said}");
        }
    }
}

#[test]
fn the_language_of_mistakes_is_that_of_the_settings_and_of_the_locale() {
    let said = |args: &[&str], variables: &[(&str, &str)]| {
        let output = command(args).envs(variables.iter().copied()).output().expect("a program that starts");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    // An error in the settings is reported in the language that they ask for.
    std::io::Write::write_all(&mut file, b"language = \"ko\"\nsed = 3\n").expect("written");
    let path = file.path().to_str().expect("UTF-8");
    assert!(said(&["--config", path, "config"], &[]).contains("\"sed\"(이)라는 설정이 없습니다"));
    assert!(said(&["--config", path, "--lang", "en", "config"], &[]).contains("there is no setting \"sed\""));
    assert!(said(&["trian"], &[("LANG", "ko_KR.UTF-8")]).contains("'trian'(이)라는 명령이 없습니다"));
    assert!(said(&["trian"], &[("LANG", "fr_FR.UTF-8")]).contains("there is no command 'trian'"));
    assert!(said(&["--set", "language=ko", "trian"], &[]).contains("명령이 없습니다"));
}

#[test]
fn with_json_an_error_is_one_object() {
    let cases: &[(&[&str], i32, &str)] = &[
        (&["train", "/nowhere/nope.toml", "--json"], 1, ""),
        (&["train", "xor", "--json", "--quiet"], 2, "error.usage.parse"),
        (&["train", "--json", "--nope", "xor"], 2, "error.usage.parse"),
        (&["train", "--json", "--seed", "x", "xor"], 2, "error.usage.parse"),
        (&["train", "--json"], 2, "error.usage.parse"),
        (&["eval", "relu", "--json"], 2, "error.usage.no-place"),
        (&["eval", "relu", "--at", "b", "--json"], 2, "error.usage.no-number"),
        (&["eval", "relu", "--at", "1", "--knob", "alpha", "--json"], 2, "error.usage.parameter"),
        (&["eval", "relu", "--at", "1", "--json", "--set", "sed=3"], 2, "error.config.unknown"),
        (&["list", "activations", "--json", "--set", "seed=x"], 2, "error.config.kind"),
        (&["list", "activations", "--json", "--config", "/nowhere/c.toml"], 1, "error.config.unreadable"),
        (&["list", "everything", "--json"], 2, "error.usage.parse"),
        (&["sweep", "--merge", "/nowhere/a", "--json"], 1, "error.journal.unreadable"),
        (&["sweep", "--merge", "/nowhere/a", "--each"], 1, "error.journal.unreadable"),
        (&["sweep", "xor-two-sigmoids", "--json", "--csv", "/nowhere/t.csv"], 1, "error.command.table"),
        (&["train", "xor-two-sigmoids", "--json", "--kiosk"], 2, "error.usage.parse"),
    ];
    for (args, code, key) in cases {
        let mut messages = Vec::new();
        for language in ["en", "ko"] {
            let args: Vec<&str> = ["--lang", language].iter().chain(*args).copied().collect();
            let (got, said) = fails(&args);
            assert_eq!((got, said.lines().count()), (*code, 1), "{args:?}: {said}");
            let object: serde_json::Value = serde_json::from_str(&said).expect("an object");
            let error = &object["error"];
            assert!(error["key"].as_str().is_some_and(|found| key.is_empty() || found == *key), "{args:?}: {said}");
            assert!(error["args"].is_object(), "{args:?}: {said}");
            messages.push(error["message"].as_str().expect("a sentence").to_owned());
        }
        assert_ne!(messages[0], messages[1], "{args:?}");
    }
    let (_, said) = fails(&["picture", "/nowhere/x.png"]);
    assert!(said.starts_with("actlab: "), "a command without --json says a sentence: {said}");
}

#[test]
fn a_verdict_is_said_in_both_languages() {
    let args = ["sweep", "xor-two-sigmoids", "--seeds", "3", "--epochs", "20", "--quiet"];
    let said = |language| super::cli::out(&["--lang", language].iter().chain(&args).copied().collect::<Vec<_>>());
    assert!(said("en").contains("of 3 seeds ["), "{}", said("en"));
    assert!(said("ko").contains("시드 3개 가운데"), "{}", said("ko"));
}

/// A reason that a library gives in English stands in parentheses, after a sentence in the language of the reader.
#[test]
fn reasons_of_libraries_follow_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        path.display().to_string()
    };
    let dog = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/images/jindo.png")).expect("the picture");
    let mut wrong = dog.clone();
    let middle = wrong.len() / 2;
    wrong[middle] ^= 0x55;
    let (cut, wrong) = (at("cut.png", &dog[..middle]), at("wrong.png", &wrong));
    let (syntax, theme) = (at("a.toml", b"epochs = = 1"), at("theme.toml", b"nmae = 1"));
    let (ended, foreign) = (at("ended", b"{\n"), at("foreign", b"{]\n"));
    let cases: [(&[&str], &str, &str); 7] = [
        (&["train", &syntax], "line 1: this is not valid TOML (", "TOML 문법에 맞지 않습니다("),
        (&["--config", &syntax, "config"], "line 1: this is not valid TOML (", "TOML 문법에 맞지 않습니다("),
        (&["render", "lab", "--theme", &theme], "this TOML has no \"nmae\"; did you mean \"name\"?", "이 TOML에"),
        (&["picture", &cut], "data of the PNG are missing; copy it again", "PNG 데이터가 모자랍니다. 다시 복사"),
        (&["picture", &wrong], "its data break the rules of PNG (", "데이터가 PNG 형식에 맞지 않습니다("),
        (&["sweep", "--merge", &ended], "this JSON ends too early", "JSON이 중간에 끝납니다"),
        (&["sweep", "--merge", &foreign], "this is not valid JSON (", "JSON 문법에 맞지 않습니다("),
    ];
    for (args, english, korean) in cases {
        for (language, part) in [("en", english), ("ko", korean)] {
            let args: Vec<&str> = ["--lang", language].iter().chain(args).copied().collect();
            let (_, said) = fails(&args);
            assert!(said.contains(part), "{args:?}: {said}");
        }
    }
}

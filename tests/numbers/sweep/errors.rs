//! Errors of a sweep, in both languages.

use actlab::nn::experiment::find;
use actlab::nn::memory::Memory;
use actlab::nn::sweep::journal_lines;
use actlab::nn::sweep::{Shard, SweepSetup, Vary};
use actlab::words::{Language, ToMessage, Words};
use std::sync::Arc;

/// A message in English and in Korean.
fn said(error: &impl ToMessage) -> [String; 2] {
    [Language::English, Language::Korean].map(|language| Words::of(language).say(error))
}

#[test]
fn what_is_varied_has_a_name_and_values() {
    for (text, english, korean) in [
        ("units", "expected a name and its values", "이름과 값들을 써야 합니다"),
        (
            "unitz=3",
            "there is nothing called \"unitz\" to vary; did you mean \"units\"?",
            "\"units\"을(를) 뜻하셨습니까?",
        ),
        ("units=3,,4", "a value is missing", "값이 빠졌습니다"),
        ("hidden_activation=relu,", "a name is missing; expected, for example, silu,mish", "이름이 빠졌습니다"),
        ("units=3,4,3", "3 is given twice, the second time as value 3", "두 번째는 3번째 값입니다"),
    ] {
        let [one, other] = said(&Vary::parse(text).unwrap_err());
        assert!(one.starts_with(english) && other.contains(korean), "{one} / {other}");
    }
    let [one, other] = said(&Shard::parse("5/4").unwrap_err());
    assert_eq!(one, "5/4: expected the number of a part and the number of parts, from 1/4 to 4/4");
    assert_eq!(other, "5/4: 몇 번째 부분인지와 전체 개수를 1/4에서 4/4처럼 써야 합니다");
}

#[test]
fn a_sweep_that_cannot_be_says_why() {
    let experiment = Arc::new(find("parabola").unwrap());
    let wrong = |from, seeds, vary: &[&str]| {
        let vary = vary.iter().map(|text| Vary::parse(text).unwrap()).collect();
        said(&SweepSetup::within(Memory::mebibytes(1, "kiosk.memory"), &experiment, from, seeds, vary).unwrap_err())
    };
    for ([one, other], english, korean) in [
        (wrong(1, 0, &[]), "a sweep has 1 to 10000000 seeds, not 0", "시드는 1개에서 10000000개까지인데 0개입니다"),
        (
            wrong(u64::MAX, 2, &[]),
            "2 seeds from 18446744073709551615 exceed",
            "마지막 시드 18446744073709551615을(를) 넘습니다",
        ),
        (wrong(1, 9_000_000, &["units=2,3"]), "a sweep has at most 10000000 runs", "그보다 많습니다"),
        (wrong(1, 1_000_000, &[]), "the sweep of parabola would take", "kiosk.memory의 한도는 1 MiB입니다"),
        (wrong(1, 2, &["units=2", "units=3"]), "units is varied twice", "units을(를) 두 번 바꿉니다"),
        (wrong(1, 2, &["units=0"]), "units 0: expected a whole number from 1", "units 0: 1 이상의 정수여야 합니다"),
        (
            wrong(1, 2, &["hidden_activation=sigmoyd"]),
            "hidden_activation sigmoyd: there is no",
            "'sigmoid'을(를) 뜻하셨습니까?",
        ),
        (
            wrong(1, 2, &["hidden_activation=tahn(x)"]),
            "hidden_activation tahn(x): column 1: there is no tahn",
            "1번째 칸: tahn",
        ),
        (wrong(1, 2, &["init=normal:a"]), "init normal:a: expected a number", "쌍점 뒤에는 수가 와야 합니다"),
    ] {
        assert!(one.starts_with(english) && other.contains(korean), "{one} / {other}");
    }
}

#[test]
fn a_line_that_is_none_of_a_sweep_says_why() {
    let wrong = |line: &str| said(&journal_lines::read(line, Memory::UNLIMITED).unwrap_err());
    let [one, other] = wrong("{");
    assert_eq!(one, "this is not a line of a sweep: this JSON ends too early, at line 1 column 1");
    assert!(other.starts_with("훑기의 줄이 아닙니다: 1번째 줄 1번째 칸: "), "{other}");
    let number = r#"{"seed":1,"contestants":[{"loss":"much","accuracy":1,"losses":[]}]}"#;
    let [one, other] = wrong(number);
    assert!(one.starts_with("this is not a line of a sweep: \"much\" is not a number, at line 1 column "), "{one}");
    assert!(other.contains("\"much\"은(는) 수가 아닙니다"), "{other}");
    let header = r#"{"actlab-sweep":2,"experiment":"a","toml":"epochs = \"x\"","from":1,"seeds":2}"#;
    let [one, other] = wrong(header);
    assert_eq!(one, "the experiment in it, line 1: \"epochs\" takes a whole number, or \"endless\", not text");
    assert_eq!(
        other,
        "the experiment in it, 1번째 줄: \"epochs\"에는 정수 또는 \"endless\"이(가) 와야 하는데 문자열이(가) 왔습니다"
    );
    let [one, other] = wrong(r#"{"seed":1,"contestants":[{"loss":1,"accuracy":1,"losses":[],"cause":"luck"}]}"#);
    assert_eq!([one.as_str(), other.as_str()], ["there is no cause \"luck\"", "\"luck\"(이)라는 원인은 없습니다"]);
}

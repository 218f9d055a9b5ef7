//! Errors in formulas: the position, and one sentence in each language.

use actlab::functions::formula::Formula;
use actlab::functions::function::Function;
use actlab::words::{Language, Words};

/// A text in which `‹ ›` marks the wrong part, and a part of the message.
const WRONG: &[(&str, &str)] = &[
    ("‹›", "missing"),
    ("  ‹›", "missing"),
    ("x * ‹tahn›(x)", "did you mean tanh?"),
    ("‹sigmod›(x)", "did you mean sigmoid?"),
    ("‹slope›*x; slop = 1", "did you mean slop?"),
    ("‹a›*x", "; a = 1 in 0..2"),
    ("max‹(›0, x", "opened at column 4 is not closed"),
    ("2 * ‹(›x + 1", "opened at column 5"),
    ("x‹)›", "has no opening bracket"),
    ("‹max(x)›", "max takes 2 arguments or more, and here it has 1"),
    ("‹clamp(x, 1)›", "clamp takes 3 in its brackets, and here it has 2"),
    ("1 + ‹exp(x, 2)›", "exp takes 1"),
    ("‹tanh()›", "here it has 0"),
    ("‹tanh› x", "tanh needs brackets"),
    ("2‹x›", "an operator is missing before x"),
    ("x ‹3›", "an operator is missing before 3"),
    ("‹pi(›x)", "pi is not a function"),
    ("x + ‹›", "ends where"),
    ("x * ‹/› 2", "belongs here, not /"),
    ("x ‹$› 2", "the character $ means nothing"),
    ("‹1e999›", "too large"),
    ("if x < 0 ‹›", "no then"),
    ("if x < 0 then 1 ‹›", "no else"),
    ("if ‹x› then 1 else 2", "a condition belongs here"),
    ("if ‹x› and x > 0 then 1 else 2", "a condition belongs here"),
    ("if x ‹=› 0 then 1 else 2", "compared with =="),
    ("0 ‹< x <› 1", "chained"),
    ("a*x; a‹›", "the knob a needs a value"),
    ("a*x; a = ‹›", "the knob a needs a value"),
    ("a*x; a = 2 in ‹0..1›", "the range of a"),
    ("a*x; a = 1 in 0‹›", "the range of a"),
    ("x; ‹exp› = 1", "exp already means something"),
    ("a*x; a = 1, ‹a› = 2", "two knobs called a"),
    ("x; ‹3›", "knobs are expected after ;"),
    ("x + (‹›", "ends where"),
    ("(‹)›", "belongs here, not )"),
];

#[test]
fn mistakes_are_found_where_they_are() {
    for (marked, part) in WRONG {
        let text = marked.replace(['‹', '›'], "");
        let error = Formula::parse(&text).expect_err(marked);
        let place = |mark| marked.chars().filter(|c| *c == mark || !matches!(c, '‹' | '›')).position(|c| c == mark);
        let (start, end) = (place('‹').expect("a mark"), place('›').expect("a mark"));
        assert_eq!((error.span.start, error.span.end), (start, end), "{marked}: {error}");
        assert!(error.problem.to_string().contains(part), "{marked}: {error}");
        assert!(error.to_string().starts_with(&format!("column {}: ", start + 1)), "{error}");
    }
}

#[test]
fn sentences_are_those_of_the_catalogue() {
    for (marked, _) in WRONG {
        let error = Formula::parse(&marked.replace(['‹', '›'], "")).expect_err(marked);
        assert_eq!(Words::of(Language::English).say(&error), error.to_string());
        let korean = Words::of(Language::Korean).say(&error);
        assert!(korean.contains("번째 칸: ") && !korean.contains("error."), "{korean}");
        assert!(korean.contains(&Words::of(Language::Korean).say(&error.problem)), "{korean}");
    }
}

#[test]
fn bounds_hold() {
    let sentence = |text: &str| Formula::parse(text).map(|_| ()).expect_err("too much").to_string();
    assert!(sentence(&"x+".repeat(600)).contains("at most 1000 characters"));
    assert!(sentence(&"(".repeat(900)).contains("64 levels"));
    assert!(sentence(&"-".repeat(900)).contains("64 levels"));
    assert!(sentence(&"x^".repeat(450)).contains("64 levels"));
    assert!(sentence("x;a=1,b=1,c=1,d=1,f=1,g=1,h=1,i=1,j=1").contains("at most 8 knobs"));
    let long = format!("{}x", "x+".repeat(499));
    assert_eq!(Function::parse(&long).expect("just short enough").value(2.0), 1000.0);
}

#[test]
fn knobs_have_ranges_and_steps() {
    let f = Function::parse("a*x + b*c; a = 0.1 in 0..1, b = -3; c = 0").expect("a formula");
    let parameters: Vec<_> = f.parameters().iter().map(|k| (&*k.name, k.min, k.max, k.step, k.default)).collect();
    let want = [("a", 0.0, 1.0, 0.01, 0.1), ("b", -10.0, 10.0, 0.2, -3.0), ("c", -1.0, 1.0, 0.02, 0.0)];
    assert_eq!(parameters, want);
    assert_eq!(f.text(), Some("a*x + b*c; a = 0.1 in 0..1, b = -3; c = 0"));
}

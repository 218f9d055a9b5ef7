//! Own functions in the Lab and on the command line.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::app::App;
use actlab::config::{self, UserFunctions};
use actlab::functions::user_functions::{UserFormulaError, UserFunctionsError};
use actlab::input::Script;
use actlab::runtime::export;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Options;
use actlab::words::Language;
use ratatui::layout::Size;
use ratatui::style::Modifier;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn at_80x24(keys: &str) -> Scenario {
    Scenario::new("lab sigmoid").keys(keys).size(80, 24)
}

#[test]
fn a_formula_being_typed() {
    insta::assert_snapshot!("formula", at_80x24("f 'text:max(0, x) * sin(x)'").text());
    insta::assert_snapshot!("formula_with_a_mistake", at_80x24("f 'text:max(0, x) * sni(x)'").text());
    insta::assert_snapshot!("formula_with_knobs", at_80x24("f 'text:max(a*x, x); a = 0.1 in 0..1' enter").text());
    let korean = at_80x24("f 'text:max(0, x'").language(Language::Korean);
    insta::assert_snapshot!("formula_in_korean", korean.text());
    let low = Scenario::new("lab sigmoid").keys("f 'text:2 * tahn(x)'").size(80, 20);
    insta::assert_snapshot!("formula_in_one_row", low.text());
}

/// The characters that are underlined.
fn underlined(keys: &str, columns: u16, rows: u16) -> String {
    let frame = Scenario::new("lab sigmoid").keys(keys).size(columns, rows).frame();
    let marked = frame.content.iter().filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    marked.map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn the_place_of_a_mistake_is_underlined() {
    for size in [(60, 18), (80, 24)] {
        let at = |keys| underlined(keys, size.0, size.1);
        assert_eq!(at("f 'text:2 * tahn(x)'"), "tahn");
        assert_eq!(at("f 'text:max(0, x'"), "(");
        assert_eq!(at("f 'text:x +'"), " ", "the cell where something is missing");
        assert_eq!(at("f 'text:x + 1'"), "");
        let long = format!("f 'text:{}tahn(x)'", "x + ".repeat(40));
        assert_eq!(at(&long), "tahn", "a long line is scrolled");
    }
}

#[test]
fn the_curve_follows_what_is_typed_and_esc_leaves_everything_as_it_was() {
    let before = at_80x24("").text();
    let typed = at_80x24("f 'text:x^3'").text();
    assert_ne!(before.lines().nth(4), typed.lines().nth(4));
    let broken = at_80x24("f 'text:x^3 +'").text();
    assert_eq!(broken.lines().nth(4), typed.lines().nth(4), "the last curve stays while the text is none");
    assert_eq!(at_80x24("f 'text:x^3' esc").text(), before);
    assert_eq!(at_80x24("f enter").text(), before, "nothing typed, nothing taken");
}

#[test]
fn a_formula_becomes_a_function_like_the_others() {
    let taken = Scenario::new("lab sigmoid").keys("f 'text:max(a*x, x); a = 0.1 in 0..1' enter x").player();
    let line = taken.app().exhibit().to_string();
    assert_eq!(line, "lab --formula 'max(a*x, x); a = 0.1 in 0..1' --knob 'a=0.11'");
    assert_eq!(Scenario::new(&line).frame(), taken.frame());
    let twice = Scenario::new("lab sigmoid").keys("f text:x enter f text:x enter").player();
    assert!(export::text(&twice.frame()).contains("x 32/32"), "the same formula is one function");
    let compared = Scenario::new("lab sigmoid").keys("f 'text:x^3' enter c / text:gelu enter").player();
    let line = compared.app().exhibit().to_string();
    assert_eq!(line, "lab gelu --compare '=x^3'");
    assert_eq!(Scenario::new(&line).frame(), compared.frame());
}

#[test]
fn enter_does_not_take_what_is_no_formula() {
    for rows in [20, 24] {
        let text = Scenario::new("lab sigmoid").keys("f 'text:x +' enter").size(80, rows).text();
        assert!(text.contains("the formula ends where"), "{text}");
        let on = Scenario::new("lab sigmoid").keys("f 'text:x +' enter 'text: 1'").size(80, rows).text();
        assert!(on.contains("f(x) = x + 1"), "the line is still there: {on}");
    }
}

#[test]
fn typing_is_taken_back_and_remembered() {
    let line = |keys: &str| at_80x24(keys).text().lines().nth(21).unwrap_or_default().trim().to_owned();
    assert_eq!(line("f 'text:tanh(x) + sin' ctrl-z"), "f(x) = tanh(x) +");
    assert_eq!(line("f 'text:tanh(x)' ctrl-u ctrl-z"), "f(x) = tanh(x)");
    assert_eq!(line("f 'text:x^2' enter f 'text:x^3' enter f text:new up up"), "f(x) = x^2");
    assert_eq!(line("f 'text:x^2' enter f 'text:x^3' enter f text:new up up down down"), "f(x) = new");
    assert_eq!(line("f text:ㅌ+2"), "f(x) = x+2", "the Korean keyboard may be on");
}

#[test]
fn gaps_are_counted_in_words() {
    let text = Scenario::new("lab --formula 'ln(x)'").size(120, 40).text();
    assert!(text.contains("no finite value at "), "{text}");
    let nothing = Scenario::new("lab --formula 'sqrt(-1 - x^2)'").size(120, 40).text();
    assert!(
        nothing.contains("this function has no finite value\n")
            || nothing.contains("this function has no finite value "),
        "{nothing}"
    );
    let waves = Scenario::new("lab --formula 'abs(sin(x))'").size(200, 60).text();
    assert!(waves.contains("no slope at -3.142, 0, 3.142 and infinitely many more places"), "{waves}");
}

/// The room with a file of own functions at a path.
fn with_file(path: &Path, own: UserFunctions, keys: &str) -> String {
    let empty = tempfile::NamedTempFile::new().expect("a temporary file");
    let mut loaded = config::load(Some(empty.path()), &[]).expect("the defaults");
    loaded.config.own = UserFunctions { path: Some(path.to_owned()), ..own };
    "lab".clone_into(&mut loaded.config.start);
    let choices = Options::default();
    let size = Size::new(160, 40);
    let (app, effects) = App::new(loaded.config, loaded.keymap, &choices, size).expect("an application");
    let mut player = HeadlessPlayer::new(app, effects, size);
    player.play(&keys.parse::<Script>().expect("a script"), &mut || true);
    export::text(&player.frame())
}

#[test]
fn a_function_is_kept_under_a_name_and_listed_the_next_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("formulas.toml");
    let keep = |name: &str| {
        with_file(&path, UserFunctions::default(), &format!("f 'text:x + sin(x)' ctrl-s text:{name} enter"))
    };
    let text = keep("wobble");
    assert!(text.contains("wobble is saved in ") && text.contains("wobble 32/32"), "{text}");
    assert_eq!(
        std::fs::read_to_string(&path).expect("a file"),
        "[[formula]]\nname = \"wobble\"\ntext = \"x + sin(x)\"\n"
    );
    assert!(keep("relu").contains("already a function called relu"));
    let own =
        UserFunctions { functions: vec![("wobble".to_owned(), "x + sin(x)".to_owned())], ..UserFunctions::default() };
    let text = with_file(&path, own, "/ text:wob enter");
    assert!(text.contains("wobble 32/32") && text.contains("f(x) = x + sin(x)"), "{text}");
}

#[test]
fn a_broken_file_is_said_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("formulas.toml");
    std::fs::write(&path, "[[formula]]\n").expect("written");
    let reason = UserFormulaError::Twice { name: "f".to_owned() };
    let broken = UserFunctionsError::Broken { path: "formulas.toml".into(), line: 1, reason };
    let own = UserFunctions { fault: Some(broken.into()), ..UserFunctions::default() };
    assert!(with_file(&path, own.clone(), "").contains("line 1: there are two"));
    assert!(with_file(&path, own, "f text:x ctrl-s").contains("line 1: there are two"));
    // The file may become invalid while the program runs.
    let late = with_file(&path, UserFunctions::default(), "f text:x ctrl-s text:mine enter");
    assert!(late.contains("line 1: [formula] needs"), "{late}");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "[[formula]]\n");
}

fn run(args: &[&str], home: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlab"));
    command.args(args).env_clear().env("HOME", home).env("XDG_CONFIG_HOME", home).stdin(Stdio::null());
    command.output().expect("a program that starts")
}

fn out(args: &[&str], home: &Path) -> String {
    let output = run(args, home);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn fails(args: &[&str], home: &Path) -> String {
    let output = run(args, home);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).expect("UTF-8").trim_end().to_owned()
}

#[test]
fn formulas_on_the_command_line() {
    let home = PathBuf::from("/nonexistent");
    let text = out(&["eval", "--formula", "x * tanh(x)", "--at", "-2,0.5"], &home);
    let rows: Vec<Vec<f64>> =
        text.lines().map(|l| l.split_whitespace().map(|n| n.parse().expect("a number")).collect()).collect();
    assert!((rows[0][1] - 1.928_055_160_151_634_3).abs() < 1e-15 && rows[1][0] == 0.5, "{text}");
    let text = out(&["eval", "--formula", "-a*x; a = 2", "--knob", "a=3", "--at", "1", "--json"], &home);
    assert_eq!(out(&["eval", "relu", "--formula", "x", "--at", "1"], &home).lines().count(), 2, "beside each other");
    assert_eq!(
        text,
        "{\"activation\":\"-a*x; a = 2\",\"knobs\":{\"a\":3.0},\"schema\":\"actlab.value\",\"slope\":-3.0,\"value\":-3.0,\"version\":1,\"x\":1.0}\n"
    );
    let plot = ["plot", "relu", "--formula", "max(0.1*x, x)", "--formula", "x", "--size", "60x14", "--color", "none"];
    insta::assert_snapshot!("plot_with_formulas", out(&plot, &home));
    assert!(out(&["plot", "--formula", "ln(x)", "--slope"], &home).starts_with("  slope of ln(x)"));
    let dog = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/images/jindo.png");
    let args = |what: &[&'static str]| [&["picture", dog, "--size", "20x10", "--color", "none"], what].concat();
    assert_eq!(out(&args(&["--formula", "max(0, x)"]), &home), out(&args(&["--activation", "relu"]), &home));
    let render = ["render", "lab", "--formula", "x*tanh(x)", "--size", "80x24"];
    assert!(out(&render, &home).contains("x*tanh(x) 32/32"));
}

#[test]
fn mistakes_name_their_column() {
    let home = PathBuf::from("/nonexistent");
    let want = "actlab: --formula, column 5: there is no tahn; did you mean tanh?";
    for command in ["eval", "plot"] {
        let at: &[&str] = if command == "eval" { &["--at", "1"] } else { &[] };
        assert_eq!(fails(&[&[command, "--formula", "x * tahn(x)"], at].concat(), &home), want);
    }
    let dog = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/images/jindo.png");
    assert_eq!(fails(&["picture", dog, "--formula", "x * tahn(x)"], &home), want);
    assert!(fails(&["render", "lab", "--formula", "x +"], &home).contains("column 4: the formula ends"));
    assert!(
        fails(&["eval", "--formula", "a*x; a=1", "--knob", "b=1", "--at", "1"], &home).contains("no knob called 'b'")
    );
}

#[test]
fn own_functions_have_names_on_the_command_line() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("actlab");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("formulas.toml"), "[[formula]]\nname = \"wobble\"\ntext = \"x + sin(x)\"\n")
        .expect("written");
    assert!(out(&["eval", "wobble", "--at", "0"], home.path()).starts_with("0.0 "));
    assert!(out(&["list", "activations"], home.path()).ends_with("wobble          x + sin(x)\n"));
    let listed = out(&["list", "activations", "--json"], home.path());
    let last: serde_json::Value = serde_json::from_str(listed.lines().last().unwrap_or_default()).expect("JSON");
    assert_eq!((last["id"].as_str(), last["family"].as_str()), (Some("wobble"), Some("own")));
    assert!(out(&["render", "lab", "wobble", "--size", "80x24"], home.path()).contains("wobble 32/32"));
    std::fs::write(folder.join("formulas.toml"), "[[formula]]\nname = \"a\"\ntext = \"x +\"\n").expect("written");
    assert!(fails(&["eval", "wobble", "--at", "0"], home.path()).contains("formulas.toml, line 3: "));
    assert!(out(&["eval", "relu", "--at", "0"], home.path()).starts_with("0.0 "), "built-ins need no file");
}

#[test]
fn slope_has_the_functions_of_the_reader_too() {
    let own = || UserFunctions {
        functions: vec![("wobble".to_owned(), "x + sin(x)".to_owned())],
        ..UserFunctions::default()
    };
    let path = Path::new("/nonexistent/formulas.toml");
    for keys in ["4 end", "4 / text:wob enter", "4 / text:WOBB enter"] {
        let text = with_file(path, own(), keys);
        assert!(text.contains("wobble  forward") && text.contains("▸ wobble"), "{keys}: {text}");
    }
    let text = with_file(path, own(), "4 / text:zzz enter");
    assert!(text.contains("zzz") && text.contains("sigmoid  forward"), "{text}");
    let typed = with_file(path, own(), "4 / text:elu");
    assert!(typed.contains("find: elu") && typed.contains("▸ ELU") && !typed.contains("softplus"), "{typed}");
    assert_eq!(with_file(path, own(), "4 / text:elu esc"), with_file(path, own(), "4"));
}

#[test]
fn slope_takes_a_formula() {
    let room = Scenario::new("slope --formula 'x * x' --h 1e-6 --method central").size(120, 40);
    assert!(room.text().contains("▸ x * x"), "{}", room.text());
    assert_eq!(room.player().app().exhibit().to_string(), "slope --formula 'x * x' --h 1e-6 --method central");
    let home = tempfile::tempdir().expect("a folder");
    let broken = fails(&["render", "slope", "--formula", "x +"], home.path());
    assert!(broken.contains("formula"), "{broken}");
    let text = out(&["render", "slope", "--formula", "max(a*x, x); a = 0.1 in 0..1", "--knob", "a=0.5"], home.path());
    assert!(text.contains("a 0.5"), "{text}");
}

#[test]
fn what_is_taken_is_said_beside_the_key() {
    for (keys, english, korean) in [
        ("/", "take this function", "이 함수로"),
        ("f text:x", "take the formula", "이 수식으로"),
        ("i", "open the picture", "그림 열기"),
    ] {
        let text = at_80x24(keys).text();
        assert!(text.contains(&format!("⏎ {english}  esc cancel")), "{text}");
        let text = at_80x24(keys).language(Language::Korean).text();
        assert!(text.contains(&format!("⏎ {korean}  esc 취소")), "{text}");
    }
    let name = with_file(Path::new("/nonexistent/formulas.toml"), UserFunctions::default(), "f text:x ctrl-s");
    assert!(name.contains("⏎ save under this name  esc cancel"), "{name}");
}

#[test]
fn limits_of_formulas_are_said_as_limits() {
    let facts = |formula: &str| {
        let function = actlab::functions::function::Function::parse(formula).expect("a formula");
        actlab::functions::numeric_properties::measure(&function)
    };
    for (formula, low, high) in [
        ("1/(1+exp(-x))", (0.0, false), (1.0, false)),
        ("exp(x)", (0.0, false), (f64::INFINITY, false)),
        ("1/(1+abs(x))", (0.0, false), (1.0, true)),
        ("1e-20/(1+exp(-x))", (0.0, false), (1e-20, false)),
        ("exp(-x^2)", (0.0, false), (1.0, true)),
        ("1/ln(3+x^2)", (0.0, false), (0.910_239_226_626_837_3, true)),
        ("ln(1+x^2)", (0.0, true), (f64::INFINITY, false)),
        ("max(0, x)", (0.0, true), (f64::INFINITY, false)),
    ] {
        let range = facts(formula).range;
        let close = |a: f64, b: f64| a == b || (a - b).abs() <= 1e-6 * b.abs();
        assert!(close(range.low, low.0) && range.low_attained == low.1, "{formula}: {range:?}");
        assert!(close(range.high, high.0) && range.high_attained == high.1, "{formula}: {range:?}");
    }
    for formula in ["abs(0.3*x)", "max(0.5*x, 0.1*x)", "step(x^3)", "abs(x/7)", "max(-1e-3*x, x/3)"] {
        let breaks = facts(formula).breaks;
        assert!(breaks.len() == 1 && breaks[0].x == 0.0, "{formula}: {breaks:?}");
    }
    let text = Scenario::new("lab --formula '1/(1+exp(-x))'").size(80, 24).text();
    assert!(text.contains("range (0, 1)"), "{text}");
}

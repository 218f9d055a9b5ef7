//! The command line by what it writes, what it says when something is wrong, and its exit codes.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlab"));
    command.args(args).env_clear().env("HOME", "/nonexistent").stdin(Stdio::null());
    command
}

fn run(args: &[&str]) -> Output {
    command(args).output().expect("a program that starts")
}

fn out(args: &[&str]) -> String {
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The exit code and the one sentence of a command that fails.
fn fails(args: &[&str]) -> (i32, String) {
    let output = run(args);
    assert!(!output.status.success(), "{args:?} should fail");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    (output.status.code().expect("a code"), said.trim_end().to_owned())
}

fn with_input(args: &[&str], input: &str) -> Output {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program that starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("input");
    child.wait_with_output().expect("an end")
}

#[test]
fn eval_gives_digits_that_read_back() {
    let text = out(&["eval", "sigmoid", "--at", "-2,0.5,37"]);
    let rows: Vec<Vec<f64>> =
        text.lines().map(|l| l.split_whitespace().map(|n| n.parse().expect("a number")).collect()).collect();
    let want = [-2.0, 0.119_202_922_022_117_56, 0.104_993_585_403_506_5];
    assert!(rows[0].iter().zip(want).all(|(got, want)| (got / want - 1.0).abs() < 1e-15), "{text}");
    assert!((rows[2][2] / 8.533_047_625_744_066e-17 - 1.0).abs() < 1e-14, "the tail keeps its digits: {text}");
}

#[test]
fn eval_reads_standard_input_and_names_the_line_of_a_mistake() {
    let output = with_input(&["eval", "relu", "--at", "-"], "1\n\n-3\nx\n5\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2, "what was right is written");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("standard input, line 4: \"x\" is no number"), "{said}");
}

#[test]
fn eval_in_json_is_one_object_a_line() {
    let text = out(&["eval", "elu", "--knob", "alpha=0.5", "--at", "-1,inf", "--json"]);
    let objects: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(objects[0]["knobs"]["alpha"], 0.5);
    assert!((objects[0]["value"].as_f64().expect("a number") + 0.316_060_279_414_278_8).abs() < 1e-15);
    assert_eq!((objects[1]["x"].as_str(), objects[1]["value"].as_str()), (Some("inf"), Some("inf")));
}

#[test]
fn what_does_not_exist_is_named_with_the_nearest_that_does() {
    for (args, code, part) in [
        (&["eval", "sigmod", "--at", "1"][..], 2, "sigmoid"),
        (&["eval", "elu", "--knob", "alfa=1", "--at", "1"], 2, "alpha"),
        (&["eval", "elu", "--knob", "alpha=99", "--at", "1"], 2, "alpha"),
        (&["eval", "elu", "--knob", "alpha", "--at", "1"], 2, "alpha=0.5"),
        (&["eval", "relu", "--at", "1,b"], 2, "\"b\" is no number"),
        (&["plot", "relu", "--range", "5:-5"], 2, "the lower one first"),
        (&["plot", "relu", "--size", "5"], 2, "80x24"),
        (&["render", "lap"], 2, "no room \"lap\""),
        (&["render", "lab", "gleu"], 2, "gelu"),
        (&["render", "lab", "--curser", "1"], 2, "--cursor"),
        (&["render", "lab", "--keys", "hop"], 2, "\"hop\""),
        (&["render", "lab", "--theme", "drak"], 2, "dark"),
        (&["render", "lab", "--glyphs", "hex"], 2, "hex"),
        (&["render", "lab", "--lang", "fr"], 2, "en or ko"),
        (&["render", "lab", "--set", "sed=3"], 2, "did you mean \"seed\"?"),
        (&["render", "lab", "--set", "lab.activation=gleu"], 2, "gelu"),
        (&["picture", "/nonexistent/dog.png"], 1, "/nonexistent/dog.png"),
        (&["picture", "/"], 1, "directory"),
    ] {
        let (got, said) = fails(args);
        assert_eq!((got, said.lines().count()), (code, 1), "{args:?}: {said}");
        assert!(said.contains(part), "{args:?}: {said}");
    }
}

#[test]
fn without_a_terminal_the_program_says_what_to_do_instead() {
    let (code, said) = fails(&[]);
    assert_eq!(code, 1);
    assert!(said.contains("actlab render lab"), "{said}");
}

#[test]
fn a_broken_configuration_names_file_line_and_key() {
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    file.write_all(b"seed = 1\n\n[lab]\ngian = 3.0\n").expect("written");
    let path = file.path().display().to_string();
    let (code, said) = fails(&["render", "lab", "--config", &path]);
    let want = format!("actlab: {path}, line 4: there is no setting \"lab.gian\"; did you mean \"lab.gain\"?");
    assert_eq!((code, said), (2, want));
}

#[test]
fn the_users_own_file_is_found_by_the_xdg_convention() {
    let home = tempfile::tempdir().expect("a directory");
    std::fs::create_dir_all(home.path().join("actlab")).expect("made");
    std::fs::write(home.path().join("actlab/config.toml"), "seed = 4711\n").expect("written");
    let output = command(&["config"]).env("XDG_CONFIG_HOME", home.path()).output().expect("an end");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("seed = 4711") && text.contains("(read)"), "{text}");
    let without = out(&["config"]);
    assert!(without.contains("seed = 7879") && without.contains("(not there)"), "{without}");
}

#[test]
fn what_config_prints_can_be_read_back() {
    let text = out(&["config", "--seed", "5", "--set", "lab.gain=2"]);
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    let again = out(&["config", "--config", &file.path().display().to_string()]);
    let settings = |text: &str| text.lines().filter(|l| !l.starts_with('#')).collect::<Vec<_>>().join("\n");
    assert_eq!(settings(&text), settings(&again));
    assert!(text.contains("seed = 5") && text.contains("gain = 2"));
}

#[test]
fn list_names_every_activation() {
    let text = out(&["list", "activations"]);
    assert_eq!(text.lines().count(), actlab::lab::activation::all().count());
    assert!(text.lines().any(|l| l.starts_with("leaky-relu") && l.contains("alpha=0.02")), "{text}");
    for line in out(&["list", "activations", "--json"]).lines() {
        let object: serde_json::Value = serde_json::from_str(line).expect("an object");
        assert!(object["id"].is_string() && object["formula"].is_string() && object["knobs"].is_array());
    }
}

#[test]
fn a_plot_is_plain_when_it_goes_to_no_terminal() {
    let text = out(&["plot", "step", "--size", "60x16", "--range", "-5:5", "--y-range", "-0.5:1.5"]);
    assert!(!text.contains('\x1b'));
    assert_eq!(text.lines().count(), 16);
    insta::assert_snapshot!(text);
    assert!(out(&["plot", "step", "--color", "16"]).contains('\x1b'));
    let ascii = out(&["plot", "gelu", "--slope", "--ascii"]);
    assert!(ascii.is_ascii(), "{ascii}");
}

#[test]
fn a_picture_fills_the_size_it_was_given() {
    let dog = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/images/jindo.png");
    let plain = out(&["picture", dog, "--size", "30x12"]);
    assert_eq!((plain.lines().count(), plain.contains('\x1b')), (12, false));
    let colour = out(&["picture", dog, "--size", "30x12", "--color", "256", "--activation", "relu", "--gain", "4"]);
    assert!(colour.contains(";38;5;") || colour.contains(";48;5;"), "{colour:?}");
    let raw = out(&["picture", dog, "--size", "30x12", "--color", "truecolor", "--raw"]);
    let stretched = out(&["picture", dog, "--size", "30x12", "--color", "truecolor"]);
    assert_ne!(raw, stretched, "raw is neither centred nor stretched");
}

#[test]
fn render_is_the_same_whatever_the_environment() {
    let frame = |env: &[(&str, &str)]| {
        let mut command =
            command(&["render", "lab", "tanh", "--cursor", "-1.5", "--format", "ansi", "--size", "90x28"]);
        command.envs(env.iter().copied()).output().expect("an end").stdout
    };
    let plain = frame(&[]);
    assert_eq!(plain, frame(&[("LANG", "ko_KR.UTF-8"), ("NO_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "20")]));
    assert!(String::from_utf8_lossy(&plain).contains("tanh"));
}

#[test]
fn render_writes_files_and_takes_its_options_anywhere() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("frame.svg").display().to_string();
    out(&["render", "lab", "relu", "--format", "svg", "--compare", "elu", "--out", &path, "--size", "80x24"]);
    let svg = std::fs::read_to_string(&path).expect("a file");
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>") && svg.contains("ELU"), "{svg}");
    let quoted = out(&["render", "lab relu --compare elu", "--size", "80x24"]);
    assert_eq!(quoted, out(&["render", "--size", "80x24", "lab", "relu", "--compare", "elu"]));
    let (code, said) = fails(&["render", "lab", "--out", "/nonexistent/frame.txt"]);
    assert!(code == 1 && said.contains("/nonexistent/frame.txt"), "{said}");
}

#[test]
fn keys_of_a_script_are_those_of_the_program() {
    let by_keys = out(&["render", "lab", "sigmoid", "--keys", "/ text:gelu enter 5*right", "--size", "80x24"]);
    let by_address = out(&["render", "lab", "gelu", "--cursor", "1", "--size", "80x24"]);
    assert_eq!(by_keys, by_address);
}

#[test]
fn help_man_and_completions_name_every_command() {
    let help = out(&["--help"]);
    let man = out(&["man"]);
    for name in ["open", "list", "eval", "plot", "picture", "render", "config", "completions", "man"] {
        assert!(help.contains(name) && man.contains(name), "{name}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(out(&["completions", shell]).contains("eval"), "{shell}");
    }
    assert!(out(&["--version"]).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = command(&["list", "activations", "--json"]).stdout(Stdio::piped()).spawn().expect("started");
    drop(child.stdout.take());
    assert!(child.wait().expect("an end").success());
}

//! The command line by its output, its error messages and its exit codes.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

pub(super) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlab"));
    command.args(args).env_clear().env("HOME", "/nonexistent").stdin(Stdio::null());
    // The lessons save their place, so the state is in a folder that no earlier run has used.
    let state = format!("{}/state-{}", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    command.env("XDG_STATE_HOME", state);
    command
}

fn run(args: &[&str]) -> Output {
    command(args).output().expect("a program that starts")
}

pub(super) fn out(args: &[&str]) -> String {
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The exit code and the error message of a command that fails.
pub(super) fn fails(args: &[&str]) -> (i32, String) {
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
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).ok();
    child.wait_with_output().expect("an end")
}

#[test]
fn a_script_that_asks_for_too_much_is_a_mistake_in_what_was_asked() {
    for args in [
        &["render", "lab", "--keys", "tick:108000", "--ticks", "1"][..],
        &["render", "lab", "--ticks", "18446744073709551615"],
        &["render", "lab", "--keys", "100001*j"],
        &["render", "lab", "--keys", "size:1001x1"],
        &["render", "train", "--keys", "space until:epoch=10000001"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_actlab")).args(args).output().expect("runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), said.matches('\n').count()), (Some(2), 1), "{said}");
        assert!(said.contains("expected"), "{said}");
    }
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
    assert!(said.contains("standard input, line 4: \"x\" is not a number"), "{said}");
}

#[test]
fn eval_skips_a_byte_order_mark_and_bounds_lines() {
    let output = with_input(&["eval", "relu", "--at", "-"], "\u{feff}1\r\n2\n");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
    let output = with_input(&["eval", "relu", "--at", "-"], &format!("3\n{}", " ".repeat(1 << 17)));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("standard input, line 2: ") && said.contains("longer than 64 KiB"), "{said}");
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
        (&["eval", "relu", "--at", "1,b"], 2, "\"b\" is not a number"),
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
        (&["picture", "Cargo.toml"], 2, "is not a picture"),
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
    assert_eq!(text.lines().count(), actlab::functions::activation::all().count());
    assert!(text.lines().any(|l| l.starts_with("leaky-relu") && l.contains("alpha=0.02")), "{text}");
    for line in out(&["list", "activations", "--json"]).lines() {
        let object: serde_json::Value = serde_json::from_str(line).expect("an object");
        assert!(object["id"].is_string() && object["formula"].is_string() && object["knobs"].is_array());
        assert!(object["aliases"].is_array() && (object["note"].is_string() || object["note"].is_null()));
    }
    let line = |id: &str| text.lines().find(|l| l.starts_with(id)).expect("listed").to_owned();
    assert!(line("silu").ends_with("beta=1 also swish"), "{}", line("silu"));
    assert!(line("leaky-relu").contains("PyTorch and JAX have 0.01"), "{}", line("leaky-relu"));
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
    let nowhere = dir.path().join("nowhere/frame.txt").display().to_string();
    let (code, said) = fails(&["render", "lab", "--out", &nowhere]);
    assert!(code == 1 && said.contains(&nowhere), "{said}");
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
        let script = out(&["completions", shell]);
        // The script asks the program; what it answers is tested beside the code.
        assert!(script.contains("actlab complete --"), "{shell}");
    }
    assert!(out(&["--version"]).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = command(&["list", "activations", "--json"]).stdout(Stdio::piped()).spawn().expect("started");
    drop(child.stdout.take());
    assert!(child.wait().expect("an end").success());
}

/// How many lessons there are.
fn lessons() -> usize {
    actlab::lessons::Course::built_in().expect("the lessons").lessons.len()
}

#[test]
fn lessons_are_listed_shown_and_checked() {
    let list = out(&["lessons", "list"]);
    let all = lessons();
    assert_eq!(list.lines().count(), all);
    assert!(list.contains(" 4  XOR, one more gate: "), "{list}");
    let shown = out(&["lessons", "show", "4"]);
    for part in ["4. XOR, one more gate", "    00 says 0:  b < 0", "Answer: a. ", "$ actlab open train xor-by-hand"] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    assert!(shown.contains("<https://doi.org/10.1038/323533a0>"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() < 100), "{shown}");
    assert!(out(&["lessons", "show", "xor", "--lang", "ko"]).contains("4. XOR, 게이트 하나 더"));
    for (language, n) in (1..=all).flat_map(|n| [("en", n), ("ko", n)]) {
        let text = out(&["lessons", "show", &n.to_string(), "--lang", language]);
        assert!(!text.contains("](") && !text.contains("**"), "raw markup in lesson {n} ({language}):\n{text}");
    }
    let next = (all + 1).to_string();
    assert!(fails(&["lessons", "show", &next]).1.contains(&format!("there is no lesson \"{next}\"")));
    let (code, said) = fails(&["--lesson", "3", "config"]);
    assert_eq!((code, said.contains("--lesson")), (2, true), "{said}");
}

/// Every number in the built-in lessons is checked against its exhibit, and every key against its room.
#[test]
fn everything_that_lessons_say_holds() {
    let said = String::from_utf8(run(&["lessons", "check"]).stdout).expect("UTF-8");
    assert!(said.starts_with(&format!("{} lessons, ", lessons())) && said.ends_with(": everything holds\n"), "{said}");
}

#[test]
fn lessons_of_ones_own_are_checked_shown_and_rendered() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().to_str().expect("UTF-8");
    let text = "+++\ntitle = \"Mine\"\nsummary = \"S\"\n+++\n\n## One\n\nIt is [0.5](=value).\n\n\
                ```step\nexhibit = \"lab sigmoid --cursor 0\"\n```\n";
    for language in ["en", "ko"] {
        std::fs::create_dir(dir.path().join(language)).expect("made");
        std::fs::write(dir.path().join(language).join("01-mine.md"), text).expect("written");
    }
    assert_eq!(out(&["lessons", "check", path]), "1 lesson, 1 step: everything holds\n");
    assert!(out(&["lessons", "show", "mine", "--lessons", path]).contains("1. Mine"));
    assert!(out(&["render", "walk", "--lessons", path]).contains("lesson 1 of 1: Mine"));
    std::fs::write(dir.path().join("ko/01-mine.md"), text.replace("0.5", "0.6")).expect("written");
    let output = run(&["lessons", "check", path]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(said.contains("ko/01-mine.md, line 8: the text says 0.6 for value, and the exhibit gives 0.5"), "{said}");
    std::fs::write(dir.path().join("ko/01-mine.md"), "no lesson").expect("written");
    let (code, said) = fails(&["render", "walk", "--lessons", path]);
    assert_eq!((code, said.contains("ko/01-mine.md, line 1: ")), (2, true), "{said}");
}

#[test]
fn the_doctor_speaks_korean() {
    let text = out(&["--lang", "ko", "doctor"]);
    let known =
        ["truecolor", "none", "UTF-8", "ASCII", "TERM", "dumb", "color", "ascii", "theme", "glyphs", "LANG", "C"];
    let known =
        [&known[..], &["half", "quadrant", "sextant", "octant", "braille", "wide", "ramp", "dark", "light"]].concat();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').map(|word| word.trim_matches('-'));
    let english: Vec<&str> =
        words.filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()) && !known.contains(word)).collect();
    assert_eq!(english, Vec::<&str>::new(), "{text}");
}

/// An experiment of many layers, in a file.
fn enormous(layers: usize) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    let layer = "{ units = 4096, activation = \"tanh\" },\n";
    let text = std::fs::read_to_string("assets/experiments/xor-two-sigmoids.toml").expect("an experiment");
    let (head, last) = text.rsplit_once("    { units = 1").expect("a last layer");
    write!(file, "{head}{}    {{ units = 1{last}", layer.repeat(layers)).expect("written");
    file
}

#[test]
fn an_experiment_that_takes_too_much_memory_is_refused() {
    let file = enormous(200);
    let path = file.path().to_str().expect("UTF-8");
    for args in [
        &["train", path][..],
        &["sweep", path, "--seeds", "2"],
        &["render", "train", path],
        &["render", "sweep", path],
        &["train", "parabola", "--set", "limits.memory=0"],
        &["sweep", "parabola", "--set", "limits.memory=1"],
        &["sweep", "parabola", "--threads", "1024", "--set", "limits.memory=100"],
        &["--kiosk", "--plain", "--set", &format!("train.experiment={path}")],
    ] {
        let (code, said) = fails(args);
        assert_eq!(code, 2, "{said}");
        let setting = if args[0] == "--kiosk" { "MiB of kiosk.memory" } else { "MiB of limits.memory" };
        assert!(said.contains(setting) && said.contains("use fewer units"), "{said}");
    }
}

#[test]
fn a_header_that_claims_too_much_is_refused() {
    let journal = tempfile::NamedTempFile::new().expect("a file");
    let path = journal.path().to_str().expect("UTF-8");
    let lines = out(&["sweep", "xor-two-sigmoids", "--seeds", "2", "--each"]);
    let header = lines.lines().next().expect("a header");
    // Ten million seeds are allowed, but here there is not enough memory for them.
    let claimed = header.replace("\"seeds\":2", "\"seeds\":10000000");
    assert_ne!(claimed, header);
    std::fs::write(journal.path(), format!("{claimed}\n")).expect("written");
    let (code, said) = fails(&["sweep", "--merge", path, "--set", "limits.memory=100"]);
    assert!(code == 2 && said.contains("line 1") && said.contains("limits.memory"), "{said}");
    // And so is one whose experiment needs too much memory.
    let file = enormous(200);
    let toml = std::fs::read_to_string(file.path()).expect("a file");
    let quoted = serde_json::to_string(&toml).expect("text");
    let experiment =
        format!("{{\"actlab-sweep\":2,\"experiment\":\"x\",\"toml\":{quoted},\"from\":1,\"seeds\":2,\"vary\":[]}}\n");
    std::fs::write(journal.path(), experiment).expect("written");
    let said = fails(&["sweep", "xor-two-sigmoids", "--seeds", "2", "--resume", path]).1;
    assert!(said.contains("another sweep") || said.contains("limits.memory"), "{said}");
}

#[test]
fn progress_in_the_lessons_is_told() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".local/state/actlab");
    std::fs::create_dir_all(&folder).expect("made");
    let course = actlab::lessons::Course::built_in().expect("the lessons");
    let lesson = &course.lessons[3];
    let (place, asked) = (lesson.key(1).expect("a step"), lesson.key(0).expect("a step"));
    let right = actlab::lessons::Answer::Given(lesson.right(0).expect("a question")).text();
    let text = format!(
        "version = 2\nlesson = \"{0}\"\nstep = \"{place}\"\n[lessons.{0}]\ndone = [\"{asked}\"]\n\
         [lessons.{0}.answers]\n\"{asked}\" = \"{right}\"\n",
        lesson.stem
    );
    std::fs::write(folder.join("progress.toml"), text).expect("written");
    let told = |args: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_actlab"))
            .args(args)
            .env_clear()
            .env("HOME", home.path())
            .output()
            .expect("an end");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let said = told(&["lessons", "progress"]);
    assert!(said.contains("1 of ") && said.contains("go on with: actlab open walk 4 --step 2"), "{said}");
    let json: serde_json::Value = serde_json::from_str(&told(&["lessons", "progress", "--json"])).expect("JSON");
    assert_eq!((json["right"].as_u64(), json["wrong"].as_u64()), (Some(1), Some(0)));
    assert_eq!(json["place"]["step"].as_str(), Some(place));
    assert_eq!(json["lessons"][3]["done"].as_u64(), Some(1));
    // Nothing was written: asking is no visit.
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 1);
}

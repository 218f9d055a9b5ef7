//! Files that the program writes or reads by name: no file of the reader is lost, and no file blocks the program.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlab"));
    command.args(args).env_clear().env("HOME", home).current_dir(home).stdin(Stdio::null());
    command
}

fn run(home: &Path, args: &[&str]) -> Output {
    command(home, args).output().expect("an end")
}

/// Standard error of a command that fails with this code.
fn fails(home: &Path, args: &[&str], code: i32) -> String {
    let output = run(home, args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert_eq!(said.lines().count(), 1, "one sentence: {said}");
    said
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

const SWEEP: [&str; 7] = ["sweep", "xor-two-sigmoids", "--seeds", "3", "--epochs", "5", "--quiet"];

#[test]
fn a_sweep_goes_on_only_with_a_file_that_it_has_made() {
    let dir = home();
    let journal = dir.path().join("journal");
    let resume = [&SWEEP[..], &["--resume", "journal"]].concat();
    let foreign =
        ["secret-token", "{\"a\":1}", "{\"actlab-sweep\":9", "a\nb", "\n", "{\"seed\":1}", "\u{feff}token", "\0"];
    for text in foreign {
        fs::write(&journal, text).expect("written");
        fails(dir.path(), &resume, 2);
        assert_eq!(fs::read_to_string(&journal).expect("text"), text, "it stays as it is");
    }
    // An empty file is accepted, and so is an incomplete first line.
    fs::write(&journal, "").expect("written");
    assert!(run(dir.path(), &resume).status.success());
    let whole = fs::read_to_string(&journal).expect("text");
    let head = whole.lines().next().expect("a head");
    for text in [&head[..10], head, &whole[..whole.len() - 9], &whole] {
        fs::write(&journal, text).expect("written");
        assert!(run(dir.path(), &resume).status.success(), "{text}");
        assert_eq!(fs::read_to_string(&journal).expect("text"), whole, "the same sweep in the end");
    }
    let noted = format!("{whole}my own note");
    fs::write(&journal, &noted).expect("written");
    assert!(fails(dir.path(), &resume, 2).contains("line 5 was not written by a sweep"));
    assert_eq!(fs::read_to_string(&journal).expect("text"), noted);
}

#[test]
fn two_sweeps_do_not_write_into_one_journal() {
    let dir = home();
    let journal = File::create(dir.path().join("journal")).expect("a file");
    journal.lock().expect("a lock");
    let said = fails(dir.path(), &[&SWEEP[..], &["--resume", "journal"]].concat(), 1);
    assert!(said.contains("another sweep is writing journal"), "{said}");
    drop(journal);
    assert!(run(dir.path(), &[&SWEEP[..], &["--resume", "journal"]].concat()).status.success());
}

#[test]
fn a_table_is_written_over_only_by_a_table() {
    let dir = home();
    let table = dir.path().join("runs.csv");
    let csv = [&SWEEP[..], &["--csv", "runs.csv"]].concat();
    for text in ["name,mark\nMina,1\n", "token", "seed,contestant\n"] {
        fs::write(&table, text).expect("written");
        let said = fails(dir.path(), &csv, 2);
        assert!(said.contains("not a table of this command"), "{said}");
        assert_eq!(fs::read_to_string(&table).expect("text"), text);
    }
    fs::write(&table, "").expect("written");
    for _ in 0..2 {
        let output = run(dir.path(), &csv);
        assert!(output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("replaced runs.csv"));
    }
    assert_eq!(fs::read_to_string(&table).expect("text").lines().count(), 4);
    assert_eq!(names(dir.path()), ["runs.csv"]);
}

fn names(dir: &Path) -> Vec<String> {
    let name =
        |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = fs::read_dir(dir).expect("a folder").map(name).collect();
    names.sort();
    names
}

#[test]
fn a_frame_replaces_a_file_and_says_so() {
    let dir = home();
    let words = |to| ["render", "lab", "--size", "60x18", "--out", to];
    let output = run(dir.path(), &words("frame"));
    assert!(output.status.success() && output.stderr.is_empty());
    let output = run(dir.path(), &words("frame"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("replaced frame"));
    assert_eq!(names(dir.path()), ["frame"]);
    fs::create_dir(dir.path().join("folder")).expect("a folder");
    nix::unistd::mkfifo(&dir.path().join("pipe"), nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    for (to, part) in [
        ("folder", "directory"),
        ("pipe", "named pipe"),
        ("/dev/null", "device"),
        ("/dev/stdout", "named pipe"),
        ("no/such", "no/such"),
        ("no/such", "does not exist"),
    ] {
        let said = fails(dir.path(), &words(to), 1);
        assert!(said.contains(part), "{to}: {said}");
    }
}

#[test]
fn no_pipe_or_device_holds_a_command_up() {
    let dir = home();
    let state = dir.path().join(".local/state/actlab");
    fs::create_dir_all(&state).expect("a folder");
    fs::create_dir_all(dir.path().join("lessons/en")).expect("a folder");
    for name in ["p.toml", "p.png", "lessons/en/01-p.md"] {
        nix::unistd::mkfifo(&dir.path().join(name), nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    }
    let commands: [(&[&str], i32); 12] = [
        (&["train", "./p.toml"], 1),
        (&["train", "/dev/zero"], 1),
        (&["sweep", "./p.toml"], 1),
        (&["sweep", "--merge", "p.toml"], 1),
        (&["sweep", "--merge", "/dev/zero"], 1),
        (&["sweep", "parabola", "--seeds", "1", "--resume", "p.toml"], 1),
        (&["sweep", "parabola", "--seeds", "1", "--resume", "/dev/full"], 1),
        (&["sweep", "parabola", "--seeds", "1", "--csv", "p.toml"], 1),
        (&["--config", "p.toml", "list", "activations"], 1),
        (&["--theme", "p.toml", "render", "lab"], 1),
        (&["picture", "p.png"], 1),
        (&["render", "train", "./p.toml"], 1),
    ];
    for (args, code) in commands {
        let said = fails(dir.path(), args, code);
        assert!(said.contains("named pipe") || said.contains("device"), "{args:?}: {said}");
    }
    let output = run(dir.path(), &["lessons", "check", "lessons"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("named pipe"));
    // The pipe as the picture of the settings, as the file of formulas, and as the progress file.
    let words = ["render", "lab", "--image", "p.png"];
    assert_eq!(run(dir.path(), &words).status.code(), Some(1));
    let output = run(dir.path(), &["--set", "formulas=p.toml", "list", "activations"]);
    assert_eq!(output.status.code(), Some(1));
    nix::unistd::mkfifo(&state.join("progress.toml"), nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    let output = run(dir.path(), &["--plain"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("named pipe"), "said at the start");
}

#[test]
fn a_relative_home_is_refused() {
    let dir = home();
    for home in ["", "relative", "./x"] {
        for args in [&["--plain"][..], &["config"], &["train", "xor-two-sigmoids"], &["render", "lab"]] {
            let output = command(dir.path(), args).env("HOME", home).output().expect("an end");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{home:?} {args:?}");
            assert!(said.contains("HOME") && said.contains("absolute"), "{said}");
        }
    }
    assert_eq!(names(dir.path()), [""; 0]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_file() {
    let dir = home();
    let mark = |name: &str, text: &str| fs::write(dir.path().join(name), format!("\u{feff}{text}")).expect("written");
    mark("a.toml", include_str!("../../assets/experiments/xor-two-sigmoids.toml"));
    mark("theme.toml", include_str!("../../assets/themes/dark.toml"));
    mark("config.toml", "seed = 3\n");
    mark("formulas.toml", "[[formula]]\nname = \"f\"\ntext = \"x\"\n");
    for args in [
        &["train", "./a.toml", "--epochs", "1", "--quiet"][..],
        &["--theme", "theme.toml", "render", "lab"],
        &["--config", "config.toml", "config"],
        &["--set", "formulas=formulas.toml", "eval", "f", "--at", "1"],
    ] {
        let output = run(dir.path(), args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let lines = run(dir.path(), &["sweep", "xor-two-sigmoids", "--seeds", "2", "--epochs", "2", "--each"]).stdout;
    mark("part", &String::from_utf8_lossy(&lines));
    assert!(run(dir.path(), &["sweep", "--quiet", "--merge", "part"]).status.success());
}

#[test]
fn an_experiment_comes_from_standard_input_as_well() {
    let dir = home();
    let text = include_str!("../../assets/experiments/xor-two-sigmoids.toml");
    fs::write(dir.path().join("a.toml"), text).expect("written");
    let mut command = command(dir.path(), &["train", "-", "--epochs", "1", "--quiet"]);
    let output = command.stdin(File::open(dir.path().join("a.toml")).expect("a file")).output().expect("an end");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn formulas(home: &Path, args: &[&str]) -> Child {
    command(home, args).stdout(Stdio::null()).spawn().expect("a program that starts")
}

#[test]
fn twenty_programs_keep_a_hundred_formulas() {
    let dir = home();
    let scripts = (0..20).map(|window| {
        let one = |n: usize| format!("f 'text:x*{n}.{window}' ctrl-s text:w{window}n{n} enter");
        (1..=5).map(one).collect::<Vec<_>>().join(" ")
    });
    let children: Vec<Child> =
        scripts.map(|script| formulas(dir.path(), &["render", "lab", "--size", "80x24", "--keys", &script])).collect();
    for mut child in children {
        assert!(child.wait().expect("an end").success());
    }
    let kept = fs::read_to_string(dir.path().join(".config/actlab/formulas.toml")).expect("a file");
    assert_eq!(kept.matches("[[formula]]").count(), 100);
}

fn plain(home: &Path, args: &[&str], input: &str) -> (String, String) {
    use std::io::Write;
    let mut command = command(home, args);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program that starts");
    child.stdin.take().expect("input").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an end");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_is_new_in_the_home_is_the_readers_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = home();
    plain(dir.path(), &["open", "walk", "4", "--plain"], "]\n]\n");
    let script = "f text:x*2 ctrl-s text:mine enter";
    assert!(run(dir.path(), &["render", "lab", "--keys", script]).status.success());
    let mode = |path: PathBuf| fs::metadata(&path).expect("a file").permissions().mode() & 0o777;
    for folder in [".local/state", ".local/state/actlab", ".config", ".config/actlab"] {
        assert_eq!(mode(dir.path().join(folder)), 0o700, "{folder}");
    }
    for file in [".local/state/actlab/progress.toml", ".config/actlab/formulas.toml"] {
        assert_eq!(mode(dir.path().join(file)), 0o600, "{file}");
    }
}

#[test]
fn progress_that_is_not_kept_is_said_as_long_as_that_is_so_and_at_the_end() {
    let dir = home();
    let state = dir.path().join(".local/state/actlab");
    fs::create_dir_all(state.parent().expect("a folder")).expect("a folder");
    fs::write(&state, "a file in the way").expect("written");
    let (said, errors) = plain(dir.path(), &["open", "walk", "4", "--plain"], "]\ntick:1\ntick:1\n");
    let parts: Vec<&str> = said.trim_end().split("\n\n").collect();
    assert_eq!(parts.len(), 4, "{said}");
    assert!(parts[1..].iter().all(|part| part.contains("can't be saved")), "{said}");
    assert!(errors.contains("can't be saved"), "{errors}");
}

#[test]
fn two_windows_of_one_learner_join_what_they_do() {
    let dir = home();
    let windows = [("4", "]\n]\n]\n"), ("6", "]\n]\n")].map(|(lesson, input)| {
        let home = dir.path().to_owned();
        std::thread::spawn(move || plain(&home, &["--plain", "--learner", "mina", "open", "walk", lesson], input))
    });
    for window in windows {
        window.join().expect("an end");
    }
    let path = dir.path().join(".local/state/actlab/learners/mina/progress.toml");
    let kept = fs::read_to_string(&path).expect("a file");
    assert!(kept.contains("04-") && kept.contains("06-"), "{kept}");
    // While another program has the lock, the program waits for it for two seconds.
    let lock = File::create(path.with_file_name(".progress.toml.lock")).expect("a file");
    lock.lock().expect("a lock");
    let start = std::time::Instant::now();
    let (said, errors) = plain(dir.path(), &["--plain", "--learner", "mina", "open", "walk", "7"], "]\n");
    assert!(said.contains("another actlab is writing it") && errors.contains("another actlab"), "{said}{errors}");
    assert!(start.elapsed() < Duration::from_secs(30));
    assert_eq!(fs::read_to_string(&path).expect("a file"), kept);
}

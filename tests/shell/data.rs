//! `actlab data`, and data on the command line of `train`, `sweep`, `open` and `render`.
#![allow(clippy::expect_used, clippy::format_collect, clippy::panic, reason = "tests")]

use super::cli::{command, fails, out};
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

/// A table of two clouds, with a column of texts and a column that tells nothing.
fn table() -> String {
    let row = |n: u32| {
        let is_far = n % 2 == 1;
        let (x, y) =
            (f64::from(n % 7) + if is_far { 9.0 } else { 0.0 }, f64::from(n % 5) - if is_far { 4.0 } else { 0.0 });
        format!("{x};{};{y};{}\r\n", n % 3, if is_far { "far" } else { "near" })
    };
    format!("east;noise;north;where\r\n{}", (0..60).map(row).collect::<String>())
}

fn with_input(args: &[&str], input: &str) -> String {
    let mut child =
        command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a program");
    child.stdin.take().expect("an input").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn data_says_what_is_in_a_file_and_how_it_was_read() {
    let text = with_input(&["data", "-"], &table());
    for said in [
        "60 rows, 4 columns; read with semicolons",
        "a header, because no cell of the first row is a number, lines that end in CR LF",
        "east    number  0 to 15, mean 7.",
        "where   text    2 different  target",
        "     30  far",
        "north (up) over east (right)",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.chars().any(|c| ('\u{2801}'..='\u{28ff}').contains(&c)), "{text}");
    let ascii = with_input(&["data", "-", "--ascii"], &table());
    assert!(ascii.is_ascii() && ascii.contains(" 4 .   "), "{ascii}");
    let json: Value = serde_json::from_str(&with_input(&["data", "-", "--json"], &table())).expect("JSON");
    assert_eq!((&json["rows"], &json["target"]), (&60.into(), &"where".into()));
    assert_eq!(json["classes"][1], serde_json::json!({"name": "near", "count": 30}));
    assert_eq!(json["columns"][0]["high"], 15.0);
    assert_eq!((&json["read"]["delimiter"], &json["read"]["crlf"]), (&";".into(), &true.into()));
    assert_eq!(json["scatter"], serde_json::json!(["east", "north"]));
    let json: Value = serde_json::from_str(&out(&["data", "iris", "--json"])).expect("JSON");
    assert_eq!(json["scatter"], serde_json::json!(["petal_length", "petal_width"]));
    assert_eq!((&json["rows"], &json["read"]), (&150.into(), &Value::Null));
    assert!(out(&["data", "spiral", "--seed", "3"]).contains("500 rows, 3 columns; a set of the program"));
    let (code, said) = fails(&["data", "spirale"]);
    assert!(code == 2 && said.contains("did you mean \"spiral\"?") && said.contains(".csv"), "{said}");
    let (code, said) = fails(&["data", "/nowhere/a.csv"]);
    assert!(code == 1 && said.contains("/nowhere/a.csv can't be read: there is no such file"), "{said}");
}

#[test]
fn data_alone_get_the_stated_network() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clouds.csv").display().to_string();
    std::fs::write(&path, table()).expect("written");
    let last = |text: String| -> Value { serde_json::from_str(text.lines().last().expect("a line")).expect("JSON") };
    let by_path = last(out(&["train", &path, "--json", "--test", "0.25"]));
    let end = &by_path["contestants"][0];
    assert_eq!((&by_path["experiment"], &end["name"]), (&"clouds".into(), &"8 tanh units".into()));
    assert_eq!(end["layers"][0]["weights"].as_array().expect("units").len(), 8);
    assert_eq!(end["layers"][0]["weights"][0].as_array().expect("inputs").len(), 3);
    assert_eq!(end["layers"][1]["activation"], "sigmoid");
    assert!(end["test_accuracy"].as_f64().expect("a number") > 0.9);
    // The same by option, and from standard input.
    assert_eq!(
        last(out(&["train", "--data", &path, "--json", "--test", "0.25"]))["contestants"],
        by_path["contestants"]
    );
    let args = ["train", "--data", "-", "--json", "--test", "0.25"];
    assert_eq!(last(with_input(&args, &table()))["contestants"], by_path["contestants"]);
    // Chosen columns.
    let chosen = last(out(&["train", &path, "--target", "north", "--inputs", "1,noise", "--json", "--epochs", "3"]));
    let end = &chosen["contestants"][0];
    assert_eq!(end["layers"][0]["weights"][0].as_array().expect("inputs").len(), 2);
    assert!(end["layers"][1]["activation"] == "linear" && end["r2"].is_number());
    // The stated network learns what it is stated for.
    for (kind, accuracy) in [("gauss", 0.99), ("circle", 0.95), ("iris", 0.95)] {
        let end = last(out(&["train", "--data", kind, "--json", "--test", "0.3"]));
        let reached = end["contestants"][0]["test_accuracy"].as_f64().expect("a number");
        assert!(reached >= accuracy, "{kind}: {reached}");
    }
    // An experiment with other data keeps its networks.
    let other = last(out(&["train", "xor-two-sigmoids", "--data", "moons", "--json", "--epochs", "2"]));
    assert_eq!(other["contestants"][0]["layers"][0]["weights"].as_array().expect("units").len(), 2);
    let summary = last(out(&["sweep", &path, "--test", "0.5", "--seeds", "3", "--epochs", "5", "--json"]));
    assert_eq!((&summary["experiment"], &summary["judged_on"]), (&"clouds".into(), &"test".into()));
}

#[test]
fn a_table_that_takes_too_much_memory_is_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.csv").display().to_string();
    std::fs::write(&path, "0.25,1\n0.5,0\n".repeat(300_000)).expect("written");
    let own = folder.path().join("own.toml").display().to_string();
    let model = "layers = [{ units = 1, activation = \"sigmoid\" }]";
    std::fs::write(
        &own,
        format!("epochs = 1\n[data]\nkind = \"csv\"\npath = \"large.csv\"\n[[contestant]]\n{model}\n"),
    )
    .expect("written");
    let settings = folder.path().join("config.toml").display().to_string();
    std::fs::write(&settings, "[limits]\nmemory = 8\n").expect("written");
    let cases: [&[&str]; 5] = [
        &["data", &path],
        &["train", &path],
        &["train", &own],
        &["sweep", "--data", &path],
        &["render", "train", &path],
    ];
    for args in cases {
        let (code, said) = fails(&[args, &["--config", &settings]].concat());
        let right = "large.csv, reading it takes more than 8 MiB of memory, the limit of limits.memory";
        assert!(code == 2 && said.contains(right) && said.lines().count() == 1, "{args:?}: {code} {said}");
    }
}

#[test]
fn a_frame_of_a_table_on_standard_input_is_that_of_its_file() {
    let text = with_input(&["render", "train", "--data", "-", "--epoch", "3"], &table());
    assert!(text.contains("41 parameters"), "{text}");
}

#[test]
fn a_sweep_of_a_table_is_merged_from_its_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("clouds.csv"), table()).expect("written");
    let lines = out(&["sweep", &path("clouds.csv"), "--seeds", "3", "--epochs", "4", "--each"]);
    std::fs::write(path("lines.json"), &lines).expect("written");
    let merged = out(&["sweep", "--merge", &path("lines.json"), "--json"]);
    assert_eq!(merged.lines().last(), lines.lines().last());
}

#[test]
fn rooms_open_a_table_or_a_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clouds.csv").display().to_string();
    std::fs::write(&path, table()).expect("written");
    let frame = |args: &[&str]| out(&[&["render"], args].concat());
    let alone = frame(&["train", &path, "--inputs", "east,north", "--test", "0.25", "--epoch", "20"]);
    assert!(alone.contains("□  far") && alone.contains("■  near") && alone.contains("test loss"), "{alone}");
    let by_option = frame(&["train", "--inputs", "east,north", "--data", &path, "--test", "0.25", "--epoch", "20"]);
    assert_eq!(by_option, alone);
    // Columns may come after the table that they belong to.
    let later = frame(&["train", "--data", &path, "--test", "0.25", "--inputs", "east,north", "--epoch", "20"]);
    assert_eq!(later, alone);
    assert!(frame(&["train", "--data", "spiral", "--epoch", "5"]).contains("class +1"));
    assert!(frame(&["sweep", "--data", "gauss", "--test", "0.5", "--seeds", "5"]).contains("on test data"));
    for (args, said) in [
        (vec!["render", "train", "--data", "spirale"], "did you mean \"spiral\"?"),
        (vec!["render", "train", "--test", "1"], "a share from 0 to below 1, as in 0.3, or the path of a table"),
        (vec!["render", "train", "--data", "spiral", "--target", "x"], "have none"),
        (vec!["render", "train", &path, "--target", "est"], "no column \"est\"; did you mean \"east\"?"),
        (vec!["render", "train", "/nowhere/a.csv"], "there is no such file"),
    ] {
        let (_, error) = fails(&args);
        assert!(error.contains(said), "{args:?}: {error}");
    }
}

#[test]
fn a_wrong_choice_of_data_is_one_sentence() {
    let cases: [(&[&str], i32, &str); 8] = [
        (&["train", "--data", "spirale"], 2, "did you mean \"spiral\"?"),
        (&["train", "--data", "formula"], 2, "need the file of an experiment"),
        (&["train", "--data", "/nowhere/a.csv"], 1, "there is no such file"),
        (&["train", "/nowhere/a.csv"], 1, "there is no such file"),
        (&["train", "--data", "spiral", "--target", "y"], 2, "have none"),
        (
            &["train", "--data", "spiral", "--test", "1"],
            2,
            "a share from 0 to below 1, as in 0.3, or the path of a table",
        ),
        (&["train", "--data", "spiral", "--missing", "drop"], 2, "have none"),
        (&["train", "perceptron-or", "--data", "rings"], 2, "which has one output, and the targets have 3"),
    ];
    for (args, code, said) in cases {
        let (ended, error) = fails(args);
        assert!(ended == code && error.contains(said), "{args:?}: {ended} {error}");
    }
}

/// The name of data stands for an experiment only while no other data are named.
#[test]
fn a_name_of_data_is_no_experiment_beside_other_data() {
    for name in out(&["list", "data"]).lines().filter_map(|row| row.split_whitespace().next()) {
        let (ended, error) = fails(&["train", name, "--data", "and", "--target", "y"]);
        let suggested = format!("mean \"{name}\"");
        assert!(ended == 2 && !error.contains(&suggested), "{name}: {error}");
    }
    let cases: [(&[&str], &str); 5] = [
        (&["train", "xor", "--data", "rings"], "\"xor\" is data and not an experiment"),
        (&["sweep", "xor", "--data", "rings"], "\"xor\" is data and not an experiment"),
        (&["train", "/nowhere/a.csv", "--data", "rings"], "\"/nowhere/a.csv\" is data and not an experiment"),
        (&["train", "inline"], "\"inline\" is a kind of data and not an experiment"),
        (&["render", "train", "inline"], "\"inline\" is a kind of data and not an experiment"),
    ];
    for (args, said) in cases {
        let (ended, error) = fails(args);
        assert!(ended == 2 && error.contains(said), "{args:?}: {ended} {error}");
    }
}

#[test]
fn every_command_in_the_documentation_runs_as_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let flowers = include_str!("../../assets/data/iris.csv");
    std::fs::write(folder.path().join("flowers.csv"), flowers).expect("written");
    let docs = include_str!("../../docs/data.md");
    let parts: Vec<&str> = docs.split("```").collect();
    let blocks = parts.iter().skip(1).step_by(2);
    let lines = blocks.clone().filter_map(|block| block.strip_prefix("sh\n")).flat_map(str::lines);
    let lines: Vec<&str> = lines.collect();
    assert!(lines.len() >= 5);
    for line in lines {
        let args: Vec<&str> = line.split(' ').skip(1).collect();
        let output = command(&args).current_dir(folder.path()).output().expect("an end");
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
    // The form with a file is an experiment once it has a model.
    for block in blocks.filter_map(|block| block.strip_prefix("text\n")) {
        let model = "layers = [{ units = 4, activation = \"tanh\" }, { units = 3, activation = \"linear\" }]";
        let file = folder.path().join("own.toml");
        std::fs::write(&file, format!("epochs = 2\n{block}[[contestant]]\n{model}\n")).expect("written");
        out(&["train", &file.display().to_string(), "--quiet"]);
    }
}

/// A table whose last column is a name, so that it is of use with another target only, and in which a cell is missing.
fn table_of_names() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().expect("a file");
    let row = |n: u32| format!("{},{},{},name {n}\n", n % 2, if n == 7 { String::new() } else { n.to_string() }, n % 3);
    let rows = format!("label,size,kind,name\n{}", (0..120).map(row).collect::<String>());
    file.write_all(rows.as_bytes()).expect("written");
    file
}

/// What the shell and the rooms say of the same line about data.
#[test]
fn a_table_takes_its_columns_and_its_rule_for_missing_cells_at_once() {
    let file = table_of_names();
    let path = file.path().display().to_string();
    let options = ["--target", "label", "--missing", "mean"];
    for data in [vec!["train", &path], vec!["train", "--data", &path]] {
        let line = [data, options.to_vec()].concat();
        assert!(out(&[&line[..], &["--epochs", "1", "--quiet"]].concat()).contains("8 tanh units"), "{line:?}");
        assert!(out(&[&["render"], &line[..]].concat()).contains("net 2→8→1"), "{line:?}");
        let sweep = [&["render", "sweep"], &line[1..]].concat();
        assert!(out(&sweep).contains("8 tanh units"), "{sweep:?}");
    }
    let (_, refused) = fails(&["train", &path, "--target", "label"]);
    assert!(refused.contains("cells are missing (size 1); use missing = \"drop\" or missing = \"mean\", on the command line --missing drop"), "{refused}");
    let (code, wrong) = fails(&["train", &path, "--target", "label", "--missing", "means"]);
    assert!(code == 2 && wrong.contains("did you mean \"mean\"?"), "{wrong}");
}

#[test]
fn the_list_of_data_takes_options_about_data() {
    let file = table_of_names();
    let opened = |options: &str, size: &str| {
        let keys = format!("d 'text:{} {options}' enter", file.path().display());
        out(&["render", "train", "spiral", "--keys", &keys, "--size", size])
    };
    let frame = opened("--target kind --missing mean", "120x40");
    assert!(frame.contains("net 2→8→8→8→1"), "{frame}");
    assert!(frame.contains("the last layer is now 1 × linear with mse"), "{frame}");
    let frame = opened("--target label --missing drop", "120x40");
    assert!(frame.contains("net 2→8→8→8→1"), "{frame}");
    let frame = opened("--epochs 3", "120x40");
    assert!(frame.contains("has no option --epochs") && frame.contains("--missing"), "{frame}");
}

/// Networks of an experiment learn data with other targets; what was changed for that is said.
#[test]
fn other_targets_get_another_last_layer() {
    let cases = [
        ("parabola", "rings", "the last layer is now 3 × linear with softmax-cross-entropy"),
        ("spiral", "iris", "the last layer is now 3 × linear with softmax-cross-entropy"),
        ("spiral", "sine", "the last layer is now 1 × linear with mse"),
        ("spiral", "moons", ""),
    ];
    for (experiment, data, said) in cases {
        let args = ["train", experiment, "--data", data, "--epochs", "2", "--quiet"];
        let output = command(&args).output().expect("a program");
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(
            output.status.success() && error.contains(said) && error.is_empty() == said.is_empty(),
            "{args:?}: {error}"
        );
    }
    let korean = out(&["--lang", "ko", "render", "train", "spiral", "--data", "blobs", "--size", "80x24"]);
    assert!(korean.contains("마지막 층을 3 × linear"), "{korean}");
}

/// Inputs as large as these saturate the first layer, and scaled ones do not.
#[test]
fn inputs_are_scaled_where_that_is_asked_for() {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().expect("a file");
    let row = |n: u32| format!("{},{},{}\n", 20 + n % 60, 1000 + 37 * n % 4000, if n % 60 < 25 { "a" } else { "b" });
    let rows = format!("age,income,kind\n{}", (0..200).map(row).collect::<String>());
    file.write_all(rows.as_bytes()).expect("written");
    let path = file.path().display().to_string();
    let right = |more: &[&str]| {
        let json = out(&[&["train", &path, "--json", "--epochs", "100"], more].concat());
        let last: Value = serde_json::from_str(json.lines().last().expect("a line")).expect("JSON");
        last["contestants"][0]["accuracy"].as_f64().expect("an accuracy")
    };
    let (plain, scaled) = (right(&[]), right(&["--scale", "standard"]));
    assert!(scaled > 0.9 && plain < 0.9, "{plain} {scaled}");
    let frame = |more: &str| out(&["render", "train", &path, "--scale", more, "--keys", "5*.", "--size", "120x40"]);
    assert!(frame("none").contains("--scale standard"), "{}", frame("none"));
    assert!(!frame("minmax").contains("--scale standard"), "{}", frame("minmax"));
    let (code, wrong) = fails(&["train", &path, "--scale", "standart"]);
    assert!(code == 2 && wrong.contains("did you mean \"standard\"?"), "{wrong}");
}

#[test]
fn a_network_is_called_by_the_structure_that_it_has() {
    let said = out(&["train", "spiral", "--layers", "4-2", "--epochs", "1", "--quiet"]);
    assert!(said.contains("4-2 tanh") && !said.contains("8-8-8"), "{said}");
    let said = out(&["sweep", "spiral", "-n", "3", "--epochs", "2", "--vary", "layers=4|4,2", "--quiet"]);
    assert!(said.starts_with("network ") && !said.contains("8-8-8"), "{said}");
}

/// It can't be shown before its file is read, so that it is named.
#[test]
fn a_saved_experiment_on_a_file_is_listed() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".config/actlab/experiments");
    std::fs::create_dir_all(&folder).expect("a folder");
    let text = "epochs = 1\n[data]\nkind = \"csv\"\npath = \"/nowhere/a.csv\"\n[[contestant]]\nlayers = [{ units = 1, activation = \"tanh\" }]\n";
    std::fs::write(folder.join("mine.toml"), text).expect("written");
    let list = |more: &[&str]| {
        let mut list = command(&[&["list", "experiments"], more].concat());
        let output = list.env("HOME", home.path()).env_remove("XDG_CONFIG_HOME").output().expect("a program");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let said = list(&[]);
    assert!(said.contains("mine") && said.contains("actlab train mine"), "{said}");
    assert!(list(&["--json"]).contains("\"mine\""));
}

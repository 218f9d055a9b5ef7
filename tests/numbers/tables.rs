//! Files of data compared with pandas, the mistakes in them, and the experiments that read them.
#![expect(clippy::unwrap_used, clippy::format_collect, reason = "helpers of tests fail as tests do")]

use actlab::files::ReadError;
use actlab::nn::data_table::{
    Cells, ColumnRef, DataFileError, MissingRule, Selection, TableFormat, TableReadError, TargetRule, parse_csv,
};
use actlab::nn::dataset::{DataReader, Dataset, TaskKind};
use actlab::nn::experiment::{Experiment, LoadError, data_files, load, parse, parse_with, table_of};
use actlab::nn::memory::Memory;
use actlab::nn::training_run::TrainingRun;
use proptest::prelude::*;
use serde_json::Value;

use std::path::Path;
use std::sync::Arc;

#[test]
fn every_file_is_read_as_pandas_reads_it() {
    let oracle: Value = serde_json::from_str(include_str!("../data/table_oracle.json")).unwrap();
    for case in oracle["cases"].as_array().unwrap() {
        let (name, text) = (case["name"].as_str().unwrap(), case["text"].as_str().unwrap());
        let table = parse_csv(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let columns = case["columns"].as_array().unwrap();
        assert_eq!(table.columns.len(), columns.len(), "{name}");
        assert_eq!(table.reading.unwrap().delimiter.to_string(), case["separator"].as_str().unwrap(), "{name}");
        for (ours, theirs) in table.columns.iter().zip(columns) {
            assert_eq!(ours.name, theirs["name"].as_str().unwrap(), "{name}");
            assert_eq!(ours.cells.missing() as u64, theirs["missing"].as_u64().unwrap(), "{name}");
            let cells = theirs["cells"].as_array().unwrap();
            match &ours.cells {
                Cells::Numbers(numbers) => {
                    assert_eq!(theirs["number"], true, "{name}: {}", ours.name);
                    let theirs: Vec<Option<f64>> = cells.iter().map(Value::as_f64).collect();
                    let ours: Vec<Option<f64>> = numbers.iter().map(|x| (!x.is_nan()).then_some(*x)).collect();
                    assert_eq!(ours, theirs, "{name}");
                }
                Cells::Texts { values, rows } => {
                    assert_eq!(theirs["number"], false, "{name}: {}", ours.name);
                    let ours: Vec<Option<&str>> =
                        rows.iter().map(|row| values.get(*row as usize).map(String::as_str)).collect();
                    assert_eq!(ours, cells.iter().map(Value::as_str).collect::<Vec<_>>(), "{name}");
                }
            }
        }
        // A missing input stays missing until the training rows are known.
        if name == "missing cells" {
            let choice = Selection { inputs: vec![ColumnRef::Name("a".to_owned())], missing: MissingRule::Mean, ..b() };
            let error = table.select(&choice).unwrap_err().to_string();
            assert!(error.contains("the target \"b\" is missing on 2 rows"), "{error}");
            let whole_text = text.replace(",null", ",8").replace("1,,", "1,9,");
            let data = parse_csv(whole_text.as_bytes()).unwrap().select(&choice).unwrap();
            assert!(data.inputs[[0, 1]].is_nan());
            let filled = filled(&whole_text, "inputs = \"a\"\ntarget = \"b\"\n").0;
            assert_eq!(filled.inputs[[0, 1]], columns[0]["mean"].as_f64().unwrap(), "the mean of pandas");
            let dropped = Selection { missing: MissingRule::Drop, ..choice };
            assert_eq!(table.select(&dropped).unwrap().dropped, 3);
        }
    }
}

/// Reads any file.
pub(super) fn reader() -> DataReader<'static> {
    DataReader { table: &table_of, memory: Memory::UNLIMITED }
}

/// The training rows and the test rows of a table whose missing inputs become means.
fn filled(table: &str, more: &str) -> (Arc<Dataset>, Option<Arc<Dataset>>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("own.csv"), table).unwrap();
    let text = format!("[data]\nkind = \"csv\"\npath = \"own.csv\"\nmissing = \"mean\"\n{more}");
    let path = folder.path().join("own.toml");
    std::fs::write(&path, format!("epochs = 1\n{text}{LINEAR}")).unwrap();
    let split = load(&path).unwrap().data.generate(3).unwrap();
    (split.train, split.test)
}

const LINEAR: &str = "[[contestant]]\nlayers = [{ units = 1, activation = \"linear\" }]\n";

#[test]
fn a_missing_input_is_the_mean_of_the_training_rows_alone() {
    let rows: String =
        (0..40).map(|n| if n % 5 == 0 { format!(",{n}\n") } else { format!("{},{n}\n", n * n) }).collect();
    let table = format!("a,b\n{rows}");
    let known = |data: &Dataset| -> Vec<f64> {
        let cells = data.inputs.row(0).to_vec().into_iter().zip(data.targets.row(0).to_vec());
        cells.filter(|(_, n)| n % 5.0 != 0.0).map(|(x, _)| x).collect()
    };
    let mean = |numbers: &[f64]| numbers.iter().sum::<f64>() / numbers.len() as f64;
    for more in ["test = 0.3\n", "test = 0.3\nsplit_seed = 9\n"] {
        let (train, test) = filled(&table, more);
        let (test, known) = (test.unwrap(), known(&train));
        for data in [&train, &test] {
            for (x, n) in data.inputs.row(0).iter().zip(data.targets.row(0)) {
                let right = if n % 5.0 == 0.0 { mean(&known) } else { n * n };
                assert!((x - right).abs() < 1e-9, "{more}: {x} on row {n}, and {right} is right");
            }
        }
        assert!(
            (mean(&known) - mean(&(0..40).filter(|n| n % 5 != 0).map(|n| f64::from(n * n)).collect::<Vec<_>>())).abs()
                > 1.0
        );
    }
    // Every row is a training row here, and the scale is that of the filled column.
    let (whole, none) = filled(&table, "");
    assert!(none.is_none() && (whole.inputs[[0, 0]] - mean(&known(&whole))).abs() < 1e-9);
    let (scaled, _) = filled(&table, "scale = \"standard\"\n");
    assert!(scaled.inputs[[0, 0]].abs() < 1e-12, "the mean is 0 after scaling");
}

#[test]
fn rows_of_a_test_file_do_not_change_the_mean() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("train.csv", "a,b\n1,1\n,2\n3,4\n");
    write("test.csv", "a,b\n100,1\n,3\n");
    write(
        "own.toml",
        &format!(
            "epochs = 1\n[data]\nkind = \"csv\"\npath = \"train.csv\"\nmissing = \"mean\"\ntest = \"test.csv\"\n{LINEAR}"
        ),
    );
    let split = load(&folder.path().join("own.toml")).unwrap().data.generate(1).unwrap();
    assert_eq!(split.train.inputs.row(0).to_vec(), [1.0, 2.0, 3.0]);
    assert_eq!(split.test.unwrap().inputs.row(0).to_vec(), [100.0, 2.0]);
}

/// The target `b`.
fn b() -> Selection {
    Selection { target: vec![ColumnRef::Name("b".to_owned())], ..Selection::default() }
}

#[test]
fn how_a_file_was_read_is_known() {
    let reading = parse_csv("\u{feff}\"a\";b\r\n1;2\r\n".as_bytes()).unwrap().reading.unwrap();
    assert_eq!((reading.delimiter, reading.has_header), (';', true));
    assert!(reading.has_mark && reading.is_crlf && reading.has_quotes);
    let plain = parse_csv(b"1,2\n3,4\n").unwrap().reading.unwrap();
    assert!(!plain.has_header && !plain.has_mark && !plain.is_crlf && !plain.has_quotes);
    // A comma in a cell of text is no delimiter where tabs divide every row.
    assert_eq!(parse_csv(b"a\tb\nx, y\t1\nz\t2\n").unwrap().reading.unwrap().delimiter, '\t');
}

fn classes(text: &str, task: TargetRule) -> (TaskKind, Vec<String>, usize) {
    let data = parse_csv(text.as_bytes()).unwrap().select(&Selection { task, ..Selection::default() }).unwrap();
    (data.task, data.classes, data.targets.nrows())
}

#[test]
fn the_target_decides_the_task_unless_the_file_says_so() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let found = TargetRule::Detected;
    assert_eq!(classes("a,t\n1,no\n2,yes\n", found), (TaskKind::Labels, names(&["no", "yes"]), 1));
    assert_eq!(classes("a,t\n1,c\n2,a\n3,b\n", found), (TaskKind::Classes, names(&["a", "b", "c"]), 3));
    assert_eq!(classes("a,t\n1,0\n2,1\n", found), (TaskKind::Labels, vec![], 1));
    assert_eq!(classes("a,t\n1,-1\n2,1\n", found), (TaskKind::Signs, vec![], 1));
    assert!(matches!(classes("a,t\n1,0\n2,1\n", TargetRule::Numbers).0, TaskKind::Numbers { .. }));
    assert!(matches!(classes("a,t\n1,0\n2,1\n3,2\n", found).0, TaskKind::Numbers { .. }));
    assert_eq!(classes("a,t\n1,2\n2,10\n3,5\n", TargetRule::Classes), (TaskKind::Classes, names(&["2", "5", "10"]), 3));
    // Inputs are the other columns of numbers; a text is an input only if it is named.
    let table = parse_csv(b"a,colour,t\n1,red,0\n2,blue,1\n").unwrap();
    assert_eq!(table.select(&Selection::default()).unwrap().names, ["a"]);
    let inputs = vec![ColumnRef::Name("colour".to_owned()), ColumnRef::Number(1)];
    let data = table.select(&Selection { inputs, ..Selection::default() }).unwrap();
    assert_eq!(data.names, ["colour_blue", "colour_red", "a"]);
    assert_eq!(data.inputs.column(0).to_vec(), [0.0, 1.0, 1.0]);
}

fn fault(bytes: &[u8], choice: &Selection) -> String {
    let error: DataFileError = parse_csv(bytes).and_then(|table| table.select(choice)).unwrap_err();
    error.to_string()
}

#[test]
fn every_mistake_in_a_file_has_its_place() {
    let named = |names: &[&str]| names.iter().map(|name| ColumnRef::Name((*name).to_owned())).collect::<Vec<_>>();
    let usual = Selection::default();
    let inputs = |names: &[&str]| Selection { inputs: named(names), ..Selection::default() };
    let target = |names: &[&str]| Selection { target: named(names), ..Selection::default() };
    let many: String = (0..30).map(|n| format!("{n},t{n},{}\n", n % 2)).collect();
    let hundred: String = (0..200).map(|n| format!("{n},t{n}\n")).collect();
    let wide: String = (0..4098).map(|n| format!("{n},")).collect();
    let cases: Vec<(Vec<u8>, Selection, &str)> = vec![
        (vec![], usual.clone(), "there is nothing in it"),
        (b" \n\n".to_vec(), usual.clone(), "there is nothing in it"),
        (b"a,b\n1,\x00\n".to_vec(), usual.clone(), "line 2: it is no text"),
        (b"a,b\n1,\xff\n".to_vec(), usual.clone(), "line 2: it is no text"),
        (b"a,b\n".to_vec(), usual.clone(), "no row of data"),
        (b"a,b\n1,2\n3\n4,5\n6,7\n".to_vec(), usual.clone(), "line 3: there are 1 cells, and 2 in the first line"),
        (b"a,b\n1,2\n3,inf\n".to_vec(), usual.clone(), "line 3, column 2: \"inf\" is no finite number"),
        (b"a,b\n1,2\n3,-1e999\n".to_vec(), usual.clone(), "line 3, column 2: \"-1e999\""),
        (b"a,b,a\n1,2,3\n".to_vec(), usual.clone(), "columns 1 and 3 are both called \"a\""),
        (b"alpha,beta\n1,2\n2,3\n".to_vec(), target(&["betta"]), "no column \"betta\"; did you mean \"beta\"?"),
        (b"a,b\nx,2\ny,3\n".to_vec(), usual.clone(), "no column of numbers is left"),
        (b"a,b\n1,2\n2,3\n".to_vec(), inputs(&["a", "b"]), "the column \"b\" is used twice"),
        (b"a,b\n1,x\n2,x\n".to_vec(), usual.clone(), "the target \"b\" is \"x\" on every row"),
        (b"a,b\n1,5\n2,5\n".to_vec(), usual.clone(), "the target \"b\" is 5 on every row"),
        (b"a,b\n1,5\n,6\n3,\n".to_vec(), usual.clone(), "cells are missing (b 1, a 1); use missing = \"drop\""),
        (
            format!("a,text,t\n{many}").into_bytes(),
            inputs(&["text"]),
            "\"text\" has 30 different texts, and an input may have 20",
        ),
        (format!("a,t\n{hundred}").into_bytes(), usual.clone(), "\"t\" has 200 classes"),
        (format!("{wide}1\n{wide}2\n").into_bytes(), usual.clone(), "there would be 4098 inputs"),
    ];
    for (bytes, choice, said) in cases {
        let error = fault(&bytes, &choice);
        assert!(error.contains(said), "{said}: {error}");
    }
    let long = fault(format!("a,b\n1,{}\n2,{}\n", "x".repeat(50), "x".repeat(50)).as_bytes(), &usual);
    assert!(long.contains(&format!("\"{}…\"", "x".repeat(20))), "{long}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the `csv` crate writes reads back, whatever is in its cells.
    #[test]
    fn what_is_written_reads_back(
        rows in prop::collection::vec((any::<f64>().prop_filter("finite", |x| x.is_finite()), "[^\\x00]{0,8}"), 1..20),
        crlf in any::<bool>(), delimiter in prop::sample::select(vec![b',', b';', b'\t']),
    ) {
        let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(end).from_writer(Vec::new());
        writer.write_record(["number", "text"]).unwrap();
        // A letter in front, so that no text is a number or missing.
        for (x, text) in &rows {
            writer.write_record([x.to_string(), format!("t{text}t")]).unwrap();
        }
        let table = parse_csv(&writer.into_inner().unwrap()).unwrap();
        prop_assert_eq!(table.reading.unwrap().delimiter, char::from(delimiter));
        let numbers: Vec<f64> = rows.iter().map(|(x, _)| *x).collect();
        prop_assert_eq!(&table.columns[0].cells, &Cells::Numbers(numbers));
        let Cells::Texts { values, rows: index } = &table.columns[1].cells else { panic!("texts") };
        for ((_, text), at) in rows.iter().zip(index) {
            prop_assert_eq!(&values[*at as usize], &format!("t{text}t"));
        }
    }
}

pub(super) const MODEL: &str =
    "[[contestant]]\nlayers = [{ units = 4, activation = \"tanh\" }, { units = 1, activation = \"sigmoid\" }]\n";

#[test]
fn an_experiment_reads_its_file_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, table) = (folder.path().join("own.toml"), folder.path().join("points.csv"));
    let text = |data: &str| format!("epochs = 3\n[data]\nkind = \"csv\"\npath = \"points.csv\"\n{data}{MODEL}");
    std::fs::write(&table, "a,b,kind\n0,1,red\n1,0,blue\n2,2,red\n3,1,blue\n").unwrap();
    std::fs::write(&file, text("test = 0.5\nscale = \"standard\"\nfeatures = [\"a\", \"a*b\"]\n")).unwrap();
    let experiment = Arc::new(load(&file).unwrap());
    assert_eq!((experiment.data.columns(), experiment.widths()), (vec!["a".to_owned(), "b".to_owned()], (2, 1)));
    assert_eq!(experiment.data.classes(), ["blue", "red"]);
    let mut run = TrainingRun::new(&experiment, 1).unwrap();
    run.finish();
    assert!(run.evaluate_test().unwrap()[0].loss.is_finite());
    // Written and read from elsewhere, it finds the same file.
    let again = parse_with(&experiment.to_toml(), "own.toml", Some(reader())).unwrap();
    assert_eq!(again, *experiment);
    assert!(parse(&experiment.to_toml(), "own.toml").unwrap_err().to_string().contains("not read here"));
    let named = data_files(&std::fs::read_to_string(&file).unwrap(), &file.display().to_string());
    assert_eq!(named, [(table.clone(), TableFormat::Csv)]);
    let error = |data: &str| -> String {
        std::fs::write(&file, text(data)).unwrap();
        load(&file).unwrap_err().to_string()
    };
    let said = error("target = \"knd\"\n");
    assert!(said.contains("own.toml, line 4: ") && said.contains("points.csv, there is no column \"knd\""), "{said}");
    assert!(error("missing = \"dorp\"\n").contains("did you mean \"drop\"?"));
    assert!(error("task = \"number\"\n").contains("did you mean \"numbers\"?"));
    assert!(error("target = [1.5]\n").contains("the name or number of a column"));
    std::fs::remove_file(&table).unwrap();
    assert!(error("").contains("can't be read: there is no such file"), "{}", error(""));
    std::fs::create_dir(&table).unwrap();
    assert!(error("").contains("directory"), "{}", error(""));
}

#[test]
fn iris_is_the_table_of_fisher() {
    let text = format!(
        "epochs = 60\ndata = \"iris\"\n{}",
        MODEL.replace("units = 1, activation = \"sigmoid\"", "units = 3, activation = \"linear\"")
    ) + "loss = \"softmax-cross-entropy\"\noptimizer = { kind = \"adam\", learning_rate = 0.05 }\n";
    let experiment: Experiment = parse(&text, "iris.toml").unwrap();
    let data = experiment.data.generate(1).unwrap().train;
    assert_eq!((data.samples(), data.inputs.nrows(), data.targets.nrows()), (150, 4, 3));
    assert_eq!(experiment.data.columns()[3], "petal_width");
    assert_eq!(experiment.data.classes(), ["setosa", "versicolor", "virginica"]);
    // The means of Fisher's paper, over all three species, to a hundredth.
    for (input, mean) in [5.84, 3.06, 3.76, 1.20].into_iter().enumerate() {
        assert!((data.inputs.row(input).sum() / 150.0 - mean).abs() < 0.01, "{input}");
    }
    assert_eq!(data.targets.rows().into_iter().map(|class| class.sum()).collect::<Vec<_>>(), [50.0, 50.0, 50.0]);
    let mut run = TrainingRun::new(&Arc::new(experiment), 3).unwrap();
    run.finish();
    assert!(run.evaluate()[0].accuracy > 0.9);
}

#[test]
fn a_reader_that_fails_is_an_error_of_the_experiment() {
    let text = format!("epochs = 3\n[data]\nkind = \"csv\"\npath = \"a.csv\"\n{MODEL}");
    let table = |_: &Path, _| Err(TableReadError::Unreadable(ReadError::Forbidden));
    let read = DataReader { table: &table, memory: Memory::UNLIMITED };
    let error = actlab::nn::experiment::of_file(Ok(&text), "folder/own.toml", read).unwrap_err();
    assert!(matches!(error, LoadError::Wrong { .. }));
    assert!(error.to_string().contains("folder/a.csv can't be read"), "{error}");
}

/// A file of arrays that NumPy has saved.
pub(super) fn arrays(file: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/arrays").join(file)).unwrap()
}

#[test]
fn test_rows_may_come_from_a_file_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("train.csv", "a,b,kind\n0,1,red\n1,0,blue\n2,2,red\n3,1,blue\n");
    // One class is missing here, and rows with a missing cell are left out in both files.
    write("test.csv", "a,b,kind\n5,1,red\n,1,red\n6,2,red\n");
    let own = folder.path().join("own.toml");
    let text = |more: &str| format!("epochs = 2\n[data]\nkind = \"csv\"\npath = \"train.csv\"\n{more}{MODEL}");
    let experiment = |more: &str| {
        std::fs::write(&own, text(more)).unwrap();
        load(&own)
    };
    let found = Arc::new(experiment("test = \"test.csv\"\nmissing = \"drop\"\nscale = \"minmax\"\n").unwrap());
    assert_eq!((found.data.samples(), found.data.test_samples(), found.data.is_random()), (4, 2, false));
    let split = found.data.generate(1).unwrap();
    let test = split.test.clone().unwrap();
    assert_eq!(split.train.targets.row(0).to_vec(), [1.0, 0.0, 1.0, 0.0]);
    assert_eq!(test.targets.row(0).to_vec(), [1.0, 1.0], "classes are numbered over both files");
    assert_eq!(test.inputs.row(0).to_vec(), [5.0 / 3.0, 2.0], "scaled by the training rows");
    let read = Some(reader());
    assert_eq!(&parse_with(&found.to_toml(), "own.toml", read).unwrap(), &*found);
    let named = data_files(&text("test = \"test.csv\"\n"), &own.display().to_string());
    assert_eq!(named, ["train.csv", "test.csv"].map(|name| (folder.path().join(name), TableFormat::Csv)));
    let error = |more: &str| experiment(more).unwrap_err().to_string();
    let said = error("test = \"nowhere.csv\"\n");
    assert!(said.contains("line 5: ") && said.contains("nowhere.csv can't be read: there is no such file"), "{said}");
    write("other.csv", "b,a,kind\n5,1,red\n");
    assert!(
        error("test = \"other.csv\"\n")
            .contains("its columns are b, a, kind, and those of the training rows are a, b, kind")
    );
    assert!(error("test = true\n").contains("a share from 0 to below 1, or the path of a file"));
    std::fs::write(&own, format!("epochs = 2\n[data]\nkind = \"xor\"\ntest = \"test.csv\"\n{MODEL}")).unwrap();
    assert!(load(&own).unwrap_err().to_string().contains("goes with a file of data"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// A file that was cut or changed anywhere is an error or another table, never a panic.
    #[test]
    fn broken_arrays_are_refused(
        file in prop::sample::select(vec!["f8.npy", "bool.npy", "fortran.npy", "pair.npz", "classes.npz"]),
        cut in 0.0..1.0f64, at in 0.0..1.0f64, byte in any::<u8>(),
    ) {
        let mut bytes = arrays(file);
        let place = (at * bytes.len() as f64) as usize;
        bytes[place] = byte;
        let _ = TableFormat::of_path(file).parse(&bytes);
        bytes.truncate((cut * bytes.len() as f64) as usize);
        let _ = TableFormat::of_path(file).parse(&bytes);
    }
}

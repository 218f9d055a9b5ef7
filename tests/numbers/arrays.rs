//! Files of arrays compared with NumPy, the mistakes in them, and the experiments that read them.

use super::tables::{MODEL, arrays, reader};
use actlab::nn::data_table::{Cells, MissingRule, Selection, TableFormat};
use actlab::nn::dataset::TaskKind;
use actlab::nn::experiment::{load, parse_with};
use serde_json::Value;

#[test]
fn arrays_of_every_type_are_read_as_numpy_reads_them() {
    let oracle: Value = serde_json::from_slice(&arrays("oracle.json")).unwrap();
    for (name, rows) in oracle["arrays"].as_object().unwrap() {
        let table = TableFormat::Npy.parse(&arrays(&format!("{name}.npy"))).unwrap();
        let rows = rows.as_array().unwrap();
        assert_eq!((table.rows, table.columns.len(), table.targets.clone()), (4, 3, vec![2]), "{name}");
        for (n, column) in table.columns.iter().enumerate() {
            let theirs = rows.iter().map(|row| row[n].as_f64().unwrap()).collect();
            assert_eq!(column.cells, Cells::Numbers(theirs), "{name}");
        }
    }
    let pair = TableFormat::Npz.parse(&arrays("pair.npz")).unwrap().select(&Selection::default()).unwrap();
    assert_eq!((pair.names, pair.task), (vec!["x1".to_owned(), "x2".to_owned()], TaskKind::Labels));
    assert_eq!(pair.inputs.column(3).to_vec(), [7.0 / 3.0, 3.0]);
    let classes = TableFormat::Npz.parse(&arrays("classes.npz")).unwrap().select(&Selection::default()).unwrap();
    assert_eq!((classes.task, classes.targets.nrows(), classes.inputs.nrows()), (TaskKind::Classes, 3, 3));
    let missing = TableFormat::Npy.parse(&arrays("missing.npy")).unwrap();
    assert!(missing.select(&Selection::default()).unwrap_err().to_string().contains("column 1 1"));
    let drop = Selection { missing: MissingRule::Drop, ..Selection::default() };
    assert_eq!(missing.select(&drop).unwrap().dropped, 1);
}

#[test]
fn compressed_arrays_are_those_that_were_saved() {
    let read = |file: &str| TableFormat::Npz.parse(&arrays(file)).unwrap();
    assert_eq!(read("compressed.npz"), read("pair.npz"));
    let packed = read("packed.npz");
    assert_eq!((packed.rows, packed.columns.len(), packed.targets.clone()), (100_000, 3, vec![2]));
    for (n, column) in packed.columns.iter().enumerate() {
        let number = |row: usize| if n == 2 { row % 2 } else { (2 * row + n) / 5000 };
        assert_eq!(column.cells, Cells::Numbers((0..100_000).map(|row| number(row) as f64).collect()), "{n}");
    }
    // A byte that is changed is noticed, in a compressed array and in any other.
    for (file, at) in [("packed.npz", 700), ("pair.npz", 200)] {
        let mut bytes = arrays(file);
        bytes[at] ^= 0x10;
        let error = TableFormat::Npz.parse(&bytes).unwrap_err().to_string();
        assert!(error.contains("the array x is damaged"), "{file}: {error}");
    }
}

#[test]
fn every_mistake_in_an_array_is_named() {
    let cases = [
        ("three.npy", "its array has 3 dimensions"),
        ("complex.npy", "its elements are no numbers that can be read"),
        ("infinite.npy", "line 2, column 2: \"inf\""),
        ("one.npy", "no column of numbers is left"),
        ("names.npz", "expected x for the inputs and y for the targets"),
        ("rows.npz", "x has 4 rows and y has 3"),
        ("oracle.json", "it is no file that NumPy has saved"),
    ];
    for (file, said) in cases {
        let format = TableFormat::of_path(file);
        let format = if format == TableFormat::Csv { TableFormat::Npy } else { format };
        let error = format.parse(&arrays(file)).and_then(|table| table.select(&Selection::default())).unwrap_err();
        assert!(error.to_string().contains(said), "{file}: {error}");
    }
}

#[test]
fn an_experiment_reads_arrays_by_the_name_of_the_kind() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pair"), arrays("pair.npz")).unwrap();
    let file = folder.path().join("own.toml");
    std::fs::write(&file, format!("epochs = 2\n[data]\nkind = \"npz\"\npath = \"pair\"\n{MODEL}")).unwrap();
    let experiment = load(&file).unwrap();
    assert_eq!((experiment.data.name(), experiment.data.samples()), ("npz", 4));
    let read = Some(reader());
    assert_eq!(parse_with(&experiment.to_toml(), "own.toml", read).unwrap(), experiment);
}

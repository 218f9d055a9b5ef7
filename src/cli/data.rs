//! `actlab data`: what is in a file of data or in a generated set, and how it was read.

mod describe;
mod scatter;

use super::CliError;
use super::args::{DataArgs, Globals};
use super::environment::{self, Target};
use super::json::{self, json_number};
use super::reading::TableReading;
use super::train::usage;
use crate::nn::data_table::{Cells, ChosenColumns, ColumnRef, DataTable, TableColumn, TableFormat};
use crate::nn::dataset::{DatasetError, DatasetSpec, TaskKind};
use crate::nn::experiment::{DataOptionError, is_data_path};
use crate::text::number;
use crate::text::visible;
use describe::{ColumnSummary, correlated, summaries};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// The columns and rows of the scatter plot, in cells.
const SCATTER: (usize, usize) = (60, 20);

pub(super) fn run(globals: &Globals, args: &DataArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let seed = globals.seed.unwrap_or(1);
    // A setting that is wrong is an error here as everywhere.
    let loaded = environment::load(globals)?;
    let choices = environment::choices(&loaded, Target::Terminal)?;
    let (ascii, words) = (choices.ascii, environment::shell_words(&choices));
    let table = table(&args.data, seed, &TableReading::new(environment::memory(&loaded.config), &words))?;
    let column = |name: &String| name.parse().map_or_else(|_| ColumnRef::Name(name.clone()), ColumnRef::Number);
    let target = match &args.target {
        Some(name) => table.find(&column(name)).map_err(usage)?,
        None => table.targets.first().copied().unwrap_or(0),
    };
    let columns = summaries(&table, args.json);
    let pair = correlated(&table, target);
    if args.json {
        writeln!(out, "{}", object(&table, target, &columns, pair))?;
        return Ok(());
    }
    writeln!(out, "{} rows, {} columns; {}", table.rows, columns.len(), how(&table, &args.data))?;
    let widest = columns
        .iter()
        .map(|column| crate::widgets::text::width(&visible(&column.name)))
        .max()
        .unwrap_or(0)
        .clamp(6, 32);
    for (n, column) in columns.iter().enumerate() {
        let name = crate::widgets::text::left(&visible(&column.name), widest);
        let mark = if n == target { "  target" } else { "" };
        writeln!(out, "{name}  {}{mark}", said(column))?;
    }
    for (class, count) in &columns[target].classes {
        writeln!(out, "  {:>7}  {}", count, visible(class))?;
    }
    if let Some(pair) = pair {
        let names = pair.map(|n| visible(&columns[n].name).into_owned());
        writeln!(out, "\n{} (up) over {} (right), the inputs that tell most about the target:", names[1], names[0])?;
        for line in scatter::draw(&table, pair, SCATTER, ascii) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// The table of a file, or the columns and targets of a generated set.
fn table(name: &str, seed: u64, reading: &TableReading<'_>) -> Result<Arc<DataTable>, CliError> {
    if is_data_path(name) {
        let table = reading.table(Path::new(name), TableFormat::of_path(name));
        return table.map_err(|error| usage(DatasetError::unread(name, error)));
    }
    let spec = DatasetSpec::named(name);
    let spec = spec.ok_or_else(|| usage(DataOptionError::Kind { reason: DatasetSpec::unknown(name) }))?;
    let data = spec.generate(seed);
    let mut columns: Vec<TableColumn> = spec
        .columns()
        .into_iter()
        .zip(data.inputs.rows())
        .map(|(name, column)| TableColumn { name, cells: Cells::Numbers(column.to_vec()) })
        .collect();
    let cells = if data.task == TaskKind::Classes {
        let known = spec.classes();
        let named = |n: usize| known.get(n).cloned().unwrap_or_else(|| n.to_string());
        let class = |sample: ndarray::ArrayView1<f64>| sample.iter().position(|t| *t == 1.0).unwrap_or(0) as u32;
        Cells::Texts {
            values: (0..data.targets.nrows()).map(named).collect(),
            rows: data.targets.columns().into_iter().map(class).collect(),
        }
    } else {
        Cells::Numbers(data.targets.row(0).to_vec())
    };
    columns.push(TableColumn { name: "target".to_owned(), cells });
    let targets = vec![columns.len() - 1];
    Ok(Arc::new(DataTable {
        test: 0,
        targets,
        columns,
        rows: data.samples(),
        reading: None,
        choices: ChosenColumns::default(),
    }))
}

/// How a file was read.
fn how(table: &DataTable, name: &str) -> String {
    let Some(reading) = table.reading else {
        let words = match TableFormat::of_path(name) {
            TableFormat::Csv => "a set of the program",
            TableFormat::Npy => "read as an array of NumPy, by the end of its name",
            TableFormat::Npz => "read as the arrays x and y of NumPy, by the end of its name",
        };
        return words.to_owned();
    };
    let delimiter = match reading.delimiter {
        ',' => "commas",
        ';' => "semicolons",
        _ => "tabs",
    };
    let header = if reading.has_header {
        "a header, because no cell of the first row is a number"
    } else {
        "no header, because the first row has a number or an empty cell"
    };
    let also = [
        (reading.has_mark, ", a byte order mark"),
        (reading.is_crlf, ", lines that end in CR LF"),
        (reading.has_quotes, ", quotes"),
    ];
    let also: String = also.into_iter().filter(|(holds, _)| *holds).map(|(_, words)| words).collect();
    format!("read with {delimiter}, which give the most cells in a row, {header}{also}")
}

/// The line of a column.
fn said(column: &ColumnSummary) -> String {
    let missing = if column.missing == 0 { String::new() } else { format!(", {} missing", column.missing) };
    match column.range {
        Some([low, high, mean]) => {
            let [low, high, mean] = [low, high, mean].map(number::short);
            format!("number  {low} to {high}, mean {mean}{missing}")
        }
        None if column.is_number => format!("number  no value{missing}"),
        None => format!("text    {} different{missing}", column.values),
    }
}

fn object(table: &DataTable, target: usize, columns: &[ColumnSummary], pair: Option<[usize; 2]>) -> Value {
    let column = |column: &ColumnSummary| {
        let [low, high, mean] =
            column.range.map_or([Value::Null, Value::Null, Value::Null], |range| range.map(json_number));
        json!({
            "name": column.name,
            "type": if column.is_number { "number" } else { "text" },
            "low": low,
            "high": high,
            "mean": mean,
            "missing": column.missing,
            "values": column.values,
        })
    };
    let read = table.reading.map(|reading| {
        json!({
            "delimiter": reading.delimiter.to_string(),
            "header": reading.has_header,
            "byte_order_mark": reading.has_mark,
            "crlf": reading.is_crlf,
            "quotes": reading.has_quotes,
        })
    });
    let class = |(name, count): &(String, usize)| json!({"name": name, "count": count});
    json::object(
        "data",
        json!({
            "rows": table.rows,
            "columns": columns.iter().map(column).collect::<Vec<_>>(),
            "target": columns[target].name,
            "classes": columns[target].classes.iter().map(class).collect::<Vec<_>>(),
            "scatter": pair.map(|pair| pair.map(|n| columns[n].name.clone())),
            "read": read,
        }),
    )
}

//! Which columns are inputs and targets, and how their cells become numbers.

use super::error::{DataFileError, MissingCells, short};
use super::{Cells, DataTable, MISSING, MOST_INPUTS, TableColumn};
use crate::functions::formula::ColumnFormula;
use crate::nn::memory_limit::Memory;
use crate::nn::task::{self, TaskKind};
use ndarray::Array2;
use serde::Serialize;
use std::fmt;

/// A column by its name, or by its number from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ColumnRef {
    /// The number, from 1.
    Number(usize),
    /// The name.
    Name(String),
}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

/// What targets are taken as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum TargetRule {
    /// Texts are classes; numbers that are all 0 and 1, or all -1 and +1, are labels; others are numbers.
    #[default]
    Detected,
    /// Each different target is a class.
    Classes,
    /// Targets are numbers.
    Numbers,
}

/// What is done about missing cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum MissingRule {
    /// They are refused.
    #[default]
    Refuse,
    /// Their rows are left out.
    Drop,
    /// A missing input is the mean of its column over the training rows.
    Mean,
}

/// The choice of columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The targets. If empty, the last column, or those that the form of the file says.
    pub target: Vec<ColumnRef>,
    /// The inputs. All other columns of numbers if empty.
    pub inputs: Vec<ColumnRef>,
    /// What targets are taken as.
    pub task: TargetRule,
    /// What is done about missing cells.
    pub missing: MissingRule,
}

/// Inputs and targets of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableData {
    /// The names of the inputs, as formulas write them.
    pub names: Vec<String>,
    /// The same names as the table has them.
    pub titles: Vec<String>,
    /// `[input, sample]`. A missing input that is to be the mean of its column is NaN.
    pub inputs: Array2<f64>,
    /// `[output, sample]`.
    pub targets: Array2<f64>,
    /// The kind of task.
    pub task: TaskKind,
    /// The names of the classes, if the targets are classes or labels made of texts.
    pub classes: Vec<String>,
    /// The rows that were left out because a cell was missing.
    pub dropped: usize,
    /// The number of samples at the end that are for the test.
    pub test: usize,
}

/// The most different texts of an input, and the most classes of a target.
const MOST_TEXTS: usize = 20;
const MOST_CLASSES: usize = 100;

impl DataTable {
    /// The inputs and targets of a choice of columns.
    ///
    /// # Errors
    /// [`DataFileError`] with the column.
    pub fn select(&self, choice: &Selection) -> Result<TableData, DataFileError> {
        self.select_within(choice, Memory::UNLIMITED)
    }

    /// The same, within a limit on the memory of table, inputs and targets together.
    ///
    /// # Errors
    /// [`DataFileError`] with the column, or with the limit.
    pub fn select_within(&self, choice: &Selection, memory: Memory) -> Result<TableData, DataFileError> {
        let (targets, inputs) = self.chosen(choice)?;
        let used: Vec<usize> = targets.iter().chain(&inputs).copied().collect();
        let rows = self.kept(&targets, &used, choice.missing)?;
        let boundary = self.rows - self.test;
        let test = rows.iter().filter(|row| **row >= boundary).count();
        let columns: Vec<&TableColumn> = inputs.iter().map(|n| &self.columns[*n]).collect();
        let inputs = columns.iter().try_fold(0, |sum, column| Ok(sum + width(column)?))?;
        if inputs > MOST_INPUTS {
            return Err(DataFileError::Inputs { inputs, most: MOST_INPUTS });
        }
        let outputs: usize = targets.iter().map(|n| outputs(&self.columns[*n])).sum();
        DataFileError::allow(memory, self.memory() + 8 * ((inputs + outputs) * rows.len()) as u64)?;
        let (targets, task, classes) = self.targets(&targets, choice.task, &rows)?;
        let mut titles = Vec::new();
        let mut numbers = Vec::with_capacity(inputs * rows.len());
        for column in columns {
            add_input(column, &rows, &mut titles, &mut numbers)?;
        }
        let shape = (inputs, rows.len());
        // There are as many numbers, since each column has one for each row.
        let inputs = Array2::from_shape_vec(shape, numbers).unwrap_or_else(|_| Array2::zeros(shape));
        let names = titles.iter().map(|title| ColumnFormula::name(title)).collect();
        Ok(TableData { names, titles, inputs, targets, task, classes, dropped: self.rows - rows.len(), test })
    }

    /// The indices of targets and inputs.
    fn chosen(&self, choice: &Selection) -> Result<(Vec<usize>, Vec<usize>), DataFileError> {
        let find =
            |columns: &[ColumnRef]| columns.iter().map(|column| self.find(column)).collect::<Result<Vec<_>, _>>();
        let targets = if choice.target.is_empty() { self.targets.clone() } else { find(&choice.target)? };
        let is_numeric = |n: &usize| matches!(self.columns[*n].cells, Cells::Numbers(_));
        let inputs = if choice.inputs.is_empty() {
            (0..self.columns.len()).filter(|n| !targets.contains(n) && is_numeric(n)).collect()
        } else {
            find(&choice.inputs)?
        };
        if inputs.is_empty() {
            return Err(DataFileError::NoInputs);
        }
        let all: Vec<usize> = targets.iter().chain(&inputs).copied().collect();
        let twice = all.iter().enumerate().find(|(at, n)| all[..*at].contains(n));
        match twice {
            Some((_, n)) => Err(DataFileError::Overlap { name: short(&self.columns[*n].name) }),
            None => Ok((targets, inputs)),
        }
    }

    /// The rows that are used.
    fn kept(&self, targets: &[usize], used: &[usize], rule: MissingRule) -> Result<Vec<usize>, DataFileError> {
        let counts = |columns: &[usize]| -> Vec<(String, usize)> {
            let counts = columns.iter().map(|n| (self.columns[*n].name.clone(), self.columns[*n].cells.missing()));
            counts.filter(|(_, count)| *count > 0).collect()
        };
        let rows: Vec<usize> = match rule {
            MissingRule::Refuse => match counts(used) {
                counts if counts.is_empty() => (0..self.rows).collect(),
                counts => return Err(DataFileError::Missing { counts: MissingCells(counts).to_string() }),
            },
            MissingRule::Drop => {
                (0..self.rows).filter(|row| !used.iter().any(|n| self.columns[*n].cells.is_missing(*row))).collect()
            }
            MissingRule::Mean => match counts(targets).into_iter().next() {
                Some((name, count)) => return Err(DataFileError::MissingTarget { name: short(&name), count }),
                None => (0..self.rows).collect(),
            },
        };
        if rows.is_empty() { Err(DataFileError::AllDropped) } else { Ok(rows) }
    }

    fn targets(
        &self,
        targets: &[usize],
        rule: TargetRule,
        rows: &[usize],
    ) -> Result<(Array2<f64>, TaskKind, Vec<String>), DataFileError> {
        let columns: Vec<&TableColumn> = targets.iter().map(|n| &self.columns[*n]).collect();
        if let [column] = columns[..] {
            return single(column, rule, rows);
        }
        let mut numbers = Vec::new();
        for column in columns {
            match &column.cells {
                Cells::Numbers(all) => numbers.push(rows.iter().map(|row| all[*row]).collect::<Vec<f64>>()),
                Cells::Texts { .. } => return Err(DataFileError::TextTargets { name: short(&column.name) }),
            }
        }
        let table = Array2::from_shape_fn((numbers.len(), rows.len()), |(output, sample)| numbers[output][sample]);
        let task = detected(&table, rule);
        Ok((table, task, Vec::new()))
    }
}

/// The task of targets that are numbers.
fn detected(targets: &Array2<f64>, rule: TargetRule) -> TaskKind {
    TaskKind::of(targets, (rule == TargetRule::Numbers).then(|| task::tenth(targets)))
}

/// A target of one column.
fn single(
    column: &TableColumn,
    rule: TargetRule,
    rows: &[usize],
) -> Result<(Array2<f64>, TaskKind, Vec<String>), DataFileError> {
    let name = || short(&column.name);
    let (values, index): (Vec<String>, Vec<usize>) = match (&column.cells, rule) {
        (Cells::Numbers(all), TargetRule::Detected | TargetRule::Numbers) => {
            let numbers: Vec<f64> = rows.iter().map(|row| all[*row]).collect();
            if numbers.windows(2).all(|pair| pair[0] == pair[1]) {
                return Err(DataFileError::Constant { name: name(), value: numbers[0] });
            }
            let table = Array2::from_shape_fn((1, numbers.len()), |(_, sample)| numbers[sample]);
            let task = detected(&table, rule);
            return Ok((table, task, Vec::new()));
        }
        (Cells::Numbers(all), TargetRule::Classes) => {
            let mut values: Vec<f64> = rows.iter().map(|row| all[*row]).collect();
            let index = values.clone();
            values.sort_unstable_by(f64::total_cmp);
            values.dedup();
            let place = |x: &f64| values.partition_point(|value| value < x);
            (values.iter().map(ToString::to_string).collect(), index.iter().map(place).collect())
        }
        (Cells::Texts { values, rows: all }, _) => {
            // Only texts that are left after rows were dropped are classes.
            let mut places: Vec<u32> = rows.iter().map(|row| all[*row]).collect();
            let index = places.clone();
            places.sort_unstable();
            places.dedup();
            let place = |x: &u32| places.partition_point(|value| value < x);
            (places.iter().map(|n| values[*n as usize].clone()).collect(), index.iter().map(place).collect())
        }
    };
    match values.len() {
        0 | 1 => Err(DataFileError::OneClass { name: name(), class: short(values.first().map_or("", String::as_str)) }),
        2 => {
            let table = Array2::from_shape_fn((1, index.len()), |(_, sample)| index[sample] as f64);
            Ok((table, TaskKind::Labels, values))
        }
        classes @ 3..=MOST_CLASSES => {
            let one = |(class, sample): (usize, usize)| f64::from(u8::from(index[sample] == class));
            Ok((Array2::from_shape_fn((classes, index.len()), one), TaskKind::Classes, values))
        }
        classes => Err(DataFileError::Classes { name: name(), classes, most: MOST_CLASSES }),
    }
}

/// The number of inputs of a column.
fn width(column: &TableColumn) -> Result<usize, DataFileError> {
    match &column.cells {
        Cells::Numbers(_) => Ok(1),
        Cells::Texts { values, .. } if values.len() > MOST_TEXTS => {
            Err(DataFileError::Texts { name: short(&column.name), values: values.len(), most: MOST_TEXTS })
        }
        Cells::Texts { values, .. } => Ok(values.len()),
    }
}

/// The most outputs of a column.
fn outputs(column: &TableColumn) -> usize {
    match &column.cells {
        Cells::Numbers(_) => 1,
        Cells::Texts { values, .. } => values.len().min(MOST_CLASSES),
    }
}

/// Adds the inputs of a column: its numbers, or a column of 0 and 1 for each of its texts.
fn add_input(
    column: &TableColumn,
    rows: &[usize],
    titles: &mut Vec<String>,
    numbers: &mut Vec<f64>,
) -> Result<(), DataFileError> {
    match &column.cells {
        Cells::Numbers(all) => {
            titles.push(column.name.clone());
            numbers.extend(rows.iter().map(|row| all[*row]));
        }
        Cells::Texts { values, rows: all } => {
            if rows.iter().any(|row| all[*row] == MISSING) {
                let counts = MissingCells(vec![(column.name.clone(), column.cells.missing())]);
                return Err(DataFileError::Missing { counts: counts.to_string() });
            }
            for (value, place) in values.iter().zip(0..) {
                titles.push(format!("{}_{value}", column.name));
                numbers.extend(rows.iter().map(|row| f64::from(u8::from(all[*row] == place))));
            }
        }
    }
    Ok(())
}

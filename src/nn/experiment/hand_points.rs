//! Points by hand: the samples of an experiment with some of them added and removed, as a list of edits.

use super::Experiment;
use crate::nn::data_setup::{DataSetup, DataSplit};
use crate::nn::dataset::{Dataset, DatasetError, DatasetSpec, Inline, TaskKind};
use crate::words::errors;
use std::fmt;

/// The most samples of data that are edited by hand.
pub const MOST_POINTS: usize = 5000;

errors! {
    /// Why points can't be edited.
    pub enum PointEditError: "point-edit" {
        /// The samples that the edits begin with can't be generated.
        Data { reason: DatasetError } = "data",
        /// Only points of one or two columns with one target can be put by hand.
        Columns { columns: usize } = "columns",
        /// Samples have several targets that are numbers.
        Targets { targets: usize } = "targets",
        /// The samples are rows of a file and can't be edited here.
        Table { file: String } = "table",
        /// There are too many samples.
        TooMany { most: usize } = "too-many",
        /// A point needs a number for each column, and its class or target.
        Numbers { given: usize, wanted: usize } = "numbers",
        /// There is no such class.
        Class { class: String, last: usize } = "class",
        /// There is no such sample.
        Row { row: usize, rows: usize } = "row",
        /// A class would have no samples for the training.
        LastOfClass = "last-of-class",
        /// No sample would be left.
        Last = "last",
    }
}

/// A change of the samples. Rows count from 0; those for the training come first, then those for the test.
#[derive(Clone, Debug, PartialEq)]
pub enum PointEdit {
    /// Adds a training sample.
    Put {
        /// A number for each column.
        place: Vec<f64>,
        /// The class, or the target if targets are numbers.
        target: f64,
    },
    /// Removes a sample.
    Take {
        /// Its row, from 0.
        row: usize,
    },
    /// Removes all samples but these. None of them is a test sample any more.
    Keep {
        /// Their rows, from 0.
        rows: Vec<usize>,
    },
}

/// The samples of a seed, and the changes of them in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct HandPoints {
    /// The seed that the samples were drawn with.
    pub seed: u64,
    /// The changes, the first one first.
    pub edits: Vec<PointEdit>,
}

/// The samples of an experiment in rows.
#[derive(Clone, Debug, PartialEq)]
pub struct PointTable {
    /// `[sample][column]`.
    pub inputs: Vec<Vec<f64>>,
    /// `[sample][output]`.
    pub targets: Vec<Vec<f64>>,
    /// The number of samples at the end that are for the test.
    pub test_rows: usize,
    /// What the targets are.
    pub task: TaskKind,
}

impl PointTable {
    fn of(split: &DataSplit) -> Self {
        let rows = |table: ndarray::ArrayView2<f64>| {
            table.columns().into_iter().map(|sample| sample.to_vec()).collect::<Vec<Vec<f64>>>()
        };
        let of = |data: &Dataset| (rows(data.columns()), rows(data.targets.view()));
        let (mut inputs, mut targets) = of(&split.train);
        let test = split.test.as_ref().map(|test| of(test)).unwrap_or_default();
        let test_rows = test.0.len();
        inputs.extend(test.0);
        targets.extend(test.1);
        Self { inputs, targets, test_rows, task: split.train.task }
    }

    /// The number of samples for the training.
    pub fn training(&self) -> usize {
        self.inputs.len() - self.test_rows
    }

    /// The number of classes. `None` if targets are numbers.
    pub fn classes(&self) -> Option<usize> {
        match self.task {
            TaskKind::Labels | TaskKind::Signs => Some(2),
            TaskKind::Classes => Some(self.targets.first().map_or(0, Vec::len)),
            TaskKind::Numbers { .. } => None,
        }
    }

    /// The class of a sample. Of numbers, all are of one class.
    pub fn class(&self, row: usize) -> usize {
        let targets = &self.targets[row];
        match self.task {
            TaskKind::Labels | TaskKind::Signs => usize::from(targets.first().is_some_and(|target| *target > 0.0)),
            TaskKind::Classes => targets.iter().position(|target| *target == 1.0).unwrap_or(0),
            TaskKind::Numbers { .. } => 0,
        }
    }

    fn edited(&mut self, edit: &PointEdit) -> Result<(), PointEditError> {
        let rows = self.inputs.len();
        match edit {
            PointEdit::Put { place, target } => self.put(place, *target)?,
            PointEdit::Take { row } => {
                self.check_row(*row)?;
                if *row >= self.training() {
                    self.test_rows -= 1;
                }
                self.inputs.remove(*row);
                self.targets.remove(*row);
            }
            PointEdit::Keep { rows: kept } => {
                kept.iter().try_for_each(|row| self.check_row(*row))?;
                let mut is_kept = vec![false; rows];
                for row in kept {
                    is_kept[*row] = true;
                }
                let mut flags = is_kept.iter();
                self.inputs.retain(|_| flags.next().copied().unwrap_or(false));
                let mut flags = is_kept.iter();
                self.targets.retain(|_| flags.next().copied().unwrap_or(false));
                self.test_rows = 0;
            }
        }
        self.check_classes()
    }

    fn check_row(&self, row: usize) -> Result<(), PointEditError> {
        let rows = self.inputs.len();
        if row < rows { Ok(()) } else { Err(PointEditError::Row { row: row + 1, rows }) }
    }

    /// Every class keeps a sample, because the targets say what the task is.
    fn check_classes(&self) -> Result<(), PointEditError> {
        if self.training() == 0 {
            return Err(PointEditError::Last);
        }
        let mut has = vec![false; self.classes().unwrap_or(1)];
        for row in 0..self.training() {
            has[self.class(row)] = true;
        }
        if has.iter().all(|has| *has) { Ok(()) } else { Err(PointEditError::LastOfClass) }
    }

    fn put(&mut self, place: &[f64], target: f64) -> Result<(), PointEditError> {
        let columns = self.inputs.first().map_or(0, Vec::len);
        if place.len() != columns || place.iter().chain([&target]).any(|x| !x.is_finite()) {
            return Err(PointEditError::Numbers { given: place.len() + 1, wanted: columns + 1 });
        }
        if self.inputs.len() >= MOST_POINTS {
            return Err(PointEditError::TooMany { most: MOST_POINTS });
        }
        let targets = self.targets_of(target)?;
        let at = self.training();
        self.inputs.insert(at, place.to_vec());
        self.targets.insert(at, targets);
        Ok(())
    }

    fn targets_of(&self, target: f64) -> Result<Vec<f64>, PointEditError> {
        let Some(classes) = self.classes() else { return Ok(vec![target]) };
        let class = (0..classes).find(|class| *class as f64 == target);
        let wrong = || PointEditError::Class { class: target.to_string(), last: classes.saturating_sub(1) };
        let class = class.ok_or_else(wrong)?;
        Ok(match self.task {
            TaskKind::Signs => vec![if class == 0 { -1.0 } else { 1.0 }],
            TaskKind::Classes => (0..classes).map(|n| f64::from(u8::from(n == class))).collect(),
            TaskKind::Labels | TaskKind::Numbers { .. } => vec![class as f64],
        })
    }

    fn into_data(self, of: &DataSetup) -> DataSetup {
        let Self { inputs, targets, test_rows, task } = self;
        let tolerance = match task {
            TaskKind::Numbers { tolerance } => Some(tolerance),
            TaskKind::Labels | TaskKind::Signs | TaskKind::Classes => None,
        };
        let source = DatasetSpec::from(Inline { inputs, targets, tolerance, test_rows });
        DataSetup { features: of.features.clone(), scale: of.scale, ..DataSetup::from(source) }
    }
}

impl Experiment {
    /// The samples of a seed, if they can be edited by hand.
    ///
    /// # Errors
    /// [`PointEditError`] if there are too many samples or columns, or if they are a table of a file.
    pub fn points(&self, seed: u64) -> Result<PointTable, PointEditError> {
        let columns = self.data.columns().len();
        if !(1..=2).contains(&columns) {
            return Err(PointEditError::Columns { columns });
        }
        if !self.data.source.titles().is_empty() {
            let file = self.data.source.file().unwrap_or(self.data.name()).to_owned();
            return Err(PointEditError::Table { file });
        }
        if self.data.source.samples() > MOST_POINTS {
            return Err(PointEditError::TooMany { most: MOST_POINTS });
        }
        let drawn = self.generate(seed).map_err(|reason| PointEditError::Data { reason })?;
        let table = PointTable::of(&drawn.split);
        match table.targets.first().map_or(0, Vec::len) {
            targets @ 2.. if table.task != TaskKind::Classes => Err(PointEditError::Targets { targets }),
            _ => Ok(table),
        }
    }

    /// The experiment with points by hand as its data.
    ///
    /// # Errors
    /// [`PointEditError`] with the first edit that can't be made.
    pub fn with_points(&self, points: &HandPoints) -> Result<Self, PointEditError> {
        let mut table = self.points(points.seed)?;
        points.edits.iter().try_for_each(|edit| table.edited(edit))?;
        Ok(Self { data: table.into_data(&self.data), ..self.clone() })
    }
}

impl PointEdit {
    /// Parses the text that `Display` writes. `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (verb, rest) = text.trim().split_once(' ')?;
        let words = || rest.split_whitespace();
        let rows = || words().map(|word| word.parse::<usize>().ok()?.checked_sub(1)).collect::<Option<Vec<usize>>>();
        match verb {
            "put" => {
                let mut place = words().map(|word| word.parse().ok()).collect::<Option<Vec<f64>>>()?;
                let target = place.pop()?;
                Some(Self::Put { place, target })
            }
            "take" => rows().filter(|rows| rows.len() == 1).map(|rows| Self::Take { row: rows[0] }),
            "keep" => rows().map(|rows| Self::Keep { rows }),
            _ => None,
        }
    }
}

impl fmt::Display for PointEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put { place, target } => {
                f.write_str("put")?;
                place.iter().chain([target]).try_for_each(|number| write!(f, " {number}"))
            }
            Self::Take { row } => write!(f, "take {}", row + 1),
            Self::Keep { rows } => {
                f.write_str("keep")?;
                rows.iter().try_for_each(|row| write!(f, " {}", row + 1))
            }
        }
    }
}

impl HandPoints {
    /// The seed that an exhibit line begins points with. `None` if the text is of something else.
    pub fn parse_seed(text: &str) -> Option<u64> {
        text.trim().strip_prefix("points ")?.trim().parse().ok()
    }

    /// The points as the texts of an exhibit line.
    pub fn written(&self) -> Vec<String> {
        let Self { seed, edits } = self;
        std::iter::once(format!("points {seed}")).chain(edits.iter().map(ToString::to_string)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::find;

    fn of(name: &str, edits: &[&str]) -> Result<Experiment, PointEditError> {
        let edits = edits.iter().map(|text| PointEdit::parse(text).unwrap()).collect();
        find(name).unwrap().with_points(&HandPoints { seed: 3, edits })
    }

    #[test]
    fn edits_are_read_as_they_are_written() {
        for text in ["put 0.5 -1.25 1", "put 2 7.5", "take 37", "keep 1 20"] {
            assert_eq!(PointEdit::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            ["put", "put x 1", "take 0", "take 1 2", "keep x", "62@1 unit+ 1"].map(PointEdit::parse),
            [const { None }; 6]
        );
        let points = HandPoints { seed: 7, edits: vec![PointEdit::Take { row: 0 }] };
        assert_eq!(points.written(), ["points 7", "take 1"]);
        assert_eq!(HandPoints::parse_seed("points 7"), Some(7));
    }

    /// The samples, the test and the task stay, besides what was edited.
    #[test]
    fn points_are_those_of_the_seed_with_the_edits() {
        let plain = find("playground").unwrap();
        let before = plain.generate(3).unwrap().split;
        let after = of("playground", &["put 0.5 -1 1", "put 1 1 0"]).unwrap();
        let split = after.generate(99).unwrap().split;
        let count = before.train.samples();
        assert_eq!(split.train.samples(), count + 2);
        assert_eq!(split.train.columns().column(count).to_vec(), [0.5, -1.0]);
        assert_eq!(split.train.targets.row(0).to_vec()[count..], [1.0, -1.0]);
        assert_eq!(
            (split.train.task, split.test.map(|test| test.targets.clone())),
            (before.train.task, before.test.map(|test| test.targets.clone()))
        );
        let fewer = of("playground", &["take 1", "take 300"]).unwrap().generate(1).unwrap().split;
        assert_eq!(fewer.train.samples(), count - 1);
        assert_eq!(fewer.train.columns().column(0), before.train.columns().column(1));
        let text = after.to_toml();
        assert_eq!(crate::nn::experiment::parse(&text, "x").unwrap().data, after.data, "a file keeps them");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let says = |name: &str, edits: &[&str]| of(name, edits).unwrap_err();
        assert_eq!(says("playground", &["put 1 1"]), PointEditError::Numbers { given: 2, wanted: 3 });
        assert_eq!(says("playground", &["put 1 1 2"]), PointEditError::Class { class: "2".to_owned(), last: 1 });
        assert_eq!(says("playground", &["take 9999"]), PointEditError::Row { row: 9999, rows: 500 });
        assert_eq!(says("linear-xor", &["take 1", "take 3"]), PointEditError::LastOfClass);
        assert_eq!(says("parabola", &["keep 1", "take 1"]), PointEditError::Last);
        let iris = Experiment::on(DatasetSpec::named("iris").unwrap().into());
        assert_eq!(iris.points(1), Err(PointEditError::Columns { columns: 4 }));
    }
}

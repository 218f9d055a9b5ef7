//! Samples that are listed in the experiment.

use super::{TaskKind, Dataset, DatasetError, DatasetKind};
use crate::nn::kinds::Kind;
use crate::nn::loss::Targets;
use crate::text::document::{RangeError, ValueRange, at_least_zero};
use ndarray::Array2;
use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

/// A table of inputs and a table of targets, with a row for each sample.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "[data]")]
pub struct Inline {
    /// `[sample][input]`.
    pub inputs: Vec<Vec<f64>>,
    /// `[sample][output]`.
    pub targets: Vec<Vec<f64>>,
    /// The largest distance from a target that counts as right. If absent, it is a tenth of the targets' standard
    /// deviation.
    #[serde(default, deserialize_with = "tolerance", skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    /// The number of samples at the end that are kept for the test.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub test_rows: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(rows: &usize) -> bool {
    *rows == 0
}

fn tolerance<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    at_least_zero(from).map(Some)
}

impl Kind for Inline {
    const NAMES: &'static [&'static str] = &["inline"];

    /// There is no default, because the tables have none.
    fn named(_: &str) -> Option<Self> {
        None
    }
}

impl DatasetKind for Inline {
    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        let Self { inputs, targets, tolerance, test_rows: _ } = self;
        if let Some(wrong) = tolerance.filter(|x| !(x.is_finite() && *x >= 0.0)) {
            return Err(DatasetError::range(RangeError::keyed("tolerance", &wrong, ValueRange::AtLeastZero)));
        }
        if inputs.is_empty() {
            return Err(("inputs", DatasetError::NoSamples));
        }
        if inputs.len() != targets.len() {
            let (inputs, targets) = (inputs.len(), targets.len());
            return Err(("inputs", DatasetError::RowCounts { inputs, targets }));
        }
        Ok((width(inputs, "inputs")?, width(targets, "targets")?))
    }

    fn samples(&self) -> usize {
        self.targets.len()
    }

    fn is_random(&self) -> bool {
        false
    }

    fn task(&self) -> TaskKind {
        TaskKind::of(&columns(&self.targets), self.tolerance)
    }

    fn fits(&self, targets: Targets) -> bool {
        self.targets.iter().flatten().all(|t| targets.take(*t))
    }

    fn generate(&self, _: u64) -> Dataset {
        Dataset::of(columns(&self.inputs), columns(&self.targets), self.tolerance)
    }

    fn test_rows(&self) -> usize {
        self.test_rows
    }

    fn written(&self) -> usize {
        self.inputs.iter().chain(&self.targets).map(Vec::len).sum()
    }
}

fn width(rows: &[Vec<f64>], table: &'static str) -> Result<usize, (&'static str, DatasetError)> {
    let width = rows.first().map_or(0, Vec::len);
    if width == 0 {
        return Err((table, DatasetError::EmptyRow { table }));
    }
    for (numbers, row) in rows.iter().zip(1..) {
        if numbers.len() != width {
            let error = DatasetError::UnevenRow { table, row, numbers: numbers.len(), first: width };
            return Err((table, error));
        }
        if numbers.iter().any(|x| !x.is_finite()) {
            return Err((table, DatasetError::NotFinite { table, row }));
        }
    }
    Ok(width)
}

fn columns(rows: &[Vec<f64>]) -> Array2<f64> {
    let width = rows.first().map_or(0, Vec::len);
    let number = |(column, sample): (usize, usize)| rows[sample].get(column).copied().unwrap_or(f64::NAN);
    Array2::from_shape_fn((width, rows.len()), number)
}

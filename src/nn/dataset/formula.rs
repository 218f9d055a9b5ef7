//! Labels or targets by a formula.

use super::generated::{Generated, GeneratedTargets, Points, TOLERANCE, between, even, points, points_and_noise};
use super::{DatasetError, NoiseMeaning};
use crate::functions::formula::ColumnFormula;
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use crate::text::document::{RangeError, ValueRange, at_least_zero};
use crate::words::ToMessage;
use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

/// Points in a range, with a label or a target that a formula gives. A formula that names y has two inputs, which are
/// uniform; otherwise x alone is the input, evenly spaced. Normal noise moves the points of labels, and is added to targets.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "[data]")]
pub struct FormulaSet {
    /// The condition under which a point has label 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The target of a point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Both ends of every input.
    #[serde(default = "range")]
    pub range: [f64; 2],
    /// The number of points.
    #[serde(default = "count", deserialize_with = "points")]
    pub points: usize,
    /// The standard deviation of the noise.
    #[serde(default, deserialize_with = "at_least_zero")]
    pub noise: f64,
    /// The largest distance from a target that counts as right. If absent, the noise, and at least 0.1.
    #[serde(default, deserialize_with = "tolerance", skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
}

fn range() -> [f64; 2] {
    [-6.0, 6.0]
}

fn count() -> usize {
    400
}

fn tolerance<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    at_least_zero(from).map(Some)
}

impl Kind for FormulaSet {
    const NAMES: &'static [&'static str] = &["formula"];

    /// There is no default, because there is no usual formula.
    fn named(_: &str) -> Option<Self> {
        None
    }
}

impl FormulaSet {
    /// The formula, and whether it is the condition of a label.
    fn formula(&self) -> Result<(ColumnFormula, bool), (&'static str, DatasetError)> {
        let (key, text) = match (&self.label, &self.target) {
            (Some(label), None) => ("label", label),
            (None, Some(target)) => ("target", target),
            _ => return Err(("kind", DatasetError::OneFormula)),
        };
        let read = ColumnFormula::parse(text, &["x".to_owned(), "y".to_owned()]);
        let formula = read.map_err(|error| (key, DatasetError::Formula { key, reason: error.message() }))?;
        if self.label.is_some() && !formula.is_condition() {
            return Err((key, DatasetError::NoCondition));
        }
        Ok((formula, self.label.is_some()))
    }
}

impl Generated for FormulaSet {
    points_and_noise!();

    fn inputs(&self) -> usize {
        self.formula().map_or(1, |(formula, _)| 1 + usize::from(formula.uses(1)))
    }

    fn meaning(&self) -> NoiseMeaning {
        if self.label.is_some() { NoiseMeaning::Points } else { NoiseMeaning::Targets }
    }

    fn targets(&self) -> GeneratedTargets {
        let tolerance = self.tolerance.unwrap_or(self.noise.max(TOLERANCE));
        if self.label.is_some() { GeneratedTargets::Labels } else { GeneratedTargets::Numbers(tolerance) }
    }

    fn check(&self) -> Result<(), (&'static str, DatasetError)> {
        self.formula()?;
        let [low, high] = self.range;
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Err(("range", DatasetError::Ends { low, high }));
        }
        match self.tolerance.filter(|x| !(x.is_finite() && *x >= 0.0)) {
            Some(wrong) => Err(DatasetError::range(RangeError::keyed("tolerance", &wrong, ValueRange::AtLeastZero))),
            None => Ok(()),
        }
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let Ok((formula, is_label)) = self.formula() else { return Points::default() };
        let [low, high] = self.range;
        let inputs = self.inputs();
        let mut columns: Vec<Vec<f64>> = if inputs == 1 {
            vec![even(low, high, self.points).collect()]
        } else {
            let mut columns = vec![Vec::with_capacity(self.points); inputs];
            for _ in 0..self.points {
                for column in &mut columns {
                    column.push(between(stream, low, high));
                }
            }
            columns
        };
        let given: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let mut targets = formula.values(&given);
        let moved = if is_label { columns.iter_mut().collect() } else { vec![&mut targets] };
        for x in moved.into_iter().flatten() {
            *x += self.noise * stream.normal();
        }
        Points { columns, targets }
    }
}

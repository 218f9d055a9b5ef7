//! From the columns of a table to the inputs of the models: features, then scale.
#![expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]

use crate::functions::formula::ColumnFormula;
use crate::numeric::sum;
use crate::words::{Message, ToMessage, errors};
use ndarray::{Array2, ArrayView1, ArrayView2};
use serde::Serialize;

/// How inputs are scaled. The numbers for it come from the training rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Scaling {
    /// Not at all.
    #[default]
    None,
    /// To mean 0 and standard deviation 1.
    Standard,
    /// To the range from 0 to 1.
    Minmax,
}

errors! {
    /// Why a feature can't be computed.
    pub enum FeatureError: "feature" {
        /// The formula can't be read.
        Formula { text: String, reason: Message, columns: String } = "formula",
        /// The feature is not finite on a row.
        Value { text: String, row: usize, value: f64 } = "value",
    }
}

/// The formulas of features over these columns.
pub(super) fn formulas(texts: &[String], columns: &[String]) -> Result<Vec<ColumnFormula>, FeatureError> {
    let read = |text: &String| {
        let wrong = |reason| FeatureError::Formula { text: text.clone(), reason, columns: columns.join(", ") };
        ColumnFormula::parse(text, columns).map_err(|error| wrong(error.message()))
    };
    texts.iter().map(read).collect()
}

/// Features and scale, with what was measured on the training rows.
#[derive(Debug)]
pub struct Preprocessing {
    texts: Vec<String>,
    /// The formulas, unless the columns are the inputs.
    features: Option<Vec<ColumnFormula>>,
    /// What is subtracted from each input, and what it is then divided by. Empty if inputs are not scaled.
    scales: Vec<(f64, f64)>,
}

impl PartialEq for Preprocessing {
    /// Formulas are compared by their texts.
    fn eq(&self, other: &Self) -> bool {
        let parts = |one: &Self| (one.features.is_some(), one.texts.clone(), one.scales.clone());
        parts(self) == parts(other)
    }
}

impl Preprocessing {
    /// The features of these texts and formulas, with the scale of training columns `[column, sample]`.
    pub(super) fn fitted(
        texts: Option<&[String]>,
        features: Vec<ColumnFormula>,
        scale: Scaling,
        columns: ArrayView2<f64>,
    ) -> Result<Self, FeatureError> {
        let features = texts.map(|_| features);
        let mut fitted = Self { texts: texts.unwrap_or_default().to_vec(), features, scales: Vec::new() };
        let inputs = fitted.inputs(columns);
        fitted.check(&inputs)?;
        fitted.scales = match scale {
            Scaling::None => Vec::new(),
            Scaling::Standard => inputs.rows().into_iter().map(standard).collect(),
            Scaling::Minmax => inputs.rows().into_iter().map(minmax).collect(),
        };
        Ok(fitted)
    }

    /// The inputs `[input, sample]` of the models for columns `[column, sample]`.
    pub fn inputs(&self, columns: ArrayView2<f64>) -> Array2<f64> {
        let mut inputs = if let Some(features) = &self.features {
            let rows: Vec<Vec<f64>> = columns.rows().into_iter().map(|column| column.to_vec()).collect();
            let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
            let mut inputs = Array2::zeros((features.len(), columns.ncols()));
            for (feature, mut input) in features.iter().zip(inputs.rows_mut()) {
                input.assign(&ArrayView1::from(&feature.values(&rows)));
            }
            inputs
        } else {
            columns.as_standard_layout().into_owned()
        };
        for ((offset, divisor), mut input) in self.scales.iter().zip(inputs.rows_mut()) {
            input.mapv_inplace(|x| (x - offset) / divisor);
        }
        inputs
    }

    /// Checks that every feature is finite. Columns are.
    pub(super) fn check(&self, inputs: &Array2<f64>) -> Result<(), FeatureError> {
        for (text, input) in self.texts.iter().zip(inputs.rows()) {
            if let Some((at, value)) = input.iter().enumerate().find(|(_, x)| !x.is_finite()) {
                return Err(FeatureError::Value { text: text.clone(), row: at + 1, value: *value });
            }
        }
        Ok(())
    }
}

/// The mean and the standard deviation of an input. One that does not vary is only moved to 0.
fn standard(input: ArrayView1<f64>) -> (f64, f64) {
    let numbers = input.to_vec();
    let mean = sum::mean(&numbers);
    let deviation = sum::deviation(&numbers, mean);
    (mean, if deviation > 0.0 { deviation } else { 1.0 })
}

fn minmax(input: ArrayView1<f64>) -> (f64, f64) {
    let (low, high) = input.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    if high > low { (low, high - low) } else { (if low.is_finite() { low } else { 0.0 }, 1.0) }
}

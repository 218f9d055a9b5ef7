//! Glorot initialisation, normal.

use super::{InitKind, truncated};
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use serde::{Deserialize, Serialize};

/// Variance 2 / (in + out), truncated at two standard deviations.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct GlorotNormal {}

impl Kind for GlorotNormal {
    const NAMES: &'static [&'static str] = &["glorot-normal"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for GlorotNormal {
    fn fill(&self, fan_in: f64, fan_out: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
        truncated((2.0 / (fan_in + fan_out)).sqrt(), stream, weights);
    }
}

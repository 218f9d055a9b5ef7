//! He initialisation, normal.

use super::{InitKind, truncated};
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use serde::{Deserialize, Serialize};

/// Variance 2 / in, truncated at two standard deviations.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct HeNormal {}

impl Kind for HeNormal {
    const NAMES: &'static [&'static str] = &["he-normal"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for HeNormal {
    fn fill(&self, fan_in: f64, _: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
        truncated((2.0 / fan_in).sqrt(), stream, weights);
    }
}

//! Weights that are all zero.

use super::InitKind;
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use serde::{Deserialize, Serialize};

/// All weights zero.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct Zeros {}

impl Kind for Zeros {
    const NAMES: &'static [&'static str] = &["zeros"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for Zeros {
    const IS_DRAWN: bool = false;

    fn fill(&self, _: f64, _: f64, _: &mut dyn RandomSource, weights: &mut [f64]) {
        weights.fill(0.0);
    }
}

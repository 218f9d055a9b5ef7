//! Weights that are all the same.

use super::InitKind;
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use serde::{Deserialize, Serialize};

/// All weights the same.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct ConstantInit {
    /// Every weight.
    pub value: f64,
}

impl Default for ConstantInit {
    fn default() -> Self {
        Self { value: 0.0 }
    }
}

impl Kind for ConstantInit {
    const NAMES: &'static [&'static str] = &["constant"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for ConstantInit {
    const IS_DRAWN: bool = false;

    fn takes(&self, _: f64) -> bool {
        true
    }

    fn number(&mut self) -> Option<&mut f64> {
        Some(&mut self.value)
    }

    fn fill(&self, _: f64, _: f64, _: &mut dyn RandomSource, weights: &mut [f64]) {
        weights.fill(self.value);
    }
}

//! Uniform weights.

use super::InitKind;
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use crate::text::document::at_least_zero;
use serde::{Deserialize, Serialize};

/// Uniform in ±scale.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct Uniform {
    /// The largest absolute value of a weight.
    #[serde(deserialize_with = "at_least_zero")]
    pub scale: f64,
}

impl Default for Uniform {
    fn default() -> Self {
        Self { scale: 0.05 }
    }
}

impl Kind for Uniform {
    const NAMES: &'static [&'static str] = &["uniform"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for Uniform {
    fn is_drawn(&self) -> bool {
        self.scale != 0.0
    }

    fn number(&mut self) -> Option<&mut f64> {
        Some(&mut self.scale)
    }

    fn fill(&self, _: f64, _: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
        super::uniform(self.scale, stream, weights);
    }
}

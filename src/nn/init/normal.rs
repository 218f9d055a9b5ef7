//! Normal weights.

use super::InitKind;
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use crate::text::document::at_least_zero;
use serde::{Deserialize, Serialize};

/// Normal with this standard deviation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct Normal {
    /// The standard deviation.
    #[serde(deserialize_with = "at_least_zero")]
    pub scale: f64,
}

impl Default for Normal {
    fn default() -> Self {
        Self { scale: 0.05 }
    }
}

impl Kind for Normal {
    const NAMES: &'static [&'static str] = &["normal"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for Normal {
    fn is_drawn(&self) -> bool {
        self.scale != 0.0
    }

    fn number(&mut self) -> Option<&mut f64> {
        Some(&mut self.scale)
    }

    fn fill(&self, _: f64, _: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
        for weight in weights {
            *weight = self.scale * stream.normal();
        }
    }
}

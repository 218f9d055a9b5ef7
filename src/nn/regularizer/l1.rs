//! A penalty on the absolute values of weights.

use super::{RegularizerKind, at_least_zero};
use crate::nn::kinds::Kind;
use crate::text::document;
use crate::text::document::RangeError;
use serde::{Deserialize, Serialize};

/// `strength · Σ|w|`. Its slope is added to the gradient, but the reported loss does not include it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a regularizer")]
pub struct L1 {
    /// The factor of the penalty.
    #[serde(deserialize_with = "document::at_least_zero")]
    pub strength: f64,
}

impl Default for L1 {
    fn default() -> Self {
        Self { strength: 0.01 }
    }
}

impl Kind for L1 {
    const NAMES: &'static [&'static str] = &["l1"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl RegularizerKind for L1 {
    fn slope(&self, weight: f64) -> f64 {
        if weight == 0.0 { 0.0 } else { self.strength * weight.signum() }
    }

    fn is_active(&self) -> bool {
        self.strength != 0.0
    }

    fn check(&self) -> Result<(), (&'static str, RangeError)> {
        at_least_zero("strength", self.strength)
    }
}

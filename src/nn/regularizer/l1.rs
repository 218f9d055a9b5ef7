//! A penalty on the absolute values of weights.

use super::{RegularizerKind, at_least_zero};
use crate::nn::kinds::{self, Kind, Registry};
use crate::text::document;
use crate::text::document::RangeError;
use serde::{Deserialize, Deserializer, Serialize};

/// `strength · Σ|w|`. Its slope is added to the gradient, but the reported loss does not include it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a regularizer")]
pub struct L1 {
    /// The factor of the penalty.
    #[serde(deserialize_with = "document::at_least_zero")]
    pub strength: f64,
    /// What happens to a weight that the penalty pushes across 0.
    #[serde(deserialize_with = "rule", skip_serializing_if = "L1Rule::is_slope")]
    pub rule: L1Rule,
}

/// What happens to a weight that an L1 penalty pushes across 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum L1Rule {
    /// It goes on with the other sign.
    #[default]
    Slope,
    /// It becomes 0 and stays out of training, as in TensorFlow Playground. The penalty is then a part of the step of
    /// its own, after that of the optimiser: learning rate × strength.
    Cut,
}

impl L1Rule {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
    fn is_slope(&self) -> bool {
        *self == Self::Slope
    }
}

/// For `#[serde(deserialize_with)]`: the name of a rule.
pub(crate) fn rule<'de, D: Deserializer<'de>>(from: D) -> Result<L1Rule, D::Error> {
    kinds::word(from, Registry::L1Rule)
}

impl Default for L1 {
    fn default() -> Self {
        Self { strength: 0.01, rule: L1Rule::Slope }
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

    fn cuts(&self) -> bool {
        self.rule == L1Rule::Cut
    }

    fn is_active(&self) -> bool {
        self.strength != 0.0
    }

    fn check(&self) -> Result<(), (&'static str, RangeError)> {
        at_least_zero("strength", self.strength)
    }
}

//! The hinge loss of support vector machines.

use super::{LossKind, Targets};
use crate::nn::kinds::Kind;
use serde::{Deserialize, Serialize};

/// `max(0, 1 − (2t − 1) y)` for targets 0 and 1.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct Hinge {}

impl Kind for Hinge {
    const NAMES: &'static [&'static str] = &["hinge"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl LossKind for Hinge {
    #[inline]
    fn each(&self, output: f64, target: f64) -> (f64, f64) {
        let side = 2.0 * target - 1.0;
        let margin = 1.0 - side * output;
        if margin > 0.0 { (margin, -side) } else { (if margin.is_nan() { margin } else { 0.0 }, 0.0) }
    }

    fn targets(&self) -> Targets {
        Targets::Labels
    }

    fn border(&self) -> f64 {
        0.0
    }
}

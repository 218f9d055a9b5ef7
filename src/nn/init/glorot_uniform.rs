//! Glorot initialisation, uniform.

use super::{InitKind, uniform};
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use serde::{Deserialize, Serialize};

/// Uniform in ±√(6 / (in + out)) (X. Glorot and Y. Bengio, 2010, "Understanding the difficulty of training deep
/// feedforward neural networks").
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct GlorotUniform {}

impl Kind for GlorotUniform {
    const NAMES: &'static [&'static str] = &["glorot-uniform"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for GlorotUniform {
    fn fill(&self, fan_in: f64, fan_out: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
        uniform((6.0 / (fan_in + fan_out)).sqrt(), stream, weights);
    }
}

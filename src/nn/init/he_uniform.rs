//! He initialisation, uniform.

use super::{InitKind, uniform};
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use serde::{Deserialize, Serialize};

/// Uniform in ±√(6 / in) (K. He, X. Zhang, S. Ren, J. Sun, 2015, "Delving deep into rectifiers").
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct HeUniform {}

impl Kind for HeUniform {
    const NAMES: &'static [&'static str] = &["he-uniform"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for HeUniform {
    fn fill(&self, fan_in: f64, _: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
        uniform((6.0 / fan_in).sqrt(), stream, weights);
    }
}

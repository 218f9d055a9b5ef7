//! `LeCun` initialisation, uniform.

use super::{InitKind, uniform};
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use serde::{Deserialize, Serialize};

/// Uniform in ±√(3 / in) (Y. `LeCun` and others, 1998, "Efficient backprop").
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct LecunUniform {}

impl Kind for LecunUniform {
    const NAMES: &'static [&'static str] = &["lecun-uniform"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for LecunUniform {
    fn fill(&self, fan_in: f64, _: f64, stream: &mut dyn RandomSource, weights: &mut [f64]) {
        uniform((3.0 / fan_in).sqrt(), stream, weights);
    }
}

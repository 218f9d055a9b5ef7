//! The mean of absolute errors.

use super::{LossKind, sign};
use crate::nn::kinds::Kind;
use serde::{Deserialize, Serialize};

/// `|y − t|`, the mean over outputs and samples. The slope at zero is zero.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "a loss")]
pub struct Mae {}

impl Kind for Mae {
    const NAMES: &'static [&'static str] = &["mae"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl LossKind for Mae {
    #[inline]
    fn each(&self, output: f64, target: f64) -> (f64, f64) {
        let error = output - target;
        (error.abs(), sign(error))
    }
}

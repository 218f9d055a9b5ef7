//! The initial weights of TensorFlow Playground, and its random numbers.

use super::InitKind;
use crate::nn::kinds::Kind;
use crate::numeric::arc4::Arc4;
use crate::numeric::stream::RandomSource;
use serde::{Deserialize, Serialize};

/// Uniform in ±½ for all layers, drawn layer by layer, unit by unit, input by input, from the generator that drew the
/// data. An experiment with such a network has one generator for its data, their order and these weights.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "an init")]
pub struct PlaygroundInit {
    /// The text that seeds the generator in a run with the experiment's own seed. In other runs it is the seed as a
    /// decimal number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
    /// Whether all weights are zero. The data are drawn from the generator as otherwise.
    #[serde(skip_serializing_if = "is_false")]
    pub zero: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(zero: &bool) -> bool {
    !zero
}

impl PlaygroundInit {
    /// The text of a run with this seed, of an experiment with that own seed.
    pub fn text(&self, seed: u64, own: u64) -> String {
        self.seed.clone().filter(|_| seed == own).unwrap_or_else(|| seed.to_string())
    }

    /// The generator of such a run, before the data are drawn.
    pub(crate) fn generator(&self, seed: u64, own: u64) -> Arc4 {
        Arc4::new(&self.text(seed, own))
    }
}

impl Kind for PlaygroundInit {
    const NAMES: &'static [&'static str] = &["playground"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl InitKind for PlaygroundInit {
    fn is_drawn(&self) -> bool {
        !self.zero
    }

    fn playground(&self) -> Option<&PlaygroundInit> {
        Some(self)
    }

    fn fill(&self, _: f64, _: f64, source: &mut dyn RandomSource, weights: &mut [f64]) {
        for weight in weights {
            *weight = if self.zero { 0.0 } else { source.uniform() - 0.5 };
        }
    }
}

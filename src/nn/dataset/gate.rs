//! Truth tables of two inputs.

use super::{TaskKind, Dataset, DatasetError, DatasetKind};
use crate::nn::kinds::Kind;
use crate::nn::loss::Targets;
use ndarray::arr2;
use serde::{Deserialize, Serialize};

/// A truth table. Its rows are 00, 10, 01 and 11 in this order, as in the notebook.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "[data]")]
pub struct LogicGate {
    /// The index in [`TABLES`].
    #[serde(skip)]
    table: usize,
}

/// The targets for 00, 10, 01 and 11, in the order of the names.
const TABLES: [[bool; 4]; 6] = [
    [false, true, true, true],
    [false, false, false, true],
    [false, true, true, false],
    [true, true, true, false],
    [true, false, false, false],
    [true, false, false, true],
];

impl Kind for LogicGate {
    const NAMES: &'static [&'static str] = &["or", "and", "xor", "nand", "nor", "xnor"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|table| Self { table })
    }

    fn name(&self) -> &'static str {
        Self::NAMES[self.table]
    }

    fn called(self, name: &str) -> Self {
        Self::named(name).unwrap_or(self)
    }
}

impl DatasetKind for LogicGate {
    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        Ok((2, 1))
    }

    fn samples(&self) -> usize {
        4
    }

    fn is_random(&self) -> bool {
        false
    }

    fn task(&self) -> TaskKind {
        TaskKind::Labels
    }

    fn fits(&self, _: Targets) -> bool {
        true
    }

    fn generate(&self, _: u64) -> Dataset {
        let inputs = arr2(&[[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]]);
        let targets = TABLES[self.table].map(|wanted| f64::from(u8::from(wanted)));
        Dataset::of(inputs, arr2(&[targets]), None)
    }
}

//! Measurements of iris flowers.

use super::loaded::LoadedTable;
use super::{Dataset, DatasetError, DatasetKind, TaskKind};
use crate::nn::data_table::{Selection, parse_csv};
use crate::nn::kinds::Kind;
use crate::nn::loss::Targets;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The lengths and widths of sepals and petals of 150 flowers, in centimetres, and their species (R. A. Fisher, 1936, "The use of
/// multiple measurements in taxonomic problems").
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "[data]")]
pub struct Iris {
    #[serde(skip)]
    loaded: LoadedTable,
}

/// The table, as a reader's file would be.
const IRIS: &str = include_str!("../../../assets/data/iris.csv");

impl Default for Iris {
    fn default() -> Self {
        // A test reads the file, so that it cannot be wrong.
        let table = parse_csv(IRIS.as_bytes()).and_then(|table| table.select(&Selection::default()));
        Self { loaded: table.map(|table| LoadedTable::of(Arc::new(table))).unwrap_or_default() }
    }
}

impl Kind for Iris {
    const NAMES: &'static [&'static str] = &["iris"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl DatasetKind for Iris {
    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        self.loaded.shape().ok_or(("kind", DatasetError::NoSamples))
    }

    fn samples(&self) -> usize {
        self.loaded.samples()
    }

    fn is_random(&self) -> bool {
        false
    }

    fn task(&self) -> TaskKind {
        self.loaded.task()
    }

    fn fits(&self, targets: Targets) -> bool {
        self.loaded.fits(targets)
    }

    fn generate(&self, _: u64) -> Dataset {
        self.loaded.dataset()
    }

    fn columns(&self) -> Vec<String> {
        self.loaded.names()
    }

    fn titles(&self) -> Vec<String> {
        self.loaded.titles()
    }

    fn classes(&self) -> Vec<String> {
        self.loaded.classes()
    }
}

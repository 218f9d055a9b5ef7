//! The table of a data set that comes from a file, shared by all copies of the experiment.

use super::{Dataset, TaskKind};
use crate::nn::data_table::TableData;
use crate::nn::loss::Targets;
use std::sync::Arc;

/// Inputs and targets, once they are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LoadedTable(Option<Arc<TableData>>);

impl LoadedTable {
    pub(super) fn of(table: Arc<TableData>) -> Self {
        Self(Some(table))
    }

    /// Whether both have the same table in memory.
    #[cfg(test)]
    pub(super) fn is_that_of(&self, other: &Self) -> bool {
        self.0.as_ref().zip(other.0.as_ref()).is_some_and(|(own, other)| Arc::ptr_eq(own, other))
    }

    /// The numbers of inputs and outputs, if the table is read.
    pub(super) fn shape(&self) -> Option<(usize, usize)> {
        self.0.as_ref().map(|table| (table.inputs.nrows(), table.targets.nrows()))
    }

    pub(super) fn samples(&self) -> usize {
        self.0.as_ref().map_or(0, |table| table.targets.ncols())
    }

    pub(super) fn test_rows(&self) -> usize {
        self.0.as_ref().map_or(0, |table| table.test)
    }

    pub(super) fn task(&self) -> TaskKind {
        self.0.as_ref().map_or(TaskKind::Labels, |table| table.task)
    }

    pub(super) fn fits(&self, targets: Targets) -> bool {
        self.0.as_ref().is_some_and(|table| table.targets.iter().all(|t| targets.take(*t)))
    }

    pub(super) fn numbers(&self) -> usize {
        self.0.as_ref().map_or(0, |table| table.inputs.len() + table.targets.len())
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.0.as_ref().map(|table| table.names.clone()).unwrap_or_default()
    }

    pub(super) fn titles(&self) -> Vec<String> {
        self.0.as_ref().map(|table| table.titles.clone()).unwrap_or_default()
    }

    pub(super) fn classes(&self) -> Vec<String> {
        self.0.as_ref().map(|table| table.classes.clone()).unwrap_or_default()
    }

    /// The samples. There are none if the table is not read, which a check of the experiment reports.
    pub(super) fn dataset(&self) -> Dataset {
        match &self.0 {
            Some(table) => Dataset::for_task(table.inputs.clone(), table.targets.clone(), table.task),
            None => Dataset::for_task(ndarray::Array2::zeros((0, 0)), ndarray::Array2::zeros((0, 0)), TaskKind::Labels),
        }
    }
}

//! Points by hand as the data of an experiment.

use super::SelectedExperiment;
use crate::nn::experiment::{HandPoints, PointEdit, PointEditError, PointTable};
use crate::words::Message;
use std::sync::Arc;

impl SelectedExperiment {
    /// Whether points by hand are the data.
    pub(crate) fn has_points(&self) -> bool {
        self.points.is_some()
    }

    /// How many changes of points by hand there are.
    pub(crate) fn point_edits(&self) -> usize {
        self.points.as_ref().map_or(0, |points| points.edits.len())
    }

    /// The samples as they are now.
    ///
    /// # Errors
    /// [`PointEditError`] if they can't be edited by hand.
    pub(crate) fn point_table(&self) -> Result<PointTable, PointEditError> {
        self.now.points(self.seed())
    }

    /// Adds an edit of the points. The first one makes those of the seed the data, so that they stay with another seed.
    pub(crate) fn edit_points(&mut self, edit: PointEdit) -> Result<(), Message> {
        let seed = self.seed();
        let mut points = self.points.clone().unwrap_or(HandPoints { seed, edits: Vec::new() });
        points.edits.push(edit);
        self.set_points(points)
    }

    /// Takes points by hand for the data.
    pub(super) fn set_points(&mut self, points: HandPoints) -> Result<(), Message> {
        let before = self.points.replace(points);
        let applied = self.apply(self.edits.clone());
        if applied.is_err() {
            self.points = before;
        }
        applied
    }

    /// The same without the samples that points by hand lead to, so that many states take little memory.
    pub(crate) fn slim(&self) -> Self {
        let mut slim = self.clone();
        if slim.points.is_some() {
            (slim.now, slim.folded) = (Arc::clone(&self.base), Arc::clone(&self.base));
        }
        slim
    }

    /// What [`SelectedExperiment::slim`] was made of.
    pub(crate) fn whole(mut self) -> Self {
        if self.points.is_some() {
            // It was applied before, so that it can't fail.
            drop(self.apply(self.edits.clone()));
        }
        self
    }
}

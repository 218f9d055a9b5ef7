//! What is in front where there is no room for everything.

use crate::nn::experiment::Experiment;
use crate::screens::runs::view::Named;

/// A way to look at a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TrainView {
    /// Whatever says most of this experiment.
    First,
    /// Loss and accuracy by epoch.
    Curves,
    /// The map of what a model says over the plane of its two inputs.
    Field,
    /// The same in three dimensions.
    Surface,
    /// Data and predictions over the one input.
    Fit,
    /// What each unit adds to the prediction.
    Pieces,
    /// Weights, layers and how they do.
    Inside,
}

impl Named for TrainView {
    const ALL: &'static [Self] =
        &[Self::First, Self::Curves, Self::Field, Self::Surface, Self::Fit, Self::Pieces, Self::Inside];

    fn id(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Curves => "curves",
            Self::Field => "field",
            Self::Surface => "surface",
            Self::Fit => "fit",
            Self::Pieces => "pieces",
            Self::Inside => "inside",
        }
    }
}

impl TrainView {
    /// The views that an experiment has, the one that says most first.
    pub(super) fn of(experiment: &Experiment) -> &'static [Self] {
        match experiment.widths() {
            (2, 1) => &[Self::Field, Self::Surface, Self::Inside, Self::Curves],
            (1, 1) => &[Self::Fit, Self::Pieces, Self::Inside, Self::Curves],
            _ => &[Self::Inside, Self::Curves],
        }
    }

    /// The view that is in front for an experiment: one that it does not have gives way to its first.
    pub(super) fn on(self, experiment: &Experiment) -> Self {
        let all = Self::of(experiment);
        if all.contains(&self) { self } else { all[0] }
    }
}

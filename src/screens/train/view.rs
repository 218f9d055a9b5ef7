//! The views of Train: what it shows when there is no space for everything.

use crate::nn::dataset::TaskKind;
use crate::nn::experiment::Experiment;
use crate::screens::view::Named;
use crate::widgets::plane::MOST_CLASSES;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TrainView {
    /// The view that is most useful for this experiment.
    First,
    /// Loss and accuracy by epoch.
    Curves,
    /// The map of a model's output over the plane of two columns.
    Field,
    /// The same in three dimensions.
    Surface,
    /// Data and predictions over one input.
    Fit,
    /// What each unit adds to the prediction.
    Pieces,
    /// Weights, and the layers and their health.
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
    /// The views that an experiment has, the most useful first.
    pub(super) fn of(experiment: &Experiment) -> &'static [Self] {
        // A map is over columns of the table, whatever features are made of them.
        let is_of_classes = experiment.data.task() == TaskKind::Classes;
        match (experiment.data.columns().len(), experiment.widths().1) {
            (1, 1) => &[Self::Fit, Self::Pieces, Self::Inside, Self::Curves],
            (2.., 1) => &[Self::Field, Self::Surface, Self::Inside, Self::Curves],
            (2.., 2..=MOST_CLASSES) if is_of_classes => &[Self::Field, Self::Inside, Self::Curves],
            _ => &[Self::Inside, Self::Curves],
        }
    }

    /// Whether it shows what a model says of places.
    pub(super) fn is_output(self) -> bool {
        matches!(self, Self::Field | Self::Surface | Self::Fit | Self::Pieces)
    }

    /// The view to show for an experiment: this one, or the first if the experiment does not have it.
    pub(super) fn on(self, experiment: &Experiment) -> Self {
        let all = Self::of(experiment);
        if all.contains(&self) { self } else { all[0] }
    }
}

//! What is in front where there is no room for everything.

use crate::nn::experiment::Experiment;

/// A way to look at a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
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

impl View {
    const ALL: [Self; 7] =
        [Self::First, Self::Curves, Self::Field, Self::Surface, Self::Fit, Self::Pieces, Self::Inside];

    /// The name in exhibit lines.
    pub(super) fn id(self) -> &'static str {
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

    /// The view of that name.
    pub(super) fn parse(id: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::id).join(", ");
        Self::ALL.into_iter().find(|view| view.id() == id).ok_or_else(|| format!("right would be one of {}", names()))
    }

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

    /// The one after it among some.
    pub(super) fn next(self, among: &[Self]) -> Self {
        let here = among.iter().position(|view| *view == self);
        let next = here.map_or(1, |n| n + 1) % among.len().max(1);
        among.get(next).copied().unwrap_or(self)
    }
}

//! Why a run failed, as far as it shows.

use crate::nn::report;

/// What stood in the way of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum FailureKind {
    /// Its loss left the numbers.
    Diverged,
    /// A hidden layer outputs 0 on every sample, and no gradient passes it.
    DeadLayer,
    /// Some hidden units are dead, but no whole layer.
    PartlyDead,
    /// The slopes of a layer are below 1e-3 on nine of ten samples or more.
    Saturated,
    /// None of those, and the loss fell by less than a hundredth over the last quarter of the epochs.
    Plateau,
    /// None of those: it was still learning when the epochs ran out.
    Unfinished,
}

impl FailureKind {
    /// Every cause, in the order of tables.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name in files.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The cause of a name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cause| cause.id() == id)
    }

    /// Of a run that failed, from what a verdict sees in it and from its losses at three quarters and at the end.
    pub(super) fn of(seen: Option<report::FailureCause>, late: [f64; 2]) -> Self {
        Self::seen(seen).unwrap_or(if late[1] > 0.99 * late[0] { Self::Plateau } else { Self::Unfinished })
    }

    /// What a verdict sees.
    pub(super) fn seen(seen: Option<report::FailureCause>) -> Option<Self> {
        seen.map(|seen| match seen {
            report::FailureCause::Diverged(_) => Self::Diverged,
            report::FailureCause::DeadLayer(_) => Self::DeadLayer,
            report::FailureCause::DeadUnits(_) => Self::PartlyDead,
            report::FailureCause::Saturated(_) => Self::Saturated,
        })
    }
}

/// The epoch that the last quarter is measured from.
pub(super) fn late(epochs: u64) -> u64 {
    epochs - epochs / 4
}

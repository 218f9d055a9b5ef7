//! The causes of failure of a run, as far as they can be seen.

use crate::nn::report;

/// Why a run failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum FailureKind {
    /// The loss became NaN, infinite or larger than the limit.
    Diverged,
    /// A hidden layer outputs 0 on every sample, and no gradient passes through it.
    DeadLayer,
    /// Some hidden units are dead, but no whole layer.
    PartlyDead,
    /// The slopes of a layer are below 1e-3 on nine of ten samples or more.
    Saturated,
    /// None of the above, and the loss fell by less than a hundredth over the last quarter of the epochs.
    Plateau,
    /// None of the above: it was still learning when the epochs ended.
    Unfinished,
}

impl FailureKind {
    /// Every cause, in the order of tables.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name in files.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The cause with this name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cause| cause.id() == id)
    }

    /// The cause for a run that failed, from what the verdict sees and from the losses at three quarters and at the
    /// end.
    pub(super) fn of(seen: Option<report::FailureCause>, late: [f64; 2]) -> Self {
        Self::seen(seen).unwrap_or(if late[1] > 0.99 * late[0] { Self::Plateau } else { Self::Unfinished })
    }

    /// The cause that the verdict sees.
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

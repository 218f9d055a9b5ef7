//! Views: what a room shows when there is no space for everything.

use crate::screens::OptionError;

/// A view with a name for exhibit lines.
pub(crate) trait Named: Copy + PartialEq + 'static {
    /// Every view.
    const ALL: &'static [Self];

    /// The name in exhibit lines.
    fn id(self) -> &'static str;

    /// The view of that name.
    fn parse(id: &str) -> Result<Self, OptionError> {
        let found = Self::ALL.iter().copied().find(|view| view.id() == id);
        let names = || Self::ALL.iter().map(|view| view.id().to_owned()).collect();
        found.ok_or_else(|| OptionError::OneOf { names: names() })
    }

    /// The view after this one among `among`.
    fn next(self, among: &[Self]) -> Self {
        let here = among.iter().position(|view| *view == self);
        let next = here.map_or(1, |n| n + 1) % among.len().max(1);
        among.get(next).copied().unwrap_or(self)
    }
}

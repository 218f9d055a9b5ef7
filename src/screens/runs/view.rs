//! Views: what can be in front where there is no room for everything.

/// A view with a name for exhibit lines.
pub(crate) trait Named: Copy + PartialEq + 'static {
    /// Every view.
    const ALL: &'static [Self];

    /// The name in exhibit lines.
    fn id(self) -> &'static str;

    /// The view of that name.
    fn parse(id: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().copied().find(|view| view.id() == id);
        found.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|view| view.id()).collect();
            format!("right would be one of {}", names.join(", "))
        })
    }

    /// The one after it among some.
    fn next(self, among: &[Self]) -> Self {
        let here = among.iter().position(|view| *view == self);
        let next = here.map_or(1, |n| n + 1) % among.len().max(1);
        among.get(next).copied().unwrap_or(self)
    }
}

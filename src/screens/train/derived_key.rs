//! What the derived charts and maps of Train depend on, and the dashes of their lines.

use super::Settings;
use super::layout::TrainPanel;
use crate::screens::runs::charts::Dash;
use crate::screens::runs::panels::PanelMap;
use crate::words::Language;

/// Everything except the run that derived values depend on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TrainKey {
    pub(super) version: u64,
    pub(super) panels: PanelMap<TrainPanel>,
    pub(super) now: Settings,
    /// The language of names at the ends of curves.
    pub(super) language: Language,
    pub(super) ascii: bool,
    pub(super) dashed: bool,
}

/// Dashes of lines over the test data, with gaps of whole cells. With colour, the first is that of every contestant.
const TEST_DASHES: [Dash; 4] = [Some((4, 4)), Some((2, 4)), Some((2, 6)), Some((1, 5))];

/// Dashes for screens without colour.
const DASHES: [Dash; 4] = [None, Some((6, 2)), Some((3, 2)), Some((1, 2))];

pub(super) fn dash(n: usize, key: &TrainKey) -> Dash {
    if key.dashed { DASHES[n % DASHES.len()] } else { None }
}

pub(super) fn test_dash(n: usize, key: &TrainKey) -> Dash {
    TEST_DASHES[if key.dashed { n % TEST_DASHES.len() } else { 0 }]
}

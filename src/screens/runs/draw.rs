//! Drawing code shared by the rooms of runs.

use super::panels::LEAST;
use super::selected_experiment::SelectedExperiment;
use crate::screens::DrawContext;
use crate::theme::Role;
use crate::widgets::{Look, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The style of a contestant, the same in every panel.
pub(crate) fn style(n: usize, look: Look) -> Style {
    look.theme.series(n, Role::Value)
}

/// The names of all contestants, each in its style.
pub(crate) fn contestant_names(setup: &SelectedExperiment, words: &Words, look: Look) -> Vec<(String, Style)> {
    let experiment = setup.experiment();
    let name = |(n, name): (usize, &str)| (setup.shown_name(name, words), style(n, look));
    experiment.contestants.iter().map(|contestant| contestant.name.as_str()).enumerate().map(name).collect()
}

/// Shows the size of the terminal that the room needs, in the text of a key of the catalogue.
pub(crate) fn too_small(key: &str, view: DrawContext, area: Rect, buf: &mut Buffer) {
    // The application itself uses three rows.
    let need = format!("{}×{}", LEAST.0, LEAST.1 + 3);
    let words = view.shared.words.fill(key, &[("size", &need)]);
    text::put(buf, area.x, area.y, usize::from(area.width), &words, view.look.style(Role::Warning));
}

//! The criterion of success: in words, and as a dotted line in the charts over epochs.

use super::TrainScreen;
use super::facts::shares_title;
use super::time_charts::TimeChart;
use crate::nn::experiment::Success;
use crate::screens::runs::numbers::percent;
use crate::text::number::short;
use crate::theme::Role;
use crate::widgets::panel::set;
use crate::widgets::{Look, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The criterion in words. `None` if the experiment has none.
pub(super) fn said(room: &TrainScreen, words: &Words, look: Look) -> Option<String> {
    let (what, bound) = parts(room, words, look)?;
    let what = if room.control.experiment.data.has_test() {
        words.fill("train.criterion-test", &[("what", &what)])
    } else {
        what
    };
    Some(words.fill("train.criterion", &[("what", &what), ("bound", &bound)]))
}

/// What is measured, and its bound.
fn parts(room: &TrainScreen, words: &Words, look: Look) -> Option<(String, String)> {
    Some(match room.control.experiment.success? {
        Success::Loss(loss) => (words.get("train.loss").to_owned(), format!("< {}", short(loss))),
        Success::Accuracy(share) => {
            let bound = format!("{} {}%", look.glyph("≥", ">="), percent(share).trim());
            (look.spell(&shares_title(room, words)), bound)
        }
    })
}

/// Which chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Charted {
    Loss,
    Accuracy,
    /// Losses, where there is no chart of accuracies beside them.
    LossAlone,
}

/// Draws the criterion into a chart: a dotted line where no curve is, and what it means. If it is beyond the axis, or of the
/// chart that is not there, there are only words.
pub(super) fn draw(
    room: &TrainScreen,
    chart: &TimeChart,
    charted: Charted,
    area: Rect,
    words: &Words,
    buf: &mut Buffer,
    look: Look,
) {
    let Some(success) = room.control.experiment.success else { return };
    let bound = match (success, charted) {
        (Success::Loss(loss), Charted::Loss | Charted::LossAlone) => Some(chart.axis.place(loss)),
        (Success::Accuracy(share), Charted::Accuracy) => Some(share),
        (Success::Accuracy(_), Charted::LossAlone) => None,
        (Success::Loss(_), Charted::Accuracy) | (Success::Accuracy(_), Charted::Loss) => return,
    };
    let ends = chart.x.map(|x| chart.plot.cell_of(area, x, chart.axis.y[0]));
    let [Some((left, _)), Some((right, last))] = ends else { return };
    let [low, high] = chart.axis.y;
    let is_inside = bound.filter(|bound| (low..=high).contains(bound));
    let row = match bound {
        Some(bound) if bound < low => last,
        _ => is_inside.and_then(|bound| chart.plot.cell_of(area, chart.x[0], bound)).map_or(area.y, |(_, row)| row),
    };
    let beyond = match bound {
        Some(bound) if bound > high => look.glyph("↑ ", "^ "),
        Some(bound) if bound < low => look.glyph("↓ ", "v "),
        _ => "",
    };
    let label = |text: String| format!(" {beyond}{text} ");
    let short = parts(room, words, look).map(|(_, bound)| words.fill("train.criterion-short", &[("bound", &bound)]));
    // Without a line, only the long form says what is meant.
    let labels = [said(room, words, look), short.filter(|_| bound.is_some())].into_iter().flatten().map(label);
    let style = look.style(Role::Muted);
    let rows = [Some(row), row.checked_sub(1), Some(row + 1)].into_iter().flatten();
    let rows: Vec<u16> = rows.filter(|row| (area.y..area.bottom()).contains(row)).collect();
    let mut places = labels.flat_map(|label| rows.iter().map(move |row| (label.clone(), *row)));
    let place = places.find_map(|(label, y)| Some((free_end(buf, left..=right, y, text::width(&label))?, label, y)));
    if is_inside.is_some() {
        for x in left..=right {
            if buf.cell((x, row)).is_some_and(|cell| cell.symbol() == " ") {
                set(buf, x, row, look.glyph("┈", "."), style);
            }
        }
    }
    if let Some((x, label, y)) = place {
        text::put(buf, x, y, text::width(&label), &label, style);
    }
}

/// The first of the last `wide` cells of a row that are free beside each other.
fn free_end(buf: &Buffer, columns: std::ops::RangeInclusive<u16>, y: u16, wide: usize) -> Option<u16> {
    let mut free = 0;
    columns.rev().find(|x| {
        let is_free = buf.cell((*x, y)).is_some_and(|cell| cell.symbol() == " ");
        free = if is_free { free + 1 } else { 0 };
        free == wide
    })
}

//! The charts over epochs: losses and accuracies, each alone or both over one axis of epochs.

use super::TrainScreen;
use super::derived_key::{TrainKey, dash, test_dash};
use super::layout::TrainPanel;
use crate::nn::history::{History, HistoryBin, MinMaxLast};
use crate::nn::stop::Epochs;
use crate::screens::runs::charts::{ChartLine, Dash, chart, extent, inside, loss_axis};
use crate::widgets::axis::{LabelStyle, aligned};
use crate::widgets::plot::{Axis, Plot};
use crate::widgets::text;
use crate::words::Words;
use ratatui::layout::Rect;

/// The ratio of losses above which their axis is logarithmic by itself.
const DECADES: f64 = 100.0;
/// The fewest rows of both charts over each other with a line between them.
const BOTH: u16 = 5;
/// The fewest columns of a chart with names at the ends of its curves.
const NAMED: usize = 36;

/// A chart over epochs.
#[derive(Clone, Debug, Default)]
pub(super) struct TimeChart {
    pub(super) plot: Plot,
    pub(super) axis: Axis,
    /// The ends of its axis of epochs.
    pub(super) x: [f64; 2],
    /// The cells between the left edge of the inside of the panel and the chart, so that two charts have one axis of epochs.
    pub(super) indent: u16,
    /// Its rows in the inside of the panel: the first, and how many.
    pub(super) rows: (u16, u16),
    /// The last point of each curve, where there is room for its name.
    pub(super) ends: Vec<(f64, f64)>,
}

impl TimeChart {
    /// Its area in the inside of its panel.
    pub(super) fn area(&self, inner: Rect) -> Rect {
        let (top, rows) = self.rows;
        let (x, width) = (inner.x + self.indent, inner.width.saturating_sub(self.indent));
        Rect { x, y: inner.y + top, width, height: rows }.intersection(inner)
    }
}

/// All charts over epochs that are visible.
#[derive(Debug, Default)]
pub(super) struct TimeCharts {
    pub(super) loss: TimeChart,
    pub(super) accuracy: TimeChart,
    /// Losses above accuracies in one panel. Where it is low, there are only losses.
    pub(super) strip: [TimeChart; 2],
    /// Whether the axis of losses is logarithmic.
    pub(super) is_log: bool,
}

impl TimeCharts {
    /// How many epochs a column of cells covers.
    pub(super) fn epochs_per_column(&self) -> u64 {
        let step = [&self.strip[0], &self.loss, &self.accuracy].into_iter().map(|chart| chart.plot.cell_step());
        (step.fold(0.0, f64::max).round() as u64).max(1)
    }
}

/// The words at the ends of curves over the training data and over the test data; empty for none. With several contestants,
/// their names are only in the frame.
pub(super) fn end_words<'a>(room: &TrainScreen, words: &'a Words) -> [&'a str; 2] {
    let has_test = room.control.status.as_ref().is_some_and(|status| !status.test_histories.is_empty());
    match (has_test, room.control.experiment.contestants.len()) {
        (true, 1) => [words.get("train.training"), words.get("train.test")],
        (true, _) => ["", words.get("train.test")],
        (false, _) => [""; 2],
    }
}

/// The histories of all contestants, over the training data and over the test data.
#[derive(Clone, Copy, Default)]
struct Histories<'a> {
    training: &'a [History],
    test: &'a [History],
}

/// Lines, and the axis on which they are placed.
struct OnAxis {
    lines: Vec<ChartLine>,
    axis: Axis,
}

impl OnAxis {
    fn losses(histories: Histories, rows: usize, is_log: bool, key: &TrainKey) -> Self {
        let mut lines = lines(histories, |bin| bin.loss, key);
        let values = || lines.iter().flat_map(|(line, _)| line).map(|(_, y)| *y);
        let axis = if is_log { Axis::logarithmic(values(), rows, key.ascii) } else { None };
        let axis = axis.unwrap_or_else(|| loss_axis(0.0, extent(values()).1, rows, key.ascii));
        lines.iter_mut().flat_map(|(line, _)| line).for_each(|(_, y)| *y = axis.place(*y));
        Self { lines, axis }
    }

    fn accuracies(histories: Histories, rows: usize, key: &TrainKey) -> Self {
        let mut axis = Axis::linear(shares(rows, Plot::dot_rows(key.ascii)));
        axis.labels = LabelStyle::Percent;
        Self { lines: lines(histories, |bin| bin.accuracy, key), axis }
    }

    fn gutter(&self, (columns, rows): (usize, usize), key: &TrainKey) -> usize {
        Plot::gutter_of(self.axis.y, self.axis.labels, columns, rows, key.ascii)
    }

    /// The chart in some columns, of which `names` at the right are for names, and in rows that begin at `top`.
    fn chart(self, x: [f64; 2], columns: (usize, usize), indent: usize, rows: (u16, u16), key: &TrainKey) -> TimeChart {
        let (columns, names) = columns;
        let cells = (columns.saturating_sub(indent + names), usize::from(rows.1));
        let plot = chart(&self.lines, x, self.axis.y, self.axis.labels, cells, key.ascii);
        let last = |(line, _): &ChartLine| line.last().copied().unwrap_or((f64::NAN, f64::NAN));
        let ends = if names > 0 { self.lines.iter().map(last).collect() } else { Vec::new() };
        TimeChart { plot, axis: self.axis, x, indent: indent as u16, rows, ends }
    }
}

/// Computes the charts that are visible.
pub(super) fn charts(room: &TrainScreen, key: &TrainKey, words: &Words) -> TimeCharts {
    let epochs = match room.control.experiment.epochs {
        Epochs::Count(epochs) => epochs.max(1),
        Epochs::Endless => so_far(room.control.at().epoch),
    };
    let status = room.control.status.as_ref();
    let histories = status
        .map(|status| Histories { training: &status.histories, test: &status.test_histories })
        .unwrap_or_default();
    let is_log = key.now.shown.is_log(spans_decades(histories));
    let x = [0.0, epochs as f64];
    let longest = end_words(room, words).into_iter().map(text::width).max().filter(|wide| *wide > 0);
    let names = |columns: usize| longest.filter(|_| columns >= NAMED).map_or(0, |wide| wide + 1);
    let losses = |rows: usize| OnAxis::losses(histories, rows, is_log, key);
    let accuracies = |rows: usize| OnAxis::accuracies(histories, rows, key);
    let alone = |panel, of: &dyn Fn(usize) -> OnAxis| {
        let (columns, rows) = inside(key.panels.of(panel)?);
        Some(of(rows).chart(x, (columns, names(columns)), 0, (0, rows as u16), key))
    };
    let strip = key.panels.of(TrainPanel::Time).map(|area| {
        let (columns, rows) = inside(area);
        let [upper, lower] = split(rows as u16);
        let cells = |rows: u16| (columns, usize::from(rows));
        let (loss, accuracy) = (losses(upper.into()), accuracies(lower.into()));
        let gutters = [loss.gutter(cells(upper), key), if lower > 0 { accuracy.gutter(cells(lower), key) } else { 0 }];
        let indent = |n: usize| gutters[0].max(gutters[1]) - gutters[n];
        let columns = (columns, names(columns));
        let second = (lower > 0).then(|| accuracy.chart(x, columns, indent(1), (upper + 1, lower), key));
        [loss.chart(x, columns, indent(0), (0, upper), key), second.unwrap_or_default()]
    });
    TimeCharts {
        loss: alone(TrainPanel::Loss, &losses).unwrap_or_default(),
        accuracy: alone(TrainPanel::Accuracy, &accuracies).unwrap_or_default(),
        strip: strip.unwrap_or_default(),
        is_log,
    }
}

/// The rows of losses and of accuracies, with one for the line between them; all for losses if there are few.
fn split(rows: u16) -> [u16; 2] {
    let lower = (rows.saturating_sub(1) * 2 / 5).max(2);
    if rows < BOTH { [rows, 0] } else { [rows - 1 - lower, lower] }
}

/// The end of the axis of a run without end that has come this far: the next of 100, 200, 500, 1000 and so on.
fn so_far(epoch: u64) -> u64 {
    let ends = (2..20).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
    ends.into_iter().find(|end| epoch <= *end).unwrap_or(epoch)
}

/// The axis of accuracy, with evenly spaced labels if that costs little height.
fn shares(rows: usize, dots: usize) -> [f64; 2] {
    let even = aligned(0.0, 1.0, rows, dots);
    if even[1] - even[0] <= 1.4 { even } else { [-0.05, 1.05] }
}

/// The lines of the training data, then those of the test data.
fn lines(histories: Histories, number: impl Fn(&HistoryBin) -> MinMaxLast, key: &TrainKey) -> Vec<ChartLine> {
    let line = |history: &History, dash: Dash| (history.line(&number), dash);
    let training = histories.training.iter().enumerate().map(|(n, history)| line(history, dash(n, key)));
    training.chain(histories.test.iter().enumerate().map(|(n, history)| line(history, test_dash(n, key)))).collect()
}

/// Whether positive losses span more than two decades.
fn spans_decades(histories: Histories) -> bool {
    let bins = histories.training.iter().chain(histories.test).flat_map(History::bins);
    let losses = bins.flat_map(|bin| [bin.loss.low, bin.loss.high]).filter(|loss| *loss > 0.0 && loss.is_finite());
    let (low, high) = extent(losses);
    high / low > DECADES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_charts_and_the_line_between_them_fill_the_rows() {
        for rows in 0..60 {
            let [upper, lower] = split(rows);
            assert_eq!(upper + lower + u16::from(lower > 0), rows);
            assert!(rows < BOTH && lower == 0 || lower >= 2 && upper >= 2, "{rows}");
        }
    }
}

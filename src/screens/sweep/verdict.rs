//! Success rates with their intervals, and how often each contestant won.

use super::{SweepScreen, empty};
use crate::nn::sweep::{Share, SweepSummary};
use crate::screens::DrawContext;
use crate::screens::number::short;
use crate::screens::runs::draw::style;
use crate::screens::runs::numbers::percent_to_a_tenth as percent;
use crate::theme::Role;
use crate::widgets::panel::{Panel, set};
use crate::widgets::plot::line_of;
use crate::widgets::{Look, names, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// One line: a name, a share, and a note.
struct Line {
    name: String,
    style: Style,
    share: Option<Share>,
    note: String,
}

impl Line {
    /// Whether the line is a heading, which has no share.
    fn is_heading(&self) -> bool {
        self.share.is_none() && self.note.is_empty()
    }
}

/// The width of a share with its interval and the gaps around it, in cells.
const SHARE: usize = 28;

/// Draws the panel.
pub(super) fn draw(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let inner = Panel::titled(words.get("sweep.verdict")).draw(area, buf, look);
    let Some(figures) = room.cell_figures().filter(|figures| figures.done > 0) else {
        empty::draw(room, view, inner, buf);
        return;
    };
    let mut lines: Vec<(Option<&str>, Vec<Line>)> = Vec::new();
    let standings = figures.contestants.iter().enumerate();
    let succeeded = standings.map(|(n, standing)| Line {
        name: format!("{}{}", line_of(n, look), room.setup.shown_name(&standing.name, words)),
        style: style(n, look),
        share: standing.succeeded,
        note: format!("{} {}", words.get("sweep.median"), short(standing.loss[2])),
    });
    lines.push((Some("sweep.succeeded"), succeeded.collect()));
    lines.push((Some("sweep.wins"), wins(room, figures, usize::from(inner.width), look, words)));
    let mut y = inner.y;
    for (head, lines) in &lines {
        if lines.is_empty() || y >= inner.bottom() {
            continue;
        }
        if let Some(head) = head {
            text::put(buf, inner.x + 1, y, usize::from(inner.width), words.get(head), look.style(Role::Muted));
            y += 1;
        }
        let cells = usize::from(inner.width);
        let most = cells.saturating_sub(SHARE).max(cells / 3);
        let named = lines.iter().filter(|line| !line.is_heading());
        let wide = named.map(|line| text::width(&line.name)).max().unwrap_or(0).min(most);
        let names: Vec<&str> = lines.iter().filter(|line| !line.is_heading()).map(|line| line.name.as_str()).collect();
        let mut shown = names::shortened(&names, wide).into_iter();
        for line in lines {
            let name = if line.is_heading() { line.name.clone() } else { shown.next().unwrap_or_default() };
            if y < inner.bottom() {
                draw_line(line, &name, wide, Rect { y, height: 1, ..inner }, buf, look);
                y += 1;
            }
        }
    }
}

/// How often each contestant had the lower loss. If there are several pairs, each line names its pair, because it would
/// be hard to see which share belongs to which. If that does not fit beside the share, it is on the line above.
fn wins(room: &SweepScreen, figures: &SweepSummary, cells: usize, look: Look, words: &Words) -> Vec<Line> {
    let name = |n: usize| room.setup.shown_name(&figures.contestants[n].name, words);
    let line = |name: String, style: Style, share: Option<Share>| Line { name, style, share, note: String::new() };
    if let [contest] = figures.comparisons.as_slice() {
        let both = contest.pair.iter().zip(&contest.wins);
        let one = |(n, wins): (&usize, &Share)| {
            line(format!("{}{}", line_of(*n, look), name(*n)), style(*n, look), Some(*wins))
        };
        return both.map(one).collect();
    }
    let pairs = figures.comparisons.iter().map(|contest| (contest.pair.map(name).join(" < "), contest.wins[0]));
    let longest = pairs.clone().map(|(pair, _)| text::width(&pair)).max().unwrap_or(0);
    let text = look.style(Role::Text);
    let lines = |(pair, share): (String, Share)| {
        if longest + SHARE <= cells {
            vec![line(pair, text, Some(share))]
        } else {
            vec![line(pair, text, None), line(String::new(), text, Some(share))]
        }
    };
    pairs.flat_map(lines).collect()
}

fn draw_line(line: &Line, name: &str, wide: usize, area: Rect, buf: &mut Buffer, look: Look) {
    let mut x = area.x + 1;
    let wide = if line.is_heading() { usize::from(area.width.saturating_sub(1)) } else { wide };
    text::put(buf, x, area.y, wide, name, line.style);
    x += wide as u16 + 1;
    let left = |x: u16| usize::from(area.right().saturating_sub(x));
    if let Some(share) = &line.share {
        let words = format!("{:>6}% [{:>5}, {:>5}]", percent(share.value()), percent(share.low), percent(share.high));
        x += text::put(buf, x, area.y, left(x), &words, look.style(Role::Text)) + 1;
        let note = if line.note.is_empty() { 0 } else { text::width(&line.note) as u16 + 1 };
        let bar = (left(x) as u16).saturating_sub(note + 1);
        if bar >= 8 {
            interval(share, Rect { x, width: bar, ..area }, buf, line.style, look);
            x += bar + 1;
        }
    }
    if text::width(&line.note) <= left(x) {
        text::put(buf, x, area.y, left(x), &line.note, look.style(Role::Muted));
    }
}

/// Draws a scale from 0 to 100 % with the share and its interval.
fn interval(share: &Share, area: Rect, buf: &mut Buffer, style: Style, look: Look) {
    let cell = |x: f64| area.x + (x.clamp(0.0, 1.0) * f64::from(area.width - 1)).round() as u16;
    for x in area.left()..area.right() {
        set(buf, x, area.y, look.glyph("╌", "."), look.style(Role::Border));
    }
    for x in cell(share.low)..=cell(share.high) {
        set(buf, x, area.y, look.glyph("━", "="), style);
    }
    set(buf, cell(share.value()), area.y, look.glyph("┃", "|"), style);
}

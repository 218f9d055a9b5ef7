//! Shares of success with their intervals, and who won how often.

use super::Sweep;
use super::draw::{percent, style};
use crate::lab::sweep::Share;
use crate::screens::View;
use crate::screens::number::short;
use crate::theme::Role;
use crate::widgets::panel::{Panel, set};
use crate::widgets::plot::line_of;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// One line: a name, a share, what else is to be said.
struct Line {
    name: String,
    style: Style,
    share: Option<Share>,
    note: String,
}

/// Draws the panel.
pub(super) fn draw(room: &Sweep, view: View, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let inner = Panel::titled(words.get("sweep.verdict")).draw(area, buf, look);
    let Some(figures) = room.cell_figures().filter(|figures| figures.done > 0) else {
        super::draw::empty(room, view, inner, buf);
        return;
    };
    let mut lines: Vec<(Option<&str>, Vec<Line>)> = Vec::new();
    let standings = figures.contestants.iter().enumerate();
    let succeeded = standings.map(|(n, standing)| Line {
        name: format!("{}{}", line_of(n, look), standing.name),
        style: style(n, look),
        share: standing.succeeded,
        note: format!("{} {}", words.get("sweep.median"), short(standing.loss[2])),
    });
    lines.push((Some("sweep.succeeded"), succeeded.collect()));
    let wins = figures.contests.iter().flat_map(|contest| {
        contest.pair.iter().zip(&contest.wins).map(|(n, wins)| Line {
            name: format!("{}{}", line_of(*n, look), figures.contestants[*n].name),
            style: style(*n, look),
            share: Some(*wins),
            note: String::new(),
        })
    });
    lines.push((Some("sweep.wins"), wins.collect()));
    let all = || lines.iter().flat_map(|(_, lines)| lines);
    let wide = all().map(|line| text::width(&line.name)).max().unwrap_or(0).min(usize::from(inner.width) / 3);
    let mut y = inner.y;
    for (head, lines) in &lines {
        if lines.is_empty() || y >= inner.bottom() {
            continue;
        }
        if let Some(head) = head {
            text::put(buf, inner.x + 1, y, usize::from(inner.width), words.get(head), look.style(Role::Muted));
            y += 1;
        }
        for line in lines {
            if y < inner.bottom() {
                draw_line(line, wide, Rect { y, height: 1, ..inner }, buf, look);
                y += 1;
            }
        }
    }
}

fn draw_line(line: &Line, wide: usize, area: Rect, buf: &mut Buffer, look: Look) {
    let mut x = area.x + 1;
    text::put(buf, x, area.y, wide, &line.name, line.style);
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

/// From 0 to 100 %: where the share is, and how far its interval reaches.
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

//! Draws Sweep, one function per panel.

use super::layout::SweepView;
use super::{SweepScreen, empty, facts, grid, seeds, verdict};
use crate::numeric::sort::sort_few;
use crate::screens::DrawContext;
use crate::screens::number::short;
use crate::screens::runs::draw::{contestant_names, style, too_small};
use crate::screens::runs::gauge::{Gauge, GaugeState};
use crate::screens::runs::numbers;
use crate::screens::runs::numbers::percent_to_a_tenth;
use crate::screens::runs::panels::{foot_rows, shifted};
use crate::theme::Role;
use crate::widgets::bars::{self, Bar};
use crate::widgets::panel::{Panel, names_behind, one_name_behind};
use crate::widgets::plot::{draw_framed, line_of};
use crate::widgets::{histogram, text};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;

type Part = fn(&SweepScreen, DrawContext, Rect, &mut Buffer);

fn part(view: SweepView) -> Part {
    match view {
        SweepView::Verdict => verdict::draw,
        SweepView::Losses => losses,
        SweepView::Fan => fan,
        SweepView::Causes => causes,
        SweepView::Seeds => seeds::draw,
        SweepView::Grid => grid::draw,
    }
}

pub(super) fn draw(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let panels = &room.derived.panels;
    if panels.is_empty() {
        return too_small("sweep.too-small", view, area, buf);
    }
    for (panel, place) in panels.on(area) {
        part(panel)(room, view, place, buf);
    }
    if let Some(foot) = panels.foot {
        let [how_far, what] = foot_rows(shifted(foot, area));
        gauge(room, view, how_far, buf);
        plan(room, view, what, buf);
    }
}

fn losses(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let all = &room.derived.histograms;
    let title = words.get("sweep.losses");
    if all.is_empty() {
        let inner = Panel::titled(title).draw(area, buf, look);
        empty::draw(room, view, inner, buf);
        return;
    }
    let count = all.len().min(usize::from(area.height / 4).max(1));
    let parts = area.layout_vec(&Layout::vertical(vec![Constraint::Fill(1); count]));
    let names = contestant_names(&room.setup, words, look).into_iter().enumerate();
    let names: Vec<(String, Style)> =
        names.map(|(n, (name, style))| (format!("{}{name}", line_of(n, look)), style)).collect();
    // If there is no space for all contestants, the current one comes first.
    let shown = (0..all.len()).map(|n| (n + if count < all.len() { room.now.shown.contestant } else { 0 }) % all.len());
    let most = all.iter().map(|one| one.counts.iter().sum::<u64>() + one.past).max().unwrap_or(0) as usize;
    for (n, part) in shown.zip(parts) {
        let one = &all[n];
        let past = if one.past > 0 { words.fill("sweep.past", &[("n", &one.past.to_string())]) } else { String::new() };
        let panel = Panel { right: Some((&past, Role::Muted)), ..Panel::titled(title) };
        let bars = histogram::HistogramChart { counts: &one.counts, low: one.low, high: one.high };
        histogram::draw(bars, &panel, part, buf, look, style(n, look), most);
        one_name_behind(title, &names, n, text::width(&past) + 5, part, buf);
    }
}

fn fan(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let chosen = room.now.shown.contestant;
    let contestants = &room.setup.experiment().contestants;
    let others = (0..contestants.len()).filter(|n| *n != chosen);
    let order: Vec<usize> = std::iter::once(chosen).chain(others).collect();
    let mut styles = vec![style(chosen, look); 5];
    styles.extend(order.iter().skip(1).map(|n| style(*n, look)));
    let title = words.get(if room.now.shown.is_log(false) { "sweep.fan-log" } else { "sweep.fan" });
    let panel = Panel { bottom: Some((words.get("train.epoch"), Role::Muted)), ..Panel::titled(title) };
    if room.has_only_diverged() && !room.derived.fan_has_lines {
        let inner = panel.draw(area, buf, look);
        empty::draw(room, view, inner, buf);
        return;
    }
    let inner = draw_framed(&room.derived.fan, &panel, area, buf, look, &styles);
    if room.cell_figures().is_none_or(|figures| figures.done == 0) {
        empty::draw(room, view, inner, buf);
        return;
    }
    let name = |n: &usize| {
        let key = if *n == chosen { "sweep.fan-of" } else { "sweep.median-line" };
        (words.fill(key, &[("name", &room.setup.shown_name(&contestants[*n].name, words))]), style(*n, look))
    };
    let names: Vec<(String, Style)> = order.iter().map(name).collect();
    names_behind(title, &names, 2, area, buf);
}

fn causes(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let inner = Panel::titled(words.get("sweep.causes")).draw(area, buf, look);
    let Some(figures) = room.cell_figures().filter(|figures| figures.done > 0) else {
        empty::draw(room, view, inner, buf);
        return;
    };
    let digits = figures.done.to_string().len();
    let mut all: Vec<(usize, Bar)> = Vec::new();
    for (n, standing) in figures.contestants.iter().enumerate() {
        for (cause, share) in &standing.causes {
            let label = format!("{:>digits$} {:>5}%", share.count, percent_to_a_tenth(share.value()));
            let name = facts::cause(*cause, words).to_owned();
            all.push((n, Bar { name, label, value: share.value(), style: style(n, look), chosen: false }));
        }
    }
    if all.is_empty() {
        let key =
            if figures.contestants.iter().all(|c| c.succeeded.is_some()) { "sweep.all-well" } else { "sweep.none" };
        text::put(buf, inner.x + 1, inner.y, usize::from(inner.width), words.get(key), look.style(Role::Muted));
        return;
    }
    let heads = if figures.contestants.len() > 1 { figures.contestants.len() } else { 0 };
    sort_few(&mut all, |a, b| a.1.value.total_cmp(&b.1.value).is_gt());
    // Causes that do not fit are the rarest.
    all.truncate(usize::from(inner.height).saturating_sub(heads));
    let labels = digits + 7;
    let names = all.iter().map(|(_, bar)| text::width(&bar.name)).max().unwrap_or(0);
    let names = names.min(usize::from(inner.width).saturating_sub(labels + 8));
    let mut y = inner.y;
    for (n, standing) in figures.contestants.iter().enumerate() {
        let own: Vec<Bar> = all.iter().filter(|(of, _)| *of == n).map(|(_, bar)| aligned_bar(bar, names)).collect();
        if own.is_empty() || y >= inner.bottom() {
            continue;
        }
        if heads > 0 {
            let name = look.spell(&format!("{}{}", line_of(n, look), standing.name));
            text::put(buf, inner.x + 1, y, usize::from(inner.width.saturating_sub(1)), &name, style(n, look));
            y += 1;
        }
        // One row per bar, so that bars are as close as the words.
        let rows = Rect { y, height: own.len() as u16, ..inner }.intersection(inner);
        bars::draw(&bars::BarChart { bars: &own, low: 0.0, high: 1.0 }, rows, buf, look);
        y += rows.height;
    }
}

/// A bar whose name is padded to the width of other groups, so that all bars start in the same column.
fn aligned_bar(bar: &Bar, cells: usize) -> Bar {
    Bar { name: text::left(&text::cut(&bar.name, cells), cells), ..bar.clone() }
}

/// The progress, the rate and the time that is left.
fn gauge(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let control = &room.control;
    let (done, all) = (control.done(), control.all());
    let wide = all.to_string().len();
    let left = format!("{done:>wide$}/{all} {}", words.get("sweep.runs"));
    let state = match () {
        () if control.is_moving() => GaugeState::Moving("train.running"),
        () if control.is_over() => GaugeState::Over,
        () if control.status.is_none() => GaugeState::Still("sweep.ready"),
        () => GaugeState::Still("train.paused"),
    };
    let rate = control.work.rate().map(|rate| {
        let left = (all.saturating_sub(done)) as f64 / rate;
        let left = numbers::time(left, words);
        format!("{rate:>6.0} {}  {left} {}", words.get("sweep.runs-short"), words.get("train.left"))
    });
    let right = &[format!("{}  ", rate.unwrap_or_default())];
    let lit = |cells: u16| (u64::from(cells) * done).checked_div(all).unwrap_or(0) as u16;
    Gauge { left: &left, right, state }.draw(lit, area, buf, look, words);
}

/// The plan of the sweep: seeds, success criterion, changes to the file, what is varied.
fn plan(room: &SweepScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    if area.is_empty() {
        return;
    }
    let (first, last) = (room.now.from, room.now.from.saturating_add(room.now.seeds - 1));
    let mut parts = vec![(format!(" {} {first}–{last}", words.get("sweep.seeds")), Role::Text)];
    let measure = match room.setup.experiment().success {
        Some(crate::nn::experiment::Success::Accuracy(x)) if x >= 1.0 => words.get("sweep.by-all").to_owned(),
        Some(crate::nn::experiment::Success::Accuracy(x)) => {
            words.fill("sweep.by-accuracy", &[("x", &short(100.0 * x))])
        }
        Some(crate::nn::experiment::Success::Loss(x)) => words.fill("sweep.by-loss", &[("x", &x.to_string())]),
        None => words.get("sweep.by-nothing").to_owned(),
    };
    parts.push((measure, Role::Muted));
    if room.setup.experiment().data.has_test() {
        parts.push((words.get("sweep.on-test").to_owned(), Role::Muted));
    }
    for (name, value) in room.setup.options() {
        let key = format!("knob-{}", name.replace('-', "_"));
        let name = words.find_in("train", &key).unwrap_or(&name).to_owned();
        parts.push((format!("{name} {value}"), Role::Focus));
    }
    if let Ok(setup) = &room.control.setup {
        for vary in setup.vary() {
            let name = words
                .find_in("train", &format!("knob-{}", vary.hyperparameter.name()))
                .unwrap_or(vary.hyperparameter.name());
            parts.push((format!("{name} {}", vary.values.join(" ")), Role::Focus));
        }
    }
    let (mut x, end) = (area.x, area.right());
    for (part, role) in parts {
        let part = look.spell(&part);
        let wide = text::width(&part) as u16;
        if x + wide > end {
            continue;
        }
        x += text::put(buf, x, area.y, usize::from(wide), &part, look.style(role)) + 2;
    }
}

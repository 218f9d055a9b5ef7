//! The numbers of a unit: its sum as a formula, and a table of its weights with their gradients and next steps.

use super::net::ChosenUnit;
use crate::nn::training_run::{LayerObservation, PerParameter};
use crate::text::number::{fixed, steady};
use crate::theme::Role;
use crate::widgets::{Look, text};
use crate::words::Words;
use ndarray::Array2;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The cells of a number: the most, and the fewest before a column is left out.
const CELLS: (usize, usize) = (10, 7);
/// The decimals of a number in wide and in narrow columns.
const DECIMALS: (usize, usize) = (4, 3);
/// From this many rows of numbers on, what is left out is said in a row of its own, else in that of the headings.
const ROOMY: usize = 3;

/// The role of a number whose hue is that of its sign.
pub(super) fn sign_role(x: f64) -> Role {
    if x < 0.0 { Role::Negative } else { Role::Positive }
}

/// `z = 0.71·x1 − 0.33·x2 + 0.87` in at most this many cells. The smallest terms are left out first, with `…` in their place.
pub(super) fn formula(weights: &[f64], names: &[String], bias: f64, look: Look, cells: usize) -> String {
    let mut smallest: Vec<usize> = (0..weights.len()).collect();
    smallest.sort_by(|a, b| weights[*a].abs().total_cmp(&weights[*b].abs()));
    let without = |left_out: &[usize]| {
        let terms = (0..weights.len()).filter(|n| !left_out.contains(n));
        let terms = terms.map(|n| (weights[n], names.get(n).map_or("", String::as_str)));
        written(terms, bias, !left_out.is_empty(), look)
    };
    let mut all = (0..=smallest.len()).map(|count| without(&smallest[..count]));
    all.find(|said| text::width(said) <= cells).unwrap_or_else(|| text::cut(&without(&smallest), cells))
}

fn written<'a>(terms: impl Iterator<Item = (f64, &'a str)>, bias: f64, is_cut: bool, look: Look) -> String {
    let [times, minus] = [look.glyph("·", "*"), look.glyph("−", "-")];
    let mut said = "z =".to_owned();
    let mut is_first = true;
    let mut add = |sign: &str, words: &str| {
        let plus = if is_first { "" } else { " +" };
        let sign = if sign.is_empty() { plus.to_owned() } else { format!(" {sign}") };
        let gap = if is_first && !sign.is_empty() { "" } else { " " };
        said.extend([sign.as_str(), gap, words]);
        is_first = false;
    };
    let sign = |x: f64| if x < 0.0 { minus } else { "" };
    for (value, name) in terms {
        add(sign(value), &format!("{}{times}{name}", fixed(value.abs(), 2)));
    }
    if is_cut {
        add("", "…");
    }
    add(sign(bias), &fixed(bias.abs(), 2));
    said
}

/// A number in this many cells. One that would read as zero but is not zero is a power of ten.
fn written_in(x: f64, decimals: usize, cells: usize) -> String {
    let said = steady(x, decimals, cells);
    let is_lost = x != 0.0 && said.trim().parse() == Ok(0.0);
    if is_lost { text::right(&format!("{x:.0e}"), cells) } else { said }
}

/// The nth weight of a unit, or its bias after the last one; its gradient, and its next step.
pub(super) fn numbers(layer: &LayerObservation, unit: usize, n: usize) -> [Option<f64>; 3] {
    let of = |weights: &Array2<f64>, biases: &[f64]| {
        if n < weights.ncols() { weights.get([unit, n]).copied() } else { biases.get(unit).copied() }
    };
    let part = |part: &Option<PerParameter>| part.as_ref().and_then(|part| of(&part.weights, &part.biases));
    [of(&layer.weights, &layer.biases), part(&layer.gradient), part(&layer.next_step)]
}

/// Which rows are visible.
#[derive(Debug, PartialEq)]
struct Visible {
    first: usize,
    count: usize,
    left_out: usize,
}

impl Visible {
    /// Of `all` rows, the last of which is the bias, those that fit with the chosen one among them. The row of the bias comes
    /// with that of the last input.
    fn of(all: usize, fit: usize, chosen: Option<usize>) -> Self {
        let count = match fit {
            _ if all <= fit => all,
            ROOMY.. => fit - 1,
            _ => fit,
        };
        let last = chosen.map_or(0, |n| if n + 2 == all && count > 1 { n + 1 } else { n });
        let first = (last + 1).saturating_sub(count).min(all - count);
        Self { first, count, left_out: all - count }
    }
}

/// A row for each input and one for the bias: its weight, the gradient, and the next step. The chosen edge is marked, and
/// always visible.
pub(super) fn table(
    layer: &LayerObservation,
    chosen: ChosenUnit,
    names: &[String],
    words: &Words,
    area: Rect,
    buf: &mut Buffer,
    look: Look,
) {
    if area.height == 0 {
        return;
    }
    let weights = layer.weights.row(chosen.index).len();
    let bias = words.get("train.bias");
    let longest = names.iter().map(|name| text::width(name)).chain([text::width(bias)]).max().unwrap_or(0);
    let label = longest.min(usize::from(area.width).saturating_sub(3 * CELLS.1 + 1)).max(2);
    let cells = (usize::from(area.width).saturating_sub(label + 1) / 3).clamp(CELLS.1, CELLS.0);
    let columns = Columns { area, label, cells };
    // With a single row, the numbers matter more than their heads.
    let heads = u16::from(area.height > 1);
    let visible = Visible::of(weights + 1, usize::from(area.height - heads), chosen.edge);
    if heads > 0 {
        let said = ["train.inspected-weight", "train.inspected-slope", "train.inspected-step"];
        columns.numbers(said.map(|key| (look.spell(words.get(key)), Role::Muted)), area.y, buf, look);
    }
    let mut y = area.y + heads;
    let decimals = if cells == CELLS.0 { DECIMALS.0 } else { DECIMALS.1 };
    for n in visible.first..visible.first + visible.count {
        let name = if n < weights { names.get(n).map_or("", String::as_str) } else { bias };
        columns.name(name, chosen.edge == Some(n), y, buf, look);
        let numbers = numbers(layer, chosen.index, n);
        let written = numbers.map(|x| x.map_or_else(|| "–".to_owned(), |x| written_in(x, decimals, cells - 1)));
        let role = sign_role(numbers[0].unwrap_or(0.0));
        let [weight, gradient, step] = written;
        columns.numbers([(weight, role), (gradient, Role::Text), (step, Role::Text)], y, buf, look);
        y += 1;
    }
    if visible.left_out > 0 {
        let said = words.fill("train.inspected-more", &[("n", &visible.left_out.to_string())]);
        let (row, free) = if y < area.bottom() {
            (y, usize::from(area.width))
        } else {
            (area.y, (label + 1 + cells).saturating_sub(text::width(words.get("train.inspected-weight")) + 1))
        };
        let short = [said, format!("…{}", visible.left_out)];
        if let Some(said) = short.iter().find(|said| text::width(said) <= free).filter(|_| heads > 0) {
            text::put(buf, area.x, row, free, said, look.style(Role::Muted));
        }
    }
}

/// The columns of a table: names, then three numbers.
struct Columns {
    area: Rect,
    /// The cells of a name.
    label: usize,
    /// The cells of a number.
    cells: usize,
}

impl Columns {
    fn name(&self, name: &str, is_chosen: bool, y: u16, buf: &mut Buffer, look: Look) {
        let mark = if is_chosen { look.glyph("▸", ">") } else { " " };
        let style = look.style(if is_chosen { Role::Focus } else { Role::Text });
        let said = format!("{mark}{}", text::cut(name, self.label));
        text::put(buf, self.area.x, y, self.label + 1, &text::left(&said, self.label + 1), style);
    }

    /// Numbers for which there is no room are left out, the last ones first.
    fn numbers(&self, numbers: [(String, Role); 3], y: u16, buf: &mut Buffer, look: Look) {
        let mut x = self.area.x + self.label as u16 + 1;
        // What is left of the width is before the last column.
        let spare = usize::from(self.area.width).saturating_sub(self.label + 1 + 3 * self.cells).min(2);
        for (n, (number, role)) in numbers.into_iter().enumerate() {
            let cells = self.cells + if n == 2 && self.cells < CELLS.0 { spare } else { 0 };
            if usize::from(x) + cells > usize::from(self.area.right()) {
                break;
            }
            let said = text::right(&text::cut(&number, cells), cells);
            text::put(buf, x, y, cells, &said, look.style(role));
            x += cells as u16;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;
    use crate::tile::ColorDepth;

    #[test]
    fn a_formula_loses_its_smallest_terms_first() {
        let theme = Theme::load("dark", ColorDepth::TrueColor).unwrap();
        let look = Look { theme: &theme, ascii: false };
        let names = ["x1", "x2", "x3"].map(str::to_owned);
        let said = |cells| formula(&[-0.71, 0.05, 0.33], &names, -0.87, look, cells);
        assert_eq!(said(60), "z = −0.71·x1 + 0.05·x2 + 0.33·x3 − 0.87");
        assert_eq!(said(38), "z = −0.71·x1 + 0.33·x3 + … − 0.87");
        assert_eq!(said(30), "z = −0.71·x1 + … − 0.87");
        assert_eq!(said(16), "z = … − 0.87");
        assert_eq!(formula(&[], &[], 0.5, look, 20), "z = 0.50");
        assert!((1..60).all(|cells| text::width(&said(cells)) <= cells));
    }

    #[test]
    fn no_number_is_written_as_zero_that_is_not_zero() {
        let said = |x| written_in(x, 3, 6);
        assert_eq!([said(-0.0004), said(0.0), said(-0.0395), said(12.5)], [" -4e-4", " 0.000", "-0.040", "12.500"]);
    }

    #[test]
    fn the_chosen_weight_is_visible_and_what_is_left_out_is_counted() {
        for all in 1..12 {
            for fit in 1..14 {
                let mut seen = vec![false; all];
                for chosen in (0..all - 1).map(Some).chain([None]) {
                    let visible = Visible::of(all, fit, chosen);
                    let rows = visible.first..visible.first + visible.count;
                    assert!(chosen.is_none_or(|n| rows.contains(&n)), "{all} {fit} {chosen:?}: {visible:?}");
                    assert_eq!(visible.count + visible.left_out, all);
                    assert!(visible.count + usize::from(visible.left_out > 0 && fit >= ROOMY) <= fit);
                    rows.for_each(|n| seen[n] = true);
                }
                // With one row, the bias is in the formula only.
                assert!(seen[..all - 1].iter().all(|seen| *seen) && (fit == 1 || seen[all - 1]), "{all} {fit}");
            }
        }
    }
}

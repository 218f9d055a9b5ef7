//! A confusion matrix: a row for each true class, a column for each predicted one, and how often each pair occurred.
//!
//! ```text
//! test: accuracy 96%      ↓ true → predicted
//!              setosa versico… virgini…
//! ● setosa         15        0        0
//! ■ versicolor      0       14        1
//! ▲ virginica       0        1       14
//! ```

use super::names::{longest, shortened};
use super::plane::{MOST_CLASSES, class_ink, mark_of_class, mark_of_side};
use super::{Look, heat, text};
use crate::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The counts of a matrix, and its texts.
#[derive(Clone, Copy, Debug)]
pub struct ConfusionMatrix<'a> {
    /// Above the matrix.
    pub title: &'a str,
    /// What rows and columns are, if there is room for it.
    pub sides: &'a str,
    /// Whether the classes are the two sides of a border, so that they have the marks of these.
    pub has_border: bool,
    /// The names of the classes.
    pub names: &'a [&'a str],
    /// `[true class][predicted class]`.
    pub counts: &'a [Vec<usize>],
    /// How many classes are left out, with `{n}` for the number.
    pub more: &'a str,
}

/// The fewest cells to which a name is shortened.
const LEAST_NAME: usize = 4;
/// The cells between two columns.
const GAP: usize = 2;

/// The columns of a matrix.
struct Columns {
    labels: Vec<String>,
    heads: Vec<String>,
    /// The cells of a sign, and those of a sign and a name.
    sign: usize,
    label: usize,
    /// The cells of a column with the gap before it.
    each: usize,
    shown: usize,
}

impl ConfusionMatrix<'_> {
    /// The sign of a class that stands for its name: its mark on maps, or its number if there are many classes.
    fn sign(&self, class: usize, look: Look) -> String {
        match self.counts.len() {
            _ if self.has_border => mark_of_side(class == 1, look).to_owned(),
            ..=MOST_CLASSES => mark_of_class(class, look).to_owned(),
            _ => (class + 1).to_string(),
        }
    }

    fn columns(&self, cells: usize, look: Look) -> Columns {
        let count = self.counts.len();
        let digits = self.counts.iter().flatten().max().map_or(1, |most| most.to_string().len());
        let signs: Vec<String> = (0..count).map(|class| self.sign(class, look)).collect();
        let sign = signs.iter().map(|sign| text::width(sign)).max().unwrap_or(1);
        let longest = longest(self.names);
        let arranged = |most: usize, heads: Vec<String>, gap: usize| {
            let labels: Vec<String> = shortened(self.names, most);
            let label = labels.iter().map(|name| text::width(name)).max().unwrap_or(0) + sign + 1;
            let each = heads.iter().map(|head| text::width(head)).max().unwrap_or(0).max(digits) + gap;
            Columns { labels, heads, sign, label, each, shown: count }
        };
        let named = (LEAST_NAME.min(longest)..=longest).rev().map(|most| (most, shortened(self.names, most)));
        let signed = (1..=longest).rev().map(|most| (most, signs.clone()));
        let all = named.chain(signed).flat_map(|(most, heads)| [(most, heads.clone(), GAP), (most, heads, 1)]);
        let mut all = all.map(|(most, heads, gap)| arranged(most, heads, gap));
        if let Some(fitting) = all.find(|columns| columns.label + columns.each * count <= cells) {
            return fitting;
        }
        let least = arranged(LEAST_NAME.min(longest), signs.clone(), 1);
        let shown = cells.saturating_sub(least.label) / least.each;
        Columns { shown: shown.min(count), ..least }
    }
}

/// Draws a matrix into an area. Classes that do not fit are left out, and their number is said.
pub fn draw(matrix: &ConfusionMatrix, area: Rect, buf: &mut Buffer, look: Look) {
    let cells = usize::from(area.width);
    if area.height < 3 || cells == 0 {
        return;
    }
    let title = text::cut(matrix.title, cells);
    let used = text::put(buf, area.x, area.y, cells, &title, look.style(Role::Title));
    let sides = look.spell(matrix.sides);
    let wide = text::width(&sides) as u16;
    if used + 2 + wide <= area.width {
        text::put(buf, area.right() - wide, area.y, usize::from(wide), &sides, look.style(Role::Muted));
    }
    let columns = matrix.columns(cells, look);
    let x = |class: usize| area.x + (columns.label + class * columns.each) as u16;
    for (class, head) in columns.heads.iter().enumerate().take(columns.shown) {
        let head = text::right(&look.spell(head), columns.each);
        text::put(buf, x(class), area.y + 1, columns.each, &head, look.style(Role::Muted));
    }
    let free = usize::from(area.height) - 2;
    let is_cut = matrix.counts.len() > free || columns.shown < matrix.counts.len();
    let rows = if is_cut { columns.shown.min(free.saturating_sub(1)) } else { matrix.counts.len() };
    for (class, (counts, y)) in matrix.counts.iter().zip(area.y + 2..area.bottom()).enumerate().take(rows) {
        let sign = text::right(&matrix.sign(class, look), columns.sign);
        text::put(buf, area.x, y, cells, &sign, class_ink(class, look));
        let name = look.spell(columns.labels.get(class).map_or("", String::as_str));
        let at = columns.sign + 1;
        text::put(buf, area.x + at as u16, y, cells.saturating_sub(at), &name, look.style(Role::Text));
        let all = counts.iter().sum::<usize>().max(1) as f64;
        for (predicted, count) in counts.iter().enumerate().take(columns.shown) {
            let share = *count as f64 / all;
            let style = match (*count, predicted == class) {
                (0, _) => look.style(Role::Muted),
                (_, true) => heat::tone(share, look),
                (_, false) => heat::tone(-share, look),
            };
            // The tone leaves a gap to the column before it.
            let cells = columns.each - 1;
            text::put(buf, x(predicted) + 1, y, cells, &text::right(&count.to_string(), cells), style);
        }
    }
    if is_cut && rows < matrix.counts.len() {
        let more = matrix.more.replace("{n}", &(matrix.counts.len() - rows).to_string());
        let y = area.y + 2 + rows as u16;
        text::put(buf, area.x, y, cells, &text::cut(&more, cells), look.style(Role::Muted));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;
    use crate::tile::ColorDepth;

    fn drawn(names: &[&str], counts: &[Vec<usize>], columns: u16, rows: u16) -> Vec<String> {
        let theme = Theme::load("dark", ColorDepth::None).unwrap();
        let matrix = ConfusionMatrix {
            title: "test",
            sides: "true / predicted",
            has_border: false,
            names,
            counts,
            more: "+{n} more",
        };
        let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
        let area = buf.area;
        draw(&matrix, area, &mut buf, Look { theme: &theme, ascii: true });
        let row = |y| (0..columns).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..rows).map(row).collect()
    }

    #[test]
    fn names_are_shortened_until_the_matrix_fits() {
        let counts = [vec![15, 0, 0], vec![0, 14, 1], vec![0, 1, 14]];
        let names = ["setosa", "versicolor", "virginica"];
        assert_eq!(
            drawn(&names, &counts, 50, 5),
            [
                "test                              true / predicted",
                "                  setosa  versicolor   virginica",
                "A setosa              15           0           0",
                "B versicolor           0          14           1",
                "C virginica            0           1          14",
            ]
        );
        let small = drawn(&names, &counts, 20, 5);
        assert!(small[2].ends_with("15  0  0") && small[4].ends_with(" 0  1 14"), "{small:?}");
        assert_eq!(small[1].split_whitespace().collect::<Vec<_>>(), ["A", "B", "C"]);
    }

    #[test]
    fn many_classes_are_cut_and_counted() {
        let names: Vec<String> = (0..30).map(|n| format!("class {n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let counts = vec![vec![7; 30]; 30];
        for (columns, rows) in [(40, 10), (200, 10), (40, 60), (5, 4), (1, 3)] {
            let all = drawn(&names, &counts, columns, rows);
            assert!(columns < 20 || all.iter().any(|row| row.starts_with('+') && row.contains("more")), "{all:?}");
        }
    }
}
